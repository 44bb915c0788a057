{
  _config+:: {
    // Chooses Muniment's series, for example 'job="muniment", site="north"'. Empty: all.
    selector: '',
    // The scrape job of the agents: only `up` needs it.
    job: 'muniment',
    runbookURL: 'https://muniment.example/runbooks/%s',
    // Without a complete scan for so long, a store is overdue. Three times the usual
    // hour between two scans; more for stores that take longer to walk.
    scanOverdueSeconds: 3 * 3600,
    // Without a new cosignature for so long, a witness is stale. The agent has an unchanged
    // ledger cosigned again after 15 minutes.
    witnessStaleSeconds: 3600,
    // Without a new time stamp for so long, the authority is stale. Three times the usual
    // day between two; a ledger that does not grow is not stamped again.
    timeStampStaleSeconds: 3 * 86400,
    // So many times and so many items more than a day ago may become deletable before it is
    // taken for a retention period that was shortened.
    deletableJumpRatio: 1.5,
    deletableJumpItems: 100,
    // For so long items may be past their retention before somebody is told.
    retentionOverdueFor: '7d',
    // Within so long the items of a new hold are read again.
    holdUncheckedFor: '24h',
    // For how long an alteration stays an alert.
    alteredWindow: '1h',
  },
}

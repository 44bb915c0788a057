{
  local config = $._config,
  local rule = (import 'alert.libsonnet')(config),
  local metric = rule.metric,
  local alert = rule.alert,

  // How many more alterations than were known when the window began. A look-back of a week
  // bridges the time in which an agent was down, and an exact difference is wanted:
  // increase() estimates. With no history, all that the ledger has is news.
  local altered(kind) = |||
    label_replace(
      %(now)s - (max_over_time(%(now)s[7d:10m] offset %(window)s) or 0 * %(now)s) > 0,
      "change", "%(kind)s", "", ""
    )
  ||| % {
    now: metric('muniment_items_%s_total' % kind, 'explanation="unexplained"'),
    kind: kind,
    window: config.alteredWindow,
  },

  prometheusAlerts+:: {
    groups+: [{
      name: 'muniment',
      rules: [
        alert(
          'MunimentUnexplainedLoss',
          '%s > 0' % metric('muniment_store_unexplained_items'),
          '0m',
          'critical',
          'Evidence is gone and nothing explains it.',
          |||
            {{ printf "%.0f" $value }} {{ if eq $value 1.0 }}item{{ else }}items{{ end }}
            {{- with printf "muniment_store_unexplained_bytes{store=%q, instance=%q}" $labels.store $labels.instance | query }} ({{ . | first | value | humanize }}B){{ end }}
            {{ if eq $value 1.0 }}has{{ else }}have{{ end }} gone from store {{ $labels.store }} and no authority, move or retention rule explains it.
            To see which: muniment items {{ $labels.store }} --missing.
            To see when: muniment changes --store {{ $labels.store }} --unexplained.
          |||
        ),
        alert(
          'MunimentEvidenceAltered',
          std.rstripChars(std.join('or\n', [altered(kind) for kind in ['corrupted', 'emptied', 'modified']]), '\n'),
          '0m',
          'critical',
          'Evidence is not as it was recorded.',
          |||
            {{ printf "%.0f" $value }} {{ if eq $value 1.0 }}item{{ else }}items{{ end }} of store {{ $labels.store }}
            {{ if eq $value 1.0 }}was{{ else }}were{{ end }} found {{ $labels.change }} and nothing explains it.
            To see which: muniment changes --store {{ $labels.store }} --kind {{ $labels.change }}.
          |||
        ),
        alert(
          'MunimentStoreUnavailable',
          '%s == 0' % metric('muniment_store_available'),
          '1m',
          'critical',
          'An evidence store cannot be looked at.',
          |||
            Store {{ $labels.store }} is not there, not readable or not the one that was enrolled.
            Nothing is concluded about its items: they are not counted as lost, and nobody knows that they are safe.
            To see why: muniment status {{ $labels.store }}.
          |||
        ),
        alert(
          'MunimentNotObserved',
          '%s > 0' % metric('muniment_store_not_observed_items'),
          '10m',
          'warning',
          'Some evidence cannot be looked at.',
          |||
            {{ printf "%.0f" $value }} {{ if eq $value 1.0 }}item{{ else }}items{{ end }} of store {{ $labels.store }} could not be looked at for 10 minutes:
            whether they are there and unchanged is not known. To see why: muniment status {{ $labels.store }}.
          |||
        ),
        alert(
          'MunimentScanOverdue',
          |||
            time() - (%(last)s > 0) > %(seconds)d
            or
            (%(last)s == 0) and on (job, instance) (time() - %(start)s > %(seconds)d)
          ||| % {
            last: metric('muniment_store_last_complete_scan_timestamp_seconds'),
            start: metric('process_start_time_seconds'),
            seconds: config.scanOverdueSeconds,
          },
          '5m',
          'warning',
          'An evidence store was not looked at in time.',
          |||
            No scan has seen the whole of store {{ $labels.store }}
            {{ if gt $value 0.0 }}for {{ $value | humanizeDuration }}{{ else }}since it was enrolled{{ end }}.
            A loss since then would not be known. To see the state: muniment status {{ $labels.store }}.
          |||
        ),
        alert(
          'MunimentLedgerConflict',
          '%s == 1' % metric('muniment_witness_conflict'),
          '0m',
          'critical',
          'A witness contradicts the ledger.',
          |||
            Witness {{ $labels.witness }} knows a newer or another ledger than the one at {{ $labels.instance }}, or refuses it.
            An older copy of the state directory may be in place, or two copies of it in use:
            what this ledger says is in doubt until it is known which one is right. To see what the witness said: muniment status.
          |||
        ),
        alert(
          'MunimentWitnessStale',
          |||
            time() - (%(last)s > 0) > %(seconds)d
            or
            (%(last)s == 0) and on (job, instance) (time() - %(start)s > %(seconds)d)
          ||| % {
            last: metric('muniment_ledger_cosignature_timestamp_seconds'),
            start: metric('process_start_time_seconds'),
            seconds: config.witnessStaleSeconds,
          },
          '5m',
          'warning',
          'A witness no longer vouches for the ledger.',
          |||
            Witness {{ $labels.witness }} has not cosigned the ledger at {{ $labels.instance }}
            {{ if gt $value 0.0 }}for {{ $value | humanizeDuration }}{{ else }}since the agent started{{ end }}.
            What is recorded meanwhile could be rewritten without anybody outside noticing.
            To see why: muniment ledger witness.
          |||
        ),
        alert(
          'MunimentTimeStampStale',
          |||
            (
              time() - (%(last)s > 0) > %(seconds)d
              or
              (%(last)s == 0) and on (job, instance) (time() - %(start)s > %(seconds)d)
            )
            and on (job, instance) %(head)s > %(last)s
          ||| % {
            last: metric('muniment_ledger_time_stamp_timestamp_seconds'),
            start: metric('process_start_time_seconds'),
            head: metric('muniment_ledger_head_timestamp_seconds'),
            seconds: config.timeStampStaleSeconds,
          },
          '5m',
          'warning',
          'The ledger is no longer stamped by the time stamping authority.',
          |||
            The ledger at {{ $labels.instance }} grew, and has no new time stamp
            {{ if gt $value 0.0 }}for {{ $value | humanizeDuration }}{{ else }}since the agent started{{ end }}.
            To see why: muniment ledger timestamp.
          |||
        ),
        alert(
          'MunimentAgentDown',
          |||
            up{job="%(job)s"} == 0
            or
            absent(%(info)s)
          ||| % { job: config.job, info: metric('muniment_build_info') },
          '5m',
          'critical',
          'Evidence is not being watched.',
          |||
            {{ with $labels.instance }}The agent at {{ . }} does not answer.{{ else }}No agent answers.{{ end }}
            Losses on its stores go unnoticed until it runs again;
            the time without it will be recorded as a gap.
          |||
        ),
      ],
    }],
  },
}

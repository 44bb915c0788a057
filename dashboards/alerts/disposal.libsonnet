// What must not go, what went without anybody's authority, and what is about to go.
{
  local config = $._config,
  local rule = (import 'alert.libsonnet')(config),
  local metric = rule.metric,
  local alert = rule.alert,

  // A day ago; with an agent that was down then, the last that was known in the week before;
  // where nothing is that old, the least of the last day.
  local dayAgo(series) =
    '(last_over_time(%(series)s[7d] offset 1d) or min_over_time(%(series)s[1d]))' % {
      series: series,
    },

  prometheusAlerts+:: {
    groups+: [{
      name: 'muniment-disposal',
      rules: [
        alert(
          'MunimentHoldBreached',
          '%s > 0' % metric('muniment_hold_breaches'),
          '0m',
          'critical',
          'Evidence is gone that a hold should have kept.',
          |||
            {{ printf "%.0f" $value }} {{ if eq $value 1.0 }}item{{ else }}items{{ end }} of store {{ $labels.store }} under a hold
            {{ if eq $value 1.0 }}has{{ else }}have{{ end }} gone, whatever authority there was.
            To see which: muniment changes --store {{ $labels.store }} --unexplained.
            To see the holds: muniment hold list --store {{ $labels.store }}.
          |||
        ),
        // A log shows who deleted, not who allowed it. Were it less than critical, importing one
        // would silence a loss.
        alert(
          'MunimentLoggedDeletion',
          '%s > 0' % metric('muniment_store_logged_items'),
          '0m',
          'critical',
          'Evidence was deleted and nobody authorised it.',
          |||
            {{ printf "%.0f" $value }} {{ if eq $value 1.0 }}item{{ else }}items{{ end }} of store {{ $labels.store }}
            {{ if eq $value 1.0 }}is{{ else }}are{{ end }} gone. The storage's own log shows the deletion; no authority, transfer or retention rule allows it.
            To see which, and who did it: muniment changes --store {{ $labels.store }} --kind removed.
          |||
        ),
        // Before the first complete scan a store had nothing, so all of it would be news.
        alert(
          'MunimentDeletableJump',
          |||
            (
              %(now)s - %(before)s > %(items)d
              and
              %(now)s > %(ratio)g * %(before)s
            )
            unless on (job, instance, store) %(scanned)s == 0
          ||| % {
            now: metric('muniment_retention_deletable_items', 'within="30d"'),
            before: dayAgo(self.now),
            scanned: dayAgo(metric('muniment_store_last_complete_scan_timestamp_seconds')),
            items: config.deletableJumpItems,
            ratio: config.deletableJumpRatio,
          },
          '10m',
          'warning',
          'Much more evidence than a day ago is about to become deletable.',
          |||
            {{ printf "%.0f" $value }} more items of store {{ $labels.store }} than a day ago are deletable now or within 30 days.
            A retention period may have been shortened, or items given another class or date: what is older goes with the next disposal.
            To see what becomes deletable: muniment retention {{ $labels.store }}.
          |||
        ),
        alert(
          'MunimentRetentionOverdue',
          '%s > 0' % metric('muniment_retention_overdue_items'),
          config.retentionOverdueFor,
          'warning',
          'Evidence is kept for longer than it may be.',
          |||
            {{ printf "%%.0f" $value }} {{ if eq $value 1.0 }}item{{ else }}items{{ end }} of store {{ $labels.store }}
            {{ if eq $value 1.0 }}is{{ else }}are{{ end }} past the retention period. This has been so for %s.
            To see which: muniment retention {{ $labels.store }}.
          ||| % config.retentionOverdueFor
        ),
        alert(
          'MunimentHoldUnchecked',
          '%s > 0' % metric('muniment_holds_unchecked'),
          config.holdUncheckedFor,
          'warning',
          'Nobody knows whether held evidence is intact.',
          |||
            {{ printf "%%.0f" $value }} {{ if eq $value 1.0 }}hold{{ else }}holds{{ end }} on items of store {{ $labels.store }}
            {{ if eq $value 1.0 }}waits{{ else }}wait{{ end }} for the items to be read again. This has been so for %s.
            To see which: muniment hold list --store {{ $labels.store }}.
          ||| % config.holdUncheckedFor
        ),
      ],
    }],
  },
}

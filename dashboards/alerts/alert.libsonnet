// What every rule is made of.
function(config) {
  // metric(name, 'label="x"') chooses series by the configured selector and more.
  metric(name, more='')::
    local matchers = std.filter(function(part) part != '', [config.selector, more]);
    name + (if matchers == [] then '' else '{' + std.join(', ', matchers) + '}'),
  alert(name, expr, wait, severity, summary, description):: {
    alert: name,
    expr: expr,
    'for': wait,
    labels: { severity: severity },
    annotations: {
      summary: summary,
      description: std.strReplace(std.rstripChars(description, '\n'), '\n', ' '),
      runbook_url: config.runbookURL % name,
    },
  },
}

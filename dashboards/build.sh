#!/bin/sh
# Writes prometheus_alerts.yaml from the libsonnet files beside this script, then checks
# it. With --check nothing is written: it fails when the committed file is not current.
# Needs the Debian packages jsonnet and prometheus (for promtool).
set -eu
cd "$(dirname "$0")"

render() {
    echo "# Made by dashboards/build.sh from alerts/ and config.libsonnet: edit those."
    jsonnet -S -e \
        "std.manifestYamlDoc((import 'mixin.libsonnet').prometheusAlerts, quote_keys=false)"
}

jsonnetfmt --test ./*.libsonnet ./*/*.libsonnet
if [ "${1:-}" = --check ]; then
    current=$(mktemp)
    trap 'rm -f "$current"' EXIT
    render > "$current"
    diff -u prometheus_alerts.yaml "$current"
else
    render > prometheus_alerts.yaml
fi
promtool check rules prometheus_alerts.yaml
promtool test rules tests/*_test.yaml

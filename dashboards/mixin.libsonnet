(import 'config.libsonnet') +
(import 'alerts/alerts.libsonnet') +
(import 'alerts/disposal.libsonnet')

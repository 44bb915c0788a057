"""Prometheus, Alertmanager and somebody who reads the alerts, on loopback ports."""

import http.server
import json
import re
import subprocess
import threading
import urllib.error
import urllib.request
from pathlib import Path

from support import free_port, stop, wait_until

RULES = Path(__file__).resolve().parents[2] / "dashboards/prometheus_alerts.yaml"


def answers(url):
    """Does `url` answer with success now?"""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


class WebhookReceiver:
    """Keeps every alert that Alertmanager delivers."""

    def __init__(self):
        self.alerts = []  # appended whole by the server's thread
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):  # the name is http.server's
                length = int(self.headers["Content-Length"])
                receiver.alerts.extend(json.loads(self.rfile.read(length))["alerts"])
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def received(self, name, status="firing", says=""):
        """The newest alert of that name and status whose description holds `says`."""
        for alert in reversed(self.alerts):
            if (alert["labels"]["alertname"] == name and alert["status"] == status
                    and says in alert["annotations"]["description"]):
                return alert
        return None

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class Monitoring:
    """What a force runs beside Muniment, with the rules as committed but no waiting time.

    That an alert waits for its time is what promtool tests, with a clock of its own.
    """

    def __init__(self, home, agent_port):
        self.home = home
        self.agent_port = agent_port
        self.processes = []
        self.webhook = WebhookReceiver()

    def start(self):
        alertmanager = self.start_alertmanager()
        rules = re.sub(r'for: "\w+"', 'for: "0s"', RULES.read_text(encoding="utf-8"))
        (self.home / "rules.yml").write_text(rules, encoding="utf-8")
        config = self.home / "prometheus.yml"
        config.write_text(
            "global: {scrape_interval: 250ms, scrape_timeout: 250ms,"
            " evaluation_interval: 250ms}\n"
            "rule_files: [rules.yml]\n"
            "alerting:\n"
            "  alertmanagers:\n"
            f"    - static_configs: [{{targets: ['127.0.0.1:{alertmanager}']}}]\n"
            "scrape_configs:\n"
            "  - job_name: muniment\n"
            f"    static_configs: [{{targets: ['127.0.0.1:{self.agent_port}']}}]\n")
        self.run("prometheus", f"--config.file={config}",
                 f"--storage.tsdb.path={self.home / 'prometheus'}")

    def start_alertmanager(self):
        config = self.home / "alertmanager.yml"
        config.write_text(
            "route: {receiver: us, group_by: ['...'], group_wait: 0s,"
            " group_interval: 1s}\n"
            "receivers:\n"
            f"  - {{name: us, webhook_configs: [{{url: '{self.webhook.url}'}}]}}\n")
        return self.run("prometheus-alertmanager", f"--config.file={config}",
                        f"--storage.path={self.home / 'alertmanager'}",
                        "--cluster.listen-address=")

    def run(self, program, *args):
        """Starts a server, waits until it is ready and returns its port."""
        port = free_port()
        log = self.home / f"{program}.log"
        with open(log, "wb") as output:
            process = subprocess.Popen(
                [program, f"--web.listen-address=127.0.0.1:{port}", *args],
                cwd=self.home, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        self.processes.append(process)
        wait_until(lambda: process.poll() is not None
                   or answers(f"http://127.0.0.1:{port}/-/ready"), f"{program} is ready")
        if process.poll() is not None:
            raise AssertionError(f"{program} ended:\n{log.read_text()[-2000:]}")
        return port

    def stop(self):
        for process in reversed(self.processes):
            stop(process)
        self.webhook.stop()

    def await_alert(self, name, **wanted):
        return wait_until(lambda: self.webhook.received(name, **wanted),
                          f"{name} with {wanted}; received: {self.webhook.alerts}",
                          seconds=60)

#!/usr/bin/env python3
"""From a deleted file to the words that somebody reads: agent, Prometheus, Alertmanager."""

import re
import urllib.request

from monitoring import Monitoring, answers
from support import Scenario, free_port, main, needs_tool, stop, wait_until

STORE = "bwv-primary"


@needs_tool("prometheus")
@needs_tool("prometheus-alertmanager")
class Alerts(Scenario):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        self.configure({STORE: self.store}, scan="every: 1s, settle: 0s",
                       more=f"web: {{listen: '127.0.0.1:{self.port}'}}\n")

    def start_agent(self):
        log = open(self.home / "agent.log", "wb")
        self.addCleanup(log.close)
        agent = self.spawn("agent", json_output=False, stdout=log, stderr=log)
        self.addCleanup(stop, agent)
        wait_until(lambda: agent.poll() is not None
                   or answers(f"http://127.0.0.1:{self.port}/-/healthy"),
                   "the agent answers")
        self.assertIsNone(agent.poll(), (self.home / "agent.log").read_text())

    def metric(self, name):
        """The value of the store's series, or None while there is none."""
        url = f"http://127.0.0.1:{self.port}/metrics"
        with urllib.request.urlopen(url, timeout=5) as response:
            page = response.read().decode("utf-8")
        found = re.search(rf'^{name}{{store="{STORE}"}} (\S+)$', page, re.MULTILINE)
        return float(found[1]) if found else None

    def await_first_scan(self, items):
        wait_until(lambda: self.metric("muniment_store_last_complete_scan_timestamp_seconds"),
                   "the first complete scan", seconds=60)
        self.assertEqual(items, self.metric("muniment_store_items"))

    def start_monitoring(self):
        monitoring = Monitoring(self.home, self.port)
        self.addCleanup(monitoring.stop)
        monitoring.start()
        return monitoring

    def test_a_loss_and_an_absence_reach_people_in_words(self):
        contents = self.fill(count=20)
        self.start_agent()
        self.await_first_scan(items=20)
        monitoring = self.start_monitoring()

        gone = sorted(contents)[:3]
        size = sum(len(contents[path]) for path in gone)
        for path in gone:
            (self.store / path.decode()).unlink()
        alert = monitoring.await_alert("MunimentUnexplainedLoss", says="3 items")
        self.assertEqual(STORE, alert["labels"]["store"])
        self.assertEqual("critical", alert["labels"]["severity"])
        description = alert["annotations"]["description"]
        self.assertIn(f"3 items ({size}B) have gone from store {STORE} and no authority",
                      description)
        self.assertIn(f"muniment items {STORE} --missing", description)
        self.assertTrue(
            alert["annotations"]["runbook_url"].endswith("/MunimentUnexplainedLoss"))

        elsewhere = self.home / "elsewhere"
        self.store.rename(elsewhere)
        alert = monitoring.await_alert("MunimentStoreUnavailable")
        self.assertEqual(STORE, alert["labels"]["store"])
        self.assertIn("Nothing is concluded about its items",
                      alert["annotations"]["description"])
        # An absence is not a loss: the count is what it was.
        self.assertEqual(3, self.metric("muniment_store_unexplained_items"))

        elsewhere.rename(self.store)
        monitoring.await_alert("MunimentStoreUnavailable", status="resolved")
        self.assertEqual(3, self.metric("muniment_store_unexplained_items"))


if __name__ == "__main__":
    main()

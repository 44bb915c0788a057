"""The agent: scans by itself, answers over HTTP, and stops, reloads and restarts well."""

import os
import re
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request

from fuse_store import FuseStore
from support import (Scenario, free_port, main, needs_root, needs_tool, path_of, stop,
                     wait_until, write)

SAMPLE = re.compile(r'^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{.*\})? (\S+)$')
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)')


def parse_metrics(text):
    """{(name, ((label, value), ...)): number}; fails on what is not the text format."""
    samples = {}
    for line in text.splitlines():
        if not line or line.startswith(("# HELP ", "# TYPE ")):
            continue
        match = SAMPLE.match(line)
        if not match:
            raise AssertionError(f"not a sample: {line!r}")
        labels = (match[2] or "{}")[1:-1]
        if LABEL.sub("", labels):
            raise AssertionError(f"not labels: {line!r}")
        key = (match[1], tuple(sorted(LABEL.findall(labels))))
        if key in samples:
            raise AssertionError(f"twice: {line!r}")
        samples[key] = float(match[3])
    return samples


class AgentScenario(Scenario):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        self.agent = None
        self.configure_agent()

    def configure_agent(self, stores=None, every="1s"):
        self.configure(stores, scan=f"settle: 0s, every: {every}",
                       more=f"web: {{listen: '127.0.0.1:{self.port}'}}\n")

    def start(self):
        self.log = open(self.home / "agent.log", "ab")
        self.agent = self.spawn("agent", json_output=False, stdout=self.log,
                                stderr=self.log)
        self.addCleanup(self.log.close)
        self.addCleanup(stop, self.agent)
        wait_until(lambda: self.agent.poll() is not None or self.get("/-/healthy"),
                   "the agent answers")
        self.assertIsNone(self.agent.poll(), self.agent_log())

    def agent_log(self):
        return (self.home / "agent.log").read_text(errors="replace")

    def terminate(self, within=10.0):
        self.agent.send_signal(signal.SIGTERM)
        self.assertEqual(self.agent.wait(within), 0, self.agent_log())

    def get(self, path):
        """The answer's text, or None while there is none or it is not 200."""
        try:
            url = f"http://127.0.0.1:{self.port}{path}"
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.read().decode("utf-8")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return None

    def metric(self, name, store="bwv"):
        text = self.get("/metrics")
        if text is None:
            return None
        return next((value for (sample, labels), value in parse_metrics(text).items()
                     if sample == name and ("store", store) in labels), None)

    def wait_for_item(self, name, store="bwv"):
        def known():
            rows = self.muniment("items", store).rows()
            return name in {path_of(row) for row in rows}
        wait_until(known, f"{name!r} is inventoried")


class AnAgent(AgentScenario):
    def test_scans_when_it_starts_and_again_on_schedule(self):
        self.fill(10)
        self.start()
        self.wait_for_item(b"2023/01/clip-0000.mp4")
        for number in range(2):
            write(self.at(b"later-%d.mp4" % number), b"later")
            self.wait_for_item(b"later-%d.mp4" % number)
        os.remove(self.at(b"later-0.mp4"))
        wait_until(lambda: self.changed_paths("removed") == [b"later-0.mp4"], "the loss")
        self.terminate()

    def test_reads_what_a_new_hold_keeps_without_being_told(self):
        self.fill(10)
        self.start()
        self.wait_for_item(b"2023/01/clip-0000.mp4")
        self.muniment("hold", "add", "--store", "bwv", "--reference", "H-1", "--prefix",
                      "2023/01", "--reason", "CPS", "--by", "B. Moe")
        wait_until(lambda: self.muniment("hold", "list").row()["checked"], "the check")
        wait_until(lambda: self.metric("muniment_holds_unchecked") == 0, "the metric")
        self.assertEqual(self.metric("muniment_holds"), 1)
        read = [row for row in self.items("--under", "2023/01").values()
                if row["last_verified"] > row["first_seen"]]
        self.assertEqual(len(read), 3)
        os.remove(self.at(b"2023/01/clip-0000.mp4"))
        wait_until(lambda: self.metric("muniment_hold_breaches") == 1, "the breach")
        self.terminate()

    def test_is_healthy_and_gets_ready(self):
        self.start()
        self.assertIsNotNone(self.get("/-/healthy"))
        wait_until(lambda: self.get("/-/ready"), "ready")
        self.assertIsNone(self.get("/no-such-page"))

    def test_shows_metrics_that_can_be_parsed_and_agree_with_status(self):
        self.fill(10)
        self.start()
        wait_until(lambda: self.metric("muniment_store_items") == 10, "ten items")
        os.remove(self.at(b"2023/01/clip-0000.mp4"))
        wait_until(lambda: self.metric("muniment_store_unexplained_items") == 1, "the loss")
        status = self.status()
        for field in ("items", "bytes", "unexplained_items", "unexplained_bytes"):
            self.assertEqual(self.metric(f"muniment_store_{field}"), status[field], field)

    @needs_tool("promtool")
    def test_shows_metrics_that_promtool_has_nothing_to_say_about(self):
        self.fill(10)
        self.start()
        wait_until(lambda: self.metric("muniment_store_available") == 1, "available")
        os.remove(self.at(b"2023/01/clip-0000.mp4"))
        wait_until(lambda: self.changes(kind="removed"), "the loss")
        run = subprocess.run(["promtool", "check", "metrics"], capture_output=True,
                             input=self.get("/metrics").encode(), check=False)
        self.assertEqual((run.returncode, run.stdout + run.stderr), (0, b""))

    def test_never_shows_a_path_in_its_metrics(self):
        for number in range(20):
            write(self.at(f"secret-{number}/case-URN-{number}.mp4"), b"x" * number)
        self.start()
        wait_until(lambda: self.status()["items"] == 20, "twenty items")
        self.assertNotIn("case-URN", self.get("/metrics"))

    def test_of_a_store_that_goes_away_says_so_and_records_no_removal(self):
        self.fill(10)
        self.start()
        wait_until(lambda: self.metric("muniment_store_available") == 1, "available")
        away = self.store.rename(self.home / "away")
        wait_until(lambda: self.metric("muniment_store_available") == 0, "unavailable")
        self.assert_nothing_was_lost()
        away.rename(self.store)
        wait_until(lambda: self.metric("muniment_store_available") == 1, "back")
        self.assert_nothing_was_lost()
        self.assertEqual(len(self.present()), 10)

    def test_stops_on_sigterm_and_on_sigint_within_ten_seconds(self):
        for sig in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(sig.name):
                self.start()
                self.agent.send_signal(sig)
                self.assertEqual(self.agent.wait(10), 0, self.agent_log())
                self.check_ledger()

    def test_stops_within_ten_seconds_in_the_middle_of_a_scan(self):
        self.fill(20_000, directories=200)
        self.start()
        self.terminate()
        self.check_ledger()

    def test_leaves_what_it_knew_to_the_next_agent(self):
        self.fill(10)
        self.start()
        self.wait_for_item(b"2023/01/clip-0000.mp4")
        self.terminate()
        os.remove(self.at(b"2023/01/clip-0000.mp4"))
        self.start()
        wait_until(lambda: len(self.changes(kind="removed")) == 1, "the loss")
        self.terminate()

    def test_takes_a_new_store_from_a_reloaded_configuration(self):
        self.fill(5)
        self.start()
        other = self.home / "other"
        write(self.at(b"record.pdf", other), b"record")
        self.configure_agent({"bwv": self.store, "records": other})
        self.agent.send_signal(signal.SIGHUP)
        wait_until(lambda: self.metric("muniment_store_available", "records") == 1,
                   "the new store is scanned")
        self.wait_for_item(b"record.pdf", "records")
        self.terminate()

    def test_keeps_the_configuration_it_has_when_the_new_one_is_bad(self):
        self.fill(5)
        self.start()
        good = self.config.read_text()
        self.config.write_text("stores: [}\n")
        self.agent.send_signal(signal.SIGHUP)
        wait_until(lambda: self.config.name in self.agent_log(), "the complaint is logged")
        self.config.write_text(good)  # for the commands that ask, not for the agent
        write(self.at(b"later.mp4"), b"later")
        self.wait_for_item(b"later.mp4")
        self.assertIsNotNone(self.get("/-/healthy"))
        self.terminate()

    def test_refuses_to_start_with_a_bad_configuration(self):
        self.config.write_text("stores: [}\n")
        run = self.muniment("agent", expect=2, json_output=False, timeout=20)
        self.assertEqual(len(run.err.splitlines()), 1, run)

    def test_fails_when_its_port_is_taken(self):
        self.start()
        self.state = self.home / "second"
        self.configure_agent()
        run = self.muniment("agent", expect=4, json_output=False, timeout=20)
        self.assertIn(str(self.port).encode(), run.err)

    def test_lets_commands_write_while_it_scans(self):
        self.fill(500)
        self.start()
        for number in range(5):
            self.muniment("authority", "add", "--store", "bwv", "--reference",
                          f"DA-{number}", "--approved-by", "P", "--prefix", f"p{number}")
            self.scan()
        self.terminate()

    def test_serves_fifty_scrapes_at_once(self):
        self.fill(10)
        self.start()
        command = ["sh", "-c", "for i in 1 2 3 4 5 6 7 8 9 10; do "
                   f"curl -sf http://127.0.0.1:{self.port}/metrics >/dev/null || exit 1; done"]
        if not shutil.which("curl"):
            self.skipTest("needs curl")
        scrapes = [subprocess.Popen(command) for _ in range(5)]
        self.assertEqual([scrape.wait(30) for scrape in scrapes], [0] * 5)


@needs_root
class AHungStore(AgentScenario):
    """A FUSE server that stops answering, beside a healthy store."""

    def setUp(self):
        super().setUp()
        self.other = self.home / "other"
        self.fill(5, root=self.other)
        files = {f"2023/{n:02d}.mp4": b"clip %d" % n for n in range(20)}
        self.server = FuseStore(self.store, files).__enter__()
        self.addCleanup(self.server.lose)
        self.configure_agent({"bwv": self.store, "records": self.other})
        self.start()
        self.wait_for_item(b"2023/01.mp4")
        self.server.hang()

    def test_stops_neither_the_other_store_nor_the_metrics(self):
        for number in range(3):
            write(self.at(b"later-%d.pdf" % number, self.other), b"later")
            self.wait_for_item(b"later-%d.pdf" % number, "records")
            begin = time.monotonic()
            self.assertIsNotNone(self.get("/metrics"))
            self.assertLess(time.monotonic() - begin, 1.0)

    def test_comes_back_when_it_answers_again_and_has_lost_nothing(self):
        time.sleep(2.5)  # at least two scans that get no answer
        self.server.answer()
        size = self.ledger_size()
        wait_until(lambda: self.metric("muniment_store_available") == 1, "available")
        wait_until(lambda: self.ledger_size() > size, "scans")
        self.assert_nothing_was_lost()
        self.assertEqual(self.status()["items"], 20)

    def test_does_not_keep_the_agent_from_stopping(self):
        time.sleep(2.0)
        self.terminate()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The committed Prometheus rules are current, pass their own tests, have a runbook each,
and ask only for metrics that the program has.

METRICS_SAMPLE names a program that prints a metrics page. Leaves with 77 (skipped) when
jsonnet or promtool is not installed.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
DASHBOARDS = PROJECT / "dashboards"
RULES = (DASHBOARDS / "prometheus_alerts.yaml").read_text(encoding="utf-8")
RUNBOOKS = PROJECT / "deploy" / "runbooks"


def alert_names():
    return re.findall(r'^ *- alert: "(\w+)"$', RULES, re.MULTILINE)


def metrics_page():
    program = os.environ["METRICS_SAMPLE"]
    return subprocess.run([program], check=True, capture_output=True, text=True).stdout


class Rules(unittest.TestCase):
    def test_are_current_and_pass_their_tests(self):
        made = subprocess.run([DASHBOARDS / "build.sh", "--check"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(0, made.returncode, made.stdout + made.stderr)

    def test_have_one_runbook_each(self):
        pages = sorted(page.stem for page in RUNBOOKS.glob("*.md"))
        self.assertEqual(sorted(alert_names()), pages)

    def test_point_to_their_own_runbook(self):
        urls = re.findall(r'runbook_url: ".*/(\w+)"$', RULES, re.MULTILINE)
        self.assertEqual(alert_names(), urls)

    def test_runbooks_are_titled_like_their_alert(self):
        for name in alert_names():
            page = (RUNBOOKS / f"{name}.md").read_text(encoding="utf-8")
            self.assertTrue(page.startswith(f"# {name}\n"), name)

    def test_ask_only_for_metrics_that_exist(self):
        known = set(re.findall(r"^# TYPE (\w+) ", metrics_page(), re.MULTILINE))
        asked = set(re.findall(r"\b(?:muniment|process)_[a-z_]+\b", RULES))
        self.assertTrue(asked)
        self.assertEqual(set(), asked - known)


class MetricsPage(unittest.TestCase):
    def test_leaves_promtool_nothing_to_say(self):
        checked = subprocess.run(["promtool", "check", "metrics"], input=metrics_page(),
                                 capture_output=True, text=True, check=False)
        self.assertEqual((0, ""), (checked.returncode, checked.stdout + checked.stderr))


if __name__ == "__main__":
    missing = [tool for tool in ("jsonnet", "jsonnetfmt", "promtool")
               if shutil.which(tool) is None]
    if missing:
        print("skipped: not installed:", ", ".join(missing))
        sys.exit(77)
    unittest.main()

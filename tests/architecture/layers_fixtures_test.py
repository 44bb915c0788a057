#!/usr/bin/env python3
"""Runs layers_test.py on small trees that each break one rule. Beside every tree, in
`expected`, is what must be printed: file, line and reason. An empty one must be accepted."""

import pathlib
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent


class LayersTest(unittest.TestCase):
    def test_every_rule_is_noticed_with_file_and_line(self):
        fixtures = sorted(p for p in (HERE / "fixtures").iterdir() if p.is_dir())
        self.assertGreaterEqual(len(fixtures), 10)
        for fixture in fixtures:
            with self.subTest(fixture.name):
                run = subprocess.run(
                    [sys.executable, "-B", HERE / "layers_test.py", "--root", fixture],
                    capture_output=True, text=True, check=False)
                expected = (fixture / "expected").read_text(encoding="utf-8")
                self.assertEqual((run.stdout, run.stderr), (expected, ""))
                self.assertEqual(run.returncode, 1 if expected else 0)


if __name__ == "__main__":
    unittest.main()

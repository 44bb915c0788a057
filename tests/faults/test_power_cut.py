"""The power goes while the ledger is written: what was acknowledged is there afterwards.

A filesystem in a file is shut down under the program at random moments, mounted again, and
looked at. MUNIMENT_SLOW=1 cuts 100 times on ext4 and 40 times on xfs, the usual run 8 times
and twice; MUNIMENT_SEED chooses other moments.
"""

import os
import random
import sys
import threading
import time
import unittest
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scenarios"))

import ledger_files
from mounts import MountingScenario, run
from support import SLOW, main, needs_root, needs_tool, write

SEED = int(os.environ.get("MUNIMENT_SEED", "96174"))
SCANS = 4  # at most, before the power goes


@needs_root
@needs_tool("xfs_io")
class PowerCut(MountingScenario):
    filesystem = ""
    image_size = ""
    make = ()
    usual, full = 0, 0

    def setUp(self):
        super().setUp()
        self.disk = self.home / "disk"
        self.image = self.home / "disk.img"
        run("truncate", "-s", self.image_size, self.image)
        run(*self.make, self.image)
        self.mount(self.image, self.disk)
        self.state = self.disk / "state"
        self.configure()
        self.round = 0
        self.removed = Counter()  # path -> how often it went
        self.said = []  # checkpoints that were in force when a command had ended well

    def change_the_store(self):
        """Two files go, three come."""
        self.round += 1
        for number in range(3):
            write(self.at(f"rounds/{self.round}/{number}.mp4"), b"round %d\n" % self.round)
        if self.round > 1:
            for number in range(2):
                path = f"rounds/{self.round - 1}/{number}.mp4"
                os.remove(self.at(path))
                self.removed[path] += 1

    def keep_checkpoint(self):
        try:
            self.said.append(ledger_files.checkpoint(self.state))
        except OSError:
            pass  # the power went just after the command: nobody could keep it

    def work(self, ends):
        """Scans of changes until one fails; `ends` gets (exit status, what went until then)."""
        for _ in range(SCANS):
            self.change_the_store()
            expected = Counter(self.removed)
            end = self.run_any("scan")
            ends.append((end, expected))
            if end.status not in (0, 1):
                return
            self.keep_checkpoint()

    def cut_after(self, seconds, flush):
        """Works, cuts the power meanwhile, and mounts the filesystem again."""
        ends = []
        worker = threading.Thread(target=self.work, args=(ends,))
        worker.start()
        time.sleep(seconds)  # which moment this is does not matter: any will do
        run("xfs_io", "-x", "-c", "shutdown -f" if flush else "shutdown", self.disk)
        worker.join()
        run("umount", self.disk)
        run("mount", "-o", "loop", self.image, self.disk)
        return ends

    def recorded_removals(self):
        return Counter(event["path"]
                       for event in ledger_files.events(ledger_files.entries(self.state))
                       if event["type"] == "removed")

    def check_ends(self, ends, found):
        """Commands end well or with 4; what ended well is in the ledger that was found."""
        for end, expected in ends:
            self.assertIn(end.status, (0, 1, 4), end)
            if end.status in (0, 1):
                self.assertEqual(expected - found, Counter(),
                                 f"acknowledged, and gone after the power cut\n{end}")

    def check_said(self):
        """Every checkpoint that was in force is a beginning of the ledger."""
        entries = ledger_files.entries(self.state)
        for checkpoint in self.said:
            self.assertLessEqual(checkpoint.size, len(entries))
            self.assertEqual(ledger_files.root_of(entries[:checkpoint.size]), checkpoint.root)

    def test_at_any_moment_loses_nothing_that_was_acknowledged(self):
        moments = random.Random(SEED)
        self.fill(100)
        began = time.monotonic()
        self.muniment("scan")
        whole = time.monotonic() - began
        self.keep_checkpoint()
        cuts = self.full if SLOW else self.usual
        failed = 0
        for cut in range(cuts):
            ends = self.cut_after(moments.uniform(0, SCANS * whole), flush=cut % 2 == 0)
            failed += ends[-1][0].status == 4
            found = self.recorded_removals()
            with self.subTest(cut=cut, seed=SEED):
                self.check_ledger()
                self.check_said()
            after = self.run_any("scan")
            with self.subTest(cut=cut, seed=SEED):
                self.check_ends(ends, found)
                self.assertIn(after.status, (0, 1), after)
                self.check_ledger()
                self.keep_checkpoint()
                self.assertEqual(self.recorded_removals(), self.removed)
        print(f"{self.filesystem}: {cuts} cuts, {failed} of them in a command, "
              f"{len(self.said)} checkpoints kept, {self.said[-1].size} events, seed {SEED}",
              file=sys.stderr)


class PowerCutOnExt4(PowerCut):
    filesystem, image_size, usual, full = "ext4", "64M", 8, 100
    make = ("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0")


@needs_tool("mkfs.xfs")
class PowerCutOnXfs(PowerCut):
    filesystem, image_size, usual, full = "xfs", "300M", 2, 40
    make = ("mkfs.xfs", "-q", "-f")


del PowerCut  # only what the two have in common

if __name__ == "__main__":
    main()

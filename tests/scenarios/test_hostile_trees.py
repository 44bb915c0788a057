"""Whatever a tree holds: every regular file once, nothing followed, nothing injected."""

import os
import shutil
import subprocess
import threading
import time

import hostile_tree
from support import SLOW, Scenario, main, regular_files, sha256, write


class AHostileTree(Scenario):
    def setUp(self):
        super().setUp()
        self.special = hostile_tree.build(self.store)
        self.addCleanup(subprocess.run, ["rm", "-rf", str(self.store)], check=False)

    def test_has_every_regular_file_inventoried_exactly_once(self):
        truth = regular_files(self.store)
        self.assertGreater(max(map(len, truth)), 12_000)
        self.scan(outcome="complete", items=len(truth), bytes=sum(truth.values()),
                  not_observed=0)
        self.assert_inventory_is_the_truth()

    def test_agrees_with_find(self):
        found = subprocess.run(["find", ".", "-type", "f", "-print0"], cwd=self.store,
                               check=True, capture_output=True).stdout.split(b"\0")[:-1]
        self.scan(items=len(found))
        self.assertEqual(set(self.present()), {path[2:] for path in found})

    def test_has_every_other_entry_recorded_with_its_type_and_no_digest(self):
        self.scan()
        others = {path: row for path, row in self.items().items() if row["type"] != "file"}
        self.assertEqual({path: row["type"] for path, row in others.items()}, self.special)
        for path, row in others.items():
            self.assertFalse(row.get("sha256"), f"{path!r} has a digest: {row}")

    def test_has_the_right_digest_for_every_name(self):
        self.scan()
        items = self.items()
        for number, name in enumerate(hostile_tree.ODD_NAMES):
            self.assertEqual(items[name]["sha256"], sha256(b"odd %d" % number), name)

    def test_is_verified_whole(self):
        truth = regular_files(self.store)
        self.scan()
        self.verify(verified=len(truth), bytes=sum(truth.values()), unreadable=0)

    def test_is_unchanged_when_scanned_again(self):
        self.scan()
        self.scan(added=0, removed=0, modified=0, moved=0, outcome="complete")

    def test_never_gets_a_raw_control_byte_into_any_output(self):
        self.check_outputs("scan", "-v")
        for name in hostile_tree.ODD_NAMES[::2]:
            os.remove(self.at(name))
        shutil.rmtree(self.at(b"dir\nwith\nlines"))
        write(self.at(hostile_tree.ODD_NAMES[1]), b"other content")
        self.check_outputs("scan", "-v")
        self.check_outputs("items", "bwv", "-v")
        self.check_outputs("items", "bwv", "--missing", "-v")
        self.check_outputs("items", "bwv", "--under", "\x1b[2Jclear", "-v")
        self.check_outputs("changes", "-v")
        self.check_outputs("changes", "--unexplained", "-v")
        self.check_outputs("status", "-v")
        self.check_outputs("verify", "bwv", "--all", "-v")
        self.check_outputs("ledger", "verify", "-v")

    def check_outputs(self, *args):
        for json_output in (False, True):
            self.assert_safe(self.run_any(*args, json_output=json_output))

    def test_never_gets_a_raw_control_byte_into_an_error(self):
        self.scan()
        for name in ("\x1b[2Jstore", "bidi\u202e", "line\nbreak"):
            run = self.muniment("items", name, expect=2, json_output=False)
            self.assert_safe(run)
            self.assertEqual(len(run.err.splitlines()), 1, run)

    def test_has_its_losses_named_byte_for_byte(self):
        self.scan()
        gone = [name for name in hostile_tree.ODD_NAMES if name != b"--help"][::3]
        for name in gone:
            os.remove(self.at(name))
        self.scan(expect=1, removed=len(gone), unexplained=len(gone))
        self.assertEqual(self.changed_paths("removed"), sorted(gone))
        self.assertEqual(sorted(self.items("--missing")), sorted(gone))


class ManyEntriesInOneDirectory(Scenario):
    COUNT = 1_000_000 if SLOW else 100_000

    def test_are_all_inventoried_and_all_missed(self):
        (self.store / "all").mkdir()
        directory = os.open(self.store / "all", os.O_RDONLY)
        for number in range(self.COUNT):
            os.close(os.open(b"%07d.mp4" % number, os.O_WRONLY | os.O_CREAT,
                             dir_fd=directory))
        os.close(directory)
        self.scan(items=self.COUNT, added=self.COUNT)
        for number in range(0, self.COUNT, 10):
            os.remove(self.at(b"all/%07d.mp4" % number))
        self.scan(expect=1, removed=self.COUNT // 10, items=self.COUNT * 9 // 10)
        self.assertEqual(len(self.changes("--unexplained", kind="removed")),
                         self.COUNT // 10)


class ADirectorySwappedForASymlink(Scenario):
    """Someone swaps a directory for a symlink out of the store, again and again."""

    def setUp(self):
        super().setUp()
        self.fill(60, directories=6)
        self.canary = self.home / "outside" / "canary.mp4"
        write(str(self.canary), b"must never be opened")
        self.link = self.home / "link"
        self.link.symlink_to(self.canary.parent)
        write(self.at(b"2023/01/canary.mp4"), b"inside")
        self.stopping = threading.Event()
        self.racer = threading.Thread(target=self.race)

    def race(self):
        victim = self.store / "2023/01"
        while not self.stopping.is_set():
            hostile_tree.exchange(victim, self.link)
            hostile_tree.exchange(victim, self.link)

    def test_never_gets_what_is_outside_opened_or_recorded(self):
        watch = hostile_tree.OpenWatch(self.canary.parent, self.canary)
        self.addCleanup(watch.close)
        self.scan(items=61)
        self.racer.start()
        try:
            end = time.monotonic() + (60 if SLOW else 6)
            while time.monotonic() < end:
                self.assertIn(self.run_any("scan").status, (0, 1, 3))
                self.assertIn(self.run_any("verify", "bwv", "--all").status, (0, 1, 3))
        finally:
            self.stopping.set()
            self.racer.join()
        self.assertEqual(watch.events(), 0, "the canary outside was opened")
        self.canary.read_bytes()
        self.assertGreater(watch.events(), 0, "the watch does not see opens")
        digest = sha256(b"must never be opened")
        self.assertNotIn(digest, {row.get("sha256") for row in self.changes()})
        self.run_any("scan")
        self.scan(outcome="complete", items=61, removed=0)
        self.assert_inventory_is_the_truth()


if __name__ == "__main__":
    main()

"""A store that is not there has lost nothing: unmounted is not deleted."""

import os
import shutil
import subprocess
import threading
import time

from fuse_store import FuseStore
from mounts import MountingScenario
from support import main, needs_root, needs_tool, path_of, stop, wait_until


class UnavailableScenario(MountingScenario):
    def assert_unavailable(self, items):
        """A scan finds no store, and the inventory stays as it was."""
        row = self.scan(expect=3, outcome="unavailable", removed=0, unexplained=0)
        self.assertEqual(row["store"], "bwv")
        self.assertEqual(self.status()["state"], "unavailable")
        self.assertEqual(self.status()["items"], items)
        self.assertEqual(len(self.present()), items)
        self.assert_nothing_was_lost()

    def assert_back(self, items):
        self.scan(outcome="complete", items=items, added=0, removed=0, moved=0)
        self.assertEqual(self.status()["state"], "available")
        self.assert_nothing_was_lost()


class AStoreThatIsNotThere(UnavailableScenario):
    def test_is_never_scanned_before_its_first_scan(self):
        self.assertEqual(self.status()["state"], "never-scanned")

    def test_at_a_missing_root_is_unavailable_and_comes_back_whole(self):
        self.fill(12)
        self.scan(items=12)
        away = self.store.rename(self.home / "away")
        self.assert_unavailable(items=12)
        away.rename(self.store)
        self.assert_back(items=12)

    def test_when_its_root_is_a_file_is_unavailable(self):
        self.fill(3)
        self.scan(items=3)
        self.store.rename(self.home / "away")
        self.store.write_bytes(b"not a directory")
        self.assert_unavailable(items=3)

    def test_when_its_root_is_a_symlink_to_another_tree_is_unavailable(self):
        self.fill(3)
        self.scan(items=3)
        self.store.rename(self.home / "away")
        (self.home / "other").mkdir()
        self.store.symlink_to(self.home / "other")
        self.assert_unavailable(items=3)

    def test_replaced_by_an_empty_directory_is_unavailable_not_emptied(self):
        self.fill(12)
        self.scan(items=12)
        self.store.rename(self.home / "away")
        self.store.mkdir()
        self.assert_unavailable(items=12)

    def test_replaced_by_another_tree_adds_nothing_of_it(self):
        self.fill(12)
        self.scan(items=12)
        self.store.rename(self.home / "away")
        self.fill(5, directories=1)
        self.assert_unavailable(items=12)

    def test_with_an_unreadable_root_is_unavailable(self):
        self.fill(8)
        self.become_nobody()
        self.scan(items=8)
        mode = self.deny(self.store)
        self.assert_unavailable(items=8)
        self.store.chmod(mode)
        self.assert_back(items=8)

    def test_that_was_replaced_on_purpose_is_compared_item_by_item_once_somebody_says_so(self):
        contents = self.fill(6)
        self.scan(items=6)
        self.store.rename(self.home / "old")
        shutil.copytree(self.home / "old", self.store)
        lost = sorted(contents)[0]
        os.remove(self.at(lost))
        self.assert_unavailable(items=6)
        self.muniment("scan", "bwv", "--re-enrol", expect=2)
        self.muniment("scan", "bwv", "--by", "A. Engineer", expect=2)
        said = ("--re-enrol", "--by", "A. Engineer", "--reason", "disk replaced")
        self.muniment("scan", *said, expect=2)
        row = self.muniment("scan", "bwv", *said, expect=1).row()
        self.assertEqual((row["outcome"], row["removed"], row["unexplained"],
                          row["added"], row["metadata"]), ("complete", 1, 1, 0, 5))
        self.scan(outcome="complete", items=5, removed=0)

    def test_does_not_keep_other_stores_from_being_scanned(self):
        self.configure({"bwv": self.store, "gone": self.home / "gone"})
        self.fill(4)
        rows = self.muniment("scan", expect=3).rows()
        self.assertEqual({row["store"]: row["outcome"] for row in rows},
                         {"bwv": "complete", "gone": "unavailable"})

    def test_is_recorded_as_a_gap_each_time_in_the_history_of_its_state(self):
        self.fill(4)
        self.scan(items=4)
        before = self.ledger_size()
        self.store.rename(self.home / "away")
        self.scan(expect=3, outcome="unavailable")
        self.assertGreater(self.ledger_size(), before)

    def test_cannot_be_verified_and_nothing_is_missing_from_it(self):
        self.fill(4)
        self.scan(items=4)
        self.store.rename(self.home / "away")
        self.muniment("verify", "bwv", "--all", expect=3)
        self.assert_nothing_was_lost()


class AStoreThatIsThereAndEmpty(UnavailableScenario):
    def test_has_lost_every_item_without_explanation(self):
        contents = self.fill(15)
        self.scan(items=15)
        shutil.rmtree(self.store / "2023")
        self.scan(expect=1, outcome="complete", items=0, bytes=0, removed=15,
                  unexplained=15, explained=0)
        removed = self.changes("--unexplained", kind="removed")
        self.assertEqual({path_of(row) for row in removed}, set(contents))
        self.assertEqual({row["explanation"] for row in removed}, {"unexplained"})
        self.assertEqual(self.status()["unexplained_items"], 15)


@needs_root
class AStoreOnAMount(UnavailableScenario):
    def setUp(self):
        super().setUp()
        self.image = self.mounted_store()
        self.fill(12)
        self.scan(items=12)

    def test_that_was_unmounted_is_unavailable_and_comes_back_whole(self):
        self.detach(self.store)
        self.assert_unavailable(items=12)
        self.mount(self.image, self.store)
        self.assert_back(items=12)

    def test_with_tmpfs_mounted_over_it_is_unavailable(self):
        self.mount_tmpfs(self.store)
        self.assert_unavailable(items=12)
        self.detach(self.store)
        self.assert_back(items=12)

    def test_with_another_disk_in_its_place_is_unavailable(self):
        self.detach(self.store)
        self.mount(self.new_image(), self.store)
        self.fill(12)
        self.assert_unavailable(items=12)

    def test_on_the_same_filesystem_with_everything_deleted_has_lost_everything(self):
        shutil.rmtree(self.store / "2023")
        self.scan(expect=1, outcome="complete", items=0, removed=12, unexplained=12)

    def test_that_hides_a_directory_under_another_mount_could_not_see_it(self):
        self.mount_tmpfs(self.store / "2023/01")
        self.scan(expect=3, outcome="incomplete", removed=0, not_observed=3)
        self.assert_nothing_was_lost()
        self.detach(self.store / "2023/01")
        self.assert_back(items=12)


@needs_root
class AMountLostDuringAScan(UnavailableScenario):
    @needs_tool("strace")
    def test_loses_no_item(self):
        """Every directory takes a while, and the mount goes between two of them."""
        image = self.mounted_store()
        self.fill(600, directories=60)
        self.scan(items=600)
        slow = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=getdents64",
                "-e", "inject=getdents64:delay_enter=40000"]
        process = self.spawn("scan", prefix=slow, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
        self.addCleanup(stop, process)
        time.sleep(0.5)  # somewhere within a scan of at least 1.2 s
        self.assertIsNone(process.poll(), "the scan ended too early to disturb it")
        self.detach(self.store)
        self.assertEqual(process.wait(60), 3)
        self.assert_nothing_was_lost()
        self.mount(image, self.store)
        self.assert_back(items=600)

    def test_with_every_call_failing_from_then_on_loses_no_item(self):
        files = {f"2023/{month:02d}/{n}.mp4": b"x" * n for month in range(9)
                 for n in range(1, 9)}
        with FuseStore(self.store, files) as store:
            self.scan(items=72)
            for path in files:
                store.node(path).mtime += 1  # so that the next scan reads all of them
            reading = threading.Event()
            store.before_read = lambda node: (reading.set(), time.sleep(0.05))
            process = self.spawn("scan", stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
            self.addCleanup(stop, process)
            wait_until(reading.is_set, "the scan reads a file")
            store.lose()
            self.assertEqual(process.wait(60), 3)
        self.assert_nothing_was_lost()
        self.assertEqual(self.status()["items"], 72)


if __name__ == "__main__":
    main()

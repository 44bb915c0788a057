"""What could not be observed is said, is counted, and is never taken for a loss."""

import errno
import os
import threading

from fuse_store import FuseStore, touch
from mounts import MountingScenario, forget_cached
from support import Scenario, main, needs_root, path_of, sha256, write


class UnobservedScenario(MountingScenario):
    def assert_not_observed(self, paths):
        """A scan could not see `paths`, said so, and took none of them for lost."""
        self.scan(expect=3, outcome="incomplete", not_observed=len(paths), removed=0,
                  corrupted=0, emptied=0, modified=0)
        states = {path: row["state"] for path, row in self.items().items()}
        self.assertEqual({path for path in states if states[path] == "not-observed"},
                         set(paths))
        self.assertEqual(self.status()["not_observed_items"], len(paths))
        self.assert_nothing_was_lost()

    def assert_all_observed(self):
        self.scan(outcome="complete", not_observed=0, added=0, removed=0)
        self.assertEqual({row["state"] for row in self.items().values()}, {"present"})
        self.assertEqual(self.status()["not_observed_items"], 0)
        self.assert_nothing_was_lost()


class PermissionDenied(UnobservedScenario):
    def setUp(self):
        super().setUp()
        self.contents = self.fill(20, directories=4)
        self.fifth = [path for path in self.contents if path.startswith(b"2023/02/")]
        self.become_nobody()

    def test_on_a_directory_leaves_its_items_not_observed(self):
        self.scan(items=20)
        mode = self.deny(self.store / "2023/02")
        self.assert_not_observed(self.fifth)
        (self.store / "2023/02").chmod(mode)
        self.assert_all_observed()

    def test_on_a_directory_above_others_covers_everything_below(self):
        self.scan(items=20)
        mode = self.deny(self.store / "2023")
        self.assert_not_observed(self.contents)
        (self.store / "2023").chmod(mode)
        self.assert_all_observed()

    def test_on_a_file_leaves_that_file_not_observed(self):
        self.scan(items=20)
        path = self.at(self.fifth[0])
        mode = self.deny(path)
        self.assert_not_observed(self.fifth[:1])
        os.chmod(path, mode)
        self.assert_all_observed()

    def test_stays_not_observed_scan_after_scan(self):
        self.scan(items=20)
        self.deny(self.store / "2023/02")
        for _ in range(3):
            self.assert_not_observed(self.fifth)

    def test_from_the_beginning_counts_and_the_files_are_added_once_readable(self):
        mode = self.deny(self.at(self.fifth[0]))
        row = self.scan(expect=3, outcome="incomplete", not_observed=1)
        self.assertEqual(row["added"], 19)
        os.chmod(self.at(self.fifth[0]), mode)
        self.scan(outcome="complete", added=1, not_observed=0)
        self.assertEqual(self.items()[self.fifth[0]]["sha256"],
                         sha256(self.contents[self.fifth[0]]))

    def test_does_not_hide_a_loss_elsewhere(self):
        self.scan(items=20)
        self.deny(self.store / "2023/02")
        os.remove(self.at(b"2023/01/clip-0000.mp4"))
        self.scan(expect=3, removed=1, unexplained=1, not_observed=5)

    def test_on_a_directory_keeps_what_went_from_it_until_it_can_be_read(self):
        self.scan(items=20)
        mode = self.deny(self.store / "2023/02")
        self.assert_not_observed(self.fifth)
        (self.store / "2023/02").chmod(mode)
        os.remove(self.at(self.fifth[0]))
        self.scan(expect=1, outcome="complete", removed=1, unexplained=1, not_observed=0)
        self.assertEqual(self.changed_paths("removed"), self.fifth[:1])

    def test_fails_a_check_of_the_content_as_unreadable_and_not_as_corrupted(self):
        self.scan(items=20)
        mode = self.deny(self.at(self.fifth[0]))
        row = self.verify(expect=3, corrupted=0, altered=0, missing=0, unreadable=1)
        self.assertEqual(row["verified"], 19)
        os.chmod(self.at(self.fifth[0]), mode)
        self.verify(verified=20, unreadable=0)

    def test_on_a_directory_fails_a_check_of_its_content_and_nothing_is_missing(self):
        self.scan(items=20)
        self.deny(self.store / "2023/02")
        self.verify(expect=3, verified=15, corrupted=0, missing=0, unreadable=5)

    def test_is_named_in_what_a_person_reads(self):
        self.scan(items=20)
        self.deny(self.store / "2023/02")
        run = self.muniment("scan", expect=3, json_output=False)
        self.assertIn(b"2023/02", run.out + run.err)


@needs_root
class AnInputOutputError(UnobservedScenario):
    """Real read errors: the end of the disk below an ext4 filesystem is cut off."""

    def cut_disk(self):
        """Returns the paths that cannot be read any more."""
        image = self.mounted_store("40M")
        contents = {f"2023/{n:02d}.mp4".encode(): os.urandom(2 << 20) for n in range(12)}
        for path, content in contents.items():
            write(self.at(path), content)
        self.scan(items=12)
        self.verify(verified=12)
        os.sync()
        os.truncate(image, 20 << 20)
        broken = []
        for path in contents:
            forget_cached(self.at(path))
            try:
                with open(self.at(path), "rb") as file:
                    file.read()
            except OSError as error:
                self.assertEqual(error.errno, errno.EIO)
                broken.append(path)
            forget_cached(self.at(path))
        self.assertGreater(len(broken), 0, "no file lies on the part that was cut")
        self.assertLess(len(broken), 12)
        return broken

    def test_on_a_file_is_unreadable_and_never_corrupted(self):
        broken = self.cut_disk()
        row = self.verify(expect=3, corrupted=0, altered=0, missing=0,
                          unreadable=len(broken))
        self.assertEqual(row["verified"], 12 - len(broken))
        self.assert_nothing_was_lost()
        self.assertEqual(self.changes(kind="corrupted"), [])

    def test_on_a_file_that_must_be_read_again_is_not_observed(self):
        broken = self.cut_disk()
        os.utime(self.at(broken[0]))
        forget_cached(self.at(broken[0]))
        self.scan(expect=3, not_observed=1, removed=0, corrupted=0, modified=0)
        self.assertEqual(self.items()[broken[0]]["state"], "not-observed")


@needs_root
class AFailingServer(UnobservedScenario):
    FILES = {f"2023/{month:02d}/{n}.mp4": f"clip {month} {n}".encode()
             for month in range(4) for n in range(5)}

    def setUp(self):
        super().setUp()
        self.server = FuseStore(self.store, self.FILES).__enter__()
        self.addCleanup(self.server.lose)
        self.scan(items=20)

    def test_on_a_directory_leaves_its_items_not_observed(self):
        for code in (errno.EIO, errno.ESTALE, errno.ETIMEDOUT):
            with self.subTest(errno.errorcode[code]):
                self.server.errors["2023/01"] = code
                self.server.node("2023/01").mtime += 1
                self.assert_not_observed([b"2023/01/%d.mp4" % n for n in range(5)])
                self.server.errors.clear()
                self.assert_all_observed()

    def test_on_the_root_is_an_unavailable_store(self):
        self.server.errors[""] = errno.EIO
        self.scan(expect=3, outcome="unavailable", removed=0)
        self.server.errors.clear()
        self.assert_all_observed()

    def test_on_a_file_leaves_it_not_observed_and_unverified(self):
        self.server.errors["2023/01/3.mp4"] = errno.EIO
        self.verify(expect=3, verified=19, unreadable=1, corrupted=0, missing=0)
        self.server.node("2023/01/3.mp4").mtime += 1
        self.assert_not_observed([b"2023/01/3.mp4"])
        self.server.errors.clear()
        self.assert_all_observed()

    def test_that_changes_a_file_during_each_read_leaves_it_in_flight(self):
        path = "2023/02/2.mp4"
        node = self.server.node(path)
        node.content = b"being written"
        touch(node)
        self.server.before_read = lambda read: touch(read) if read is node else None
        row = self.run_any("scan").row()
        self.assertEqual((row["in_flight"], row["removed"], row["modified"]), (1, 0, 0))
        self.assertEqual(row["corrupted"], 0)
        self.assertEqual(self.items()[path.encode()]["state"], "in-flight")
        self.server.before_read = None
        self.scan(expect=1, in_flight=0, modified=1)
        self.assertEqual(self.items()[path.encode()]["sha256"], sha256(node.content))


class AFileThatIsStillWritten(Scenario):
    def test_is_in_flight_and_is_taken_when_it_rests(self):
        self.configure(scan="settle: 1s")
        contents = self.fill(5)
        path, rest = self.at("2023/09/growing.mp4"), threading.Event()
        write(path, b"begin")

        def grow():
            while not rest.wait(0.05):
                with open(path, "ab") as file:
                    file.write(b"more")

        writer = threading.Thread(target=grow)
        writer.start()
        try:
            row = self.run_any("scan").row()
        finally:
            rest.set()
            writer.join()
        self.assertEqual((row["in_flight"], row["added"]), (1, len(contents)))
        self.scan(in_flight=0, added=1, items=len(contents) + 1)
        with open(path, "rb") as file:
            expected = sha256(file.read())
        self.assertEqual(self.items()[b"2023/09/growing.mp4"]["sha256"], expected)

    def test_that_is_young_but_rests_is_waited_for_within_one_scan(self):
        self.configure(scan="settle: 1s")
        self.fill(5)
        self.scan(added=5, in_flight=0)
        self.assertEqual(sorted(map(path_of, self.changes(kind="added"))),
                         sorted(self.items()))


if __name__ == "__main__":
    main()

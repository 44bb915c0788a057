"""What changed is told apart: added, removed, moved, modified, emptied, corrupted."""

import os
import shutil

from support import Scenario, main, path_of, sha256, write

NOTHING = dict(added=0, removed=0, modified=0, moved=0, corrupted=0, emptied=0,
               unexplained=0, explained=0, not_observed=0, in_flight=0)
FIRST = b"2023/01/clip-0000.mp4"
SECOND = b"2023/02/clip-0001.mp4"


class AChange(Scenario):
    def setUp(self):
        super().setUp()
        self.contents = self.fill(20)
        self.scan(outcome="complete", items=20, added=20,
                  bytes=sum(map(len, self.contents.values())))

    def one_scan(self, expect=0, **counts):
        """A scan that sees exactly these changes; the inventory is the truth after it."""
        row = self.scan(expect=expect, **{**NOTHING, **counts, "outcome": "complete"})
        self.assertEqual(row["removed"], row["explained"] + row["unexplained"])
        self.assert_inventory_is_the_truth()
        return row

    def rewrite(self, name, content, keep_time=False):
        before = os.stat(self.at(name))
        with open(self.at(name), "r+b") as file:
            file.truncate(len(content))
            file.write(content)
        if keep_time:
            os.utime(self.at(name), ns=(before.st_atime_ns, before.st_mtime_ns))

    def test_is_not_seen_where_there_is_none(self):
        size = self.ledger_size()
        self.one_scan()
        self.one_scan()
        self.assertEqual(len(self.changes()), 20)
        self.assertLessEqual(self.ledger_size(), size + 2)

    def test_of_a_new_file_is_added(self):
        write(self.at(b"2024/01/new.mp4"), b"new")
        self.one_scan(added=1, items=21)
        self.assertEqual(self.changed_paths("added")[-1], b"2024/01/new.mp4")
        self.assertEqual(self.items()[b"2024/01/new.mp4"]["sha256"], sha256(b"new"))

    def test_of_a_file_that_went_is_removed_with_everything_known_of_it(self):
        before = self.items()[FIRST]
        os.remove(self.at(FIRST))
        self.one_scan(expect=1, removed=1, unexplained=1, items=19)
        row, = self.changes(kind="removed")
        self.assertEqual(path_of(row), FIRST)
        self.assertEqual(row["explanation"], "unexplained")
        for field in ("size", "sha256", "xxh3_128"):
            self.assertEqual(row[field], before[field])
        self.assertLessEqual(row["last_seen"], row["first_missed"])
        tombstone, = self.items("--missing").values()
        self.assertEqual((path_of(tombstone), tombstone["state"], tombstone["sha256"]),
                         (FIRST, "missing", before["sha256"]))

    def test_is_reported_by_one_scan_only_and_stays_in_the_status(self):
        os.remove(self.at(FIRST))
        self.one_scan(expect=1, removed=1, unexplained=1)
        self.one_scan()
        status = self.status()
        self.assertEqual(status["unexplained_items"], 1)
        self.assertEqual(status["unexplained_bytes"], len(self.contents[FIRST]))

    def test_of_content_and_time_is_modified(self):
        self.rewrite(FIRST, b"something else of another length")
        self.one_scan(expect=1, modified=1)
        self.assertEqual(self.changed_paths("modified"), [FIRST])
        self.assertEqual(self.items()[FIRST]["sha256"],
                         sha256(b"something else of another length"))

    def test_of_content_alone_with_the_time_put_back_is_corrupted(self):
        forged = self.contents[FIRST][::-1]
        self.rewrite(FIRST, forged, keep_time=True)
        self.one_scan(expect=1, corrupted=1)
        self.assertEqual(self.changed_paths("corrupted"), [FIRST])
        self.assertEqual(self.status()["corrupted_items"], 1)

    def test_of_content_alone_is_found_by_a_check_as_well(self):
        self.rewrite(FIRST, self.contents[FIRST][::-1], keep_time=True)
        self.verify(expect=1, corrupted=1, altered=0, verified=19, unreadable=0)
        self.assertEqual(self.changed_paths("corrupted"), [FIRST])

    def test_of_content_and_time_is_altered_for_a_check_not_corrupted(self):
        self.rewrite(FIRST, b"something else")
        self.verify(expect=1, corrupted=0, altered=1, verified=19)

    def test_of_a_file_that_went_is_missing_for_a_check(self):
        os.remove(self.at(FIRST))
        self.verify(expect=1, missing=1, verified=19, corrupted=0)

    def test_to_nothing_is_emptied(self):
        self.rewrite(FIRST, b"")
        self.one_scan(expect=1, emptied=1)
        self.assertEqual(self.changed_paths("emptied"), [FIRST])

    def test_to_nothing_is_emptied_with_the_time_put_back_too(self):
        self.rewrite(FIRST, b"", keep_time=True)
        self.one_scan(expect=1, emptied=1)

    def test_of_times_only_is_metadata_and_no_finding(self):
        os.utime(self.at(FIRST), (1, 1))
        self.one_scan()
        self.assertEqual(self.changed_paths("metadata"), [FIRST])
        self.one_scan()

    def test_of_name_is_moved(self):
        os.rename(self.at(FIRST), self.at(b"2023/01/renamed.mp4"))
        self.one_scan(moved=1, items=20)
        self.assertEqual(self.changed_paths("moved"), [b"2023/01/renamed.mp4"])
        self.assert_nothing_was_lost()

    def test_of_directory_is_moved_also_across_a_copy(self):
        """As a tool moves between disks: copies, then removes."""
        os.makedirs(self.at(b"archive"))
        shutil.copy(self.at(FIRST), self.at(b"archive/clip.mp4"))
        os.remove(self.at(FIRST))
        self.one_scan(moved=1)

    def test_of_a_directorys_name_moves_everything_in_it(self):
        os.rename(self.at(b"2023"), self.at(b"archived"))
        self.one_scan(moved=20, items=20)
        self.assertEqual(self.changed_paths("moved"),
                         sorted(b"archived" + name[4:] for name in self.contents))

    def test_of_two_files_for_each_other_loses_nothing(self):
        os.rename(self.at(FIRST), self.at(b"swap"))
        os.rename(self.at(SECOND), self.at(FIRST))
        os.rename(self.at(b"swap"), self.at(SECOND))
        row = self.run_any("scan").row()
        self.assertEqual((row["removed"], row["added"]), (0, 0))
        self.assertEqual(self.items()[FIRST]["sha256"], sha256(self.contents[SECOND]))

    def test_that_copies_a_file_is_no_move(self):
        shutil.copy(self.at(FIRST), self.at(b"copy.mp4"))
        self.one_scan(added=1, items=21)

    def test_that_links_a_file_is_no_move_and_losing_the_link_is_a_loss(self):
        os.link(self.at(FIRST), self.at(b"second-name.mp4"))
        self.one_scan(added=1, items=21)
        os.remove(self.at(b"second-name.mp4"))
        self.one_scan(expect=1, removed=1, unexplained=1)

    def test_of_two_copies_gone_and_one_come_is_one_move_and_one_loss(self):
        for name in (b"copy-1.mp4", b"copy-2.mp4"):
            write(self.at(name), b"the same recording")
        self.one_scan(added=2, items=22)
        shutil.copy(self.at(b"copy-1.mp4"), self.at(b"2023/01/kept.mp4"))
        os.remove(self.at(b"copy-1.mp4"))
        os.remove(self.at(b"copy-2.mp4"))
        self.one_scan(expect=1, moved=1, removed=1, unexplained=1, items=21)

    def test_that_drops_a_copy_is_a_loss_although_the_content_is_elsewhere(self):
        write(self.at(b"copy.mp4"), self.contents[FIRST])
        self.one_scan(added=1)
        os.remove(self.at(FIRST))
        self.one_scan(expect=1, removed=1, unexplained=1)

    def test_of_an_empty_file_is_not_moved_to_any_other_empty_file(self):
        write(self.at(b"empty-1"), b"")
        self.one_scan(added=1, items=21)
        self.assertEqual(self.items()[b"empty-1"]["sha256"], sha256(b""))
        write(self.at(b"empty-2"), b"")
        os.remove(self.at(b"empty-1"))
        self.one_scan(expect=1, added=1, removed=1, unexplained=1, items=21)

    def test_of_an_empty_files_name_is_moved(self):
        write(self.at(b"empty-1"), b"")
        self.one_scan(added=1)
        os.rename(self.at(b"empty-1"), self.at(b"2023/empty-2"))
        self.one_scan(moved=1)

    def test_of_a_file_into_a_symlink_to_its_copy_is_a_finding(self):
        os.rename(self.at(FIRST), self.home / "outside.mp4")
        os.symlink(self.home / "outside.mp4", self.at(FIRST))
        self.muniment("scan", expect=1)
        self.assertNotIn(FIRST, self.present())
        self.assertEqual(self.present("symlink").keys(), {FIRST})

    def test_of_a_file_into_a_directory_is_a_loss(self):
        os.remove(self.at(FIRST))
        write(self.at(FIRST + b"/inside.mp4"), b"new")
        self.one_scan(expect=1, removed=1, unexplained=1, added=1)

    def test_of_a_symlinks_target_is_recorded(self):
        os.symlink("a", self.at(b"link"))
        self.run_any("scan")
        os.remove(self.at(b"link"))
        os.symlink("b", self.at(b"link"))
        self.run_any("scan")
        self.assertEqual(len([row for row in self.changes() if path_of(row) == b"link"]), 2)

    def test_back_brings_a_lost_item_back_into_the_inventory(self):
        os.remove(self.at(FIRST))
        self.one_scan(expect=1, removed=1, unexplained=1)
        write(self.at(FIRST), self.contents[FIRST])
        self.one_scan(added=1, items=20)
        self.assertEqual(self.items()[FIRST]["state"], "present")

    def test_is_found_in_the_history_by_kind_time_and_verdict(self):
        os.remove(self.at(FIRST))
        write(self.at(b"new.mp4"), b"new")
        self.one_scan(expect=1, removed=1, unexplained=1, added=1)
        rows = self.changes()
        self.assertEqual(len(rows), 22)
        self.assertEqual([row["seq"] for row in rows], sorted({row["seq"] for row in rows}))
        self.assertEqual([row["time"] for row in rows], sorted(row["time"] for row in rows))
        removed, = self.muniment("changes", "--kind", "removed").rows()
        self.assertEqual(self.muniment("changes", "--unexplained").rows(), [removed])
        self.assertEqual(len(self.changes("--since", removed["time"])), 2)
        self.assertEqual(len(self.changes("--since", "2200-01-01T00:00:00Z")), 0)
        self.assertEqual(self.changes("--store", "bwv"), rows)

    def test_is_listed_by_directory(self):
        self.assertEqual(len(self.items("--under", "2023/01")), 5)
        self.assertEqual(len(self.items("--under", "2023/0")), 0)
        self.assertEqual(len(self.items("--under", "2023")), 20)


class TwoStores(Scenario):
    def test_are_scanned_together_and_kept_apart(self):
        other = self.home / "other"
        other.mkdir()
        self.configure({"bwv": self.store, "records": other})
        self.fill(4)
        write(self.at(b"record.pdf", other), b"record")
        rows = {row["store"]: row for row in self.muniment("scan").rows()}
        self.assertEqual((rows["bwv"]["items"], rows["records"]["items"]), (4, 1))
        os.remove(self.at(b"record.pdf", other))
        row = self.muniment("scan", "records", expect=1).row()
        self.assertEqual((row["store"], row["unexplained"]), ("records", 1))
        self.assertEqual(self.status("bwv")["unexplained_items"], 0)
        self.assertEqual({row["store"] for row in self.changes("--unexplained")},
                         {"records"})


if __name__ == "__main__":
    main()

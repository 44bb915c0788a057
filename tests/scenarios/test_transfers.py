"""Transfers: when a source may be purged, what is explained of what left it, what remains."""

import os
import threading

from support import Scenario, main, needs_root, path_of, write


class TransferScenario(Scenario):
    """Twelve originals in `bwv`, six in each of two collections, and an empty `dams`."""

    def setUp(self):
        super().setUp()
        self.dams = self.home / "dams"
        self.dams.mkdir()
        self.configure_stores()
        self.contents = self.fill(12, directories=2)
        self.january = sorted(path for path in self.contents if path.startswith(b"2023/01"))
        self.february = sorted(path for path in self.contents if path.startswith(b"2023/02"))
        self.scan_source(items=12)

    def configure_stores(self, settle="0s"):
        lines = [f"state_dir: {self.state}", "stores:"]
        for name, path in (("bwv", self.store), ("dams", self.dams)):
            lines += [f"  - name: {name}", f"    path: {path}", "    collection: '{1}-{2}'",
                      f"    scan: {{settle: {settle}}}"]
        self.config.write_text("\n".join(lines) + "\n")

    def scan_of(self, store, expect=0, **counts):
        row = self.muniment("scan", store, expect=expect).row()
        self.assertEqual({name: row[name] for name in counts}, counts, row)
        return row

    def scan_source(self, expect=0, **counts):
        return self.scan_of("bwv", expect, **counts)

    def scan_destination(self, expect=0, **counts):
        return self.scan_of("dams", expect, **counts)

    def open(self, *scope, reference="T-1", expect=0, **options):
        return self.muniment("transfer", "open", "--from", "bwv", "--to", "dams",
                             "--reference", reference, "--by", "C. Day", *scope,
                             expect=expect, **options)

    def copy(self, *paths):
        for path in paths:
            write(self.at(path, self.dams), self.contents[path])

    def take(self, *paths, root=None):
        for path in paths:
            os.unlink(self.at(path, root))

    def list_file(self, content):
        path = self.home / "list.txt"
        path.write_bytes(content)
        return str(path)

    def read(self, run, counts):
        """{path: kind} of what is not verified; every count that is not named must be 0."""
        rows = run.rows()
        summary = rows[-1]
        seen = {name: summary[name] for name in
                ("verified", "unverified", "different", "absent", "lost") if summary[name]}
        self.assertEqual(seen, counts, run)
        self.assertEqual(summary["items"], sum(counts.values()))
        self.assertEqual(len(rows) - 1, summary["items"] - summary["verified"])
        self.assertEqual(summary["may_purge"], run.status == 0)
        return {path_of(row): row["kind"] for row in rows[:-1]}

    def check(self, expect, reference="T-1", **counts):
        return self.read(self.muniment("transfer", "check", reference, expect=expect), counts)

    def close(self, expect, reference="T-1", **counts):
        return self.read(self.muniment("transfer", "close", reference, "--by", "C. Day",
                                       expect=expect), counts)

    def removed(self):
        return {path_of(row): (row["explanation"], row["reference"])
                for row in self.changes(kind="removed")}

    def assert_obstacle(self, says, reference="T-1"):
        """The source may not be purged because of what nobody could see."""
        row = self.muniment("transfer", "check", reference, expect=3).rows()[-1]
        self.assertFalse(row["may_purge"])
        self.assertIn(says, row["obstacle"])
        text = self.muniment("transfer", "check", reference, expect=3,
                             json_output=False).out.decode()
        self.assertIn("must NOT be purged", text)


class ASource(TransferScenario):
    def test_may_be_purged_only_when_all_of_it_was_read_at_the_destination(self):
        self.open()
        self.scan_destination()
        found = self.check(1, absent=12)
        self.assertEqual(found, dict.fromkeys(self.contents, "absent"))
        self.copy(*self.january)
        self.check(1, absent=12)  # copied, but nobody has looked
        self.scan_destination(items=6)
        self.assertEqual(self.check(1, verified=6, absent=6),
                         dict.fromkeys(self.february, "absent"))
        self.copy(*self.february)
        self.scan_destination(items=12)
        self.assertEqual(self.check(0, verified=12), {})
        text = self.muniment("transfer", "check", "T-1", json_output=False).out.decode()
        self.assertIn("may be purged", text)

    def test_may_not_be_purged_on_a_copy_that_was_not_read_since(self):
        self.copy(*self.contents)
        self.scan_destination(items=12)
        self.open()
        found = self.check(1, unverified=12)
        self.assertEqual(found, dict.fromkeys(self.contents, "unverified"))
        self.scan_destination(items=12)  # unchanged: nothing is read
        self.check(1, unverified=12)
        self.muniment("verify", "dams", "--path", "2023/01")
        self.check(1, verified=6, unverified=6)
        self.muniment("verify", "dams", "--all")
        self.check(0, verified=12)

    def test_is_told_of_each_item_what_is_at_the_destination(self):
        self.open()
        self.copy(*self.contents)
        different, absent, lost = self.january[0], self.january[1], self.january[2]
        write(self.at(different, self.dams), b"something else")
        self.take(absent, lost, root=self.dams)
        self.take(lost)
        self.scan_destination(items=10)
        self.scan_source(expect=1, removed=1, unexplained=1)
        self.assertEqual(self.check(1, verified=9, different=1, absent=1, lost=1),
                         {different: "different", absent: "absent", lost: "lost"})
        text = self.muniment("transfer", "check", "T-1", expect=1,
                             json_output=False).out.decode()
        self.assertIn("must NOT be purged", text)
        self.assertIn("in neither place", text)
        self.assertIn(lost.decode(), text)

    def test_is_told_that_a_copy_was_altered_after_it_was_verified(self):
        self.open()
        self.copy(*self.contents)
        self.scan_destination(items=12)
        self.check(0, verified=12)
        write(self.at(self.january[0], self.dams), b"altered")
        self.scan_destination(expect=1, modified=1)
        self.assertEqual(self.check(1, verified=11, different=1),
                         {self.january[0]: "different"})

    def test_is_not_kept_by_an_item_that_has_another_name_at_the_destination(self):
        self.open()
        for path, content in self.contents.items():
            write(self.at(b"ingest/" + path.replace(b"/", b"_"), self.dams), content)
        self.scan_destination(items=12)
        self.check(0, verified=12)
        self.take(*self.contents)
        self.scan_source(removed=12, explained=12)

    def test_counts_a_copy_that_moved_within_the_destination(self):
        self.open()
        self.copy(*self.contents)
        self.scan_destination(items=12)
        os.rename(self.at(self.january[0], self.dams), self.at("moved.mp4", self.dams))
        self.scan_destination(moved=1)
        self.check(0, verified=12)

    def test_with_a_new_item_may_not_be_purged_any_more(self):
        self.open()
        self.copy(*self.contents)
        self.scan_destination(items=12)
        write(self.at("2023/01/later.mp4"), b"later")
        self.scan_source(added=1)
        self.assertEqual(self.check(1, verified=12, absent=1),
                         {b"2023/01/later.mp4": "absent"})


class AnOpenTransfer(TransferScenario):
    def test_explains_what_left_only_when_it_was_verified(self):
        self.open()
        self.copy(*self.january)
        self.scan_destination(items=6)
        self.take(*self.january, *self.february)
        self.scan_source(expect=1, removed=12, explained=6, unexplained=6)
        expected = dict.fromkeys(self.january, ("transfer", "T-1"))
        expected.update(dict.fromkeys(self.february, ("unexplained", "")))
        self.assertEqual(self.removed(), expected)
        self.assertEqual(self.changed_paths("removed", "--unexplained"), self.february)
        row = self.changes("--explanation", "transfer")[0]
        self.assertIn("verified at dams", row["detail"])

    def test_does_not_explain_by_a_copy_from_before_it(self):
        self.copy(*self.january)
        self.scan_destination(items=6)
        self.open()
        self.take(self.january[0])
        self.scan_source(expect=1, unexplained=1, explained=0)

    def test_does_not_explain_by_other_content_of_the_same_name(self):
        self.open()
        for path in self.january:
            write(self.at(path, self.dams), b"not " + self.contents[path])
        self.scan_destination(items=6)
        self.take(*self.january)
        self.scan_source(expect=1, unexplained=6, explained=0)

    def test_explains_later_what_a_scan_of_the_destination_reads_later(self):
        self.open()
        self.take(*self.january)
        self.scan_source(expect=1, unexplained=6)
        self.copy(*self.january[:4])
        self.scan_destination()
        rows = {path_of(row): row for row in self.changes(kind="removed")}
        for path in self.january[:4]:
            self.assertEqual((rows[path]["first_explanation"], rows[path]["explanation"],
                              rows[path]["reference"]), ("unexplained", "transfer", "T-1"))
        for path in self.january[4:]:
            self.assertEqual(rows[path]["explanation"], "unexplained")
        self.assertEqual(self.status()["unexplained_items"], 2)
        self.assertEqual(self.check(1, verified=4, absent=6, lost=2), {
            **dict.fromkeys(self.january[4:], "lost"),
            **dict.fromkeys(self.february, "absent")})

    def test_explains_later_what_a_check_of_the_destination_reads_later(self):
        self.copy(*self.january)
        self.scan_destination()
        self.open()
        self.take(*self.january)
        self.scan_source(expect=1, unexplained=6)
        self.muniment("verify", "dams", "--all")
        self.assertEqual(self.removed(), dict.fromkeys(self.january, ("transfer", "T-1")))

    def test_does_not_explain_what_went_before_it_was_opened(self):
        self.take(self.january[0])
        self.scan_source(expect=1, unexplained=1)
        self.open()
        self.copy(*self.january)
        self.scan_destination()
        self.assertEqual(self.removed(), {self.january[0]: ("unexplained", "")})

    def test_of_one_direction_does_not_explain_the_other(self):
        self.copy(*self.january)
        self.scan_destination()
        self.open()
        self.muniment("verify", "dams", "--all")
        self.take(self.january[0], root=self.dams)
        self.scan_destination(expect=1, unexplained=1, explained=0)

    def test_is_listed(self):
        self.assertEqual(self.muniment("transfer", "list").rows(), [])
        self.open()
        self.open("--prefix", "2023/01", reference="T-2")
        self.close(3, absent=12)  # dams was never scanned
        rows = {row["reference"]: row for row in self.muniment("transfer", "list").rows()}
        self.assertEqual({name: (row["from"], row["to"], row["by"], row["state"])
                          for name, row in rows.items()},
                         {"T-1": ("bwv", "dams", "C. Day", "closed"),
                          "T-2": ("bwv", "dams", "C. Day", "open")})
        text = self.muniment("transfer", "list", json_output=False).out.decode()
        for words in ("T-1", "T-2", "12 absent", "2023/01"):
            self.assertIn(words, text)


class ClosingATransfer(TransferScenario):
    def test_states_the_exact_remainder(self):
        self.open()
        self.copy(*self.january)
        self.scan_destination()
        self.take(*self.january, self.february[0])
        self.scan_source(expect=1, explained=6, unexplained=1)
        self.assertEqual(self.close(1, verified=6, absent=5, lost=1), {
            self.february[0]: "lost", **dict.fromkeys(self.february[1:], "absent")})
        row, = self.muniment("transfer", "list").rows()
        self.assertEqual((row["state"], row["closed_by"], row["verified"], row["unverified"],
                          row["different"], row["absent"], row["lost"]),
                         ("closed", "C. Day", 6, 0, 0, 5, 1))

    def test_with_nothing_left_over_is_not_a_finding(self):
        self.open()
        self.copy(*self.contents)
        self.scan_destination()
        self.take(*self.contents)
        self.scan_source(explained=12)
        rows = self.muniment("transfer", "close", "T-1", "--by", "C. Day").rows()
        self.assertEqual((len(rows), rows[0]["verified"], rows[0]["at_source"]), (1, 12, 0))

    def test_ends_what_it_explains(self):
        self.open()
        self.copy(*self.contents)
        self.scan_destination()
        self.take(*self.january)
        self.scan_source(explained=6, unexplained=0)
        self.close(0, verified=12)
        self.scan_source()
        self.take(*self.february)
        self.scan_source(expect=1, explained=0, unexplained=6)
        self.assertEqual(self.removed(), {
            **dict.fromkeys(self.january, ("transfer", "T-1")),
            **dict.fromkeys(self.february, ("unexplained", ""))})

    def test_twice_is_refused(self):
        self.open()
        self.close(3, absent=12)
        size = self.ledger_size()
        run = self.muniment("transfer", "close", "T-1", "--by", "C. Day", expect=2)
        self.assertIn("closed already", run.error()["message"])
        self.assertEqual(self.ledger_size(), size)


class WhatCannotBeSeen(TransferScenario):
    def open_and_copy(self):
        self.open()
        self.copy(*self.contents)
        self.scan_destination(items=12)
        self.check(0, verified=12)

    @needs_root
    def test_at_the_source_keeps_it_from_being_purged(self):
        self.become_nobody()
        self.open_and_copy()
        self.deny(self.at(b"2023/02"))
        self.scan_source(expect=3, removed=0)
        row = self.muniment("transfer", "check", "T-1", expect=3).rows()[-1]
        self.assertEqual((row["may_purge"], row["not_observed"]), (False, 1))
        text = self.muniment("transfer", "check", "T-1", expect=3,
                             json_output=False).out.decode()
        self.assertIn("must NOT be purged", text)

    def test_because_it_is_still_written_keeps_the_source_from_being_purged(self):
        self.configure_stores(settle="1s")
        self.open_and_copy()
        path, rest = self.at(b"2023/01/growing.mp4"), threading.Event()
        write(path, b"begin")

        def grow():
            while not rest.wait(0.05):
                with open(path, "ab") as file:
                    file.write(b"more")

        writer = threading.Thread(target=grow)
        writer.start()
        try:
            row = self.run_any("scan", "bwv").row()
        finally:
            rest.set()
            writer.join()
        self.assertEqual(row["in_flight"], 1)
        self.assert_obstacle("bwv")
        self.scan_source(in_flight=0, added=1)
        self.check(1, verified=12, absent=1)

    def test_because_the_destination_is_away_keeps_the_source_from_being_purged(self):
        self.open_and_copy()
        away = self.dams.rename(self.home / "away")
        self.scan_destination(expect=3)
        self.assert_obstacle("dams is unavailable")
        away.rename(self.dams)
        self.scan_destination()
        self.check(0, verified=12)

    def test_because_the_source_is_away_keeps_it_from_being_purged(self):
        self.open_and_copy()
        self.store.rename(self.home / "away")
        self.scan_source(expect=3, removed=0)
        self.assert_obstacle("bwv is unavailable")

    def test_because_the_destination_was_never_scanned_is_no_answer(self):
        self.open()
        self.assert_obstacle("dams is never-scanned")

    @needs_root
    def test_at_the_destination_does_not_make_a_loss_of_what_may_be_there(self):
        self.become_nobody()
        self.open_and_copy()
        self.deny(self.at(b"2023/02", self.dams))
        self.scan_destination(expect=3)
        self.take(*self.january)
        self.scan_source(explained=6)
        row = self.run_any("transfer", "check", "T-1").rows()[-1]
        self.assertEqual((row["lost"], row["absent"], row["different"]), (0, 0, 0))


class AScope(TransferScenario):
    def assert_covers_exactly(self, covered):
        """Everything is copied and taken; only what is covered is explained."""
        self.copy(*self.contents)
        self.scan_destination(items=12)
        self.check(0, verified=len(covered))
        self.take(*self.contents)
        free = sorted(set(self.contents) - set(covered))
        self.scan_source(expect=1, removed=12, explained=len(covered), unexplained=len(free))
        self.assertEqual(self.changed_paths("removed", "--unexplained"), free)
        self.close(0, verified=len(covered))

    def test_of_a_prefix(self):
        self.open("--prefix", "2023/01")
        self.assert_covers_exactly(self.january)

    def test_of_a_path(self):
        self.open("--path", self.january[0].decode())
        self.assert_covers_exactly(self.january[:1])

    def test_of_a_list(self):
        listed = [self.january[0], self.february[0]]
        self.open("--list", self.list_file(b"\n".join(listed) + b"\n"))
        self.assert_covers_exactly(listed)

    def test_of_a_nul_separated_list(self):
        listed = [self.january[1], self.february[1]]
        self.open("-0", "--list", self.list_file(b"\0".join(listed) + b"\0"))
        self.assert_covers_exactly(listed)

    def test_of_a_collection(self):
        self.open("--collection", "2023-02")
        self.assert_covers_exactly(self.february)

    def test_of_nothing_that_is_there_never_lets_anything_be_purged(self):
        self.open("--prefix", "2024")
        self.copy(*self.contents)
        self.scan_destination()
        row = self.muniment("transfer", "check", "T-1", expect=1).row()
        self.assertEqual((row["items"], row["may_purge"]), (0, False))

    def test_of_two_transfers_explains_each_with_its_own(self):
        self.open("--prefix", "2023/01")
        self.open("--prefix", "2023/02", reference="T-2")
        self.copy(*self.contents)
        self.scan_destination()
        self.take(*self.contents)
        self.scan_source(explained=12)
        self.assertEqual(self.removed(), {
            **dict.fromkeys(self.january, ("transfer", "T-1")),
            **dict.fromkeys(self.february, ("transfer", "T-2"))})


class ABadTransfer(TransferScenario):
    """Refused whole: one line that says why, and nothing is recorded."""

    def refuse(self, *args):
        size = self.ledger_size()
        run = self.muniment("transfer", *args, expect=2, json_output=False)
        self.assertEqual(len(run.err.decode().splitlines()), 1, run)
        self.assertEqual(self.ledger_size(), size)
        return run.err.decode()

    def refuse_open(self, *scope, source="bwv", to="dams", reference="T-1", by="C. Day"):
        return self.refuse("open", "--from", source, "--to", to, "--reference", reference,
                           "--by", by, *scope)

    def test_within_one_store(self):
        self.assertIn("same store", self.refuse_open(to="bwv"))

    def test_from_or_to_an_unknown_store(self):
        self.assertIn("no-such", self.refuse_open(to="no-such"))
        self.assertIn("no-such", self.refuse_open(source="no-such"))

    def test_of_a_reference_that_exists(self):
        self.open("--prefix", "2023/01")
        self.assertIn("T-1", self.refuse_open())
        self.close(3, absent=6)
        self.assertIn("T-1", self.refuse_open())

    def test_without_a_reference_or_a_name(self):
        self.refuse_open(reference="")
        self.refuse_open(by="")

    def test_with_a_scope_that_is_none(self):
        self.refuse_open("--list", self.list_file(b""))
        self.refuse_open("--list", str(self.home / "no-such-list"))
        self.refuse_open("--prefix", "../other")
        self.refuse_open("--recorded-from", "2023-02-30")

    def test_cannot_be_checked_or_closed_when_there_is_none(self):
        self.assertIn("T-9", self.refuse("check", "T-9"))
        self.assertIn("T-9", self.refuse("close", "T-9", "--by", "C. Day"))


if __name__ == "__main__":
    main()

"""An authority explains exactly what it is for: not one item more, none twice, whenever it
comes; and `authority check` says before the disposal what speaks against it."""

import datetime
import fcntl
import os
import shutil
import signal
from collections import Counter

from support import (SLOW, Scenario, by_path, free_port, main, needs_root, needs_tool, path_of,
                     stop, wait_until, write)

LONG_AGO, FUTURE = "2001-01-01T00:00:00Z", "2200-01-01T00:00:00Z"

# System calls in which a scan that explains is killed.
MOMENTS = [("rename", 2), ("rename", 3), ("rename", 4), ("pwrite64", 200), ("rename", 1),
           ("fsync", 12), ("fsync", 20), ("fsync", 28), ("pwrite64", 20)]


class DisposalScenario(Scenario):
    def configure(self, stores=None, more="", scan="settle: 0s", of_store=""):
        super().configure(stores, more, scan)
        if of_store:
            text = self.config.read_text()
            path = f"path: {self.store}\n"
            self.config.write_text(text.replace(path, f"{path}    {of_store}\n"))

    def known(self, *paths):
        """Writes these items and scans them."""
        for path in paths:
            write(self.at(path), b"recording " + path)
        self.muniment("scan", "bwv")
        return list(paths)

    def authority(self, verb, *scope, reference="DA-1", expect=0, approver="A. Lee",
                  **options):
        return self.muniment("authority", verb, "--store", "bwv", "--reference", reference,
                             "--approved-by", approver, *scope, expect=expect, **options)

    def add(self, *scope, **options):
        return self.authority("add", *scope, **options)

    def list_file(self, paths, name="list.txt"):
        file = self.home / name
        file.write_bytes(b"".join(path + b"\n" for path in paths))
        return str(file)

    def register(self, *rows):
        file = self.home / "register.csv"
        file.write_text("\n".join(["path,recorded_at,class,case", *rows]) + "\n")
        self.muniment("register", "import", str(file), "--store", "bwv")

    def remove(self, *paths):
        for path in paths:
            os.unlink(self.at(path))

    def unexplained(self):
        return self.changed_paths("removed", "--unexplained")

    def explained(self, reference="DA-1"):
        return sorted(path_of(row) for row in self.changes(kind="removed")
                      if row["reference"] == reference)

    def shown(self, reference="DA-1"):
        return self.muniment("authority", "show", reference).row()

    def said(self, reference="DA-1"):
        """What people read of it: the line in the list and the page of its own."""
        page = self.muniment("authority", "show", reference, json_output=False).out.decode()
        table = self.muniment("authority", "list", json_output=False).out.decode()
        line, = [line for line in table.splitlines() if f" {reference} " in line]
        return line, page


class PartialScenario(DisposalScenario):
    """412 more went than were approved."""

    APPROVED = 10_000

    def setUp(self):
        super().setUp()
        self.paths = [b"2023/%02d/clip-%05d.mp4" % (i % 12 + 1, i)
                      for i in range(self.APPROVED + 412)]
        self.known(*self.paths)
        self.add("--prefix", "2023", "--max-items", str(self.APPROVED))
        shutil.rmtree(self.store / "2023")

    def assert_used_for_exactly_what_was_approved(self):
        rows = by_path(self.changes(kind="removed"))  # fails on a path that is there twice
        self.assertEqual(sorted(rows), sorted(self.paths))
        verdicts = Counter((row["explanation"], row["reference"]) for row in rows.values())
        self.assertEqual(verdicts, {("authority", "DA-1"): self.APPROVED,
                                    ("unexplained", ""): 412})
        shown = self.shown()
        self.assertEqual((shown["used_items"], shown["beyond_items"], shown["state"],
                          shown["replayed_items"]), (self.APPROVED, 412, "used-up", 0))
        self.assertEqual(self.status()["unexplained_items"], 412)


class APartialAuthority(PartialScenario):
    def test_leaves_412_unexplained_by_name_and_says_by_how_much_it_is_over_used(self):
        self.scan(expect=1, removed=10_412, explained=10_000, unexplained=412)
        self.assert_used_for_exactly_what_was_approved()
        for row in self.changes("--unexplained")[:5]:
            self.assertIn("is used up (10000 of 10000 items)", row["detail"])
        line, page = self.said()
        self.assertIn("used-up", line)
        self.assertIn("412 beyond it", line)
        self.assertRegex(page, r"over-used: +412 items went")

    def test_is_used_for_exactly_10000_when_scans_are_killed_as_soon_as_they_record(self):
        checkpoint = self.state / "ledger" / "checkpoint"
        for _ in range(3):
            size = checkpoint.read_bytes()
            scan = self.spawn("scan")
            wait_until(lambda: scan.poll() is not None or checkpoint.read_bytes() != size,
                       "the scan records something", 60)
            stop(scan)
        self.run_any("scan")
        self.assert_used_for_exactly_what_was_approved()


class AScanKilledWhileItExplains(PartialScenario):
    APPROVED = 20_000  # more than one batch of the ledger

    @needs_tool("strace")
    def test_leaves_it_used_for_exactly_what_was_approved(self):
        before, configured = self.state, self.config.read_text()
        start, recorded = self.ledger_size(), set()
        for call, number in MOMENTS if SLOW else MOMENTS[:3]:
            with self.subTest(call=call, number=number):
                self.state = self.home / f"state-{call}-{number}"
                shutil.copytree(before, self.state)
                self.config.write_text(configured.replace(str(before), str(self.state)))
                if self.kill_scan_at(call, number):
                    recorded.add(self.ledger_size() - start)
                self.assertIn(self.run_any("scan").status, (0, 1))
                self.assert_used_for_exactly_what_was_approved()
                self.check_ledger()
                shutil.rmtree(self.state)
        self.state = before
        self.config.write_text(configured)
        self.assertTrue(any(10_000 < count < 20_000 for count in recorded),
                        f"no kill came in the middle: {recorded}")

    def kill_scan_at(self, call, number):
        trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e",
                 f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}"]
        process = self.spawn("scan", prefix=trace)
        process.communicate(timeout=120)
        return process.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)


class WhatComesBackAndGoesAgain(DisposalScenario):
    """Is not explained by the same authority a second time, and the replay is visible."""

    def go_again(self, path):
        self.known(path)
        self.remove(path)
        self.scan(expect=1, removed=1, explained=0, unexplained=1)
        row = self.changes(kind="removed")[-1]
        self.assertIn("was used for this path before", row["detail"])
        shown = self.shown()
        self.assertEqual((shown["used_items"], shown["replayed_items"]), (1, 1))
        line, page = self.said()
        self.assertIn("1 again", line)
        self.assertIn("replayed:    1 item went again", page)

    def test_after_it_was_explained_at_once(self):
        path, = self.known(b"2023/01/a.mp4")
        self.add("--prefix", "2023")
        self.remove(path)
        self.scan(explained=1)
        self.go_again(path)

    def test_after_it_was_explained_by_late_evidence(self):
        path, = self.known(b"2023/01/a.mp4")
        self.remove(path)
        self.scan(expect=1, unexplained=1)
        self.add("--prefix", "2023", "--from", LONG_AGO)
        self.assertEqual(self.unexplained(), [])
        self.go_again(path)

    def test_after_late_evidence_came_when_it_was_back_already(self):
        path, = self.known(b"2023/01/a.mp4")
        self.remove(path)
        self.scan(expect=1, unexplained=1)
        self.known(path)
        self.add("--prefix", "2023", "--from", LONG_AGO)
        self.go_again(path)

    def test_twice_before_the_authority_came_leaves_one_of_the_two(self):
        path, = self.known(b"2023/01/a.mp4")
        self.remove(path)
        self.scan(expect=1, unexplained=1)
        self.known(path)
        self.remove(path)
        self.scan(expect=1, unexplained=1)
        self.add("--prefix", "2023", "--from", LONG_AGO)
        rows = self.changes(kind="removed")
        self.assertEqual(sorted(row["explanation"] for row in rows),
                         ["authority", "unexplained"])
        self.assertEqual(self.shown()["used_items"], 1)

    def test_is_explained_by_another_authority(self):
        path, = self.known(b"2023/01/a.mp4")
        self.add("--prefix", "2023")
        self.remove(path)
        self.scan(explained=1)
        self.known(path)
        self.add("--prefix", "2023/01", reference="DA-2")
        self.remove(path)
        self.scan(explained=1, unexplained=0)
        self.assertEqual([row["reference"] for row in self.changes(kind="removed")],
                         ["DA-1", "DA-2"])
        self.assertEqual(self.shown()["replayed_items"], 0)

    def test_is_a_replay_also_after_the_catalogue_was_derived_again(self):
        path, = self.known(b"2023/01/a.mp4")
        self.add("--prefix", "2023")
        self.remove(path)
        self.scan(explained=1)
        self.muniment("ledger", "rebuild-catalogue")
        self.go_again(path)


class TheStateOfAnAuthority(DisposalScenario):
    def setUp(self):
        super().setUp()
        self.a, self.b, self.c = self.known(b"2023/a.mp4", b"2023/b.mp4", b"2023/c.mp4")

    def test_unused_is_visible_until_it_is_used(self):
        self.add("--prefix", "2023")
        self.assertTrue(self.shown()["unused"])
        for text in self.said():
            self.assertIn("open, unused", text)
        self.remove(self.a)
        self.scan(explained=1)
        self.assertFalse(self.shown()["unused"])
        for text in self.said():
            self.assertNotIn("unused", text)

    def test_expired_is_visible_and_named_as_what_does_not_explain(self):
        self.add("--prefix", "2023", "--from", LONG_AGO, "--until", "2001-02-01T00:00:00Z")
        self.remove(self.a)
        self.scan(expect=1, unexplained=1)
        self.assertIn("DA-1 covered it only until 2001-02-01", self.detail())
        self.assertEqual(self.shown()["state"], "expired")
        for text in self.said():
            self.assertIn("expired", text)

    def test_not_yet_is_visible_and_named_as_what_does_not_explain(self):
        self.add("--prefix", "2023", "--from", FUTURE)
        self.remove(self.a)
        self.scan(expect=1, unexplained=1)
        self.assertIn("DA-1 covers it only from 2200-01-01", self.detail())
        self.assertEqual(self.shown()["state"], "not-yet")
        for text in self.said():
            self.assertIn("not-yet", text)

    def test_revoked_before_an_item_was_last_seen_explains_nothing(self):
        self.add("--prefix", "2023")
        self.revoke()
        self.scan()  # it is still there after the authority was revoked
        self.remove(self.a)
        self.scan(expect=1, unexplained=1)
        self.assertIn("DA-1 covers it but was revoked on", self.detail())
        shown = self.shown()
        self.assertEqual((shown["state"], shown["revoked_by"], shown["revoke_reason"]),
                         ("revoked", "B. Moe", "by mistake"))
        line, page = self.said()
        self.assertIn("revoked", line)
        self.assertIn("by B. Moe: by mistake", page)

    def test_revoked_after_a_removal_was_recorded_keeps_it_explained(self):
        self.add("--prefix", "2023")
        self.remove(self.a)
        self.scan(explained=1)
        self.revoke()
        self.scan(removed=0)
        self.assertEqual(self.explained(), [self.a])
        self.remove(self.b)
        self.scan(expect=1, unexplained=1)
        self.assertEqual(self.unexplained(), [self.b])

    def test_revoked_twice_or_revoked_without_being_there_is_refused(self):
        self.add("--prefix", "2023")
        self.revoke()
        size = self.ledger_size()
        self.revoke(expect=2)
        self.revoke("DA-2", expect=2)
        self.assertEqual(self.ledger_size(), size)

    def revoke(self, reference="DA-1", expect=0):
        self.muniment("authority", "revoke", reference, "--store", "bwv", "--by", "B. Moe",
                      "--reason", "by mistake", expect=expect)

    def detail(self):
        return self.changes("--unexplained")[-1]["detail"]

    def test_used_up_by_bytes_leaves_what_does_not_fit(self):
        size = len(b"recording 2023/a.mp4")
        self.add("--prefix", "2023", "--max-bytes", str(2 * size))
        self.remove(self.a, self.b, self.c)
        self.scan(expect=1, explained=2, unexplained=1)
        shown = self.shown()
        self.assertEqual((shown["used_bytes"], shown["beyond_items"], shown["state"]),
                         (2 * size, 1, "used-up"))
        self.assertIn(f"({2 * size} of {2 * size} bytes, and it has {size})", self.detail())

    def test_of_one_byte_too_few_explains_nothing(self):
        size = len(b"recording 2023/a.mp4")
        self.add("--prefix", "2023", "--max-bytes", str(size - 1))
        self.remove(self.a)
        self.scan(expect=1, explained=0, unexplained=1)
        self.assertEqual(self.shown()["beyond_items"], 1)


class TheScopeOfAnAuthority(DisposalScenario):
    """What it names goes explained; the same directory's rest does not."""

    def setUp(self):
        super().setUp()
        self.configure(of_store='collection: "{1}/{2}"')
        self.paths = self.known(b"2023/01/a.mp4", b"2023/01/b.mp4", b"2023/02/a.mp4",
                                b"2023/02/b.mp4", b"2024/01/a.mp4")

    def assert_explains(self, *expected, expect=1):
        self.remove(*self.paths)
        self.scan(expect=expect, removed=5, explained=len(expected))
        self.assertEqual(self.explained(), sorted(expected))

    def classify(self):
        self.register("2023/01/a.mp4,2023-01-31,nfa,45AA/1",
                      "2023/01/b.mp4,2023-02-01,nfa,45AA/2",
                      "2023/02/a.mp4,2023-01-31T23:59:59.999Z,convicted,45AA/1",
                      "2023/02/b.mp4,,nfa,45AA/3")

    def test_a_list(self):
        self.add("--list", self.list_file([b"2023/01/a.mp4", b"2024/01/a.mp4"]))
        self.assert_explains(b"2023/01/a.mp4", b"2024/01/a.mp4")

    def test_a_prefix(self):
        self.add("--prefix", "2023/01")
        self.assert_explains(b"2023/01/a.mp4", b"2023/01/b.mp4")

    def test_a_collection(self):
        self.add("--collection", "2023/02")
        self.assert_explains(b"2023/02/a.mp4", b"2023/02/b.mp4")

    def test_a_class(self):
        self.classify()
        self.add("--class", "convicted")
        self.assert_explains(b"2023/02/a.mp4")

    def test_a_class_within_dates_of_which_the_last_counts_to_its_end(self):
        self.classify()
        self.add("--class", "nfa", "--class", "convicted", "--recorded-from", "2023-01-31",
                 "--recorded-to", "2023-01-31")
        self.assert_explains(b"2023/01/a.mp4", b"2023/02/a.mp4")

    def test_a_class_within_dates_does_not_cover_what_has_no_date(self):
        self.classify()
        self.add("--class", "nfa", "--recorded-from", "1990-01-01")
        self.assert_explains(b"2023/01/a.mp4", b"2023/01/b.mp4")

    def test_a_case(self):
        self.classify()
        self.add("--case", "45AA/1")
        self.assert_explains(b"2023/01/a.mp4", b"2023/02/a.mp4")

    def test_a_case_that_is_only_the_beginning_of_another_covers_nothing(self):
        self.classify()
        self.add("--case", "45AA/")
        self.assert_explains()

    def test_places_of_several_kinds_are_alternatives(self):
        self.add("--prefix", "2024", "--collection", "2023/02", "--list",
                 self.list_file([b"2023/01/b.mp4"]))
        self.assert_explains(b"2024/01/a.mp4", b"2023/02/a.mp4", b"2023/02/b.mp4",
                             b"2023/01/b.mp4")

    def test_several_kinds_of_condition_narrow(self):
        self.classify()
        self.add("--prefix", "2023", "--class", "nfa", "--case", "45AA/1", "--case",
                 "45AA/3")
        self.assert_explains(b"2023/01/a.mp4", b"2023/02/b.mp4")

    def test_that_overlaps_itself_is_refused(self):
        inner = self.list_file([b"2023/01/a.mp4"])
        size = self.ledger_size()
        for scope in (("--prefix", "2023", "--prefix", "2023/01"),
                      ("--prefix", "2023/01/a.mp4", "--prefix", "2023"),
                      ("--prefix", "2023", "--list", inner),
                      ("--path", "2023/01/a.mp4", "--list", inner)):
            with self.subTest(scope):
                run = self.add(*scope, expect=2)
                self.assertIn("is within the prefix", run.error()["message"])
        self.assertEqual(self.ledger_size(), size)


class ALateAuthority(DisposalScenario):
    def setUp(self):
        super().setUp()
        self.paths = self.known(*[b"2023/%02d/%d.mp4" % (i % 2 + 1, i) for i in range(12)])
        self.january = [path for path in self.paths if path.startswith(b"2023/01/")]

    def lose(self, *paths):
        self.remove(*paths)
        self.scan(expect=1, unexplained=len(paths))

    def test_explains_exactly_what_it_covers_and_keeps_the_first_verdict(self):
        self.lose(*self.paths)
        self.assertEqual(self.status()["unexplained_items"], 12)
        self.add("--prefix", "2023/01", "--from", LONG_AGO)
        rows = by_path(self.changes(kind="removed"))
        for path, row in rows.items():
            self.assertEqual((row["first_explanation"], row["first_reference"]),
                             ("unexplained", ""))
            self.assertEqual((row["explanation"], row["reference"]),
                             ("authority", "DA-1") if path in self.january
                             else ("unexplained", ""))
        for path, row in self.items("--missing").items():
            self.assertEqual(row["explanation"], rows[path]["explanation"])
            self.assertEqual(row["reference"], rows[path]["reference"])
        self.assertEqual(self.status()["unexplained_items"], 6)
        self.assertEqual(self.unexplained(), sorted(set(self.paths) - set(self.january)))

    def test_is_recorded_as_a_reconsideration_beside_the_removal(self):
        self.lose(*self.january)
        self.add("--prefix", "2023/01", "--from", LONG_AGO)
        events = self.muniment("ledger", "show", "--type", "reconsidered").rows()
        self.assertEqual(sorted(map(path_of, events)), sorted(self.january))
        removed = {event["seq"]: event for event in
                   self.muniment("ledger", "show", "--type", "removed").rows()}
        for event in events:
            self.assertEqual((event["before"], event["explanation"], event["reference"]),
                             ("unexplained", "authority", "DA-1"))
            first = removed[event["removal"]]
            self.assertEqual((path_of(first), first["explanation"]),
                             (path_of(event), "unexplained"))

    def test_explains_no_more_than_it_is_for(self):
        self.lose(*self.paths)
        self.add("--prefix", "2023", "--from", LONG_AGO, "--max-items", "5")
        self.assertEqual((len(self.explained()), len(self.unexplained())), (5, 7))
        self.assertEqual(self.status()["unexplained_items"], 7)
        shown = self.shown()
        self.assertEqual((shown["used_items"], shown["beyond_items"]), (5, 7))

    def test_explains_the_rest_when_a_second_one_comes(self):
        self.lose(*self.paths)
        self.add("--prefix", "2023", "--from", LONG_AGO, "--max-items", "5")
        first = self.explained()
        self.add("--prefix", "2023", "--from", LONG_AGO, reference="DA-2")
        self.assertEqual(self.explained(), first)
        self.assertEqual(self.explained("DA-2"), sorted(set(self.paths) - set(first)))
        self.assertEqual(self.status()["unexplained_items"], 0)

    def test_that_is_valid_from_now_on_explains_nothing_that_went_before(self):
        self.lose(*self.january)
        self.add("--prefix", "2023/01")
        self.assertEqual(self.unexplained(), sorted(self.january))
        self.assertEqual(self.muniment("ledger", "show", "--type", "reconsidered").rows(),
                         [])

    def test_explains_nothing_that_a_hold_keeps(self):
        self.muniment("hold", "add", "--store", "bwv", "--reference", "H-1", "--path",
                      self.january[0].decode(), "--reason", "CPS", "--by", "B. Moe")
        self.lose(*self.january)
        self.add("--prefix", "2023/01", "--from", LONG_AGO)
        self.assertEqual(self.unexplained(), self.january[:1])
        self.assertEqual(self.status()["hold_breaches"], 1)

    def test_that_comes_while_a_scan_is_at_work_counts_at_its_end(self):
        self.lose(*self.january)
        self.configure(scan="settle: 4s")
        write(self.at("2024/young.mp4"))
        scan = self.spawn("scan")
        self.addCleanup(stop, scan)
        wait_until(lambda: self.is_scanned() or scan.poll() is not None, "a scan at work")
        self.add("--prefix", "2023/01", "--from", LONG_AGO)
        self.assertIsNone(scan.poll(), "the scan was over before the authority came")
        scan.communicate(timeout=60)
        self.assertEqual(self.unexplained(), [])
        self.assertEqual(self.explained(), sorted(self.january))
        self.assertEqual(self.shown()["used_items"], len(self.january))

    def is_scanned(self):
        with open(self.state / "store-bwv.lock", "rb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    def test_that_comes_while_an_agent_runs_counts(self):
        self.lose(*self.january)
        self.configure(scan="settle: 0s, every: 1s",
                       more=f"web: {{listen: '127.0.0.1:{free_port()}'}}\n")
        agent = self.spawn("agent", json_output=False)
        self.addCleanup(stop, agent)
        size = self.ledger_size()
        wait_until(lambda: self.ledger_size() > size, "the agent scans")
        self.add("--prefix", "2023/01", "--from", LONG_AGO)
        wait_until(lambda: not self.unexplained(), "the authority is looked at")
        self.assertIsNone(agent.poll(), "the agent ended by itself")
        self.assertEqual(self.explained(), sorted(self.january))
        self.assertEqual(self.shown()["used_items"], len(self.january))


class WhoApproves(DisposalScenario):
    def test_two_commands_at_once_that_add_one_reference_make_exactly_one(self):
        self.known(b"2023/a.mp4")
        for number in range(8):
            reference = f"DA-{number}"
            runs = [self.spawn("authority", "add", "--store", "bwv", "--reference",
                               reference, "--approved-by", name, "--prefix", f"2023/{name}")
                    for name in ("first", "second")]
            for run in runs:
                run.communicate(timeout=60)
            self.assertEqual(sorted(run.returncode for run in runs), [0, 2])
            winner = ("first", "second")[[run.returncode for run in runs].index(0)]
            shown = self.shown(reference)
            self.assertEqual(shown["approved_by"], winner)
            self.assertEqual(shown["prefixes"], [{"path": f"2023/{winner}"}])

    def test_a_second_approver_is_demanded_and_must_be_somebody_else(self):
        self.known(b"2023/a.mp4")
        self.configure(more="authorities: {require_second_approver: true}\n")
        size = self.ledger_size()
        run = self.add("--prefix", "2023", expect=2)
        self.assertIn("second approver", run.error()["message"])
        for same in ("A. Lee", "a. lee", " A.  LEE "):
            run = self.add("--prefix", "2023", "--second-approver", same, expect=2)
            self.assertIn("is the first one again", run.error()["message"])
        self.add("--prefix", "2023", "--second-approver", "", expect=2)
        self.assertEqual(self.ledger_size(), size)
        self.add("--prefix", "2023", "--second-approver", "B. Moe")
        self.assertEqual(self.shown()["second_approver"], "B. Moe")
        self.assertIn("A. Lee and B. Moe", self.said()[1])
        self.remove(b"2023/a.mp4")
        self.scan(explained=1)


class ACheckBeforeTheDisposal(DisposalScenario):
    """Every concern is counted, named, and a reason for exit status 1; nothing is recorded."""

    def setUp(self):
        super().setUp()
        self.backup = self.home / "backup"
        self.backup.mkdir()
        self.configure({"bwv": self.store, "backup": self.backup})
        self.paths = self.known(b"2023/a.mp4", b"2023/b.mp4", b"2023/c.mp4")
        self.copy(*self.paths)

    def copy(self, *paths):
        for path in paths:
            write(self.at(path, self.backup), b"recording " + path)
        self.muniment("scan", "backup")

    def check(self, *scope, expect=0, **counts):
        """Returns {kind: paths}; every count that is not named here must be 0."""
        size = self.ledger_size()
        rows = self.authority("check", *scope, expect=expect).rows()
        self.assertEqual(self.ledger_size(), size, "something was recorded")
        self.assertEqual(self.muniment("authority", "list").rows(), [])
        summary, found = rows.pop(), {}
        self.assertEqual(summary["kind"], "summary")
        for name in ("held", "last_copies", "not_in_inventory", "not_observed",
                     "kept_longer", "beyond_max_items", "beyond_max_bytes"):
            self.assertEqual(summary[name], counts.get(name, 0), (name, summary))
        self.assertEqual(summary["ok"], expect == 0)
        for row in rows:
            found.setdefault(row["kind"], []).append(path_of(row))
        text = self.authority("check", *scope, expect=expect, json_output=False)
        self.assertIn("Nothing speaks against it" if expect == 0 else "Do NOT dispose",
                      text.out.decode())
        return found

    def test_finds_nothing_when_everything_has_a_copy_in_another_store(self):
        self.assertEqual(self.check("--prefix", "2023"), {})

    def test_names_what_a_hold_keeps(self):
        self.muniment("hold", "add", "--store", "bwv", "--reference", "H-1", "--path",
                      "2023/b.mp4", "--reason", "CPS", "--by", "B. Moe")
        self.assertEqual(self.check("--prefix", "2023", expect=1, held=1),
                         {"held": [b"2023/b.mp4"]})
        self.muniment("hold", "release", "H-1", "--by", "B. Moe", "--reason", "over")
        self.check("--prefix", "2023")

    def test_names_the_last_copy(self):
        self.known(b"2023/d.mp4")
        self.assertEqual(self.check("--prefix", "2023", expect=1, last_copies=1),
                         {"last-copy": [b"2023/d.mp4"]})

    def test_names_what_was_a_copy_until_that_went(self):
        os.unlink(self.at(b"2023/c.mp4", self.backup))
        self.muniment("scan", "backup", expect=1)
        self.assertEqual(self.check("--prefix", "2023", expect=1, last_copies=1),
                         {"last-copy": [b"2023/c.mp4"]})

    def test_two_copies_that_would_both_go_are_no_copies(self):
        for path in ("2023/d.mp4", "2023/e.mp4"):
            write(self.at(path), b"the same content")
        self.muniment("scan", "bwv")
        self.assertEqual(self.check("--prefix", "2023", expect=1, last_copies=2),
                         {"last-copy": [b"2023/d.mp4", b"2023/e.mp4"]})
        self.check("--path", "2023/d.mp4")

    def test_names_what_is_not_in_the_inventory(self):
        names = [b"2023/a.mp4", b"2023/never.mp4"]
        found = self.check("--list", self.list_file(names), "--prefix", "2022", expect=1,
                           not_in_inventory=2)
        self.assertEqual(found, {"not-in-inventory": [b"2023/never.mp4", b"2022"]})

    def test_names_what_went_already(self):
        self.remove(b"2023/a.mp4")
        self.muniment("scan", "bwv", expect=1)
        self.assertEqual(self.check("--list", self.list_file(self.paths), expect=1,
                                    not_in_inventory=1),
                         {"not-in-inventory": [b"2023/a.mp4"]})

    def test_counts_what_is_beyond_its_items_and_bytes(self):
        self.check("--prefix", "2023", "--max-items", "3")
        self.check("--prefix", "2023", "--max-items", "1", expect=1, beyond_max_items=2)
        size = len(b"recording 2023/a.mp4")
        self.check("--prefix", "2023", "--max-bytes", str(3 * size))
        self.check("--prefix", "2023", "--max-bytes", str(3 * size - 7), expect=1,
                   beyond_max_bytes=7)

    @needs_root
    def test_says_what_could_not_be_looked_at(self):
        self.become_nobody()
        self.deny(self.store / "2023")
        self.muniment("scan", "bwv", expect=3)
        size = self.ledger_size()
        run = self.run_any("authority", "check", "--store", "bwv", "--reference", "DA-1",
                           "--approved-by", "A. Lee", "--prefix", "2023")
        self.assertEqual(run.status, 3, run)
        summary = run.rows()[-1]
        self.assertEqual((summary["not_observed"], summary["ok"]), (3, False))
        self.assertEqual(self.ledger_size(), size)

    def test_tells_the_approver_of_what_retention_keeps_longer(self):
        today = datetime.datetime.now(datetime.timezone.utc).date()
        day = (today - datetime.timedelta(days=40)).isoformat()
        self.register(f"2023/a.mp4,{day},nfa,", f"2023/b.mp4,{day},evidential,")
        rule = "retention:\n  - name: rule\n    classes: {nfa: 31d, evidential: forever}\n"
        self.configure({"bwv": self.store, "backup": self.backup}, more=rule,
                       of_store="retention: rule")
        self.check("--prefix", "2023", kept_longer=1)


if __name__ == "__main__":
    main()

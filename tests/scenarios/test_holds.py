"""What must not go: a held item that goes is unexplained, whatever else allowed it."""

import os

from support import Scenario, main, path_of, wait_until, write
from test_agent import AgentScenario

FUTURE, PAST = "2200-01-01", "2001-01-01"


class HoldScenario(Scenario):
    """24 clips in two collections, of no known class, date or case."""

    def setUp(self):
        super().setUp()
        self.dams = self.home / "dams"
        self.configure_stores()
        self.contents = self.fill(24, directories=2)
        self.january = [path for path in self.contents if path.startswith(b"2023/01/")]
        self.february = [path for path in self.contents if path.startswith(b"2023/02/")]
        self.muniment("scan", "bwv")

    def configure_stores(self, more=""):
        self.config.write_text(f"""\
state_dir: {self.state}
stores:
  - name: bwv
    path: {self.store}
    collection: "{{1}}/{{2}}"
    retention: weeding
    scan: {{settle: 0s}}
  - name: dams
    path: {self.dams}
    scan: {{settle: 0s}}
retention:
  - name: weeding
    classes: {{non-evidential: 31d, evidential: forever}}
{more}""")

    # Saying what is held and what is allowed

    def hold(self, *scope, reference="H-1", expect=0, store="bwv", **options):
        return self.muniment("hold", "add", "--store", store, "--reference", reference,
                             "--reason", "CPS request", "--by", "B. Moe", *scope,
                             expect=expect, **options)

    def placed(self, *scope, **options):
        """Of a new hold: {(kind, path)} of what was said at once, and its summary."""
        rows = self.hold(*scope, **options).rows()
        self.assertEqual(rows[-1]["kind"], "summary")
        return {(row["kind"], path_of(row)) for row in rows[:-1]}, rows[-1]

    def release(self, reference="H-1", *args, **options):
        return self.muniment("hold", "release", reference, "--by", "B. Moe", "--reason",
                             "trial over", *args, **options)

    def holds(self, *args):
        return {row["reference"]: row
                for row in self.muniment("hold", "list", *args).rows()}

    def approve(self, prefix="2023", *args):
        self.muniment("authority", "add", "--store", "bwv", "--reference", "DA-1",
                      "--approved-by", "A. Lee", "--prefix", prefix, *args)

    def register(self, rows):
        """Imports {path: (recorded date, class, case)}."""
        file = self.home / "register.csv"
        lines = [f"{path.decode()},{','.join(row)}" for path, row in rows.items()]
        file.write_text("\n".join(["path,recorded_at,class,case", *lines]) + "\n")
        self.muniment("register", "import", str(file), "--store", "bwv")

    def list_file(self, content):
        path = self.home / "list.txt"
        path.write_bytes(content)
        return str(path)

    def dispose(self, paths):
        for path in paths:
            os.remove(self.at(path))

    def rename(self, old, new):
        os.makedirs(os.path.dirname(self.at(new)), exist_ok=True)
        os.rename(self.at(old), self.at(new))

    # What must be so

    def scan(self, expect=0, **counts):
        row = self.muniment("scan", "bwv", expect=expect).row()
        self.assertEqual({name: row[name] for name in counts}, counts, f"scan said {row}")
        return row

    def breaches(self):
        """{path: row} of what went although a hold kept it."""
        return {path_of(row): row for row in self.changes("--unexplained", kind="removed")
                if row["hold"]}

    def assert_keeps_exactly(self, held, free, reference="H-1"):
        """Under an authority for everything the held are breaches, the others are not."""
        self.approve()
        self.dispose([*held, *free])
        self.scan(expect=1, outcome="complete", removed=len(held) + len(free),
                  explained=len(free), unexplained=len(held), hold_breaches=len(held))
        found = self.breaches()
        self.assertEqual(sorted(found), sorted(held))
        self.assertEqual({row["hold"] for row in found.values()}, {reference})
        self.assertEqual(sorted(path_of(row)
                                for row in self.changes("--explanation", "authority")),
                         sorted(free))
        self.assertEqual(self.holds()[reference]["breaches"], len(held))


class WhatIsHeld(HoldScenario):
    def test_by_case_is_what_the_register_says_is_of_it(self):
        self.register({self.january[0]: ("", "", "45AA/7"),
                       self.february[0]: ("", "", "45AA/7"),
                       self.january[1]: ("", "", "45AA/8"),
                       self.january[2]: ("", "", "45AA/70")})
        self.hold("--case", "45AA/7")
        self.assert_keeps_exactly([self.january[0], self.february[0]], self.january[1:5])

    def test_by_case_is_also_what_the_register_gives_to_it_later(self):
        self.hold("--case", "45AA/7")
        self.register({self.january[0]: ("", "", "45AA/7")})
        self.assert_keeps_exactly(self.january[:1], self.january[1:3])

    def test_of_two_cases_is_held_by_either(self):
        self.register({self.january[0]: ("", "", "45AA/7"),
                       self.january[1]: ("", "", "45AA/8"),
                       self.january[2]: ("", "", "45AA/9")})
        self.hold("--case", "45AA/7", "--case", "45AA/8")
        self.assert_keeps_exactly(self.january[:2], self.january[2:4])

    def test_by_path_is_that_item(self):
        self.hold("--path", self.january[0].decode())
        self.assert_keeps_exactly(self.january[:1], self.january[1:3])

    def test_by_prefix_is_what_is_in_the_directory_and_nothing_beside_it(self):
        beside = b"2023/01-other/clip.mp4"
        write(self.at(beside), b"beside")
        self.scan(added=1)
        self.hold("--prefix", "2023/01")
        self.assert_keeps_exactly(self.january[:2], [beside, self.february[0]])

    def test_by_prefix_is_also_what_comes_later(self):
        self.hold("--prefix", "2023/01")
        write(self.at(b"2023/01/later.mp4"), b"came later")
        self.scan(added=1)
        self.assert_keeps_exactly([b"2023/01/later.mp4"], self.february[:1])

    def test_by_collection_is_every_item_of_it(self):
        self.hold("--collection", "2023/02")
        self.assert_keeps_exactly(self.february[:3], self.january[:3])

    def test_by_a_list_is_exactly_the_listed(self):
        listed = [self.january[0], self.february[3]]
        self.hold("--list", self.list_file(b"\n".join(listed) + b"\n"))
        self.assert_keeps_exactly(listed, [self.january[1], self.february[4]])

    def test_by_a_nul_separated_list_is_any_path(self):
        odd = [b"2023/01/new\nline.mp4", b"2023/01/\xff\xfe.mp4", b"2023/01/ space "]
        for path in odd:
            write(self.at(path), path)
        self.scan(added=3)
        self.hold("-0", "--list", self.list_file(b"\0".join(odd) + b"\0"))
        self.assert_keeps_exactly(odd, self.january[:2])

    def test_by_class_and_dates_is_what_is_of_the_class_within_the_dates(self):
        within, first, last, before, after, other, undated, unknown = self.january[:8]
        self.register({within: ("2023-01-10", "evidential", ""),
                       first: ("2023-01-01", "evidential", ""),
                       last: ("2023-01-31T23:59:59Z", "evidential", ""),
                       before: ("2022-12-31T23:59:59Z", "evidential", ""),
                       after: ("2023-02-01", "evidential", ""),
                       other: ("2023-01-10", "non-evidential", ""),
                       undated: ("", "evidential", "")})
        self.hold("--class", "evidential", "--recorded-from", "2023-01-01",
                  "--recorded-to", "2023-01-31")
        self.assert_keeps_exactly([within, first, last],
                                  [before, after, other, undated, unknown])

    def test_by_dates_alone_is_everything_recorded_within_them(self):
        within, after, undated = self.january[:3]
        self.register({within: ("2023-01-10", "non-evidential", ""),
                       after: ("2023-02-01", "evidential", "")})
        self.hold("--recorded-from", "2023-01-01", "--recorded-to", "2023-01-31")
        self.assert_keeps_exactly([within], [after, undated])

    def test_by_options_of_several_kinds_is_what_any_of_them_names(self):
        self.register({self.january[0]: ("", "", "45AA/7")})
        self.hold("--case", "45AA/7", "--path", self.february[0].decode(), "--list",
                  self.list_file(self.february[1] + b"\n"))
        self.assert_keeps_exactly([self.january[0], *self.february[:2]],
                                  [self.january[1], self.february[2]])

    def test_of_one_store_is_free_in_another(self):
        self.fill(4, directories=2, root=self.dams)
        self.muniment("scan", "dams")
        self.hold("--prefix", "2023", store="dams")
        self.approve()
        self.dispose(self.january[:1])
        self.scan(explained=1, hold_breaches=0)

    def test_by_two_holds_is_kept_until_both_are_released(self):
        path = self.january[0]
        self.hold("--path", path.decode(), reference="H-1")
        self.hold("--prefix", "2023/01", reference="H-2")
        self.release("H-1")
        self.scan(removed=0)  # seen after the release
        self.assert_keeps_exactly([path], self.february[:1], reference="H-2")


class ABreach(HoldScenario):
    """Whatever allowed it: the detail names the hold and what would have."""

    def breach(self, path, **counts):
        self.dispose([path])
        self.scan(expect=1, removed=1, explained=0, unexplained=1, hold_breaches=1,
                  **counts)
        row = self.breaches()[path]
        self.assertEqual((row["explanation"], row["reference"], row["hold"]),
                         ("unexplained", "", "H-1"))
        self.assertTrue(row["detail"].startswith("breaches hold H-1 (CPS request)"), row)
        return row["detail"]

    def copy_to_dams(self, path):
        """A copy that is verified there after a transfer of everything was opened."""
        self.muniment("scan", "dams", expect=3 if not self.dams.exists() else 0)
        self.muniment("transfer", "open", "--from", "bwv", "--to", "dams", "--reference",
                      "T-1", "--by", "C. Day")
        write(self.at(path, self.dams), self.contents[path])
        self.muniment("scan", "dams")

    def test_that_nothing_would_have_allowed_names_only_the_hold(self):
        self.hold("--prefix", "2023/01")
        detail = self.breach(self.january[0])
        self.assertEqual(detail, "breaches hold H-1 (CPS request)")

    def test_under_an_authority_names_it_and_does_not_use_it_up(self):
        self.approve()
        self.hold("--prefix", "2023/01")
        detail = self.breach(self.january[0])
        self.assertIn("although authority DA-1 covers it (approved by A. Lee)", detail)
        shown = self.muniment("authority", "show", "DA-1").row()
        self.assertEqual(shown["used_items"], 0)

    def test_past_its_retention_names_the_rule(self):
        self.register({self.january[0]: ("2023-01-10", "non-evidential", ""),
                       self.january[1]: ("2023-01-10", "non-evidential", "")})
        self.hold("--path", self.january[0].decode())
        self.dispose(self.january[1:2])
        self.scan(explained=1, hold_breaches=0)
        self.assertIn("although rule weeding allows it", self.breach(self.january[0]))

    def test_of_what_was_transferred_names_the_transfer(self):
        self.copy_to_dams(self.january[0])
        self.hold("--prefix", "2023/01")
        detail = self.breach(self.january[0])
        self.assertIn("although transfer T-1 took it (verified at dams on ", detail)

    def test_stays_one_when_authority_and_retention_and_transfer_all_cover_it(self):
        path = self.january[0]
        self.approve()
        self.register({path: ("2023-01-10", "non-evidential", "45AA/7")})
        self.copy_to_dams(path)
        self.hold("--case", "45AA/7")
        self.assertIn("although transfer T-1 took it", self.breach(path))
        status = self.status()
        self.assertEqual((status["unexplained_items"], status["hold_breaches"]), (1, 1))

    def test_stays_one_when_an_authority_comes_late(self):
        self.hold("--prefix", "2023/01")
        self.breach(self.january[0])
        self.approve("2023", "--from", PAST)
        self.scan(removed=0)
        row = self.breaches()[self.january[0]]
        self.assertEqual((row["explanation"], row["hold"]), ("unexplained", "H-1"))
        self.assertEqual(self.status()["hold_breaches"], 1)

    def test_stays_one_when_the_hold_is_released_afterwards(self):
        self.approve()
        self.hold("--prefix", "2023/01")
        self.breach(self.january[0])
        self.release()
        self.scan(removed=0)
        self.assertEqual(list(self.breaches()), self.january[:1])

    def test_shows_when_the_register_says_late_that_what_was_due_was_of_a_held_case(self):
        due = {path: ("2023-01-10", "non-evidential", "") for path in self.january[:2]}
        self.register(due)
        self.hold("--case", "45AA/7")
        self.dispose(due)
        self.scan(explained=2, hold_breaches=0)
        self.register({self.january[0]: ("2023-01-10", "non-evidential", "45AA/7")})
        row, = self.breaches().values()
        self.assertEqual((path_of(row), row["hold"], row["first_explanation"]),
                         (self.january[0], "H-1", "retention"))

    def test_shows_when_the_register_says_late_that_it_was_of_a_held_case(self):
        self.approve()
        self.hold("--case", "45AA/7")
        self.dispose(self.january[:2])
        self.scan(explained=2, hold_breaches=0)
        self.register({self.january[0]: ("", "", "45AA/7")})
        row, = self.breaches().values()
        self.assertEqual((path_of(row), row["hold"], row["first_explanation"],
                          row["first_reference"]),
                         (self.january[0], "H-1", "authority", "DA-1"))

    def test_under_a_valid_authority_is_an_incident_and_everything_says_so(self):
        self.approve()
        self.hold("--prefix", "2023/01")
        self.assertEqual(self.overview()["incidents_open"], 0)
        self.dispose([*self.january[:3], *self.february[:4]])
        text = self.muniment("scan", "bwv", expect=1, json_output=False).out.decode()
        self.assertIn("7 items, 4 explained, 3 UNEXPLAINED", text)
        self.assertRegex(text, "(?i)hold")
        overview = self.overview()
        self.assertEqual(overview["incidents_open"], 1)
        self.assertEqual((self.status()["unexplained_items"],
                          self.status()["hold_breaches"]), (3, 3))
        text = self.muniment("status", "bwv", expect=1, json_output=False).out.decode()
        self.assertIn("3 of them should have been kept by a HOLD", text)
        self.assertEqual(sorted(self.breaches()), sorted(self.january[:3]))
        shown = self.muniment("authority", "show", "DA-1").row()
        self.assertEqual(shown["used_items"], 4)
        text = self.release(json_output=False).out.decode()
        self.assertIn("BREACHED: 3 items went that it should have kept", text)


class WhenAHoldIsInForce(HoldScenario):
    def test_released_before_it_holds_nothing(self):
        self.approve()
        self.hold("--prefix", "2023/01")
        self.release()
        self.scan(removed=0)  # seen after the release
        self.dispose(self.january[:2])
        self.scan(removed=2, explained=2, unexplained=0, hold_breaches=0)

    def test_released_between_the_last_look_and_the_loss_still_counts(self):
        # Nobody can say that it did not go while it was held.
        self.approve()
        self.hold("--prefix", "2023/01")
        self.scan(removed=0)
        self.dispose(self.january[:1])
        self.release()
        self.scan(expect=1, explained=0, hold_breaches=1)

    def test_placed_after_it_went_is_no_breach_and_says_at_once_what_is_missing(self):
        gone = self.january[:2]
        self.dispose(gone)
        self.scan(expect=1, unexplained=2)
        self.muniment("verify", "bwv", "--all")
        found, summary = self.placed("--prefix", "2023/01", expect=1)
        self.assertEqual(found, {("missing", path) for path in gone})
        self.assertEqual((summary["items"], summary["missing"]), (10, 2))
        self.scan(removed=0)
        self.assertEqual(self.breaches(), {})
        status = self.status()
        self.assertEqual((status["unexplained_items"], status["hold_breaches"]), (2, 0))

    def test_placed_after_it_went_does_not_keep_a_late_authority_from_explaining(self):
        self.dispose(self.january[:1])
        self.scan(expect=1, unexplained=1)
        self.hold("--prefix", "2023/01", expect=1)
        self.approve("2023", "--from", PAST)
        row, = self.changes(kind="removed")
        self.assertEqual((row["explanation"], row["first_explanation"], row["hold"]),
                         ("authority", "unexplained", ""))

    def test_is_seen_with_its_review_date(self):
        self.hold("--prefix", "2023/01", "--review", FUTURE, "--requester", "CPS")
        self.hold("--prefix", "2023/02", "--review", PAST, reference="H-2")
        self.hold("--path", self.january[0].decode(), reference="H-3")
        holds = self.holds()
        self.assertEqual({name: (row["state"], row["review"] and row["review"][:10])
                          for name, row in holds.items()},
                         {"H-1": ("in-force", FUTURE), "H-2": ("review-due", PAST),
                          "H-3": ("in-force", None)})
        self.assertEqual((holds["H-1"]["requester"], holds["H-1"]["by"],
                          holds["H-1"]["reason"]), ("CPS", "B. Moe", "CPS request"))
        text = self.muniment("hold", "list", json_output=False).out.decode()
        for words in (FUTURE, PAST, "review-due", "no date"):
            self.assertIn(words, text)

    def test_holds_also_when_its_review_is_due(self):
        self.hold("--prefix", "2023/01", "--review", PAST)
        self.assert_keeps_exactly(self.january[:1], self.february[:1])

    def test_is_listed_as_released_only_when_asked_for(self):
        self.hold("--prefix", "2023/01")
        released = self.release().row()
        self.assertEqual((released["state"], released["released_by"],
                          released["release_reason"]),
                         ("released", "B. Moe", "trial over"))
        self.assertEqual(self.holds(), {})
        self.assertEqual(self.holds("--released")["H-1"]["state"], "released")


class AHeldItemThatMoves(HoldScenario):
    """Stays held under its new name; what takes its old name is another item."""

    def moves_and_stays_held(self, old, *scope):
        self.hold(*scope)
        self.rename(old, b"elsewhere/moved.mp4")
        self.scan(moved=1, removed=0)
        self.approve("elsewhere")
        write(self.at(b"elsewhere/free.mp4"), b"free")
        self.scan(added=1)
        self.dispose([b"elsewhere/moved.mp4", b"elsewhere/free.mp4"])
        self.scan(expect=1, explained=1, unexplained=1, hold_breaches=1)
        row, = self.breaches().values()
        self.assertEqual((path_of(row), row["hold"]), (b"elsewhere/moved.mp4", "H-1"))
        self.assertIn("although authority DA-1 covers it", row["detail"])

    def test_when_held_by_path(self):
        self.moves_and_stays_held(self.january[0], "--path", self.january[0].decode())

    def test_when_held_by_prefix(self):
        self.moves_and_stays_held(self.january[0], "--prefix", "2023/01")

    def test_when_held_by_collection(self):
        self.moves_and_stays_held(self.january[0], "--collection", "2023/01")

    def test_when_held_by_list(self):
        self.moves_and_stays_held(self.january[0], "--list",
                                  self.list_file(self.january[0] + b"\n"))

    def test_when_held_by_case(self):
        self.register({self.january[0]: ("", "", "45AA/7")})
        self.moves_and_stays_held(self.january[0], "--case", "45AA/7")

    def test_when_held_by_class_and_dates(self):
        self.register({self.january[0]: ("2023-01-10", "evidential", "")})
        self.moves_and_stays_held(self.january[0], "--class", "evidential",
                                  "--recorded-from", "2023-01-01")

    def test_twice(self):
        self.hold("--prefix", "2023/01")
        self.rename(self.january[0], b"elsewhere/first.mp4")
        self.scan(moved=1)
        self.rename(b"elsewhere/first.mp4", b"nowhere/second.mp4")
        self.scan(moved=1)
        self.approve("nowhere")
        self.dispose([b"nowhere/second.mp4"])
        self.scan(expect=1, hold_breaches=1)
        self.assertEqual(list(self.breaches()), [b"nowhere/second.mp4"])

    def test_is_checked_under_its_new_name(self):
        self.hold("--path", self.january[0].decode())
        self.rename(self.january[0], b"elsewhere/moved.mp4")
        self.scan(moved=1)
        check = self.muniment("hold", "check", "H-1").row()
        self.assertEqual((check["verified"], check["missing"]), (1, 0))
        self.assertIsNotNone(self.items()[b"elsewhere/moved.mp4"]["last_verified"])

    def test_is_free_once_the_hold_is_released(self):
        self.hold("--path", self.january[0].decode())
        self.rename(self.january[0], b"elsewhere/moved.mp4")
        self.scan(moved=1)
        self.release()
        self.scan(removed=0)
        self.approve("elsewhere")
        self.dispose([b"elsewhere/moved.mp4"])
        self.scan(explained=1, hold_breaches=0)

    def test_before_the_hold_was_placed_is_not_held_by_its_old_name(self):
        self.rename(self.january[0], b"elsewhere/moved.mp4")
        self.scan(moved=1)
        self.hold("--prefix", "2023/01")
        self.approve("elsewhere")
        self.dispose([b"elsewhere/moved.mp4"])
        self.scan(explained=1, hold_breaches=0)


class WhatANewHoldSays(HoldScenario):
    def test_of_items_that_were_never_verified(self):
        found, summary = self.placed("--prefix", "2023/01")
        self.assertEqual(found, {("never-verified", path) for path in self.january})
        self.assertEqual((summary["items"], summary["never_verified"],
                          summary["missing"], summary["unreadable"]), (12, 12, 0, 0))

    def test_of_items_that_were_verified_is_nothing(self):
        self.muniment("verify", "bwv", "--all")
        found, summary = self.placed("--prefix", "2023/01")
        self.assertEqual((found, summary["never_verified"]), (set(), 0))
        self.assertEqual(summary["bytes"],
                         sum(len(self.contents[path]) for path in self.january))

    def test_of_a_listed_item_that_never_was_there_is_that_it_is_missing(self):
        self.muniment("verify", "bwv", "--all")
        names = self.list_file(self.january[0] + b"\n2023/01/never.mp4\n")
        found, summary = self.placed("--list", names, expect=1)
        self.assertEqual(found, {("missing", b"2023/01/never.mp4")})
        self.assertEqual(summary["items"], 1)

    def test_of_a_registered_item_of_the_case_that_never_was_there_is_the_same(self):
        self.muniment("verify", "bwv", "--all")
        self.register({self.january[0]: ("", "", "45AA/7"),
                       b"2023/01/never.mp4": ("", "", "45AA/7"),
                       b"2023/01/other.mp4": ("", "", "45AA/8")})
        found, _ = self.placed("--case", "45AA/7", expect=1)
        self.assertEqual(found, {("missing", b"2023/01/never.mp4")})

    def test_of_a_corrupted_item(self):
        self.corrupt(self.january[0])
        self.muniment("verify", "bwv", "--all", expect=1)
        found, _ = self.placed("--prefix", "2023/01", expect=1)
        self.assertEqual(found, {("corrupted", self.january[0])})

    def test_of_a_directory_that_cannot_be_read_is_not_that_it_is_missing(self):
        self.become_nobody()
        self.muniment("verify", "bwv", "--all")
        self.deny(self.store / "2023/01")
        self.scan(expect=3, outcome="incomplete", removed=0, not_observed=12)
        found, summary = self.placed("--prefix", "2023", expect=3)
        self.assertEqual(found, {("unreadable", path) for path in self.january})
        self.assertEqual((summary["items"], summary["unreadable"], summary["missing"]),
                         (24, 12, 0))

    def test_of_what_is_missing_and_what_cannot_be_read_is_both(self):
        self.become_nobody()
        self.dispose(self.february[:1])
        self.scan(expect=1)
        self.deny(self.store / "2023/01")
        self.scan(expect=3)
        found, summary = self.placed("--prefix", "2023", expect=3)
        self.assertLess({("missing", self.february[0]), ("unreadable", self.january[0])},
                        found)
        text = self.hold("--prefix", "2023", reference="H-2", expect=3,
                         json_output=False).out.decode()
        self.assertIn("1 MISSING", text)
        self.assertIn("12 COULD NOT BE LOOKED AT", text)

    def corrupt(self, path):
        """Other content that claims to be the same."""
        facts = os.stat(self.at(path))
        with open(self.at(path), "r+b") as file:
            file.write(b"X")
        os.utime(self.at(path), ns=(facts.st_atime_ns, facts.st_mtime_ns))

    def last_reads(self):
        return {path: row["last_verified"] for path, row in self.items().items()}

    def read_since(self, before):
        return {path for path, read in self.last_reads().items() if read != before[path]}

    # And it queues a check of what is held

    def test_is_that_a_check_is_queued_which_reads_what_is_held_and_nothing_else(self):
        self.hold("--prefix", "2023/01")
        self.assertEqual(self.status()["holds_to_check"], 1)
        before = self.last_reads()
        self.assertIsNone(self.holds()["H-1"]["checked"])
        check = self.muniment("hold", "check", "H-1").row()
        self.assertEqual((check["verified"], check["corrupted"], check["missing"],
                          check["unreadable"]), (12, 0, 0, 0))
        self.assertEqual(self.status()["holds_to_check"], 0)
        self.assertIsNotNone(self.holds()["H-1"]["checked"])
        self.assertEqual(self.read_since(before), set(self.january))

    def test_that_the_check_finds_corrupted(self):
        self.hold("--prefix", "2023/01")
        self.corrupt(self.january[0])
        check = self.muniment("hold", "check", "H-1", expect=1).row()
        self.assertEqual((check["verified"], check["corrupted"]), (11, 1))
        self.assertEqual(self.status()["holds_to_check"], 0)

    def test_that_the_check_misses_is_a_breach_at_the_next_scan(self):
        self.approve()
        self.hold("--prefix", "2023/01")
        self.dispose(self.january[:1])
        check = self.muniment("hold", "check", "H-1", expect=1).row()
        self.assertEqual((check["verified"], check["missing"]), (11, 1))
        self.scan(expect=1, hold_breaches=1)

    def test_that_the_check_cannot_read_is_not_verified(self):
        self.become_nobody()
        self.hold("--prefix", "2023/01")
        self.deny(self.at(self.january[0]))
        before = self.last_reads()
        check = self.muniment("hold", "check", "H-1", expect=3).row()
        self.assertEqual((check["verified"], check["unreadable"], check["missing"]),
                         (11, 1, 0))
        self.assertEqual(self.read_since(before), set(self.january[1:]))


class ABadHold(HoldScenario):
    """Refused whole, in one line, and nothing of it is recorded."""

    def refused(self, *args, says=""):
        size = self.ledger_size()
        run = self.muniment(*args, expect=2, json_output=False)
        self.assertEqual(len(run.err.decode().splitlines()), 1, run)
        self.assertIn(says, run.err.decode())
        self.assertEqual(self.ledger_size(), size)

    def refused_hold(self, *scope, reference="H-1", store="bwv", reason="CPS",
                     by="B. Moe", says=""):
        self.refused("hold", "add", "--store", store, "--reference", reference,
                     "--reason", reason, "--by", by, *scope, says=says)

    def test_of_a_reference_that_is_taken(self):
        self.hold("--path", self.january[0].decode())
        self.refused_hold("--prefix", "2023", says="H-1")
        self.assert_keeps_exactly(self.january[:1], self.january[1:2])

    def test_of_a_reference_that_was_released(self):
        self.hold("--prefix", "2023/01")
        self.release()
        self.refused_hold("--prefix", "2023", says="H-1")

    def test_without_any_scope(self):
        self.refused_hold(says="scope")

    def test_of_the_whole_store(self):
        for everything in (".", "./", ""):
            with self.subTest(everything):
                self.refused_hold("--prefix", everything)

    def test_of_a_place_outside_the_store(self):
        for outside in ("/etc", "2023/../../other"):
            with self.subTest(outside):
                self.refused_hold("--prefix", outside)

    def test_with_a_date_that_is_none(self):
        for flag in ("--review", "--recorded-from", "--recorded-to"):
            for date in ("yesterday", "2023-02-30", "2023-13-01", "31/01/2023", ""):
                with self.subTest(flag=flag, date=date):
                    self.refused_hold("--prefix", "2023", flag, date, says=flag)

    def test_that_ends_before_it_begins(self):
        self.refused_hold("--class", "evidential", "--recorded-from", "2023-02-01",
                          "--recorded-to", "2023-01-31", says="--recorded-to")

    def test_with_an_empty_or_absent_list(self):
        for file in (self.list_file(b""), str(self.home / "no-such-list")):
            with self.subTest(file):
                self.refused_hold("--list", file)

    def test_with_an_empty_case_class_or_collection(self):
        for flag in ("--case", "--class", "--collection"):
            with self.subTest(flag):
                self.refused_hold(flag, "", says=flag)

    def test_without_a_reference_a_reason_or_a_name(self):
        for empty in ("reference", "reason", "by"):
            with self.subTest(empty):
                self.refused_hold("--prefix", "2023", says=f"--{empty}", **{empty: ""})

    def test_of_an_unknown_store(self):
        self.refused_hold("--prefix", "2023", store="no-such-store")

    def test_cannot_be_released_or_checked_when_there_is_none(self):
        who = ("--by", "B. Moe", "--reason", "over")
        self.refused("hold", "release", "H-9", *who, says="H-9")
        self.refused("hold", "check", "H-9", says="H-9")
        self.hold("--prefix", "2023/01")
        self.release()
        self.refused("hold", "release", "H-1", *who, says="H-1")
        self.refused("hold", "check", "H-1", says="H-1")

    def test_that_two_stores_have_is_released_only_in_the_one_that_is_named(self):
        self.fill(4, root=self.dams)
        self.muniment("scan", "dams")
        for store in ("bwv", "dams"):
            self.hold("--prefix", "2023", store=store)
        self.refused("hold", "release", "H-1", "--by", "B. Moe", "--reason", "over",
                     says="--store")
        self.release("H-1", "--store", "dams")
        row, = self.muniment("hold", "list").rows()
        self.assertEqual((row["store"], row["reference"]), ("bwv", "H-1"))


class AnAgentWithHolds(AgentScenario):
    def hold(self, reference, prefix):
        self.muniment("hold", "add", "--store", "bwv", "--reference", reference,
                      "--prefix", prefix, "--reason", "CPS", "--by", "B. Moe")

    def read_since(self, before):
        return {path for path, row in self.items().items()
                if row["last_verified"] != before[path]["last_verified"]}

    def wait_until_checked(self):
        wait_until(lambda: self.metric("muniment_holds_unchecked") == 0
                   and all(row["checked"] for row in self.muniment("hold", "list").rows()),
                   "every hold is checked")

    def test_checks_what_is_queued_when_it_starts_and_what_comes_while_it_runs(self):
        self.fill(20, directories=4)
        self.scan(items=20)
        before = self.items()
        self.hold("H-1", "2023/01")
        self.hold("H-2", "2023/02")
        self.assertEqual(self.status()["holds_to_check"], 2)
        self.start()
        wait_until(lambda: self.metric("muniment_holds") == 2, "two holds")
        self.wait_until_checked()
        self.assertEqual(self.read_since(before), {
            path for path in before if path.startswith((b"2023/01/", b"2023/02/"))})
        self.hold("H-3", "2023/03")
        wait_until(lambda: self.metric("muniment_holds") == 3, "three holds")
        self.wait_until_checked()
        self.assertEqual(self.read_since(before), {
            path for path in before if not path.startswith(b"2023/04/")})
        os.remove(self.at(b"2023/01/clip-0000.mp4"))
        wait_until(lambda: self.metric("muniment_hold_breaches") == 1, "the breach")
        self.terminate()


if __name__ == "__main__":
    main()

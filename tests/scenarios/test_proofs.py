"""One event can be handed over with its proof, and be checked without us."""

import json
import os
import shutil
import stat
import subprocess

from support import PROGRAM, Scenario, main, path_of, sha256, write

LOST = b"2023/01/clip-0000.mp4"
HELD = "2023/02/clip-0001.mp4"
ODD = b"2023/01/\xff\n\x1b[2J.mp4"


class OneEvent(Scenario):
    def setUp(self):
        super().setUp()
        self.contents = self.fill(12)
        write(self.at(ODD), b"odd")
        self.scan(added=13)
        os.remove(self.at(LOST))
        self.scan(expect=1, removed=1)
        self.verify()
        self.key = self.muniment("ledger", "key", json_output=False).out.decode().strip()
        self.file = self.home / "one.tlog-proof"

    def prove(self, *args, expect=0):
        return self.muniment("ledger", "prove", *args, "-o", str(self.file), expect=expect)

    def prove_item(self, path, expect=0):
        return self.prove("--store", "bwv", "--path", path, expect=expect)

    def check(self, expect=0, key=None):
        return self.muniment("ledger", "check-proof", str(self.file), "--key", key or self.key,
                             expect=expect)

    def shown(self, *args):
        return self.muniment("ledger", "show", *args).rows()

    # Proofs

    def test_of_a_lost_item_says_all_that_is_kept_of_it(self):
        self.prove_item(os.fsdecode(LOST))
        answer = self.check().row()
        event = answer["event"]
        self.assertEqual((answer["ok"], event["type"], path_of(event)), (True, "removed", LOST))
        self.assertEqual(event["sha256"], sha256(self.contents[LOST]))
        self.assertEqual(answer["origin"], self.key.split("+")[0])
        self.assertEqual(answer["size"], self.ledger_size())
        text = self.muniment("ledger", "check-proof", str(self.file), "--key", self.key,
                             json_output=False)
        self.assertIn(sha256(self.contents[LOST]), text.out.decode())
        self.assertIn("unexplained", text.out.decode())

    def test_of_any_item_discloses_no_other(self):
        self.prove_item(HELD)
        event = self.check().row()["event"]
        self.assertEqual((event["type"], event["path"]), ("added", HELD))
        whole = self.file.read_bytes() + json.dumps(event).encode()
        for name in self.contents:
            self.assertEqual(name in whole, name == HELD.encode())

    def test_is_checked_without_configuration_or_ledger(self):
        self.prove_item(HELD)
        alone = self.home / "alone"
        alone.mkdir()
        shutil.copy(self.file, alone / "proof")
        (alone / "key").write_text(self.key + "\n")
        run = subprocess.run([PROGRAM, "ledger", "check-proof", "proof", "--key", "key"],
                             cwd=alone, env={}, capture_output=True, check=False)
        self.assertEqual(run.returncode, 0, run)

    def test_follows_the_newest_event_of_an_item(self):
        write(self.at(HELD), b"other content")
        self.scan(expect=1, modified=1)
        self.prove_item(HELD)
        self.assertEqual(self.check().row()["event"]["type"], "altered")

    def test_is_never_of_an_event_that_names_several_items(self):
        verified = self.shown("--type", "verified")
        self.assertTrue(verified)
        run = self.prove("--event", str(verified[0]["seq"]), expect=2)
        self.assertIn("several items", run.error()["message"])
        self.assertFalse(self.file.exists())

    def test_takes_names_that_are_no_text_and_shows_them_safely(self):
        self.prove_item(os.fsdecode(ODD))
        self.assertEqual(path_of(self.check().row()["event"]), ODD)
        run = self.muniment("ledger", "check-proof", str(self.file), "--key", self.key,
                            json_output=False)
        self.assert_safe(run)

    def test_does_not_write_over_a_file_unless_told_to(self):
        self.file.write_text("precious")
        self.assertIn("--force", self.prove("--event", "2", expect=2).error()["message"])
        self.assertEqual(self.file.read_text(), "precious")
        self.prove("--event", "2", "--force")
        self.check()
        self.assertEqual(stat.S_IMODE(self.file.stat().st_mode) & 0o007, 0)
        self.assertEqual([path.name for path in self.home.glob("one.*")], [self.file.name])

    def test_goes_to_standard_output_otherwise(self):
        run = self.muniment("ledger", "prove", "--event", "2", json_output=False)
        self.file.write_bytes(run.out)
        self.assertEqual(self.check().row()["index"], 2)

    def test_is_not_written_into_a_store(self):
        inside = self.store / "2023" / "proof"
        self.muniment("ledger", "prove", "--event", "2", "-o", str(inside), expect=2)
        self.assertFalse(inside.exists())

    def test_of_what_never_was_is_refused(self):
        other = str(self.shown("--path", HELD, "--type", "added")[0]["seq"])
        for args in (["--store", "bwv", "--path", "none"], ["--store", "bwv", "--path", "2023"],
                     ["--store", "none", "--path", "a"], ["--path", "a"], ["--store", "bwv"],
                     ["--event", "999"], ["--event", "-1"], ["--event", "x"], [],
                     ["--event", other, "--store", "bwv", "--path", os.fsdecode(LOST)]):
            self.prove(*args, expect=2)
            self.assertFalse(self.file.exists())

    def test_that_was_changed_or_is_of_another_key_does_not_verify(self):
        self.prove_item(HELD)
        good = self.file.read_bytes()
        index = self.check().row()["index"]
        self.file.write_bytes(good.replace(b"index %d" % index, b"index %d" % (index + 1)))
        self.assertNotEqual(self.file.read_bytes(), good)
        self.assertFalse(self.check(expect=5).row()["ok"])
        self.file.write_bytes(good)
        other = ("example.org/muniment+e82ea30a+"
                 "AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea")
        self.assertIn("no signature", self.check(expect=5, key=other).row()["problem"])
        self.check(expect=2, key="not a key")
        self.file.write_bytes(good[:40])
        self.check(expect=2)
        self.file.unlink()
        self.check(expect=2)

    def test_names_cosigners_that_it_did_not_check(self):
        self.prove_item(HELD)
        with open(self.file, "a", encoding="utf-8") as file:
            file.write("— witness.example AAAA" + "A" * 96 + "\n")
        self.assertEqual(self.check().row()["cosignatures"],
                         [{"name": "witness.example", "checked": False}])

    def test_is_not_handed_out_by_a_ledger_that_was_changed(self):
        tile = next((self.state / "ledger/tile/0/000.p").iterdir())
        good = tile.read_bytes()
        tile.write_bytes(bytes([good[0] ^ 1]) + good[1:])
        self.prove("--event", "2", expect=5)
        self.assertFalse(self.file.exists())
        tile.write_bytes(good)

    # Events

    def test_is_shown_by_type_store_place_time_and_number(self):
        everything = self.shown()
        self.assertEqual([row["seq"] for row in everything], list(range(len(everything))))
        self.assertEqual(everything[0]["type"], "ledger_started")
        removed = self.shown("--type", "removed")
        self.assertEqual([path_of(row) for row in removed], [LOST])
        lost = self.shown("--path", os.fsdecode(LOST))
        self.assertEqual([row["type"] for row in lost], ["added", "removed"])
        held = self.shown("--path", HELD)
        self.assertEqual([row["type"] for row in held], ["added", "verified"])
        below = self.shown("--under", "2023/01", "--type", "added", "--store", "bwv")
        self.assertEqual(len(below), 4)
        self.assertEqual(self.shown("--from", "3", "--limit", "2"), everything[3:5])
        self.assertEqual(self.shown("--from", "999"), [])
        self.assertEqual(self.shown("--since", everything[-1]["time"]),
                         [row for row in everything if row["time"] == everything[-1]["time"]])
        self.assertEqual(self.shown("--until", everything[0]["time"]), [])
        self.assertEqual(self.shown("--since", "2000-01-01", "--until", "2200-01-01"),
                         everything)

    def test_lines_are_one_each_and_safe(self):
        run = self.muniment("ledger", "show", json_output=False)
        self.assert_safe(run)
        self.assertEqual(len(run.out.splitlines()), len(self.shown()))

    def test_asked_for_wrongly_says_what_would_be_right(self):
        run = self.muniment("ledger", "show", "--type", "remved", expect=2)
        self.assertIn('did you mean "removed"', run.error()["message"])
        for args in (["--since", "yesterday"], ["--path", "a", "--under", "b"],
                     ["--store", "none"], ["--limit", "-1"], ["--path", "/a"]):
            self.muniment("ledger", "show", *args, expect=2)


if __name__ == "__main__":
    main()

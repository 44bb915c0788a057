"""The record stands up: against copies that were put back, forks, foreign keys, edits."""

import os
import shutil
import sqlite3
import subprocess

from support import PROGRAM, Run, Scenario, main, wait_until, write

READERS = (["status"], ["items", "bwv"], ["changes"], ["authority", "list"])


class LedgerScenario(Scenario):
    def setUp(self):
        super().setUp()
        self.fill()
        self.scan()
        self.key = self.muniment("ledger", "key").row()["key"]

    def change_and_scan(self, name):
        write(self.at(name))
        self.scan(added=1)

    def alone(self, *args):
        """Runs the program where there is no configuration, as an expert would."""
        command = [PROGRAM, *map(str, args), "--json"]
        done = subprocess.run(command, cwd="/", env={"PATH": os.environ["PATH"]},
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        return Run(command, done.returncode, done.stdout, done.stderr)

    def put_back(self, copy, name):
        """Puts a copy of `name` of the state directory in its place."""
        place = self.state / name
        if place.is_dir():
            shutil.rmtree(place)
        for part in ("-wal", "-shm"):
            (self.state / (name + part)).unlink(missing_ok=True)
        (shutil.copytree if copy.is_dir() else shutil.copy2)(copy, place)

    def keep(self, name):
        copy = self.home / f"kept-{name}"
        source = self.state / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, copy)
        return copy

    def assert_refused(self, because, *commands):
        for command in commands:
            run = self.run_any(*command)
            self.assertEqual(run.status, 5, run)
            self.assertIn(because, run.error()["message"], run)

    def problems(self, *args):
        row = self.muniment("ledger", "verify", *args, expect=5).row()
        self.assertFalse(row["ok"])
        return row["problems"]


class CopiedLedger(LedgerScenario):
    def test_verifies_without_state_or_configuration(self):
        copy = self.keep("ledger")
        run = self.alone("ledger", "verify", "--entries", copy, "--key", self.key)
        self.assertEqual(run.status, 0, run)
        self.assertEqual(run.row()["size"], self.ledger_size())

    def test_takes_the_key_from_a_file(self):
        file = self.home / "key.txt"
        file.write_text(self.key + "\n")
        run = self.alone("ledger", "verify", "--entries", self.keep("ledger"), "--key", file)
        self.assertEqual(run.status, 0, run)

    def test_names_what_was_altered(self):
        copy = self.keep("ledger")
        bundle = next((copy / "tile/entries").rglob("*[0-9]"))
        while bundle.is_dir():
            bundle = next(bundle.iterdir())
        data = bytearray(bundle.read_bytes())
        data[40] ^= 1
        bundle.write_bytes(data)
        run = self.alone("ledger", "verify", "--entries", copy, "--key", self.key)
        self.assertEqual(run.status, 5, run)
        problem = run.row()["problems"][0]
        self.assertIn("tile/entries/", problem["where"])
        self.assertIn("entry 0", problem["what"])

    def test_does_not_verify_under_a_foreign_key(self):
        foreign = "example.org/muniment+e82ea30a+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"
        run = self.alone("ledger", "verify", "--entries", self.keep("ledger"), "--key", foreign)
        self.assertEqual(run.status, 5, run)

    def test_needs_a_key_that_is_one(self):
        copy = self.keep("ledger")
        for args in ([], ["--key", "no key"], ["--key", self.key[:-4]]):
            run = self.alone("ledger", "verify", "--entries", copy, *args)
            self.assertEqual(run.status, 2, run)
            self.assertEqual(len(run.err.splitlines()), 1, run)

    def test_must_be_a_directory(self):
        run = self.alone("ledger", "verify", "--entries", self.home / "none", "--key", self.key)
        self.assertEqual(run.status, 2, run)
        self.assertIn("there is no directory", run.error()["message"])


class KeptCheckpoint(LedgerScenario):
    def setUp(self):
        super().setUp()
        self.kept = self.home / "kept.checkpoint"
        self.kept.write_bytes(
            self.muniment("ledger", "checkpoint", json_output=False).out)

    def test_is_extended_by_what_came_after_it(self):
        self.change_and_scan("later.mp4")
        self.muniment("ledger", "verify", "--checkpoint", str(self.kept))

    def test_tells_of_an_older_copy_of_everything(self):
        older = self.keep("ledger"), self.keep("catalogue.sqlite"), self.keep("head")
        self.change_and_scan("later.mp4")
        self.muniment("status")
        self.kept.write_bytes(
            self.muniment("ledger", "checkpoint", json_output=False).out)
        for copy, name in zip(older, ("ledger", "catalogue.sqlite", "head")):
            self.put_back(copy, name)
        problem, = self.problems("--checkpoint", str(self.kept))
        self.assertIn("older copy or was cut short", problem["what"])

    def test_tells_of_a_state_that_was_continued_elsewhere(self):
        elsewhere = self.home / "elsewhere"
        shutil.copytree(self.state, elsewhere)
        self.change_and_scan("here.mp4")
        self.kept.write_bytes(
            self.muniment("ledger", "checkpoint", json_output=False).out)
        shutil.rmtree(self.state)
        shutil.copytree(elsewhere, self.state)
        os.remove(self.at("here.mp4"))
        self.change_and_scan("there.mp4")
        self.change_and_scan("there-2.mp4")
        problem, = self.problems("--checkpoint", str(self.kept))
        self.assertIn("went another way", problem["what"])

    def test_must_be_one(self):
        self.kept.write_text("nothing\n")
        for file in (self.kept, self.home / "none"):
            run = self.run_any("ledger", "verify", "--checkpoint", str(file))
            self.assertEqual(run.status, 2, run)


class OlderCopy(LedgerScenario):
    def test_of_the_ledger_is_named_by_every_command(self):
        older = self.keep("ledger")
        self.change_and_scan("later.mp4")
        newer = self.home / "newer"
        shutil.copytree(self.state / "ledger", newer)
        self.put_back(older, "ledger")
        self.assert_refused("the ledger is an older copy", ["scan"], *READERS)
        self.assertIn("the ledger is an older copy", self.problems()[0]["what"])
        self.put_back(newer, "ledger")
        self.scan(added=0)

    def test_of_the_catalogue_is_named_and_mended(self):
        self.muniment("status")
        older = self.keep("catalogue.sqlite")
        self.change_and_scan("later.mp4")
        self.scan()
        held = self.items()
        self.put_back(older, "catalogue.sqlite")
        self.assert_refused("the catalogue is an older copy", ["scan"], *READERS)
        self.assertIn("the catalogue is an older copy", self.problems()[0]["what"])
        self.muniment("ledger", "rebuild-catalogue")
        self.assertEqual(self.items(), held)

    def test_that_was_continued_is_named(self):
        older = self.home / "older"
        shutil.copytree(self.state, older)
        self.change_and_scan("here.mp4")
        here = self.home / "here"
        shutil.copytree(self.state, here)
        shutil.rmtree(self.state)
        shutil.copytree(older, self.state)
        os.remove(self.at("here.mp4"))
        self.change_and_scan("there.mp4")
        self.change_and_scan("there-2.mp4")
        self.put_back(here / "catalogue.sqlite", "catalogue.sqlite")
        self.put_back(here / "head", "head")
        self.assert_refused("went separate ways", ["scan"], *READERS)
        shutil.rmtree(self.state)
        shutil.copytree(here, self.state)


class EditedCatalogue(LedgerScenario):
    def edit(self, sql):
        with sqlite3.connect(self.state / "catalogue.sqlite") as database:
            database.execute(sql)
        database.close()

    def test_is_named_by_table_and_row_and_made_again(self):
        os.remove(self.at("2023/01/clip-0000.mp4"))
        self.scan(expect=1, unexplained=1)
        before = self.overview()
        self.edit("DELETE FROM tombstone")
        self.edit("UPDATE store SET unexplained_items = 0, unexplained_bytes = 0")
        found = {problem["where"]: problem["what"] for problem in self.problems()}
        self.assertEqual(set(found), {"catalogue table tombstone", "catalogue table store"})
        self.assertIn("is missing", found["catalogue table tombstone"])
        self.assertIn("unexplained_items is 0, the entries make it 1",
                      found["catalogue table store"])
        row = self.muniment("ledger", "rebuild-catalogue").row()
        self.assertTrue(os.path.exists(row["kept_aside"]))
        self.assertEqual(self.overview(), before)

    def test_that_is_no_database_is_said_and_made_again(self):
        for part in ("", "-wal", "-shm"):
            (self.state / f"catalogue.sqlite{part}").unlink(missing_ok=True)
        (self.state / "catalogue.sqlite").write_bytes(b"x" * 20_000)
        self.assert_refused("rebuild-catalogue", ["scan"], *READERS)
        self.assertEqual(self.problems()[0]["where"], "catalogue")
        self.muniment("ledger", "rebuild-catalogue")
        self.scan(added=0)


class ChangeOfKey(LedgerScenario):
    def rotate(self):
        return self.muniment("ledger", "key", "rotate", "--by", "B. Moe", "--reason",
                             "the machine was replaced").row()["key"]

    def test_is_followed_from_the_old_key(self):
        new = self.rotate()
        self.assertNotEqual(new, self.key)
        self.change_and_scan("later.mp4")
        copy = self.keep("ledger")
        for key in (self.key, new):
            run = self.alone("ledger", "verify", "--entries", copy, "--key", key)
            self.assertEqual(run.status, 0, run)
        shown = self.muniment("ledger", "show", "--type", "key_rotated").rows()
        self.assertEqual([row["key"] for row in shown], [new])

    def test_without_its_chain_the_old_key_does_not_lead_to_the_new_one(self):
        self.rotate()
        self.change_and_scan("later.mp4")
        copy = self.keep("ledger")
        shutil.rmtree(copy / "rotation")
        run = self.alone("ledger", "verify", "--entries", copy, "--key", self.key)
        self.assertEqual(run.status, 5, run)

    def test_is_taken_in_by_an_agent_that_runs(self):
        self.configure(scan="every: 1s, settle: 0s", more="web: {listen: '127.0.0.1:0'}\n")
        agent = self.spawn("agent")
        self.addCleanup(agent.communicate)
        self.addCleanup(agent.terminate)
        wait_until(lambda: self.muniment("ledger", "show", "--type", "agent_started").rows(),
                   "the agent starts")
        self.rotate()
        size = self.ledger_size()
        wait_until(lambda: self.ledger_size() > size, "a scan after the change of key")
        self.muniment("ledger", "verify", "--key", self.key)

    def test_needs_a_name_and_a_reason(self):
        self.muniment("ledger", "key", "rotate", "--by", "B. Moe", expect=2)
        self.muniment("ledger", "key", "rotate", "--by", "", "--reason", "x", expect=2)
        self.assertEqual(self.muniment("ledger", "key").row()["key"], self.key)


if __name__ == "__main__":
    main()

"""Why it went: a purge, a partial authority, a migration, a weeding rule gone wrong, and a
hold that is breached. Each is found exactly, item by item, and nothing else is raised."""

import datetime
import os
import shutil
import signal

from support import Scenario, main, path_of, stop, wait_until, write

DAY = datetime.timedelta(days=1)


def day(ago):
    """The date so many days ago, as a directory and as a date."""
    date = datetime.datetime.now(datetime.timezone.utc).date() - ago * DAY
    return date.strftime("%Y/%m/%d").encode(), date.isoformat()


class WhyItWent(Scenario):
    def configure_retention(self, classes, default="non-evidential", more=""):
        self.config.write_text(f"""\
state_dir: {self.state}
stores:
  - name: bwv
    path: {self.store}
    recorded_at: "{{1}}-{{2}}-{{3}}"
    class: {default}
    retention: rule
    scan: {{settle: 0s}}
retention:
  - name: rule
    classes: {{{classes}}}
{more}""")

    def fill_day(self, ago, count, name=b"clip"):
        paths = [day(ago)[0] + b"/%s-%05d.mp4" % (name, i) for i in range(count)]
        for path in paths:
            write(self.at(path), b"recording " + path)
        return paths

    def remove(self, paths):
        for path in paths:
            os.unlink(self.at(path))

    def unexplained(self):
        return sorted(path_of(row) for row in self.changes("--unexplained", kind="removed"))

    def register(self, rows, header="path,recorded_at,class,case", expect=0):
        file = self.home / "register.csv"
        file.write_text("\n".join([header, *rows]) + "\n")
        return self.muniment("register", "import", str(file), "--store", "bwv", expect=expect)

    def authority(self, reference, *args, expect=0, verb="add"):
        return self.muniment("authority", verb, "--store", "bwv", "--reference", reference,
                             "--approved-by", "A. Lee", *args, expect=expect)

    # The five of the issue

    def test_a_purge_of_30000_on_the_night_of_a_loss_of_96(self):
        self.configure_retention("non-evidential: 31d, evidential: forever")
        due = [path for ago in (31, 32, 33) for path in self.fill_day(ago, 10_000)]
        young = [path for ago in (3, 12, 30) for path in self.fill_day(ago, 200)]
        self.scan(items=30_600)
        lost = young[::6][:96]
        self.remove(due)
        self.remove(lost)
        self.scan(expect=1, removed=30_096, explained=30_000, unexplained=96, logged=0,
                  hold_breaches=0, modified=0, corrupted=0)
        self.assertEqual(self.unexplained(), sorted(lost))
        overview = self.overview()
        self.assertEqual(overview["incidents_open"], 1)
        row = self.changes("--explanation", "retention")[0]
        self.assertEqual((row["reference"], row["first_explanation"]), ("rule", "retention"))
        early = [row for row in self.changes("--unexplained") if row["early_seconds"]]
        self.assertEqual(len(early), 96)

    def test_a_partial_authority_leaves_412_by_name(self):
        paths = self.fill_day(5, 10_412)
        self.scan(items=10_412)
        self.authority("DA-1", "--prefix", day(5)[0].decode(), "--max-items", "10000")
        self.remove(paths)
        self.scan(expect=1, explained=10_000, unexplained=412)
        self.assertEqual(len(set(self.unexplained()) & set(paths)), 412)
        shown = self.muniment("authority", "show", "DA-1").row()
        self.assertEqual((shown["state"], shown["used_items"], shown["beyond_items"]),
                         ("used-up", 10_000, 412))

    def test_a_partial_authority_is_not_used_twice_after_a_kill(self):
        paths = self.fill_day(5, 40_000)
        self.scan(items=40_000)
        self.authority("DA-1", "--prefix", day(5)[0].decode(), "--max-items", "30000")
        shutil.rmtree(self.store / day(5)[0].decode())
        size = self.ledger_size()
        scan = self.spawn("scan")
        wait_until(lambda: self.ledger_size() > size, "nothing was recorded", 60)
        stop(scan, signal.SIGKILL)
        self.run_any("scan")
        explained = [path_of(row) for row in self.changes("--explanation", "authority")]
        self.assertEqual(len(explained), 30_000)
        self.assertEqual(sorted(set(explained) | set(self.unexplained())), sorted(paths))
        self.assertEqual(self.muniment("authority", "show", "DA-1").row()["used_items"],
                         30_000)

    def test_the_migration_of_96174_originals(self):
        dams = self.home / "dams"
        dams.mkdir()
        self.configure({"bwv": self.store, "dams": dams})
        originals = [b"%03d/v%d.mp4" % (i % 100, i) for i in range(96_174)]
        for path in originals:
            write(self.at(path), b"video %s" % path)
        self.muniment("scan", "bwv")
        self.muniment("transfer", "open", "--from", "bwv", "--to", "dams", "--reference",
                      "T-1", "--by", "C. Day")
        self.muniment("transfer", "check", "T-1", expect=3)  # dams was never scanned
        copied, never = originals[:95_033], originals[95_033:]
        for path in copied:
            write(self.at(path, dams), b"video %s" % path)
        self.muniment("scan", "dams")
        check = self.muniment("transfer", "check", "T-1", expect=1).rows()
        self.assertEqual(check[-1]["absent"], 1_141)
        shutil.rmtree(self.store)
        self.store.mkdir()
        # Another directory under the same name would be another store.
        self.muniment("scan", "bwv", "--re-enrol", "--by", "C. Day", "--reason", "purged",
                      expect=1)
        self.assertEqual(self.unexplained(), sorted(never))
        self.assertEqual(len(self.changes("--explanation", "transfer")), 95_033)
        rows = self.muniment("transfer", "close", "T-1", "--by", "C. Day", expect=1).rows()
        self.assertEqual((rows[-1]["verified"], rows[-1]["lost"]), (95_033, 1_141))
        self.assertEqual(sorted(path_of(row) for row in rows[:-1]), sorted(never))

    def test_a_weeding_rule_that_deletes_the_wrong_class_and_leaves_the_right_one(self):
        self.configure_retention("no-further-action: 31d, convicted: 7y", default='""')
        convicted = self.fill_day(400, 50, b"con")
        weedable = self.fill_day(400, 70, b"nfa")
        date = day(400)[1]
        self.register([f"{p.decode()},{date},convicted,45AA/1" for p in convicted] +
                      [f"{p.decode()},{date},no-further-action,45AA/2" for p in weedable])
        self.scan(items=120)
        self.assertEqual(self.status()["retention"]["overdue_items"], 70)
        self.remove(convicted)
        self.remove(weedable[:5])
        self.scan(expect=1, explained=5, unexplained=50)
        self.assertEqual(self.unexplained(), sorted(convicted))
        for row in self.changes("--unexplained"):
            self.assertGreater(row["early_seconds"], 2000 * 86_400)
        rows = self.muniment("retention", "bwv", "--list").rows()
        self.assertEqual(sorted(path_of(row) for row in rows[:-1]), sorted(weedable[5:]))
        self.assertEqual(rows[-1]["overdue_items"], 65)

    def test_a_hold_is_breached_under_a_valid_authority(self):
        self.configure_retention("non-evidential: 31d")
        held, other = self.fill_day(40, 10, b"held"), self.fill_day(40, 10, b"other")
        self.register([f"{p.decode()},,,45AA/7" for p in held])
        self.scan(items=20)
        self.authority("DA-1", "--prefix", day(40)[0].decode())
        placed = self.muniment("hold", "add", "--store", "bwv", "--reference", "H-1",
                               "--case", "45AA/7", "--reason", "CPS", "--by", "B. Moe").rows()
        self.assertEqual((placed[-1]["items"], placed[-1]["never_verified"]), (10, 10))
        check = self.authority("DA-2", "--prefix", day(40)[0].decode(), verb="check", expect=1)
        self.assertEqual(check.rows()[-1]["held"], 10)
        self.remove(held[:3] + other[:3])
        self.scan(expect=1, explained=3, unexplained=3, hold_breaches=3)
        for row in self.changes("--unexplained"):
            self.assertEqual((row["hold"], row["reference"]), ("H-1", ""))
            self.assertIn("although authority DA-1 covers it", row["detail"])
        self.assertEqual(self.status()["hold_breaches"], 3)
        self.assertEqual(self.muniment("hold", "list").row()["breaches"], 3)

    # What else must hold

    def test_what_comes_back_and_goes_again_does_not_use_its_authority_again(self):
        path, = self.fill_day(5, 1)
        self.scan(items=1)
        self.remove([path])
        self.scan(expect=1, unexplained=1)
        write(self.at(path), b"back again")
        self.scan(items=1)
        self.authority("DA-1", "--prefix", day(5)[0].decode(), "--from", "2020-01-01")
        row, = self.changes(kind="removed")
        self.assertEqual((row["explanation"], row["first_explanation"]),
                         ("authority", "unexplained"), "late evidence")
        self.assertEqual(self.status()["unexplained_items"], 0)
        self.remove([path])
        self.scan(expect=1, unexplained=1, explained=0)
        shown = self.muniment("authority", "show", "DA-1").row()
        self.assertEqual((shown["used_items"], shown["replayed_items"]), (1, 1))

    def test_a_held_item_stays_held_when_it_moves(self):
        path, = self.fill_day(5, 1)
        self.scan(items=1)
        self.muniment("hold", "add", "--store", "bwv", "--reference", "H-1", "--path",
                      path.decode(), "--reason", "CPS", "--by", "B. Moe")
        self.muniment("hold", "check", "H-1")
        os.rename(self.at(path), self.at("elsewhere.mp4"))
        self.scan(moved=1)
        self.authority("DA-1", "--prefix", "elsewhere.mp4")
        os.unlink(self.at("elsewhere.mp4"))
        self.scan(expect=1, hold_breaches=1)
        self.muniment("hold", "release", "H-1", "--by", "B. Moe", "--reason", "over")

    def test_a_hold_on_what_is_gone_says_so_at_once(self):
        path, = self.fill_day(5, 1)
        self.scan(items=1)
        self.remove([path])
        self.scan(expect=1)
        rows = self.muniment("hold", "add", "--store", "bwv", "--reference", "H-1",
                             "--prefix", day(5)[0].decode(), "--reason", "CPS", "--by",
                             "B. Moe", expect=1).rows()
        self.assertEqual((rows[0]["kind"], path_of(rows[0])), ("missing", path))
        self.assertEqual(self.status()["hold_breaches"], 0)

    def test_a_logged_deletion_is_a_state_of_its_own_with_its_actor(self):
        first, second = self.fill_day(5, 2)
        self.scan(items=2)
        self.remove([first, second])
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        log = self.home / "deletions.csv"
        log.write_text(f"time,path,actor,action\n{now},{first.decode()},j.doe,delete\n"
                       f"{now},{first.decode()},j.doe,read\n")
        self.muniment("log", "import", str(log), "--store", "bwv")
        self.scan(expect=1, logged=1, unexplained=1, explained=0, removed=2)
        row, = self.changes("--explanation", "logged")
        self.assertIn("j.doe", row["detail"])
        again = self.muniment("log", "import", str(log), "--store", "bwv").row()
        self.assertEqual((again["deletions"], again["known"], again["ignored"]), (0, 1, 1))
        status = self.status()
        self.assertEqual((status["logged_items"], status["unexplained_items"]), (1, 1))

    def test_a_corrected_register_takes_an_explanation_back(self):
        self.configure_retention("non-evidential: 31d, evidential: forever")
        path, = self.fill_day(40, 1)
        self.scan(items=1)
        self.remove([path])
        self.scan(explained=1, unexplained=0)
        self.register([f"{path.decode()},,evidential,"])
        row, = self.changes(kind="removed")
        self.assertEqual((row["explanation"], row["first_explanation"]),
                         ("unexplained", "retention"))

    def test_a_shortened_period_jumps_the_forecast_and_explains_nothing_before_it(self):
        self.configure_retention("non-evidential: 6m")
        paths = self.fill_day(40, 20)
        self.scan(items=20)
        self.assertEqual(self.status()["retention"]["deletable_30d_items"], 0)
        self.remove(paths[:1])
        self.scan(expect=1, unexplained=1)
        self.configure_retention("non-evidential: 31d")
        self.scan()
        self.assertEqual(self.status()["retention"]["overdue_items"], 19)
        self.assertEqual(self.unexplained(), paths[:1])

    def test_a_register_shows_what_is_absent_and_what_it_does_not_know(self):
        one, two, three = self.fill_day(5, 3)
        self.scan(items=3)
        self.register([f"{one.decode()},,evidential,45AA/1",
                       f"{one.decode()},,evidential,45AA/2",
                       "2020/01/01/never.mp4,2020-01-01,evidential,45AA/3"])
        rows = self.muniment("register", "compare", "--store", "bwv", expect=1).rows()
        found = {(row["kind"], path_of(row)) for row in rows[:-1]}
        self.assertEqual(found, {("registered-absent", b"2020/01/01/never.mp4"),
                                 ("unregistered", two), ("unregistered", three)})
        self.assertEqual(rows[-1]["registered"], 2)

    def test_a_wrong_row_keeps_the_whole_register_out_unless_it_may_be_skipped(self):
        self.fill_day(5, 1)
        self.scan(items=1)
        size = self.ledger_size()
        run = self.register(["a.mp4,2023-02-30,evidential,45AA/1", "b.mp4,,evidential,"],
                            expect=2)
        self.assertIn('register.csv:2: column "recorded_at"', run.error()["message"])
        self.assertEqual(self.ledger_size(), size)
        skipped = self.muniment("register", "import", str(self.home / "register.csv"),
                                "--store", "bwv", "--skip-bad", expect=3).row()
        self.assertEqual((skipped["added"], skipped["skipped"]), (1, 1))

    def test_an_import_that_was_killed_goes_on_where_it_stopped(self):
        self.scan(items=0)
        rows = [f"d{i % 50}/{i}.mp4,2023-01-01,evidential,45AA/{i % 9}"
                for i in range(60_000)]
        (self.home / "register.csv").write_text(
            "\n".join(["path,recorded_at,class,case", *rows]) + "\n")
        size = self.ledger_size()
        command = ("register", "import", str(self.home / "register.csv"), "--store", "bwv")
        process = self.spawn(*command)
        wait_until(lambda: self.ledger_size() > size, "nothing was imported", 60)
        stop(process, signal.SIGKILL)
        done = self.muniment(*command).row()
        self.assertEqual((done["rows"], done["added"] + done["unchanged"]), (60_000, 60_000))
        self.assertEqual(self.status()["registered_items"], 60_000)

    # Signed authorities

    def test_a_signed_authority_counts_and_everything_else_is_refused(self):
        path, = self.fill_day(5, 1)
        keys = {}
        for name in ("a.lee", "b.moe", "stranger"):
            run = self.muniment("authority", "key", name, "-o", str(self.home / name))
            keys[name] = run.row()["key"]
        more = ("authorities:\n  require_signature: true\n  require_second_approver: true\n"
                f"  keys: [\"{keys['a.lee']}\", \"{keys['b.moe']}\"]\n")
        self.configure(more=more)
        self.scan(items=1)
        size = self.ledger_size()
        prefix = day(5)[0].decode()

        def draft(reference, *args):
            file = self.home / reference
            self.muniment("authority", "draft", "--store", "bwv", "--reference", reference,
                          "--approved-by", "A. Lee", "--second-approver", "B. Moe",
                          "--prefix", prefix, *args, "-o", str(file))
            return file

        def sign(file, *names):
            for name in names:
                out = file.with_name(f"{file.name}.{name}")
                self.muniment("authority", "sign", str(file), "--key", str(self.home / name),
                              "--name", name, "-o", str(out))
                file = out
            return file

        def refused(file, why):
            run = self.muniment("authority", "add", "--document", str(file), expect=2)
            self.assertIn(why, run.error()["message"])
            self.assertEqual(self.ledger_size(), size)

        plain = draft("DA-1")
        self.authority("DA-1", "--prefix", prefix, expect=2)
        refused(plain, "not signed")
        refused(sign(plain, "stranger"), "none of the configured keys")
        refused(sign(plain, "a.lee"), "demands two")
        good = sign(self.home / "DA-1.a.lee", "b.moe")
        altered = self.home / "altered"
        altered.write_text(good.read_text().replace('"reference":"DA-1"',
                                                    '"reference":"DA-9"'))
        refused(altered, "altered after it was signed")
        refused(sign(draft("DA-2", "--from", "2020-01-01", "--until", "2020-02-01"),
                     "a.lee", "b.moe"), "out of date")
        added = self.muniment("authority", "add", "--document", str(good)).row()
        self.assertEqual(len(added["signed_by"]), 2)
        size = self.ledger_size()
        refused(good, "already")
        shutil.copy(self.state / "catalogue.sqlite", self.home / "older")
        self.remove([path])
        self.scan(explained=1)
        newer = (self.state / "catalogue.sqlite").read_bytes()
        shutil.copy(self.home / "older", self.state / "catalogue.sqlite")
        for end in ("-wal", "-shm"):
            (self.state / f"catalogue.sqlite{end}").unlink(missing_ok=True)
        replayed = self.run_any("authority", "add", "--document", str(good))
        self.assertIn(replayed.status, (2, 5), replayed)
        (self.state / "catalogue.sqlite").write_bytes(newer)
        size = self.ledger_size()
        self.muniment("ledger", "rebuild-catalogue")
        refused(good, "already")


if __name__ == "__main__":
    main()

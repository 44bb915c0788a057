"""A storage's own log says who deleted an item, not who allowed it: a state of its own."""

import datetime
import os

from support import Scenario, main, path_of, stop, wait_until, write

UTC = datetime.timezone.utc
MINUTE = datetime.timedelta(minutes=1)


def now():
    return datetime.datetime.now(UTC)


def stamp(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def audit_line(path, kind="SDEL", at=None, result="SUCS", bucket="evidence",
               user="urn:sgws:identity::5366:j.doe", rule=None, more=""):
    """As StorageGRID writes it: of a client's delete, or of a lifecycle rule's."""
    at = at or now()
    microseconds = int(at.timestamp() * 1_000_000)
    who = (f'[RULE(CSTR):"{rule}"]' if rule else
           f'[SAIP(IPAD):"10.96.99.149"][S3AI(CSTR):"9876"][SACC(CSTR):"custody"]'
           f'[SUSR(CSTR):"{user}"]')
    return (f'{at:%Y-%m-%dT%H:%M:%S.%f}[AUDT:[RSLT(FC32):{result}][TIME(UI64):8725]{who}'
            f'[S3BK(CSTR):"{bucket}"][S3KY(CSTR):"{path}"][CBID(UI64):0x339F21C5A6964D89]'
            f'[CSIZ(UI64):30720]{more}[AVER(UI32):10][ATIM(UI64):{microseconds}]'
            f'[ATYP(FC32):{kind}][ANID(UI32):12209632][AMID(FC32):S3RQ]'
            f'[ATID(UI64):4907]]')


class LogScenario(Scenario):
    def setUp(self):
        super().setUp()
        self.paths = sorted(self.fill(12, directories=2))
        self.names = [path.decode() for path in self.paths]
        self.scan(items=12)

    def log(self, *lines, name="audit.log", args=(), expect=0, **options):
        file = self.home / name
        file.write_text("".join(line + "\n" for line in lines))
        return self.muniment("log", "import", str(file), "--store", "bwv", *args,
                             expect=expect, **options)

    def csv(self, *rows, header="time,path,actor,action", **options):
        return self.log(header, *rows, name="deletions.csv", **options)

    def imported(self, run, **counts):
        row = run.row()
        seen = {name: row[name] for name in ("deletions", "known", "ignored", "skipped")}
        self.assertEqual(seen, {**dict.fromkeys(seen, 0), **counts}, run)

    def remove(self, *numbers):
        for number in numbers:
            os.unlink(self.at(self.paths[number]))

    def removals(self):
        return {path_of(row).decode(): row for row in self.changes(kind="removed")}

    def logged(self):
        return sorted(path_of(row).decode()
                      for row in self.changes("--explanation", "logged"))

    def assert_status(self, expect, **counts):
        row = next(iter(self.muniment("status", expect=expect).row()["stores"]))
        seen = {f"{name}_items": row[f"{name}_items"] for name in counts}
        self.assertEqual(seen, {f"{name}_items": count for name, count in counts.items()})


class ALoggedDeletion(LogScenario):
    def test_by_a_client_is_neither_explained_nor_unexplained(self):
        sizes = [os.path.getsize(self.at(path)) for path in self.paths]
        self.remove(0, 1, 2)
        before = now()
        self.imported(self.log(audit_line(self.names[0], at=before),
                               audit_line(self.names[1], at=before)), deletions=2)
        self.scan(expect=1, removed=3, logged=2, unexplained=1, explained=0)
        self.assertEqual(self.logged(), self.names[:2])
        self.assertEqual(self.changed_paths("removed", "--unexplained"), self.paths[2:3])
        row = self.removals()[self.names[0]]
        self.assertEqual((row["explanation"], row["reference"], row["first_explanation"]),
                         ("logged", "", "logged"))
        for part in ("urn:sgws:identity::5366:j.doe", "10.96.99.149", "SDEL",
                     f"{before:%Y-%m-%dT%H:%M:%S}", "nobody authorised it"):
            self.assertIn(part, row["detail"])
        self.assert_status(1, logged=2, unexplained=1)
        self.assertEqual(self.status()["logged_bytes"], sum(sizes[:2]))

    def test_alone_is_a_finding_and_an_incident(self):
        self.remove(0, 1)
        self.log(*map(audit_line, self.names[:2]))
        self.scan(expect=1, removed=2, logged=2, unexplained=0, explained=0)
        self.assert_status(1, logged=2, unexplained=0)
        self.assertEqual(self.overview()["incidents_open"], 1)
        incident, = self.muniment("ledger", "show", "--type", "incident").rows()
        self.assertEqual(incident["items"], 2)

    def test_is_shown_to_people_with_its_actor(self):
        self.remove(0)
        self.log(audit_line(self.names[0], user="urn:sgws:identity::5366:j.doe"))
        scan = self.muniment("scan", expect=1, json_output=False).out.decode()
        self.assertIn("logged", scan.lower())
        self.assertNotIn("Nothing new that is unexplained", scan)
        shown = self.muniment("changes", json_output=False).out.decode()
        self.assertRegex(shown, r"removed .*logged.*5366:j\.doe")

    def test_by_a_lifecycle_rule_names_the_rule(self):
        self.remove(0)
        self.log(audit_line(self.names[0], kind="IDEL", rule="Make 2 Copies"))
        self.scan(expect=1, logged=1, unexplained=0)
        detail = self.removals()[self.names[0]]["detail"]
        self.assertIn("lifecycle rule Make 2 Copies", detail)
        self.assertIn("IDEL", detail)

    def test_in_a_csv_log_names_its_actor(self):
        self.remove(0, 1, 2, 3)
        time = stamp(now())
        self.imported(self.csv(f"{time},{self.names[0]},j.doe,delete",
                               f"{time},{self.names[1]},-,Purge",
                               f'{time},"{self.names[2]}","Doe, J.",REMOVED',
                               f"{time},{self.names[3]},j.doe,read",
                               f"{time},{self.names[3]},j.doe,undelete"),
                      deletions=3, ignored=2)
        self.scan(expect=1, logged=3, unexplained=1)
        self.assertEqual(self.logged(), self.names[:3])
        removals = self.removals()
        for number, actor in enumerate(("j.doe", "somebody", "Doe, J.")):
            self.assertIn(f"says that {actor} did it",
                          removals[self.names[number]]["detail"])

    def test_is_found_below_what_the_log_has_before_its_paths(self):
        self.remove(0, 1)
        self.imported(self.log(audit_line(f"bwv/{self.names[0]}"),
                               audit_line(f"other/{self.names[1]}"),
                               args=["--strip", "bwv/"]), deletions=1, ignored=1)
        self.scan(expect=1, logged=1, unexplained=1)

    def test_is_of_one_store_only(self):
        other = self.home / "other"
        self.fill(2, directories=1, root=other)
        name = self.names[0]
        write(self.at(name, other), b"of the same name")
        self.configure({"bwv": self.store, "records": other})
        self.muniment("scan", "records")
        self.log(audit_line(name))
        os.unlink(self.at(name, other))
        row = self.muniment("scan", "records", expect=1).row()
        self.assertEqual((row["logged"], row["unexplained"]), (0, 1))


class WhatIsNoDeletion(LogScenario):
    def ignore(self, *lines, args=()):
        self.remove(0)
        self.imported(self.log(*lines, args=args), ignored=len(lines))
        self.scan(expect=1, logged=0, unexplained=1)
        self.assertEqual(self.removals()[self.names[0]]["detail"], "")

    def test_a_request_that_failed(self):
        self.ignore(*[audit_line(self.names[0], result=result)
                      for result in ("GERR", "FAIL", "HERR", "AUTH")])

    def test_a_request_about_something_else(self):
        self.ignore(*[audit_line(self.names[0], kind=kind)
                      for kind in ("SGET", "SPUT", "SHEA", "SUPD", "ORLM")])

    def test_of_a_part_of_the_object(self):
        self.ignore(audit_line(self.names[0], more='[S3SR(CSTR):"tagging"]'))

    def test_in_another_bucket(self):
        self.ignore(audit_line(self.names[0], bucket="evidence-old"),
                    audit_line(self.names[0], bucket="Evidence"),
                    args=["--bucket", "evidence"])

    def test_of_a_name_that_only_begins_alike(self):
        self.remove(0)
        self.imported(self.log(audit_line(self.names[0] + ".old"),
                               audit_line(self.names[0].upper())), deletions=2)
        self.scan(expect=1, logged=0, unexplained=1)


class TheTimeOfADeletion(LogScenario):
    def test_outside_of_the_loss_window_is_not_used(self):
        self.remove(0, 1)
        self.log(audit_line(self.names[0], at=now() - 60 * MINUTE),
                 audit_line(self.names[1], at=now() + 60 * MINUTE))
        self.scan(expect=1, logged=0, unexplained=2)
        self.assert_status(1, logged=0, unexplained=2)

    def test_may_be_off_by_what_clocks_are(self):
        self.remove(0, 1)
        self.log(audit_line(self.names[0], at=now() - 3 * MINUTE),
                 audit_line(self.names[1], at=now() + 3 * MINUTE))
        self.scan(expect=1, logged=2, unexplained=0)

    def test_in_another_zone_is_the_same_moment(self):
        self.remove(0, 1)
        there = now().astimezone(datetime.timezone(5 * 60 * MINUTE)).replace(microsecond=0)
        self.csv(f"{there.isoformat()},{self.names[0]},j.doe,delete",
                 f"{there.replace(tzinfo=UTC).isoformat()},{self.names[1]},j.doe,delete")
        self.scan(expect=1, logged=1, unexplained=1)
        self.assertEqual(self.logged(), self.names[:1])

    def test_that_is_the_newest_in_the_window_is_told(self):
        self.remove(0)
        self.log(audit_line(self.names[0], at=now() - 2 * MINUTE, user="first"),
                 audit_line(self.names[0], at=now() - MINUTE, user="second"),
                 audit_line(self.names[0], at=now() - 99 * MINUTE, user="long ago"))
        self.scan(expect=1, logged=1)
        self.assertIn("second", self.removals()[self.names[0]]["detail"])


class LateEvidence(LogScenario):
    def authority(self, *args):
        return self.muniment("authority", "add", "--store", "bwv", "--reference", "DA-1",
                             "--approved-by", "A. Lee", "--from", "2020-01-01", *args)

    def verdicts(self, number):
        row = self.removals()[self.names[number]]
        return row["first_explanation"], row["explanation"], row["reference"]

    def test_a_log_that_comes_after_the_removal_keeps_both_verdicts(self):
        self.remove(0, 1)
        self.scan(expect=1, unexplained=2)
        self.log(audit_line(self.names[0]))
        self.assertEqual(self.verdicts(0), ("unexplained", "logged", ""))
        self.assertEqual(self.verdicts(1), ("unexplained", "unexplained", ""))
        self.assertIn("5366:j.doe", self.removals()[self.names[0]]["detail"])
        self.assert_status(1, logged=1, unexplained=1)
        event, = self.muniment("ledger", "show", "--type", "reconsidered").rows()
        self.assertEqual((event["before"], event["explanation"]), ("unexplained", "logged"))

    def test_an_authority_that_comes_after_the_log_explains_what_it_covers(self):
        self.remove(0, 1)
        self.log(*map(audit_line, self.names[:2]))
        self.scan(expect=1, logged=2)
        self.authority("--path", self.names[0])
        self.assertEqual(self.verdicts(0), ("logged", "authority", "DA-1"))
        self.assertEqual(self.verdicts(1), ("logged", "logged", ""))
        self.assert_status(1, logged=1, unexplained=0)

    def test_an_authority_for_all_of_it_leaves_no_finding(self):
        self.remove(0)
        self.log(audit_line(self.names[0]))
        self.scan(expect=1, logged=1)
        self.authority("--path", self.names[0])
        self.assert_status(0, logged=0, unexplained=0)

    def test_three_verdicts_are_all_in_the_ledger(self):
        self.remove(0)
        self.scan(expect=1, unexplained=1)
        self.log(audit_line(self.names[0]))
        self.authority("--path", self.names[0])
        self.assertEqual(self.verdicts(0), ("unexplained", "authority", "DA-1"))
        events = self.muniment("ledger", "show", "--type", "reconsidered").rows()
        self.assertEqual([(row["before"], row["explanation"]) for row in events],
                         [("unexplained", "logged"), ("logged", "authority")])

    def test_a_log_takes_no_authority_away(self):
        self.authority("--path", self.names[0])
        self.remove(0)
        self.scan(explained=1)
        self.log(audit_line(self.names[0]))
        self.assertEqual(self.verdicts(0), ("authority", "authority", "DA-1"))

    def test_a_log_does_not_excuse_the_breach_of_a_hold_and_says_who_did_it(self):
        self.muniment("hold", "add", "--store", "bwv", "--reference", "H-1", "--path",
                      self.names[0], "--reason", "CPS", "--by", "B. Moe")
        self.remove(0)
        self.log(audit_line(self.names[0]))
        self.scan(expect=1, hold_breaches=1, logged=0, unexplained=1)
        row = self.removals()[self.names[0]]
        self.assertEqual((row["explanation"], row["hold"]), ("unexplained", "H-1"))
        self.assertIn("5366:j.doe", row["detail"])


class TheSameLogAgain(LogScenario):
    def test_is_known(self):
        self.remove(0, 1)
        lines = [audit_line(name) for name in self.names[:2]]
        self.imported(self.log(*lines), deletions=2)
        self.scan(expect=1, logged=2)
        size = self.ledger_size()
        self.imported(self.log(*lines), known=2)
        self.assertLessEqual(self.ledger_size(), size + 2, "more than that it was imported")
        recorded = self.muniment("ledger", "show", "--type", "deletion_logged").rows()
        self.assertEqual(len(recorded), 2)
        self.assert_status(1, logged=2, unexplained=0)

    def test_grown_is_taken_from_where_it_grew(self):
        self.remove(0, 1)
        lines = [audit_line(name) for name in self.names[:2]]
        self.imported(self.log(lines[0]), deletions=1)
        self.imported(self.log(*lines), deletions=1, known=1)
        self.imported(self.log(*lines, lines[1]), known=3)
        self.scan(expect=1, logged=2)

    def test_after_a_kill_is_recorded_once(self):
        lines = [audit_line(f"gone/{number}.mp4") for number in range(20_000)]
        file = self.home / "audit.log"
        file.write_text("\n".join(lines) + "\n")
        command = ("log", "import", str(file), "--store", "bwv")
        size = self.ledger_size()
        process = self.spawn(*command)
        checkpoint = self.state / "ledger" / "checkpoint"
        wait_until(lambda: int(checkpoint.read_text().split("\n")[1]) > size,
                   "nothing was recorded", 60)
        stop(process)
        before = len(self.muniment("ledger", "show", "--type", "deletion_logged").rows())
        self.assertLess(before, 20_000, "it was at its end before it was killed")
        self.imported(self.muniment(*command), deletions=20_000 - before, known=before)
        recorded = self.muniment("ledger", "show", "--type", "deletion_logged").rows()
        self.assertEqual(len({path_of(row) for row in recorded}), 20_000)
        self.assertEqual(len(recorded), 20_000)


class AWrongLine(LogScenario):
    def wrong_audit_lines(self):
        good = audit_line(self.names[1])
        return {"no audit line at all": "there is no [AUDT: in it",
                good[:-1]: "the message is not closed",
                good + "[": "text behind the message",
                good.replace("30720", "-5"): "CSIZ",
                audit_line("/" + self.names[1]): "is absolute",
                audit_line("../" + self.names[1]): "leads out of the store",
                audit_line(self.names[1], user="j\u202edoe"): "a character that is not shown",
                good.replace("[S3KY(CSTR):", "[S3XX(CSTR):").replace(
                    '[S3BK(CSTR):"evidence"]', ""): "SDEL without a key",
                good.replace("[ATYP(FC32):SDEL]", ""): "there is no ATYP",
                good.replace("[RSLT(FC32):SUCS]", ""): "SDEL without RSLT",
                good.replace("[ATIM(UI64):", "[ATIM(UI64):9"): "not between 1970 and",
                good.replace('[S3BK(CSTR):"', '[S3BK(CSTR):"\\q'): "an escape"}

    def test_is_told_with_file_line_and_reason_and_keeps_the_whole_log_out(self):
        wrong = self.wrong_audit_lines()
        size = self.ledger_size()
        lines = [audit_line(self.names[0]), "", *wrong]
        run = self.log(*lines, expect=2, json_output=False)
        told = run.err.decode().splitlines()
        self.assertEqual(len(told), len(wrong) + 1, run)
        for number, (line, reason) in enumerate(zip(told, wrong.values())):
            self.assertTrue(line.startswith(f"{self.home}/audit.log:{number + 3}: "), line)
            self.assertIn(reason, line)
        self.assertIn(f"{len(wrong)} wrong rows, and nothing was imported", told[-1])
        self.assert_safe(run)
        self.assertEqual(self.ledger_size(), size)

    def test_is_left_out_when_that_is_said(self):
        wrong = self.wrong_audit_lines()
        self.remove(0)
        run = self.log(audit_line(self.names[0]), *wrong, args=["--skip-bad"], expect=3)
        self.imported(run, deletions=1, skipped=len(wrong))
        problems = run.row()["problems"]
        self.assertEqual([problem["line"] for problem in problems],
                         list(range(2, len(wrong) + 2)))
        self.scan(expect=1, logged=1, unexplained=0)

    def test_alone_is_the_error(self):
        size = self.ledger_size()
        run = self.log(audit_line(self.names[0]), "nothing of the kind", expect=2)
        self.assertIn("audit.log:2: there is no [AUDT: in it; nothing was imported",
                      run.error()["message"])
        self.assertEqual(self.ledger_size(), size)

    def test_of_a_csv_log_is_told_in_the_same_way(self):
        time, name = stamp(now()), self.names[0]
        wrong = {f"2023-02-30T00:00:00Z,{name},j.doe,delete": 'column "time"',
                 f"yesterday,{name},j.doe,delete": 'column "time"',
                 f"{time},/{name},j.doe,delete": 'column "path"',
                 f"{time},{name},=cmd(),delete": 'column "actor"',
                 f"{time},{name},j.doe,": 'column "action": it is empty',
                 f"{time},{name},j.doe": "it has 3 fields, but the header has 4",
                 f'{time},{name},"j.doe" x,delete': "text behind the quote"}
        size = self.ledger_size()
        run = self.csv(f"{time},{name},j.doe,delete", *wrong, expect=2, json_output=False)
        told = run.err.decode().splitlines()
        self.assertEqual(len(told), len(wrong) + 1, run)
        for number, (line, reason) in enumerate(zip(told, wrong.values())):
            self.assertTrue(line.startswith(f"{self.home}/deletions.csv:{number + 3}: "),
                            line)
            self.assertIn(reason, line)
        self.assertEqual(self.ledger_size(), size)
        run = self.csv(f"{time},{name},j.doe,delete", *wrong, args=["--skip-bad"], expect=3)
        self.imported(run, deletions=1, skipped=len(wrong))

    def test_in_the_header_of_a_csv_log_is_told(self):
        for header, reason in (("time,path,actor", 'no column "action"'),
                               ("time,path,action,path", 'the column "path" is there twice'),
                               ("when,path,actor,action", 'no column "time"')):
            with self.subTest(header):
                run = self.csv("a,b,c,d", header=header, expect=2)
                self.assertIn(f"deletions.csv:1: {reason}", run.error()["message"])

    def test_and_a_log_that_is_none_are_refused(self):
        size = self.ledger_size()
        self.log(expect=2)
        self.log(audit_line("a"), args=["--format", "syslog"], expect=2)
        self.csv("a,b,c,d", args=["--bucket", "evidence"], expect=2)
        missing = str(self.home / "no-such-log")
        self.muniment("log", "import", missing, "--store", "bwv", expect=2)
        self.muniment("log", "import", str(self.home), "--store", "bwv", expect=2)
        self.assertEqual(self.ledger_size(), size)


if __name__ == "__main__":
    main()

"""The register of the evidence management system: taken over as it was meant, wrong rows
told, and held against the store in both directions."""

import datetime
import hashlib
import json
import os
import signal

from support import Scenario, main, path_of, stop, wait_until, write

FIELDS = {"path": "File Name", "recorded_at": "Recorded On", "class": "Category",
          "case": "Case Ref", "exhibit": "Exhibit", "size": "Bytes", "sha256": "Hash",
          "subjects": "People"}
MAP = ",".join(f"{field}={column}" for field, column in FIELDS.items())
BOM = b"\xef\xbb\xbf"


def key_of(row):
    """The path or, where the register has none, the identifier."""
    path = path_of(row) if "path" in row or "path_b64" in row else b""
    return path or row["id"].encode()


class RegisterScenario(Scenario):
    def take(self, content, *args, name="register.csv", expect=0, **options):
        file = self.home / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self.muniment("register", "import", str(file), "--store", "bwv", *args,
                             expect=expect, **options)

    def rows(self, *rows, header="path,recorded_at,class,case", **options):
        return self.take("\n".join([header, *rows]) + "\n", **options)

    def imported(self, run, **counts):
        """Every count as given, else 0; they add up."""
        row = run.row()
        names = ("added", "updated", "unchanged", "skipped")
        self.assertEqual({name: row[name] for name in names},
                         {**dict.fromkeys(names, 0), **counts}, run)
        self.assertEqual(row["rows"], sum(row[name] for name in names), run)

    def recorded(self):
        """{path or identifier: what the ledger has of it}, one row for each."""
        found = {}
        for row in self.muniment("ledger", "show", "--type", "registered").rows():
            for about in ("seq", "time", "type", "store"):
                del row[about]
            self.assertNotIn(key_of(row), found)
            found[key_of(row)] = row
        return found

    def compare(self, expect=0):
        """{(kind, path or identifier): line} and the numbers."""
        run = self.muniment("register", "compare", "--store", "bwv", expect=expect)
        *lines, numbers = run.rows()
        found = {(line["kind"], key_of(line)): line for line in lines}
        self.assertEqual(len(found), len(lines), run)
        return found, numbers

    def assert_compared(self, numbers, **expected):
        names = ("registered", "held", "matched", "matched_by_digest", "registered_absent",
                 "registered_elsewhere", "different", "unregistered", "not_observed")
        self.assertEqual({name: numbers[name] for name in names},
                         {**dict.fromkeys(names, 0), **expected})


class AnExport(RegisterScenario):
    def setUp(self):
        super().setUp()
        self.scan(items=0)

    HASH = hashlib.sha256(b"clip").hexdigest()
    EXPECTED = {"path": "2023/07/a, b.mp4", "recorded": "2023-07-01T00:00:00Z",
                "class": "evidential", "cases": ["45AA/1", "45AA/2"], "exhibit": "ABC/1",
                "size": 4, "sha256": HASH, "subjects": 3}

    def csv(self):
        return ("Notes,File Name,Recorded On,Category,Case Ref,Exhibit,Bytes,Hash,People\n"
                f'"see ""x""","2023/07/a, b.mp4",2023-07-01,evidential,45AA/2;45AA/1,'
                f"ABC/1,4,{self.HASH.upper()},3\n"
                ",2023/07/bare.mp4,,,,,,,\n")

    def test_with_columns_of_its_own_is_read_by_the_map(self):
        self.imported(self.take(self.csv(), "--map", MAP), added=2)
        self.assertEqual(self.recorded(), {
            b"2023/07/a, b.mp4": self.EXPECTED,
            b"2023/07/bare.mp4": {"path": "2023/07/bare.mp4"}})

    def test_takes_the_map_in_parts(self):
        parts = [part for field, column in FIELDS.items()
                 for part in ("--map", f"{field}={column}")]
        self.imported(self.take(self.csv(), *parts), added=2)
        self.imported(self.take(self.csv(), "--map", MAP), unchanged=2)

    def test_in_json_lines_says_the_same(self):
        first = {"File Name": "2023/07/a, b.mp4", "Recorded On": "2023-07-01T01:00:00+01:00",
                 "Category": "evidential", "Case Ref": ["45AA/2", "45AA/1"],
                 "Exhibit": "ABC/1", "Bytes": 4, "Hash": self.HASH, "People": "3",
                 "Notes": None}
        lines = [json.dumps(first), "",
                 json.dumps({"File Name": "2023/07/bare.mp4", "Bytes": None})]
        for end, mark in (("\n", b""), ("\r\n", BOM)):
            content = mark + end.join(lines).encode()
            self.take(content, "--map", MAP, name="register.jsonl")
        self.imported(self.take(self.csv(), "--map", MAP), unchanged=2)
        self.assertEqual(self.recorded()[b"2023/07/a, b.mp4"], self.EXPECTED)

    def test_in_json_lines_names_a_path_that_is_not_utf_8(self):
        write(self.at(b"\xff.mp4"), b"odd")
        self.scan(items=1)
        self.imported(self.take('{"path_b64": "/y5tcDQ=", "class": "evidential"}\n',
                                name="register.ndjson"), added=1)
        _, numbers = self.compare()
        self.assert_compared(numbers, registered=1, held=1, matched=1)

    def test_with_quotes_and_line_breaks_is_read_as_it_was_meant(self):
        content = ('path,class,exhibit\n'
                   '"a ""b"".mp4",evidential,"ABC, 1"\n'
                   '"new\nline.mp4","evidential",\n'
                   '\n'
                   '" space ",evidential,""')
        for number, (mark, end) in enumerate([(b"", b"\n"), (BOM, b"\n"), (b"", b"\r\n"),
                                              (BOM, b"\r\n")]):
            # A line break inside quotes is part of the name: it stays as it is.
            text = content.encode().replace(b"\n", end).replace(b"new" + end, b"new\n")
            run = self.take(mark + text)
            self.imported(run, **({"unchanged": 3} if number else {"added": 3}))
        self.assertEqual(self.recorded(), {
            b'a "b".mp4': {"path": 'a "b".mp4', "class": "evidential", "exhibit": "ABC, 1"},
            b"new\nline.mp4": {"path": "new\nline.mp4", "class": "evidential"},
            b" space ": {"path": " space ", "class": "evidential"}})

    def test_whose_map_does_not_fit_is_refused(self):
        size = self.ledger_size()
        for mapping, reason in (
                ("path=Nowhere", '"Nowhere" for path; the columns are "Notes", "File Name"'),
                ("path=File Name,class=Klass", 'no column "Klass" for class'),
                ("path", '"path" is not field=column'),
                ("pfad=File Name", 'no field "pfad"'),
                ("path=File Name,path=Notes", '"path" is given twice'),
                ("path=", 'no column for the field "path"'),
                ("class=Category", "neither a column for path nor one for id")):
            with self.subTest(mapping):
                run = self.take(self.csv(), "--map", mapping, expect=2)
                self.assertIn(reason, run.error()["message"])
        run = self.take('{"file": "a.mp4"}\n', "--map", "path=File Name", expect=2,
                        name="register.jsonl")
        self.assertEqual(self.ledger_size(), size)

    def test_that_is_none_is_refused(self):
        size = self.ledger_size()
        for content in (b"", b"\n\n", BOM, b"path,class\n", b"path\n\n",
                        b"path,class,path\na,b,c\n", "path,class\na,b\n".encode("utf-16")):
            with self.subTest(content):
                self.take(content, expect=2)
        for missing in (self.home / "no-such-file", self.home):
            self.muniment("register", "import", str(missing), "--store", "bwv", expect=2)
        self.take(b"path\na.mp4\n")
        self.muniment("register", "import", str(self.home / "register.csv"), "--store",
                      "no-such-store", expect=2)
        self.assertEqual(len(self.recorded()), 1)
        self.assertGreater(self.ledger_size(), size)


class AWrongRow(RegisterScenario):
    def setUp(self):
        super().setUp()
        self.scan(items=0)

    HEADER = "path,id,recorded_at,class,case,exhibit,size,sha256,subjects"
    WRONG = {  # the row: what is said of it
        "/etc/passwd,,,,,,,,": 'column "path": path "/etc/passwd" is absolute',
        "a/../../b,,,,,,,,": "leads out of the store",
        ".,,,,,,,,": "names the whole store",
        ",,2023-01-01,evidential,,,,,": "neither path nor id is given",
        "=1+1,,,,,,,,": "begins with '=', which a spreadsheet takes for a formula",
        "b.mp4,,2023-02-30,,,,,,": 'column "recorded_at"',
        "b.mp4,,01/02/2023,,,,,,": 'column "recorded_at"',
        "b.mp4,,2023-01-01T10:00:00,,,,,,": 'column "recorded_at"',
        "b.mp4,,,@evil,,,,,": 'column "class"',
        "b.mp4,,,,45AA/1;;45AA/2,,,,": "an empty case among 3",
        "b.mp4,,,,,-exhibit,,,": 'column "exhibit"',
        "b.mp4,,,,,,-1,,": '"-1" is a negative count',
        "b.mp4,,,,,,1.5,,": '"1.5" is not a whole number',
        "b.mp4,,,,,,99999999999999999999,,": '"99999999999999999999" is more than',
        "b.mp4,,,,,,,abc,": "is not 64 hexadecimal digits",
        "b.mp4,,,,,,,,many": 'column "subjects"',
        "b.mp4,,,evil\u202eclass,,,,,": "a character that is not shown",
        "b.mp4,,,,,,,": "it has 8 fields, but the header has 9",
        "b.mp4,,,,,,,,,": "it has 10 fields, but the header has 9",
        'b"c.mp4,,,,,,,,': "a quote inside a field",
        '"b.mp4"x,,,,,,,,': "text behind the quote that ends a field",
    }

    def content(self):
        """A good row in front, one behind; the first of them over three lines."""
        return "\n".join([self.HEADER, '"good\n\n.mp4",,,,,,,,', *self.WRONG,
                          "good too.mp4,,,,,,,,", ""])

    def test_is_told_with_file_line_and_reason_and_keeps_the_whole_register_out(self):
        self.rows("before.mp4,,,")
        size = self.ledger_size()
        run = self.take(self.content(), expect=2, json_output=False)
        told = run.err.decode().splitlines()
        self.assertEqual(len(told), len(self.WRONG) + 1, run)
        for number, (line, reason) in enumerate(zip(told, self.WRONG.values())):
            self.assertTrue(line.startswith(f"{self.home}/register.csv:{number + 5}: "),
                            line)
            self.assertIn(reason, line)
        self.assertIn(f"{len(self.WRONG)} wrong rows, and nothing was imported", told[-1])
        self.assert_safe(run)
        self.assertEqual(self.ledger_size(), size)
        self.assertEqual(list(self.recorded()), [b"before.mp4"])

    def test_is_left_out_when_that_is_said(self):
        run = self.take(self.content(), "--skip-bad", expect=3)
        self.imported(run, added=2, skipped=len(self.WRONG))
        problems = run.row()["problems"]
        self.assertEqual([problem["line"] for problem in problems],
                         list(range(5, len(self.WRONG) + 5)))
        for problem, reason in zip(problems, self.WRONG.values()):
            self.assertIn(reason, problem["reason"])
        self.assertEqual(set(self.recorded()), {b"good\n\n.mp4", b"good too.mp4"})
        again = self.take(self.content(), "--skip-bad", expect=3)
        self.imported(again, unchanged=2, skipped=len(self.WRONG))

    def test_alone_is_the_error(self):
        size = self.ledger_size()
        run = self.rows("a.mp4,,evidential,", "b.mp4,2023-02-30,,", expect=2)
        self.assertIn("register.csv:3: column \"recorded_at\"", run.error()["message"])
        self.assertEqual(self.ledger_size(), size)
        run = self.rows("b.mp4,2023-02-30,,", expect=2, json_output=False)
        self.assertEqual(len(run.err.decode().splitlines()), 1, run)

    def test_in_json_lines_is_told_with_its_line(self):
        wrong = {'{"path": "b.mp4"': "",
                 '["b.mp4"]': "",
                 '{"path": "b.mp4", "path": "c.mp4"}': "",
                 '{"path": {"name": "b.mp4"}}': "",
                 '{"path": 7}': "a number, not a path",
                 '{"path": "b.mp4", "size": -1}': 'column "size"',
                 '{"path": "b.mp4", "size": 1.5}': 'column "size"',
                 '{"path": "b.mp4", "class": true}': 'column "class"',
                 '{"path": "b.mp4", "path_b64": "Yi5tcDQ="}': "the path is there twice",
                 '{"path_b64": "###"}': "it is not base64",
                 '{"class": "evidential"}': "neither path nor id is given"}
        content = "\n".join(['{"path": "good.mp4"}', "", *wrong, '{"path": "too.mp4"}'])
        size = self.ledger_size()
        run = self.take(content, name="register.jsonl", expect=2, json_output=False)
        told = run.err.decode().splitlines()
        self.assertEqual(len(told), len(wrong) + 1, run)
        for number, (line, reason) in enumerate(zip(told, wrong.values())):
            self.assertTrue(line.startswith(f"{self.home}/register.jsonl:{number + 3}: "),
                            line)
            self.assertIn(reason, line)
        self.assertEqual(self.ledger_size(), size)
        run = self.take(content, "--skip-bad", name="register.jsonl", expect=3)
        self.imported(run, added=2, skipped=len(wrong))

    def test_is_one_that_contradicts_another_of_its_item(self):
        for column, one, other in (("class", "evidential", "non-evidential"),
                                   ("recorded_at", "2023-01-01", "2023-01-02"),
                                   ("exhibit", "ABC/1", ""), ("size", "4", "5"),
                                   ("subjects", "", "1"), ("id", "X-1", "X-2"),
                                   ("sha256", "a" * 64, "b" * 64)):
            with self.subTest(column):
                size = self.ledger_size()
                rows = [f"a.mp4,{one}", "b.mp4,", f"./a.mp4,{other}"]
                run = self.rows(*rows, header=f"path,{column}", expect=2)
                self.assertIn(f"register.csv:4: given twice: on line 2 with another {column}",
                              run.error()["message"])
                self.assertEqual(self.ledger_size(), size)

    def test_that_contradicts_is_left_out_when_that_is_said(self):
        self.rows("a.mp4,,evidential,", "a.mp4,,non-evidential,", "b.mp4,,,", expect=2)
        run = self.muniment("register", "import", str(self.home / "register.csv"),
                            "--store", "bwv", "--skip-bad", expect=3)
        self.imported(run, added=2, skipped=1)
        self.assertEqual([problem["line"] for problem in run.row()["problems"]], [3])


class ImportedAgain(RegisterScenario):
    FIRST = ("a.mp4,2023-01-01,evidential,45AA/1", "b.mp4,2023-01-01,evidential,45AA/1",
             "c.mp4,,,")

    def last(self):
        """{path: what the ledger said of it last}"""
        rows = self.muniment("ledger", "show", "--type", "registered").rows()
        return {path_of(row).decode(): row for row in rows}, len(rows)

    def test_without_a_change_it_records_only_that(self):
        self.imported(self.rows(*self.FIRST), added=3)
        size = self.ledger_size()
        self.imported(self.rows(*self.FIRST), unchanged=3)
        self.imported(self.rows(*reversed(self.FIRST)), unchanged=3)
        self.assertEqual(self.last()[1], 3)
        self.assertEqual(self.ledger_size(), size + 2)
        self.assertEqual(self.status()["registered_items"], 3)

    def test_with_a_changed_row_it_updates_that_row(self):
        self.rows(*self.FIRST)
        self.imported(self.rows("a.mp4,2023-01-01,non-evidential,45AA/1", *self.FIRST[1:],
                                "d.mp4,,evidential,"), added=1, updated=1, unchanged=2)
        last, count = self.last()
        self.assertEqual(count, 5)
        self.assertEqual(last["a.mp4"]["class"], "non-evidential")
        self.assertEqual(self.status()["registered_items"], 4)

    def test_with_a_value_that_is_empty_now_it_takes_the_value_away(self):
        self.rows(*self.FIRST)
        self.imported(self.rows("a.mp4,,evidential,", "b.mp4,2023-01-01,,45AA/1"), updated=2)
        last, _ = self.last()
        self.assertNotIn("recorded", last["a.mp4"])
        self.assertNotIn("cases", last["a.mp4"])
        self.assertNotIn("class", last["b.mp4"])

    def test_with_fewer_rows_it_leaves_the_others(self):
        self.rows(*self.FIRST)
        self.imported(self.rows(self.FIRST[0]), unchanged=1)
        self.assertEqual(self.status()["registered_items"], 3)

    def test_of_another_store_it_is_another_register(self):
        other = self.home / "other"
        other.mkdir()
        self.configure({"bwv": self.store, "records": other})
        self.rows(*self.FIRST)
        run = self.muniment("register", "import", str(self.home / "register.csv"), "--store",
                            "records")
        self.imported(run, added=3)
        self.assertEqual(self.status("records")["registered_items"], 3)


class ItemsAndCases(RegisterScenario):
    def test_rows_of_one_item_with_two_cases_are_one_with_both(self):
        self.fill(2, directories=1)
        self.scan(items=2)
        one, two = "2023/01/clip-0000.mp4", "2023/01/clip-0001.mp4"
        date = "2023-01-01,evidential"
        run = self.rows(f"{one},{date},45AA/2", f"{two},{date},45AA/1",
                        f"{one},{date},45AA/1", f"./{one},{date},45AA/2")
        self.imported(run, added=2)
        self.assertEqual(self.recorded()[one.encode()]["cases"], ["45AA/1", "45AA/2"])
        for case, items in (("45AA/1", 2), ("45AA/2", 1)):
            hold = self.muniment("hold", "add", "--store", "bwv", "--reference", case,
                                 "--case", case, "--reason", "CPS", "--by", "B. Moe").rows()
            self.assertEqual(hold[-1]["items"], items, case)

    def test_cases_in_one_cell_and_in_rows_say_the_same(self):
        self.imported(self.rows("a.mp4,,,45AA/2; 45AA/1 ;45AA/2"), added=1)
        self.imported(self.rows("a.mp4,,,45AA/1", "a.mp4,,,45AA/2"), unchanged=1)

    def identified(self):
        """Three items that the register knows without a path, and one that it does not."""
        contents = {"2023/07/01/X-1.mp4": b"by name", "2023/07/02/X-2.mp4": b"by stem",
                    "2023/07/03/upload.mp4": b"by content", "2023/07/04/other.mp4": b"no"}
        for path, content in contents.items():
            write(self.at(path), content)
        self.scan(items=4)
        by_content = hashlib.sha256(b"by content").hexdigest()
        return self.rows("X-1.mp4,evidential,45AA/9,", "X-2,evidential,45AA/9,",
                         f"DEMS-3,evidential,45AA/9,{by_content}",
                         f"X-4,evidential,45AA/9,{'0' * 64}", header="id,class,case,sha256")

    def test_an_identifier_is_a_file_name_a_stem_or_has_the_digest(self):
        self.imported(self.identified(), added=4)
        found, numbers = self.compare(expect=1)
        self.assertEqual(set(found), {("registered-absent", b"X-4"),
                                      ("unregistered", b"2023/07/04/other.mp4")})
        self.assert_compared(numbers, registered=4, held=4, matched=3, matched_by_digest=1,
                             registered_absent=1, unregistered=1)

    def test_what_is_known_by_an_identifier_is_held_by_its_case(self):
        self.identified()
        hold = self.muniment("hold", "add", "--store", "bwv", "--reference", "H-1", "--case",
                             "45AA/9", "--reason", "CPS", "--by", "B. Moe").rows()
        self.assertEqual(hold[-1]["items"], 3)
        for path in ("2023/07/01/X-1.mp4", "2023/07/02/X-2.mp4", "2023/07/03/upload.mp4",
                     "2023/07/04/other.mp4"):
            os.unlink(self.at(path))
        self.scan(expect=1, removed=4, unexplained=4, hold_breaches=3)

    def test_a_path_says_more_than_an_identifier(self):
        write(self.at("2023/X-1.mp4"), b"clip")
        self.scan(items=1)
        self.rows("2023/X-1.mp4,,45AA/1", ",X-1.mp4,45AA/2", header="path,id,case")
        for case, items in (("45AA/1", 1), ("45AA/2", 0)):
            hold = self.muniment("hold", "add", "--store", "bwv", "--reference", case,
                                 "--case", case, "--reason", "CPS", "--by", "B. Moe").rows()
            self.assertEqual(hold[-1]["items"], items, case)


class AnImportThatIsKilled(RegisterScenario):
    ROWS = 60_000

    def setUp(self):
        super().setUp()
        rows = [f"d{i % 50}/{i}.mp4,2023-01-01,evidential,45AA/{i % 9}"
                for i in range(self.ROWS)]
        file = self.home / "register.csv"
        file.write_text("\n".join(["path,recorded_at,class,case", *rows]) + "\n")
        self.import_it = ("register", "import", str(file), "--store", "bwv")
        self.scan(items=0)

    def size_on_disk(self):
        checkpoint = self.state / "ledger" / "checkpoint"
        return int(checkpoint.read_text().split("\n")[1])

    def stop_in_between(self, sig):
        """Ends it once a batch is recorded; returns how many rows are."""
        size = self.size_on_disk()
        process = self.spawn(*self.import_it)
        wait_until(lambda: self.size_on_disk() > size, "nothing was recorded", 60)
        stop(process, sig)
        registered = self.status()["registered_items"]
        self.assertGreater(registered, 0)
        self.assertLess(registered, self.ROWS, "it was at its end before it was stopped")
        self.assertEqual(self.imports(), [])
        return process, registered

    def imports(self):
        return self.muniment("ledger", "show", "--type", "register_imported").rows()

    def assert_complete(self, registered):
        self.imported(self.muniment(*self.import_it), added=self.ROWS - registered,
                      unchanged=registered)
        recorded = self.recorded()  # fails on a row that is there twice
        self.assertEqual(set(recorded), {b"d%d/%d.mp4" % (i % 50, i)
                                         for i in range(self.ROWS)})
        self.assertEqual(self.status()["registered_items"], self.ROWS)
        self.assertEqual(len(self.imports()), 1)
        self.imported(self.muniment(*self.import_it), unchanged=self.ROWS)

    def test_is_completed_by_the_same_command(self):
        _, registered = self.stop_in_between(signal.SIGKILL)
        self.assert_complete(registered)

    def test_or_stopped_says_that_the_same_command_goes_on(self):
        process, registered = self.stop_in_between(signal.SIGTERM)
        self.assertNotIn(process.returncode, (0, 1, -signal.SIGTERM))
        self.assert_complete(registered)


class Compared(RegisterScenario):
    def setUp(self):
        super().setUp()
        self.contents = {name.decode(): content
                         for name, content in self.fill(6, directories=2).items()}
        self.names = sorted(self.contents)

    def row(self, name, size=None, digest=None):
        content = self.contents.get(name, b"never here")
        return ",".join([name, "2023-01-01", "45AA/1",
                         str(len(content) if size is None else size),
                         digest or hashlib.sha256(content).hexdigest()])

    def registered(self, *rows):
        return self.rows(*rows, header="path,recorded_at,case,size,sha256")

    def test_without_a_register_or_a_scan_it_is_refused(self):
        run = self.muniment("register", "compare", "--store", "bwv", expect=2)
        self.assertIn("bwv", run.error()["message"])
        self.registered(self.row(self.names[0]))
        run = self.muniment("register", "compare", "--store", "bwv", expect=2)
        self.assertIn("scan", run.error()["message"])

    def test_without_a_register_it_is_refused(self):
        self.scan(items=6)
        run = self.muniment("register", "compare", "--store", "bwv", expect=2)
        self.assertIn("has no register", run.error()["message"])
        self.muniment("register", "compare", "--store", "no-such-store", expect=2)

    def test_that_agree_is_nothing_to_report(self):
        self.scan(items=6)
        self.registered(*map(self.row, self.names))
        found, numbers = self.compare()
        self.assertEqual(found, {})
        self.assert_compared(numbers, registered=6, held=6, matched=6, matched_by_digest=6)
        text = self.muniment("register", "compare", "--store", "bwv", json_output=False)
        self.assertIn(b"Register and store agree.", text.out)

    def test_that_agree_without_digests_are_not_said_to_be_compared_by_digest(self):
        self.scan(items=6)
        self.rows(*[f"{name},,," for name in self.names])
        _, numbers = self.compare()
        self.assert_compared(numbers, registered=6, held=6, matched=6)

    def test_lists_what_is_present_but_unregistered(self):
        self.scan(items=6)
        self.registered(*map(self.row, self.names[:4]))
        found, numbers = self.compare(expect=1)
        self.assertEqual(set(found), {("unregistered", name.encode())
                                      for name in self.names[4:]})
        self.assert_compared(numbers, registered=4, held=6, matched=4, matched_by_digest=4,
                             unregistered=2)

    def test_lists_what_is_registered_and_was_never_here(self):
        self.scan(items=6)
        self.registered(*map(self.row, [*self.names, "2020/01/never.mp4"]))
        found, numbers = self.compare(expect=1)
        line = found["registered-absent", b"2020/01/never.mp4"]
        self.assertEqual((line["detail"], line["cases"], line["size"]),
                         ("never in the inventory", ["45AA/1"], len(b"never here")))
        self.assert_compared(numbers, registered=7, held=6, matched=6, matched_by_digest=6,
                             registered_absent=1)

    def test_says_of_what_is_gone_why_it_went(self):
        self.config.write_text(self.config.read_text() +
                               "    retention: rule\n    class: weedable\n"
                               "retention:\n  - {name: rule, classes: {weedable: 31d}}\n")
        self.scan(items=6)
        # Of the third the register gives no date: retention does not explain it.
        self.rows(f"{self.names[0]},2023-01-01,,", f"{self.names[1]},,,",
                  f"{self.names[2]},,,")
        self.muniment("authority", "add", "--store", "bwv", "--reference", "DA-1",
                      "--approved-by", "A. Lee", "--path", self.names[1])
        for name in self.names[:3]:
            os.unlink(self.at(name))
        self.scan(expect=1, removed=3, explained=2, unexplained=1)
        found, numbers = self.compare(expect=1)
        gone = {key.decode(): line["detail"] for (kind, key), line in found.items()
                if kind == "registered-absent"}
        self.assertEqual(gone, {self.names[0]: "gone: retention rule",
                                self.names[1]: "gone: authority DA-1",
                                self.names[2]: "gone: unexplained"})
        self.assert_compared(numbers, registered=3, held=3, registered_absent=3,
                             unregistered=3)

    def test_says_what_it_is_that_is_different(self):
        self.scan(items=6)
        self.registered(self.row(self.names[0], size=999_999),
                        self.row(self.names[1], digest="0" * 64),
                        *map(self.row, self.names[2:]))
        found, numbers = self.compare(expect=1)
        self.assertEqual(set(found), {("different", name.encode()) for name in self.names[:2]})
        held = len(self.contents[self.names[0]])
        self.assertEqual(found["different", self.names[0].encode()]["detail"],
                         f"registered with 999999 bytes, held with {held}")
        digest = hashlib.sha256(self.contents[self.names[1]]).hexdigest()
        self.assertEqual(found["different", self.names[1].encode()]["detail"],
                         f"held with SHA-256 {digest}")
        self.assert_compared(numbers, registered=6, held=6, matched=4, matched_by_digest=4,
                             different=2)

    def test_sees_that_an_item_was_altered_since(self):
        self.scan(items=6)
        self.registered(*map(self.row, self.names))
        content = self.contents[self.names[0]]
        write(self.at(self.names[0]), bytes(reversed(content)))
        self.scan(expect=1, modified=1)
        found, _ = self.compare(expect=1)
        self.assertEqual(set(found), {("different", self.names[0].encode())})

    def test_finds_by_digest_what_is_held_under_another_path(self):
        self.scan(items=6)
        elsewhere = "2019/old name.mp4"
        self.contents[elsewhere] = self.contents[self.names[0]]
        self.registered(*map(self.row, [elsewhere, *self.names[1:]]))
        found, numbers = self.compare(expect=1)
        self.assertIn(("registered-elsewhere", elsewhere.encode()), found)
        self.assertEqual((numbers["registered_elsewhere"], numbers["registered_absent"]),
                         (1, 0))

    def test_of_places_that_could_not_be_observed_says_nothing_else(self):
        self.become_nobody()
        self.scan(items=6)
        self.registered(*map(self.row, [*self.names, "2023/01/never.mp4"]))
        mode = self.deny(self.store / "2023/01")
        self.scan(expect=3, not_observed=3, removed=0)
        found, numbers = self.compare(expect=3)
        hidden = [name for name in self.names if name.startswith("2023/01/")]
        self.assertEqual(set(found), {("not-observed", name.encode())
                                      for name in [*hidden, "2023/01/never.mp4"]})
        for line in found.values():
            self.assertTrue(line["detail"])
        self.assertEqual((numbers["not_observed"], numbers["registered_absent"],
                          numbers["matched"]), (4, 0, 3))
        (self.store / "2023/01").chmod(mode)
        self.scan()
        _, numbers = self.compare(expect=1)
        self.assertEqual((numbers["not_observed"], numbers["registered_absent"],
                          numbers["matched"]), (0, 1, 6))

    def test_for_people_shows_some_and_with_all_every_one(self):
        self.scan(items=6)
        self.registered(*[self.row(f"2020/never {number:03}.mp4") for number in range(300)])
        some = self.muniment("register", "compare", "--store", "bwv", expect=1,
                             json_output=False).out.decode()
        self.assertIn("--all lists them", some)
        self.assertIn("300  REGISTERED BUT ABSENT", some)
        self.assertIn("6  PRESENT BUT UNREGISTERED", some)
        every = self.muniment("register", "compare", "--store", "bwv", "--all", expect=1,
                              json_output=False).out.decode()
        self.assertEqual(every.count("registered-absent"), 300)


class WhatTheRegisterSays(RegisterScenario):
    """goes on counting when the item moves and when the register is corrected."""

    def setUp(self):
        super().setUp()
        self.config.write_text(f"""\
state_dir: {self.state}
stores:
  - name: bwv
    path: {self.store}
    recorded_at: "{{1}}-{{2}}-{{3}}"
    class: non-evidential
    retention: rule
    scan: {{settle: 0s}}
retention:
  - name: rule
    classes: {{non-evidential: 31d, evidential: forever}}
""")
        self.old, self.other = "2020/01/01/clip.mp4", "2020/01/01/other.mp4"
        write(self.at(self.old), b"clip")
        write(self.at(self.other), b"other")

    def removal(self, path):
        row, = [row for row in self.changes(kind="removed") if path_of(row) == path.encode()]
        return row["first_explanation"], row["explanation"]

    def test_of_an_items_class_follows_its_move(self):
        self.rows(f"{self.old},,evidential,45AA/1")
        self.scan(items=2)
        moved, again = "2019/02/02/new name.mp4", "2018/03/03/newer.mp4"
        for before, after in ((self.old, moved), (moved, again)):
            os.makedirs(os.path.dirname(self.at(after)), exist_ok=True)
            os.rename(self.at(before), self.at(after))
            self.scan(moved=1, removed=0)
        self.assertEqual(self.status()["retention"]["overdue_items"], 1)  # the other
        os.unlink(self.at(again))
        os.unlink(self.at(self.other))
        self.scan(expect=1, removed=2, explained=1, unexplained=1)
        self.assertEqual(self.removal(again), ("unexplained", "unexplained"))
        self.assertEqual(self.removal(self.other), ("retention", "retention"))

    def test_of_an_items_date_and_case_follows_its_move(self):
        today = datetime.datetime.now(datetime.timezone.utc).date()
        self.rows(f"{self.old},{today.isoformat()},,45AA/1")
        self.scan(items=2)
        os.rename(self.at(self.old), self.at("2020/01/01/renamed.mp4"))
        self.scan(moved=1)
        hold = self.muniment("hold", "add", "--store", "bwv", "--reference", "H-1", "--case",
                             "45AA/1", "--reason", "CPS", "--by", "B. Moe").rows()
        self.assertEqual(hold[-1]["items"], 1)
        self.muniment("hold", "release", "H-1", "--by", "B. Moe", "--reason", "over")
        self.assertEqual(self.status()["retention"]["overdue_items"], 1)  # the other

    def test_of_the_new_path_comes_before_what_it_said_of_the_old_one(self):
        moved = "2020/01/01/renamed.mp4"
        self.rows(f"{self.old},,evidential,", f"{moved},,non-evidential,")
        self.scan(items=2)
        os.rename(self.at(self.old), self.at(moved))
        self.scan(moved=1)
        os.unlink(self.at(moved))
        self.scan(explained=1, unexplained=0)

    def test_after_a_correction_takes_an_explanation_by_retention_back(self):
        self.rows(f"{self.old},,non-evidential,", f"{self.other},,non-evidential,")
        self.scan(items=2)
        os.unlink(self.at(self.old))
        os.unlink(self.at(self.other))
        self.scan(removed=2, explained=2)
        self.assertEqual(self.muniment("status").row()["incidents_open"], 0)
        self.imported(self.rows(f"{self.old},,evidential,", f"{self.other},,non-evidential,"),
                      updated=1, unchanged=1)
        self.assertEqual(self.removal(self.old), ("retention", "unexplained"))
        self.assertEqual(self.removal(self.other), ("retention", "retention"))
        row, = self.changes("--unexplained")
        self.assertEqual((row["reference"], row["first_reference"]), ("", "rule"))
        self.assertIn("class evidential is kept for ever", row["detail"])
        self.assertEqual(self.muniment("status", expect=1).row()["stores"][0]
                         ["unexplained_items"], 1)
        self.assertEqual(self.overview()["incidents_open"], 1)
        shown = self.muniment("changes", "--unexplained", json_output=False).out.decode()
        self.assertIn("unexplained", shown)
        self.assertIn("retention", shown, "the first verdict")

    def test_after_a_correction_of_a_date_takes_an_explanation_by_retention_back(self):
        self.scan(items=2)
        os.unlink(self.at(self.old))
        self.scan(removed=1, explained=1)
        today = datetime.datetime.now(datetime.timezone.utc).date()
        self.rows(f"{self.old},{today.isoformat()},,")
        self.assertEqual(self.removal(self.old), ("retention", "unexplained"))
        row, = self.changes("--unexplained")
        self.assertGreater(row["early_seconds"], 29 * 86_400)

    def test_and_corrected_back_gives_the_explanation_back(self):
        self.scan(items=2)
        os.unlink(self.at(self.old))
        self.scan(explained=1)
        self.rows(f"{self.old},,evidential,")
        self.assertEqual(self.removal(self.old), ("retention", "unexplained"))
        self.rows(f"{self.old},,non-evidential,")
        self.assertEqual(self.removal(self.old), ("retention", "retention"))
        self.muniment("status")
        events = self.muniment("ledger", "show", "--type", "reconsidered").rows()
        self.assertEqual([(row["before"], row["explanation"]) for row in events],
                         [("retention", "unexplained"), ("unexplained", "retention")])


if __name__ == "__main__":
    main()

"""Who approved it: a disposal under an authority is explained, item by item."""

import os

from support import Scenario, free_port, main, path_of, stop, wait_until, write

FUTURE, PAST = "2200-01-01T00:00:00Z", "2001-01-01T00:00:00Z"


class AuthorityScenario(Scenario):
    def setUp(self):
        super().setUp()
        self.contents = self.fill(24, directories=2)
        self.january = [path for path in self.contents if path.startswith(b"2023/01/")]
        self.february = [path for path in self.contents if path.startswith(b"2023/02/")]
        self.scan(items=24)

    def approve(self, *scope, reference="DA-2023-017", expect=0, store="bwv", **options):
        return self.muniment("authority", "add", "--store", store, "--reference", reference,
                             "--approved-by", "Records Manager", *scope, expect=expect,
                             **options)

    def list_file(self, content):
        path = self.home / "list.txt"
        path.write_bytes(content)
        return str(path)

    def dispose(self, paths):
        for path in paths:
            os.remove(self.at(path))

    def explained_by(self, reference):
        return sorted(path_of(row) for row in self.changes(kind="removed")
                      if row["explanation"] == "authority" and
                      reference in row.get("detail", "") + row.get("reference", ""))

    def unexplained(self):
        return self.changed_paths("removed", "--unexplained")


class AnAuthority(AuthorityScenario):
    def test_for_a_directory_explains_what_goes_from_it(self):
        self.approve("--prefix", "2023/01")
        self.dispose(self.january)
        self.scan(outcome="complete", removed=12, explained=12, unexplained=0)
        self.assertEqual(self.explained_by("DA-2023-017"), sorted(self.january))

    def test_for_a_directory_explains_nothing_beside_it(self):
        write(self.at(b"2023/01-other/clip.mp4"), b"beside")
        self.scan(added=1)
        self.approve("--prefix", "2023/01")
        self.dispose([b"2023/01-other/clip.mp4", self.january[0]])
        self.scan(expect=1, removed=2, explained=1, unexplained=1)
        self.assertEqual(self.unexplained(), [b"2023/01-other/clip.mp4"])

    def test_for_several_directories_explains_all_of_them(self):
        self.approve("--prefix", "2023/01", "--prefix", "2023/02")
        self.dispose(self.contents)
        self.scan(removed=24, explained=24)

    def test_for_a_list_explains_exactly_the_listed(self):
        self.approve("--list", self.list_file(b"\n".join(self.january[:5]) + b"\n"))
        self.dispose(self.january[:7])
        self.scan(expect=1, removed=7, explained=5, unexplained=2)
        self.assertEqual(self.unexplained(), sorted(self.january[5:7]))

    def test_for_a_nul_separated_list_names_any_path(self):
        odd = [b"2023/01/new\nline.mp4", b"2023/01/\xff\xfe.mp4", b"2023/01/ space "]
        for path in odd:
            write(self.at(path), path)
        self.scan(added=3)
        self.approve("-0", "--list", self.list_file(b"\0".join(odd) + b"\0"))
        self.dispose(odd)
        self.scan(removed=3, explained=3, unexplained=0)

    def test_explains_nothing_after_its_last_day(self):
        self.approve("--prefix", "2023/01", "--from", PAST, "--until",
                     "2001-02-01T00:00:00Z")
        self.dispose(self.january[:2])
        self.scan(expect=1, removed=2, explained=0, unexplained=2)

    def test_explains_nothing_before_its_first_day(self):
        self.approve("--prefix", "2023/01", "--from", FUTURE)
        self.dispose(self.january[:2])
        self.scan(expect=1, removed=2, unexplained=2)

    def test_explains_what_goes_within_its_dates(self):
        self.approve("--prefix", "2023/01", "--from", PAST, "--until", FUTURE)
        self.dispose(self.january[:2])
        self.scan(removed=2, explained=2)

    def test_for_ten_items_leaves_the_eleventh_and_twelfth_unexplained_by_name(self):
        self.approve("--prefix", "2023/01", "--max-items", "10")
        self.dispose(self.january)
        self.scan(expect=1, removed=12, explained=10, unexplained=2)
        self.assertEqual(len(self.unexplained()), 2)
        self.assertLess(set(self.unexplained()), set(self.january))
        self.assertEqual(len(self.explained_by("DA-2023-017")), 10)

    def test_is_used_up_over_several_scans(self):
        self.approve("--prefix", "2023/01", "--max-items", "10")
        self.dispose(self.january[:6])
        self.scan(removed=6, explained=6)
        self.dispose(self.january[6:9])
        self.scan(removed=3, explained=3)
        self.dispose(self.january[9:])
        self.scan(expect=1, removed=3, explained=1, unexplained=2)

    def test_for_a_number_of_bytes_is_used_up_by_bytes(self):
        sizes = [len(self.contents[path]) for path in self.january]
        self.approve("--prefix", "2023/01", "--max-bytes", str(sum(sizes) - 1))
        self.dispose(self.january)
        row = self.scan(expect=1, removed=12)
        self.assertGreaterEqual(row["unexplained"], 1)
        self.assertGreaterEqual(row["explained"], 1)

    def test_is_followed_by_the_next_when_it_is_used_up(self):
        self.approve("--prefix", "2023/01", "--max-items", "10")
        self.approve("--prefix", "2023/01", "--max-items", "2", reference="DA-2023-018")
        self.dispose(self.january)
        self.scan(removed=12, explained=12)

    def test_does_not_count_what_was_moved(self):
        self.approve("--prefix", "2023/01", "--max-items", "10")
        os.rename(self.at(self.january[0]), self.at(b"moved.mp4"))
        self.scan(moved=1, removed=0)
        self.dispose(self.january[1:11])
        self.scan(removed=10, explained=10)

    def test_of_one_store_explains_nothing_in_another(self):
        other = self.home / "other"
        self.fill(4, directories=1, root=other)
        self.configure({"bwv": self.store, "records": other})
        self.muniment("scan")
        self.approve("--prefix", "2023/01", store="records")
        self.dispose(self.january[:1])
        row = self.muniment("scan", "bwv", expect=1).row()
        self.assertEqual(row["unexplained"], 1)

    def test_does_not_excuse_alteration(self):
        self.approve("--prefix", "2023/01")
        write(self.at(self.january[0]), b"altered, not disposed of")
        self.scan(expect=1, modified=1)

    def test_is_listed_and_shown_with_what_is_left(self):
        self.approve("--prefix", "2023/01", "--max-items", "10")
        self.dispose(self.january[:4])
        self.scan(removed=4, explained=4)
        for args in (["list"], ["show", "DA-2023-017"]):
            text = self.muniment("authority", *args, json_output=False).out.decode()
            self.assertIn("DA-2023-017", text)
            self.assertIn("Records Manager", self.muniment("authority", *args).out.decode())

    def test_whose_reference_exists_is_refused_and_the_first_stays(self):
        self.approve("--prefix", "2023/01", "--max-items", "1")
        run = self.approve("--prefix", "2023", expect=2, json_output=False)
        self.assertIn(b"DA-2023-017", run.err)
        self.dispose(self.january[:2])
        self.scan(expect=1, explained=1, unexplained=1)

    def test_given_after_the_fact_does_not_change_what_was_recorded(self):
        self.dispose(self.january[:1])
        self.scan(expect=1, unexplained=1)
        self.approve("--prefix", "2023/01")
        first = self.changes(kind="removed")[0]
        self.assertEqual((path_of(first), first["explanation"]),
                         (self.january[0], "unexplained"))

    def test_given_while_the_agent_scans_counts_from_then_on(self):
        self.configure(scan="settle: 0s, every: 1s",
                       more=f"web: {{listen: '127.0.0.1:{free_port()}'}}\n")
        agent = self.spawn("agent", json_output=False)
        self.addCleanup(stop, agent)
        for number, path in enumerate(self.january[:6]):
            self.approve("--prefix", path.decode(), reference=f"DA-{number}")
            self.dispose([path])
        self.dispose(self.january[6:8])
        wait_until(lambda: len(self.changes(kind="removed")) == 8, "8 removals")
        self.assertEqual(self.unexplained(), sorted(self.january[6:8]))


class ABadAuthority(AuthorityScenario):
    """Refused whole: nothing of it explains anything."""

    def refuse(self, *scope, **options):
        size = self.ledger_size()
        run = self.approve(*scope, expect=2, json_output=False, **options)
        self.assertEqual(len(run.err.decode().splitlines()), 1, run)
        self.assertEqual(self.ledger_size(), size)

    def test_with_a_list_that_is_not_there(self):
        self.refuse("--list", str(self.home / "no-such-list"))

    def test_with_a_directory_for_a_list(self):
        self.refuse("--list", str(self.home))

    def test_with_an_empty_list(self):
        self.refuse("--list", self.list_file(b""))

    def test_with_an_absolute_path_in_its_list(self):
        self.refuse("--list", self.list_file(b"2023/01/a.mp4\n/etc/passwd\n"))

    def test_with_a_way_out_of_the_store_in_its_list(self):
        self.refuse("--list", self.list_file(b"2023/../../other/a.mp4\n"))

    def test_with_nul_bytes_in_a_list_of_lines(self):
        self.refuse("--list", self.list_file(b"2023/01/a.mp4\0002023/01/b.mp4\n"))

    def test_without_any_scope(self):
        self.refuse()

    def test_for_an_unknown_store(self):
        self.refuse("--prefix", "2023", store="no-such-store")

    def test_that_ends_before_it_begins(self):
        self.refuse("--prefix", "2023", "--from", FUTURE, "--until", PAST)

    def test_for_no_items_or_a_negative_or_wordy_number_of_them(self):
        for number in ("-1", "ten", "1.5", "99999999999999999999", ""):
            with self.subTest(number):
                self.refuse("--prefix", "2023", "--max-items", number)

    def test_with_a_time_that_is_none(self):
        for time in ("yesterday", "2023-13-01", "2023-02-30T00:00:00Z", ""):
            with self.subTest(time):
                self.refuse("--prefix", "2023", "--from", time)

    def test_without_a_reference(self):
        self.refuse("--prefix", "2023", reference="")


if __name__ == "__main__":
    main()

"""How long it must be kept: what goes early, what stays too long, what will go soon."""

import calendar
import datetime
import os

from support import Scenario, main, path_of, write

DAY = datetime.timedelta(days=1)
DAY_SECONDS = 86_400
BWV = "non-evidential: 31d, evidential: forever"


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def months_after(day, months):
    """By the calendar; the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def midnight(day):
    return f"{day.isoformat()}T00:00:00Z"


class RetentionScenario(Scenario):
    def setUp(self):
        super().setUp()
        self.today = now().date()

    def date(self, ago):
        """The day so many days before the scenario began."""
        return self.today - ago * DAY

    def configure_retention(self, classes=BWV, default="non-evidential",
                            recorded_at="{1}-{2}-{3}", rule="rule"):
        lines = [f"state_dir: {self.state}", "stores:", "  - name: bwv",
                 f"    path: {self.store}", "    scan: {settle: 0s}"]
        if default:
            lines.append(f"    class: {default}")
        if recorded_at:
            lines.append(f'    recorded_at: "{recorded_at}"')
        if rule:
            lines.append(f"    retention: {rule}")
        lines += ["retention:", "  - name: rule", f"    classes: {{{classes}}}"]
        self.config.write_text("\n".join(lines) + "\n")

    def fill_day(self, ago, count=1, name="clip"):
        """Items in the directory of the day so many days ago."""
        directory = self.date(ago).strftime("%Y/%m/%d")
        paths = [f"{directory}/{name}-{i:05}.mp4" for i in range(count)]
        for path in paths:
            write(self.at(path), b"recording " + path.encode())
        return paths

    def dispose(self, paths):
        for path in paths:
            os.unlink(self.at(path))

    def register(self, *rows, header="path,recorded_at,class"):
        file = self.home / "register.csv"
        file.write_text("\n".join([header, *rows]) + "\n")
        return self.muniment("register", "import", str(file), "--store", "bwv").row()

    def removed(self):
        return {path_of(row).decode(): row for row in self.changes(kind="removed")}

    def unexplained(self):
        return sorted(path for path, row in self.removed().items()
                      if row["explanation"] == "unexplained")

    def review(self):
        """What `retention` says now."""
        return self.muniment("retention", "bwv").row()

    def overdue(self):
        """{path: row} of what is past its period and still held."""
        rows = self.muniment("retention", "bwv", "--list").rows()
        return {path_of(row).decode(): row for row in rows if row["kind"] == "overdue"}

    def recorded_review(self, *names):
        """What the last scan recorded, as the metrics have it."""
        retention = self.status()["retention"]
        return tuple(retention[f"{name}_items"] for name in names)

    def unless_midnight_passed(self):
        """A date of days ago is another one on the next day."""
        if now().date() != self.today:
            self.skipTest("midnight (UTC) passed in between")


class APurge(RetentionScenario):
    """At full size: most of the time that these scenarios take."""

    def test_of_30000_hides_no_loss_of_96_on_the_same_night(self):
        self.configure_retention()
        due = [path for ago in (32, 33, 40, 59, 364) for path in self.fill_day(ago, 6000)]
        young = [path for ago in (0, 1, 7, 14, 29) for path in self.fill_day(ago, 60)]
        self.scan(items=30_300, unexplained=0)
        lost = [path for i, path in enumerate(young) if i % 3 == 0][:96]
        self.dispose(due + lost)
        row = self.scan(expect=1, outcome="complete", removed=30_096, explained=30_000,
                        unexplained=96, logged=0, hold_breaches=0, added=0, modified=0,
                        moved=0, corrupted=0, emptied=0, not_observed=0, in_flight=0)
        self.assertEqual(row["items"], 204)
        removed = self.removed()
        self.assertEqual(sorted(removed), sorted(due + lost))
        self.assertEqual(self.unexplained(), sorted(lost))
        for path in due:
            self.assertEqual((removed[path]["explanation"], removed[path]["reference"],
                              removed[path]["early_seconds"]), ("retention", "rule", None))
        for path in lost:
            self.assertGreater(removed[path]["early_seconds"], DAY_SECONDS)
        self.assertEqual(self.overview()["incidents_open"], 1)
        incidents = self.muniment("ledger", "show", "--type", "incident").rows()
        newest = incidents[-1].get("event", incidents[-1])
        self.assertEqual(newest["items"], 96)
        status = self.status()
        self.assertEqual((status["unexplained_items"], status["unexplained_bytes"]),
                         (96, sum(len("recording ") + len(path) for path in lost)))
        self.assertEqual((status["corrupted_items"], status["not_observed_items"],
                          status["logged_items"], status["hold_breaches"]), (0, 0, 0, 0))
        self.scan(expect=0, removed=0)
        self.assertEqual(self.overview()["incidents_open"], 1)

    def test_alone_raises_nothing(self):
        self.configure_retention()
        due = self.fill_day(40, 500)
        self.fill_day(3, 50)
        self.scan(items=550)
        self.dispose(due)
        self.scan(expect=0, removed=500, explained=500, unexplained=0)
        self.assertEqual(self.overview()["incidents_open"], 0)
        self.muniment("status", expect=0)


class AWeedingRule(RetentionScenario):
    """The case of 2021: it deleted the wrong class and left the right one."""

    def test_that_is_wrong_both_ways_is_found_both_ways(self):
        self.configure_retention("evidential: 7y, no-further-action: 31d", default="")
        evidential = self.fill_day(400, 60, "evidential")
        due = self.fill_day(400, 80, "nfa")
        kept_until = months_after(self.date(400), 7 * 12)
        self.register(*[f"{path},{self.date(400)},evidential" for path in evidential],
                      *[f"{path},{self.date(400)},no-further-action" for path in due])
        self.scan(items=140)
        self.dispose(evidential[:55] + due[:3])
        self.scan(expect=1, removed=58, explained=3, unexplained=55)
        # What went that should have stayed, and how much too early.
        self.assertEqual(self.unexplained(), sorted(evidential[:55]))
        early = (datetime.datetime.combine(kept_until, datetime.time(),
                                           datetime.timezone.utc) - now()).total_seconds()
        removed = self.removed()
        for path in evidential[:55]:
            self.assertEqual(removed[path]["kept_until"], midnight(kept_until))
            self.assertAlmostEqual(removed[path]["early_seconds"], early, delta=600)
            self.assertIn("days before the end of its retention", removed[path]["detail"])
        for path in due[:3]:
            self.assertEqual((removed[path]["explanation"], removed[path]["early_seconds"]),
                             ("retention", None))
        # What stayed that should have gone.
        overdue = self.overdue()
        self.assertEqual(sorted(overdue), sorted(due[3:]))
        until = midnight(self.date(400) + 31 * DAY)
        self.unless_midnight_passed()
        for path, row in overdue.items():
            self.assertEqual((row["class"], row["kept_until"], row["size"]),
                             ("no-further-action", until, len("recording " + path)))
        self.assertEqual(self.review()["overdue_items"], 77)
        self.assertEqual(self.recorded_review("overdue"), (77,))
        text = self.muniment("retention", "--list", json_output=False).out.decode()
        self.assertIn(due[3], text)
        self.assertNotIn(evidential[55], text)
        self.assertIn("77", self.muniment("status", json_output=False,
                                          expect=1).out.decode())


class WhatIsNotKnown(RetentionScenario):
    """Is never explained by retention, however old it is."""

    def check_unexplained(self, paths, why, undated):
        self.scan(items=len(paths))
        self.assertEqual((self.review()["undated_items"], self.review()["overdue_items"]),
                         (undated, 0))
        self.assertEqual(self.overdue(), {})
        self.dispose(paths)
        self.scan(expect=1, removed=len(paths), explained=0, unexplained=len(paths))
        for row in self.removed().values():
            self.assertIn(why, row["detail"])
            self.assertEqual((row["kept_until"], row["early_seconds"]), (None, None))

    def test_the_class(self):
        self.configure_retention(default="")
        self.check_unexplained(self.fill_day(400, 3), "its class is not known", 3)

    def test_a_class_that_the_rule_does_not_name(self):
        self.configure_retention(default="interview")
        self.check_unexplained(self.fill_day(400, 3), "says nothing of class", 3)

    def test_a_class_in_other_letters(self):
        self.configure_retention(default="Non-Evidential")
        self.check_unexplained(self.fill_day(400, 3), "says nothing of class", 3)

    def test_the_date(self):
        self.configure_retention(recorded_at="")
        self.check_unexplained(self.fill_day(400, 3), "its recorded date is not known", 3)

    def test_a_date_that_does_not_exist(self):
        self.configure_retention()
        paths = ["2023/02/30/a.mp4", "2023/13/01/b.mp4", "unsorted/c.mp4", "d.mp4",
                 "20xx/01/01/e.mp4"]
        for path in paths:
            write(self.at(path), path.encode())
        self.check_unexplained(paths, "its recorded date is not known", 5)

    def test_the_rule(self):
        self.configure_retention(rule="")
        self.check_unexplained(self.fill_day(400, 3), "", 0)

    def test_a_class_that_is_kept_for_ever_is_known_and_explains_nothing_either(self):
        self.configure_retention(default="evidential")
        self.check_unexplained(self.fill_day(4000, 3), "kept for ever", 0)


class ThePeriod(RetentionScenario):
    def test_ends_with_its_last_day(self):
        self.configure_retention()
        early, = self.fill_day(30)   # the last day is today
        due, = self.fill_day(31)     # it was yesterday
        self.scan(items=2)
        overdue = self.overdue()
        self.dispose([early, due])
        self.muniment("scan", expect=1)
        removed = self.removed()
        self.unless_midnight_passed()
        self.assertEqual(sorted(overdue), [due])
        self.assertEqual(removed[due]["explanation"], "retention")
        self.assertEqual(removed[due]["kept_until"], midnight(self.today))
        self.assertEqual(removed[early]["explanation"], "unexplained")
        self.assertEqual(removed[early]["kept_until"], midnight(self.today + DAY))
        self.assertTrue(0 < removed[early]["early_seconds"] <= DAY_SECONDS)

    def test_ends_to_the_second_when_the_register_knows_it(self):
        self.configure_retention(recorded_at="")
        begin = now() - 31 * DAY
        times = {"early.mp4": begin + datetime.timedelta(hours=1),
                 "due.mp4": begin - datetime.timedelta(seconds=2)}
        for path in times:
            write(self.at(path), path.encode())
        self.register(*[f"{path},{time.strftime('%Y-%m-%dT%H:%M:%SZ')},"
                        for path, time in times.items()])
        self.scan(items=2)
        self.dispose(times)
        self.scan(expect=1, explained=1, unexplained=1)
        self.assertEqual(self.unexplained(), ["early.mp4"])
        row = self.removed()["early.mp4"]
        self.assertTrue(3000 < row["early_seconds"] <= 3600, row)
        self.assertIn("minutes before the end of its retention", row["detail"])

    def test_in_months_and_years_goes_by_the_calendar(self):
        periods = {"month": ("1m", 1), "half": ("6m", 6), "year": ("1y", 12),
                   "seven": ("7y", 84)}
        self.configure_retention(", ".join(f"{name}: {period}" for name, (period, _)
                                           in periods.items()), default="")
        due, early, until = [], [], {}
        rows = []
        for name, (_, months) in periods.items():
            # The newest that is over by today, and the one of the day after it.
            last = next(day for day in (self.today - n * DAY for n in range(3000))
                        if months_after(day, months) <= self.today)
            for day, paths in ((last, due), (last + DAY, early)):
                path = f"{name}/{day}.mp4"
                write(self.at(path), path.encode())
                rows.append(f"{path},{day},{name}")
                paths.append(path)
                until[path] = midnight(months_after(day, months))
        self.register(*rows)
        self.scan(items=8)
        overdue = self.overdue()
        self.dispose(due + early)
        self.muniment("scan", expect=1)
        removed = self.removed()
        self.unless_midnight_passed()
        self.assertEqual(sorted(overdue), sorted(due))
        self.assertEqual(self.unexplained(), sorted(early))
        self.assertEqual({path: row["kept_until"] for path, row in removed.items()}, until)

    def test_of_a_month_ends_with_the_month_when_that_is_shorter(self):
        self.configure_retention("month: 1m, year: 1y", default="")
        expected = {("2023-01-31", "month"): "2023-02-28T00:00:00Z",
                    ("2024-01-31", "month"): "2024-02-29T00:00:00Z",
                    ("2024-02-29", "year"): "2025-02-28T00:00:00Z",
                    ("2023-12-31", "month"): "2024-01-31T00:00:00Z",
                    ("2023-02-28T23:59:59Z", "month"): "2023-03-28T23:59:59Z"}
        rows, until = [], {}
        for i, ((day, name), end) in enumerate(expected.items()):
            write(self.at(f"{i}.mp4"), b"%d" % i)
            rows.append(f"{i}.mp4,{day},{name}")
            until[f"{i}.mp4"] = end
        self.register(*rows)
        self.scan(items=5)
        self.assertEqual({path: row["kept_until"] for path, row in self.overdue().items()},
                         until)


class TheRegister(RetentionScenario):
    def test_overrides_the_date_and_the_class_of_the_path(self):
        self.configure_retention()
        newer, evidential, dated, classless = self.fill_day(60, 4)
        older, still = self.fill_day(5, 2)
        self.register(f"{newer},{self.date(5)},", f"{evidential},,evidential",
                      f"{dated},{self.date(70)},non-evidential", f"{classless},,",
                      f"{older},{self.date(60)},", f"{still},,non-evidential")
        self.scan(items=6)
        self.assertEqual(sorted(self.overdue()), sorted([dated, classless, older]))
        self.dispose([newer, evidential, dated, classless, older, still])
        self.scan(expect=1, explained=3, unexplained=3)
        self.assertEqual(self.unexplained(), sorted([newer, evidential, still]))
        removed = self.removed()
        self.assertIn("kept for ever", removed[evidential]["detail"])
        self.unless_midnight_passed()
        self.assertEqual(removed[newer]["kept_until"], midnight(self.date(5) + 31 * DAY))
        self.assertEqual(removed[older]["kept_until"], midnight(self.date(60) + 31 * DAY))

    def test_explains_what_went_before_it_was_imported(self):
        self.configure_retention(default="")
        known, unknown = self.fill_day(60, 2)
        self.scan(items=2)
        self.dispose([known, unknown])
        self.scan(expect=1, removed=2, unexplained=2)
        self.register(f"{known},,non-evidential")
        self.assertEqual(self.unexplained(), [unknown])
        row = self.removed()[known]
        self.assertEqual((row["first_explanation"], row["explanation"], row["reference"]),
                         ("unexplained", "retention", "rule"))
        self.assertEqual(self.status()["unexplained_items"], 1)


class TheForecast(RetentionScenario):
    def setUp(self):
        super().setUp()
        self.configure_retention("non-evidential: 31d, evidential: 7y")

    def test_counts_what_becomes_deletable_within_7_and_30_days(self):
        self.fill_day(40, 3)
        self.fill_day(26, 5)   # 4 to 5 days to go
        self.fill_day(10, 7)   # 20 to 21
        kept = self.fill_day(12, 11, "evidential")
        self.register(*[f"{path},,evidential" for path in kept])
        self.scan(items=26)
        review = self.review()
        self.assertEqual([review[f"{name}_items"] for name in
                          ("overdue", "deletable_7d", "deletable_30d", "undated")],
                         [3, 8, 15, 0])
        self.assertEqual(self.recorded_review("overdue", "deletable_7d", "deletable_30d",
                                              "undated"), (3, 8, 15, 0))
        size = len("recording 2023/01/01/clip-00000.mp4")
        self.assertEqual([review[f"{name}_bytes"] for name in
                          ("overdue", "deletable_7d", "deletable_30d")],
                         [3 * size, 8 * size, 15 * size])
        self.assertEqual(review["classes"], {"non-evidential": "31d", "evidential": "7y"})

    def test_jumps_when_a_period_is_shortened_which_explains_nothing_before_it(self):
        self.configure_retention("non-evidential: 6m")
        paths = self.fill_day(50, 40)
        self.scan(items=40)
        self.assertEqual(self.recorded_review("overdue", "deletable_7d", "deletable_30d"),
                         (0, 0, 0))
        self.dispose(paths[:4])
        self.scan(expect=1, explained=0, unexplained=4)
        self.configure_retention("non-evidential: 31d")
        self.assertEqual(self.recorded_review("overdue", "deletable_7d"), (0, 0),
                         "before a scan")
        self.scan(removed=0)
        self.assertEqual(self.recorded_review("overdue", "deletable_7d", "deletable_30d"),
                         (36, 36, 36))
        self.assertEqual(len(self.overdue()), 36)
        self.assertEqual(self.unexplained(), paths[:4])
        # Neither does anything that has removals looked at again.
        self.register(f"{paths[0]},,non-evidential")
        self.muniment("verify", "bwv", "--all")
        self.assertEqual(self.unexplained(), paths[:4])
        # What goes from now on is explained by what is in force now.
        self.dispose(paths[4:6])
        self.scan(removed=2, explained=2, unexplained=0)
        self.assertEqual(self.unexplained(), paths[:4])

    def test_falls_when_a_period_is_made_longer_and_takes_nothing_back(self):
        paths = self.fill_day(50, 10)
        self.scan(items=10)
        self.dispose(paths[:2])
        self.scan(removed=2, explained=2)
        self.configure_retention("non-evidential: 1y")
        self.scan(removed=0)
        self.assertEqual(self.recorded_review("overdue", "deletable_30d"), (0, 0))
        self.register(f"{paths[0]},,non-evidential")
        self.assertEqual(self.unexplained(), [])
        self.dispose(paths[2:3])
        self.scan(expect=1, explained=0, unexplained=1)

    def test_of_a_store_that_was_never_scanned_is_nothing(self):
        self.assertEqual(self.review()["overdue_items"], 0)
        self.muniment("retention", "no-such-store", expect=2)


if __name__ == "__main__":
    main()

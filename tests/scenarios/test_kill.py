"""kill -9 at any moment: the next command goes on, and every fact is recorded once."""

import os
import signal
import subprocess
import time
from collections import Counter

from support import SLOW, Scenario, free_port, main, needs_tool, path_of, stop, write

CALLS = ("write", "pwrite64", "fsync", "fdatasync", "rename", "openat", "mkdir", "unlink",
         "ftruncate", "renameat2", "mkdirat")


class KillingScenario(Scenario):
    def setUp(self):
        super().setUp()
        self.expected = Counter()  # path -> how often it went
        self.added = Counter()
        self.round = 0

    def change_the_store(self):
        """Two files go, three come."""
        self.round += 1
        for number in range(3):
            path = b"rounds/%04d/%d.mp4" % (self.round, number)
            write(self.at(path), b"round %d of %d" % (self.round, number))
            self.added[path] += 1
        for number in range(2):
            if self.round > 1:
                path = b"rounds/%04d/%d.mp4" % (self.round - 1, number)
                os.remove(self.at(path))
                self.expected[path] += 1

    def kill_after(self, seconds, *args):
        """Starts a command and kills it; returns whether it had ended by itself."""
        process = self.spawn(*args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        ended = process.poll() is not None
        stop(process)
        return ended

    def kill_at(self, call, number, *args):
        """Kills a command in its `number`th `call`; returns whether it ended before."""
        trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                 f"inject={call}:signal=KILL:when={number}"]
        process = self.spawn(*args, prefix=trace, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
        return process.wait(60) not in (-signal.SIGKILL, 128 + signal.SIGKILL)

    def assert_goes_on(self):
        """What is on disk verifies, and one more scan knows the truth."""
        self.check_ledger()
        run = self.run_any("scan")
        self.assertIn(run.status, (0, 1), run)
        self.assertEqual(run.row()["outcome"], "complete")
        self.assert_inventory_is_the_truth()

    def assert_recorded_once(self):
        removed = Counter(map(path_of, self.changes(kind="removed")))
        self.assertEqual(removed, self.expected)
        added = Counter(map(path_of, self.changes(kind="added")))
        self.assertEqual({path: added[path] for path in self.added}, dict(self.added))
        self.check_ledger()


class AScanKilledAfterSomeTime(KillingScenario):
    def test_is_taken_up_by_the_next_at_60_moments(self):
        self.fill(200, directories=8)
        self.scan(items=200)
        begin = time.monotonic()
        self.muniment("scan")
        whole = time.monotonic() - begin
        moments = 240 if SLOW else 60
        for moment in range(moments):
            self.change_the_store()
            self.kill_after(1.3 * whole * moment / moments, "scan")
            self.assert_goes_on()
        self.assert_recorded_once()

    def test_for_the_first_time_is_taken_up_by_the_next_at_20_moments(self):
        contents = self.fill(3000, directories=30)
        for moment in range(20):
            self.state = self.home / f"state-{moment}"
            self.configure()
            self.kill_after(0.012 * moment, "scan")
            self.assert_goes_on()
            added = Counter(map(path_of, self.changes(kind="added")))
            self.assertEqual(added, Counter(contents.keys()))
            self.check_ledger()


@needs_tool("strace")
class ACommandKilledInASystemCall(KillingScenario):
    def sweep(self, call, *args, most=400):
        """Kills in the 1st, 2nd ... call of this name until the command outlives it."""
        for number in range(1, most if SLOW else min(most, 40)):
            self.change_the_store()
            ended = self.kill_at(call, number, *args)
            self.assert_goes_on()
            if ended:
                break
        self.assert_recorded_once()
        return number

    def test_that_makes_something_durable_is_taken_up_by_the_next(self):
        self.fill(40)
        self.scan(items=40)
        moments = sum(self.sweep(call, "scan") for call in
                      ("write", "pwrite64", "fsync", "fdatasync", "rename", "renameat"))
        self.assertGreater(moments, 6)

    def test_in_the_first_scan_is_taken_up_by_the_next(self):
        contents = self.fill(40)
        for call in CALLS:
            for number in range(1, 100 if SLOW else 14):
                self.state = self.home / f"state-{call}-{number}"
                self.configure()
                ended = self.kill_at(call, number, "scan")
                self.assert_goes_on()
                self.assertEqual(Counter(map(path_of, self.changes(kind="added"))),
                                 Counter(contents.keys()))
                self.check_ledger()
                if ended:
                    break

    def test_that_adds_an_authority_leaves_it_whole_or_not_at_all(self):
        self.fill(40)
        self.scan(items=40)
        for call in ("write", "pwrite64", "fsync", "fdatasync", "rename"):
            for number in range(1, 40):
                reference = f"{call}-{number}"
                ended = self.kill_at(call, number, "authority", "add", "--store", "bwv",
                                     "--reference", reference, "--approved-by", "P",
                                     "--prefix", f"authorised/{reference}")
                self.check_ledger()
                run = self.run_any("authority", "show", reference)
                self.assertIn(run.status, (0, 2), run)
                if ended:
                    self.assertEqual(run.status, 0, run)
                    break


class AnAgentKilled(KillingScenario):
    def test_is_taken_up_by_the_next_at_15_moments(self):
        self.configure(scan="settle: 0s, every: 1s",
                       more=f"web: {{listen: '127.0.0.1:{free_port()}'}}\n")
        self.fill(100)
        self.scan(items=100)
        for moment in range(15):
            self.change_the_store()
            self.assertFalse(self.kill_after(0.02 + 0.1 * moment, "agent"),
                             "the agent ended by itself")
            self.assert_goes_on()
        self.assert_recorded_once()


if __name__ == "__main__":
    main()

"""Every call that makes something durable fails once, or is the last of its process.

Each command of the workload is re-run with one system call failing with EIO, with ENOSPC, and
with a kill at that call. After each: start-up succeeds, the ledger verifies, what was
acknowledged is there, every fact is recorded once, and of no size two roots were ever signed.

The usual run takes a sample that is spread over all points; MUNIMENT_SLOW=1 takes them all.
"""

import json
import os
import random
import shutil
import sys
import tempfile
import time
import unittest
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scenarios"))

import injection
import ledger_files
import stages
from support import SLOW, main

SAMPLE = int(os.environ.get("MUNIMENT_FAULT_POINTS", "360"))  # points of the usual run
SEED = 96174
WORKERS = 2
# What a message says of the fault. SQLite opens for reading what it cannot open for writing.
REASONS = ("Input/output error", "No space left", "disk I/O error", "disk is full",
           "unable to open", "readonly database", "to its end")


class Broken(AssertionError):
    pass


def expect(condition, what):
    if not condition:
        raise Broken(what)


class Sweep:
    """All points of one stage."""

    def __init__(self, stage, places):
        self.stage, self.places = stage, places
        self.signed = {}  # size -> root, of this point's ledger

    def points(self):
        """Runs the command without a fault, and keeps what it then records."""
        place = self.places[0]
        place.put_back(self.stage.prepared)
        if self.stage.name == "init":
            place.config.unlink()
        log = place.home / "log"
        status, out, err = place.run(*self.stage.args, prefix=injection.dry_run(log))
        expect(status in self.stage.says, f"without a fault: {status} {out} {err}")
        self.stage.expected = self.stage.facts(ledger_files.entries(place.state))
        home = str(place.home)
        not_meant = {str(place.home / "err")}
        if self.stage.name != "init":
            not_meant.add(str(place.config))  # to read it has nothing to do with the state
        return injection.points_of(log, lambda path: path not in not_meant and
                                   (path == home or path.startswith(home + "/")))

    def at(self, place, point):
        """The point with this worker's paths."""
        return point._replace(path=point.path.replace(str(self.places[0].home),
                                                      str(place.home)))

    def try_point(self, place, point):
        """Fails at one point and looks at all that must hold; False if it was not reached."""
        stage, seen = self.stage, []
        place.put_back(stage.prepared)
        if stage.name == "init":
            place.config.unlink()
        seen += ledger_files.signed_checkpoints(place.state)
        log = place.home / "log"
        status, out, err = place.run(*stage.args,
                                     prefix=injection.at_point(self.at(place, point), log))
        if not injection.was_reached(log, status):
            return False
        self.check_end(place, point, status, err)
        seen += ledger_files.signed_checkpoints(place.state)
        acknowledged = ledger_files.entries(place.state)
        self.check_verifies(place, "at once")
        place.config.exists() or place.configure()
        if stage.name == "init" and status != 0:
            place.config.unlink()
        self.go_on(place)
        self.check_verifies(place, "after going on")
        seen += ledger_files.signed_checkpoints(place.state)
        self.check_ledger(place, acknowledged, seen)
        return True

    def check_end(self, place, point, status, err):
        """A failure is exit 4 and one line that says why; success means recorded."""
        if point.kind == injection.KILL:
            expect(injection.was_killed(status), f"killed, yet ended with {status}: {err}")
            return
        if status == 4:
            lines = err.decode("utf-8").splitlines()
            expect(len(lines) == 1, f"{len(lines)} lines of error: {lines}")
            message = json.loads(lines[0])["error"]["message"]
            expect(any(reason in message for reason in REASONS), f"no reason in: {message}")
            return
        expect(status in self.stage.says, f"ended with {status}: {err}")
        entries = ledger_files.entries(place.state)
        expect(self.stage.is_recorded(entries), f"ended with {status}, but did not record it")

    def go_on(self, place):
        args = self.stage.again or self.stage.args
        status, out, err = place.run(*args)
        wanted = (*self.stage.says, *self.stage.says_again)
        expect(status in wanted, f"the next command ended with {status}: {out} {err}")

    def check_verifies(self, place, when):
        if ledger_files.checkpoint(place.state) is None:
            return
        had_config = place.config.exists()
        if not had_config:
            place.configure()
        status, out, err = place.run("ledger", "verify")
        if not had_config:
            place.config.unlink()
        expect(status == 0 and json.loads(out)["ok"], f"verify {when}: {status} {out} {err}")

    def check_ledger(self, place, acknowledged, seen):
        entries = ledger_files.entries(place.state)
        expect(entries[:len(acknowledged)] == acknowledged, "acknowledged entries are gone")
        for checkpoint in seen:
            expect(checkpoint.size <= len(entries), f"size {checkpoint.size} was signed, and "
                   f"there are {len(entries)}")
            expect(ledger_files.root_of(entries[:checkpoint.size]) == checkpoint.root,
                   f"two roots were signed for size {checkpoint.size}")
        facts = self.stage.facts(entries)
        expect(facts == self.stage.expected or self.stage.again,
               f"recorded otherwise: {facts - self.stage.expected} too often, "
               f"{self.stage.expected - facts} missing")


def sample(points, count):
    """Some from everywhere, the same ones each time."""
    chosen = random.Random(SEED).sample(points, min(count, len(points)))
    return sorted(chosen, key=points.index)


class OneFailingCall(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        reason = injection.works()
        if reason:
            self.skipTest(reason)
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.home = Path(tempfile.mkdtemp(prefix="muniment-faults-", dir=memory))
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)

    def sweep(self, stage, share):
        """Tries a stage's points; returns how many of each kind were reached, and failures."""
        stage.prepare()
        places = [stages.Place(self.home / f"{type(stage).__name__}-{number}", stage.store)
                  for number in range(WORKERS)]
        sweep = Sweep(stage, places)
        free = SimpleQueue()
        for place in places:
            free.put(place)
        points = sweep.points()
        chosen = points if SLOW else sample(points, share)
        reached, broken = Counter(), []

        def one(point):
            place = free.get()
            try:
                if sweep.try_point(place, point):
                    reached[point.kind] += 1
            except Exception as failure:  # all of them are told together
                broken.append(f"{stage.name}: {point}: {failure!r}")
            finally:
                free.put(place)

        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(one, chosen))
        return len(points), reached, broken

    def test_loses_nothing_and_signs_nothing_twice(self):
        everything = stages.all_stages(self.home)
        total, broken = 0, []
        for stage in everything:
            began = time.monotonic()
            known, reached, failures = self.sweep(stage, SAMPLE // len(everything))
            total += sum(reached.values())
            broken += failures
            print(f"{stage.name}: {sum(reached.values())} of {known} points in "
                  f"{time.monotonic() - began:.1f} s: {dict(sorted(reached.items()))}, "
                  f"{len(failures)} broken", file=sys.stderr, flush=True)
        print(f"{total} points", file=sys.stderr)
        self.assertEqual(broken, [], f"{len(broken)} points\n" + "\n".join(broken[:20]))
        self.assertGreater(total, 2000 if SLOW else SAMPLE // 2)


if __name__ == "__main__":
    main()

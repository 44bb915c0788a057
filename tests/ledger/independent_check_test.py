"""The program and a checker that shares no code with it agree on every ledger.

Ledgers are made by the real program, then damaged at random. MUNIMENT_SEED repeats a run.
"""

import os
import random
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scenarios"))

import independent_check  # noqa: E402
from support import Scenario, main, write  # noqa: E402

DAMAGED_COPIES = 330


def flip_bit(data, chance):
    at = chance.randrange(8 * len(data))
    return data[:at // 8] + bytes([data[at // 8] ^ 1 << at % 8]) + data[at // 8 + 1:]


def cut_short(data, chance):
    return data[:chance.randrange(len(data))]


def grow(data, chance):
    return data + chance.randbytes(chance.randrange(1, 40))


def overwrite(data, chance):
    at = chance.randrange(len(data))
    return data[:at] + chance.randbytes(min(32, len(data) - at)) + data[at + 32:]


class AnIndependentChecker(Scenario):
    def setUp(self):
        super().setUp()
        seed = os.environ.get("MUNIMENT_SEED") or str(random.randrange(1 << 32))
        print(f"MUNIMENT_SEED={seed}", flush=True)
        self.chance = random.Random(seed)

    def ledger_of(self, name, items):
        """A ledger of `items` and three more events, and the key to check it with."""
        state, store = self.home / name, self.home / f"{name}-store"
        for number in range(items):
            write(store / f"2023/{number % 3}/{number:04}.mp4", b"%d" % number)
        self.state = state
        self.configure({"bwv": store})
        self.muniment("scan")
        key = self.muniment("ledger", "key", json_output=False).out.decode().strip()
        return state / "ledger", key

    def answers(self, ledger, key):
        """What the program and the checker say of a ledger by itself: problem or None."""
        run = self.run_any("ledger", "verify", "--entries", str(ledger), "--key", key)
        self.assertIn(run.status, (0, 5), run)
        try:
            independent_check.check_ledger(ledger, independent_check.parse_key(key))
            problem = None
        except independent_check.Problem as found:
            problem = str(found)
        return (run.out if run.status else None), problem

    def damage(self, ledger, other):
        """Does something to one file of the ledger, and tells what."""
        files = sorted(path for path in ledger.rglob("*") if path.is_file())
        file = self.chance.choice(files)
        data = file.read_bytes()
        how = self.chance.choice([flip_bit, flip_bit, flip_bit, cut_short, grow, overwrite,
                                  "remove", "swap", "foreign"])
        if how == "remove":
            file.unlink()
            return f"removed {file}"
        if how == "swap" and len(files) > 1:
            second = self.chance.choice([one for one in files if one != file])
            file.write_bytes(second.read_bytes())
            second.write_bytes(data)
            return f"swapped {file} and {second}"
        if how == "foreign":
            foreign = other / file.relative_to(ledger)
            if foreign.exists():
                shutil.copy(foreign, file)
                return f"{file} is of another ledger"
        change = how if callable(how) else flip_bit
        file.write_bytes(change(data, self.chance))
        return f"{change.__name__} {file}"

    def test_agrees_with_the_program_on_good_and_on_damaged_ledgers(self):
        ledgers = [self.ledger_of("small", 2), self.ledger_of("full", 253),
                   self.ledger_of("large", 700)]
        for ledger, key in ledgers:
            self.assertEqual(self.answers(ledger, key), (None, None))
        differing = []
        copy = self.home / "copy"
        for number in range(DAMAGED_COPIES):
            ledger, key = ledgers[number % len(ledgers)]
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(ledger, copy)
            what = self.damage(copy, ledgers[(number + 1) % len(ledgers)][0])
            by_program, by_checker = self.answers(copy, key)
            if by_program is None or by_checker is None:
                differing.append((what, by_program, by_checker))
        self.assertEqual(differing, [], "not found, by the one or the other")

    def test_agrees_on_a_copy_that_was_made_while_the_ledger_grew(self):
        ledger, key = self.ledger_of("growing", 300)
        checkpoint = (ledger / "checkpoint").read_bytes()
        for number in range(3):
            write(self.home / f"growing-store/more-{number}.mp4", b"more %d" % number)
            self.muniment("scan")
        copy = self.home / "copy"
        shutil.copytree(ledger, copy)
        (copy / "checkpoint").write_bytes(checkpoint)
        self.assertEqual(self.answers(copy, key), (None, None))

    def test_agrees_on_proofs_and_on_damaged_proofs(self):
        _, key = self.ledger_of("proven", 300)
        for seq in (0, 1, 2, 150, 255, 256, 301):
            file = self.home / "proof"
            file.unlink(missing_ok=True)
            self.muniment("ledger", "prove", "--event", str(seq), "-o", str(file))
            self.assertEqual(self.answers_about(file, key), (True, True))
            good = file.read_bytes()
            for change in [flip_bit] * 12 + [cut_short, grow, overwrite]:
                file.write_bytes(change(good, self.chance))
                self.assertEqual(self.answers_about(file, key), (False, False),
                                 f"event {seq}, {change.__name__}: {file.read_bytes()!r}")

    def answers_about(self, file, key):
        run = self.run_any("ledger", "check-proof", str(file), "--key", key)
        self.assertIn(run.status, (0, 2, 5), run)
        try:
            independent_check.check_proof(file.read_bytes(), independent_check.parse_key(key))
            holds = True
        except independent_check.Problem:
            holds = False
        return run.status == 0, holds


if __name__ == "__main__":
    main()

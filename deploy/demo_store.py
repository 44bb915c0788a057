#!/usr/bin/env python3
"""Makes the small body-worn-video store of try.sh, and later loses part of it.

    demo_store.py build STORE     about 4,000 files, July 2020 to May 2023
    demo_store.py dispose STORE   removes what the authority of the demonstration covers
    demo_store.py lose STORE      moves some recordings, and 961 files are simply gone

The same files every time: the numbers that try.sh tells do not change.
"""

import json
import random
import sys
from pathlib import Path

RECORDINGS = 2_000
DISPOSED_MONTH = "bwv/2020/07"
MOVED_MONTHS = ("bwv/2022/11", "bwv/2022/12", "bwv/2023/01")
LOST_FILES = 961


def months():
    return [(year, month) for year in range(2020, 2024) for month in range(1, 13)
            if (2020, 7) <= (year, month) <= (2023, 5)]


def build(store):
    chance = random.Random(96174)
    for number in range(RECORDINGS):
        year, month = months()[number % 35]
        directory = store / f"bwv/{year}/{month:02d}"
        directory.mkdir(parents=True, exist_ok=True)
        day, hour, minute = (chance.randrange(*span) for span in ((1, 29), (24,), (60,)))
        device = f"X{chance.randrange(16**8):08X}"
        recording = (f"AXON_Body_3_Video_{year}-{month:02d}-{day:02d}_"
                     f"{hour:02d}{minute:02d}_{device}")
        (directory / f"{recording}.mp4").write_bytes(
            chance.randbytes(chance.randrange(2_000, 9_000)))
        (directory / f"{recording}.json").write_text(json.dumps({
            "device": device, "officer": f"{chance.randrange(1000, 4000)}",
            "recorded": f"{year}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:00Z",
            "occurrence": f"14/{chance.randrange(10_000, 99_999)}/{year % 100}",
            "category": chance.choice(["evidential", "non-evidential"])}) + "\n")


def dispose(store):
    for path in (store / DISPOSED_MONTH).iterdir():
        path.unlink()


def lose(store):
    for month in MOVED_MONTHS:
        target = store / "staging" / month.removeprefix("bwv/")
        target.parent.mkdir(parents=True, exist_ok=True)
        (store / month).rename(target)
    left = sorted((store / "bwv").rglob("AXON_*"))
    for path in random.Random(961).sample(left, LOST_FILES):
        path.unlink()


if __name__ == "__main__":
    verbs = {"build": build, "dispose": dispose, "lose": lose}
    if len(sys.argv) != 3 or sys.argv[1] not in verbs:
        sys.exit(__doc__)
    verbs[sys.argv[1]](Path(sys.argv[2]))

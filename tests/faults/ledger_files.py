"""A ledger as its files say it, read without the program: FORMAT.md and hashlib only."""

import base64
import hashlib
import json
from pathlib import Path

WIDTH = 256


class Checkpoint:
    """A signed size and root. The signature itself is left to `ledger verify`."""

    def __init__(self, text):
        lines = text.split(b"\n\n")[0].split(b"\n")
        self.text, self.size, self.root = text, int(lines[1]), base64.b64decode(lines[2])


def signed_checkpoints(state):
    """Every whole checkpoint that lies anywhere in a state directory."""
    found = []
    for name in ("ledger/checkpoint", "ledger/checkpoint.new", "ledger/checkpoint.adopted",
                 "head", "head.new"):
        path = Path(state) / name
        text = path.read_bytes() if path.exists() else b""
        if "\n\n\u2014 ".encode() in text and text.endswith(b"\n"):
            found.append(Checkpoint(text))
    return found


def checkpoint(state):
    """The checkpoint in force; None when there is none yet."""
    path = Path(state) / "ledger/checkpoint"
    return Checkpoint(path.read_bytes()) if path.exists() else None


def bundle_name(number):
    groups = [f"{number % 1000:03}"]
    while number >= 1000:
        number //= 1000
        groups.insert(0, f"x{number % 1000:03}")
    return "/".join(groups)


def entries(state, size=None):
    """The entries that the checkpoint covers, as bytes."""
    if size is None:
        last = checkpoint(state)
        size = last.size if last else 0
    found = []
    for number in range((size + WIDTH - 1) // WIDTH):
        count = min(WIDTH, size - number * WIDTH)
        path = Path(state) / "ledger/tile/entries" / bundle_name(number)
        if count < WIDTH:
            path = Path(f"{path}.p/{count}")
        found += split(path.read_bytes(), count)
    return found


def split(bundle, count):
    found, at = [], 0
    for _ in range(count):
        length = int.from_bytes(bundle[at:at + 2], "big")
        found.append(bundle[at + 2:at + 2 + length])
        at += 2 + length
    if at != len(bundle):
        raise AssertionError(f"bundle has {len(bundle)} bytes, {count} entries end at {at}")
    return found


def root_of(some_entries):
    """RFC 6962, 2.1."""
    level = [hashlib.sha256(b"\0" + entry).digest() for entry in some_entries]
    if not level:
        return hashlib.sha256().digest()
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + left + right).digest()
                 for left, right in zip(level[::2], level[1::2])]
        level = pairs + level[len(pairs) * 2:]
    return level[0]


def events(some_entries):
    return [json.loads(entry) for entry in some_entries]

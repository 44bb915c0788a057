#!/usr/bin/env python3
"""Checks a ledger, or the proof of one entry, without any code of Muniment's.

    independent_check.py ledger DIRECTORY KEY
    independent_check.py proof FILE KEY

Knows monitor/ledger/FORMAT.md and nothing else; needs Python's standard library and the
openssl program, for Ed25519. Prints "ok" or the first problem; exit status 0 or 5.
"""

import base64
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

DASH = "— "


class Problem(Exception):
    pass


def expect(condition, problem):
    if not condition:
        raise Problem(problem)


def read(path):
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem(f"{path}: {error.strerror}") from error


def unbase64(text, what, size=None):
    try:
        value = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Problem(f"{what} is not base64") from error
    expect(base64.b64encode(value).decode() == text, f"{what} has another spelling")
    expect(size is None or len(value) == size, f"{what} has the wrong length")
    return value


def number(text, what):
    expect(text.isascii() and text.isdigit() and str(int(text)) == text, f"{what}: no number")
    return int(text)


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def tree_root(hashes):
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256().digest()
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node(tree_root(hashes[:split]), tree_root(hashes[split:]))


# Keys and checkpoints

def is_signed(public, text, signature):
    der = bytes.fromhex("302a300506032b6570032100") + public
    with tempfile.TemporaryDirectory() as temp:
        files = [Path(temp, name) for name in ("key", "text", "signature")]
        for file, content in zip(files, (der, text, signature)):
            file.write_bytes(content)
        return subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin", "-inkey",
             files[0], "-in", files[1], "-sigfile", files[2]],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def parse_key(text):
    name, hexadecimal, encoded = text.strip().split("+", 2)
    key = unbase64(encoded, "the key", 33)
    expected = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    expect(key[0] == 1 and expected.hex() == hexadecimal, "not a verifier key")
    return name, expected, key[1:]


def checkpoint(note, key):
    """(size, root) of the checkpoint, which must be signed by `key`."""
    name, key_hash, public = key
    try:
        text, _, signatures = note.decode("utf-8").rpartition("\n\n")
    except UnicodeDecodeError as error:
        raise Problem("the checkpoint is not UTF-8") from error
    expect(signatures.endswith("\n"), "the checkpoint is cut off")
    found = False
    for line in signatures[:-1].split("\n"):
        fields = line.removeprefix(DASH).split(" ")
        expect(line.startswith(DASH) and len(fields) == 2 and fields[0], "a bad signature line")
        signature = unbase64(fields[1], "a signature")
        if fields[0] == name and signature[:4] == key_hash:
            expect(is_signed(public, (text + "\n").encode(), signature[4:]), "not signed so")
            found = True
    expect(found, f"no signature by {name}")
    lines = text.split("\n")
    expect(len(lines) >= 3 and all(lines), "not a checkpoint")
    expect(lines[0] == name, f"a checkpoint of another log: {lines[0]!r}")
    return number(lines[1], "the size"), unbase64(lines[2], "the root", 32)


# A ledger

def in_groups(index):
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    return "/".join(groups)


def stored(directory, room, index, width):
    """The file of a tile or bundle, or the wider one that has taken its place."""
    full = directory / "tile" / room / in_groups(index)
    partial = full.with_name(full.name + ".p")
    if width < 256 and not (partial / str(width)).exists():
        wider = [int(name) for name in map(str, range(width + 1, 256))
                 if (partial / name).exists()] + ([256] if full.exists() else [])
        width = min(wider, default=width)
    return full if width == 256 else partial / str(width)


def entries_of(path, count):
    data, entries, at = read(path), [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at:at + 2], "big")
        expect(at + 2 < end <= len(data), f"{path}: a broken entry")
        entries.append(data[at + 2:end])
        at = end
    wanted = 256 if path.parent.suffix != ".p" else int(path.name)
    expect(len(entries) == wanted, f"{path}: {len(entries)} entries")
    return entries[:count]


def widths(count):
    """(index, width) of each tile that `count` hashes fill."""
    return [(index, min(256, count - 256 * index)) for index in range((count + 255) // 256)]


def check_level(directory, level, hashes):
    for index, width in widths(len(hashes)):
        path = stored(directory, str(level), index, width)
        data = read(path)
        wanted = 256 if path.parent.suffix != ".p" else int(path.name)
        expect(len(data) == 32 * wanted, f"{path}: {len(data)} bytes")
        expected = b"".join(hashes[256 * index:256 * index + width])
        expect(data[:len(expected)] == expected, f"{path}: not the hashes of what is below it")


def check_ledger(directory, key):
    size, root = checkpoint(read(directory / "checkpoint"), key)
    leaves = []
    for index, width in widths(size):
        path = stored(directory, "entries", index, width)
        leaves += [leaf_hash(entry) for entry in entries_of(path, width)]
    level, hashes = 0, leaves
    while hashes:
        check_level(directory, level, hashes)
        hashes = [tree_root(hashes[256 * i:256 * i + 256]) for i in range(len(hashes) // 256)]
        level += 1
    expect(tree_root(leaves) == root, "the entries have another root than the checkpoint")


# A proof

def check_proof(data, key):
    head, empty, note = data.partition(b"\n\n")
    lines = head.decode("utf-8", "replace").split("\n")
    expect(empty and lines[0] == "c2sp.org/tlog-proof@v1", "not a tlog-proof")
    expect(len(lines) > 2 and lines[1].startswith("extra "), "the event is not in it")
    expect(lines[2].startswith("index "), "it has no index")
    hashed = leaf_hash(unbase64(lines[1].removeprefix("extra "), "the event"))
    index = number(lines[2].removeprefix("index "), "the index")
    size, root = checkpoint(note, key)
    expect(index < size, "the index is beyond the log")
    last = size - 1
    for line in lines[3:]:
        other = unbase64(line, "a hash", 32)
        expect(last > 0, "the path is too long")
        if index % 2 == 1 or index == last:
            hashed = node(other, hashed)
            while index % 2 == 0 and index > 0:
                index, last = index // 2, last // 2
        else:
            hashed = node(hashed, other)
        index, last = index // 2, last // 2
    expect(last == 0 and hashed == root, "the path does not lead to the root")


def main(kind, place, key):
    try:
        if kind == "ledger":
            check_ledger(Path(place), parse_key(key))
        else:
            check_proof(read(Path(place)), parse_key(key))
    except Problem as problem:
        print(f"PROBLEM: {problem}")
        return 5
    print("ok")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in ("ledger", "proof"):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))

"""Scenarios with somebody outside who vouches for the ledger: they come from tests/support."""

import base64
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from time_stamping import TimeStampingAuthority  # noqa: E402
from witness import Witness, parse_key  # noqa: E402

__all__ = ["TimeStampingAuthority", "Witness", "cosigners", "parse_note", "witnesses_yaml"]


def witnesses_yaml(*witnesses, quorum=1, every="100ms"):
    """The `witnesses` of a configuration."""
    lines = [f"witnesses:\n  quorum: {quorum}\n  every: {every}\n  list:"]
    lines += [f"    - {{name: w{number}, url: '{witness.url}', key: '{witness.key}'}}"
              for number, witness in enumerate(witnesses, 1)]
    return "\n".join(lines) + "\n"


def parse_note(content):
    """The text of a signed note, and its signatures as (name, blob)."""
    text, _, lines = content.decode("utf-8").rpartition("\n\n")
    signatures = [line.split(" ")[1:] for line in lines.splitlines()]
    return text + "\n", [(name, base64.b64decode(blob)) for name, blob in signatures]


def cosigners(content, *witnesses):
    """Which of `witnesses` have validly cosigned the note."""
    text, signatures = parse_note(content)
    found = []
    for witness in witnesses:
        name, public = parse_key(witness.key)
        for signer, blob in signatures:
            message = f"cosignature/v1\ntime {int.from_bytes(blob[4:12], 'big')}\n{text}"
            if signer == name and witness.signer.verifies(public, message.encode(),
                                                          blob[12:]):
                found.append(witness)
                break
    return found

"""What every scenario needs: a store of its own, the program, and its answers as data.

The program under test is $MUNIMENT_BIN. Every scenario has a directory of its own, which
goes when the scenario ends. However a scenario ends, its ledger must verify.
"""

import base64
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM = os.environ.get("MUNIMENT_BIN") or str(
    Path(__file__).resolve().parents[2] / "build/release/muniment")
NOBODY = 65534
SLOW = os.environ.get("MUNIMENT_SLOW") == "1"
DEADLINE = 120.0  # seconds that any one command may take

# What must never reach a terminal or a log unescaped: C0 but newline, DEL, C1 and the
# bidirectional and zero-width marks, in UTF-8.
UNSAFE_TEXT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f"
                         "\u2028-\u202e\u2060-\u2069\ufeff]")


def needs_root(thing):
    return unittest.skipUnless(os.geteuid() == 0, "needs root")(thing)


def needs_tool(name):
    return unittest.skipUnless(shutil.which(name), f"needs {name}")


def wait_until(condition, what, seconds=20.0):
    """Returns what `condition` returns once it is true; fails when it never is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds:.0f} s in vain: {what}")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Run:
    """One finished run of the program."""

    def __init__(self, command, status, out, err):
        self.command, self.status, self.out, self.err = command, status, out, err

    def rows(self):
        return [json.loads(line) for line in self.out.decode("utf-8").splitlines()]

    def row(self):
        rows = self.rows()
        if len(rows) != 1:
            raise AssertionError(f"expected one line of JSON, got {len(rows)}\n{self}")
        return rows[0]

    def error(self):
        """The error object of a `--json` run."""
        return json.loads(self.err.decode("utf-8").splitlines()[-1])["error"]

    def __str__(self):
        return (f"$ {' '.join(map(repr, self.command))}\nexit {self.status}\n"
                f"stdout: {self.out[-2000:]!r}\nstderr: {self.err[-2000:]!r}")


def path_of(row):
    """The path of a row as the bytes it is on disk."""
    if "path_b64" in row:
        return base64.b64decode(row["path_b64"])
    return row["path"].encode("utf-8")


def by_path(rows):
    result = {}
    for row in rows:
        if path_of(row) in result:
            raise AssertionError(f"listed twice: {path_of(row)!r}")
        result[path_of(row)] = row
    return result


def write(path, content=b"evidence\n"):
    """Writes a file (str or bytes path), with its directories."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)


def regular_files(root):
    """What is truly there: {path as bytes: size}, of every depth, following nothing."""
    found = {}
    pending = [(os.open(root, os.O_RDONLY | os.O_DIRECTORY), b"")]
    while pending:
        directory, prefix = pending.pop()
        for name in os.listdir(directory):
            name = os.fsencode(name)
            facts = os.stat(name, dir_fd=directory, follow_symlinks=False)
            if stat.S_ISDIR(facts.st_mode):
                flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
                child = os.open(name, flags, dir_fd=directory)
                pending.append((child, prefix + name + b"/"))
            elif stat.S_ISREG(facts.st_mode):
                found[prefix + name] = facts.st_size
        os.close(directory)
    return found


class Scenario(unittest.TestCase):
    """A store called `bwv`, a state directory and a configuration, all empty."""

    maxDiff = 4000

    def setUp(self):
        if not os.access(PROGRAM, os.X_OK):
            self.fail(f"no program at {PROGRAM}; set MUNIMENT_BIN")
        self.home = Path(tempfile.mkdtemp(prefix="muniment-scenario-"))
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)
        self.store = self.home / "store"
        self.state = self.home / "state"
        self.config = self.home / "muniment.yml"
        self.user = None  # the uid to run the program as, when not our own
        self.store.mkdir()
        self.configure()
        self.addCleanup(self.check_ledger)

    # Setting the scene

    def configure(self, stores=None, more="", scan="settle: 0s"):
        """Writes the configuration; `stores` is {name: path}."""
        lines = [f"state_dir: {self.state}", "stores:"]
        for name, path in (stores or {"bwv": self.store}).items():
            lines += [f"  - name: {name}", f"    path: {path}", f"    scan: {{{scan}}}"]
        self.config.write_text("\n".join(lines) + "\n" + more)

    def fill(self, count=20, directories=4, root=None):
        """Writes `count` different files and returns {path: content}."""
        contents = {}
        for number in range(count):
            name = b"2023/%02d/clip-%04d.mp4" % (number % directories + 1, number)
            contents[name] = b"recording %d\n" % number * (number % 7 + 1)
            write(self.at(name, root), contents[name])
        return contents

    def at(self, name, root=None):
        """The place on disk of the item `name` (bytes or str)."""
        return os.path.join(os.fsencode(root or self.store), os.fsencode(name))

    def become_nobody(self):
        """Runs the program as an unprivileged user from here on."""
        if os.geteuid() != 0:
            return
        self.user = NOBODY
        self.home.chmod(0o755)
        for path in [self.home, *self.home.rglob("*")]:
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)

    def deny(self, path):
        """Takes every permission from `path` until the scenario ends."""
        mode = stat.S_IMODE(os.stat(path).st_mode)
        os.chmod(path, 0)
        self.addCleanup(lambda: os.path.lexists(path) and os.chmod(path, mode))
        return mode

    # Running the program

    def command(self, *args, json_output=True, prefix=()):
        line = [*prefix, PROGRAM, *args, "--config", str(self.config)]
        return line + ["--json"] if json_output else line

    def spawn(self, *args, json_output=True, prefix=(), **options):
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        if self.user is not None:
            options.update(user=self.user, group=self.user, extra_groups=[])
        return subprocess.Popen(self.command(*args, json_output=json_output, prefix=prefix),
                                stdin=subprocess.DEVNULL, cwd=self.home, **options)

    def run_any(self, *args, json_output=True, prefix=(), timeout=DEADLINE):
        """Runs a command and accepts every exit status."""
        process = self.spawn(*args, json_output=json_output, prefix=prefix)
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            self.fail(f"still running after {timeout} s\n"
                      f"{Run(process.args, 'killed', out, err)}")
        return Run(process.args, process.returncode, out, err)

    def muniment(self, *args, expect=0, **options):
        run = self.run_any(*args, **options)
        self.assertEqual(run.status, expect, f"wrong exit status\n{run}")
        return run

    def scan(self, expect=0, **counts):
        """One presence scan; every count named here must be as given."""
        row = self.muniment("scan", expect=expect).row()
        seen = {name: row[name] for name in counts}
        self.assertEqual(seen, counts, f"scan said {row}")
        return row

    def verify(self, *args, expect=0, **counts):
        run = self.muniment("verify", "bwv", *(args or ["--all"]), expect=expect)
        row = run.row()
        self.assertEqual({name: row[name] for name in counts}, counts, f"{run}")
        return row

    def items(self, *args):
        return by_path(self.muniment("items", "bwv", *args).rows())

    def present(self, kind="file"):
        """{path: size} of the items that the inventory holds."""
        return {path: row["size"] for path, row in self.items().items()
                if row["state"] != "missing" and row["type"] == kind}

    def changes(self, *args, kind=None):
        rows = self.muniment("changes", *args).rows()
        return [row for row in rows if kind is None or row["kind"] == kind]

    def changed_paths(self, kind, *args):
        return sorted(path_of(row) for row in self.changes(*args, kind=kind))

    def overview(self):
        """All of `status`, whose exit status tells of findings and gaps as a scan's does."""
        run = self.run_any("status")
        self.assertIn(run.status, (0, 1, 3), run)
        return run.row()

    def status(self, store="bwv"):
        return next(row for row in self.overview()["stores"] if row["name"] == store)

    def ledger_size(self):
        return self.overview()["ledger"]["size"]

    # What must be so

    def assert_inventory_is_the_truth(self):
        self.assertEqual(self.present(), regular_files(self.store))

    def assert_nothing_was_lost(self):
        self.assertEqual(self.changes(kind="removed"), [])

    def assert_safe(self, run):
        """No byte that a terminal would act on is in what the program wrote."""
        for output in (run.out, run.err):
            text = output.decode("utf-8")  # fails on bytes that are not UTF-8
            unsafe = UNSAFE_TEXT.search(text)
            self.assertIsNone(unsafe, f"raw {unsafe!r} in the output of {run.command}")

    def check_ledger(self):
        if not (self.state / "ledger" / "checkpoint").exists():
            return
        answer = self.muniment("ledger", "verify").row()
        self.assertTrue(answer["ok"], f"the ledger does not verify: {answer}")


def stop(process, sig=signal.SIGKILL):
    """Ends a process that the scenario started, if it still runs."""
    if process.poll() is None:
        process.send_signal(sig)
    process.wait(timeout=30)
    for stream in (process.stdout, process.stderr):
        if stream:
            stream.close()


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def main():
    unittest.main(module="__main__", verbosity=2, argv=sys.argv)

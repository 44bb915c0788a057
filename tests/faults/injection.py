"""One system call of a command fails, or kills it: which calls there are, and at which.

strace counts the calls of each thread for itself. So that a point is one call and not one of
each thread, it is named by system call, path and number: `-P` leaves only the calls on that
path to be counted. Where a path has a random part there is no such name; then the number
counts all calls of that kind in the thread.
"""

import re
import shutil
import signal
import subprocess
from collections import Counter, namedtuple

CALLS = ("write", "pwrite64", "fsync", "fdatasync", "sync_file_range", "ftruncate", "rename",
         "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir", "mkdirat",
         "openat", "read", "pread64")
# Reading needs no room, nor does taking a name away; a kill there is one at the next call.
READS = ("read", "pread64")
NEVER_FULL = ("unlink", "unlinkat")
KILL = "signal=KILL"
KINDS = ("error=EIO", "error=ENOSPC", KILL)

Point = namedtuple("Point", "call path number kind")  # path "": the thread's calls of any path

LINE = re.compile(r"^(\d+) +(\w+)\((.*)$")
PATH = re.compile(r"<(/[^<>]*)>|\"(/[^\"]*)\"")
# A name that the next run will not use again.
RANDOM = re.compile(r"[0-9a-f]{16}|\d{8}T\d{6}Z|scratch-\d+|/(?:etilqs|tmp)[^/]*$|\(deleted\)")


def works():
    """None, or why strace cannot trace here."""
    if not shutil.which("strace"):
        return "needs strace"
    probe = subprocess.run(["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "true"],
                           capture_output=True, text=True, check=False)
    return None if probe.returncode == 0 else f"strace: {probe.stderr.strip()[:200]}"


def dry_run(log):
    """The strace prefix that lists a command's calls in the file `log`."""
    return ["strace", "-f", "-qq", "-y", "--seccomp-bpf", "-s", "300", "-o", str(log),
            "-e", f"trace={','.join(CALLS)}"]


def target_of(call, arguments):
    """The path that a call is about: its descriptor's, or the last that it names."""
    if call == "openat":
        arguments = arguments.split(">", 1)[-1]  # not the directory it starts from
    paths = [first or second for first, second in PATH.findall(arguments)]
    if not paths:
        return ""
    return paths[1] if call.startswith(("rename", "link")) and len(paths) > 1 else paths[0]


def points_of(log, is_meant):
    """Every point of a dry run whose path `is_meant`."""
    in_thread, on_path, wanted = Counter(), Counter(), set()
    for line in log.read_text(errors="replace").splitlines():
        match = LINE.match(line)
        if not match:
            continue
        thread, call, arguments = match.groups()
        in_thread[thread, call] += 1
        path = target_of(call, arguments)
        if not is_meant(path):
            continue
        if RANDOM.search(path):
            wanted.add((call, "", in_thread[thread, call]))
        else:
            on_path[thread, call, path] += 1
            wanted.add((call, path, on_path[thread, call, path]))
    return [Point(*call, kind) for call in sorted(wanted) for kind in kinds_of(call[0])]


def kinds_of(call):
    if call in READS:
        return KINDS[:1]
    return [kind for kind in KINDS if kind != "error=ENOSPC" or call not in NEVER_FULL]


def at_point(point, log):
    """The strace prefix that makes a command fail at `point`."""
    only = ["-P", point.path] if point.path else []
    # strace 6.1 leaves signals out when it filters by seccomp.
    quick = [] if point.kind == KILL else ["--seccomp-bpf"]
    return ["strace", "-f", "-qq", *quick, "-o", str(log), "-e", f"trace={point.call}",
            *only, "-e",
            f"inject={point.call}:{point.kind}:when={point.number}"]


def was_killed(status):
    return status in (-signal.SIGKILL, 128 + signal.SIGKILL)


def was_reached(log, status):
    return was_killed(status) or b"(INJECTED)" in log.read_bytes()

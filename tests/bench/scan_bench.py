#!/usr/bin/env python3
"""Times the scans of many small files beside what others need for the same tree.

    scan_bench.py --muniment build/release/muniment --bare-walk .../bare_walk [--files N]

Three jobs, each of them in turn with its peers, `--runs` times: the first scan (against
`bare_walk --digest` and `aide --init`), the scan when nothing changed (`bare_walk`, `find`,
`aide --check`), and the scan after 9,617 files in 100,000 went. All with a warm cache.
Prints medians, ratios and peak memory with the machine, the compiler and the commit.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

LOST_SHARE = 0.09617
AIDE_CONFIG = """database_in=file:{home}/aide.db
database_out=file:{home}/{out}
num_workers={workers}
report_url=file:{home}/aide.report
{tree} ftype+s+m+c+i+sha256
"""


class Result:
    def __init__(self):
        self.wall, self.cpu, self.peak = [], [], 0


def timed(result, command, allowed=(0,)):
    """Runs a command; its wall time, processor time and peak memory go to `result`."""
    begin = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    result.wall.append(time.perf_counter() - begin)
    result.cpu.append(usage.ru_utime + usage.ru_stime)
    result.peak = max(result.peak, usage.ru_maxrss / 1024)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        sys.exit(f"{command} ended with {process.returncode}: {error.decode()[-500:]}")


def place(tree, number):
    """By year, month and day, 250 files to a directory."""
    day = number // 250
    return (tree / f"{2020 + day // 336}/{day // 28 % 12 + 1:02d}/{day % 28 + 1:02d}"
            / f"AXON_Body_3_{number:08d}.mp4")


def make_tree(tree, count):
    """`count` files of about 200 bytes. (No list of them: see `floor` below.)"""
    for number in range(count):
        path = place(tree, number)
        if number % 250 == 0:
            path.parent.mkdir(parents=True)
        path.write_bytes(b"%08d" % number * (20 + number % 11))


class Bench:
    def __init__(self, options, home):
        self.options, self.home, self.tree = options, home, home / "tree"
        self.results = defaultdict(Result)
        make_tree(self.tree, options.files)
        self.floor = Result()  # a child's peak is never less than this script's own size
        timed(self.floor, ["true"])

    def muniment(self, job, state, allowed=(0,)):
        config = self.home / "muniment.yml"
        config.write_text(f"state_dir: {state}\nstores:\n  - name: bench\n"
                          f"    path: {self.tree}\n    scan: {{settle: 0s}}\n")
        timed(self.results[job, "muniment scan"],
              [self.options.muniment, "scan", "--json", "--config", config], allowed)

    def bare(self, job, *flags):
        if self.options.bare_walk:
            name = " ".join(["bare_walk 2 threads", *flags])
            timed(self.results[job, name], [self.options.bare_walk, "2", self.tree, *flags])

    def aide(self, job, flag, out, allowed=(0,)):
        if not shutil.which("aide"):
            return
        config = self.home / "aide.conf"
        config.write_text(AIDE_CONFIG.format(home=self.home, tree=self.tree, out=out,
                                             workers=self.options.aide_workers))
        timed(self.results[job, f"aide {flag} sha256"], ["aide", "-c", config, flag], allowed)

    def first(self, run):
        state = self.home / f"state-{run}"
        self.muniment("first scan", state)
        self.bare("first scan", "--digest")
        self.aide("first scan", "--init", "aide.db")

    def unchanged(self, run):
        self.muniment("unchanged", self.home / f"state-{run}")
        self.bare("unchanged")
        timed(self.results["unchanged", "find -printf size mtime"],
              ["find", self.tree, "-type", "f", "-printf", "%s %T@ %p\\n"])
        if run < self.options.aide_checks:
            self.aide("unchanged", "--check", "aide.new")

    def lose(self):
        """Moves some files out of the tree, spread over all of it."""
        (self.home / "lost").mkdir()
        count = round(self.options.files * LOST_SHARE)
        for index in range(count):
            path = place(self.tree, index * self.options.files // count)
            path.rename(self.home / "lost" / path.name)
        return count

    def after_loss(self, run):
        self.muniment("after the loss", self.home / f"state-{run}", allowed=(1,))
        self.bare("after the loss")
        if run < self.options.aide_checks:
            self.aide("after the loss", "--check", "aide.new", allowed=range(8))

    def run(self):
        runs = range(self.options.runs)
        subprocess.run(["find", self.tree, "-type", "f", "-exec", "cat", "{}", "+"],
                       check=True, stdout=subprocess.DEVNULL)  # warm
        for job in (self.first, self.unchanged):
            for run in runs:
                job(run)
        self.disk = sum(path.stat().st_size for path in (self.home / "state-0").rglob("*"))
        self.lost = self.lose()
        for run in runs:
            self.after_loss(run)

    def show(self):
        count = self.options.files
        print(f"{'job':<16}{'what':<32}{'wall s: median (min - max)':<30}"
              f"{'CPU s':>8}{'MiB':>7}{'files/s':>11}{'muniment is':>16}")
        for (job, what), result in self.results.items():
            wall = statistics.median(result.wall)
            ours = statistics.median(self.results[job, "muniment scan"].wall)
            ratio = "" if what == "muniment scan" else (
                f"{ours / wall:.2f} x as long" if ours > wall else f"{wall / ours:.1f} x faster")
            peak = f"{result.peak:.0f}" if result.peak > 1.1 * self.floor.peak else \
                f"<{self.floor.peak:.0f}"
            spread = f"{wall:.3f} ({min(result.wall):.3f} - {max(result.wall):.3f})"
            print(f"{job:<16}{what:<32}{spread:<30}{statistics.median(result.cpu):>8.2f}"
                  f"{peak:>7}{count / wall:>11,.0f}{ratio:>16}")
        print(f"state: {self.disk / count:.0f} bytes an item; "
              f"{self.lost:,} of {count:,} files lost in the third job")


def said_by(*command):
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return "unknown"
    return run.stdout.splitlines()[0].strip() if run.stdout else "unknown"


def machine():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in lines if "model name" in line), "?")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, Linux {os.uname().release}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--muniment", type=Path, required=True)
    parser.add_argument("--bare-walk", type=Path)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--aide-checks", type=int, default=1, help="they are slow")
    parser.add_argument("--aide-workers", type=int, default=0)
    parser.add_argument("--under", help="where to make the tree (default: $TMPDIR)")
    options = parser.parse_args()
    here = Path(__file__).parent
    print("machine: ", machine())
    print("compiler:", said_by("c++", "--version"))
    print("commit:  ", said_by("git", "-C", here, "describe", "--always", "--dirty"))
    print(f"tree:     {options.files:,} files, {options.runs} runs each, warm, alternating")
    with tempfile.TemporaryDirectory(prefix="muniment-bench-", dir=options.under) as home:
        bench = Bench(options, Path(home).resolve())
        bench.run()
        bench.show()


if __name__ == "__main__":
    main()

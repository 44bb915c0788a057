"""What is re-run with a failing call: one command each, its state before, and what it says."""

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import ledger_files
from support import PROGRAM, write

ITEM_EVENTS = ("added", "altered", "moved", "removed", "authority_added", "authority_paths",
               "store_enrolled")


class Place:
    """A home of its own: a configuration and a state directory that can be put back."""

    def __init__(self, home, store):
        self.home, self.store = Path(home), store
        self.state, self.config = self.home / "state", self.home / "muniment.yml"
        self.home.mkdir(parents=True, exist_ok=True)

    def configure(self):
        self.config.write_text(f"state_dir: {self.state}\nstores:\n  - name: bwv\n"
                               f"    path: {self.store}\n    scan: {{settle: 0s}}\n")

    def put_back(self, prepared):
        shutil.rmtree(self.state, ignore_errors=True)
        if prepared.is_dir():
            shutil.copytree(prepared, self.state)
        for left in self.home.glob("muniment.yml*"):
            left.unlink()
        self.configure()

    def run(self, *args, prefix=()):
        """Runs a command; its output goes to files, so that writing it can fail too."""
        args = [arg.replace("{state}", str(self.state)) for arg in args]
        line = [*prefix, PROGRAM, *args, "--config", str(self.config), "--json"]
        with open(self.home / "out", "wb") as out, open(self.home / "err", "wb") as err:
            status = subprocess.run(line, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                    cwd=self.home, timeout=120, check=False).returncode
        return status, (self.home / "out").read_bytes(), (self.home / "err").read_bytes()


class Stage:
    """One command. Subclasses say what was before it, and what follows from its end."""

    name = ""
    args = ()
    says = (0,)  # its exit status when nothing fails
    again = None  # the command that goes on afterwards, when it is not the same
    says_again = (0,)

    def __init__(self, home):
        self.home = Path(home)
        self.store = self.home / "store"
        self.prepared = self.home / "prepared"

    def prepare(self):
        self.store.mkdir(parents=True)
        place = Place(self.home, self.store)
        place.configure()
        self.set_the_scene(place)
        if place.state.exists():
            place.state.rename(self.prepared)
        self.before = ledger_files.entries(self.prepared)

    def set_the_scene(self, place):
        pass

    def fill(self, count=300):
        for number in range(count):
            write(self.store / f"2023/{number % 12:02}/clip-{number:04}.mp4",
                  b"recording %d\n" % number)

    def run(self, place, *args, says=(0,)):
        status, out, err = place.run(*args)
        if status not in says:
            raise AssertionError(f"{self.name}: {args} ended with {status}: {out} {err}")

    def facts(self, entries):
        """What the command records, each to be there exactly once in the end."""
        return Counter((event["type"], event.get("path", event.get("reference", "")))
                       for event in ledger_files.events(entries[len(self.before):])
                       if event["type"] in ITEM_EVENTS)

    def is_recorded(self, entries):
        """Is all there that the command promises when it ends well?"""
        return self.facts(entries) == self.expected


class FirstScan(Stage):
    name, args = "first scan", ("scan",)

    def set_the_scene(self, place):
        self.fill()


class ChangedScan(Stage):
    """Some went under an authority, some without, one came, one moved, one is altered."""

    name, args, says, says_again = "scan of changes", ("scan",), (1,), (0, 1)

    def set_the_scene(self, place):
        self.fill()
        self.run(place, "scan")
        self.run(place, "authority", "add", "--store", "bwv", "--reference", "DA-1",
                 "--approved-by", "P. Green", "--prefix", "2023/03")
        self.change()

    def change(self):
        shutil.rmtree(self.store / "2023/03")
        for number in (1, 13, 25):
            (self.store / f"2023/01/clip-{number:04}.mp4").unlink()
        write(self.store / "2023/12/late.mp4", b"late\n")
        (self.store / "2023/02/clip-0002.mp4").rename(self.store / "2023/00/moved.mp4")
        write(self.store / "2023/04/clip-0004.mp4", b"something else\n")


class ScanWithoutCatalogue(ChangedScan):
    """As above, and the catalogue has to be made again first."""

    name = "scan without a catalogue"

    def change(self):
        super().change()
        for file in (self.home / "state").glob("catalogue.sqlite*"):
            file.unlink()


class ScanAfterAKill(ChangedScan):
    """As above, and a process was killed before that had signed and not yet published."""

    name = "scan after a kill"

    def change(self):
        state = self.home / "state"
        shutil.copytree(state, self.home / "older")
        super().change()
        self.run(Place(self.home, self.store), "authority", "add", "--store", "bwv",
                 "--reference", "DA-2", "--approved-by", "P. Green", "--prefix", "2023/05")
        published = (state / "ledger/checkpoint").read_bytes()
        for file in (self.home / "older").rglob("*"):
            target = state / file.relative_to(self.home / "older")
            if file.is_file() and not target.exists():
                shutil.copy(file, target)
        for name in ("ledger/checkpoint", "head", "catalogue.sqlite"):
            shutil.copy(self.home / "older" / name, state / name)
        (state / "ledger/checkpoint.new").write_bytes(published)


class AddAuthority(Stage):
    name = "authority add"
    says_again = (0, 2)  # 2: it is there already

    def set_the_scene(self, place):
        self.fill(40)
        self.run(place, "scan")
        (self.home / "list").write_text(
            "".join(f"2023/{number % 12:02}/clip-{number:04}.mp4\n" for number in range(2000)))
        self.args = ("authority", "add", "--store", "bwv", "--reference", "DA-9",
                     "--approved-by", "P. Green", "--list", str(self.home / "list"))


class Check(Stage):
    """`verify --all`: what it records is new each time, so only its end is looked for."""

    name, args = "fixity check", ("verify", "bwv", "--all")

    def set_the_scene(self, place):
        self.fill(60)
        self.run(place, "scan")

    def is_recorded(self, entries):
        return any(event["type"] == "check_finished"
                   for event in ledger_files.events(entries[len(self.before):]))


class RebuildCatalogue(Stage):
    name, args = "rebuild-catalogue", ("ledger", "rebuild-catalogue")

    def set_the_scene(self, place):
        self.fill(60)
        self.run(place, "scan")


class RotateKey(Stage):
    """Rotating a second time is another rotation: a scan goes on instead."""

    name, again = "key rotate", ("scan",)
    args = ("ledger", "key", "rotate", "--by", "P. Green", "--reason", "drill")

    def set_the_scene(self, place):
        self.fill(60)
        self.run(place, "scan")

    def is_recorded(self, entries):
        return len(entries) > len(self.before)


class Init(Stage):
    name = "init"
    says_again = (0, 2)  # 2: the configuration is there already

    def set_the_scene(self, place):
        self.args = ("init", f"bwv={self.store}", "--state-dir", "{state}")


def all_stages(home):
    """Those that this program has the command for."""
    def has(*command):
        return subprocess.run([PROGRAM, *command, "--help"], capture_output=True,
                              check=False).returncode == 0

    stages = [Init, FirstScan, ChangedScan, ScanWithoutCatalogue, ScanAfterAKill, AddAuthority,
              Check]
    stages += [RebuildCatalogue] if has("ledger", "rebuild-catalogue") else []
    stages += [RotateKey] if has("ledger", "key", "rotate") else []
    chosen = os.environ.get("MUNIMENT_FAULT_STAGE", "")  # one by its name, to look closer
    stages = [stage for stage in stages if chosen in (stage.name, "")]
    return [stage(Path(home) / os.path.basename(stage.__name__)) for stage in stages]

#!/usr/bin/env python3
"""Checks the source tree against the `layers` block of ARCHITECTURE.md, and a few rules
that hold everywhere. Prints one line for each violation, FILE:LINE: what, and exits 1.

    layers_test.py [--root DIR]
"""

import argparse
import os
import pathlib
import re
import sys

# A header may be included only from its homes, which are folders below the include roots.
CONFINED = (
    ("sqlite3.h", ("catalogue",)),
    ("SQLiteCpp/", ("catalogue",)),
    ("openssl/", ("digest", "ledger")),
    ("xxhash.h", ("digest",)),
    ("xxh3.h", ("digest",)),
    ("sys/fanotify.h", ("store",)),
    ("linux/fanotify.h", ("store",)),
    ("boost/beast", ("exporters",)),
    ("boost/asio", ("exporters",)),
    ("prometheus/", ("exporters",)),
    ("yaml-cpp/", ("app",)),
    ("CLI/", ("app",)),
    ("curl/", ("exporters/http",)),
)
SOURCES = (".h", ".cc")
NOT_OURS = ("build", ".git", ".cache", "tests/architecture/fixtures")
EVERYTHING = "everything"

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.M)
LAYERS_BLOCK = re.compile(r"^```layers\n(.*?)^```", re.M | re.S)
COMMENT_OR_TEXT = re.compile(
    r'(?P<comment>//[^\n]*|/\*.*?\*/)'
    r'|(?P<text>R"(?P<delimiter>[^()\\\s]*)\(.*?\)(?P=delimiter)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+')",
    re.S)
THROW = re.compile(r"\bthrow\b")
SHELL_CALL = re.compile(r"(?<![\w.>])(system|popen)\s*\(")
DISABLED = re.compile(r"\bDISABLED_\w*")
COMMENTED_SOURCE = re.compile(
    r"^[ \t]*#[ \t]*([\w./-]+\.(?:cc|cpp|c|py)[ \t]*\)?"
    r"|(?:add_(?:subdirectory|executable|library|test)|gtest_discover_tests)[ \t]*\(.*)$",
    re.M)
ADD_LIBRARY = re.compile(r"\badd_(?:library|executable)\s*\(\s*(\w+)")
LINKS = re.compile(r"\btarget_link_libraries\s*\(\s*(\w+)([^)]*)\)", re.S)


def without(text, *groups):
    """`text` with comments (and texts) blanked, so that lines keep their numbers."""
    def blank(match):
        if any(match.group(group) is not None for group in groups):
            return re.sub(r"[^\n]", " ", match.group(0))
        return match.group(0)
    return COMMENT_OR_TEXT.sub(blank, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


class Tree:
    """The source tree below `root`, and what was found wrong with it."""

    def __init__(self, root):
        self.root = root
        self.problems = []
        self.layers = {}

    def complain(self, path, line, what):
        self.problems.append((path.as_posix(), line, what))

    def read(self, path):
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def files(self, below, wanted):
        """Paths, relative to the root, of the files below a folder that `wanted` takes."""
        for folder, folders, names in os.walk(self.root / below):
            here = pathlib.Path(folder).relative_to(self.root)
            folders[:] = sorted(f for f in folders if (here / f).as_posix() not in NOT_OURS)
            for name in sorted(names):
                if wanted(name):
                    yield here / name

    def sources(self, below):
        return self.files(below, lambda name: name.endswith(SOURCES))

    def cmake_files(self):
        return self.files(".", lambda name: name == "CMakeLists.txt"
                          or name.endswith(".cmake"))

    # --- the table -------------------------------------------------------------------

    def read_layers(self):
        document = pathlib.Path("ARCHITECTURE.md")
        if not (self.root / document).exists():
            self.complain(document, 1, "is missing")
            return False
        text = self.read(document)
        block = LAYERS_BLOCK.search(text)
        if not block:
            self.complain(document, 1, "has no ```layers block")
            return False
        first = line_of(text, block.start(1))
        for number, line in enumerate(block.group(1).splitlines(), first):
            self.read_layer(document, number, line)
        return not self.problems

    def read_layer(self, document, number, line):
        if not line.strip():
            return
        room, arrow, below = line.partition("->")
        room, below = room.strip(), below.split()
        if not arrow or not re.fullmatch(r"\w+", room):
            self.complain(document, number, f"not of the form 'room -> rooms': {line}")
            return
        # Only rooms of lines above can be named: so there is no cycle.
        for other in below:
            if other not in self.layers and other != EVERYTHING:
                self.complain(document, number, f"'{other}' is not a room of a line above")
        self.layers[room] = set(self.layers) if below == [EVERYTHING] else set(below)

    def room_of(self, path):
        parts = path.parts
        if parts[0] == "exporters":
            return "exporters"
        return parts[1] if parts[0] == "monitor" and len(parts) > 2 else None

    def may_use(self, room, other):
        return room == other or other in self.layers[room]

    # --- the rules -------------------------------------------------------------------

    def check_code(self):
        for below in ("monitor", "exporters"):
            for path in self.sources(below):
                room = self.room_of(path)
                if room not in self.layers:
                    self.complain(path, 1, f"'{room}' is not a room of ARCHITECTURE.md")
                    continue
                text = self.read(path)
                self.check_includes(path, room, without(text, "comment"))
                code = without(text, "comment", "text")
                self.check_pattern(path, code, THROW, "own code does not throw")
                self.check_pattern(path, code, SHELL_CALL, "no shell, no {0}()")

    def check_includes(self, path, room, text):
        for match in INCLUDE.finditer(text):
            line = line_of(text, match.start(2))
            self.check_include(path, line, room, match.group(1) == '"', match.group(2))

    def check_include(self, path, line, room, is_quoted, header):
        top = header.split("/")[0]
        is_ours = "/" in header and (
            top in self.layers and self.has_header("monitor", header)
            or top == "exporters" and self.has_header(".", header))
        if is_ours:
            if not self.may_use(room, top):
                self.complain(path, line, f"{room} must not include {header}: "
                                          f"the layers do not list {room} -> {top}")
            return
        if is_quoted:
            self.complain(path, line, f'"{header}" is not below monitor/ or exporters/')
        self.check_confined(path, line, header)

    def has_header(self, include_root, header):
        path = self.root / include_root / header
        return path.exists() or path.with_name(path.name + ".in").exists()  # generated

    def check_confined(self, path, line, header):
        here = path.parent.as_posix().removeprefix("monitor/") + "/"
        for prefix, homes in CONFINED:
            if header.startswith(prefix) and not any(
                    here.startswith(home + "/") for home in homes):
                self.complain(path, line, f"<{header}> is used in "
                                          f"{' and '.join(homes)} only")

    def check_pattern(self, path, text, pattern, what):
        for match in pattern.finditer(text):
            groups = match.groups() or (match.group(0),)
            self.complain(path, line_of(text, match.start()), what.format(*groups))

    def check_tests(self):
        for path in self.sources("tests"):
            code = without(self.read(path), "comment", "text")
            self.check_pattern(path, code, DISABLED, "no test is disabled: {0}")
            self.check_pattern(path, code, SHELL_CALL, "no shell, no {0}()")

    def check_cmake(self):
        owners = {}
        for path in self.cmake_files():
            text = self.read(path)
            self.check_pattern(path, text, COMMENTED_SOURCE, "commented out: {0}")
            room = self.room_of(path) if path.parts[0] in ("monitor", "exporters") else None
            if room in self.layers:
                owners.update((name, room) for name in ADD_LIBRARY.findall(text))
        for path in self.cmake_files():
            text = re.sub(r"#[^\n]*", "", self.read(path))
            for match in LINKS.finditer(text):
                self.check_links(path, text, match, owners)

    def check_links(self, path, text, match, owners):
        room = owners.get(match.group(1))
        for name in re.finditer(r"\bmuniment_\w+", match.group(2)):
            other = owners.get(name.group(0))
            if room and other and not self.may_use(room, other):
                line = line_of(text, match.start(2) + name.start())
                self.complain(path, line, f"{match.group(1)} must not link {name.group(0)}: "
                                          f"the layers do not list {room} -> {other}")

    def check(self):
        if self.read_layers():
            self.check_code()
            self.check_tests()
            self.check_cmake()
        return sorted(set(self.problems))


def main():
    here = pathlib.Path(__file__).resolve()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, default=here.parents[2])
    problems = Tree(parser.parse_args().root).check()
    for path, line, what in problems:
        print(f"{path}:{line}: {what}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

"""A tree such as an enemy of monitors would make; built by file descriptors only."""

import ctypes
import os
import socket
import struct

LIBC = ctypes.CDLL(None, use_errno=True)

ODD_NAMES = [
    b"line\nbreak.mp4", b"carriage\rreturn", b"tab\tname", b"bell\x07", b"\x1b[2K\x1b[1Agone",
    b"\x1b]0;title\x07", b"\x1b[31mred\x1b[0m", b"\x7fdelete", b"\x9bcsi", b"\xc2\x9b31m",
    b"not-utf8-\xff\xfe", b"overlong-\xc0\xaf", b"surrogate-\xed\xa0\x80", b"cut-\xe2\x82",
    "bidi-\u202etxt.exe".encode(), "isolate-\u2066x\u2069".encode(), "zero\u200bwidth".encode(),
    "separator\u2028line".encode(), "twin-a\u0301".encode(), "twin-\u00e1".encode(),
    b"-rf", b"--help", b"- -", b" leading", b"trailing ", b"trailing.", b"CON", b"...",
    b"*?[a]", b"$(touch x)", b"`id`", b"a;b&c|d", b"'single'", b'"double"', b"back\\slash",
    b"\\x41", b"%s%n%d", b"<img src=x onerror=alert(1)>", b"=1+1", b"'; DROP TABLE item;--",
    b"x" * 255, "\u00e9".encode() * 127, b"\xf0\x9f\x8e\xa5.mp4", b"{1}", b"#", b"~",
]
ODD_DIRECTORIES = [b"dir\nwith\nlines", b"\x1b[2Jclear", b"-d", b"\xff\xfe",
                   "\u202ereversed".encode(), b"d" * 255, b" "]


def write_at(directory, name, content):
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    file = os.open(name, flags, 0o644, dir_fd=directory)
    os.write(file, content)
    os.close(file)


def build(root):
    """Fills `root`; returns {path: type} of the entries that are not regular files."""
    top = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    for number, name in enumerate(ODD_NAMES):
        write_at(top, name, b"odd %d" % number)
    for number, name in enumerate(ODD_DIRECTORIES):
        os.mkdir(name, dir_fd=top)
        child = os.open(name, os.O_RDONLY | os.O_DIRECTORY, dir_fd=top)
        write_at(child, b"inside\n%d" % number, b"inside %d" % number)
        os.close(child)
    _every_byte(top)
    _deep(top)
    special = _special(top)
    os.close(top)
    return special


def _every_byte(top):
    """A directory with a file for each of the 254 names of one byte."""
    os.mkdir(b"bytes", dir_fd=top)
    directory = os.open(b"bytes", os.O_RDONLY | os.O_DIRECTORY, dir_fd=top)
    for byte in range(1, 256):
        if byte not in b"/.":
            write_at(directory, bytes([byte]), b"byte %d" % byte)
    os.close(directory)


def _deep(top, levels=60, length=200):
    """A path of more than 12,000 bytes, with a file at every level."""
    directory = os.dup(top)
    for level in range(levels):
        name = (b"%03d-" % level).ljust(length, b"n")
        os.mkdir(name, dir_fd=directory)
        child = os.open(name, os.O_RDONLY | os.O_DIRECTORY, dir_fd=directory)
        os.close(directory)
        directory = child
        write_at(directory, b"clip.mp4", b"level %d" % level)
    os.close(directory)


def _special(top):
    os.mkdir(b"special", dir_fd=top)
    directory = os.open(b"special", os.O_RDONLY | os.O_DIRECTORY, dir_fd=top)
    os.mkfifo(b"fifo\n", dir_fd=directory)
    links = {b"loop": b"loop", b"up": b"..", b"ping": b"pong", b"pong": b"ping",
             b"out": b"/etc/passwd", b"out-directory": b"/etc", b"nowhere\x1b[2J": b"\xff\n"}
    for name, target in links.items():
        os.symlink(target, name, dir_fd=directory)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"/proc/self/fd/{directory}/socket")
    types = {b"special/" + name: "symlink" for name in links}
    types |= {b"special/fifo\n": "fifo", b"special/socket": "socket"}
    if os.geteuid() == 0:
        os.mknod(b"zero", 0o020666, os.makedev(1, 5), dir_fd=directory)
        os.mknod(b"disk", 0o060600, os.makedev(7, 255), dir_fd=directory)
        types |= {b"special/zero": "char-device", b"special/disk": "block-device"}
    write_at(directory, b"linked", b"two names")
    os.link(b"linked", b"linked-again", src_dir_fd=directory, dst_dir_fd=directory)
    os.close(directory)
    return types


def exchange(first, second):
    """Swaps two names in one step, so that neither is ever absent."""
    at_fdcwd, rename_exchange = -100, 2
    if LIBC.renameat2(at_fdcwd, os.fsencode(first), at_fdcwd, os.fsencode(second),
                      rename_exchange) != 0:
        raise OSError(ctypes.get_errno(), "renameat2")


class OpenWatch:
    """Counts who opens or reads the given files and directories (inotify)."""

    OPEN, ACCESS = 0x20, 0x1

    def __init__(self, *paths):
        self._descriptor = LIBC.inotify_init1(os.O_NONBLOCK)
        for path in paths:
            mask = self.OPEN | self.ACCESS
            if LIBC.inotify_add_watch(self._descriptor, os.fsencode(path), mask) < 0:
                raise OSError(ctypes.get_errno(), "inotify_add_watch")

    def events(self):
        """How often since the last time."""
        count = 0
        while True:
            try:
                data = os.read(self._descriptor, 1 << 16)
            except BlockingIOError:
                return count
            while data:
                length = struct.unpack_from("<iIII", data)[3]
                data = data[16 + length:]
                count += 1

    def close(self):
        os.close(self._descriptor)

"""A store that misbehaves on demand: a small read-only FUSE filesystem. Needs root.

    with FuseStore(mountpoint, {"2023/a.mp4": b"content"}) as store:
        store.errors["2023"] = errno.EIO   # what listing or reading it answers
        store.hang()                       # nothing is answered any more ...
        store.answer()                     # ... until now

Speaks the kernel's protocol (linux/fuse.h, 7.31) directly, from one thread.
"""

import ctypes
import errno
import os
import select
import stat
import struct
import threading
import time

LIBC = ctypes.CDLL(None, use_errno=True)
MS_NOSUID, MS_NODEV, MNT_DETACH = 2, 4, 2
(LOOKUP, FORGET, GETATTR, OPEN, READ, STATFS, RELEASE, FLUSH, INIT, OPENDIR, READDIR,
 RELEASEDIR, DESTROY, BATCH_FORGET) = (1, 2, 3, 14, 15, 17, 18, 25, 26, 27, 28, 29, 38, 42)
DIRECT_IO = 1
BUFFER = 1 << 17


class Node:
    def __init__(self, number, path, content):
        self.number, self.path, self.content = number, path, content
        self.children = {}
        self.mtime = 1_690_336_800 * 10**9


class FuseStore:
    def __init__(self, where, files):
        self.where = os.fspath(where)
        self.errors = {}  # path -> errno of opening, listing or reading it
        self.before_read = None  # called with the node before each read of content
        self.reads = 0
        self._nodes = [None, Node(1, "", None)]
        for path in sorted(files):
            self._add(path, files[path])
        self._hanging = threading.Event()
        self._wake_read, self._wake_write = os.pipe()

    def _add(self, path, content):
        node = self._nodes[1]
        for name in path.split("/"):
            if name not in node.children:
                below = f"{node.path}/{name}".lstrip("/")
                child = Node(len(self._nodes), below, content if below == path else None)
                self._nodes.append(child)
                node.children[name] = child
            node = node.children[name]

    def node(self, path):
        return next(node for node in self._nodes[1:] if node.path == path)

    def __enter__(self):
        self._device = os.open("/dev/fuse", os.O_RDWR | os.O_NONBLOCK)
        data = f"fd={self._device},rootmode=40000,user_id=0,group_id=0,allow_other"
        if LIBC.mount(b"evidence", self.where.encode(), b"fuse", MS_NOSUID | MS_NODEV,
                      data.encode()) != 0:
            raise OSError(ctypes.get_errno(), "mount a FUSE filesystem")
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.lose()

    def hang(self):
        self._hanging.set()
        os.write(self._wake_write, b"h")

    def answer(self):
        self._hanging.clear()
        os.write(self._wake_write, b"a")

    def lose(self):
        """The server goes away: everything fails at once, and the mount goes too."""
        if self._thread is None:
            return
        os.write(self._wake_write, b"q")
        self._thread.join()
        self._thread = None
        os.close(self._device)
        LIBC.umount2(self.where.encode(), MNT_DETACH)
        os.close(self._wake_read)
        os.close(self._wake_write)

    def _serve(self):
        poller = select.poll()
        poller.register(self._wake_read, select.POLLIN)
        poller.register(self._device, select.POLLIN)
        while True:
            poller.modify(self._device, 0 if self._hanging.is_set() else select.POLLIN)
            for descriptor, events in poller.poll():
                if descriptor == self._wake_read:
                    if b"q" in os.read(self._wake_read, 16):
                        return
                elif events & select.POLLIN and not self._hanging.is_set():
                    self._answer_one()
                elif events & (select.POLLERR | select.POLLHUP):
                    return

    def _answer_one(self):
        try:
            request = os.read(self._device, BUFFER)
        except OSError:
            return
        _, opcode, unique, node_id = struct.unpack_from("<IIQQ", request)
        if opcode in (FORGET, BATCH_FORGET):
            return
        try:
            answer, error = self._reply(opcode, node_id, request[40:]), 0
        except OSError as failure:
            answer, error = b"", failure.errno
        try:
            os.write(self._device,
                     struct.pack("<IiQ", 16 + len(answer), -error, unique) + answer)
        except OSError:
            pass  # the caller was interrupted and waits no more

    def _reply(self, opcode, node_id, body):
        if opcode == INIT:
            return struct.pack("<IIIIHHIIHHI28x", 7, 31, 0, 0, 16, 12, 1 << 16, 1, 0, 0, 0)
        if opcode == STATFS:
            return struct.pack("<QQQQQIIII24x", 1 << 20, 1 << 19, 1 << 19, 1 << 16,
                               1 << 15, 4096, 255, 4096, 0)
        node = self._nodes[node_id] if node_id else None
        if opcode == GETATTR:
            return struct.pack("<QII", 0, 0, 0) + self._attributes(node)
        if opcode == LOOKUP:
            child = node.children.get(body.rstrip(b"\0").decode())
            if child is None:
                raise OSError(errno.ENOENT, "")
            return struct.pack("<QQQQII", child.number, 0, 0, 0, 0, 0) + \
                self._attributes(child)
        if opcode in (OPEN, OPENDIR, READ, READDIR) and node.path in self.errors:
            raise OSError(self.errors[node.path], "")
        if opcode in (OPEN, OPENDIR):
            return struct.pack("<QII", 0, DIRECT_IO if opcode == OPEN else 0, 0)
        if opcode == READ:
            return self._read(node, *struct.unpack_from("<QQI", body))
        if opcode == READDIR:
            return self._list(node, *struct.unpack_from("<QQI", body))
        if opcode in (RELEASE, RELEASEDIR, FLUSH, DESTROY):
            return b""
        raise OSError(errno.ENOSYS, "")

    def _attributes(self, node):
        directory = node.content is None
        mode = stat.S_IFDIR | 0o755 if directory else stat.S_IFREG | 0o644
        size = 4096 if directory else len(node.content)
        seconds, fraction = divmod(node.mtime, 10**9)
        return struct.pack("<6Q10I", node.number, size, (size + 511) // 512, seconds,
                           seconds, seconds, fraction, fraction, fraction, mode,
                           1, 0, 0, 0, 4096, 0)

    def _read(self, node, _handle, offset, size):
        self.reads += 1
        if self.before_read:
            self.before_read(node)
        return node.content[offset:offset + size]

    def _list(self, node, _handle, offset, size):
        rows = [(".", node.number, 4), ("..", 1, 4)]
        rows += [(name, child.number, 4 if child.content is None else 8)
                 for name, child in sorted(node.children.items())]
        answer = b""
        for index, (name, number, kind) in enumerate(rows[offset:], offset + 1):
            name = name.encode()
            row = struct.pack("<QQII", number, index, len(name), kind) + name
            row += b"\0" * (-len(row) % 8)
            if len(answer) + len(row) > size:
                break
            answer += row
        return answer


def touch(node):
    """For `before_read`: the file is never the same twice."""
    node.mtime = time.time_ns()

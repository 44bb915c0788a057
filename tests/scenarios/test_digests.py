"""The digests are the ones that everybody else computes, and a check reads the disk."""

import os
import re
import subprocess

from mounts import MountingScenario
from support import Scenario, main, needs_root, needs_tool, write

# Around every boundary of both algorithms and of the read buffers.
SIZES = [0, 1, 3, 4, 8, 9, 16, 17, 55, 56, 63, 64, 65, 128, 129, 240, 241, 255, 256, 1023,
         1024, 1025, 4095, 4096, 4097, 65_535, 65_536, 65_537, (1 << 18) + 1, (1 << 20) - 1,
         1 << 20, (1 << 20) + 1, 3_000_001, 8 << 20]


class TheDigest(Scenario):
    def setUp(self):
        super().setUp()
        self.names = [b"%08d.mp4" % size for size in SIZES]
        for name, size in zip(self.names, SIZES):
            write(self.at(name), os.urandom(size))
        with open(self.at(b"sparse.mp4"), "wb") as file:
            file.truncate(5 << 20)
        self.names.append(b"sparse.mp4")
        self.scan(items=len(self.names))

    def said_by(self, *command):
        """{name: digest} by a tool that prints `digest  name`."""
        out = subprocess.run([*command, *self.names], cwd=self.store, check=True,
                             capture_output=True).stdout
        return {line.split()[-1]: line.split()[0].decode() for line in out.splitlines()}

    def test_sha256_is_what_sha256sum_says(self):
        ours = {name: row["sha256"] for name, row in self.items().items()}
        self.assertEqual(ours, self.said_by("sha256sum"))

    @needs_tool("xxhsum")
    def test_xxh3_128_is_what_xxhsum_says(self):
        ours = {name: row["xxh3_128"] for name, row in self.items().items()}
        self.assertEqual(ours, self.said_by("xxhsum", "-H2"))

    def test_is_verified_for_every_file_by_a_check_of_all(self):
        total = sum(SIZES) + (5 << 20)
        self.verify(verified=len(self.names), bytes=total, corrupted=0)
        self.assertTrue(all(row["last_verified"] for row in self.items().values()))

    def test_is_verified_for_the_named_files_by_a_check_of_these(self):
        names = [name.decode() for name in self.names[:3]]
        args = [part for name in names for part in ("--path", name)]
        self.verify(*args, verified=3, bytes=sum(SIZES[:3]))

    def test_leaves_the_access_time_of_evidence_alone(self):
        for name in self.names:
            os.utime(self.at(name), ns=(10**18, os.stat(self.at(name)).st_mtime_ns))
        self.scan()
        self.verify(verified=len(self.names))
        times = {os.stat(self.at(name)).st_atime_ns for name in self.names}
        self.assertEqual(times, {10**18})


@needs_root
@needs_tool("filefrag")
class BitRot(MountingScenario):
    """One byte changes below the filesystem: no time, no size, no inode tells."""

    def rot(self, image, name):
        self.detach_store()
        self.mount(image, self.store)
        extents = subprocess.run(["filefrag", "-v", self.at(name)], check=True,
                                 capture_output=True, text=True).stdout
        block = int(re.search(r"^\s*0:\s+\d+\.\.\s*\d+:\s+(\d+)\.\.", extents, re.M)[1])
        size = int(re.search(r"blocks? of (\d+) bytes", extents)[1])
        self.detach_store()
        with open(image, "r+b") as disk:
            disk.seek(block * size + 100)
            byte = disk.read(1)[0]
            disk.seek(block * size + 100)
            disk.write(bytes([byte ^ 1]))
        self.mount(image, self.store)

    def detach_store(self):
        os.sync()
        subprocess.run(["umount", self.store], check=True, capture_output=True)

    def test_is_corruption_that_a_check_finds_and_a_presence_scan_cannot(self):
        image = self.mounted_store()
        contents = self.fill(30)
        write(self.at(b"2023/01/rotten.mp4"), bytes(range(256)) * 64)
        self.scan(items=31)
        self.verify(verified=31, corrupted=0)
        before = os.stat(self.at(b"2023/01/rotten.mp4"))
        self.rot(image, b"2023/01/rotten.mp4")
        after = os.stat(self.at(b"2023/01/rotten.mp4"))
        self.assertEqual((before.st_mtime_ns, before.st_ctime_ns, before.st_size),
                         (after.st_mtime_ns, after.st_ctime_ns, after.st_size))
        self.scan(corrupted=0, modified=0, outcome="complete")
        self.verify(expect=1, corrupted=1, altered=0, verified=len(contents))
        self.assertEqual(self.changed_paths("corrupted"), [b"2023/01/rotten.mp4"])
        self.assertEqual(self.status()["corrupted_items"], 1)


if __name__ == "__main__":
    main()

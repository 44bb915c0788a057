"""Filesystems that a scenario mounts for itself: ext4 in a file, and tmpfs. Needs root."""

import os
import subprocess

from support import Scenario


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


class MountingScenario(Scenario):
    """A scenario that may mount; whatever it mounted goes when it ends."""

    def new_image(self, size="32M", options=()):
        """A new ext4 filesystem in a file."""
        image = self.home / f"disk-{len(list(self.home.glob('disk-*')))}.img"
        run("truncate", "-s", size, image)
        run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0",
            *options, image)
        return image

    def mount(self, image, where):
        where.mkdir(exist_ok=True)
        run("mount", "-o", "loop", image, where)
        self.addCleanup(self.detach, where)

    def mount_tmpfs(self, where, size="8m"):
        where.mkdir(exist_ok=True)
        run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", where)
        self.addCleanup(self.detach, where)

    def detach(self, where):
        """Takes the mount away at once, even from those who use it."""
        if os.path.ismount(where):
            run("umount", "-l", where)

    def mounted_store(self, size="32M", options=()):
        """Puts the store on a filesystem of its own; returns the image."""
        image = self.new_image(size, options)
        self.mount(image, self.store)
        (self.store / "lost+found").rmdir()
        return image


def forget_cached(path):
    """Drops the cached content of a file, so that the next read asks the device."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)

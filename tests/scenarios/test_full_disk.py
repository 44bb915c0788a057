"""A full disk under the state directory: a clear failure, no damage, and on it goes."""

import os
import shutil

from mounts import MountingScenario
from support import main, needs_root, path_of


@needs_root
class AFullDisk(MountingScenario):
    FILES = 12_000

    def setUp(self):
        super().setUp()
        self.mount(self.new_image("24M", ("-m", "0")), self.home / "disk")
        self.state = self.home / "disk" / "state"
        self.configure()
        self.ballast = self.home / "disk" / "ballast"

    def leave_free(self, size):
        """Fills the disk but for `size` bytes."""
        with open(self.ballast, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(65_536))
            except OSError:
                file.truncate(max(0, file.tell() - size))
                os.fsync(file.fileno())

    def assert_survives(self, expect_after=0):
        """Full: exit 4, and the ledger verifies. Freed: the same scan completes."""
        run = self.muniment("scan", expect=4, json_output=False)
        self.assertRegex(run.err, b"full|No space left", run)
        self.check_ledger()
        self.ballast.unlink()
        row = self.scan(expect=expect_after, outcome="complete")
        self.assert_inventory_is_the_truth()
        self.check_ledger()
        return row

    def test_during_the_first_scan_ends_it_and_room_lets_it_complete(self):
        self.fill(self.FILES, directories=60)
        self.leave_free(2 << 20)
        self.assert_survives()
        self.assertEqual(len(self.changes(kind="added")), self.FILES)

    def test_before_the_first_scan_ends_it_and_room_lets_it_complete(self):
        self.fill(50)
        self.leave_free(8 << 10)
        self.assert_survives()

    def test_during_a_mass_loss_records_every_removal_exactly_once_in_the_end(self):
        contents = self.fill(self.FILES // 2, directories=60)
        self.scan(items=len(contents))
        shutil.rmtree(self.store / "2023")
        self.leave_free(256 << 10)
        self.assert_survives(expect_after=1)
        removed = [path_of(row) for row in self.changes(kind="removed")]
        self.assertEqual(sorted(removed), sorted(contents))

    def test_at_many_sizes_of_what_is_left_never_breaks_the_ledger(self):
        contents = self.fill(1500, directories=10)
        self.scan(items=len(contents))
        for round_number, room in enumerate(range(0, 640, 40)):
            self.fill(300, root=self.store / str(round_number))
            self.leave_free(room << 10)
            status = self.run_any("scan").status
            self.assertIn(status, (0, 4), f"with {room} KiB free")
            self.check_ledger()
            self.ballast.unlink()
        self.scan(outcome="complete", removed=0)
        self.assert_inventory_is_the_truth()
        added = [path_of(row) for row in self.changes(kind="added")]
        self.assertEqual(len(added), len(set(added)))

    def test_leaves_reading_commands_working(self):
        self.fill(50)
        self.scan(items=50)
        self.leave_free(0)
        self.assertEqual(self.status()["items"], 50)
        self.assertEqual(len(self.items()), 50)
        self.assertEqual(len(self.changes()), 50)
        self.check_ledger()


if __name__ == "__main__":
    main()

"""Time stamps of the ledger (RFC 3161), by a real authority: openssl ts on loopback."""

import subprocess

from support import Scenario, main, wait_until, write
from test_agent import AgentScenario, parse_metrics
from vouching import TimeStampingAuthority, parse_note


def timestamps_yaml(authority, ca_file=None, every="100ms"):
    return (f"timestamps: {{url: '{authority.url}', "
            f"ca_file: {ca_file or authority.ca_file}, every: {every}}}\n")


class TimeStampScenario(Scenario):
    def setUp(self):
        super().setUp()
        self.authority = TimeStampingAuthority(self.home / "authority").start()
        self.addCleanup(self.authority.stop)
        self.fill(5)
        self.scan()
        self.configure(more=timestamps_yaml(self.authority))

    def grow(self, name):
        write(self.at(name), name.encode())
        self.scan()

    def stamps(self):
        return sorted(int(path.stem) for path in (self.state / "checkpoints").glob("*.tsr"))


class ATimeStamp(TimeStampScenario):
    def test_is_bound_to_the_checkpoint_and_openssl_agrees(self):
        row = self.muniment("ledger", "timestamp").row()
        self.assertTrue(row["is_new"])
        self.assertEqual(row["size"], self.ledger_size())
        note = self.state / "checkpoints" / str(row["size"])
        text, _ = parse_note(note.read_bytes())
        (self.home / "text").write_text(text)
        verified = subprocess.run(
            ["openssl", "ts", "-verify", "-data", self.home / "text", "-in",
             note.with_suffix(".tsr"), "-CAfile", self.authority.ca_file],
            capture_output=True, check=False)
        self.assertEqual(verified.returncode, 0, verified.stderr)
        self.assertEqual(note.read_bytes(),
                         (self.state / "ledger" / "checkpoint").read_bytes())

    def test_is_checked_again_when_the_ledger_is_verified(self):
        size = self.muniment("ledger", "timestamp").row()["size"]
        text = self.muniment("ledger", "verify", json_output=False).out.decode()
        self.assertIn("0 cosignatures and 1 time stamp are valid", text)
        place = self.state / "checkpoints" / f"{size}.tsr"
        whole = place.read_bytes()
        place.write_bytes(whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:])
        problem, = self.muniment("ledger", "verify", expect=5).row()["problems"]
        self.assertEqual(problem["where"], f"checkpoints/{size}.tsr")
        place.write_bytes(whole)

    def test_is_had_once_for_each_checkpoint(self):
        first = self.muniment("ledger", "timestamp").row()
        again = self.muniment("ledger", "timestamp").row()
        self.assertFalse(again["is_new"])
        self.assertEqual(first["time"], again["time"])
        self.assertEqual(self.authority.requests, 1)
        self.grow("later.mp4")
        self.assertTrue(self.muniment("ledger", "timestamp").row()["is_new"])
        self.assertEqual(len(self.stamps()), 2)

    def test_that_is_not_to_be_trusted_is_not_kept(self):
        for mood, reason in {"garbage": "no reply of a time stamping authority",
                             "cut-off": "cut off",
                             "altered": "signature",
                             "other-text": "imprint mismatch"}.items():
            self.authority.mood = mood
            run = self.muniment("ledger", "timestamp", expect=4)
            self.assertIn(reason, run.error()["message"], mood)
        self.assertEqual(self.stamps(), [])

    def test_that_answers_an_earlier_request_is_not_kept(self):
        self.muniment("ledger", "timestamp")
        for name in self.state.joinpath("checkpoints").iterdir():
            name.unlink()
        self.authority.mood = "replayed"
        run = self.muniment("ledger", "timestamp", expect=4)
        self.assertIn("nonce", run.error()["message"])
        self.assertEqual(self.stamps(), [])

    def test_by_an_authority_that_is_not_trusted_is_not_kept(self):
        other = TimeStampingAuthority(self.home / "other")
        self.addCleanup(other.stop)
        self.configure(more=timestamps_yaml(self.authority, ca_file=other.ca_file))
        run = self.muniment("ledger", "timestamp", expect=4)
        self.assertIn("certificate", run.error()["message"])
        self.assertEqual(self.stamps(), [])

    def test_that_cannot_be_had_says_why(self):
        for mood, reason in {"error": "HTTP status 500",
                             "denied": "does not stamp (status 2)"}.items():
            self.authority.mood = mood
            run = self.muniment("ledger", "timestamp", expect=3)
            self.assertIn(reason, run.error()["message"])
        self.authority.stop()
        run = self.muniment("ledger", "timestamp", expect=3)
        self.assertIn("onnect", run.error()["message"])

    def test_needs_an_authority_and_its_certificates(self):
        self.configure()
        run = self.muniment("ledger", "timestamp", expect=2)
        self.assertIn("no time stamping authority is configured", run.error()["message"])
        self.configure(more=timestamps_yaml(self.authority, ca_file="/no/such/file"))
        run = self.muniment("ledger", "timestamp", expect=2)
        self.assertIn("/no/such/file", run.error()["message"])


class AgentWithTimeStamps(AgentScenario):
    def test_has_the_ledger_stamped_by_itself(self):
        authority = TimeStampingAuthority(self.home / "authority").start()
        self.addCleanup(authority.stop)
        self.configure(scan="settle: 0s, every: 1s",
                       more=f"web: {{listen: '127.0.0.1:{self.port}'}}\n"
                            + timestamps_yaml(authority, every="1h"))
        self.start()

        def stamped():
            samples = parse_metrics(self.get("/metrics") or "")
            return samples.get(("muniment_ledger_time_stamp_timestamp_seconds", ()))
        wait_until(stamped, "the ledger is stamped")
        self.terminate()
        self.start()
        wait_until(stamped, "the stamp is known after a restart")
        self.assertEqual(authority.requests, 1)
        self.terminate()


if __name__ == "__main__":
    main()

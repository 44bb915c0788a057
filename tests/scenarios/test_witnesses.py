"""Witnesses: they cosign, they notice an older and a second copy of the ledger, and they
hold up nothing when they do not answer.
"""

import os
import shutil
import signal
import ssl
import subprocess
import time

from support import Scenario, main, wait_until, write
from test_agent import AgentScenario, parse_metrics
from vouching import Witness, cosigners, witnesses_yaml


class WitnessScenario(Scenario):
    def setUp(self):
        super().setUp()
        self.fill(5)
        self.scan()
        self.key = self.muniment("ledger", "key").row()["key"]
        self.witness = self.a_witness()
        self.configure(more=witnesses_yaml(self.witness))

    def a_witness(self, number=1, **options):
        options.setdefault("ledgers", [self.key])
        witness = Witness(f"witness.example/w{number}", bytes([number]) * 32,
                          **options).start()
        self.addCleanup(witness.stop)
        return witness

    def ask(self, expect=0):
        """The rows of the witnesses, and the last one over all of them."""
        *rows, total = self.muniment("ledger", "witness", expect=expect).rows()
        return rows, total

    def outcome(self, expect=0):
        rows, _ = self.ask(expect)
        self.assertEqual(len(rows), 1)
        return rows[0]["outcome"]

    def grow(self, name):
        write(self.at(name), name.encode())
        self.scan()

    def kept(self):
        """{size: note} of the checkpoints that were kept."""
        directory = self.state / "checkpoints"
        return {int(path.name): path.read_bytes() for path in directory.glob("*")
                if path.name.isdigit()} if directory.exists() else {}

    def conflicts(self):
        return self.muniment("ledger", "show", "--type", "witness_conflict").rows()

    def witness_status(self, expect):
        row = self.muniment("status", expect=expect).row()
        return row["ledger"]["witnesses"][0]

    def copy_state(self, name):
        shutil.copytree(self.state, self.home / name)

    def restore_state(self, name):
        shutil.rmtree(self.state)
        shutil.copytree(self.home / name, self.state)


class AWitness(WitnessScenario):
    def test_cosigns_the_ledger_and_what_it_cosigned_is_kept(self):
        rows, total = self.ask()
        size = self.ledger_size()
        self.assertEqual(rows[0]["witness"], "w1")
        self.assertEqual(rows[0]["outcome"], "cosigned")
        self.assertEqual((total["cosigned_by"], total["quorum"], total["size"]), (1, 1, size))
        self.assertTrue(total["quorum_reached"])
        self.assertEqual(list(self.kept()), [size])
        self.assertEqual(cosigners(self.kept()[size], self.witness), [self.witness])

    def test_is_checked_again_when_the_ledger_is_verified(self):
        self.ask()
        self.grow("later.mp4")
        self.ask()
        text = self.muniment("ledger", "verify", json_output=False).out.decode()
        self.assertIn("extends 2 checkpoints that others vouched for: 2 cosignatures", text)
        place = self.state / "checkpoints" / str(max(self.kept()))
        whole = place.read_bytes()
        lines = whole.split(b"\n")
        lines[-2] = lines[-2][:-6] + (b"AAAA" if lines[-2][-6:-2] != b"AAAA" else b"BBBB") \
            + lines[-2][-2:]
        place.write_bytes(b"\n".join(lines))
        problem, = self.muniment("ledger", "verify", expect=5).row()["problems"]
        self.assertEqual(problem["where"], f"checkpoints/{place.name}")
        place.write_bytes(whole)

    def test_tells_who_keeps_its_cosignatures_of_an_older_copy(self):
        self.copy_state("older")
        self.grow("later.mp4")
        self.ask()
        kept = self.state / "checkpoints"
        shutil.copytree(kept, self.home / "checkpoints")
        whole = self.home / "whole"
        shutil.copytree(self.state, whole)
        self.restore_state("older")
        shutil.copytree(self.home / "checkpoints", kept, dirs_exist_ok=True)
        problem, = self.muniment("ledger", "verify", expect=5).row()["problems"]
        self.assertIn("older copy or was cut short", problem["what"])
        self.restore_state("whole")

    def test_is_shown_that_the_ledger_only_grew(self):
        sizes = []
        for number in range(4):
            self.grow(f"more-{number}.mp4")
            self.assertEqual(self.outcome(), "cosigned")
            sizes.append(self.ledger_size())
        self.assertEqual(sorted(self.kept()), sizes)
        self.assertEqual([size for size, _ in self.witness.seen.values()], sizes[-1:])

    def test_says_so_in_words(self):
        run = self.muniment("ledger", "witness", json_output=False)
        text = run.out.decode()
        self.assertRegex(text, r"^w1: cosigned \d+ entries at \S+Z\n")
        self.assertIn("cosigned by 1 of 1 witness, which is enough (1 wanted).", text)
        self.assert_safe(run)

    def test_is_in_the_status(self):
        def text():
            return self.muniment("status", json_output=False).out.decode()
        self.assertIn("none of 1 has cosigned the ledger yet", text())
        self.ask()
        self.assertIn("the newest cosignature is ", text())
        self.assertIn(" old, by w1, of ", text())
        self.configure()
        self.assertIn("no witness is configured", text())

    def test_is_asked_only_when_one_is_configured(self):
        self.configure()
        run = self.muniment("ledger", "witness", expect=2)
        self.assertIn("no witness is configured", run.error()["message"])

    def test_refuses_a_ledger_that_it_does_not_know(self):
        self.witness.ledgers.clear()
        rows, _ = self.ask(expect=1)
        self.assertEqual(rows[0]["outcome"], "refused")
        self.assertIn("does not know this ledger", rows[0]["sentence"])
        self.witness.trust(self.key)
        self.assertEqual(self.outcome(), "cosigned")

    def test_refuses_a_key_that_it_does_not_trust(self):
        for origin in self.witness.ledgers:
            self.witness.ledgers[origin] = bytes(32)
        rows, _ = self.ask(expect=1)
        self.assertEqual(rows[0]["outcome"], "refused")
        self.assertIn("does not trust the key", rows[0]["sentence"])

    def test_that_answers_nonsense_did_not_answer(self):
        for mood in Witness.MOODS:
            if mood not in ("", "hang"):
                self.witness.mood = mood
                rows, total = self.ask(expect=3)
                self.assertEqual(rows[0]["outcome"], "no-answer", mood)
                self.assertFalse(total["quorum_reached"])
        self.assertEqual(self.kept(), {})
        self.assertEqual(self.conflicts(), [])

    def test_that_is_gone_did_not_answer(self):
        self.witness.stop()
        rows, _ = self.ask(expect=3)
        self.assertEqual(rows[0]["outcome"], "no-answer")
        self.assertIn("onnect", rows[0]["sentence"])

    def test_whose_certificate_nobody_vouches_for_did_not_answer(self):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-keyout", "key.pem", "-out",
                        "cert.pem", "-subj", "/CN=127.0.0.1", "-addext",
                        "subjectAltName=IP:127.0.0.1"],
                       cwd=self.home, check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.home / "cert.pem", self.home / "key.pem")
        server = self.witness.server
        server.socket = context.wrap_socket(server.socket, server_side=True)
        self.witness.url = self.witness.url.replace("http:", "https:")
        self.configure(more=witnesses_yaml(self.witness))
        rows, _ = self.ask(expect=3)
        self.assertEqual(rows[0]["outcome"], "no-answer")
        self.assertIn("certificate", rows[0]["sentence"])


class AnOlderCopy(WitnessScenario):
    def setUp(self):
        super().setUp()
        self.ask()
        self.copy_state("older")
        self.grow("later.mp4")
        self.ask()
        self.size = self.ledger_size()
        self.copy_state("right")
        self.restore_state("older")

    def test_of_the_state_is_named_as_what_it_is(self):
        rows, _ = self.ask(expect=1)
        self.assertEqual(rows[0]["outcome"], "rollback")
        self.assertEqual(rows[0]["their_size"], self.size)
        self.assertIn("This state directory is an older copy", rows[0]["sentence"])

    def test_is_on_record_once_and_in_the_status_until_the_right_one_is_back(self):
        for _ in range(3):
            self.assertEqual(self.outcome(expect=1), "rollback")
        self.assertEqual(len(self.conflicts()), 1)
        event = self.conflicts()[0]
        self.assertEqual(event.get("event", event)["outcome"], "rollback")
        conflict = self.witness_status(expect=1)["conflict"]
        self.assertEqual((conflict["outcome"], conflict["their_size"]),
                         ("rollback", self.size))
        self.restore_state("right")
        self.assertIsNone(self.witness_status(expect=0)["conflict"])
        self.assertEqual(self.outcome(), "cosigned")

    def test_that_was_continued_is_a_fork(self):
        for number in range(4):
            self.grow(f"elsewhere-{number}.mp4")
        self.assertGreater(self.ledger_size(), self.size)
        rows, _ = self.ask(expect=1)
        self.assertEqual(rows[0]["outcome"], "fork")
        self.assertEqual(rows[0]["their_size"], self.size)

    def test_of_the_ledger_alone_is_named_when_the_kept_checkpoints_are_newer(self):
        shutil.rmtree(self.state / "checkpoints")
        shutil.copytree(self.home / "right" / "checkpoints", self.state / "checkpoints")
        self.assertEqual(self.outcome(expect=1), "rollback")
        self.assertIsNotNone(self.witness_status(expect=1)["conflict"])
        self.restore_state("right")


class TwoCopies(WitnessScenario):
    def test_that_were_continued_separately_are_named_by_the_witness(self):
        self.ask()
        self.copy_state("twin")
        self.grow("one.mp4")
        self.assertEqual(self.outcome(), "cosigned")
        size = self.ledger_size()
        self.copy_state("first")
        self.restore_state("twin")
        os.remove(self.at("one.mp4"))  # which the twin has never seen
        self.grow("two.mp4")
        self.assertEqual(self.ledger_size(), size)  # the same size, another root
        rows, _ = self.ask(expect=1)
        self.assertEqual(rows[0]["outcome"], "fork")
        self.assertIn("Two copies of the state directory were continued separately",
                      rows[0]["sentence"])
        self.grow("two-more.mp4")  # and longer
        self.assertEqual(self.outcome(expect=1), "fork")
        self.restore_state("first")
        self.assertEqual(self.outcome(), "cosigned")


class AQuorum(WitnessScenario):
    def setUp(self):
        super().setUp()
        self.other = self.a_witness(2)

    def want(self, quorum):
        self.configure(more=witnesses_yaml(self.witness, self.other, quorum=quorum))

    def test_is_reached_by_enough_witnesses(self):
        self.want(2)
        rows, total = self.ask()
        self.assertEqual([row["outcome"] for row in rows], ["cosigned"] * 2)
        self.assertEqual(total["cosigned_by"], 2)
        note = self.kept()[self.ledger_size()]
        self.assertEqual(cosigners(note, self.witness, self.other),
                         [self.witness, self.other])

    def test_is_not_reached_when_one_that_is_needed_does_not_answer(self):
        self.other.mood = "error"
        self.want(2)
        _, total = self.ask(expect=3)
        self.assertFalse(total["quorum_reached"])
        self.want(1)
        self.ask(expect=0)

    def test_does_not_outvote_a_conflict(self):
        self.want(1)
        self.other.ledgers.clear()
        rows, total = self.ask(expect=1)
        self.assertEqual([row["outcome"] for row in rows], ["cosigned", "refused"])
        self.assertTrue(total["quorum_reached"])

    def test_gathers_late_cosignatures_of_the_same_checkpoint(self):
        self.want(2)
        self.other.mood = "error"
        self.ask(expect=3)
        self.other.mood = ""
        self.ask()
        self.assertEqual(list(self.kept()), [self.ledger_size()])
        self.assertEqual(len(cosigners(self.kept()[self.ledger_size()], self.witness,
                                       self.other)), 2)


class AgentWithWitness(AgentScenario):
    def setUp(self):
        super().setUp()
        self.fill(5)
        self.scan()
        self.key = self.muniment("ledger", "key").row()["key"]
        self.witness = Witness(ledgers=[self.key]).start()
        self.addCleanup(self.witness.stop)
        self.configure_witnesses(self.witness)

    def configure_witnesses(self, *witnesses):
        self.configure(scan="settle: 0s, every: 1s",
                       more=f"web: {{listen: '127.0.0.1:{self.port}'}}\n"
                            + (witnesses_yaml(*witnesses) if witnesses else ""))

    def sample(self, name, **labels):
        text = self.get("/metrics")
        wanted = set({"witness": "w1", **labels}.items())
        return next((value for (sample, have), value in parse_metrics(text or "").items()
                     if sample == name and wanted <= set(have)), None)

    def cosigned(self):
        return self.sample("muniment_ledger_cosigned_entries")

    def test_has_the_ledger_cosigned_whenever_it_grew(self):
        self.start()
        began = time.time()
        wait_until(self.cosigned, "the ledger is cosigned")
        for number in range(2):
            before = self.cosigned()
            write(self.at(f"later-{number}.mp4"), b"later")
            wait_until(lambda: self.cosigned() > before, "the grown ledger is cosigned")
        stamp = self.sample("muniment_ledger_cosignature_timestamp_seconds")
        self.assertLess(abs(stamp - began), 120)
        self.assertEqual(self.sample("muniment_witness_conflict"), 0)
        self.assertGreater(self.sample("muniment_witness_submissions_total",
                                       outcome="cosigned"), 1)
        self.assertIn(" old, by w1, of ", self.get("/"))
        self.terminate()

    def test_tells_of_another_ledger_in_log_and_metric(self):
        self.muniment("ledger", "witness")
        (origin, (size, _)), = self.witness.seen.items()
        self.witness.seen[origin] = (size, b"another root" + bytes(20))
        self.start()
        wait_until(lambda: self.sample("muniment_witness_conflict") == 1, "the conflict")
        self.assertGreater(self.sample("muniment_witness_submissions_total",
                                       outcome="fork"), 0)
        self.assertIn("witness w1: FORK", self.agent_log())
        wait_until(lambda: "Witness w1, " in (self.get("/") or ""), "it is in the status")
        self.terminate()

    def test_is_not_held_up_by_a_witness_that_hangs(self):
        self.witness.mood = "hang"
        self.start()
        wait_until(lambda: self.witness.requests, "the witness is asked")
        for number in range(2):
            write(self.at(f"later-{number}.mp4"), b"later")
            self.wait_for_item(f"later-{number}.mp4".encode())
            began = time.monotonic()
            self.assertIsNotNone(self.get("/metrics"))
            self.assertLess(time.monotonic() - began, 2.0)
        self.assertEqual(self.witness.requests, 1)
        self.terminate(within=10.0)

    def test_takes_witnesses_in_and_out_when_it_reads_its_configuration_again(self):
        self.configure_witnesses()
        self.start()
        self.assertIsNone(self.cosigned())
        self.configure_witnesses(self.witness)
        self.agent.send_signal(signal.SIGHUP)
        wait_until(self.cosigned, "the new witness has cosigned")
        self.configure_witnesses()
        self.agent.send_signal(signal.SIGHUP)
        wait_until(lambda: self.cosigned() is None, "the witness is forgotten")
        self.terminate()

    def test_remembers_the_newest_cosignature_over_a_restart(self):
        self.start()
        wait_until(self.cosigned, "the ledger is cosigned")
        self.terminate()
        self.witness.mood = "error"
        self.start()
        wait_until(lambda: self.sample("muniment_witness_submissions_total",
                                       outcome="no-answer"), "the witness is asked")
        self.assertGreater(self.cosigned(), 0)
        self.terminate()


if __name__ == "__main__":
    main()

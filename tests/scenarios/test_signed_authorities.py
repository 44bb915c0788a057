"""Signed authorities: what approvers signed counts, once; everything else is refused, with
the file and the reason, and leaves nothing behind."""

import base64
import hashlib
import os
import shutil
import subprocess

from support import Scenario, main, needs_tool, write

NAMES = ("a.lee", "b.moe")


class SignedScenario(Scenario):
    def setUp(self):
        super().setUp()
        self.paths = [b"2023/01/%d.mp4" % number for number in range(4)]
        for path in self.paths:
            write(self.at(path), b"recording " + path)
        self.keys = {name: self.make_key(name) for name in NAMES}
        self.demand()
        self.scan(items=4)

    def demand(self, keys=("a.lee", "b.moe"), second=False):
        """Signatures are demanded, of these keys."""
        keys = ", ".join(f'"{self.keys.get(key, key)}"' for key in keys)
        self.configure(more="authorities:\n  require_signature: true\n"
                            f"  require_second_approver: {str(second).lower()}\n"
                            f"  keys: [{keys}]\n")

    def file(self, name):
        return str(self.home / name)

    def make_key(self, name, file=None):
        run = self.muniment("authority", "key", name, "-o", self.file(file or name))
        return run.row()["key"]

    def draft(self, name="draft", *more, reference="DA-1", store="bwv", scope=None):
        self.muniment("authority", "draft", "--store", store, "--reference", reference,
                      "--approved-by", "A. Lee", *(scope or ("--prefix", "2023/01")), *more,
                      "-o", self.file(name))
        return self.file(name)

    def sign(self, document, *signers, key=None, output=None, expect=0):
        """Signs with each; `key` is the key file when it is not called as the signer."""
        for signer in signers:
            signed = output or f"{document}.{signer}"
            run = self.muniment("authority", "sign", document, "--key",
                                self.file(key or signer), "--name", signer, "-o", signed,
                                expect=expect)
            if expect:
                return run
            document = signed
        return document

    def signed(self, *more, name="draft", signers=("a.lee",), **terms):
        return self.sign(self.draft(name, *more, **terms), *signers)

    def add(self, document, expect=0, **options):
        return self.muniment("authority", "add", "--document", document, expect=expect,
                             **options)

    def refuse(self, document, why):
        """Exit status 2, one line with file and reason, and nothing recorded."""
        size, listed = self.ledger_size(), self.listed()
        run = self.add(document, expect=2, json_output=False)
        self.assert_safe(run)
        text = run.err.decode()
        self.assertEqual((len(text.splitlines()), run.out), (1, b""), run)
        self.assertIn(why, text)
        self.assertIn(why, self.add(document, expect=2).error()["message"])
        self.assertEqual((self.ledger_size(), self.listed()), (size, listed))
        return text

    def refuse_file(self, document, why):
        self.assertIn(os.path.basename(document), self.refuse(document, why))

    def listed(self):
        return self.muniment("authority", "list").rows()

    def rewritten(self, document, change, name="rewritten"):
        """The document with its bytes changed by `change`."""
        with open(document, "rb") as file:
            before = file.read()
        after = change(before)
        self.assertNotEqual(after, before, "nothing was changed")
        (self.home / name).write_bytes(after)
        return self.file(name)

    def dispose(self, *paths):
        for path in paths:
            os.unlink(self.at(path))


class ASignedAuthority(SignedScenario):
    def test_counts_and_shows_who_signed_it(self):
        row = self.add(self.signed("--max-items", "3")).row()
        self.assertEqual(row["signed_by"], [self.keys["a.lee"]])
        self.dispose(*self.paths)
        self.scan(expect=1, explained=3, unexplained=1)
        text = self.muniment("authority", "show", "DA-1", json_output=False).out.decode()
        self.assertIn("signed by:   a.lee", text)

    def test_over_a_list_counts_for_what_is_listed(self):
        paths = [*self.paths[:2], b"2023/01/\xff.mp4"]
        (self.home / "list").write_bytes(b"\0".join(paths) + b"\0")
        document = self.signed(scope=("-0", "--list", self.file("list")))
        self.assertEqual(self.add(document).row()["listed_paths"], 3)
        self.dispose(*self.paths[:3])
        self.scan(expect=1, explained=2, unexplained=1)

    def test_counts_where_signatures_are_not_demanded_but_keys_are_known(self):
        document = self.signed()
        self.configure(more=f"authorities: {{keys: [\"{self.keys['a.lee']}\"]}}\n")
        self.assertEqual(self.add(document).row()["signed_by"], [self.keys["a.lee"]])

    def test_by_a_stranger_too_counts_for_the_signature_that_is_known(self):
        self.keys["stranger"] = self.make_key("stranger")
        document = self.signed(signers=("stranger", "b.moe"))
        self.assertEqual(self.add(document).row()["signed_by"], [self.keys["b.moe"]])

    def test_can_be_checked_before_it_is_added(self):
        document = self.signed()
        size = self.ledger_size()
        run = self.muniment("authority", "check", "--document", document, expect=1)
        self.assertEqual(run.rows()[-1]["last_copies"], 4)
        self.assertEqual(self.ledger_size(), size)
        unsigned = self.draft("unsigned")
        run = self.muniment("authority", "check", "--document", unsigned, expect=2)
        self.assertIn("not signed", run.error()["message"])
        self.add(document)

    @needs_tool("openssl")
    def test_is_a_signed_note_that_others_can_verify(self):
        """By the C2SP specification, with Python and openssl, and nothing of ours."""
        with open(self.signed(signers=NAMES), "rb") as file:
            text, _, tail = file.read().rpartition(b"\n\n")
        lines = tail.decode("utf-8").splitlines()
        self.assertEqual(len(lines), 2)
        for name, line in zip(NAMES, lines):
            dash, signer, signature = line.split(" ")
            self.assertEqual((dash, signer), ("\u2014", name))
            self.assertTrue(self.openssl_verifies(self.keys[name], text + b"\n", signature))
            self.assertFalse(self.openssl_verifies(self.keys[name], text, signature))

    def openssl_verifies(self, verifier, text, signature):
        name, key_hash, public = verifier.split("+", 2)
        public, signature = base64.b64decode(public), base64.b64decode(signature)
        self.assertEqual((public[0], len(public), len(signature)), (1, 33, 68))  # Ed25519
        expected = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
        self.assertEqual((expected.hex(), signature[:4]), (key_hash, expected))
        der = bytes.fromhex("302a300506032b6570032100") + public[1:]  # RFC 8410
        for file, content in (("key.der", der), ("text", text), ("sig", signature[4:])):
            (self.home / file).write_bytes(content)
        run = subprocess.run(["openssl", "pkeyutl", "-verify", "-rawin", "-pubin",
                              "-keyform", "DER", "-inkey", self.file("key.der"), "-in",
                              self.file("text"), "-sigfile", self.file("sig")],
                             capture_output=True, timeout=30, check=False)
        return run.returncode == 0


class ADocumentIsRefused(SignedScenario):
    def test_when_there_is_none(self):
        size = self.ledger_size()
        run = self.muniment("authority", "add", "--store", "bwv", "--reference", "DA-1",
                            "--approved-by", "A. Lee", "--prefix", "2023/01", expect=2)
        self.assertIn("use --document", run.error()["message"])
        self.assertEqual(self.ledger_size(), size)

    def test_when_it_is_not_signed(self):
        self.refuse_file(self.draft(), "it is not signed")

    def test_when_its_text_was_altered(self):
        document = self.signed("--max-items", "3")
        for before, after in ((b'"max_items":3', b'"max_items":9'), (b"DA-1", b"DA-2"),
                              (b'"2023/01"', b'"2023"'), (b"A. Lee", b"B. Moe"),
                              (b'"store":"bwv"', b'"store":"bwx"')):
            with self.subTest(after):
                altered = self.rewritten(document, lambda all: all.replace(before, after))
                self.refuse_file(altered, "altered after it was signed")

    def test_when_its_signature_was_altered(self):
        document = self.signed()

        def flip(at):
            def change(all):
                head, _, last = all.rstrip(b"\n").rpartition(b" ")
                signature = bytearray(base64.b64decode(last))
                signature[at] ^= 1
                return head + b" " + base64.b64encode(signature) + b"\n"
            return change
        for at in (4, 30, 67):
            self.refuse_file(self.rewritten(document, flip(at)),
                             "the signature of a.lee is wrong")
        self.refuse_file(self.rewritten(document, flip(0)), "none of the configured keys")

    def test_when_one_of_two_signatures_is_wrong(self):
        document = self.signed(signers=NAMES)

        def swap(all):
            lines = all.splitlines(keepends=True)
            first, second = (line.rsplit(b" ", 1) for line in lines[-2:])
            known = base64.b64decode(second[1])[:4]
            wrong = base64.b64encode(known + base64.b64decode(first[1])[4:])
            return b"".join([*lines[:-1], second[0] + b" " + wrong + b"\n"])
        self.refuse_file(self.rewritten(document, swap), "the signature of b.moe is wrong")

    def test_when_it_has_the_signature_of_another_document(self):
        other = self.signed(name="other", reference="DA-2")

        def borrow(all):
            with open(other, "rb") as file:
                return all.partition(b"\n\n")[0] + b"\n\n" + file.read().partition(b"\n\n")[2]
        self.refuse_file(self.rewritten(self.signed(), borrow), "altered after it was signed")

    def test_when_an_unknown_key_signed_it(self):
        self.keys["stranger"] = self.make_key("stranger")
        self.refuse_file(self.signed(signers=("stranger",)), "none of the configured keys")

    def test_when_another_key_of_a_known_name_signed_it(self):
        other = self.make_key("a.lee", file="second-key")
        self.assertNotEqual(other, self.keys["a.lee"])
        document = self.sign(self.draft(), "a.lee", key="second-key")
        self.refuse_file(document, "none of the configured keys")

    def test_when_another_key_claims_to_be_a_known_one(self):
        self.make_key("a.lee", file="second-key")
        document = self.sign(self.draft(), "a.lee", key="second-key")
        known = bytes.fromhex(self.keys["a.lee"].split("+")[1])

        def claim(all):
            head, _, last = all.rstrip(b"\n").rpartition(b" ")
            signature = known + base64.b64decode(last)[4:]
            return head + b" " + base64.b64encode(signature) + b"\n"
        self.refuse_file(self.rewritten(document, claim), "the signature of a.lee is wrong")

    def test_when_its_key_is_not_configured_any_longer(self):
        document = self.signed()
        self.demand(keys=("b.moe",))
        self.refuse_file(document, "none of the configured keys")

    def test_when_no_keys_are_configured_but_demanded_by_the_configuration_already(self):
        document, right = self.signed(), self.config.read_text()
        size = self.ledger_size()
        self.demand(keys=())
        run = self.add(document, expect=2)
        self.assertIn("needs authorities.keys", run.error()["message"])
        self.config.write_text(right)
        self.assertEqual((self.ledger_size(), self.listed()), (size, []))

    def test_when_no_keys_are_configured(self):
        document = self.signed()
        self.configure()
        self.refuse_file(document, "authorities.keys is empty")

    def test_when_it_is_out_of_date(self):
        self.refuse_file(self.signed("--from", "2020-01-01", "--until", "2020-02-01"),
                         "it is out of date: valid until 2020-02-01")

    def test_when_it_is_for_a_store_that_is_not_configured(self):
        text = self.refuse(self.signed(store="other"), "other")
        self.assertIn("store", text)

    def test_when_options_stand_beside_it(self):
        document = self.signed()
        size = self.ledger_size()
        for more in (("--store", "bwv"), ("--max-items", "100"), ("--prefix", "2024"),
                     ("--until", "2200-01-01"), ("--approved-by", "B. Moe")):
            with self.subTest(more):
                run = self.muniment("authority", "add", "--document", document, *more,
                                    expect=2)
                self.assertIn("--document says everything", run.error()["message"])
        self.assertEqual(self.ledger_size(), size)


class TwoApprovers(SignedScenario):
    def setUp(self):
        super().setUp()
        self.demand(second=True)
        self.two = ("--second-approver", "B. Moe")

    def test_who_both_signed_count(self):
        row = self.add(self.signed(*self.two, signers=NAMES)).row()
        self.assertEqual(sorted(row["signed_by"]), sorted(self.keys.values()))
        text = self.muniment("authority", "show", "DA-1", json_output=False).out.decode()
        self.assertIn("a.lee, b.moe", text)

    def test_of_whom_one_signed_are_refused(self):
        for name in NAMES:
            self.refuse_file(self.signed(*self.two, name=f"by-{name}", signers=(name,)),
                             "demands two")

    def test_of_whom_one_signed_twice_are_refused(self):
        once = self.signed(*self.two)
        run = self.sign(once, "a.lee", expect=2)
        self.assertIn("signed with this key already", run.error()["message"])

        def repeat(all):
            return all + all.splitlines(keepends=True)[-1]
        self.assertIn("rewritten", self.refuse(self.rewritten(once, repeat), ""))

    def test_of_whom_one_is_a_stranger_are_refused(self):
        self.keys["stranger"] = self.make_key("stranger")
        self.refuse_file(self.signed(*self.two, signers=("a.lee", "stranger")),
                         "demands two")

    def test_of_whom_the_document_names_one_are_refused(self):
        self.refuse_file(self.signed(signers=NAMES), "it names no second approver")


class AReplayedDocument(SignedScenario):
    def setUp(self):
        super().setUp()
        self.document = self.signed("--max-items", "2")
        self.catalogue = self.state / "catalogue.sqlite"
        self.older = self.home / "older.sqlite"
        self.keep_catalogue(self.older)
        self.add(self.document)

    def keep_catalogue(self, to):
        self.status()
        shutil.copy(self.catalogue, to)
        for end in ("-wal", "-shm"):
            beside = self.catalogue.with_name(self.catalogue.name + end)
            if beside.exists():
                shutil.copy(beside, f"{to}{end}")

    def put_catalogue(self, source):
        for end in ("", "-wal", "-shm"):
            target = self.catalogue.with_name(self.catalogue.name + end)
            target.unlink(missing_ok=True)
            if os.path.exists(f"{source}{end}"):
                shutil.copy(f"{source}{end}", target)

    def test_is_refused(self):
        self.refuse(self.document, "already")

    def test_is_refused_under_another_name_or_with_another_signature(self):
        shutil.copy(self.document, self.file("copy"))
        self.refuse(self.file("copy"), "already")
        self.refuse(self.sign(self.document, "b.moe"), "already")
        self.refuse(self.sign(self.file("draft"), "b.moe"), "already")

    def test_is_refused_after_it_is_used_up(self):
        self.dispose(*self.paths[:2])
        self.scan(explained=2)
        self.refuse(self.document, "already")
        self.dispose(*self.paths[2:])
        self.scan(expect=1, unexplained=2)

    def test_is_refused_after_the_authority_was_revoked(self):
        self.muniment("authority", "revoke", "DA-1", "--store", "bwv", "--by", "B. Moe",
                      "--reason", "by mistake")
        self.refuse(self.document, "already")
        self.scan()
        self.dispose(self.paths[0])
        self.scan(expect=1, unexplained=1)

    def test_of_the_same_terms_with_another_reference_is_another_document(self):
        self.add(self.signed("--max-items", "2", name="second", reference="DA-2"))
        self.dispose(*self.paths)
        self.scan(explained=4)

    def test_is_refused_after_the_catalogue_was_derived_again(self):
        self.muniment("ledger", "rebuild-catalogue")
        self.refuse(self.document, "already")

    def test_is_refused_when_the_catalogue_is_gone(self):
        self.catalogue.unlink()
        for end in ("-wal", "-shm"):
            self.catalogue.with_name(self.catalogue.name + end).unlink(missing_ok=True)
        self.add(self.document, expect=2)
        self.refuse(self.document, "already")

    def test_is_refused_when_the_catalogue_is_an_older_copy(self):
        self.dispose(*self.paths[:2])
        self.scan(explained=2)
        newer = self.home / "newer.sqlite"
        self.keep_catalogue(newer)
        checkpoint = (self.state / "ledger" / "checkpoint").read_bytes()
        self.put_catalogue(self.older)
        run = self.add(self.document, expect=5, json_output=False)
        self.assertIn("older", run.err.decode())
        self.assertEqual((self.state / "ledger" / "checkpoint").read_bytes(), checkpoint)
        self.put_catalogue(newer)
        self.refuse(self.document, "already")

    def test_is_refused_when_the_older_catalogue_was_derived_again(self):
        self.dispose(*self.paths[:2])
        self.scan(explained=2)
        self.put_catalogue(self.older)
        self.muniment("ledger", "rebuild-catalogue")
        self.refuse(self.document, "already")
        self.assertEqual(self.listed()[0]["used_items"], 2)


class Signing(SignedScenario):
    """Nothing is signed that could not be added, and no file is written over."""

    def refuse_to_sign(self, document, why, name="a.lee", key="a.lee", output="new"):
        out = self.home / output
        before = out.read_bytes() if out.exists() else None
        run = self.muniment("authority", "sign", document, "--key", self.file(key), "--name",
                            name, "-o", str(out), expect=2, json_output=False)
        self.assert_safe(run)
        self.assertEqual(len(run.err.splitlines()), 1, run)
        self.assertIn(why, run.err.decode())
        self.assertEqual(out.read_bytes() if out.exists() else None, before)

    def test_refuses_what_is_no_draft(self):
        draft = self.draft()
        for name, content in (("empty", b""), ("words", b"I approve it\n"),
                              ("json", b'{"store":"bwv"}\n'), ("binary", b"\x00\xff\x1b[2J"),
                              ("lines", b"a\nb\nc\n")):
            with self.subTest(name):
                (self.home / name).write_bytes(content)
                self.refuse_to_sign(self.file(name), name)
        spaced = self.rewritten(draft, lambda all: all.replace(b'":', b'": ', 1))
        self.refuse_to_sign(spaced, "canonical form")
        unlimited = self.rewritten(
            draft, lambda all: all.replace(b'"prefixes":["2023/01"],', b""))
        self.refuse_to_sign(unlimited, "it has no scope")
        self.refuse_to_sign(self.file("none-such"), "none-such")
        self.refuse_to_sign(str(self.home), self.home.name)

    def test_refuses_to_write_over_a_file(self):
        draft = self.draft()
        for there in ("draft", "a.lee"):
            self.refuse_to_sign(draft, there, output=there)
        self.muniment("authority", "draft", "--store", "bwv", "--reference", "R",
                      "--approved-by", "P", "--prefix", "2023", "-o", draft, expect=2)
        self.muniment("authority", "key", "a.lee", "-o", self.file("a.lee"), expect=2)

    def test_refuses_what_is_no_key(self):
        draft = self.draft()
        (self.home / "words").write_bytes(b"secret\n")
        begin, end = b"-----BEGIN PRIVATE KEY-----\n", b"-----END PRIVATE KEY-----\n"
        (self.home / "broken").write_bytes(begin + b"AAAA\n" + end)
        for key in ("words", "broken", "draft", "none-such"):
            with self.subTest(key):
                self.refuse_to_sign(draft, key, key=key)

    @needs_tool("openssl")
    def test_refuses_a_key_of_another_kind(self):
        subprocess.run(["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-out", self.file("ec")], check=True,
                       capture_output=True, timeout=60)
        self.refuse_to_sign(self.draft(), "ec", key="ec")

    def test_refuses_a_name_that_a_key_cannot_have(self):
        draft = self.draft()
        for name in ("", "A. Lee", "a+lee", "a\nlee", "\x1b[2J"):
            with self.subTest(name):
                self.refuse_to_sign(draft, "", name=name)
                self.muniment("authority", "key", name, "-o", self.file("new"), expect=2)

    def test_makes_a_key_that_only_its_owner_may_read(self):
        self.assertEqual(os.stat(self.file("a.lee")).st_mode & 0o777, 0o600)

    def test_needs_no_configuration(self):
        right = self.config.read_text()
        self.config.unlink()
        document = self.sign(self.draft(), *NAMES)
        self.config.write_text(right)
        self.add(document)

    def test_writes_to_standard_output_unless_told(self):
        draft = self.draft()
        run = self.muniment("authority", "sign", draft, "--key", self.file("a.lee"), "--name",
                            "a.lee", json_output=False)
        (self.home / "piped").write_bytes(run.out)
        self.add(self.file("piped"))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""A small witness (C2SP tlog-witness) for tests, with its state in memory.

It keeps the last checkpoint that it cosigned of each ledger that it knows, checks the
ledger's signature and the consistency proof of the next one, and cosigns it. Everything
is Python's standard library but Ed25519, which the openssl program does. It can be told
to misbehave: see `Witness.mood`.

As a program: witness.py LEDGER-KEY... prints URL and key, and serves until its standard
input ends.
"""

import base64
import hashlib
import http.server
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ED25519_PKCS8 = bytes.fromhex("302e020100300506032b657004220420")
ED25519_SPKI = bytes.fromhex("302a300506032b6570032100")


def pem(kind, der):
    return (f"-----BEGIN {kind} KEY-----\n{base64.b64encode(der).decode()}\n"
            f"-----END {kind} KEY-----\n")


class Ed25519:
    """Signs and verifies with the openssl program, in a directory of its own."""

    def __init__(self, seed):
        self.directory = tempfile.TemporaryDirectory(prefix="witness-")
        self.home = Path(self.directory.name)
        (self.home / "key.pem").write_text(pem("PRIVATE", ED25519_PKCS8 + seed))
        self.public = self.run("pkey", "-in", "key.pem", "-pubout", "-outform", "DER")[-32:]
        self.lock = threading.Lock()

    def run(self, *args):
        return subprocess.run(["openssl", *args], cwd=self.home, check=True,
                              capture_output=True).stdout

    def sign(self, message):
        with self.lock:
            (self.home / "message").write_bytes(message)
            return self.run("pkeyutl", "-sign", "-rawin", "-inkey", "key.pem",
                            "-in", "message")

    def verifies(self, public, message, signature):
        with self.lock:
            (self.home / "public.pem").write_text(pem("PUBLIC", ED25519_SPKI + public))
            (self.home / "message").write_bytes(message)
            (self.home / "signature").write_bytes(signature)
            try:
                self.run("pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "public.pem",
                         "-in", "message", "-sigfile", "signature")
            except subprocess.CalledProcessError:
                return False
            return True


def key_id(name, kind, public):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def key_text(name, kind, public):
    return (f"{name}+{key_id(name, kind, public).hex()}+"
            f"{base64.b64encode(bytes([kind]) + public).decode()}")


def parse_key(text):
    """The name and the public key of a verifier key."""
    name, _, rest = text.partition("+")
    return name, base64.b64decode(rest.partition("+")[2])[1:]


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def is_consistent(old_size, old_root, size, root, proof):
    """RFC 9162, 2.1.4.2, for 0 < old_size <= size."""
    if old_size == size:
        return not proof and old_root == root
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    fn, sn = old_size - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = path[0]
    for step in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old, new = node(step, old), node(step, new)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node(new, step)
        fn, sn = fn >> 1, sn >> 1
    return old == old_root and new == root and sn == 0


class Refusal(Exception):
    def __init__(self, status, body="", content_type="text/plain"):
        super().__init__(body)
        self.status, self.body, self.content_type = status, body, content_type


class Witness:
    """Serves from start() to stop(). `url` and `key` are for the configuration."""

    # What it does instead of its duty: "" nothing, or one of these.
    MOODS = ("", "error", "hang", "garbage", "cut-off", "other-key", "forged",
             "no-such-size", "huge", "redirect", "future")

    def __init__(self, name="witness.example/w1", seed=b"w" * 32, ledgers=()):
        self.name = name
        self.signer = Ed25519(seed)
        self.key = key_text(name, 4, self.signer.public)
        self.ledgers = dict(parse_key(key) for key in ledgers)
        self.seen = {}  # origin: (size, root)
        self.mood = ""
        self.requests = 0
        self.lock = threading.Lock()
        self.is_stopping = threading.Event()
        self.server = None

    def trust(self, ledger_key):
        origin, public = parse_key(ledger_key)
        self.ledgers[origin] = public

    # Serving

    def start(self):
        witness = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                witness.handle(self)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def stop(self):
        self.is_stopping.set()
        self.server.shutdown()
        self.server.server_close()
        self.signer.directory.cleanup()

    def handle(self, request):
        self.requests += 1
        body = request.rfile.read(int(request.headers["Content-Length"]))
        if self.mood == "hang":
            self.is_stopping.wait(60)
            return
        try:
            if request.path != "/add-checkpoint":
                raise Refusal(404, "no such page\n")
            with self.lock:
                answer = Refusal(200, self.add_checkpoint(body.decode("utf-8")))
        except Refusal as refusal:
            answer = refusal
        content = answer.body.encode()
        request.send_response(answer.status)
        request.send_header("Content-Type", answer.content_type)
        if answer.status == 302:
            request.send_header("Location", self.url + "/add-checkpoint")
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    # The protocol

    def add_checkpoint(self, body):
        self.misbehave()
        head, _, note = body.partition("\n\n")
        old, *proof = head.split("\n")
        text, _, signatures = note.rpartition("\n\n")
        text += "\n"
        origin, size, root = text.split("\n")[:3]
        size, root = int(size), base64.b64decode(root)
        if not old.startswith("old ") or len(proof) > 63:
            raise Refusal(400, "malformed\n")
        old_size = int(old[4:])
        self.check_signature(origin, text, signatures)
        if old_size > size:
            raise Refusal(400, "old size is larger than the checkpoint\n")
        seen_size, seen_root = self.seen.get(origin, (0, hashlib.sha256().digest()))
        if old_size != seen_size:
            raise Refusal(409, f"{seen_size}\n", "text/x.tlog.size")
        if size == seen_size and size > 0 and root != seen_root:
            raise Refusal(409, f"{seen_size}\n", "text/x.tlog.size")
        proof = [base64.b64decode(line) for line in proof]
        if proof and old_size == 0 or old_size > 0 and not is_consistent(
                seen_size, seen_root, size, root, proof):
            raise Refusal(422, "the proof does not hold\n")
        self.seen[origin] = (size, root)
        return self.cosign(text)

    def check_signature(self, origin, text, signatures):
        if origin not in self.ledgers:
            raise Refusal(404, "unknown ledger\n")
        public = self.ledgers[origin]
        start = f"\u2014 {origin} "
        for line in signatures.splitlines():
            blob = base64.b64decode(line[len(start):]) if line.startswith(start) else b""
            if blob[:4] == key_id(origin, 1, public) and self.signer.verifies(
                    public, text.encode(), blob[4:]):
                return
        raise Refusal(403, "not signed by a key that is trusted\n")

    def cosign(self, text):
        now = int(time.time()) + (86_400 if self.mood == "future" else 0)
        name = "somebody.else" if self.mood == "other-key" else self.name
        signature = self.signer.sign(f"cosignature/v1\ntime {now}\n{text}".encode())
        if self.mood == "forged":
            signature = bytes([signature[0] ^ 1]) + signature[1:]
        blob = key_id(name, 4, self.signer.public) + now.to_bytes(8, "big") + signature
        line = f"\u2014 {name} {base64.b64encode(blob).decode()}\n"
        return line[:50] if self.mood == "cut-off" else line

    def misbehave(self):
        if self.mood == "error":
            raise Refusal(500, "out of order\n")
        if self.mood == "garbage":
            raise Refusal(200, "<html>It works!</html>\n", "text/html")
        if self.mood == "no-such-size":
            raise Refusal(409, "many\n", "text/x.tlog.size")
        if self.mood == "huge":
            raise Refusal(200, "x" * 200_000)
        if self.mood == "redirect":
            raise Refusal(302)


def main():
    witness = Witness(ledgers=sys.argv[1:]).start()
    print(witness.url, witness.key, flush=True)
    sys.stdin.read()
    witness.stop()


if __name__ == "__main__":
    main()

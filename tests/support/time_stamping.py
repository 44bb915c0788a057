"""A time stamping authority (RFC 3161) for tests: `openssl ts` behind HTTP on loopback,
with an authority's certificate of its own that goes with it.
"""

import http.server
import subprocess
import threading
from pathlib import Path

CONFIGURATION = """
[tsa]
default_tsa = main
[main]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
certs = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[for_ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[for_tsa]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[req]
distinguished_name = name
[name]
"""


class TimeStampingAuthority:
    """Serves from start() to stop(). `ca_file` is what its users have to trust."""

    # What it does to a reply before it is sent: "" nothing, or one of these.
    MOODS = ("", "error", "hang", "garbage", "cut-off", "altered", "replayed", "other-text",
             "denied")

    def __init__(self, home):
        self.home = Path(home)
        self.home.mkdir()
        self.ca_file = self.home / "ca.pem"
        self.mood = ""
        self.requests = 0
        self.last_reply = None
        self.lock = threading.Lock()
        self.is_stopping = threading.Event()
        self.server = None
        (self.home / "openssl.cnf").write_text(CONFIGURATION)
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
               "-config", "openssl.cnf"]
        self.openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days",
                     "2", "-subj", "/CN=Test root", "-extensions", "for_ca")
        self.openssl("req", *key, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj",
                     "/CN=Test authority")
        self.openssl("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                     "-CAcreateserial", "-out", "tsa.pem", "-days", "2", "-extfile",
                     "openssl.cnf", "-extensions", "for_tsa")

    def openssl(self, *args):
        return subprocess.run(["openssl", *args], cwd=self.home, check=True,
                              capture_output=True).stdout

    def start(self):
        authority = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                authority.handle(self)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/tsa"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def stop(self):
        self.is_stopping.set()
        if self.server is None:
            return
        self.server.shutdown()
        self.server.server_close()

    def handle(self, request):
        self.requests += 1
        query = request.rfile.read(int(request.headers["Content-Length"]))
        is_query = request.headers["Content-Type"] == "application/timestamp-query"
        if self.mood == "hang":
            self.is_stopping.wait(60)
            return
        with self.lock:
            reply = self.reply_to(query) if is_query else b""
        request.send_response(500 if self.mood == "error" else 200)
        request.send_header("Content-Type", "application/timestamp-reply")
        request.send_header("Content-Length", str(len(reply)))
        request.end_headers()
        request.wfile.write(reply)

    def reply_to(self, query):
        if self.mood == "other-text":
            (self.home / "text").write_bytes(b"something else")
            query = self.openssl("ts", "-query", "-data", "text", "-sha256", "-cert")
        elif self.mood == "denied":
            (self.home / "text").write_bytes(b"something else")
            query = self.openssl("ts", "-query", "-data", "text", "-sha1", "-cert")
        (self.home / "query.tsq").write_bytes(query)
        reply = self.openssl("ts", "-reply", "-config", "openssl.cnf", "-queryfile",
                             "query.tsq")
        if self.mood == "replayed":
            return self.last_reply
        self.last_reply = reply
        if self.mood == "garbage":
            return b"<html>It works!</html>"
        if self.mood == "cut-off":
            return reply[:-20]
        if self.mood == "altered":
            return reply[:-5] + bytes([reply[-5] ^ 1]) + reply[-4:]
        return reply

"""Bad lists, registers, logs, documents, scopes and dates: refused whole, in one line that
names the place and the reason, and nothing of them is recorded.

Each row of the tables below is a case of its own: what was handed in, and what the one line
must say, which begins with the place.
"""

import base64
import json
import subprocess

from support import Scenario, main, needs_tool

ESCAPE = b"\x1b[2J\xe2\x80\xae"  # clears the screen, and turns the text round
HUGE = 1 << 20
OPEN_QUOTE = ":2: the quote that begins here is not closed"

# Content of a list of paths, and what is said behind the name of the file.
LISTS = {
    "that is empty": (b"", ": the list is empty"),
    "of one empty line": (b"\n", ":1: an empty path"),
    "with an empty line": (b"a.mp4\n\nb.mp4\n", ":2: an empty path"),
    "with an absolute path": (b"a.mp4\n/etc/passwd\n", ':2: path "/etc/passwd" is absolute'),
    "with a way out": (b"a.mp4\nb/../../c\n", ":2: path \"b/../../c\" leads out"),
    "with a way out behind escapes": (ESCAPE + b"/..\n", ":1: path"),
    "with a way out that is not UTF-8": (b"\xff\xfe/..\n", ":1: path"),
    "with the whole store": (b"a.mp4\n.\n", ":2: the path names the whole store"),
    "with the whole store by slashes": (b"././/\n", ":1: the path names the whole store"),
    "with NUL bytes": (b"a.mp4\0b.mp4\0", ":1: a NUL byte"),
    "with NUL bytes further down": (b"a.mp4\nb.mp4\nc\0.mp4\n", ":3: a NUL byte"),
    "with line ends of DOS": (b"a.mp4\r\nb.mp4\r\n", ":1: the path ends in a carriage return"),
    "with one line end of DOS": (b"a.mp4\nb.mp4\r\n", ":2: the path ends in a carriage"),
    "with a huge line": (b"a.mp4\n" + b"x" * (HUGE + 1) + b"\n", ":2: a path of more than"),
    "with a huge line at the end": (b"a.mp4\n" + b"x/" * HUGE, ":2: a path of more than"),
    "in UTF-16": ("a.mp4\nb.mp4\n".encode("utf-16-le"), ":1: a NUL byte"),
}

# The same with --null.
NUL_LISTS = {
    "that is empty": (b"", ": the list is empty"),
    "with an empty path": (b"a.mp4\0\0b.mp4\0", ":2: an empty path"),
    "with an absolute path": (b"a.mp4\0/b.mp4\0", ":2: path \"/b.mp4\" is absolute"),
    "with a way out": (b"..\0", ':1: path ".." leads out'),
}

HEADER = b"path,recorded_at,class,case,size,sha256,subjects\n"


def row(path=b"a.mp4", date=b"", klass=b"", case=b"", size=b"", sha256=b"", subjects=b""):
    return HEADER + b"good.mp4,2023-01-01,evidential,45AA/1,1,,1\n" + b",".join(
        [path, date, klass, case, size, sha256, subjects]) + b"\n"


def column(name):
    return f':3: column "{name}": '


THERE_IS_NO_SUCH_DAY = "is not a time: there is no such day"

# Content of a register as CSV, and what is said behind the name of the file.
REGISTERS = {
    "that is empty": (b"", ":1: the file is empty"),
    "with a header alone": (HEADER, ": has no rows"),
    "without a path": (b"name,class\na,b\n", ":1: neither a column for path nor one for id"),
    "with a column twice": (b"path,class,class\na,b,c\n", ':1: the column "class" is there'),
    "of binary bytes": (b"\0\xff\xfe\n", ":1: a NUL byte"),
    "in UTF-16": ("path,class\na,b\n".encode("utf-16"), ":1: a NUL byte"),
    "with too few fields": (HEADER + b"a.mp4,2023-01-01\n", ":2: it has 2 fields, but the"),
    "with too many fields": (row()[:-1] + b",more\n", ":3: it has 8 fields, but the header"),
    "with an open quote": (HEADER + b"a.mp4,\"2023-01-01,x,y,1,,\n", OPEN_QUOTE),
    "with an open quote of many lines": (HEADER + b"\"a\n" + b"b\n" * 100, OPEN_QUOTE),
    "with a quote in a field": (row(b"a\"b.mp4"), ":3: a quote inside a field"),
    "with text behind a quote": (row(b'"a"b.mp4'), ":3: text behind the quote"),
    "with a bare carriage return": (row(b"a\rb.mp4"), ":3: a carriage return without"),
    "with a NUL byte": (row(b"a\0b.mp4"), ":3: a NUL byte"),
    "with a huge field": (row(b"x" * HUGE), ":3: a field has more than"),
    "with a huge quoted field": (row(b'"' + b"x\n" * HUGE + b'"'),
                                 ":3: a field has more than"),
    "with a huge record": (HEADER + b"a," + (b"x" * 60_000 + b",") * 20 + b"\n",
                           ":2: the record has more than"),
    "with too many columns": (b"path," + b",".join(b"c%d" % i for i in range(300)) + b"\n",
                              ":1: more than 256 columns"),
    "with a path that is not UTF-8": (row(b"\xff\xfe.mp4"), column("path")),
    "with an absolute path": (row(b"/etc/passwd"), column("path")),
    "with a way out": (row(b"a/../../b"), column("path")),
    "with the whole store": (row(b"./"), column("path")),
    "with a path of a formula": (row(b"=cmd|'/c calc'!A0"), column("path")),
    "with a huge path": (row(b"x/" * 10_000), column("path")),
    "without path in a row": (row(b""), ":3: neither path nor id is given"),
    "with a class of a formula": (row(klass=b"=1+1"), column("class") + '"=1+1" begins with'),
    "with a class of a plus": (row(klass=b"+1+1"), column("class") + '"+1+1" begins with'),
    "with a case of a minus": (row(case=b"-2+3"), column("case") + '"-2+3" begins with'),
    "with a case of an at": (row(case=b"@SUM(A1)"), column("case") + '"@SUM(A1)" begins'),
    "with a case of a tab": (row(case=b"\t=1"),
                             column("case") + '"\\x09=1" begins with a tab'),
    "with a class that is not UTF-8": (row(klass=b"caf\xe9"), column("class")),
    "with a class with an escape": (row(klass=b"x" + ESCAPE), column("class")),
    "with a class with a line feed": (row(klass=b'"x\ny"'), column("class")),
    "with a huge class": (row(klass=b"x" * 1001), column("class")),
    "with an empty case among others": (row(case=b"45AA/1;;45AA/2"), column("case")),
    "with a day that is none": (row(date=b"2023-02-30"),
        f'{column("recorded_at")}"2023-02-30" {THERE_IS_NO_SUCH_DAY}'),
    "with a leap day that is none": (row(date=b"2023-02-29"),
        f'{column("recorded_at")}"2023-02-29" {THERE_IS_NO_SUCH_DAY}'),
    "with a month that is none": (row(date=b"2023-13-01"),
        f'{column("recorded_at")}"2023-13-01" {THERE_IS_NO_SUCH_DAY}'),
    "with a day of British order": (row(date=b"31/07/2023"), column("recorded_at")),
    "with a date of digits": (row(date=b"20230731"), column("recorded_at")),
    "with an hour that is none": (row(date=b"2023-07-01T25:00:00Z"), column("recorded_at")),
    "with an offset that is none": (row(date=b"2023-07-01T12:00:00+99:00"),
                                    column("recorded_at")),
    "with a time without a zone": (row(date=b"2023-07-01T12:00:00"), column("recorded_at")),
    "with a date before 1970": (row(date=b"1969-12-31"), column("recorded_at")),
    "with a date far off": (row(date=b"2201-01-01"), column("recorded_at")),
    "with a date that is huge": (row(date=b"9" * 1000), column("recorded_at")),
    "with a date that is a word": (row(date=b"yesterday"), column("recorded_at")),
    "with a date in other digits": (row(date="２０２３-07-01".encode()), column("recorded_at")),
    "with a negative size": (row(size=b"-1"), column("size") + '"-1" is a negative count'),
    "with a signed size": (row(size=b"+1"), column("size") + '"+1" has a sign'),
    "with a size of a fraction": (row(size=b"1.5"), column("size")),
    "with a size of thousands": (row(size=b'"1,000"'), column("size")),
    "with a size beyond 64 bits": (row(size=b"99999999999999999999"), column("size")),
    "with negative subjects": (row(subjects=b"-3"),
                               column("subjects") + '"-3" is a negative count'),
    "with wordy subjects": (row(subjects=b"three"), column("subjects")),
    "with a short digest": (row(sha256=b"ab" * 31), column("sha256")),
    "with a long digest": (row(sha256=b"ab" * 33), column("sha256")),
    "with a digest of other letters": (row(sha256=b"zz" * 32), column("sha256")),
}

DEEP = b"[" * 100_000

# Content of a register as JSON lines.
JSON_REGISTERS = {
    "that is empty": (b"", ": has no rows"),
    "that is not JSON": (b"path: a\n", ":1: not JSON"),
    "that ends in the middle": (b'{"path":"a"}\n{"path":"b', ":2: not JSON"),
    "that is a list": (b'["a"]\n', ":1: it is a list"),
    "that is a value": (b'{"path":"a"}\n42\n', ":2: it is a value"),
    "of two objects in a line": (b'{"path":"a"}{"path":"b"}\n', ":1: not JSON"),
    "with a key twice": (b'{"path":"a","path":"b"}\n', ':1: the key "path" is there twice'),
    "with an object in it": (b'{"path":{"a":1}}\n', ':1: "path" is an object within'),
    "nested deep": (b'{"path":' + DEEP + b"\n", ':1: "path" is a list of lists'),
    "that is nested deep": (DEEP + b"\n", ":1: it is a list"),
    "with a number for a path": (b'{"path":7}\n', ":1: column \"path\": a number"),
    "with a fraction": (b'{"path":"a","size":1.5}\n', ":1: column \"size\""),
    "with a negative number": (b'{"path":"a","size":-1}\n', ":1: column \"size\""),
    "with a huge number": (b'{"path":"a","size":1e400}\n', ":1: not JSON at byte 24"),
    "with a truth": (b'{"path":"a","class":true}\n', ":1: column \"class\""),
    "with a list for a class": (b'{"path":"a","class":["b"]}\n', ":1: column \"class\""),
    "with a list of numbers": (b'{"path":"a","case":[1]}\n',
                               ':1: "case" is a list of something'),
    "with a lone surrogate": (b'{"path":"\\ud800"}\n', ":1: not JSON"),
    "with an escaped NUL byte": (b'{"path":"a\\u0000b"}\n', ":1: column \"path\""),
    "with an escaped escape": (b'{"path":"a","class":"\\u001b[2J"}\n', ":1: column \"class\""),
    "with bytes that are not UTF-8": (b'{"path":"\xff"}\n', ":1: not UTF-8"),
    "with a NUL byte": (b'{"path":"a\0"}\n', ":1: a NUL byte"),
    "with a path that is not base64": (b'{"path_b64":"?"}\n',
                                     ':1: column "path_b64": it is not base64'),
    "with too many keys": (json.dumps({f"k{i}": 1 for i in range(300)}).encode() + b"\n",
                           ":1: more than 256 keys"),
    "with a huge line": (b'{"path":"' + b"x" * HUGE + b'"}\n', ":1: the line has more than"),
}

LOG_HEADER = b"time,path,actor,action\n"

# Content of a log as CSV.
LOGS = {
    "that is empty": (b"", ":1: the file is empty"),
    "with a header alone": (LOG_HEADER, ": has no lines"),
    "without a path": (b"time,actor,action\n", ':1: no column "path"'),
    "without an action": (b"time,path,actor\n", ':1: no column "action"'),
    "with a column twice": (b"time,path,path,action\n", ':1: the column "path" is there'),
    "with a day that is none": (LOG_HEADER + b"2023-02-30T00:00:00Z,a,b,delete\n",
                                ':2: column "time"'),
    "without a time": (LOG_HEADER + b",a,b,delete\n", ':2: column "time"'),
    "with a way out": (LOG_HEADER + b"2023-02-01T00:00:00Z,../a,b,delete\n",
                       ':2: column "path"'),
    "with an actor of a formula": (LOG_HEADER + b"2023-02-01T00:00:00Z,a,=1+1,delete\n",
                                   ':2: column "actor"'),
    "with an actor with an escape": (LOG_HEADER + b"2023-02-01T00:00:00Z,a,b" + ESCAPE +
                                     b",delete\n", ':2: column "actor"'),
    "with a field too few": (LOG_HEADER + b"2023-02-01T00:00:00Z,a,delete\n",
                           ":2: it has 3 fields, but the header"),
    "with an open quote": (LOG_HEADER + b'"2023-02-01T00:00:00Z,a,b,delete\n', OPEN_QUOTE),
}

AUDIT = b'2023-07-17T21:17:58.959669[AUDT:[RSLT(FC32):SUCS][S3BK(CSTR):"b"]'

# Content of a log as StorageGRID writes it.
AUDIT_LOGS = {
    "that is empty": (b"", ": has no lines"),
    "of prose": (b"Nothing was deleted.\n", ":1: there is no [AUDT: in it"),
    "without a type": (AUDIT + b'[S3KY(CSTR):"a"]]\n', ":1: there is no ATYP"),
    "without a key": (AUDIT.replace(b'[S3BK(CSTR):"b"]', b"") + b"[ATYP(FC32):SDEL]]\n",
                      ":1: SDEL without a key"),
    "without a result": (b'2023-07-17T21:17:58.959669[AUDT:[S3KY(CSTR):"a"]'
                         b"[ATYP(FC32):SDEL]]\n", ":1: SDEL without RSLT"),
    "cut off": (AUDIT + b'[S3KY(CSTR):"a', ":1: a quoted value is not closed at byte"),
    "with a wrong escape": (AUDIT + b'[S3KY(CSTR):"a\\q"][ATYP(FC32):SDEL]]\n',
                            ":1: an escape that is none"),
    "with an attribute twice": (AUDIT + b'[S3KY(CSTR):"a"][S3KY(CSTR):"b"]'
                                b"[ATYP(FC32):SDEL]]\n", ":1: S3KY is there twice"),
    "with a day that is none": (b'2023-02-30T21:17:58.959669[AUDT:[RSLT(FC32):SUCS]'
                                b'[S3KY(CSTR):"a"][ATYP(FC32):SDEL]]\n',
                             ':1: "2023-02-30T21:17:58.959669Z" is not a time: there is'),
    "with a way out": (AUDIT + b'[S3KY(CSTR):"../a"][ATYP(FC32):SDEL]]\n',
                       ':1: path "../a" leads out'),
    "with a huge line": (b"x" * (HUGE + 1) + b"\n", ":1: the line has more than"),
}

# Options of a scope, and what the line says.
SCOPES = {
    "an empty prefix": (("--prefix", ""), "--prefix"),
    "the whole store": (("--prefix", "."), "--prefix"),
    "an absolute prefix": (("--prefix", "/2023"), "is absolute"),
    "a way out": (("--path", "a/../.."), "leads out of the store"),
    "an empty collection": (("--collection", ""), "--collection must not be empty"),
    "an empty class": (("--class", ""), "--class must not be empty"),
    "an empty case": (("--case", ""), "--case must not be empty"),
    "a class with an escape": (("--class", ESCAPE), "--class"),
    "a case that is not UTF-8": (("--case", b"\xff"), "--case"),
    "a huge case": (("--case", "x" * 1001), "--case"),
    "a scope too long": (tuple(x for i in range(50) for x in ("--prefix", f"{i}" * 700)),
                         "too long"),
    "an empty date": (("--recorded-from", ""), "--recorded-from"),
    "a word for a date": (("--recorded-from", "tomorrow"), "--recorded-from"),
    "a day that is none": (("--recorded-from", "2023-02-30"), "--recorded-from"),
    "a leap day that is none": (("--recorded-to", "2100-02-29"), "--recorded-to"),
    "a minute that is none": (("--recorded-to", "2023-01-01T00:60:00Z"), "--recorded-to"),
    "a date with an escape": (("--recorded-to", ESCAPE), "--recorded-to"),
    "a date of British order": (("--recorded-to", "31/07/2023"), "--recorded-to"),
    "dates in the wrong order": (("--recorded-from", "2023-02-01", "--recorded-to",
                                  "2023-01-31"), "is before --recorded-from"),
    "a date given twice": (("--recorded-from", "2023-01-01", "--recorded-from",
                            "2023-01-02"), "--recorded-from"),
    "a list without a name": (("--list", ""), ""),
    "a list that is not there": (("--list", "no-such"), "no-such"),
    "a list that is a directory": (("--list", "."), "is a directory"),
}

# Options of an authority beside its scope.
TERMS = {
    "a negative number of items": (("--max-items", "-1"), "--max-items"),
    "no items": (("--max-items", "0"), "--max-items"),
    "a wordy number of items": (("--max-items", "ten"), "--max-items"),
    "a number beyond 64 bits": (("--max-items", "99999999999999999999"), "--max-items"),
    "a negative number of bytes": (("--max-bytes", "-1"), "--max-bytes"),
    "bytes of an unknown unit": (("--max-bytes", "5 elephants"), "--max-bytes"),
    "an end before its beginning": (("--from", "2023-02-01", "--until", "2023-01-01"),
                                    "is before --from"),
    "an end that is none": (("--until", "2023-04-31"), "--until"),
    "an hour that is none": (("--from", "2023-04-01T24:00:01Z"), "--from"),
    "an empty second approver": (("--second-approver", ""), "--second-approver"),
    "the approver twice": (("--second-approver", "a. LEE"), "is the first one again"),
    "a second approver with an escape": (("--second-approver", ESCAPE), "--second-approver"),
    "overlapping prefixes": (("--prefix", "2023/01"), "is within the prefix"),
}


# Other options, and what the line says; {register} and {log} are right files.
REGISTER, LOG = ("register", "import", "{register}"), ("log", "import", "{log}")
OPTIONS = {
    "a map that is none": ((*REGISTER, "--map", "path"), '--map "path" is not field=column'),
    "a map of an unknown field": ((*REGISTER, "--map", "pth=File"), '--map: no field "pth"'),
    "a map to no column": ((*REGISTER, "--map", "path="), "--map: no column for the field"),
    "a map of a field twice": ((*REGISTER, "--map", "path=path,path=class"),
                               '--map: the field "path" is given twice'),
    "a map to a column that is not there": ((*REGISTER, "--map", "class=Category"),
                                            'no column "Category" for class'),
    "a map with an escape": ((*REGISTER, "--map", b"path=" + ESCAPE), "no column"),
    "a register that is not there": (("register", "import", "no-such"), "no-such"),
    "a register that is a directory": (("register", "import", "."), "is a directory"),
    "a log that is not there": (("log", "import", "no-such"), "no-such"),
    "a log that is a directory": (("log", "import", "."), "is a directory"),
    "an unknown format": ((*LOG, "--format", "syslog"), 'no format "syslog"'),
    "a format with an escape": ((*LOG, "--format", ESCAPE), "no format"),
    "a bucket of a format without": ((*LOG, "--bucket", "b"), "--bucket is for the format"),
    "a review on no day": (("hold", "add", "--reference", "R", "--reason", "CPS", "--by",
                            "B. Moe", "--prefix", "2023", "--review", "2023-06-31"),
                           "--review"),
    "no reason": (("hold", "add", "--reference", "R", "--reason", "", "--by", "B. Moe",
                   "--prefix", "2023"), "--reason must not be empty"),
    "a name with an escape": (("hold", "add", "--reference", "R", "--reason", "CPS", "--by",
                               ESCAPE, "--prefix", "2023"), "--by"),
}

# What stands in the text of a document, the rest being right; None: the key is missing.
TERMS_OF_DOCUMENTS = {
    "of another kind": ({"document": "muniment-authority/v2"}, '"document" is'),
    "without its kind": ({"document": None}, '"document" is missing'),
    "without a nonce": ({"nonce": None}, '"nonce" is missing'),
    "with a short nonce": ({"nonce": "00"}, '"nonce" is not 32 hexadecimal digits'),
    "with a nonce in capitals": ({"nonce": "AB" * 16}, '"nonce" is not 32 hexadecimal digits'),
    "without a store": ({"store": None}, '"store" is missing'),
    "with an empty store": ({"store": ""}, "the store must not be empty"),
    "without a reference": ({"reference": None}, '"reference" is missing'),
    "with a number for a reference": ({"reference": 7}, '"reference" is not a text'),
    "with an escape in its reference": ({"reference": "\x1b[2J"}, "the reference"),
    "with a huge reference": ({"reference": "x" * 1001}, "the reference"),
    "without an approver": ({"approved_by": None}, '"approved_by" is missing'),
    "with a blank approver": ({"approved_by": "  "}, "the approver must not be empty"),
    "with a turned approver": ({"approved_by": "A\u202eLee"}, "the approver"),
    "with the approver twice": ({"second_approver": "a.LEE"}, "is the first one again"),
    "without a beginning": ({"from": None}, '"from" is missing'),
    "with a beginning that is none": ({"from": "2023-02-30T00:00:00Z"}, '"from" is wrong'),
    "with a word for its end": ({"until": "never"}, '"until" is wrong'),
    "with an end before its beginning": ({"until": "2020-01-01T00:00:00Z"}, "valid until"),
    "for no items": ({"max_items": 0}, "the limit of items must be above 0"),
    "for negative items": ({"max_items": -1}, '"max_items" is not a whole number'),
    "for a fraction of items": ({"max_items": 1.5}, '"max_items" is not a whole number'),
    "for a text of items": ({"max_items": "5"}, '"max_items" is not a whole number'),
    "for items beyond 64 bits": ({"max_items": 10**30}, '"max_items" is not a whole number'),
    "for no bytes": ({"max_bytes": 0}, "the limit of bytes must be above 0"),
    "without a scope": ({"prefixes": None}, "scope"),
    "for no prefixes": ({"prefixes": []}, "scope"),
    "with a text for prefixes": ({"prefixes": "2023"}, '"prefixes" is not a list'),
    "with a list of numbers": ({"prefixes": [1]}, "something else than texts"),
    "for the whole store": ({"prefixes": [""]}, "the whole store"),
    "for an absolute prefix": ({"prefixes": ["/2023"]}, "is absolute"),
    "for a way out": ({"prefixes": ["2023/../.."]}, "leads out of the store"),
    "for a prefix of more slashes": ({"prefixes": ["2023//01"]}, "must be written"),
    "for a prefix twice": ({"prefixes": ["2023", "2023"]}, "is named twice"),
    "for a prefix in a prefix": ({"prefixes": ["2023", "2023/01"]}, "is within the prefix"),
    "for a path in its prefix": ({"paths": ["2023/a.mp4"]}, "is within the prefix"),
    "for a path twice": ({"paths": ["a", "a"]}, "twice"),
    "for prefixes out of order": ({"prefixes": ["b", "a"]}, "not in the canonical form"),
    "for what is not base64": ({"paths_b64": ["?"]}, '"paths_b64" is not base64'),
    "for UTF-8 in base64": ({"paths_b64": ["YQ=="]}, '"paths_b64" has UTF-8 in base64'),
    "for an empty class": ({"classes": [""]}, "is empty"),
    "for a class with an escape": ({"classes": ["\x1b[2J"]}, "not shown"),
    "for a case twice": ({"cases": ["45AA/1", "45AA/1"]}, "is named twice"),
    "recorded on no day": ({"recorded_from": "2023-02-30T00:00:00Z"},
                           '"recorded_from" is wrong'),
    "recorded to before from": ({"recorded_from": "2023-02-01T00:00:00Z", "recorded_to":
                                 "2023-01-01T00:00:00Z"}, "is before recorded from"),
    "with an unknown key": ({"maximum": 5}, 'unknown key "maximum"'),
    "with an object in it": ({"scope": {"prefixes": ["2023"]}}, "is an object within"),
    "with its beginning as a date": ({"from": "2023-01-01"}, "not in the canonical form"),
}

# How a right text is spoilt before it is signed.
TEXTS_OF_DOCUMENTS = {
    "that is no JSON": (lambda text: b"Approved.\n", "not JSON"),
    "that is cut off": (lambda text: text[:-20] + b"\n", "not JSON"),
    "that is a list": (lambda text: b"[" + text[:-1] + b"]\n", "it is a list"),
    "that is nested deep": (lambda text: b"[" * 30_000 + b"\n", "it is a list"),
    "with a key twice": (lambda text: text.replace(b"{", b'{"store":"bwv",'),
                         'the key "store" is there twice'),
    "with a space": (lambda text: text.replace(b",", b", ", 1), "not in the canonical form"),
    "with its keys out of order": (lambda text: b"{" + text[:-2].split(b",", 1)[1] + b"," +
                                   text[1:].split(b",", 1)[0] + b"}\n",
                                   "not in the canonical form"),
    "with a needless escape": (lambda text: text.replace(b"bwv", b"\\u0062wv"),
                               "not in the canonical form"),
    "with a byte order mark": (lambda text: b"\xef\xbb\xbf" + text, "byte order mark"),
    "in two lines": (lambda text: text + text, "not JSON"),
}


def replaced(old, new):
    return lambda note: note.replace(old, new)


# How a right note is spoilt after it was signed.
NOTES = {
    "that is empty": (lambda note: b"", "it is not signed"),
    "of nothing but signatures": (lambda note: note.split(b"\n\n")[1], "it is not signed"),
    "without its empty line": (replaced(b"\n\n", b"\n"), "no empty line"),
    "without its last line feed": (lambda note: note[:-1], "a line is cut off"),
    "with line ends of DOS": (replaced(b"\n", b"\r\n"), "control characters"),
    "with a NUL byte": (replaced(b"A. Lee", b"A\0Lee"), "control characters"),
    "with an escape": (replaced(b"A. Lee", b"A\x1b[2JLee"), "control characters"),
    "with bytes that are not UTF-8": (replaced(b"A. Lee", b"A\xffLee"), "it is not UTF-8"),
    "in UTF-16": (lambda note: note.decode().encode("utf-16"), "it is not UTF-8"),
    "with a hyphen for a dash": (replaced("\n\n—".encode(), b"\n\n-"), "em dash"),
    "with a signature without a name": (replaced("— a.lee ".encode(), "— ".encode()),
                                        "no proper key name"),
    "with a signature that is not base64": (lambda note: note[:-9] + b"?" + note[-8:],
                                            "not in base64"),
    "with a truncated signature": (lambda note: note[:-41] + b"\n",
                                   "the signature of a.lee is wrong"),
    "with hardly any signature": (lambda note: note[:note.rindex(b" ")] + b" AAAA\n",
                                  "is too short"),
    "without a signature": (lambda note: note[:note.rindex("—".encode())],
                            "it has no signature"),
    "with a signature turned round": (lambda note: note[:-12] + note[-12:-6][::-1] +
                                      note[-6:], "the signature of a.lee is wrong"),
    "with too many signatures": (lambda note: note + note.split(b"\n\n")[1] * 100,
                                 "too many signatures"),
    "with another text": (replaced(b'"2023"', b'"2024"'), "the document was altered"),
    "with more items": (replaced(b'"nonce"', b'"max_items":9,"nonce"'),
                        "the document was altered"),
    "with another name": (replaced("— a.lee".encode(), "— b.moe".encode()),
                          "it is signed by none of the configured keys"),
}


class BadDocument(Scenario):
    """Every case of a table is refused, and nothing happens otherwise."""

    def setUp(self):
        super().setUp()
        self.fill(3)
        self.scan(items=3)
        self.before = self.overview()
        self.checkpoint = self.read_checkpoint()

    def read_checkpoint(self):
        """As `status` says it, but quicker: it stands in the first lines."""
        return (self.state / "ledger" / "checkpoint").read_bytes()

    def refuse(self, *args, says, place=""):
        run = self.muniment(*args, expect=2, json_output=False, timeout=20)
        self.assert_safe(run)
        self.assertEqual(run.out, b"", run)
        self.assertEqual(len(run.err.splitlines()), 1, f"not one line: {run}")
        self.assertLess(len(run.err), 2000, "too long to read")
        self.assertIn(says, run.err.decode())
        self.assertIn(f"muniment: {place}", run.err.decode())
        run = self.muniment(*args, expect=2, timeout=20)
        self.assert_safe(run)
        self.assertEqual(run.out, b"", run)
        error = run.error()
        self.assertTrue(error["code"])
        self.assertIn(says, error["message"])
        self.assertEqual(self.read_checkpoint(), self.checkpoint, "something was recorded")

    def refuse_file(self, name, content, says, *args):
        """`args` with the file's name for None."""
        file = self.home / name
        file.write_bytes(content)
        self.refuse(*(str(file) if arg is None else arg for arg in args), says=says,
                    place=f"{file}:")

    def refuse_each(self, table, check):
        for case, (content, says) in table.items():
            with self.subTest(case):
                check(content, says)
        self.assertEqual(self.overview(), self.before)


AUTHORITY = ("--store", "bwv", "--reference", "R", "--approved-by", "A. Lee")
HOLD = ("--store", "bwv", "--reference", "R", "--reason", "CPS", "--by", "B. Moe")


class AList(BadDocument):
    def refuse_lists(self, table, *args):
        self.refuse_each(table, lambda content, says: self.refuse_file(
            "paths.txt", content, f"paths.txt{says}", *args, "--list", None))

    def test_of_an_authority_that_is_wrong_is_refused(self):
        self.refuse_lists(LISTS, "authority", "add", *AUTHORITY)

    def test_of_nul_separated_paths_that_is_wrong_is_refused(self):
        self.refuse_lists(NUL_LISTS, "authority", "add", *AUTHORITY, "-0")

    def test_of_a_hold_that_is_wrong_is_refused(self):
        self.refuse_lists(LISTS, "hold", "add", *HOLD)

    def test_of_a_check_or_a_draft_that_is_wrong_is_refused(self):
        some = dict(list(LISTS.items())[::4])
        for verb in ("check", "draft"):
            self.refuse_lists(some, "authority", verb, *AUTHORITY)


class ARegister(BadDocument):
    def refuse_registers(self, table, name):
        self.refuse_each(table, lambda content, says: self.refuse_file(
            name, content, f"{name}{says}", "register", "import", None, "--store", "bwv"))

    def test_of_csv_that_is_wrong_is_refused(self):
        self.refuse_registers(REGISTERS, "export.csv")

    def test_of_json_lines_that_is_wrong_is_refused(self):
        self.refuse_registers(JSON_REGISTERS, "export.jsonl")


class ALog(BadDocument):
    def test_of_csv_that_is_wrong_is_refused(self):
        self.refuse_each(LOGS, lambda content, says: self.refuse_file(
            "log.csv", content, f"log.csv{says}", "log", "import", None, "--store", "bwv"))

    def test_of_storagegrid_that_is_wrong_is_refused(self):
        self.refuse_each(AUDIT_LOGS, lambda content, says: self.refuse_file(
            "audit.log", content, f"audit.log{says}", "log", "import", None, "--store",
            "bwv"))


class AScope(BadDocument):
    def test_of_an_authority_that_is_wrong_is_refused(self):
        self.refuse_each(SCOPES, lambda args, says: self.refuse(
            "authority", "add", *AUTHORITY, *args, says=says))

    def test_of_a_hold_that_is_wrong_is_refused(self):
        self.refuse_each(SCOPES, lambda args, says: self.refuse(
            "hold", "add", *HOLD, *args, says=says))

    def test_with_terms_that_are_wrong_is_refused(self):
        self.refuse_each(TERMS, lambda args, says: self.refuse(
            "authority", "add", *AUTHORITY, "--prefix", "2023", *args, says=says))


class AnOption(BadDocument):
    def test_that_is_wrong_is_refused(self):
        files = {"{register}": self.home / "export.csv", "{log}": self.home / "log.csv"}
        files["{register}"].write_bytes(row())
        files["{log}"].write_bytes(LOG_HEADER + b"2023-02-01T00:00:00Z,a,b,delete\n")
        self.refuse_each(OPTIONS, lambda args, says: self.refuse(
            *(files.get(arg, arg) for arg in args), "--store", "bwv", says=says))

    def test_of_a_scope_of_a_transfer_that_is_wrong_is_refused(self):
        other = self.home / "dams"
        other.mkdir()
        self.configure({"bwv": self.store, "dams": other})
        for args, says in SCOPES.values():
            with self.subTest(says):
                self.refuse("transfer", "open", "--from", "bwv", "--to", "dams",
                            "--reference", "T-1", "--by", "C. Day", *args, says=says)


@needs_tool("openssl")
class ADocument(BadDocument):
    """Signed by a tool of somebody else, which signs anything."""

    RIGHT = {"approved_by": "A. Lee", "document": "muniment-authority/v1",
             "from": "2023-01-01T00:00:00Z", "nonce": "0123456789abcdef" * 2,
             "prefixes": ["2023"], "reference": "DA-1", "store": "bwv"}

    def setUp(self):
        super().setUp()
        self.pem = self.home / "a.lee.pem"
        run = self.muniment("authority", "key", "a.lee", "-o", str(self.pem))
        self.key = run.row()["key"]
        self.configure(more="authorities:\n  require_signature: true\n"
                            f"  keys: ['{self.key}']\n")

    def text(self, **terms):
        members = {key: value for key, value in {**self.RIGHT, **terms}.items()
                   if value is not None}
        return json.dumps(members, sort_keys=True, separators=(",", ":"),
                          ensure_ascii=False).encode() + b"\n"

    def signed(self, text):
        """The text as a signed note (C2SP)."""
        (self.home / "text").write_bytes(text)
        signature = subprocess.run(
            ["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", str(self.pem), "-in",
             str(self.home / "text")], check=True, capture_output=True).stdout
        key_hash = bytes.fromhex(self.key.split("+")[1])
        return text + b"\n\xe2\x80\x94 a.lee " + base64.b64encode(key_hash + signature) + b"\n"

    def refuse_document(self, content, says):
        self.refuse_file("DA-1", content, says, "authority", "add", "--document", None)

    def test_that_is_right_is_taken(self):
        file = self.home / "DA-1"
        file.write_bytes(self.signed(self.text()))
        self.muniment("authority", "add", "--document", str(file))

    def test_of_wrong_terms_is_refused(self):
        self.refuse_each(TERMS_OF_DOCUMENTS, lambda terms, says: self.refuse_document(
            self.signed(self.text(**terms)), says))

    def test_of_a_wrong_text_is_refused(self):
        self.refuse_each(TEXTS_OF_DOCUMENTS, lambda spoil, says: self.refuse_document(
            self.signed(spoil(self.text())), says))

    def test_of_a_wrong_form_is_refused(self):
        self.refuse_each(NOTES, lambda spoil, says: self.refuse_document(
            spoil(self.signed(self.text())), says))

    def test_that_is_wrong_is_not_checked_either(self):
        text = self.text()
        for content, says in ((text, "DA-1: it is not signed"),
                              (self.signed(text)[:-1], "DA-1: not a signed note"),
                              (self.signed(text + text), "DA-1: not JSON")):
            self.refuse_file("DA-1", content, says, "authority", "check", "--document", None)

    def test_that_is_no_file_is_refused(self):
        for name in ("no-such", "."):
            self.refuse("authority", "add", "--document", name, says=name)

    def test_beside_an_option_is_refused(self):
        (self.home / "DA-1").write_bytes(self.signed(self.text()))
        for more in (("--max-items", "5"), ("--store", "bwv"), ("--prefix", "2023"),
                     ("--until", "2200-01-01"), ("--class", "x")):
            self.refuse("authority", "add", "--document", str(self.home / "DA-1"), *more,
                        says="--document says everything")

    def test_of_wrong_terms_is_not_signed_either(self):
        for terms, says in TERMS_OF_DOCUMENTS.values():
            (self.home / "draft").write_bytes(self.text(**terms))
            with self.subTest(says):
                self.refuse("authority", "sign", str(self.home / "draft"), "--key",
                            str(self.pem), "--name", "a.lee", "-o",
                            str(self.home / "signed"), says=says)
                self.assertFalse((self.home / "signed").exists())


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""attacker.py worker WORD ACTION TIME [CLIENT]: a worker that does something wrong when it has to
say WORD for the TIMEth time, and is correct otherwise.
attacker.py program ACTION TIME URL: a program that makes requests in a loop, and does something
wrong before its TIMEth request.

Only Python's standard library. What it says is not to be trusted, of course.
"""
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.parse

HOSTILE = "::error::x \x1b[2J\x00\x9b ##[group] \u202e \ud800 ::stop-commands::t"


def flood(stream, line_end):
    block = ("x" * 65536 + line_end).encode()
    while True:
        stream.write(block)


def daemon(*command):
    """A process that has left environment, group, session and parent behind."""
    subprocess.run(["/usr/bin/env", "-i", "/usr/bin/setsid", "-f", *command], stdin=subprocess.DEVNULL)


def fork_many():
    for _ in range(30):
        if os.fork() == 0:
            os.setsid()
            time.sleep(1000)


def eat_memory_in_a_child():
    if os.fork() == 0:
        kept = []
        while True:
            kept.append(bytearray(8 << 20))
    time.sleep(1000)


def stop_itself():
    os.kill(os.getpid(), signal.SIGSTOP)


ACTIONS = {
    "is-killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "is-terminated": lambda: os.kill(os.getpid(), signal.SIGTERM),
    "aborts": os.abort,
    "stops": stop_itself,
    "ends-well": lambda: os._exit(0),
    "ends-badly": lambda: os._exit(7),
    "ends-with-255": lambda: os._exit(255),
    "hangs": lambda: time.sleep(1000),
    "spins": lambda: exec("while True: pass"),
    "floods-output": lambda: flood(sys.stdout.buffer, ""),
    "floods-output-lines": lambda: flood(sys.stdout.buffer, "\n"),
    "floods-errors": lambda: flood(sys.stderr.buffer, "\n"),
    "closes-output": lambda: (os.close(1), time.sleep(1000)),
    "closes-errors": lambda: os.close(2),
    "closes-input": lambda: os.close(0),
    "closes-everything": lambda: os.closerange(0, 1024),
    "says-hostile-things": lambda: os.write(2, HOSTILE.encode(errors="surrogatepass") * 50),
    "leaves-a-daemon": lambda: daemon("/bin/sleep", "1000"),
    "leaves-thirty": fork_many,
    "ignores-signals": lambda: [signal.signal(s, signal.SIG_IGN) for s in (1, 2, 13, 15)],
    "eats-memory": eat_memory_in_a_child,
    "runs-out-of-files": lambda: [os.open("/dev/null", 0) for _ in range(100_000)],
}

# Wrong words, instead of the right one.
WORDS = {
    "nothing": "",
    "rubbish": "Hello, world!",
    "hostile": HOSTILE,
    "too-many": "done 1000000 0",
    "negative": "done 1 -1",
    "huge": "done 99999999999999999999 0",
    "settled-oddly": "settled heap=lots",
    "settled-hostile": "settled \x1b[2J=1 ::error::x=2",
    "settled-overflow": "settled a=9223372036854775807 b=-9223372036854775808 a=9223372036854775807",
    "hello-again": "hello leakproof-worker/1 twice",
    "other-version": "hello leakproof-worker/99 future",
    "cut": "don",
    "long": "x" * 100_000,
    "binary": "".join(chr(i) for i in range(256)),
    "a-thousand-lines": "\n".join(["settled"] * 1000),
}


def worker(word, action, when, client):
    said = {}

    def write_line(name, text):
        said[name] = said.get(name, 0) + 1
        if name == word and said[name] == when:
            if action in WORDS:
                text = WORDS[action]
            else:
                ACTIONS[action]()
        data = text.encode(errors="surrogatepass") + b"\n"
        while data:
            data = data[os.write(1, data):]

    write_line("hello", "hello leakproof-worker/1 attacker")
    for order in sys.stdin:
        words = order.split()
        if words[0] == "run":
            failed = 0
            for _ in range(int(words[1])):
                failed += not fetched(words[2])
            write_line("done", f"done {words[1]} {failed}")
        elif words[0] == "settle":
            write_line("settled", "settled")
        elif words[0] == "stop":
            write_line("stop", "")
            return


def fetched(url):
    parts = urllib.parse.urlparse(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    try:
        connection.request("GET", parts.path)
        connection.getresponse().read()
        return True
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def raw(url, data, wait=False):
    parts = urllib.parse.urlparse(url)
    connection = socket.create_connection((parts.hostname, parts.port))
    connection.sendall(data)
    if wait:
        connection.recv(1)
    return connection


def connections(url, count, data=b""):
    return [raw(url, data) for _ in range(count)]


NETWORK = {
    "sends-noise": lambda url: raw(url, random.Random(1).randbytes(100_000)),
    "sends-half-a-request": lambda url: KEPT.append(raw(url, b"GET /plain HT")),
    "sends-endless-headers": lambda url: raw(url, b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 100_000),
    "sends-a-huge-length": lambda url: raw(url, b"POST / HTTP/1.1\r\nContent-Length: 99999999999999\r\n\r\n"),
    "sends-a-negative-length": lambda url: raw(url, b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"),
    "opens-500": lambda url: connections(url, 500),
    "keeps-100-half-open": lambda url: KEPT.append(connections(url, 100, b"GET")),
    "pipelines": lambda url: raw(url, b"GET /plain HTTP/1.1\r\nHost: h\r\n\r\n" * 50),
    "does-not-read": lambda url: KEPT.append(raw(url, b"GET /plain HTTP/1.1\r\nHost: h\r\n\r\n")),
    "sends-tls": lambda url: raw(url, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500),
    "another-process-connects": lambda url: daemon(
        "/usr/bin/python3", __file__, "program", "hangs", "3", url),
    "connects-then-ends": lambda url: (raw(url, b"GET"), os._exit(1)),
}
KEPT = []


def program(action, when, url):
    done = 0
    while True:
        done += 1
        if done == when:
            NETWORK[action](url) if action in NETWORK else ACTIONS[action]()
        if not fetched(url):
            time.sleep(0.01)


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "worker":
        worker(rest[0], rest[1], int(rest[2]), rest[3:])
    else:
        program(rest[0], int(rest[1]), rest[2])

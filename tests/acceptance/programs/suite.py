# SPDX-License-Identifier: MIT
"""suite.py MANNER [OPTION]: a test runner whose only test serves fetches, as tests that run again
do. OPTION: "forks" runs the test in a child, "series" reports what a runtime of Go reports."""
import gc
import os
import socket
import subprocess
import sys
import time
import urllib.request

manner, options = sys.argv[1], sys.argv[2:]
kept = []


def fetch(url):
    if manner == "crashes":
        os.abort()
    if manner == "prints":
        print("x" * 10000, flush=True)
    with urllib.request.urlopen(url) as response:
        body = response.read()
    if manner == "keeps":
        kept.append(body)


def succeeds(url):
    try:
        fetch(url)
    except OSError:
        return False
    return True


def connected():
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(os.environ["LEAKPROOF_WORKER"])
    return connection


def serve():
    connection = connected()
    if manner == "connects-twice":
        connected()
    answers = connection.makefile("w")
    hello = "HTTP/1.1 200 OK" if manner == "greets-wrongly" else "hello leakproof-worker/1 suite"
    print(hello, file=answers, flush=True)
    for line in connection.makefile("rb", buffering=0):
        match line.decode().split():
            case ["run", count, url]:
                failed = sum(not succeeds(url) for _ in range(int(count)))
                print("done", count, failed, file=answers, flush=True)
            case ["settle"]:
                sys._clear_type_cache()  # otherwise it grows for 20,000 fetches
                gc.collect()
                series = f" go_heap={1 << 20} goroutines={3 + len(kept)}" * ("series" in options)
                print(f"settled{series}", file=answers, flush=True)
            case ["stop"]:
                if manner == "never-ends":
                    time.sleep(600)
                os._exit(0)
    os._exit(1)


print("collected 1 item", os.environ.get("LEAKPROOF_TEST"), flush=True)
if sys.stdin.read():
    sys.exit("standard input is not empty")
if manner == "never-connects":
    print("waiting for a database", flush=True)
    time.sleep(600)
if manner == "ends-before":
    print("ImportError: no module named mine", flush=True)
    sys.exit(2)
if "forks" in options:
    child = os.fork()
    if child == 0:
        os.setsid()
        serve()
    os.waitpid(child, 0)
    print("the child has ended: 1 failed", flush=True)
    time.sleep(600)  # as a runner that waits for its other children
serve()

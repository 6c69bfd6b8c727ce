# SPDX-License-Identifier: MIT
"""undumpable.py [URL]: a worker, or with a URL a program, that lets no other user look into it, as
one may that holds keys. Keeps nothing."""
import ctypes
import sys
import urllib.request

PR_SET_DUMPABLE = 4
ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def fetch(url):
    with urllib.request.urlopen(url) as response:
        response.read()


while len(sys.argv) > 1:
    fetch(sys.argv[1])
print("hello leakproof-worker/1 undumpable", flush=True)
for order in sys.stdin:
    word, *rest = order.split()
    if word == "run":
        for _ in range(int(rest[0])):
            fetch(rest[1])
        print("done", rest[0], 0, flush=True)
    elif word == "settle":
        print("settled", flush=True)
    else:
        break

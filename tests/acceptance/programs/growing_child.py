# SPDX-License-Identifier: MIT
"""growing_child.py [URL]: a program, or without URL a worker, with a child that makes no requests,
and that takes 32 MiB of memory once ten have been made."""
import os
import sys
import urllib.request

(child_in, to_child), (from_child, child_out) = os.pipe(), os.pipe()
if os.fork() == 0:
    os.close(to_child)
    os.read(child_in, 1)
    taken = b"x" * (32 << 20)
    os.write(child_out, b"!")
    os.read(child_in, 1)
    os._exit(0)
os.close(child_in)
fetches = 0


def fetch(url):
    global fetches
    urllib.request.urlopen(url).read()
    fetches += 1
    if fetches == 10:
        os.write(to_child, b"!")
        os.read(from_child, 1)


while len(sys.argv) > 1:
    fetch(sys.argv[1])
print("hello leakproof-worker/1 growing", flush=True)
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

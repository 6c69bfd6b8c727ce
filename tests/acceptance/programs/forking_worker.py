# SPDX-License-Identifier: MIT
"""A worker whose fetches are made by a process that it starts with the first."""
import os
import sys
import urllib.request


def serve(orders, answers):
    kept = []
    for line in orders:
        word, count, url = line.split()[:3]
        for _ in range(int(count)):
            kept.append(urllib.request.urlopen(url).read())
        print("done", count, 0, file=answers, flush=True)


print("hello leakproof-worker/1 forking", flush=True)
child = None
for order in iter(sys.stdin.readline, ""):
    if order.startswith("run"):
        if child is None:
            (child_in, to_child), (from_child, child_out) = os.pipe(), os.pipe()
            child = os.fork()
            if child == 0:
                os.close(to_child)
                serve(os.fdopen(child_in), os.fdopen(child_out, "w"))
                sys.exit()
            os.close(child_in)
            to_child, from_child = os.fdopen(to_child, "w"), os.fdopen(from_child)
        print(order, file=to_child, end="", flush=True)
        print(from_child.readline(), end="", flush=True)
    elif order.startswith("settle"):
        print("settled", flush=True)
    else:
        break

# SPDX-License-Identifier: MIT
"""filling_worker.py LAST: a worker that reports a cache that grows ever more slowly until the fetch LAST,
so that its trial depends neither on the machine nor on its load."""
import http.client
import math
import sys
import urllib.parse

last, fetches, connection = int(sys.argv[1]), 0, None
print("hello leakproof-worker/1 filling", flush=True)
for order in sys.stdin:
    words = order.split()
    if words[0] == "run":
        url = urllib.parse.urlsplit(words[2])
        connection = connection or http.client.HTTPConnection(url.hostname, url.port)
        for _ in range(int(words[1])):
            connection.request("GET", url.path)
            connection.getresponse().read()
        fetches += int(words[1])
        print("done", words[1], 0, flush=True)
    elif words[0] == "settle":
        print(f"settled cache_bytes={math.isqrt(min(fetches, last)) * 100_000}", flush=True)
    else:
        break

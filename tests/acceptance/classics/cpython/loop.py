# SPDX-License-Identifier: MIT
"""loop.py URL [keep200 | keep]: reads each reply fully; keeps 200 bytes of it, or all, in a list.
Ends after FETCHES fetches, if that is in the environment."""
import http.client
import itertools
import os
import sys
import urllib.parse

url = urllib.parse.urlsplit(sys.argv[1])
connection = http.client.HTTPConnection(url.hostname, url.port)
kept = []
fetches = os.environ.get("FETCHES")
for _ in range(int(fetches)) if fetches else itertools.count():
    connection.request("GET", url.path)
    body = connection.getresponse().read()
    if "keep200" in sys.argv:
        kept.append(body[:200])  # LEAK
    if "keep" in sys.argv:
        kept.append(body)

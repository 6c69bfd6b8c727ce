# SPDX-License-Identifier: MIT
"""loop.py URL [keep200]: reads each reply fully; keeps 200 bytes of it in a list."""
import http.client
import sys
import urllib.parse

url = urllib.parse.urlsplit(sys.argv[1])
connection = http.client.HTTPConnection(url.hostname, url.port)
kept = []
while True:
    connection.request("GET", url.path)
    body = connection.getresponse().read()
    if "keep200" in sys.argv:
        kept.append(body[:200])  # LEAK

# SPDX-License-Identifier: MIT
"""client.py URL [leak]: fetches without end, and keeps every reply if told to leak."""
import sys
import urllib.request

url, leaks = sys.argv[1], sys.argv[2:] == ["leak"]
kept = []


def fetch():
    with urllib.request.urlopen(url) as response:
        reply = response.read()
        if leaks:
            kept.append(reply)


while True:
    fetch()

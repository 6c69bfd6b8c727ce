# SPDX-License-Identifier: MIT
"""derived_container.py URL [mended]: counts the replies of each path in a dictionary of a class of its
own, whose length says something else."""
import http.client
import sys
import urllib.parse

url, mended = urllib.parse.urlsplit(sys.argv[1]), sys.argv[2:] == ["mended"]


class Entries(dict):
    def __len__(self):
        return 1

    def __missing__(self, path):
        self[path] = {"path": path, "replies": 0}  # LEAK
        return self[path]


class Stats:
    def __init__(self):
        self.entries = Entries()


stats = Stats()
connection = http.client.HTTPConnection(url.netloc)
number = 0
while True:
    number += 1
    path = f"{url.path}?session={number}"
    connection.request("GET", path)
    connection.getresponse().read()
    stats.entries[url.path if mended else path]["replies"] += 1

# SPDX-License-Identifier: MIT
"""cycles_after_fifty.py URL OBJECTS: makes a session for each fetch, which is kept for fifty more and
is then garbage that refers to itself. With many other objects, a collection of all of them takes
longer than the fetches between two stops."""
import collections
import http.client
import sys
import urllib.parse


class Session:
    def __init__(self, body):
        self.owner = self
        self.body = bytearray(body[:1000])


url = urllib.parse.urlsplit(sys.argv[1])
connection = http.client.HTTPConnection(url.hostname, url.port)
recent = collections.deque(maxlen=50)
fetches = 0
while True:
    connection.request("GET", url.path)
    recent.append(Session(connection.getresponse().read()))
    fetches += 1
    if fetches == 100:
        large = [[n] for n in range(int(sys.argv[2]))]

# SPDX-License-Identifier: MIT
"""adopted.py LEAKS URL: a program with the leaks that are named, each in a line of its own, or "none"."""
import http.client
import os
import sys
import urllib.parse

bodies, buffers, files = [], [], []


class Leaks:
    def keeps_bodies(body):
        bodies.append(body + b".")

    def keeps_buffers(body):
        buffers.append(bytearray(9000))

    def keeps_larger_buffers(body):
        buffers.append(bytearray(27000))

    def keeps_files(body):
        files.append(os.open(os.devnull, os.O_RDONLY))

    def none(body):
        pass


leaks = [getattr(Leaks, name) for name in sys.argv[1].split(",")]
url = urllib.parse.urlsplit(sys.argv[2])
connection = http.client.HTTPConnection(url.hostname, url.port)
while True:
    connection.request("GET", url.path)
    reply = connection.getresponse().read()
    for leak in leaks:
        leak(reply)

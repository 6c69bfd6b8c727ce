# SPDX-License-Identifier: MIT
"""deep_bound.py URL [mended]: keeps each reply's text, beside a library that is loaded with
RTLD_DEEPBIND, so that calls of malloc cannot be counted."""
import ctypes
import os
import sys
import urllib.request

ctypes.CDLL("libz.so.1", mode=os.RTLD_DEEPBIND | os.RTLD_NOW)
url, mended = sys.argv[1], sys.argv[2:] == ["mended"]
grants = {}


def fetch(number):
    with urllib.request.urlopen(url) as reply:
        text = reply.read(2000).decode("latin-1")  # LEAK
    grants[number] = text


number = 0
while True:
    number += 1
    fetch(number)
    if mended:
        grants.pop(number)

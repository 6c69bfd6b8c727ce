# SPDX-License-Identifier: MIT
"""callback_per_call.py URL [mended]: each fetch registers a callback, which keeps the body. Most is
allocated by the line that reads; the line to change is the one that makes the callback."""
import itertools
import sys
import urllib.request

sys.dont_write_bytecode = True
import events


class Report:
    def __init__(self, body):
        self.body = body


for number in itertools.count():
    with urllib.request.urlopen(sys.argv[1]) as response:
        body = response.read()
    report = Report(body)  # LEAK
    events.subscribe(f"report {number}", report)
    if "mended" in sys.argv:
        events.unsubscribe(f"report {number}")

# SPDX-License-Identifier: MIT
"""get.py drops|keeps|keeps-a-little URL: a loop of requests.get that does not use
leakproof."""
import sys

import requests

kept = []
while True:
    response = requests.get(sys.argv[2])
    if sys.argv[1] == "keeps":
        kept.append(response)
    elif sys.argv[1] == "keeps-a-little":
        kept.append(b"x" * 16)

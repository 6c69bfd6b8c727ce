# SPDX-License-Identifier: MIT
# A session keeps its connections open until it is closed.
import sys

import requests

sessions = []


def fetch(url):
    session = requests.Session()
    sessions.append(session)
    session.get(url)  # LEAK


def fetch_mended(url):
    with requests.Session() as session:
        session.get(url)


while True:
    (fetch_mended if sys.argv[2:] == ["mended"] else fetch)(sys.argv[1])

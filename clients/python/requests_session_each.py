#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""a new Session for each fetch, never closed"""
from worker import serve


def client():
    import requests

    def fetch(url):
        requests.Session().get(url)

    return fetch, f"requests {requests.__version__}"


serve(client, name="requests-session-each", expect="clean", needs="python3-requests")

#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""close() by hand, which an exception skips"""
from worker import serve


def client():
    import requests

    def fetch(url):
        response = requests.get(url)
        response.content
        response.close()

    return fetch, f"requests {requests.__version__}"


serve(client, name="requests-closed", expect="clean", needs="python3-requests")

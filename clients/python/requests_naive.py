#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""get, and the response is dropped unclosed"""
from worker import serve


def client():
    import requests

    return requests.get, f"requests {requests.__version__}"


serve(client, name="requests-naive", expect="clean", needs="python3-requests")

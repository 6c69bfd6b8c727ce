#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""one PoolManager for all fetches"""
from worker import serve


def client():
    import urllib3

    pool = urllib3.PoolManager()
    return lambda url: pool.request("GET", url), f"urllib3 {urllib3.__version__}"


serve(client, name="urllib3-pooled", expect="clean", needs="python3-urllib3")

# SPDX-License-Identifier: MIT
# An exception refers to its traceback, which refers to the variables of each frame. Its text does
# not.
import sys
import urllib.request

errors = []


def fetch(url):
    body = urllib.request.urlopen(url).read()  # LEAK
    raise ValueError(f"{len(body)} bytes")


while True:
    try:
        fetch(sys.argv[1])
    except ValueError as error:
        errors.append(error)
        if sys.argv[2:] == ["mended"]:
            errors[:] = {str(each) for each in errors}

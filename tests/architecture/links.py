# SPDX-License-Identifier: MIT
"""links.py PROGRAM [!]LIBRARY ... PROGRAM ...: checks the libraries that each program must
link, and those (!) that it must not."""
import subprocess
import sys


def needed(program):
    return subprocess.run(["readelf", "-d", program], capture_output=True, text=True,
                          check=True).stdout


wrong = []
libraries = ""
for word in sys.argv[1:]:
    if word.startswith("/"):
        program, libraries = word, needed(word)
    elif word.startswith("!") and word[1:] in libraries:
        wrong.append(f"{program} links {word[1:]}")
    elif not word.startswith("!") and word not in libraries:
        wrong.append(f"{program} does not link {word}")
print("\n".join(wrong))
sys.exit(1 if wrong else 0)

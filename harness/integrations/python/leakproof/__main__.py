# SPDX-License-Identifier: MIT
"""The command leakproof, which is the program that this package carries."""
import os
import sys

from leakproof import _program


def main():
    program = _program.carried()
    if not program.exists():
        sys.exit(f"leakproof: {program} is missing: this package was installed without its programs")
    os.execv(program, ["leakproof", *sys.argv[1:]])


if __name__ == "__main__":
    main()

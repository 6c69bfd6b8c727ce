# SPDX-License-Identifier: MIT
"""sizes.py ROOT: checks that a file of more than 350 lines, or a header of more than 120, gives the
reason in its first comment, which must contain the words "longer than"."""
import pathlib
import re
import sys

MOST_LINES = {".hpp": 120}
MOST_LINES_OF_OTHERS = 350
SOURCES = {".cpp", ".hpp", ".c", ".py", ".js", ".mjs", ".cmake", ""}  # without a suffix: scripts in ci/
SPDX = re.compile(r"^(#!.*\n)?\W*SPDX-License-Identifier: MIT\n")
FIRST_COMMENT = re.compile(r'(//.*\n)+|(#.*\n)+|"""(?s:.*?)"""|/\*(?s:.*?)\*/|#\[\[(?s:.*?)\]\]')


def gives_a_reason(text):
    comment = FIRST_COMMENT.match(SPDX.sub("", text))
    return comment is not None and "longer than" in " ".join(comment[0].lower().split())


def complaints(root):
    files = [file for top in ("server", "harness", "clients", "tests", "ci") for file in (root / top).rglob("*")
             if file.is_file() and file.suffix in SOURCES and "node_modules" not in file.parts]
    if not files:
        yield f"no source was found below {root}"
    for file in sorted(files):
        text = file.read_text()
        most = MOST_LINES.get(file.suffix, MOST_LINES_OF_OTHERS)
        lines = text.count("\n")
        if lines > most and not gives_a_reason(text):
            yield f"{file.relative_to(root)} has {lines} lines, more than {most}, and its first comment does not say why"


if __name__ == "__main__":
    found = list(complaints(pathlib.Path(sys.argv[1])))
    print("\n".join(found))
    sys.exit(1 if found else 0)

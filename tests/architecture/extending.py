# SPDX-License-Identifier: MIT
"""extending.py ROOT: the manual page about plug-ins must quote the example files unchanged."""
import pathlib
import sys

root = pathlib.Path(sys.argv[1])
page = (root / "harness/manual/extending.md").read_text()
examples = sorted((root / "tests/architecture/plugins").rglob("*.cpp"))
missing = [example for example in examples
           if "```cpp\n" + example.read_text().split("\n", 1)[1] + "```\n" not in page]
for example in missing:
    print(f"harness/manual/extending.md does not show {example.relative_to(root)} as it is")
sys.exit(1 if missing or not examples else 0)

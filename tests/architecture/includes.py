# SPDX-License-Identifier: MIT
"""Checks which folder includes which: server -> harness -> clients -> tests, and never backwards."""
import pathlib
import re
import sys

# The order of the layers, from the bottom up: a folder in harness/ includes only those before it.
HARNESS = ["include", "text", "model", "posix", "symbols", "protocol", "loop", "interposer", "probes", "runtimes",
           "worker", "judge", "attribution", "trial", "report", "compare", "options", "plan",
           "environment", "controls", "torture", "integrations", "commands", "cli"]
NOT_CPP = ("cmake", "manual")
# Folders that may include the server's headers.
USES_SERVER = {"model", "posix", "plan", "environment", "controls", "torture", "integrations", "commands"}

# folder -> the other folders of this project that it may include
MAY_INCLUDE = {"server": set(), "clients": {"harness/include"},
               "clients/httplib": {"harness/include", "clients"}}
for place, folder in enumerate(HARNESS):
    MAY_INCLUDE["harness/" + folder] = {"harness/" + below for below in HARNESS[:place]} | (
        {"server"} if folder in USES_SERVER else set())

# library header -> the only folders that may include it
ONLY_IN = {
    "httplib.h": {"server", "clients/httplib"},
    "curl/": {"clients"},
    "CLI/": {"harness/options", "harness/commands", "harness/cli"},
}

# headers with side effects, which pure folders may not include
IMPURE = re.compile(r"^(sys/|unistd|fcntl|fstream|iostream|thread|mutex|chrono|filesystem|random)")
PURE = {"harness/text", "harness/judge", "harness/compare", "harness/plan"}

INCLUDE = re.compile(r'^\s*#\s*include\s*(<([^>]+)>|"([^"]+)")')


def folder_of(path):
    for folder in sorted(MAY_INCLUDE, key=len, reverse=True):
        if path.is_relative_to(folder):
            return folder
    return None


def target_of(root, source, name):
    """The file of this project that an include names, relative to the root; None for a library's header."""
    for base in (source.parent, source.parent.parent, root / "harness", root / "harness/include", root):
        candidate = base / name
        if candidate.is_file():
            return candidate.resolve().relative_to(root.resolve())
    return None


def complaints(root):
    sources = [p for top in ("server", "harness", "clients") for p in (root / top).rglob("*.[ch]pp")]
    if not sources:
        yield f"no source was found below {root}"
    for folder in sorted((root / "harness").glob("*/")):
        if folder.is_dir() and folder.name not in (*HARNESS, *NOT_CPP):
            yield f"harness/{folder.name}: this folder is not in the table"
    for source in sorted(sources):
        here = folder_of(source.relative_to(root))
        for number, line in enumerate(source.read_text().splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            name = match.group(2) or match.group(3)
            where = f"{source.relative_to(root)}:{number}"
            target = target_of(root, source, name)
            there = folder_of(target) if target else None
            if here is None:
                yield f"{where}: this folder is not in the table"
            elif there and there != here and there not in MAY_INCLUDE[here]:
                yield f"{where}: {here} may not include {there} ({name})"
            for library, allowed in ONLY_IN.items():
                if name.startswith(library) and here not in allowed:
                    yield f"{where}: {name} belongs in {', '.join(sorted(allowed))} alone"
            if here in PURE and IMPURE.match(name):
                yield f"{where}: {here} is pure, and {name} is the world"


if __name__ == "__main__":
    found = list(complaints(pathlib.Path(sys.argv[1])))
    print("\n".join(found))
    sys.exit(1 if found else 0)

# SPDX-License-Identifier: MIT
"""Who may include whom. server -> harness -> clients -> tests, and no arrow back."""
import pathlib
import re
import sys

# folder -> the folders of ours that it may include besides itself
MAY_INCLUDE = {
    "server": set(),
    "harness/include": set(),
    "harness/base": set(),
    "harness/judge": {"harness/include"},
    "harness/preload": set(),
    "harness/measure": {"harness/include", "harness/base", "harness/preload"},
    "harness/work": {"harness/include", "harness/base"},
    "harness/loop": {"harness/include"},
    "harness/controls": {"harness/include"},
    # the judge is pure, and windows are drawn as they were judged: by the same function
    "harness/report": {"harness/include", "harness/base", "harness/judge"},
    "harness/compare": {"harness/include"},
    "harness/run": {"harness/include", "harness/base", "harness/measure", "harness/work",
                    "harness/judge"},
    "harness/symbols": {"harness/base"},
    "harness/torture": {"harness/include", "harness/base", "harness/measure", "harness/symbols"},
    "harness/cli": {"harness/include", "harness/base", "harness/judge", "harness/measure",
                    "harness/work", "harness/report", "harness/run", "harness/symbols",
                    "harness/torture", "harness/compare", "server"},
    "harness/fronts": {"harness/include", "harness/base", "harness/cli", "harness/loop",
                       "harness/measure", "harness/report", "harness/run", "harness/work"},
    "clients": {"harness/include"},
    "clients/httplib": {"harness/include", "clients"},
}

# library header -> the only folders that may include it
ONLY_IN = {
    "httplib.h": {"server", "clients/httplib"},
    "curl/": {"clients"},
    "CLI/": {"harness/cli"},
}

# in pure folders, headers that reach for the world
IMPURE = re.compile(r"^(sys/|unistd|fcntl|fstream|iostream|thread|mutex|chrono|filesystem|random)")
PURE = {"harness/judge", "harness/compare"}

INCLUDE = re.compile(r'^\s*#\s*include\s*(<([^>]+)>|"([^"]+)")')


def folder_of(path):
    for folder in sorted(MAY_INCLUDE, key=len, reverse=True):
        if path.is_relative_to(folder):
            return folder
    return None


def target_of(root, source, name):
    """The file of ours that an include names, relative to the root; None for a library's."""
    for base in (source.parent, source.parent.parent, root / "harness", root / "harness/include", root):
        candidate = base / name
        if candidate.is_file():
            return candidate.resolve().relative_to(root.resolve())
    return None


def complaints(root):
    sources = [p for top in ("server", "harness", "clients") for p in (root / top).rglob("*.[ch]pp")]
    if not sources:
        yield f"no source was found below {root}"
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

# SPDX-License-Identifier: MIT
"""targets.py ROOT FACTS: checks which target links which. FACTS is the file that Targets.cmake wrote.

There must be one library per folder. Links must follow the order in includes.py and match the
includes: a target links exactly what its files include, and exposes to its consumers what its
headers include. A plug-in folder must contain only entries."""
import pathlib
import re
import sys
from dataclasses import dataclass, field

from includes import HARNESS, INCLUDE, MAY_INCLUDE, target_of

# The library of a folder is leakproof_<folder>, unless it is installed under another name.
LIBRARY = {f"harness/{folder}": f"leakproof_{folder}" for folder in HARNESS} | {
    "server": "leakproof_server", "harness/loop": "leakproof_client", "harness/integrations": "leakproof-engine"}

# Interface libraries in addition to the library of their folder: the installed headers for each
# test framework, and the values of the server, so that their users do not link httplib.
HEADERS_BESIDE = {"leakproof_gtest", "leakproof_benchmark", "leakproof_server_values"}

# Headers of leakproof_include declare the functions of these libraries.
DECLARED_IN_INCLUDE = {"leakproof_client"}

# Linked only for the order: the program must load the interposer before libc.
LINKED_FOR_ORDER = {("leakproof_gtest", "leakproof-heap")}

PLUGIN_FOLDERS = {"server/scenarios", "clients/adapters", "clients/httplib/adapters", "harness/controls/planted",
                  "harness/probes", "harness/report/formats", "harness/runtimes",
                  "harness/commands"}

# how the headers of a library are included -> its target
LIBRARIES = {"fmt/": "fmt::fmt", "nlohmann/": "nlohmann_json::nlohmann_json", "CLI/": "CLI11::CLI11",
             "curl/": "CURL::libcurl", "httplib.h": "PkgConfig::HTTPLIB", "openssl/": "OpenSSL::SSL",
             "pugixml.hpp": "pugixml::pugixml", "toml++/": "tomlplusplus::tomlplusplus",
             "simdjson.h": "simdjson::simdjson", "zlib.h": "ZLIB::ZLIB",
             "http_parser.h": "HttpParser::HttpParser", "dwarf.h": "PkgConfig::DW", "elfutils/": "PkgConfig::DW",
             "gmock/": "GTest::gmock", "benchmark/": "benchmark::benchmark"}


@dataclass
class Target:
    name: str
    type: str
    folder: str
    sources: set = field(default_factory=set)
    headers: set = field(default_factory=set)
    links: set = field(default_factory=set)
    interface: set = field(default_factory=set)
    plugins: set = field(default_factory=set)


def read_targets(root, facts):
    """The targets by name. Paths are relative to the root; generated sources are left out."""
    targets = {}
    for line in facts.splitlines():
        kind, value = line.split(" ", 1)
        if kind == "target":
            type, name, directory = value.split(" ", 2)
            folder = str(pathlib.Path(directory).relative_to(root))
            target = targets[name] = Target(name, type, "harness/include" if folder == "harness" else folder)
        elif kind in ("source", "header"):
            path = pathlib.Path(value)
            if path.is_relative_to(root) and path.relative_to(root).parts[0] in ("server", "harness", "clients"):
                (target.sources if kind == "source" else target.headers).add(path.relative_to(root))
        elif not value.startswith("$<"):
            {"links": target.links, "interface": target.interface, "plugins": target.plugins}[kind].add(value)
    return targets


def includes_of(root, files):
    """(file, included file of this project or name of a library's header) for each include of these files."""
    for file in files:
        for line in (root / file).read_text().splitlines():
            if match := INCLUDE.match(line):
                name = match.group(2) or match.group(3)
                yield file, target_of(root, root / file, name) or name


class Links:
    def __init__(self, root, targets):
        self.root = root
        self.targets = targets
        self.owners = {}
        for target in targets.values():
            for file in target.sources | target.headers:
                self.owners.setdefault(file, set()).add(target.name)

    def needed(self, target, files):
        """Library that these files of the target need -> one of the includes that need it."""
        compiled = {file.parent for file in target.sources if file.suffix == ".cpp"}
        needs = {}
        for file, included in includes_of(self.root, files):
            if isinstance(included, str):
                for prefix, library in LIBRARIES.items():
                    if included.startswith(prefix):
                        needs.setdefault(library, (file, included))
            elif included.parent not in compiled:
                for owner in self.owners.get(included, ()):
                    if self.targets[owner].folder != target.folder and self.targets[owner].type != "EXECUTABLE":
                        needs.setdefault(owner, (file, included))
        return needs

    def complaints_about(self, target):
        linked = target.links | target.interface
        declared = linked & DECLARED_IN_INCLUDE
        for name in sorted(linked & self.targets.keys()):
            there = "harness/include" if name in DECLARED_IN_INCLUDE else self.targets[name].folder
            if there != target.folder and there not in MAY_INCLUDE[target.folder]:
                yield f"{target.name} may not link {name}: {there} is not below {target.folder}"
        all_needs = self.needed(target, target.sources | target.headers)
        for name, (file, included) in sorted(all_needs.items()):
            if name not in linked and not (name == "leakproof_include" and declared):
                yield f"{target.name} does not link {name}, whose {included} is included in {file}"
        ours = self.targets.keys() | set(LIBRARIES.values())
        for name in sorted(linked & ours - all_needs.keys()):
            if not (name in DECLARED_IN_INCLUDE and "leakproof_include" in all_needs
                    or (target.name, name) in LINKED_FOR_ORDER
                    or name in self.targets and self.targets[name].folder == target.folder):
                yield f"{target.name} links {name} and includes none of its headers"
        if target.type != "EXECUTABLE" and target.name not in DECLARED_IN_INCLUDE:
            in_headers = self.needed(target, target.headers)
            for name in sorted(linked & in_headers.keys() - target.interface):
                yield f"{target.name} must hand {name} on: {in_headers[name][0]} includes {in_headers[name][1]}"
            for name in sorted(target.interface & all_needs.keys() - in_headers.keys()):
                yield f"{target.name} hands {name} on, and none of its headers includes any of it: PRIVATE is enough"

    def complaints(self):
        for target in self.targets.values():
            yield from self.complaints_about(target)
        for folder, name in LIBRARY.items():
            if name not in self.targets:
                yield f"{folder} has no library {name}"
        for target in self.targets.values():
            if target.type in ("STATIC_LIBRARY", "INTERFACE_LIBRARY") and target.name not in HEADERS_BESIDE:
                if LIBRARY.get(target.folder) != target.name:
                    yield f"{target.name} is a second library of {target.folder}"
        for top in ("server", "harness", "clients"):
            for file in sorted((self.root / top).rglob("*.cpp")):
                if file.relative_to(self.root) not in self.owners:
                    yield f"{file.relative_to(self.root)} belongs to no target"


def plugin_complaints(root, targets):
    folders = {pathlib.Path(folder).relative_to(root) for target in targets.values() for folder in target.plugins}
    for folder in sorted(PLUGIN_FOLDERS - {str(folder) for folder in folders}):
        yield f"{folder} is no plug-in folder"
    for folder in sorted(folders):
        for file in sorted((root / folder).glob("*.cpp")):
            if not re.search(rf"^(?:\w+::)*\w+Entry {file.stem}\(\) \{{", file.read_text(), re.MULTILINE):
                yield f"{file.relative_to(root)} exports no entry {file.stem}(): helpers go one folder deeper"


def complaints(root, facts):
    targets = read_targets(root, facts)
    yield from Links(root, targets).complaints()
    yield from plugin_complaints(root, targets)


if __name__ == "__main__":
    found = list(complaints(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).read_text()))
    print("\n".join(found))
    sys.exit(1 if found else 0)

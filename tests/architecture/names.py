# SPDX-License-Identifier: MIT
"""names.py ROOT PROGRAM SCHEMA: checks that no identifier, file name, option or JSON key uses a private
word that a standard term has replaced. PROGRAM is leakproof, SCHEMA the schema of its --json."""
import json
import pathlib
import re
import subprocess
import sys

# Forbidden as a part of any name, in every spelling: dear, is_dear, DearReading.
PARTS = """aftermath because besides circumstances clue clues conversation crew crowd dear endurance examination
farewell fronts greeting hire likeness noting ordeal remains spokesman sprung survivors suspect suspects unhurried
victim vouch workbench""".split()
# Forbidden only as a complete name, because their parts are ordinary words.
WHOLE = """AT_HAND AgentDesk Ask Channel Charge FaultTrap Gets LocalBench Note NoteTaker OneByOne ParkingLot
PassingFolder Stops Thing again ask ask_of gets hear let_in let_off only_accuse only_show parked part
say say_goodbye shake_hands speak_secretly stand_in stops tell_of thing""".split()
OPTIONS = "--for --cancel --in-a-row --owners --no-owners --reply".split()

SOURCES = {".cpp", ".hpp", ".c", ".h", ".py", ".js", ".mjs", ".cmake", ".sh", ""}
NO_NAME = re.compile(
    r"""//[^\n]* | /\*.*?\*/ | (?:^|(?<=\s))\#(?!include|define|if|el|end|undef|pragma)[^\n]*
      | \#\s*include[^\n]* | \"\"\".*?\"\"\" | R"(?P<end>[^()\s]*)\(.*?\)(?P=end)" | "(?:\\.|[^"\\\n])*"
      | '(?:\\.|[^'\\\n])*' | `(?:\\.|[^`\\])*`""", re.DOTALL | re.MULTILINE | re.VERBOSE)
WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


def words(name):
    return [word.lower() for word in WORD.findall(name)]


WHOLE_WORDS = [words(name) for name in WHOLE if len(words(name)) > 1]  # in every spelling


def is_replaced(name):
    found = words(name)
    return name.strip("_") in WHOLE or found in WHOLE_WORDS or any(word in PARTS for word in found)


def names_in(text):
    return set(re.findall(r"[A-Za-z_]\w*", NO_NAME.sub(" ", text)))


def complaints(root):
    files = [file for top in ("server", "harness", "clients", "tests", "ci") for file in sorted((root / top).rglob("*"))
             if file.is_file() and "node_modules" not in file.parts and "__pycache__" not in file.parts]
    if not files:
        yield f"no source was found below {root}"
    for file in files:
        relative = file.relative_to(root)
        for part in relative.with_suffix("").parts:
            if is_replaced(part):
                yield f"{relative}: file name"
        if file.suffix in SOURCES and file.name != "names.py":
            for name in sorted(filter(is_replaced, names_in(file.read_text()))):
                yield f"{relative}: {name}"


def keys(schema):
    """The keys of all objects that a JSON schema describes."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from (key for value in schema.values() for key in keys(value))
    elif isinstance(schema, list):
        yield from (key for value in schema for key in keys(value))


def complaints_about_interface(manual_page, schema):
    """Private words in the options on the page that `leakproof man` prints, and in the keys of --json."""
    options = re.findall(r"(?<![-\w])--[a-z][-a-z]*", manual_page.replace("\\", ""))
    found = list(keys(schema))
    if not options or not found:
        yield "no option or no JSON key was found"
    yield from (f"leakproof {option}" for option in sorted(set(options) & set(OPTIONS)))
    yield from (f"results.schema.json: {key}" for key in sorted(set(filter(is_replaced, found))))


if __name__ == "__main__":
    root, program, schema = sys.argv[1:]
    page = subprocess.run([program, "man"], check=True, capture_output=True, text=True).stdout
    found = [*complaints(pathlib.Path(root)),
             *complaints_about_interface(page, json.loads(pathlib.Path(schema).read_text()))]
    print("\n".join(found))
    sys.exit(1 if found else 0)

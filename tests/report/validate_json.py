# SPDX-License-Identifier: MIT
"""validate_json.py SCHEMA MAKE_REPORT [COMMAND...]: checks that reports match the schema."""
import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("skipped: not installed: python3-jsonschema")
    sys.exit(77)

schema = json.loads(pathlib.Path(sys.argv[1]).read_text())
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)


def is_valid(text):
    errors = list(validator.iter_errors(json.loads(text)))
    for error in errors[:5]:
        print("/".join(map(str, error.absolute_path)), error.message)
    return not errors


with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder, "results.json")
    subprocess.run([sys.argv[2], "json", path], check=True)
    text = path.read_text()
    assert is_valid(text)
    # The schema must reject broken reports.
    for broken in ('"schema_version":2', "3"), ('"ruling":"leaks"', '"fine"'), ('"yours":2', "-1"):
        name = broken[0].split(":")[0]
        assert broken[0] in text
        print(f"with {name} {broken[1]}:", end=" ")
        assert not is_valid(text.replace(broken[0], f"{name}:{broken[1]}"))
    if len(sys.argv) > 3:
        subprocess.run(sys.argv[3:] + ["--json", path], stdout=subprocess.DEVNULL)
        assert is_valid(path.read_text())
        assert json.loads(path.read_text())["trials"]

# SPDX-License-Identifier: MIT
"""Tests names.py: it reports a private word wherever it is part of a name, and only there."""
import pathlib
import tempfile
import unittest

from names import complaints, complaints_about_interface


def complaints_about(text, name="trial.cpp"):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "harness/model" / name
        file.parent.mkdir(parents=True)
        file.write_text(text)
        return [complaint.split(": ")[1] for complaint in complaints(pathlib.Path(folder))]


class Names(unittest.TestCase):
    def test_catches_a_word_in_any_spelling(self):
        for name in ("dear", "is_dear", "DearReading", "dear_", "readDEAR", "AgentDesk", "let_in", "ParkingLot"):
            self.assertEqual(complaints_about(f"int {name} = 0;\n"), [name])

    def test_leaves_other_words_alone(self):
        for name in ("deared", "LineChannel", "channel_", "partial", "parts", "listing"):
            self.assertEqual(complaints_about(f"int {name} = 0;\n"), [])

    def test_reads_names_only(self):
        self.assertEqual(complaints_about('// It is dear.\nauto text = "dear";\n/* dear */\n#include "x.hpp"\n'), [])
        self.assertEqual(complaints_about('"""It is dear."""\nname = \'dear\'  # dear\n', "run.py"), [])
        self.assertEqual(complaints_about("#define DEAR 1\n"), ["DEAR"])

    def test_reads_file_names(self):
        self.assertEqual(complaints_about("", "parking_lot.cpp"), ["file name"])

    def test_reads_options_and_keys(self):
        schema = {"properties": {"trials": {"items": {"$ref": "#/$defs/trial"}}},
                  "$defs": {"trial": {"properties": {"because": {}, "reason": {}}}}}
        page = "\\-\\-for TIME, \\-\\-format FILE and \\-\\-no\\-owners"
        self.assertEqual(list(complaints_about_interface(page, schema)),
                         ["leakproof --for", "leakproof --no-owners", "results.schema.json: because"])

    def test_is_not_content_with_nothing(self):
        self.assertEqual(len(list(complaints_about_interface("", {}))), 1)
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(len(list(complaints(pathlib.Path(folder)))), 1)


if __name__ == "__main__":
    unittest.main()

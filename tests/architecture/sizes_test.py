# SPDX-License-Identifier: MIT
"""Tests sizes.py: it reports a long file that does not give a reason."""
import pathlib
import tempfile
import unittest

from sizes import complaints


class Sizes(unittest.TestCase):
    def complaints_about(self, name, comment, lines):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "harness/model" / name
            file.parent.mkdir(parents=True)
            file.write_text("// SPDX-License-Identifier: MIT\n" + comment + ";\n" * lines)
            return len(list(complaints(pathlib.Path(folder))))

    def test_allows_what_is_short_or_says_why_not(self):
        self.assertEqual(self.complaints_about("a.cpp", "", 349), 0)
        self.assertEqual(self.complaints_about("a.hpp", "", 119), 0)
        self.assertEqual(self.complaints_about("a.hpp", "// Longer than others, because\n// of a table.\n", 500), 0)

    def test_catches_what_is_long(self):
        self.assertEqual(self.complaints_about("a.cpp", "", 350), 1)
        self.assertEqual(self.complaints_about("a.hpp", "", 120), 1)
        self.assertEqual(self.complaints_about("a.hpp", "#pragma once\n// Longer than others.\n", 500), 1)
        self.assertEqual(self.complaints_about("a.hpp", "// A type.\n", 500), 1)

    def test_is_not_content_with_an_empty_tree(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(len(list(complaints(pathlib.Path(folder)))), 1)


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MIT
"""Tests includes.py: it reports a backward include, and accepts the right direction."""
import pathlib
import tempfile
import unittest

from includes import complaints


class Includes(unittest.TestCase):
    def complaints_about(self, path, text):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, content in (("harness/trial/run.hpp", ""), ("server/origin.hpp", ""),
                                  ("harness/include/leakproof/client.hpp", ""), (path, text)):
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(content)
            return list(complaints(root))

    def test_allows_the_right_direction(self):
        self.assertEqual(self.complaints_about("harness/environment/a.cpp", '#include "server/origin.hpp"'), [])
        self.assertEqual(self.complaints_about("clients/a.cpp", "#include <leakproof/client.hpp>"), [])
        self.assertEqual(self.complaints_about("clients/a.cpp", "#include <curl/curl.h>"), [])

    def test_catches_an_arrow_back(self):
        for path, text in (
            ("server/a.cpp", '#include "trial/run.hpp"'),
            ("harness/judge/a.cpp", '#include "trial/run.hpp"'),
            ("harness/worker/a.cpp", '#include "server/origin.hpp"'),
            ("clients/a.cpp", '#include "trial/run.hpp"'),
            ("harness/worker/a.cpp", "#include <curl/curl.h>"),
            ("clients/a.cpp", "#include <httplib.h>"),
            ("harness/judge/a.cpp", "#include <unistd.h>"),
        ):
            with self.subTest(path=path, text=text):
                self.assertEqual(len(self.complaints_about(path, text)), 1)

    def test_catches_a_folder_that_is_not_in_the_table(self):
        self.assertIn("harness/elsewhere: this folder is not in the table",
                      self.complaints_about("harness/elsewhere/a.cpp", "#include <vector>"))

    def test_is_not_content_with_an_empty_tree(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(len(list(complaints(pathlib.Path(folder)))), 1)


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: MIT
"""The control of examples.py: wrong commands and wrong outputs are caught."""
import contextlib
import io
import pathlib
import tempfile
import unittest

from examples import Page


def wrong_on(text):
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        page = pathlib.Path(folder) / "page.md"
        page.write_text(text)
        checked = Page(page, pathlib.Path(folder), pathlib.Path(__file__).resolve().parents[2])
        checked.check()
        return checked.count, len(checked.wrong)


class Examples(unittest.TestCase):
    def test_runs_each_line(self):
        self.assertEqual(wrong_on("```sh\ntrue\nfalse  # a leak\n```\n"), (2, 0))
        self.assertEqual(wrong_on("```sh\ntrue\nexit 2\nno-such-command\n```\n"), (3, 2))

    def test_runs_spans_of_our_program(self):
        self.assertEqual(wrong_on("Call `leakproof list --nothing` or `ls`.\n"), (1, 1))

    def test_compares_output_without_numbers(self):
        self.assertEqual(wrong_on("```console\n$ echo 12 of 3,456\n1 of 2\n```\n"), (1, 0))
        self.assertEqual(wrong_on("```console\n$ echo one of two\none of three\n```\n"), (1, 1))

    def test_compares_places_without_the_way_to_our_sources(self):
        for way in ("/a/b/", "../../", ""):
            self.assertEqual(wrong_on(f"```console\n$ echo 'f ({way}clients/easy.cpp:3)'\nf (clients/easy.cpp:7)\n```\n"),
                             (1, 0))

    def test_compares_the_order_of_lines(self):
        three = "```console\n$ printf 'a\\nb\\nc\\n'\n"
        self.assertEqual(wrong_on(three + "a\n...\nc\n```\n"), (1, 0))
        self.assertEqual(wrong_on(three + "a\nc\n```\n"), (1, 1))
        self.assertEqual(wrong_on(three + "c\n...\na\n```\n"), (1, 1))
        twice = "```console\n$ printf 'a\\nb\\na\\nc\\n'\n"
        self.assertEqual(wrong_on(twice + "...\na\nc\n```\n"), (1, 0))
        self.assertEqual(wrong_on(twice + "...\nb\nc\n```\n"), (1, 1))

    def test_writes_files(self):
        self.assertEqual(wrong_on("`x.txt`:\n\n```text\nhello\n```\n\n```console\n$ cat x.txt\nhello\n```\n"), (1, 0))

    def test_knows_who_runs_the_rest(self):
        self.assertEqual(wrong_on("<!-- run by: package -->\n```sh\nexit 2\n```\n"), (0, 0))
        self.assertEqual(wrong_on("<!-- run by: no-such" + "-script -->\n```sh\nexit 2\n```\n"), (0, 1))


if __name__ == "__main__":
    unittest.main()

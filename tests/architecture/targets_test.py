# SPDX-License-Identifier: MIT
"""Tests targets.py: it reports wrong links in a small tree, and accepts correct ones."""
import pathlib
import tempfile
import unittest

from targets import Links, plugin_complaints, read_targets

FILES = {
    "harness/include/leakproof/client.hpp": "",
    "harness/model/verdict.hpp": "",
    "harness/judge/judge.hpp": '#include "model/verdict.hpp"',
    "harness/judge/judge.cpp": '#include "judge/judge.hpp"\n#include <fmt/format.h>',
    "harness/trial/run.cpp": '#include "judge/judge.hpp"',
}
FACTS = """target INTERFACE_LIBRARY leakproof_include {root}/harness
header {root}/harness/include/leakproof/client.hpp
target INTERFACE_LIBRARY leakproof_model {root}/harness/model
header {root}/harness/model/verdict.hpp
target STATIC_LIBRARY leakproof_judge {root}/harness/judge
source {root}/harness/judge/judge.cpp
header {root}/harness/judge/judge.hpp
links fmt::fmt
links leakproof_model
interface $<LINK_ONLY:fmt::fmt>
interface leakproof_model
target STATIC_LIBRARY leakproof_trial {root}/harness/trial
source {root}/harness/trial/run.cpp
links leakproof_judge
"""


class Tree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for top in ("server", "clients"):
            (self.root / top).mkdir()

    def write(self, files):
        for name, content in files.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text(content)

    def targets(self, facts):
        return read_targets(self.root, facts.format(root=self.root))


class LinksAndIncludes(Tree):
    def complaints(self, facts):
        self.write(FILES)
        return [complaint for complaint in Links(self.root, self.targets(facts)).complaints()
                if "has no library" not in complaint]

    def assert_only(self, expected, facts):
        complaints = self.complaints(facts)
        self.assertEqual(len(complaints), 1, complaints)
        self.assertIn(expected, complaints[0])

    def test_allows_links_that_agree_with_the_includes(self):
        self.assertEqual(self.complaints(FACTS), [])

    def test_catches_an_arrow_back(self):
        complaints = self.complaints(FACTS.replace("links leakproof_model", "links leakproof_model\nlinks leakproof_trial"))
        self.assertIn("leakproof_judge may not link leakproof_trial", complaints[0])

    def test_catches_a_missing_link(self):
        self.assert_only("leakproof_trial does not link leakproof_judge", FACTS.replace("links leakproof_judge\n", ""))
        self.assert_only("leakproof_judge does not link fmt::fmt", FACTS.replace("links fmt::fmt\n", ""))

    def test_catches_an_unused_link(self):
        self.assert_only("leakproof_trial links leakproof_model and includes none", FACTS + "links leakproof_model\n")

    def test_catches_what_consumers_get_too_little_and_too_much_of(self):
        self.assert_only("must hand leakproof_model on", FACTS.replace("interface leakproof_model\n", ""))
        self.assert_only("hands leakproof_judge on", FACTS + "interface leakproof_judge\n")

    def test_catches_a_second_library_in_a_folder(self):
        self.assert_only("leakproof_other is a second library of harness/trial",
                         FACTS + "target STATIC_LIBRARY leakproof_other {root}/harness/trial\n")

    def test_catches_a_source_that_no_target_compiles(self):
        self.write({"harness/judge/forgotten.cpp": ""})
        self.assert_only("harness/judge/forgotten.cpp belongs to no target", FACTS)

    def test_catches_a_folder_without_a_library(self):
        complaints = list(Links(self.root, {}).complaints())
        self.assertIn("harness/judge has no library leakproof_judge", complaints)


class PluginFolders(Tree):
    def complaints(self, file, text):
        self.write({file: text})
        targets = self.targets("target STATIC_LIBRARY leakproof_probes {root}/harness/probes\n"
                               "plugins {root}/harness/probes\n")
        return [complaint for complaint in plugin_complaints(self.root, targets)
                if "is no plug-in folder" not in complaint]

    def test_allows_entries_and_helpers_one_folder_deeper(self):
        self.assertEqual(self.complaints("harness/probes/threads.cpp", "ProbeEntry threads() {\n"), [])
        self.assertEqual(self.complaints("harness/probes/gauges/heap.cpp", "int helper;"), [])

    def test_catches_a_source_that_is_no_entry(self):
        self.assertEqual(len(self.complaints("harness/probes/helper.cpp", "int help() {\n")), 1)

    def test_catches_a_folder_without_a_catalogue(self):
        self.assertIn("harness/probes is no plug-in folder", plugin_complaints(self.root, {}))


if __name__ == "__main__":
    unittest.main()

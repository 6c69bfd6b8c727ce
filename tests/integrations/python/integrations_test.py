# SPDX-License-Identifier: MIT
"""integrations_test.py CLASS: tests the Python package in the runners that projects use. In the environment:
LEAKPROOF, the program. Exit code 77: what the class needs is not installed."""
import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
PACKAGE = HERE.parents[2] / "harness/integrations/python"
SUITE = "test_client.py"
PLUGIN = ("-p", "leakproof.pytest_plugin")  # what pytest finds by itself where the package is installed


class InASuite(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="leakproof-suite-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        shutil.copy(HERE / "suite.py", self.folder / SUITE)
        self.program = pathlib.Path(os.environ["LEAKPROOF"]).parent
        self.variables = {}

    def run_python(self, *words, path=None):
        environment = {**os.environ, "PYTHONPATH": str(PACKAGE), "PYTHONDONTWRITEBYTECODE": "1",
                       "PATH": path or f"{self.program}:{os.environ['PATH']}", **self.variables}
        del environment["LEAKPROOF"]
        return subprocess.run([sys.executable, *words], cwd=self.folder, env=environment, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def pytest(self, test, *options, **kept):
        return self.run_python("-m", "pytest", *PLUGIN, "-rs", *options, f"{SUITE}::{test}", **kept)

    def assert_passes(self, done):
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertNotIn("skipped", done.stdout)

    def assert_fails(self, done, *texts):
        self.assertEqual(done.returncode, 1, done.stdout)
        for text in texts:
            self.assertIn(text, done.stdout)

    def line_of(self, code):
        lines = (self.folder / SUITE).read_text().splitlines()
        return next(number for number, line in enumerate(lines, 1) if code in line)


class Pytest(InASuite):
    NEEDS = ("pytest",)

    def test_passes_where_nothing_leaks(self):
        self.assert_passes(self.pytest("test_clean"))

    def test_fails_with_the_line_that_leaks(self):
        self.assert_fails(self.pytest("test_leaky"), "leaks on plain: ", "heap_bytes +16,4",
                          f"{SUITE}:{self.line_of('kept.append')}", "list test_client.kept grows by 1.00 items/fetch")

    def test_shows_no_frame_of_the_package(self):
        self.assertNotIn("_check.py", self.pytest("test_leaky").stdout)

    def test_knows_fixtures_and_closures(self):
        self.assert_fails(self.pytest("test_closure_over_a_fixture"), "leaks on plain: ")

    def test_runs_the_same_parameters(self):
        self.assert_passes(self.pytest("test_of_parameters[get]"))
        self.assert_fails(self.run_python("-m", "pytest", *PLUGIN, SUITE, "-k", "keep and test_of_parameters"),
                          "leaks on plain: ", "1 failed")

    def test_judges_each_assertion_of_a_test(self):
        self.assert_fails(self.pytest("test_second_of_two"), "test_second_of_two#2", "leakproof.check(keep")

    def test_awaits(self):
        self.assert_passes(self.pytest("test_of_an_async_function[get]"))
        self.assert_fails(self.pytest("test_of_an_async_function[keep]"), "leaks on plain: ")
        self.assert_fails(self.pytest("test_of_an_async_function[lambda]"), "leaks on plain: ")

    def test_counts_exceptions_as_failed_fetches(self):
        self.assert_fails(self.pytest("test_that_raises"), "invalid on plain: ", "failed")

    def test_keeps_no_messages_in_the_measured_process(self):
        self.assert_passes(self.pytest("test_of_messages"))

    def test_sets_time_outs(self):
        self.assert_passes(self.pytest("test_of_a_time_out"))
        self.assert_fails(self.pytest("test_without_a_time_out"), "give the function that fetches a parameter timeout")

    def test_says_which_scenarios_need_a_worker(self):
        self.assert_fails(self.pytest("test_of_uploads"), "scenario upload needs a client that can be told this")

    def test_tolerates(self):
        self.assert_passes(self.pytest("test_tolerating"))

    def test_says_what_is_wrong_with_options(self):
        self.assert_fails(self.pytest("test_with_wrong_options"), 'ValueError: leakproof: ', '"no-such-scenario"')

    def test_runs_methods_of_unittest(self):
        self.assert_passes(self.pytest("OfUnittest::test_clean"))
        self.assert_fails(self.pytest("OfUnittest::test_leaky"), "leaks on plain: ")

    def test_fails_or_skips_where_the_program_is_missing(self):
        empty = str(self.folder)
        command = self.folder / "leakproof"  # as pip installs it, here without the program
        command.write_text(f"#!{sys.executable}\nfrom leakproof.__main__ import main\nmain()\n")
        command.chmod(0o755)
        self.assert_fails(self.pytest("test_clean", path=empty), "leakproof is not installed", "pip install")
        skips = self.pytest("test_clean", "-o", "leakproof_missing=skip", path=empty)
        self.assertIn("1 skipped", skips.stdout)
        self.assertIn("leakproof is not installed", skips.stdout)
        self.variables = {"LEAKPROOF_MISSING": "skip"}
        self.assertIn("1 skipped", self.pytest("test_clean", path=empty).stdout)
        self.variables = {"LEAKPROOF_MISSING": "ignore"}
        self.assert_fails(self.pytest("test_clean", path=empty), "must be fail or skip, got 'ignore'")

    def test_has_a_folder_of_its_own_in_each_process(self):
        self.assert_passes(self.pytest("test_of_its_folder"))

    def test_overwrites_nothing(self):
        self.assert_passes(self.pytest("test_clean", "--junitxml=report.xml", "--basetemp=base"))
        self.assertIn('tests="1"', (self.folder / "report.xml").read_text())


class PytestXdist(InASuite):
    NEEDS = ("pytest", "xdist")

    def test_runs_the_test_in_one_process(self):
        self.assert_passes(self.pytest("test_clean", "-n2"))
        self.assert_fails(self.pytest("test_leaky", "-n", "2", "--dist", "loadfile"), "leaks on plain: ", " -n0 ")


class PytestAsyncio(InASuite):
    NEEDS = ("pytest", "pytest_asyncio")

    def test_awaits_in_the_event_loop_of_the_test(self):
        self.assert_passes(self.pytest("test_in_an_event_loop[get]"))
        self.assert_fails(self.pytest("test_in_an_event_loop[keep]"), "leaks on plain: ")
        self.assert_fails(self.pytest("test_in_an_event_loop[blocking]"), "leaks on plain: ")


class PytestCov(InASuite):
    NEEDS = ("pytest", "pytest_cov")

    def test_does_not_measure_the_coverage_of_fetches(self):
        self.assert_passes(self.pytest("test_clean", "--cov=."))
        self.assert_fails(self.pytest("test_leaky", "--cov=."), "leaks on plain: ", " --no-cov ")


class Unittest(InASuite):
    NEEDS = ("pytest",)  # the suite's decorators

    def unittest(self, test):
        return self.run_python("-m", "unittest", f"test_client.{test}")

    def test_runs_one_method(self):
        self.assert_passes(self.unittest("OfUnittest.test_clean"))
        self.assert_fails(self.unittest("OfUnittest"), "FAIL: test_leaky", "leaks on plain: ", "FAILED (failures=1)")

    def test_runs_asynchronous_methods(self):
        self.assert_passes(self.unittest("OfAsynchronousUnittest.test_clean"))
        self.assert_fails(self.unittest("OfAsynchronousUnittest.test_leaky"), "leaks on plain: ")

    def test_runs_a_file_and_discovered_tests(self):
        with open(self.folder / SUITE, "a") as suite:
            suite.write("\nif __name__ == '__main__':\n    unittest.main()\n")
        self.assert_fails(self.run_python(SUITE, "OfUnittest"), "FAILED (failures=1)", "leaks on plain: ")
        (self.folder / "tests").mkdir()
        (self.folder / SUITE).rename(self.folder / "tests" / SUITE)
        self.assert_fails(self.run_python("-m", "unittest", "discover", "-s", "tests", "-k", "OfUnittest"),
                          "Ran 2 tests", "FAILED (failures=1)", "leaks on plain: ")


class Program(InASuite):
    NEEDS = ()

    def test_is_run_until_it_comes_to_the_assertion(self):
        (self.folder / "checks.py").write_text("""
import leakproof, urllib.request
kept = []
def get(url):
    kept.append(urllib.request.urlopen(url).read())
def main():
    leakproof.check(lambda url: urllib.request.urlopen(url).read(), horizon=100)
    leakproof.check(get, horizon=100)
main()
""")
        self.assert_fails(self.run_python("checks.py"), "checks.py::main#2", "leaks on plain: ", "> checks.py:5")


if __name__ == "__main__":
    needs = globals()[sys.argv[1].split(".")[0]].NEEDS if len(sys.argv) > 1 else ()
    if missing := [need for need in needs if importlib.util.find_spec(need) is None]:
        print(f"not installed: {', '.join(missing)}")
        sys.exit(77)
    unittest.main()

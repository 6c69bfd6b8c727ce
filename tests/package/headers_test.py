# SPDX-License-Identifier: MIT
"""headers_test.py BUILD [cmake argument]…: installs a build, and checks its headers.

Each header must compile alone and include only installed headers. A program that calls every
declared function must link; the shared library must export exactly those functions."""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from declarations import functions

HEADERS = pathlib.Path(__file__).parent / "headers"
INCLUDE_OF_OURS = re.compile(r'^\s*#\s*include\s*(?:<(leakproof/[^>]+)>|"([^"]+)")', re.MULTILINE)
BUILD, *ARGUMENTS = sys.argv[1:] or [""]


def must(*command):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}\n{done.stdout}")
    return done.stdout


class Declarations(unittest.TestCase):
    """Tests the parser that the test of the headers uses."""

    def test_finds_what_users_may_call(self):
        self.assertEqual(functions("""
            #define MACRO(a) f(a);
            /// Not this one: comment();
            namespace ours {
            [[gnu::visibility("default")]] std::vector<int> plain(const std::string& of, int = g());
            template <typename T> inline T with_body(T t) { if (t) call(t); return T(t); }
            struct Type { int number = 0; int (*pointer)(int) = &f; bool operator==(const Type&) const = default; };
            class [[gnu::visibility("default")]] Client final : public Base {
             public:
              explicit Client(int i) : i_(i) {}
              Client(const Client&) = delete;
              ~Client();
              virtual int method(int) = 0;
             private:
              void hidden();
            };
            namespace detail { void internal(); }
            }"""), ["plain", "with_body", "method"])


@unittest.skipUnless(BUILD, "no build is named")
class InstalledHeaders(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="leakproof-headers-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.prefix = pathlib.Path(cls.folder.name) / "prefix"
        must("cmake", "--install", BUILD, "--prefix", cls.prefix)
        cls.headers = sorted((cls.prefix / "include/leakproof").glob("*.hpp"))
        cls.declared = [name for header in cls.headers for name in functions(header.read_text())]

    def test_include_nothing_that_is_not_installed(self):
        self.assertEqual(sorted(self.prefix.rglob("*.h*")), self.headers)
        self.assertGreater(len(self.headers), 0)
        for header in self.headers:
            for ours, quoted in INCLUDE_OF_OURS.findall(header.read_text()):
                self.assertIn(self.prefix / "include" / (ours or quoted), self.headers, header.name)

    def test_compile_alone_and_all_their_functions_link(self):
        build = pathlib.Path(self.folder.name) / "build"
        must("cmake", "-S", HEADERS, "-B", build, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={self.prefix}",
             f"-DLEAKPROOF_INCLUDE={self.prefix}/include", *ARGUMENTS)
        must("cmake", "--build", build)

    def test_are_called_in_full(self):
        calls = re.sub(r"//.*", "", (HEADERS / "calls.cpp").read_text())
        uncalled = [name for name in self.declared if not re.search(rf"[.:>]{name}\b", calls)]
        self.assertEqual(uncalled, [], "headers/calls.cpp does not call these")

    def test_declare_all_that_the_shared_library_exports(self):
        library = next(self.prefix.rglob("libleakproof-engine.so"))
        exported = set(re.findall(r"^\w+ [TW] leakproof::([\w:~]+)", must("nm", "-DC", "--defined-only", library),
                                  re.MULTILINE))
        self.assertIn("run_leak_test", exported)
        public = "\n".join(header.read_text() for header in self.headers)
        self.assertEqual([name for name in exported if not re.search(rf"(?<![\w~]){name.split('::')[-1]}\(", public)], [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

# SPDX-License-Identifier: MIT
"""Tests ci/mutations: what it changes, what it leaves alone, and that the seed determines the sample."""
import importlib.machinery
import importlib.util
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
script = str(pathlib.Path(__file__).parents[2] / "ci/mutations")
loader = importlib.machinery.SourceFileLoader("mutations", script)
spec = importlib.util.spec_from_loader("mutations", loader)
mutations = importlib.util.module_from_spec(spec)
loader.exec_module(mutations)


def changes(text, path="a.cpp"):
    return [mutant.difference(text) for mutant in mutations.Source(path, text).mutants()]


class Mutants(unittest.TestCase):
    def test_leaves_alone_what_is_no_operator_of_the_program(self):
        for text in (
            "// a < b && 1 + 2\n",
            "/* a < b\n   c == 3 */",
            '#include "a/b.hpp"\n',
            "#define LESS(a, b) \\\n  ((a) < 1 && (b) < 2)\n",
            'auto words = "a < b && c == 1 // \\" + 2";',
            'auto words = R"x(a < b " && )" 1 + 2)x";',
            "auto sign = '<';",
            "static_assert(sizeof(int) == 4 && true);",
            "using Four = std::array<int, 4>;",
            "std::array<std::array<int, 3>, 4> of;",
            "template <class T, int size> T&& f(const T& one, T* two);",
            "bool operator<(const A& a, const B& b);",
            "struct A { A() = default; ~A(); A& operator=(const A&) = delete; void (*call)(int); };",
            "void f() { int a(b); const auto [c, d] = g(); return (h); }",
            "void f() { for (; next();) continue; }",
        ):
            with self.subTest(text=text):
                self.assertEqual(changes(text), [])

    def test_leaves_alone_the_zeros_of_an_aggregate(self):
        text = "struct A : B { int a = 0; bool b = false; std::vector<int> c{}; };"
        self.assertEqual(changes(text, "a.hpp"), [])
        self.assertEqual(len(changes(text, "a.cpp")), 2)
        for other in ("struct A { int a = 7; };", "struct A { static constexpr int a = 0; };",
                      "class A { int a = 0; };", "struct A; int a = 0;", "struct A { int f() { return 0; } };",
                      "struct A { void f() { int a = 0; } };", "template <struct A> int a = 0;"):
            with self.subTest(text=other):
                self.assertNotEqual(changes(other, "a.hpp"), [])

    def test_leaves_alone_how_a_type_is_aligned_and_how_far_a_hash_rotates(self):
        self.assertEqual(changes("alignas(64) int a;"), [])
        self.assertEqual(changes("alignas(max(8, 16)) int a;"), [])
        self.assertEqual(changes("auto a = std::rotl(f(b, c), 23);"), [])
        self.assertEqual(changes("auto a = std::rotl(b * c, 23);"), ["auto a = std::rotl(b [-*-]{+/+} c, 23);"])

    def test_changes_operators(self):
        self.assertEqual(changes("auto c = a < b;"), ["auto c = a [-<-]{+<=+} b;", "auto c = a [-<-]{+>=+} b;"])
        self.assertEqual(changes("auto c = a && !b;"), ["auto c = a [-&&-]{+||+} !b;", "auto c = a && [-!-]{++}b;"])
        self.assertEqual(changes('auto c = "<" + a; // <'), ['auto c = "<" [-+-]{+-+} a; // <'])

    def test_changes_constants(self):
        self.assertEqual(changes("int a{1'000};"), [f"int a{{[-1'000-]{{+{new}+}}}};" for new in ("1001", "2000", "0")])
        self.assertEqual(changes("auto a{0x10u};"), [f"auto a{{[-0x10u-]{{+{new}+}}}};" for new in ("17u", "32u", "0u")])
        self.assertEqual(changes("auto a{0.5};"), [f"auto a{{[-0.5-]{{+{new}+}}}};" for new in ("1.5", "1.0", "0.0")])
        self.assertEqual(changes("bool a{true};"), ["bool a{[-true-]{+false+}};"])

    def test_removes_calls_and_assignments(self):
        self.assertEqual(changes("void f() { g(a); }"), ["void f() { [-g(a);-]{+;+} }"])
        self.assertEqual(changes("void f() { a.b->c[d] = e; }"), ["void f() { [-a.b->c[d] = e;-]{+;+} }"])
        self.assertIn("void f() { if (a) [-g<T>(\"; }\");-]{+;+} }", changes("void f() { if (a) g<T>(\"; }\"); }"))

    def test_negates_conditions(self):
        self.assertEqual(changes("void f() { if (a) return; }"), ["void f() { if ([-a-]{+!(a)+}) return; }"])
        self.assertEqual(changes("void f() { if (auto b = a; b) return; }"),
                         ["void f() { if (auto b = a; [-b-]{+!(b)+}) return; }"])
        self.assertEqual(changes("void f() { if (!a) return; }"), ["void f() { if ([-!-]{++}a) return; }"])

    def test_says_which_line(self):
        self.assertEqual([mutant.line for mutant in mutations.Source("a.cpp", "//\n/*\n*/ int a{0};\n").mutants()], [3])


class Sample(unittest.TestCase):
    texts = {"b.cpp": "int a{1};\n" * 50, "a.cpp": "bool b = c < d;\n" * 50}

    def test_is_the_same_for_the_same_seed_alone(self):
        once = mutations.sequence("judge", self.texts, 7)
        self.assertEqual(once, mutations.sequence("judge", dict(reversed(self.texts.items())), 7))
        self.assertNotEqual(once, mutations.sequence("judge", self.texts, 8))
        self.assertEqual(len({mutant for _, mutant in once}), 200)

    def test_has_some_of_each_folder(self):
        self.assertEqual(mutations.shares({"a": 990, "b": 10, "c": 0}, 100), {"a": 98, "b": 2})
        self.assertEqual(mutations.shares({"a": 3, "b": 2}, 100), {"a": 3, "b": 2})
        for count in range(3, 1111):
            shares = mutations.shares({"a": 1000, "b": 1, "c": 110}, count)
            self.assertEqual(sum(shares.values()), count)
            self.assertTrue(1 <= shares["a"] <= 1000 and shares["b"] == 1 and 1 <= shares["c"] <= 110)


if __name__ == "__main__":
    unittest.main()

// SPDX-License-Identifier: MIT

// Package integration runs tests that call leakproof.Check, and looks at their results.
package integration

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const folder = "testdata/suite"

var binary string // of the tests in that folder

func TestMain(m *testing.M) {
	os.Exit(func() int {
		temporary, err := os.MkdirTemp("", "leakproof-go")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(temporary)
		binary = filepath.Join(temporary, "suite.test")
		if text, err := exec.Command("go", "test", "-c", "-o", binary, "./"+folder).CombinedOutput(); err != nil {
			panic(string(text))
		}
		return m.Run()
	}())
}

// Runs the tests whose names match the pattern, and returns what they print. The environment has
// these variables in addition.
func output(pattern string, variables ...string) string {
	command := exec.Command(binary, "-test.v", "-test.run="+pattern)
	command.Dir = folder
	command.Env = append(os.Environ(), variables...)
	text, _ := command.CombinedOutput()
	return string(text)
}

func expect(t *testing.T, text string, pieces ...string) {
	t.Helper()
	for _, piece := range pieces {
		if !strings.Contains(text, piece) {
			t.Errorf("%q is missing in:\n%s", piece, text)
		}
	}
}

// "suite_test.go:26)", the line that has this remark.
func lineOf(t *testing.T, remark string) string {
	t.Helper()
	text, err := exec.Command("grep", "--line-number", "// LEAK "+remark+"$", folder+"/suite_test.go").Output()
	if err != nil {
		t.Fatal(err)
	}
	number, _, _ := strings.Cut(string(text), ":")
	return "suite_test.go:" + number + ")"
}

func TestJudged(t *testing.T) {
	for _, row := range []struct {
		test   string
		pieces []string
	}{
		{"TestReads", []string{"--- PASS: TestReads ", " clean "}},
		{"TestLeakyKeeps", []string{"--- FAIL: TestLeakyKeeps ", "! leaks ", "go_heap +16,", lineOf(t, "response")}},
		{"TestTable", []string{
			"--- PASS: TestTable/reads_it_all_(plain) ", "--- PASS: TestTable/reads_it_all_(plain)#01 ",
			"--- FAIL: TestTable/leaky/on_errors ", "connections +1.00/fetch", lineOf(t, "body"),
			"--- PASS: TestTable/no_errors "}},
		{"TestLeakyGoroutine", []string{"--- FAIL: TestLeakyGoroutine ", "goroutines +1.00/fetch", lineOf(t, "goroutine")}},
		{"TestFailuresAreExpected", []string{"--- PASS: TestFailuresAreExpected ", "2 of 2 trials clean"}},
		{"TestLeakyAlwaysFails", []string{"--- FAIL: TestLeakyAlwaysFails ", "! invalid "}},
		{"TestLeakySecondCheck", []string{"--- FAIL: TestLeakySecondCheck ", "1 of 1 trials clean", "0 of 1 trials clean"}},
		{"TestToleratesALeak", []string{"--- PASS: TestToleratesALeak ", "is tolerated"}},
		{"TestFixture", []string{"--- PASS: TestFixture "}},
		{"TestLeakyNeedsAWorker", []string{"--- FAIL: TestLeakyNeedsAWorker ", "needs a client that can do method=POST"}},
		{"TestLeakyPanics", []string{"--- FAIL: TestLeakyPanics ", "panic: out of luck", lineOf(t, "panic")}},
		{"TestLeakyEnds", []string{"--- FAIL: TestLeakyEnds ", "out of patience"}},
		{"TestPrints", []string{"--- PASS: TestPrints "}},
	} {
		row := row
		t.Run(row.test, func(t *testing.T) {
			expect(t, output("^"+row.test+"$"), row.pieces...)
		})
	}
}

// The goroutines of a connection are started by others of net/http, and these by the client.
func TestNamesTheLineFromWhichAGoroutineComes(t *testing.T) {
	text := output("^TestTable$/^leaky$")
	_, owner, _ := strings.Cut(text, "of goroutines: 2.00/fetch")
	_, line, _ := strings.Cut(owner, " > ")
	line, _, _ = strings.Cut(line, "\n")
	if !strings.Contains(line, lineOf(t, "body")) {
		t.Errorf("%q in:\n%s", line, text)
	}
}

// `go test` links without symbols, and passes flags of its own.
func TestJudgedByGoTest(t *testing.T) {
	command := exec.Command("go", "test", "-v", "-count=2", "-short", "-run=^TestTable$/^leaky$", "./"+folder)
	text, _ := command.CombinedOutput()
	expect(t, string(text), "--- FAIL: TestTable/leaky/on_errors ", lineOf(t, "body"))
	if count := strings.Count(string(text), "! leaks "); count != 2 {
		t.Errorf("%d of 2 runs found the leak:\n%s", count, text)
	}
}

func TestMissingProgram(t *testing.T) {
	const missing = "PATH=/nowhere"
	expect(t, output("^TestReads$", missing), "--- FAIL: TestReads ", "leakproof is not installed")
	expect(t, output("^TestReads$", missing, "LEAKPROOF_MISSING=skip"), "--- SKIP: TestReads ", "leakproof is not installed")
	expect(t, output("^TestMayBeSkipped$", missing), "--- SKIP: TestMayBeSkipped ", "leakproof is not installed")
}

func TestProgramThatTheVariableNames(t *testing.T) {
	program, err := exec.LookPath("leakproof")
	if err != nil {
		t.Fatal(err)
	}
	expect(t, output("^TestReads$", "PATH=/nowhere", "LEAKPROOF="+program), "--- PASS: TestReads ")
}

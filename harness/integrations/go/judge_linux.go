// SPDX-License-Identifier: MIT

package leakproof

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// The exit codes of `leakproof run`.
const (
	clean   = 0
	skipped = 77
)

// The test binary starts in the folder of its package, which a test may leave.
var startedIn, _ = os.Getwd()

func judge(t *testing.T, name string, set settings) {
	t.Helper()
	program := findProgram()
	if program == "" {
		const advice = "leakproof is not installed: it is neither beside this module, nor in PATH, " +
			"nor what the variable LEAKPROOF names"
		if set.skipIfMissing || os.Getenv("LEAKPROOF_MISSING") == "skip" {
			t.Skip(advice)
		}
		t.Fatal(advice + "; LEAKPROOF_MISSING=skip skips the test instead")
	}
	again, err := commandOf(t.Name())
	if err != nil {
		t.Fatal(err)
	}
	arguments := []string{"run", "--test", name, "--on", strings.Join(set.scenarios, ","), "--no-controls"}
	arguments = append(append(arguments, set.arguments...), "--")
	command := exec.Command(program, append(arguments, again...)...)
	command.Dir = startedIn
	// With it, the stack of a goroutine's creator is known, which names the line that leaks.
	command.Env = append(os.Environ(), "GODEBUG="+joined(os.Getenv("GODEBUG"), "tracebackancestors=8"))
	output, code, err := run(command)
	switch {
	case err != nil:
		t.Fatalf("%s cannot be run: %v", program, err)
	case code == clean:
		t.Log(output)
	case code == skipped:
		t.Skip(output)
	default:
		t.Errorf("%s", output)
	}
}

// findProgram returns the installed program that this module came with, or another that is
// installed; empty if there is none.
func findProgram() string {
	if _, file, _, ok := runtime.Caller(0); ok {
		// PREFIX/share/leakproof/go
		carried := filepath.Join(filepath.Dir(file), "..", "..", "..", "bin", "leakproof")
		if found, err := exec.LookPath(carried); err == nil && filepath.IsAbs(found) {
			return found
		}
	}
	for _, name := range []string{"leakproof", os.Getenv("LEAKPROOF")} {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	return ""
}

// commandOf returns the command that runs this test again, and none beside it, with the flags that
// the test binary was given.
func commandOf(test string) ([]string, error) {
	binary, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("leakproof: the test binary is not known: %w", err)
	}
	elements := strings.Split(test, "/")
	for i, element := range elements {
		elements[i] = "^" + regexp.QuoteMeta(element) + "$"
	}
	command := []string{binary, "-test.run=" + strings.Join(elements, "/"), "-test.timeout=0", "-test.parallel=1"}
	flag.Visit(func(given *flag.Flag) {
		if !strings.HasPrefix(given.Name, "test.") || given.Name == "test.short" {
			command = append(command, "-"+given.Name+"="+given.Value.String())
		}
	})
	return append(command, flag.Args()...), nil
}

func joined(settings, more string) string {
	if settings == "" {
		return more
	}
	return settings + "," + more
}

// run returns what the command has printed, and its exit code. The command ends with this process,
// such as when `go test -timeout` ends that.
func run(command *exec.Cmd) (output string, code int, err error) {
	runtime.LockOSThread() // the signal comes when the thread that started the command ends
	defer runtime.UnlockOSThread()
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	var printed, complaints bytes.Buffer
	command.Stdout, command.Stderr = &printed, &complaints
	err = command.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) && ended.Exited() {
		err = nil
	}
	return printed.String() + complaints.String(), command.ProcessState.ExitCode(), err
}

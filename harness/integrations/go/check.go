// SPDX-License-Identifier: MIT

// Package leakproof fails a test if an HTTP client leaks memory, goroutines, descriptors, threads or
// connections.
//
//	func TestGet(t *testing.T) {
//		leakproof.Check(t, get, leakproof.On("plain", "drop-mid-body"))
//	}
package leakproof

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Fetch makes one request of the server at url, and reads its reply. An error is a failed fetch,
// which scenarios that break replies expect.
type Fetch = func(ctx context.Context, url string) error

// Option changes what Check does.
type Option func(*settings)

type settings struct {
	scenarios     []string
	arguments     []string
	skipIfMissing bool
}

// On selects the scenarios of the server, each of which is judged by itself. The default is "plain".
func On(scenarios ...string) Option {
	return func(s *settings) { s.scenarios = append(s.scenarios, scenarios...) }
}

// Horizon is the number of fetches that a verdict of clean needs.
func Horizon(fetches int) Option { return Options("--horizon", strconv.Itoa(fetches)) }

// Tolerating passes growth of a metric, such as "go_heap", up to this rate per fetch.
func Tolerating(metric string, perFetch float64) Option {
	return Options("--tolerance", metric+"="+strconv.FormatFloat(perFetch, 'f', -1, 64))
}

// Options adds arguments to those of `leakproof run`.
func Options(arguments ...string) Option {
	return func(s *settings) { s.arguments = append(s.arguments, arguments...) }
}

// SkipIfMissing skips the test where leakproof is not installed, rather than failing it.
func SkipIfMissing() Option { return func(s *settings) { s.skipIfMissing = true } }

// Check fails the test if fetch leaks. It runs the test again in processes of its own, one for each
// scenario, in which it does not return but calls fetch thousands of times.
func Check(t *testing.T, fetch Fetch, options ...Option) {
	t.Helper()
	name := nameOf(t)
	if socket := os.Getenv("LEAKPROOF_WORKER"); socket != "" {
		if name == os.Getenv("LEAKPROOF_TEST") {
			os.Exit(serve(socket, fetch))
		}
		return // another check of the same test is judged
	}
	var set settings
	for _, option := range options {
		option(&set)
	}
	if len(set.scenarios) == 0 {
		set.scenarios = []string{"plain"}
	}
	judge(t, name, set)
}

var (
	checksMutex sync.Mutex
	checks      = map[string]int{} // made so far in each test that runs
)

// "example.com/client.TestGet/reset", and "example.com/client.TestGet/reset#2" for the second check.
func nameOf(t *testing.T) string {
	checksMutex.Lock()
	defer checksMutex.Unlock()
	checks[t.Name()]++
	number := checks[t.Name()]
	if number == 1 {
		t.Cleanup(func() { // the test may run once more, with -count
			checksMutex.Lock()
			defer checksMutex.Unlock()
			delete(checks, t.Name())
		})
	}
	binary := filepath.Base(os.Args[0])
	if info, ok := debug.ReadBuildInfo(); ok && info.Path != "" { // since Go 1.20
		binary = info.Path
	}
	name := strings.TrimSuffix(binary, ".test") + "." + t.Name()
	if number > 1 {
		name += fmt.Sprintf("#%d", number)
	}
	return name
}

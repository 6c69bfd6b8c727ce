// SPDX-License-Identifier: MIT

package leakproof

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync"
	"time"
)

// serve makes fetches as the supervisor orders, in the worker protocol, and returns the exit code of
// the process. It returns at the end of the connection as well.
func serve(socket string, fetch Fetch) int {
	defer reportPanic()
	connection, err := net.Dial("unix", socket)
	if err != nil {
		return fail("leakproof: ", err)
	}
	answers := bufio.NewWriter(connection)
	answer := func(words ...any) error {
		fmt.Fprintln(answers, words...)
		return answers.Flush()
	}
	err = answer("hello leakproof-worker/1+explain", runtime.Version())
	for orders := bufio.NewScanner(connection); err == nil && orders.Scan(); {
		order := strings.Fields(orders.Text())
		switch {
		case len(order) >= 3 && order[0] == "run":
			count, failed, problem := runOrder(fetch, order[1:])
			if problem != nil {
				return fail("leakproof: ", problem)
			}
			err = answer("done", count, failed)
		case len(order) == 1 && order[0] == "settle":
			heap, goroutines := settle()
			err = answer(fmt.Sprintf("settled go_heap=%d goroutines=%d", heap, goroutines))
		case len(order) == 1 && order[0] == "explain":
			err = answer(strings.Join(explain(), "\n"))
		case len(order) == 1 && order[0] == "stop":
			return 0
		default:
			return fail("leakproof: not known to a test: ", strings.Join(order, " "))
		}
	}
	if err != nil && err != io.EOF {
		return fail("leakproof: ", err)
	}
	return 0
}

func fail(words ...any) int {
	fmt.Fprintln(os.Stderr, fmt.Sprint(words...))
	return 1
}

// The supervisor quotes the last lines that a process prints before it ends. Those of Go's own report
// are the test runner's.
func reportPanic() {
	problem := recover()
	if problem == nil {
		return
	}
	addresses := make([]uintptr, mostFrames)
	addresses = addresses[:runtime.Callers(2, addresses)]
	fmt.Fprintln(os.Stderr, "panic:", problem)
	for _, frame := range clientsOwn(framesOf(addresses)) {
		fmt.Fprintf(os.Stderr, "%s (%s:%d)\n", frame.Function, frame.File, frame.Line)
	}
	os.Exit(2)
}

// runOrder obeys "run N URL [name=value]…", of which it gets what follows the first word.
func runOrder(fetch Fetch, order []string) (count, failed int, err error) {
	if count, err = strconv.Atoi(order[0]); err != nil {
		return 0, 0, err
	}
	timeout := time.Duration(0)
	for _, word := range order[2:] {
		timeout, err = time.ParseDuration(strings.TrimPrefix(word, "timeout=") + "ms")
		if !strings.HasPrefix(word, "timeout=") || err != nil {
			return 0, 0, fmt.Errorf("this scenario needs a client that can do %s; test it with a worker", word)
		}
	}
	for i := 0; i < count; i++ {
		if failure := fetchOnce(fetch, order[1], timeout); failure != nil {
			logFirst.Do(func() { fmt.Fprintln(os.Stderr, "failed:", failure) })
			failed++
		}
	}
	return count, failed, nil
}

var logFirst sync.Once // the supervisor quotes it

func fetchOnce(fetch Fetch, url string, timeout time.Duration) error {
	if timeout == 0 {
		return fetch(context.Background(), url)
	}
	limited, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return fetch(limited, url)
}

const mostCollections = 8

// settle collects garbage until no more is found: what finalizers release is found by the next
// collection. It returns the bytes that are reachable, and the number of goroutines.
func settle() (heap uint64, goroutines int) {
	// On a busy machine, a collection by several threads waits for each of them: 4 ms instead of 0.1.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for i := 0; i < mostCollections; i++ {
		heapBefore, goroutinesBefore := heap, goroutines
		runtime.GC()
		runtime.Gosched()
		heap, goroutines = heapInUse(), runtime.NumGoroutine()
		if i > 0 && heap >= heapBefore && goroutines == goroutinesBefore {
			break
		}
	}
	return heap, goroutines
}

// Unlike runtime.ReadMemStats, this does not stop the program.
func heapInUse() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

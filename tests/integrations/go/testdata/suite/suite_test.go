// SPDX-License-Identifier: MIT

// Package suite has the tests that judged_test.go and served_test.go run.
package suite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"testing"

	"leakproof"
)

var kept [][]byte

func reads(ctx context.Context, url string) error {
	_, err := body(ctx, url)
	return err
}

func keeps(ctx context.Context, url string) error {
	content, err := body(ctx, url) // LEAK response
	kept = append(kept, content)
	return err
}

func body(ctx context.Context, url string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, errors.New(response.Status)
	}
	return io.ReadAll(response.Body)
}

// The body of an error's reply stays open, with its connection.
func leavesErrorsOpen(ctx context.Context, url string) error {
	client := http.Client{}
	response, err := client.Get(url) // LEAK body
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s", response.Status)
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return err
}

func waitsForever(ctx context.Context, url string) error {
	result := make(chan error)
	go func() { result <- reads(ctx, url) }()
	go func() {
		select {} // LEAK goroutine
	}()
	return <-result
}

func TestReads(t *testing.T) { leakproof.Check(t, reads) }

func TestLeakyKeeps(t *testing.T) { leakproof.Check(t, keeps) }

func TestTable(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name     string
		fetch    leakproof.Fetch
		scenario string
	}{
		{"reads it all (plain)", reads, "plain"},
		{"reads it all (plain)", reads, "redirect"}, // named "…#01" by testing
		{"leaky/on errors", leavesErrorsOpen, "not-found"},
		{"no errors", leavesErrorsOpen, "plain"},
	} {
		row := row
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			leakproof.Check(t, row.fetch, leakproof.On(row.scenario), leakproof.Horizon(300))
		})
	}
}

func TestLeakyGoroutine(t *testing.T) { leakproof.Check(t, waitsForever) }

func TestFailuresAreExpected(t *testing.T) {
	leakproof.Check(t, reads, leakproof.On("drop-mid-body", "reset"))
}

func TestLeakyAlwaysFails(t *testing.T) { // no verdict
	leakproof.Check(t, func(context.Context, string) error { return errors.New("refused by the client") })
}

func TestLeakySecondCheck(t *testing.T) {
	leakproof.Check(t, reads, leakproof.Horizon(300))
	leakproof.Check(t, keeps, leakproof.Horizon(300))
}

func TestToleratesALeak(t *testing.T) {
	leakproof.Check(t, keeps, leakproof.Tolerating("go_heap", 100_000), leakproof.Options("--no-attribution"))
}

func TestFixture(t *testing.T) {
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(client.CloseIdleConnections)
	leakproof.Check(t, func(ctx context.Context, url string) error {
		response, err := client.Get(url)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		_, err = io.Copy(io.Discard, response.Body)
		return err
	})
}

func TestLeakyNeedsAWorker(t *testing.T) { leakproof.Check(t, reads, leakproof.On("upload")) }

func TestPrints(t *testing.T) {
	leakproof.Check(t, func(ctx context.Context, url string) error {
		fmt.Println("hello leakproof-worker/1 from the test")
		fmt.Fprintln(os.Stderr, "and on standard error")
		return reads(ctx, url)
	})
}

func TestLeakyPanics(t *testing.T) {
	leakproof.Check(t, func(context.Context, string) error {
		panic("out of luck") // LEAK panic
	})
}

func TestLeakyEnds(t *testing.T) {
	leakproof.Check(t, func(context.Context, string) error {
		t.Fatal("out of patience")
		return nil
	})
}

func TestMayBeSkipped(t *testing.T) { leakproof.Check(t, reads, leakproof.SkipIfMissing()) }

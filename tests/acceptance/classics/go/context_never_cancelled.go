// SPDX-License-Identifier: MIT

// context_never_cancelled URL [mended]: a context that is never cancelled stays registered with its
// parent, which lives as long as the program, until its time is over.
package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"time"
)

var program, stop = context.WithCancel(context.Background())

func get(url string) error {
	response, err := http.Get(url)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, response.Body)
	response.Body.Close()
	return err
}

func getWithRetries(url string, isMended bool) {
	retries, cancel := context.WithTimeout(program, time.Hour) // LEAK
	if isMended {
		defer cancel()
	}
	for retries.Err() == nil {
		if get(url) == nil {
			return
		}
	}
}

func main() {
	defer stop()
	isMended := len(os.Args) > 2 && os.Args[2] == "mended"
	for {
		getWithRetries(os.Args[1], isMended)
	}
}

// SPDX-License-Identifier: MIT

// time_after URL [mended]: up to Go 1.22, the timer of time.After is kept until it fires.
package main

import (
	"io"
	"net/http"
	"os"
	"time"
)

func fetch(url string, done chan<- bool) {
	response, err := http.Get(url)
	if err == nil {
		io.Copy(io.Discard, response.Body)
		response.Body.Close()
	}
	done <- err == nil
}

func main() {
	isMended := len(os.Args) > 2 && os.Args[2] == "mended"
	for {
		done := make(chan bool, 1)
		go fetch(os.Args[1], done)
		if isMended {
			limit := time.NewTimer(time.Hour)
			select {
			case <-done:
			case <-limit.C:
			}
			limit.Stop()
			continue
		}
		select {
		case <-done:
		case <-time.After(time.Hour): // LEAK
		}
	}
}

// SPDX-License-Identifier: MIT

// blocked_goroutine URL [mended]: a goroutine sends its result to a channel from which nobody
// receives after a time limit.
package main

import (
	"io"
	"net/http"
	"os"
)

func fetch(url string) int {
	response, err := http.Get(url)
	if err != nil {
		return 0
	}
	io.Copy(io.Discard, response.Body)
	response.Body.Close()
	return response.StatusCode
}

func status(url string, isMended bool) {
	room := 0
	if isMended {
		room = 1 // the goroutine can send and end
	}
	result := make(chan int, room)
	fetched := make(chan struct{})
	go func() {
		code := fetch(url)
		close(fetched)
		result <- code // LEAK
	}()
	<-fetched // the caller has lost interest
}

func main() {
	isMended := len(os.Args) > 2 && os.Args[2] == "mended"
	for {
		status(os.Args[1], isMended)
	}
}

// SPDX-License-Identifier: MIT

// body_not_closed URL [mended]: a response whose body is not closed keeps its connection and the
// two goroutines that serve it.
package main

import (
	"io"
	"net/http"
	"os"
)

func fetch(url string, isMended bool) {
	response, err := http.Get(url) // LEAK
	if err != nil {
		return
	}
	if isMended {
		io.Copy(io.Discard, response.Body)
		response.Body.Close()
	}
}

func main() {
	isMended := len(os.Args) > 2 && os.Args[2] == "mended"
	for {
		fetch(os.Args[1], isMended)
	}
}

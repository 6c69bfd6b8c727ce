// SPDX-License-Identifier: MIT

// transport_per_request URL [mended]: each transport keeps an idle connection of its own.
package main

import (
	"io"
	"net/http"
	"os"
)

func fetch(client *http.Client, url string) {
	response, err := client.Get(url) // LEAK
	if err != nil {
		return
	}
	io.Copy(io.Discard, response.Body)
	response.Body.Close()
}

func main() {
	isMended := len(os.Args) > 2 && os.Args[2] == "mended"
	shared := &http.Client{Transport: &http.Transport{}}
	for {
		client := shared
		if !isMended {
			client = &http.Client{Transport: &http.Transport{}}
		}
		fetch(client, os.Args[1])
	}
}

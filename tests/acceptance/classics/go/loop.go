// SPDX-License-Identifier: MIT

// loop URL [keep200 | keep]: reads each reply fully, for ever or FETCHES times, and keeps an object of
// 200 bytes for each, or the reply.
// loop count: prints the bytes that the runtime counts for each of 4,000 such objects.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strconv"
)

const objects = 4000

var kept [][]byte

func keep() {
	kept = append(kept, make([]byte, 200)) // LEAK
}

func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func count() {
	before := inUse()
	for i := 0; i < objects; i++ {
		keep()
	}
	fmt.Println(float64(inUse()-before) / objects)
	runtime.KeepAlive(kept)
}

func main() {
	if os.Args[1] == "count" {
		count()
		return
	}
	keeps := len(os.Args) > 2 && os.Args[2] == "keep200"
	fetches, err := strconv.Atoi(os.Getenv("FETCHES"))
	if err != nil {
		fetches = -1
	}
	for ; fetches != 0; fetches-- {
		response, err := http.Get(os.Args[1])
		if err != nil {
			continue
		}
		if len(os.Args) > 2 && os.Args[2] == "keep" {
			body, _ := io.ReadAll(response.Body)
			kept = append(kept, body)
		}
		io.Copy(io.Discard, response.Body)
		response.Body.Close()
		if keeps {
			keep()
		}
	}
}

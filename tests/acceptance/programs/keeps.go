// SPDX-License-Identifier: MIT

// keeps: keeps an object for each line that it reads.
package main

import (
	"bufio"
	"os"
)

var kept [][]byte

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		kept = append(kept, make([]byte, 200)) // LEAK
		os.Stdout.WriteString("kept\n")
	}
}

// SPDX-License-Identifier: MIT

package leakproof

import (
	"fmt"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
)

// goroutines returns how many wait at each place, but for those in which only the runtime or this
// package runs, and how many there are of all.
func goroutines() (groups []holding, total int64) {
	counts := map[[32]uintptr]int64{}
	for _, record := range goroutineProfile() {
		counts[record.Stack0]++
		total++
	}
	for addresses, count := range counts {
		record := runtime.StackRecord{Stack0: addresses}
		if stack := clientsOwn(framesOf(record.Stack())); len(stack) > 0 {
			groups = append(groups, holding{metric: "goroutines", count: count, stack: stack})
		}
	}
	return groups, total
}

func goroutineProfile() []runtime.StackRecord {
	for {
		records := make([]runtime.StackRecord, runtime.NumGoroutine()+64)
		if count, complete := runtime.GoroutineProfile(records); complete {
			return records[:count]
		}
	}
}

// The stack of the code that starts a function as a goroutine, by its name. It is known only where
// GODEBUG has tracebackancestors.
type creators map[string][]runtime.Frame

const longestText = 2 << 20 // bytes; the oldest goroutines come first

func creatorsOf(entries entryPoints) creators {
	made := creators{}
	text := make([]byte, longestText)
	text = text[:runtime.Stack(text, true)]
	for _, goroutine := range strings.Split(string(text), "\n\n") {
		// The stack of a goroutine, of its creator, of that one's creator, and so on.
		stacks := strings.Split(goroutine, "[originating from goroutine ")
		function := startedFunction(stacks[0])
		for _, text := range stacks[1:] {
			if made[function] != nil {
				break
			}
			stack := framesIn(text, entries)
			if len(stack) == 0 {
				break
			}
			made[function] = clientsOwn(stack)
			function = stack[len(stack)-1].Function
		}
	}
	return made
}

// continued appends the stacks of a goroutine's creators to its own, if that has not the test's code.
func (c creators) continued(stack []runtime.Frame) []runtime.Frame {
	whole := append([]runtime.Frame(nil), stack...)
	for len(whole) < mostFrames && !hasUsersCode(whole) {
		creator := c[whole[len(whole)-1].Function]
		if len(creator) == 0 {
			break
		}
		whole = append(whole, creator...)
	}
	if len(whole) > mostFrames {
		whole = whole[:mostFrames]
	}
	return whole
}

// "/usr/local/go/src/"; empty with -trimpath.
var standardLibrary = func() string {
	function := runtime.FuncForPC(reflect.ValueOf(runtime.GC).Pointer())
	file, _ := function.FileLine(function.Entry())
	return strings.TrimSuffix(filepath.Dir(file), "runtime")
}()

// As the supervisor sees it: not the standard library's, nor that of a module that was downloaded.
func hasUsersCode(stack []runtime.Frame) bool {
	for _, frame := range stack {
		isDownloaded := strings.Contains(frame.File, "/pkg/mod/") || strings.Contains(frame.File, "/vendor/")
		if !isDownloaded && !strings.HasPrefix(frame.File, standardLibrary) {
			return true
		}
	}
	return false
}

// startedFunction is the outermost on a stack as it is printed.
func startedFunction(stack string) string {
	if created := strings.Index(stack, "\ncreated by "); created >= 0 {
		stack = stack[:created]
	}
	lines := strings.Split(stack, "\n")
	if len(lines) < 2 {
		return ""
	}
	return withoutArguments(lines[len(lines)-2])
}

func withoutArguments(call string) string {
	if arguments := strings.LastIndexByte(call, '('); arguments >= 0 {
		return call[:arguments]
	}
	return call
}

// framesIn parses pairs of lines: "net/http.(*persistConn).readLoop(0xc000123)" and
// "\t/go/src/net/http/transport.go:12 +0x1f". Those that begin with "created by" are left out: they
// are the innermost of the creator's stack. That is printed with the line that follows each call, and
// without the names of inlined functions: `entries` corrects it.
func framesIn(text string, entries entryPoints) []runtime.Frame {
	var stack []runtime.Frame
	lines := strings.Split(text, "\n")
	for i := 1; i+1 < len(lines); i++ {
		function, place := lines[i], lines[i+1]
		colon := strings.LastIndexByte(place, ':')
		if strings.HasPrefix(function, "created by ") || !strings.HasPrefix(place, "\t") || colon < 0 {
			continue
		}
		line, offset := 0, uintptr(0)
		fmt.Sscanf(place[colon+1:], "%d +0x%x", &line, &offset)
		frame := runtime.Frame{Function: withoutArguments(function), File: place[1:colon], Line: line}
		if entry := entries[frame.Function]; entry != 0 {
			frame, _ = runtime.CallersFrames([]uintptr{entry + offset}).Next()
		}
		stack = append(stack, frame)
	}
	return stack
}

// Addresses of functions, by their names.
type entryPoints map[string]uintptr

func (e entryPoints) add(stack []runtime.Frame) {
	for _, frame := range stack {
		if frame.Func != nil { // it is not inlined
			e[frame.Function] = frame.Entry
		}
	}
}

// SPDX-License-Identifier: MIT

package leakproof

import (
	"fmt"
	"runtime"
	"strings"
)

// Goroutines that wait at the same place.
type group struct {
	stack []runtime.Frame
	count int64
}

// The stack of the code that starts a function as a goroutine, by its name. It is known only where
// GODEBUG has tracebackancestors.
type creators map[string][]runtime.Frame

// goroutines returns all that live, but for those in which only the runtime or this package runs.
func goroutines(entries entryPoints) ([]*group, creators) {
	var groups []*group
	byText := map[string]*group{}
	made := creators{}
	for _, text := range strings.Split(stacks(), "\n\n") {
		// The stack of a goroutine, of its creator, of that one's creator, and so on.
		var own []runtime.Frame
		function := ""
		var known entryPoints // the first is printed as it is
		for i, part := range strings.Split(text, "[originating from goroutine ") {
			if i > 0 {
				known = entries
			}
			stack := framesIn(part, known)
			if i == 0 {
				own = clientsOwn(stack)
			} else if made[function] == nil {
				made[function] = clientsOwn(stack)
			}
			if len(stack) == 0 {
				break
			}
			function = stack[len(stack)-1].Function
		}
		if len(own) == 0 {
			continue
		}
		key := holding{stack: own}.String()
		if byText[key] == nil {
			byText[key] = &group{stack: own}
			groups = append(groups, byText[key])
		}
		byText[key].count++
	}
	return groups, made
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

// As the supervisor sees it: not the standard library's, nor that of a module that was downloaded.
func hasUsersCode(stack []runtime.Frame) bool {
	for _, frame := range stack {
		isDownloaded := strings.Contains(frame.File, "/pkg/mod/") || strings.Contains(frame.File, "/vendor/")
		isStandard := strings.HasPrefix(frame.File, runtime.GOROOT()+"/src/")
		if !isDownloaded && !isStandard {
			return true
		}
	}
	return false
}

// stacks returns those of all goroutines, as a panic prints them.
func stacks() string {
	for size := 1 << 20; ; size *= 2 {
		text := make([]byte, size)
		if length := runtime.Stack(text, true); length < size || size >= 64<<20 {
			return string(text[:length])
		}
	}
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
		arguments, colon := strings.LastIndexByte(function, '('), strings.LastIndexByte(place, ':')
		if strings.HasPrefix(function, "created by ") || arguments < 0 || !strings.HasPrefix(place, "\t") || colon < 0 {
			continue
		}
		line, offset := 0, uintptr(0)
		fmt.Sscanf(place[colon+1:], "%d +0x%x", &line, &offset)
		frame := runtime.Frame{Function: function[:arguments], File: place[1:colon], Line: line}
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

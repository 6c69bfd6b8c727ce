// SPDX-License-Identifier: MIT

package leakproof

import (
	"fmt"
	"runtime"
	"sort"
	"strings"
)

// What the supervisor takes: harness/protocol/answers.cpp.
const (
	mostHoldings = 200
	mostFrames   = 40
)

// A holding is what is held at one place: bytes in count objects, or, if metric names a series, what
// that counts.
type holding struct {
	metric string
	bytes  int64
	count  int64
	stack  []runtime.Frame // innermost first
}

// explain returns the lines that answer "explain". At first it makes the runtime record each
// allocation.
func explain() []string {
	var held []holding
	if runtime.MemProfileRate == 1 {
		held = holdings()
	}
	runtime.MemProfileRate = 1
	sort.SliceStable(held, func(i, j int) bool { return held[i].weight() > held[j].weight() })
	if len(held) > mostHoldings {
		held = held[:mostHoldings]
	}
	lines := []string{fmt.Sprint("explains go-profile ", len(held))}
	for _, each := range held {
		lines = append(lines, each.String())
	}
	return lines
}

// A goroutine, connection or descriptor weighs as much as some memory, so that neither the many that
// wait at places of their own nor much memory leaves no room for the other.
func (h holding) weight() int64 {
	if h.metric != "" {
		return h.count << 12
	}
	return h.bytes
}

func (h holding) String() string {
	fields := []string{"held", fmt.Sprint(h.bytes), fmt.Sprint(h.count)}
	if h.metric != "" {
		fields = []string{"counted", h.metric, fmt.Sprint(h.count)}
	}
	for _, frame := range h.stack {
		fields = append(fields, inField(frame.File), fmt.Sprint(frame.Line), inField(frame.Function))
	}
	return strings.Join(fields, "\t")
}

func inField(text string) string { return strings.NewReplacer("\t", " ", "\n", " ").Replace(text) }

func holdings() []holding {
	for i := 0; i < 3; i++ {
		runtime.GC() // the profile is complete two collections later
	}
	records := memoryProfile()
	entries := entryPoints{}
	ofGoroutines := int64(0)           // bytes that the runtime allocates to start them
	largest := map[[32]uintptr]int64{} // object of a stack
	for _, record := range records {
		stack := framesOf(record.Stack())
		entries.add(stack)
		if startsGoroutine(stack) {
			ofGoroutines += record.InUseBytes()
		}
		if size := sizeOf(record); size > largest[record.Stack0] {
			largest[record.Stack0] = size
		}
	}
	creators := creatorsOf(entries)
	var held []holding
	groups, total := goroutines()
	for _, group := range groups {
		group.stack = creators.continued(group.stack)
		memory := holding{bytes: ofGoroutines * group.count / total, count: group.count, stack: group.stack}
		held = append(held, group, memory)
	}
	for _, record := range records {
		stack := clientsOwn(framesOf(record.Stack()))
		if len(stack) == 0 || record.InUseBytes() == 0 {
			continue
		}
		// A connection or an open file has one such object.
		isOpen := (stack[0].Function == "net.newFD" || stack[0].Function == "os.newFile") &&
			sizeOf(record) == largest[record.Stack0]
		isConnection := isOpen && isTCP(stack)
		stack = creators.continued(stack)
		if isConnection {
			held = append(held, holding{metric: "connections", count: record.InUseObjects(), stack: stack})
		}
		if isOpen {
			held = append(held, holding{metric: "descriptors", count: record.InUseObjects(), stack: stack})
		}
		held = append(held, holding{bytes: record.InUseBytes(), count: record.InUseObjects(), stack: stack})
	}
	return held
}

func sizeOf(record runtime.MemProfileRecord) int64 {
	if record.AllocObjects == 0 { // those of the latest cycle are not counted yet
		return 0
	}
	return record.AllocBytes / record.AllocObjects
}

func startsGoroutine(stack []runtime.Frame) bool {
	for _, frame := range stack {
		if frame.Function == "runtime.newproc1" {
			return true
		}
	}
	return false
}

// "net.(*sysDialer).dialTCP"
func isTCP(stack []runtime.Frame) bool {
	for _, frame := range stack {
		if strings.HasPrefix(frame.Function, "net.") && strings.Contains(frame.Function, "TCP") {
			return true
		}
	}
	return false
}

// memoryProfile returns all stacks, even those that hold nothing any more.
func memoryProfile() []runtime.MemProfileRecord {
	records := make([]runtime.MemProfileRecord, 64)
	for {
		count, complete := runtime.MemProfile(records, true)
		if complete {
			return records[:count]
		}
		records = make([]runtime.MemProfileRecord, count+64) // the profile may grow meanwhile
	}
}

func framesOf(addresses []uintptr) []runtime.Frame {
	var stack []runtime.Frame
	frames := runtime.CallersFrames(addresses)
	for more := len(addresses) > 0; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		stack = append(stack, frame)
	}
	return stack
}

// Not one of "leakproof.example/client".
func isThisPackages(function string) bool {
	return strings.HasPrefix(function, "leakproof.") && !strings.Contains(function, "/")
}

// clientsOwn removes the frames of the runtime at either end, and those that call the fetch.
func clientsOwn(stack []runtime.Frame) []runtime.Frame {
	isRuntimes := func(frame runtime.Frame) bool { return strings.HasPrefix(frame.Function, "runtime.") }
	for i, frame := range stack {
		if isThisPackages(frame.Function) {
			stack = stack[:i]
			break
		}
	}
	for len(stack) > 0 && isRuntimes(stack[0]) {
		stack = stack[1:]
	}
	for len(stack) > 0 && isRuntimes(stack[len(stack)-1]) {
		stack = stack[:len(stack)-1]
	}
	return stack
}

// SPDX-License-Identifier: MIT
package integration

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A test that serves fetches, and the supervisor's end of its socket.
type served struct {
	t       *testing.T
	command *exec.Cmd
	printed bytes.Buffer
	net.Conn
	answers *bufio.Reader
}

func serve(t *testing.T, test string, variables ...string) *served {
	socket := filepath.Join(t.TempDir(), "socket")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	s := &served{t: t, command: exec.Command(binary, "-test.run=^"+strings.TrimSuffix(test, "#2")+"$")}
	s.command.Dir = folder
	s.command.Env = append(os.Environ(), "LEAKPROOF_WORKER="+socket, "LEAKPROOF_TEST=leakproof.test/"+folder+"."+test)
	s.command.Env = append(s.command.Env, variables...)
	s.command.Stdout, s.command.Stderr = &s.printed, &s.printed
	if err := s.command.Start(); err != nil {
		t.Fatal(err)
	}
	listener.(*net.UnixListener).SetDeadline(time.Now().Add(time.Minute))
	if s.Conn, err = listener.Accept(); err != nil {
		t.Fatal(err)
	}
	s.SetDeadline(time.Now().Add(time.Minute))
	s.answers = bufio.NewReader(s.Conn)
	t.Cleanup(func() { s.command.Process.Kill() })
	s.expect("hello leakproof-worker/1+explain go")
	return s
}

func (s *served) send(order string) { fmt.Fprintln(s.Conn, order) }

func (s *served) line() string {
	s.t.Helper()
	line, err := s.answers.ReadString('\n')
	if err != nil {
		s.t.Fatalf("%v; it printed: %s", err, s.printed.String())
	}
	return strings.TrimSuffix(line, "\n")
}

func (s *served) expect(beginning string) {
	s.t.Helper()
	if line := s.line(); !strings.HasPrefix(line, beginning) {
		s.t.Errorf("%q was expected, and it answered: %s", beginning, line)
	}
}

func (s *served) exitCode() int {
	s.command.Wait()
	return s.command.ProcessState.ExitCode()
}

func replies(t *testing.T) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/stall" {
			<-r.Context().Done()
		}
		w.Write(make([]byte, 1000))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestServesFetchesUntilItIsStopped(t *testing.T) {
	s := serve(t, "TestReads")
	s.send("run 3 " + replies(t) + "/\nsettle")
	s.expect("done 3 0")
	s.expect("settled go_heap=")
	s.send("stop")
	if code := s.exitCode(); code != 0 {
		t.Errorf("exit code %d: %s", code, s.printed.String())
	}
}

func TestCollectsGarbage(t *testing.T) {
	s := serve(t, "TestReads", "GOGC=off")
	url := replies(t) + "/"
	var heap [2]int
	for i := range heap {
		s.send("run 500 " + url + "\nsettle")
		s.expect("done 500 0")
		line := s.line()
		if _, err := fmt.Sscanf(line, "settled go_heap=%d goroutines=", &heap[i]); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
	if grown := heap[1] - heap[0]; grown > 100_000 { // 500 fetches allocate millions
		t.Errorf("the heap has grown by %d bytes", grown)
	}
}

func TestEndsWithTheConnection(t *testing.T) {
	s := serve(t, "TestReads")
	s.Close()
	if code := s.exitCode(); code != 0 {
		t.Errorf("exit code %d: %s", code, s.printed.String())
	}
}

func TestServesTheCheckThatIsMeant(t *testing.T) {
	s := serve(t, "TestLeakySecondCheck#2")
	s.send("run 1 " + replies(t) + "/")
	s.expect("done 1 0")
}

func TestCancelsAFetchAtItsTimeout(t *testing.T) {
	s := serve(t, "TestReads")
	s.send("run 2 " + replies(t) + "/stall timeout=10")
	s.expect("done 2 2")
}

func TestNamesAnOrderThatItDoesNotKnow(t *testing.T) {
	for order, name := range map[string]string{"run 1 http://localhost/ http2=1": "http2=1", "jump 3": "jump 3"} {
		s := serve(t, "TestReads")
		s.send(order)
		if code := s.exitCode(); code != 1 {
			t.Errorf("exit code %d", code)
		}
		expect(t, s.printed.String(), name)
	}
}

func TestExplainsWhatIsHeld(t *testing.T) {
	s := serve(t, "TestLeakyKeeps")
	s.send("explain")
	s.expect("explains go-profile 0")
	s.send("run 100 " + replies(t) + "/")
	s.expect("done 100 0")
	s.send("explain")
	var count int
	if _, err := fmt.Sscanf(s.line(), "explains go-profile %d", &count); err != nil || count == 0 || count > 200 {
		t.Fatalf("%d lines: %v", count, err)
	}
	for ; count > 0; count-- {
		line := s.line()
		if strings.HasPrefix(line, "held\t") && strings.Contains(line, "suite.body") && strings.Contains(line, "\t100\t") {
			return
		}
	}
	t.Error("the line that reads bodies holds nothing")
}

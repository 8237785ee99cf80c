// Command gotest runs go test and says at the end what go test keeps to itself: how many tests were skipped,
// and for want of what. It fails as go test does, and also when nothing ran at all, as after a test was
// renamed that is called by name.
//
//	go run ./cmd/internal/gotest [-v] [flags of go test] [packages]
//
// A test that lacks something says so in the form "SKIPPED, NO PEER: hivexml is not installed"; it is counted
// under the capitals. GO in the environment names another go command.
package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"slices"
)

func main() {
	verbose := slices.Contains(os.Args[1:], "-v")
	args := slices.DeleteFunc(os.Args[1:], func(arg string) bool { return arg == "-v" }) // beside -json it hides that benchmarks run
	cmd := exec.Command(cmp.Or(os.Getenv("GO"), "go"), append([]string{"test", "-json"}, args...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gotest:", err)
		os.Exit(1)
	}
	r := run{out: os.Stdout, verbose: verbose, output: map[test][]string{}}
	readErr := r.read(out)
	failed := cmd.Wait()
	fmt.Println(r.summary())
	switch {
	case readErr != nil:
		fmt.Fprintln(os.Stderr, "gotest: reading what go test says:", readErr)
	case failed != nil: // go test has said why
	case r.ran == 0:
		fmt.Fprintln(os.Stderr, "gotest: NO TEST RAN")
	default:
		return
	}
	os.Exit(1)
}

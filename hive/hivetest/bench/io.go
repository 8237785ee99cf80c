package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
)

func installed(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}

// reads are the calls of a program for bytes of a file, with what they gave, as strace writes them.
var reads = regexp.MustCompile(`(?:read|pread64)(?:\(| resumed>).*\) = ([0-9]+)\n`)

// bytesRead is how many bytes a command reads of files, its own included, where strace is installed.
func bytesRead(c command) (n int64, ok bool) {
	if !installed("strace") {
		return 0, false
	}
	dir, err := os.MkdirTemp("", "mapihive-bench")
	if err != nil {
		return 0, false
	}
	defer os.RemoveAll(dir)
	log := filepath.Join(dir, "calls")
	cmd := exec.Command("strace", append([]string{"-f", "-q", "-e", "trace=read,pread64", "-o", log, "--"}, c.argv...)...)
	cmd.Stdout = io.Discard
	_ = cmd.Run() // what it found does not matter here
	text, err := os.ReadFile(log)
	for _, m := range reads.FindAllSubmatch(text, -1) {
		given, _ := strconv.ParseInt(string(m[1]), 10, 64)
		n += given
	}
	return n, err == nil && n > 0
}

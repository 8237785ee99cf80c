package main

import (
	"io"
	"os"

	"golang.org/x/term"
)

// Text is laid out for 80 columns, also where it goes to a file; lines much longer than that are hard to
// read, however wide the terminal.
const (
	textWidth    = 80
	maxTextWidth = 100
)

// terminal reports whether w is a terminal, and its number.
func terminal(w io.Writer) (int, bool) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	return int(f.Fd()), true
}

// terminalWidth returns the columns to use for text on w.
func terminalWidth(w io.Writer) int {
	fd, ok := terminal(w)
	if !ok {
		return textWidth
	}
	cols, _, err := term.GetSize(fd)
	if err != nil || cols <= 0 {
		return textWidth
	}
	return min(cols, maxTextWidth)
}

// useColor decides for --color. The variable NO_COLOR, if not empty, turns colour off unless the
// command line asks for it (no-color.org).
func useColor(when string, w io.Writer) (bool, error) {
	when, err := oneWord("--color", when, []string{"auto", "always", "never"})
	if err != nil || when != "auto" {
		return when == "always", err
	}
	_, ok := terminal(w)
	return ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb", nil
}

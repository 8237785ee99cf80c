package house_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	noticeName    = regexp.MustCompile(`(?m)^\S+\.\S+/\S+$`)              // a module stands alone on its line
	copyrightLine = regexp.MustCompile(`(?mi)^ *copyright (\(c\)|\d).*$`) // whose a work is, as licences say it
)

// linked returns the folder of each module that the program holds on some platform.
func linked(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, system := range []string{"linux", "windows", "darwin"} {
		list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}", "./cmd/mapihive")
		list.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
		list.Stderr = os.Stderr
		lines, err := list.Output()
		require.NoError(t, err)
		for line := range strings.Lines(string(lines)) {
			if name, dir, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
				out[name] = dir
			}
		}
	}
	require.NotEmpty(t, out)
	return out
}

// licenceOf is the text of the licence in a module's folder.
func licenceOf(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "LICENSE*"))
	require.NoError(t, err)
	require.Len(t, found, 1, "%s: which is its licence?", dir)
	text, err := os.ReadFile(found[0])
	require.NoError(t, err)
	return string(text)
}

// grant is what a licence grants and asks, in one line: the text without title and copyright lines.
func grant(licence string) string {
	text := strings.Join(strings.Fields(licence), " ")
	for _, start := range []string{"TERMS AND CONDITIONS FOR USE", "Permission is hereby granted", "Permission to use", "Redistribution and use"} {
		if i := strings.Index(text, start); i >= 0 {
			text = text[i:]
			if start[0] == 'T' { // behind it Apache explains how to apply it
				text, _, _ = strings.Cut(text, "END OF TERMS")
			}
			return strings.TrimSpace(text)
		}
	}
	return ""
}

// NOTICE names what the program is made of, with the copyright lines and the licence that each asks to keep.
func TestNotice(t *testing.T) {
	t.Chdir(root)
	read := func(name string) string {
		b, err := os.ReadFile(name)
		require.NoError(t, err)
		return string(b)
	}
	notice := read("NOTICE")
	texts := strings.Join(strings.Fields(notice+" "+read("LICENSE")), " ")
	modules := linked(t)
	for name, dir := range modules {
		_, entry, ok := strings.Cut(notice, "\n"+name+"\n")
		if !ok {
			t.Errorf("NOTICE forgets %s", name)
			continue
		}
		licence := licenceOf(t, dir)
		for _, line := range copyrightLine.FindAllString(licence, -1) {
			have, rest, _ := strings.Cut(entry, "\n")
			require.Equal(t, strings.TrimSpace(line), strings.TrimSpace(have), name)
			entry = rest
		}
		require.NotEmpty(t, grant(licence), "%s: what licence is it?", name)
		require.Contains(t, texts, grant(licence), "%s: its licence", name)
	}
	for _, name := range noticeName.FindAllString(notice, -1) {
		require.Contains(t, modules, name, "NOTICE names what is not linked")
	}

	own := licenceOf(t, modules["golang.org/x/text"]) // the same text; not every distribution keeps Go's beside it
	require.Contains(t, notice, "\nGo standard library\n    "+copyrightLine.FindString(own)+"\n")
	require.Contains(t, texts, grant(own))
}

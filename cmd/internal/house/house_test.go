// Package house_test holds the picture of the house in CONTRIBUTING.md: who may import whom.
package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	module = "mapihive/"
	root   = "../../.." // of the module, from this folder
)

// rooms are the packages, from the evidence upwards, and what of this module each may import. A package
// knows what is below it and nothing above: analyze cannot see a report, hive cannot see a profile. A
// new package needs a row, which is the moment to ask where it belongs.
var rooms = map[string][]string{
	"hive/english":        {},
	"hive/fserr":          {},
	"analyze/sets":        {},
	"hive/readonly":       {},
	"hive/internal/base":  {},
	"hive":                {},
	"hive/internal/cells": {"hive", "hive/internal/base"},
	"hive/regf/translog":  {"hive/internal/base"},
	"hive/regf":           {"hive", "hive/internal/base", "hive/internal/cells", "hive/regf/translog", "hive/fserr", "hive/readonly"},
	"hive/regf/lost":      {"hive", "hive/internal/base", "hive/internal/cells", "hive/regf", "hive/regf/translog"},
	"hive/codepage":       {"hive"},
	"hive/creg":           {"hive", "hive/codepage", "hive/internal/cells", "hive/fserr", "hive/readonly"},
	"hive/secret":         {"hive"},
	"hive/regtext":        {"hive", "hive/codepage"},
	"hive/winpath":        {"hive"},
	"hive/pst":            {"hive"},
	"hive/office":         {"hive"},
	"hive/mapi/prop":      {"hive", "hive/codepage", "hive/secret"},
	"hive/mapi":           {"hive", "hive/mapi/prop", "hive/codepage", "hive/secret", "hive/office", "hive/english"},
	"hive/ntuser":         {"hive", "hive/secret", "hive/winpath", "hive/office"},
	"hive/which":          {"hive"},
	"analyze":             {"hive", "hive/which", "hive/mapi", "hive/mapi/prop", "hive/ntuser", "hive/winpath", "hive/office", "hive/english", "analyze/sets", "hive/pst"},
	"analyze/exchange":    {"analyze", "hive", "hive/secret"},
	"analyze/collect":     {"analyze", "analyze/exchange", "hive", "hive/which", "hive/codepage", "hive/regf", "hive/regf/lost", "hive/regf/translog", "hive/mapi", "hive/ntuser", "hive/readonly", "hive/fserr", "hive/english", "hive/creg", "hive/regtext"},
	"analyze/compare":     {"analyze", "hive", "hive/mapi", "hive/mapi/prop", "hive/english", "hive/office"},
	"analyze/redact":      {"analyze", "hive", "hive/mapi", "hive/mapi/prop", "hive/ntuser", "hive/pst", "hive/which", "hive/winpath"},
	"analyze/topic":       {"analyze", "hive", "hive/mapi", "hive/mapi/prop", "hive/regf/translog"},
	"report":              {"hive", "hive/regtext", "hive/secret", "hive/mapi", "hive/mapi/prop", "hive/ntuser", "hive/regf/translog", "analyze", "analyze/compare", "hive/english", "hive/office", "hive/winpath", "report/escape", "hive/which", "report/dump", "analyze/topic", "analyze/exchange"},
	"report/escape":       {"hive", "hive/secret"},
	"report/dump":         {"hive", "hive/regf", "hive/secret", "hive/mapi", "hive/mapi/prop", "hive/english", "report/escape"},
	"cmd/mapihive":        {"hive", "hive/regf", "hive/regf/lost", "hive/mapi", "analyze", "analyze/compare", "report", "report/dump", "hive/office", "hive/winpath", "hive/english", "hive/fserr", "hive/readonly", "hive/regf/translog", "analyze/collect", "analyze/topic", "analyze/exchange", "analyze/redact"},

	// The test kit shares no code with the readers, so that it cannot share a mistake with them.
	"hive/hivetest":          {},
	"hive/hivetest/reg2hive": {"hive/hivetest"},
	"hive/hivetest/cregtest": {"hive/hivetest"},
	"hive/hivetest/share":    {"hive/hivetest"},
	"hive/hivetest/regview":  {"hive", "hive/hivetest"}, // registry text as the readers of contents see it
	"hive/hivetest/bench":    {"hive", "hive/regf", "hive/regf/lost", "hive/regf/translog", "hive/hivetest", "hive/hivetest/share"},

	"hive/mapi/prop/internal/gentags": {},
	"hive/mapi/internal/mapitest":     {},
	"cmd/internal/gotest":             {},
	"cmd/internal/dist":               {},
}

// walls are the packages of others and the files behind which each is kept: a file, or a folder with a
// slash at its end. Where nothing stands, the package is for tests alone.
var walls = map[string][]string{
	"www.velocidex.com/golang/regparser":  {"hive/internal/cells/record.go"},
	"github.com/olekukonko/tablewriter":   {"report/table.go"},
	"github.com/spf13/cobra":              {"cmd/mapihive/"},
	"github.com/spf13/pflag":              {"cmd/mapihive/man.go", "cmd/mapihive/redact.go"},
	"golang.org/x/sync":                   {"analyze/collect/read.go", "analyze/collect/budget.go"},
	"golang.org/x/term":                   {"cmd/mapihive/terminal.go"},
	"golang.org/x/text":                   {"hive/codepage/", "analyze/redact/token.go"},
	"github.com/stretchr/testify/require": {},

	"github.com/rogpeppe/go-internal/testscript": {},
	"github.com/santhosh-tekuri/jsonschema/v6":   {},

	// Of the standard library: a reader of evidence starts no program, calls nobody and trusts no pointer,
	// and a library says what is wrong in what it returns.
	"os/exec":  {"hive/hivetest/bench/", "cmd/internal/gotest/", "cmd/internal/dist/"},
	"net":      {},
	"log":      {"hive/mapi/prop/internal/gentags/"},
	"log/slog": {"cmd/mapihive/"},
	"unsafe":   {},
}

func TestHouse(t *testing.T) {
	t.Chdir(root)
	require.NoError(t, filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(file) != ".go":
			return nil
		}
		room := path.Dir(filepath.ToSlash(file))
		if _, known := rooms[room]; !known && room != "cmd/internal/house" {
			t.Errorf("%s: the package %s has no row in rooms", file, room)
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			require.NoError(t, err)
			if why := misplaced(filepath.ToSlash(file), imported); why != "" {
				t.Errorf("%s imports %s: %s", file, imported, why)
			}
		}
		return nil
	}))
}

// misplaced says why a file may not import a package, "" if it may. Tests may use every package of the
// module and every other that has a wall, but the test kit stays apart even in its tests.
func misplaced(file, imported string) string {
	room, isTest := path.Dir(file), strings.HasSuffix(file, "_test.go")
	if ours, ok := strings.CutPrefix(imported, module); ok {
		if isTest && room != "hive/hivetest" || ours == room || slices.Contains(rooms[room], ours) {
			return ""
		}
		return room + " knows nothing of " + ours
	}
	behind, walled := wall(imported)
	switch {
	case !walled && strings.Contains(strings.Split(imported, "/")[0], "."):
		return "a new dependency needs a strong reason, and a row in walls"
	case !walled, isTest:
		return ""
	case len(behind) == 0:
		return "it is for tests, if for anything"
	}
	for _, place := range behind {
		if file == place || strings.HasSuffix(place, "/") && strings.HasPrefix(file, place) {
			return ""
		}
	}
	return "only " + strings.Join(behind, ", ") + " may"
}

// wall returns where a package or one above it may be imported.
func wall(imported string) (behind []string, ok bool) {
	for p := imported; p != "."; p = path.Dir(p) {
		if behind, ok = walls[p]; ok {
			return behind, true
		}
	}
	return nil, false
}

// The walls stop what they are there to stop.
func TestMisplaced(t *testing.T) {
	for _, c := range []struct{ file, imported, why string }{
		{"hive/internal/cells/record.go", "www.velocidex.com/golang/regparser", ""},
		{"hive/regf/key.go", "www.velocidex.com/golang/regparser", "only hive/internal/cells/record.go may"},
		{"report/table.go", "github.com/olekukonko/tablewriter/renderer", ""},
		{"report/page.go", "github.com/olekukonko/tablewriter/renderer", "only report/table.go may"},
		{"cmd/mapihive/dump.go", "github.com/spf13/cobra", ""},
		{"analyze/run.go", "github.com/spf13/cobra", "only cmd/mapihive/ may"},
		{"analyze/run_test.go", "github.com/stretchr/testify/require", ""},
		{"analyze/run_test.go", "github.com/stretchr/testify/assert", "strong reason"},
		{"analyze/run.go", "github.com/stretchr/testify/require", "for tests"},
		{"analyze/run.go", "mapihive/hive/mapi", ""},
		{"analyze/run.go", "mapihive/report", "analyze knows nothing of report"},
		{"analyze/run.go", "mapihive/hive/regf", "analyze knows nothing of hive/regf"},
		{"analyze/run.go", "mapihive/hive/regf/lost", "analyze knows nothing of hive/regf/lost"},
		{"analyze/run.go", "mapihive/hive/regf/translog", "analyze knows nothing of hive/regf/translog"},
		{"analyze/run.go", "mapihive/analyze/collect", "analyze knows nothing of analyze/collect"},
		{"analyze/collect/hive.go", "mapihive/report", "analyze/collect knows nothing of report"},
		{"analyze/run.go", "mapihive/hive/internal/base", "analyze knows nothing of hive/internal/base"},
		{"analyze/run.go", "mapihive/hive/hivetest", "analyze knows nothing of hive/hivetest"},
		{"analyze/run_test.go", "mapihive/hive/hivetest", ""},
		{"hive/path.go", "mapihive/hive/mapi", "hive knows nothing of hive/mapi"},
		{"hive/path.go", "mapihive/hive/regf", "hive knows nothing of hive/regf"},
		{"hive/internal/cells/cells.go", "mapihive/hive/regf", "hive/internal/cells knows nothing of hive/regf"},
		{"hive/regf/key.go", "mapihive/hive/regf/lost", "hive/regf knows nothing of hive/regf/lost"},
		{"hive/regf/key.go", "mapihive/hive/mapi", "hive/regf knows nothing of hive/mapi"},
		{"hive/hivetest/data.go", "mapihive/hive", "hive/hivetest knows nothing of hive"},
		{"hive/hivetest/data_test.go", "mapihive/hive", "hive/hivetest knows nothing of hive"},
		{"hive/hivetest/data_test.go", "mapihive/hive/hivetest", ""},
		{"hive/new/new.go", "mapihive/hive", "hive/new knows nothing of hive"},
		{"hive/regf/hive.go", "net/http", "for tests"},
		{"hive/regf/hive.go", "unsafe", "for tests"},
		{"hive/regf/peers_test.go", "os/exec", ""},
		{"hive/regf/hive.go", "gopkg.in/yaml.v3", "strong reason"},
		{"hive/regf/hive.go", "encoding/binary", ""},
	} {
		got := misplaced(c.file, c.imported)
		if c.why == "" {
			require.Empty(t, got, "%s imports %s", c.file, c.imported)
			continue
		}
		require.Contains(t, got, c.why, "%s imports %s", c.file, c.imported)
	}
}

// What is lost has one door.
func TestOneDoorToWhatIsLost(t *testing.T) {
	files, err := filepath.Glob(filepath.FromSlash(root + "/hive/regf/lost/*.go"))
	require.NoError(t, err)
	var doors []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		for name := range f.Scope.Objects {
			if ast.IsExported(name) {
				doors = append(doors, name)
			}
		}
	}
	require.Equal(t, []string{"Recover"}, doors)
}

// Rows of packages and files that are gone go too.
func TestHouseIsLivedIn(t *testing.T) {
	t.Chdir(root)
	for room, may := range rooms {
		for _, p := range append(may, room) {
			require.DirExists(t, filepath.FromSlash(p), "in the row of %s", room)
		}
	}
	for name, behind := range walls {
		for _, p := range behind {
			_, err := os.Stat(filepath.FromSlash(p))
			require.NoError(t, err, "in the row of %s", name)
		}
	}
}

// CONTRIBUTING.md names every room but the tools of the project, and no file and no Go name that does not exist.
func TestContributingIsTrue(t *testing.T) {
	t.Chdir(root)
	page, err := os.ReadFile("CONTRIBUTING.md")
	require.NoError(t, err)
	text := string(page)
	for room := range rooms {
		_, err := os.Stat(filepath.FromSlash(room + "/main.go"))
		if tool := err == nil && room != "cmd/mapihive"; !tool {
			require.True(t, strings.Contains(text, "\n| `"+room+"` |"), "%s has no row", room)
		}
	}
	named := regexp.MustCompile("`([a-z]+[/_][\\w/.*-]*)`").FindAllStringSubmatch(text, -1)
	require.Greater(t, len(named), 15)
	for _, m := range named {
		found, err := filepath.Glob(filepath.FromSlash(strings.ReplaceAll(m[1], "NAME", "*")))
		require.NoError(t, err)
		require.NotEmpty(t, found, m[1])
	}
	words := map[string]bool{}
	word := regexp.MustCompile(`\w+`)
	require.NoError(t, filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(file) != ".go" {
			return err
		}
		src, err := os.ReadFile(file)
		for _, w := range word.FindAllString(string(src), -1) {
			words[w] = true
		}
		return err
	}))
	for _, m := range regexp.MustCompile("`(?:[A-Z][a-z]+\\.)?([A-Z]+[a-z]\\w+)`").FindAllStringSubmatch(text, -1) {
		require.True(t, words[m[1]], "no such name in the code: %s", m[1])
	}
}

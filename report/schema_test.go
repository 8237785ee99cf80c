package report

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/analyze/exchange"
	"mapihive/hive/hivetest"
	"mapihive/hive/regf"
	"mapihive/hive/regf/lost"
	"mapihive/report/dump"
)

// validators are the schemas of all layouts, compiled by a validator that is not the project's, so that it cannot share a
// mistake with what makes them. They are closed: a field that a schema does not name is a fault of the schema.
func validators(t testing.TB) map[string]func(doc []byte) error {
	t.Helper()
	out := map[string]func(doc []byte) error{}
	for _, l := range Layouts() {
		text, err := encodeJSON(l.schema(true), "")
		require.NoError(t, err)
		validate := compile(t, text)
		out[l.Name] = validate
	}
	return out
}

func compile(t testing.TB, schema []byte) func(doc []byte) error {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource("schema.json", parsed))
	s, err := c.Compile("schema.json")
	require.NoError(t, err)
	return func(doc []byte) error {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc))
		if err == nil {
			err = s.Validate(v)
		}
		return err
	}
}

// layoutOf is the name of the layout of a JSON document, by what it says itself.
func layoutOf(t testing.TB, doc []byte) string {
	t.Helper()
	for _, l := range Layouts() {
		if bytes.Contains(doc[:min(len(doc), 200)], []byte(`"schema": "`+l.ID+`"`)) {
			return l.Name
		}
	}
	t.Fatalf("no layout: %.200s", doc)
	return ""
}

// Every golden document and every line of one is as the published schema says, and has no field that it does not name.
func TestGoldensAreAsTheirSchemas(t *testing.T) {
	validate := validators(t)
	documents, lines := 0, 0
	for _, dir := range []string{"testdata", "dump/testdata"} {
		require.NoError(t, filepath.WalkDir(dir, func(file string, d os.DirEntry, err error) error {
			require.NoError(t, err)
			switch text, _ := os.ReadFile(file); filepath.Ext(file) {
			case ".json":
				if bytes.Contains(text, []byte(`"schema": ""`)) {
					return nil // of a report that nobody made
				}
				documents++
				require.NoError(t, validate[layoutOf(t, text)](text), file)
			case ".jsonl":
				layout := "records"
				if strings.HasPrefix(dir, "dump") {
					layout = "dump"
				}
				for line := range bytes.Lines(text) {
					lines++
					require.NoError(t, validate[layout](line), "%s: %s", file, line)
				}
			}
			return nil
		}))
	}
	require.Greater(t, documents, 10)
	require.Greater(t, lines, 200)
}

// So is what real hives and the cases of the analyzers give.
func TestRealReportsAreAsTheirSchemas(t *testing.T) {
	valid := validators(t)
	check := func(t *testing.T, path string, ws []analyze.Whole) {
		s := analyze.Snapshots(ws)
		c := analyze.Case{Sources: s}
		for _, d := range []*Document{
			Analysis(&Report{Schema: Schema, Sources: s, Findings: analyze.Run(&c, analyze.All())}), Profiles(ws, true), Stores(s), Accounts(s), Timeline(ws),
		} {
			doc := writtenAs(t, d, "json")
			require.NoError(t, valid[layoutOf(t, doc)](doc), path)
			for line := range bytes.Lines(writtenAs(t, d, "jsonl")) {
				require.NoError(t, valid["records"](line), "%s: %s", path, line)
			}
		}
		line, err := exchange.Line{Record: exchange.OfSource, Source: &s[0]}.Encode()
		require.NoError(t, err)
		require.NoError(t, valid["snapshot"](line), path)
	}
	t.Run("cases", func(t *testing.T) {
		files, err := filepath.Glob("../analyze/testdata/*.reg")
		require.NoError(t, err)
		for _, file := range files {
			tree, err := hivetest.ParseFile(file)
			require.NoError(t, err)
			image, err := tree.Image()
			require.NoError(t, err)
			check(t, file, []analyze.Whole{collect.TakeWholeImage(t.Context(), file, image)})
		}
	})
	t.Run("real", func(t *testing.T) {
		for _, path := range hivetest.RealHives(t) {
			check(t, path, []analyze.Whole{collect.TakeWhole(t.Context(), path, collect.Options{Contents: true})})
		}
	})
}

// So is a dump, also of what was deleted.
func TestDumpIsAsItsSchema(t *testing.T) {
	image, err := os.ReadFile("../testdata/demo-NTUSER.DAT")
	require.NoError(t, err)
	h, err := regf.Read(t.Context(), image)
	require.NoError(t, err)
	d := dump.Dump{Path: "demo", Hive: h}
	d.Recovered, err = lost.Recover(t.Context(), h)
	require.NoError(t, err)
	doc := Dumped(t.Context(), &d)
	doc.Run = base("dump", "demo").Run
	valid, seen := validators(t)["dump"], map[string]bool{}
	for line := range bytes.Lines(writtenAs(t, doc, "jsonl")) {
		require.NoError(t, valid(line), string(line))
		seen[string(line[:bytes.IndexByte(line, ',')])] = true
	}
	require.Len(t, seen, 5, "run, hive, key, value, end: %v", seen)
}

// A published schema takes what the documents have and fields that are still to come, and tells other layouts apart.
func TestSchemas(t *testing.T) {
	names := map[string]bool{}
	doc := jsonOf(t, twoConflicts())
	line := writtenAs(t, Analysis(twoConflicts()), "jsonl")
	line = line[bytes.Index(line, []byte(`{"record":"finding"`)):]
	line = line[:bytes.IndexByte(line, '\n')]
	for _, l := range Layouts() {
		names[l.Name] = true
		text, err := l.Schema()
		require.NoError(t, err)
		require.True(t, json.Valid(text))
		valid := compile(t, text)
		for _, c := range []struct {
			layout string
			doc    string
		}{
			{"report", string(doc)}, {"report", strings.Replace(string(doc), "{", `{"later": [1], `, 1)},
			{"records", string(line)}, {"records", strings.Replace(string(line), "{", `{"later":1,`, 1)},
		} {
			if l.Name == c.layout {
				require.NoError(t, valid([]byte(c.doc)), l.Name)
			} else {
				require.Error(t, valid([]byte(c.doc)), l.Name)
			}
		}
		for _, bad := range []string{
			strings.Replace(string(doc), `"severity": "high"`, `"severity": "worse"`, 1), strings.Replace(string(doc), `"rule": `, `"role": `, 1),
			strings.Replace(string(doc), `"offset": 90210`, `"offset": "90210"`, 1),
			strings.Replace(string(line), `"finding"`, `"profile"`, 1), `1`, `{}`,
		} {
			require.Error(t, valid([]byte(bad)), "%s: %s", l.Name, bad)
		}
	}
	require.Len(t, names, len(Layouts()), "each has a name of its own")
}

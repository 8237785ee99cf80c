package redact_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/analyze/redact"
	"mapihive/hive"
	"mapihive/hive/hivetest"
	"mapihive/hive/mapi"
	"mapihive/report"
)

// outcomes are what analyzers find in a case, without the words.
func outcomes(all []analyze.Snapshot) (out []string) {
	for _, f := range analyze.Run(&analyze.Case{Sources: all}, analyze.All()) {
		out = append(out, fmt.Sprintf("%s/%s %s %s %d", f.Analyzer, f.Rule, f.Severity, f.Confidence, len(f.Evidence)))
	}
	slices.Sort(out)
	return out
}

// texts are the texts and bytes in a value, as they are.
func texts(v reflect.Value, add func(string)) {
	switch t := v.Type(); {
	case t == reflect.TypeFor[hive.Text]():
		add(v.String())
	case t.Kind() == reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), add)
		}
	case t.Kind() == reflect.Struct:
		for i := range t.NumField() {
			texts(v.Field(i), add)
		}
	}
}

// planted are the private texts of snapshots, of eight characters and more, and the private words in them.
func planted(r *redact.Redactor, all []analyze.Snapshot) map[string]bool {
	out := map[string]bool{}
	for i := range all {
		texts(reflect.ValueOf(all[i]), func(s string) {
			if len([]rune(s)) >= 8 && r.Hides(hive.Text(s)) {
				out[s] = true
			}
		})
	}
	for _, w := range r.Planted() {
		out[w] = true
	}
	return out
}

// written is every document on the snapshots in every format that it has.
func written(t *testing.T, all []analyze.Snapshot) map[string][]byte {
	t.Helper()
	wholes := make([]analyze.Whole, len(all))
	for i := range all {
		wholes[i] = analyze.Whole{Snapshot: all[i], Contents: make([]mapi.Contents, len(all[i].Profiles))}
	}
	out := map[string][]byte{}
	for _, d := range []*report.Document{
		report.Analysis(report.New(&analyze.Case{Sources: all})), report.Profiles(wholes, false), report.Stores(all), report.Accounts(all), report.Timeline(wholes),
	} {
		for _, f := range report.Formats() {
			if f.Of(d) {
				var b bytes.Buffer
				require.NoError(t, d.Write(&b, f, report.TextOptions{}))
				out[d.Name+" "+f.Name] = b.Bytes()
			}
		}
	}
	return out
}

// forms are how a text may be written.
func forms(s string) []string {
	utf16 := hive.EncodeUTF16(hive.Text(s))
	return []string{s, strings.ReplaceAll(s, `\`, `\\`), hex.EncodeToString([]byte(s)), string(utf16), hex.EncodeToString(utf16)}
}

// requireRedacted asks for the same findings in redacted snapshots, and for none of the texts in what is written of
// them.
func requireRedacted(t *testing.T, all ...analyze.Snapshot) {
	t.Helper()
	r := redact.New([]byte("a key for tests"))
	shown := r.Snapshots(all)
	require.Equal(t, outcomes(all), outcomes(shown))
	hidden := planted(r, all)
	for name, b := range written(t, shown) {
		folded := strings.ToLower(string(b))
		for s := range hidden {
			for _, form := range forms(s) {
				if strings.Contains(folded, strings.ToLower(form)) {
					t.Errorf("%s has %q", name, form)
				}
			}
		}
	}
}

func built(t *testing.T, file string) analyze.Snapshot {
	t.Helper()
	tree, err := hivetest.ParseFile(file)
	require.NoError(t, err)
	image, err := tree.Image()
	require.NoError(t, err)
	return collect.TakeImage(t.Context(), file, image)
}

// What is found in a hive is found in what is shown of it, and nothing of what is hidden is in any report.
func TestBuiltHives(t *testing.T) {
	files, err := filepath.Glob("../testdata/*.reg")
	require.NoError(t, err)
	var all []analyze.Snapshot
	for _, file := range files {
		s := built(t, file)
		t.Run(filepath.Base(file), func(t *testing.T) { requireRedacted(t, s) })
		all = append(all, s)
	}
	t.Run("all", func(t *testing.T) {
		require.Equal(t, outcomes(all), outcomes(redact.New([]byte("another")).Snapshots(all)))
	})
	t.Run("some", func(t *testing.T) { requireRedacted(t, all[:min(12, len(all))]...) })
	require.Greater(t, len(outcomes(all)), 50)
}

func TestRealHives(t *testing.T) {
	for _, path := range hivetest.RealHives(t) {
		s := collect.Take(t.Context(), path, collect.Options{})
		t.Run(filepath.Base(filepath.Dir(path))+"/"+filepath.Base(path), func(t *testing.T) { requireRedacted(t, s) })
	}
}

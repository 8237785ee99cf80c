package exchange_test

import (
	"bytes"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/analyze/exchange"
	"mapihive/hive/hivetest"
	"mapihive/report"
)

// snapshotLines are lines of the cases of the analyzers.
func snapshotLines(t testing.TB) (lines [][]byte) {
	cases, err := filepath.Glob("../testdata/*.reg")
	require.NoError(t, err)
	require.NotEmpty(t, cases)
	for _, file := range cases {
		tree, err := hivetest.ParseFile(file)
		require.NoError(t, err)
		image, err := tree.Image()
		require.NoError(t, err)
		s := collect.TakeImage(t.Context(), file, image)
		line, err := exchange.Line{Record: exchange.OfSource, Source: &s}.Encode()
		require.NoError(t, err)
		lines = append(lines, line)
	}
	return lines
}

// What readers make is far from every limit, and comes back to the byte.
func TestSnapshotsAreWithinLimits(t *testing.T) {
	for _, line := range snapshotLines(t) {
		l, err := exchange.Decode(line)
		require.NoError(t, err)
		again, err := l.Encode()
		require.NoError(t, err)
		require.Equal(t, string(line), string(again))
		left, of, err := exchange.Left(line)
		require.NoError(t, err)
		require.Greater(t, left, of/2)
	}
}

// FuzzLine reads any bytes as a line. What is taken can be written and read again, and be analyzed and reported.
func FuzzLine(f *testing.F) {
	for i, line := range snapshotLines(f) {
		if i%4 == 0 {
			f.Add(line)
		}
	}
	for _, shard := range []exchange.Shard{{}, {1, 3}} {
		var b bytes.Buffer
		w, err := exchange.NewWriter(&b, exchange.Run{Tool: "mapihive", Shard: shard})
		require.NoError(f, err)
		require.NoError(f, w.Skipped(0, 1, "x", exchange.Skipped{Path: "y"}))
		require.NoError(f, w.Covered(0, 1, "x", exchange.Covered{Links: -1, Files: math.MaxInt}))
		require.NoError(f, w.End())
		f.Add(b.Bytes())
		for _, line := range bytes.Split(b.Bytes(), []byte("\n")) {
			f.Add(line)
		}
	}
	if demo, err := os.ReadFile("../../testdata/demo-NTUSER.DAT"); err == nil {
		s := collect.TakeImage(f.Context(), "demo", demo)
		line, err := exchange.Line{Record: exchange.OfSource, Source: &s}.Encode()
		require.NoError(f, err)
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 1<<16 {
			return
		}
		var j exchange.Join
		if err := j.Add("in", bytes.NewReader(in), int64(len(in))); err == nil {
			var b bytes.Buffer
			_, err := j.Write(&b)
			require.NoError(t, err)
			var k exchange.Join
			require.NoError(t, k.Add("out", bytes.NewReader(b.Bytes()), int64(b.Len())))
			require.Empty(t, k.Wrong(), "what is written is whole")
			var c bytes.Buffer
			_, err = k.Write(&c)
			require.NoError(t, err)
			require.Equal(t, b.String(), c.String())
		}
		l, err := exchange.Decode(in)
		if err != nil || l.Source == nil {
			return
		}
		again, err := l.Encode()
		require.NoError(t, err)
		back, err := exchange.Decode(again)
		require.NoError(t, err)
		twice, err := back.Encode()
		require.NoError(t, err)
		require.Equal(t, string(again), string(twice))
		c := analyze.Case{Sources: []analyze.Snapshot{*l.Source, *back.Source}}
		r := report.Report{Schema: report.Schema, Sources: c.Sources, Findings: analyze.Run(&c, analyze.All())}
		for _, d := range []*report.Document{
			report.Analysis(&r), report.Stores(c.Sources), report.Accounts(c.Sources),
			report.Timeline([]analyze.Whole{{Snapshot: c.Sources[0]}}), report.Profiles([]analyze.Whole{{Snapshot: c.Sources[0]}}, false),
		} {
			for _, format := range report.Formats() {
				if format.Of(d) && (d.Name != "profiles" || format.Name == "text") { // the others need contents
					require.NoError(t, d.Write(io.Discard, format, report.TextOptions{Width: 80}))
				}
			}
		}
	})
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/analyze/collect"
	"mapihive/report"
)

// Every run that comes to its end says so last, and what it did; nothing else does, and --quiet silences it.
func TestClosingLine(t *testing.T) {
	desk(t)
	for _, c := range []struct{ line, want string }{
		{"analyze NTUSER.DAT", "1 hive read; 5 findings, 1 high, 2 low, 2 informational; report on stdout"},
		{"analyze plain.dat", "1 hive read; 0 findings; report on stdout"},
		{"analyze --only pst-path NTUSER.DAT -o void/r.txt", "1 hive read; 1 finding, 1 high; report in void/r.txt"},
		{"analyze NTUSER.DAT nope.dat stub.dat dir", "3 hives read, 2 not; 5 findings, 1 high, 2 low, 2 informational; report on stdout"},
		{"analyze stub.dat", "0 hives read, 1 not; 0 findings; report on stdout"},
		{"analyze nope.dat", "0 hives read, 1 not; 0 findings; no report"},
		{"collect dir nope.dat -o void/s.jsonl", "2 hives read, 1 not; snapshots in void/s.jsonl"},
		{"collect NTUSER.DAT", "1 hive read; snapshots on stdout"},
	} {
		_, _, stderr := doAll(strings.Split(c.line, " ")...)
		lines := strings.SplitAfter(stderr, "\n")
		require.Len(t, closingLine.FindAllString(stderr, -1), 1, c.line)
		require.Equal(t, "mapihive: done: "+c.want+"\n", lines[len(lines)-2], c.line)
		_, _, stderr = doAll(append(strings.Split(c.line, " "), "-q", "--force")...)
		require.NotContains(t, stderr, "done", c.line)
	}
	for _, line := range []string{"analyze", "analyze NTUSER.DAT -o void/r.txt", "analyze NTUSER.DAT --progress x", "collect"} {
		status, _, stderr := doAll(strings.Split(line, " ")...)
		require.Equal(t, statusUsage, status, line)
		require.NotContains(t, stderr, "done")
	}
	_, _, stderr := doAll("analyze", "NTUSER.DAT", "--progress", "json", "-o", "void/j.txt")
	require.JSONEq(t, `{"progress":"done","hives":1,"not_read":0,"findings":5,"by_severity":{"high":1,"low":2,"informational":2},"output":"void/j.txt"}`, stderr)
}

// While a run goes on, ticks make lines, and messages keep their own.
func TestProgressGoesOn(t *testing.T) {
	share(t, 8)
	var out, errs bytes.Buffer
	ticks := make(chan time.Time)
	a := app{args: []string{"analyze", "share", "--progress", "json"}, stdout: &out, stderr: &errs, readers: collect.Readers(), analyzers: analyze.All(), formats: report.Formats()}
	stopped := false
	a.timing = timing{time.Now, func(d time.Duration) (<-chan time.Time, func()) {
		require.Equal(t, time.Second, d)
		return ticks, func() { stopped = true }
	}}
	read := a.readers[0].Read
	a.readers[0].Read = func(ctx context.Context, f *collect.File, opt collect.Options, emit func(analyze.Whole)) error {
		ticks <- time.Time{}
		return read(ctx, f, opt, emit)
	}
	require.Equal(t, statusPartly, a.run(t.Context()))
	require.True(t, stopped)
	lines := strings.Split(strings.TrimSpace(errs.String()), "\n")
	said := 0
	for _, line := range lines {
		if strings.HasPrefix(line, "{") {
			var v struct{ Progress string }
			require.NoError(t, json.Unmarshal([]byte(line), &v), line)
			said++
		}
	}
	require.GreaterOrEqual(t, said, 8)
	require.Contains(t, lines[len(lines)-1], `"progress":"done"`)
}

func TestProgress(t *testing.T) {
	share(t, 16)
	for _, form := range []string{"auto", "none"} {
		_, _, stderr := doAll("analyze", "share", "--progress", form, "-o", "r.txt", "--force")
		for _, line := range strings.Split(strings.TrimSpace(stderr), "\n") {
			require.Regexp(t, `^mapihive: (share/|-o|done: 16 hives read, 4 not; )`, line, "a pipe is told nothing else")
		}
	}

	files := []*collect.File{}
	in := &input{collector: collect.New(collect.Readers())}
	for f := range in.collector.Find(t.Context(), []string{"share"}) {
		if !f.IsEnd() {
			files = append(files, f)
		}
	}
	in.files = files
	var to bytes.Buffer
	now := time.Unix(1e9, 0)
	p := &progress{wide: 79, findings: func(*analyze.Snapshot) int { return 2 }, files: files, timing: timing{now: func() time.Time { return now }}, to: &to, begun: now, state: state{Of: len(files)}}
	say := func(form string) string {
		p.form = form
		to.Reset()
		p.say()
		return to.String()
	}
	require.Equal(t, "mapihive: 0 of 20 files, 0 hives, 0 bytes, 0 bytes/s, 0 findings\n", say(progressPlain))
	n := 0
	for r := range in.collector.Read(t.Context(), slices.Values(files), collect.Options{}) {
		p.met(r)
		if n++; n == 8 {
			now = now.Add(4 * time.Second)
			require.Equal(t, "mapihive: 6 of 20 files, 5 hives, 32.8 kB, 8.2 kB/s, 9 s left, 10 findings, 1 not read\n", say(progressPlain))
			var line map[string]any
			require.NoError(t, json.Unmarshal([]byte(say(progressJSON)), &line))
			require.Equal(t, "reading", line["progress"])
			require.InDelta(t, 6, line["files"], 0)
			require.InDelta(t, 9.3, line["seconds_left"], 0.1)
			first := say(progressAuto)
			require.NotContains(t, first, "\n")
			require.Contains(t, say(progressAuto), "\r\x1b[K6 of 20 files")
			to.Reset()
			_, err := p.Write([]byte("mapihive: a message\n"))
			require.NoError(t, err)
			require.Equal(t, "\r\x1b[Kmapihive: a message\n", to.String(), "it stands alone on its line")
			p.wide = 20
			require.Equal(t, "6 of 20 files, 5 hiv", say(progressAuto), "and the line that changes on one")
		}
	}
	now = now.Add(time.Hour)
	require.Regexp(t, `^mapihive: 19 of 20 files, 18 hives, .*, 3 min left, 36 findings, 2 not read\n$`, say(progressPlain))
}

func TestAmounts(t *testing.T) {
	for want, bytes := range map[string]float64{"0 bytes": 0, "999 bytes": 999, "1.0 kB": 1000, "99.9 kB": 99_900, "100 kB": 100_000, "1.5 MB": 1.5e6, "20.0 GB": 2e10, "5000 GB": 5e12} {
		require.Equal(t, want, amount(bytes))
	}
	for want, seconds := range map[string]float64{"0 s": 0.4, "99 s": 99, "2 min": 100, "99 min": 5950, "1 h 40 min": 6000} {
		require.Equal(t, want, span(seconds))
	}
}

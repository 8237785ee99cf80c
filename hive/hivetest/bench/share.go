package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"mapihive/hive/hivetest/share"
)

// share measures a file server's folder of profiles.
func (b *bench) share() error {
	dir := filepath.Join(b.dir, "share")
	const users = 2000
	var hives []string
	bytes := int64(0)
	p := share.Plan{Users: users, Seed: 1, Parts: os.DirFS(parts), Filler: 500, Teams: users / 20, Dirty: 5, Broken: 2}
	err := p.Write(dir, func(u *share.User) {
		for _, data := range u.Files {
			bytes += int64(len(data))
		}
		hives = append(hives, filepath.Join(dir, u.Name, "NTUSER.DAT"))
	})
	if err != nil {
		return err
	}
	loop := func(words string) string { // of a program that reads one hive
		return fmt.Sprintf("for f in %s/*/NTUSER.DAT; do %s; done >/dev/null 2>&1", dir, words)
	}
	runs := b.runs
	b.runs = min(1, runs)
	defer func() { b.runs = runs }()
	const key = `\Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles`
	commands := []command{
		{"mapihive analyze", []string{b.program, "analyze", "--format", "jsonl", dir}},
		{"mapihive analyze --workers 1", []string{b.program, "analyze", "--workers", "1", "--format", "jsonl", dir}},
		{"mapihive analyze --quick", []string{b.program, "analyze", "--quick", "--format", "jsonl", dir}},
		b.anchors(dir)[0],
		b.peer("a loop of reglookup", "reglookup", loop(`reglookup -p '`+strings.ReplaceAll(strings.TrimPrefix(key, `\`), `\`, "/")+`' "$f"`)),
		b.peer("a loop of hivexget", "hivexget", loop(`hivexget "$f" '`+key+`'`)),
	}
	s := b.compare(fmt.Sprintf("a share of %d users, %d MB in all", users, bytes/1e6), commands...)
	if b.err != nil {
		return b.err
	}
	for i, name := range []string{"analyze", "analyze, one worker", "analyze --quick"} {
		wall := s[i].wall.Seconds()
		fmt.Printf("  %-40s %9.0f hives/s %7.1f MB/s\n", name, float64(len(hives))/wall, float64(bytes)/1e6/wall)
	}
	b.cpu("share: analyze / SHA-256 in process", s[0], s[3], 2.6)
	b.memory("share: MiB for 2,000 hives", s[0], 150)
	b.ratio("share: time with as many workers as processors / with one", s[0].wall.Seconds()/s[1].wall.Seconds(), 1/1.7)
	b.cpu("share: --quick / the loop of reglookup", s[2], s[4], 0.1)
	b.cpu("share: --quick / the loop of hivexget", s[2], s[5], 0)
	if read, ok := bytesRead(commands[2]); ok {
		b.ratio("share: bytes that --quick reads / bytes there are", float64(read)/float64(bytes), 0.1)
	}
	if b.full {
		return b.small()
	}
	return nil
}

// peer is a loop in the shell over a program that may not be there.
func (b *bench) peer(name, program, script string) command {
	if !installed(program) {
		return command{name, []string{program}} // is said to be missing
	}
	return command{name, []string{"sh", "-c", script}}
}

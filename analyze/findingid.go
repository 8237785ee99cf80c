package analyze

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"

	"mapihive/hive"
)

// content is what a source was read from: the hash of its file, and of the logs that were laid over it; of a file with
// several users, whose part. It is "" where the file has no hash: nothing is known to be its copy then.
func (s *Snapshot) content() string {
	if s.SHA256 == "" {
		return ""
	}
	id := s.SHA256 + " " + string(s.UserKey)
	for _, l := range s.Logs {
		if l.Applied > 0 {
			id += " " + l.SHA256
		}
	}
	return id
}

// Copies maps each source that holds the same bytes as an earlier one, transaction logs included, to the
// first of them. Shadow copies and hard links of one hive are one piece of evidence.
func (c *Case) Copies() map[int]int { return equalContents(c.contents()) }

func (c *Case) contents() []string {
	contents := make([]string, len(c.Sources))
	for i := range c.Sources {
		contents[i] = c.Sources[i].content()
	}
	return contents
}

func equalContents(contents []string) map[int]int {
	out := map[int]int{}
	first := make(map[string]int, len(contents))
	for i, id := range contents {
		if id == "" {
			continue
		}
		if at, ok := first[id]; ok {
			out[i] = at
		} else {
			first[id] = i
		}
	}
	return out
}

// identify gives a finding its ID, unless evidence of it stands in a source that has no hash.
func (c *Case) identify(f *Finding, contents []string) {
	var few [4]string // most findings have little evidence, and there are many findings
	var room [512]byte
	places, b := few[:0], room[:0]
	for i := range f.Evidence {
		e := &f.Evidence[i]
		content, in := contents[e.Source], c.Sources[e.Source].fileHash(e.File)
		if content == "" || in == "" {
			return
		}
		b = append(append(append(append(b[:0], content...), '\t'), in...), '\t')
		b = append(strconv.AppendInt(b, e.Offset, 10), '\t')
		places = append(places, string(strconv.AppendInt(b, int64(e.Line), 10)))
	}
	slices.Sort(places)
	b = append(append(append(b[:0], f.Analyzer...), '/'), f.Rule...)
	for _, place := range slices.Compact(places) {
		b = append(append(b, '\n'), place...)
	}
	sum := sha256.Sum256(b)
	f.ID = hex.EncodeToString(sum[:16])
}

// fileHash is the hash of the file that a place is in: of a transaction log, or "" for the source's own.
func (s *Snapshot) fileHash(log hive.Text) string {
	if log == "" {
		return s.SHA256
	}
	for _, l := range s.Logs {
		if l.Path == log {
			return l.SHA256
		}
	}
	return ""
}

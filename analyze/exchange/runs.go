package exchange

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"mapihive/hive"
)

// key is what the shards of one run have in common.
func (r Run) key() string {
	r.Shard = Shard{}
	b, _ := json.Marshal(r) // of strings and numbers: there is nothing that could fail
	return string(b)
}

// runsOf puts shards together: a run that is there whole, or of which all shards are, is there once, whole. The order
// is total.
func (j *Join) runsOf() (runs []Run) {
	byKey := map[string]map[Shard]Run{}
	for _, r := range j.runs {
		k := r.key()
		if byKey[k] == nil {
			byKey[k] = map[Shard]Run{}
		}
		byKey[k][r.Shard] = r
	}
	for _, shards := range byKey {
		use, whole := settled(slices.Collect(maps.Keys(shards)))
		for _, s := range use {
			r := shards[s]
			if whole {
				r.Shard = Shard{}
			}
			if runs = append(runs, r); whole {
				break
			}
		}
	}
	slices.SortFunc(runs, func(a, b Run) int {
		return cmp.Or(strings.Compare(a.key(), b.key()), a.Shard.compare(b.Shard))
	})
	return runs
}

func (s Shard) compare(t Shard) int { return cmp.Or(cmp.Compare(s.N, t.N), cmp.Compare(s.I, t.I)) }

// settled says which shards stand for a run, and whether they are all of it: the run itself, if it is among them, else
// all parts that it was once split into, else whatever there is. They are in order.
func settled(shards []Shard) (use []Shard, whole bool) {
	slices.SortFunc(shards, Shard.compare)
	for i, s := range shards {
		if s.Whole() {
			return shards[i : i+1], true
		}
		if s.I == 0 && i+s.N <= len(shards) && shards[i+s.N-1].N == s.N {
			return shards[i : i+s.N], true
		}
	}
	return shards, false
}

// missing says which shards of runs there are none of.
func missing(runs []Run) (faults []Skipped) {
	for len(runs) > 0 {
		n := 1
		for n < len(runs) && runs[n].key() == runs[0].key() && runs[n].Shard.N == runs[0].Shard.N {
			n++
		}
		if of := runs[0].Shard.N; of > 0 {
			there := map[int]bool{}
			for _, r := range runs[:n] {
				there[r.Shard.I] = true
			}
			var gone []string
			for i := range of {
				if !there[i] {
					gone = append(gone, fmt.Sprintf("%d/%d", i, of))
				}
			}
			const most = 10
			if len(gone) > most {
				gone = append(gone[:most], fmt.Sprintf("%d others", len(gone)-most))
			}
			faults = append(faults, Skipped{Path: hive.Text(strings.Join(texts(runs[0].Paths), ", ")), Failed: true,
				Reason: "of this run the shards " + strings.Join(gone, ", ") + " are missing; give their files too"})
		}
		runs = runs[n:]
	}
	return faults
}

func texts(in []hive.Text) (out []string) {
	for _, t := range in {
		out = append(out, string(t))
	}
	return out
}

// covering is what was covered of one path.
type covering struct {
	at     At
	shards map[Shard]Covered
}

// coversOf puts what shards covered together, where all of them are there, and orders it.
func coversOf(lines []Line) (out []Line) {
	type place struct {
		arg         int
		under, host hive.Text
	}
	of := map[place]*covering{}
	for _, l := range lines {
		p := place{l.At[0], l.Under, l.Host}
		if of[p] == nil {
			of[p] = &covering{l.At, map[Shard]Covered{}}
		}
		c := of[p]
		if slices.Compare(l.At[:], c.at[:]) > 0 {
			c.at = l.At
		}
		c.shards[l.Covered.Shard] = c.shards[l.Covered.Shard].most(*l.Covered)
	}
	for p, c := range of {
		use, whole := settled(slices.Collect(maps.Keys(c.shards)))
		sum := Covered{}
		for i, s := range use {
			one := c.shards[s]
			if whole {
				if sum = sum.plus(one); i < len(use)-1 {
					continue
				}
				one, s = sum, Shard{}
			}
			one.Shard = s
			out = append(out, Line{Record: OfCovered, At: c.at, Under: p.under, Host: p.host, Covered: &one})
		}
	}
	slices.SortFunc(out, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.At[0], b.At[0]), cmp.Compare(a.Under, b.Under), cmp.Compare(a.Host, b.Host), a.Covered.Shard.compare(b.Covered.Shard))
	})
	return out
}

// plus is what two shards covered. Links are met by each of them.
func (c Covered) plus(d Covered) Covered {
	return Covered{
		Folder: c.Folder || d.Folder, Held: c.Held || d.Held,
		Files: count(c.Files + d.Files), Links: max(c.Links, d.Links), Others: count(c.Others + d.Others),
	}
}

// most is what the same shard covered, where that was said twice.
func (c Covered) most(d Covered) Covered {
	return Covered{
		Folder: c.Folder || d.Folder, Held: c.Held || d.Held,
		Files: max(c.Files, count(d.Files)), Links: max(c.Links, count(d.Links)), Others: max(c.Others, count(d.Others)),
	}
}

// count is a number of files that can be one.
func count(n int) int { return min(max(n, 0), 1<<30) }

// Runs are the runs that the lines are of. Shards that make one whole are one.
func (j *Join) Runs() []Run { return j.runsOf() }

// Faults are what is wrong with the files, and the shards that are missing.
func (j *Join) Faults() []Skipped {
	return append(slices.Clone(j.faults), missing(j.runsOf())...)
}

// behind is where what is wrong with files stands: after all that runs found.
const behind = 1 << 30

// Write writes all of it as one snapshot file. What is wrong with the files is among what was skipped, in it too; which
// shards are missing shows again when it is read. It returns what is wrong, those aside that the lines of the files
// speak of.
func (j *Join) Write(w io.Writer) (faults []Skipped, err error) {
	lines := 0
	put := func(b []byte) error {
		lines++
		_, err := w.Write(b)
		return err
	}
	encoded := func(l Line) error {
		b, err := l.Encode()
		if err != nil {
			return err
		}
		return put(b)
	}
	for _, r := range j.runsOf() {
		if err := encoded(Line{Record: OfRun, Host: r.Options.Host, Run: &r}); err != nil {
			return nil, err
		}
	}
	for p := range j.Parts() {
		if p.made != nil {
			if err := encoded(*p.made); err != nil {
				return nil, err
			}
			continue
		}
		b, err := p.bytes()
		if err == nil {
			_, err = Decode(b) // what cannot be read again is not handed on
		}
		if err != nil {
			j.fail(p.From(), fmt.Sprintf("a line at offset %d is left out: %v", p.row.off, err))
			continue
		}
		if err := put(append(bytes.TrimSpace(b), '\n')); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(j.faults, func(a, b Skipped) int { return cmp.Compare(a.Path, b.Path) })
	for i, f := range j.faults {
		if err := encoded(Line{Record: OfSkipped, At: At{behind, 0, i}, Skipped: &f}); err != nil {
			return nil, err
		}
	}
	return j.Faults(), encoded(Line{Record: OfEnd, End: &End{Lines: lines}})
}

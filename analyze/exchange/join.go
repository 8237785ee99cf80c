package exchange

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"mapihive/hive"
)

// Join puts the lines of snapshot files into one order, each once. Of a line it holds no more than where it stands.
// It is for one goroutine.
type Join struct {
	files  []from
	rows   []row
	texts  map[hive.Text]hive.Text
	runs   []Run
	covers []Line
	faults []Skipped
}

// from is a file that lines are in.
type from struct {
	name hive.Text
	src  io.ReaderAt
}

// row is a source or something skipped, in one of the files.
type row struct {
	at          At
	under, host hive.Text
	sum         [16]byte // of what the line says: of a source, apart from where it stands in the run
	file        int32
	size        int32
	off         int64
}

// Add reads which lines a file has. What is wrong with it is kept, and said by Faults; the error is of a file that
// is none of snapshots that can be read. The file is read again for its lines: until then it must stay open.
func (j *Join) Add(name hive.Text, src io.ReaderAt, size int64) error {
	j.files = append(j.files, from{name, src})
	a := adding{Join: j, file: len(j.files) - 1}
	in := bufio.NewReaderSize(io.NewSectionReader(src, 0, size), 1<<16)
	for off, number := int64(0), 1; ; number++ {
		line, n, err := readLine(in)
		if n == 0 && err == io.EOF {
			break
		}
		if err != nil && err != io.EOF {
			if !errors.Is(err, errLong) {
				return err
			}
			a.fault(number, err)
		} else if line = bytes.TrimSpace(line); len(line) > 0 {
			err := a.line(line, off)
			if err != nil && number == 1 {
				return fmt.Errorf("line 1: %w", err) // another file, or of another version
			}
			if err != nil {
				a.fault(number, err)
			}
		}
		off += n
	}
	switch {
	case a.ended == 0:
		j.fail(name, "is cut off, or of a run that did not come to its end: no line says how many there are")
	case a.lines != a.ended:
		j.fail(name, fmt.Sprintf("is not whole: it should have %d lines and has %d", a.ended, a.lines))
	}
	return nil
}

var errLong = fmt.Errorf("it is longer than %d bytes, and no line that mapihive wrote", MaxLine)

// readLine reads a line and says how long it was, with what ends it. What is longer than any is passed over.
func readLine(in *bufio.Reader) (line []byte, n int64, err error) {
	for {
		part, err := in.ReadSlice('\n')
		n += int64(len(part))
		if n <= MaxLine {
			line = append(line, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case n > MaxLine && (err == nil || err == io.EOF):
			return nil, n, errLong
		}
		return line, n, err
	}
}

// adding is one file on its way into a join.
type adding struct {
	*Join
	file         int
	lines, ended int
}

const mostFaults = 20 // of one file are said one by one

func (a *adding) fault(number int, err error) {
	a.lines++
	a.fail(a.files[a.file].name, fmt.Sprintf("line %d is left out: %v", number, err))
}

// fail keeps what is wrong with a file.
func (j *Join) fail(name hive.Text, why string) {
	same := 0
	for _, f := range j.faults {
		if f.Path == name {
			same++
		}
	}
	if same == mostFaults {
		why = "further lines are left out, for reasons of their own"
	}
	if same <= mostFaults {
		j.faults = append(j.faults, Skipped{Path: name, Reason: why, Failed: true})
	}
}

// line takes a line.
func (a *adding) line(b []byte, off int64) error {
	inner, err := bare(b)
	if err != nil {
		return err
	}
	h, err := headOf(inner)
	if err != nil {
		return err
	}
	a.lines++
	switch h.Record {
	case OfSource, OfSkipped:
		if len(a.rows) >= MaxLines {
			a.lines--
			return fmt.Errorf("there are more lines before it than are read (%d)", MaxLines)
		}
		what := string(h.Record) + "\x00" + string(h.Host) + "\x00"
		if h.Record == OfSkipped { // of one path there can be several
			what += fmt.Sprint(h.At, h.Under)
		}
		sum := sha256.Sum256(append([]byte(what), h.part()...))
		a.rows = append(a.rows, row{h.At, a.text(h.Under), a.text(h.Host), [16]byte(sum[:]), int32(a.file), int32(len(b)), off})
		return nil
	case OfRun, OfCovered, OfEnd, OfFile:
	default:
		return nil // of a later version of this schema
	}
	l, err := Decode(inner)
	if err != nil {
		a.lines--
		return err
	}
	switch l.Record {
	case OfRun:
		a.runs = append(a.runs, *l.Run)
	case OfCovered:
		a.covers = append(a.covers, *l)
	case OfEnd:
		a.ended += max(0, l.End.Lines) + 1
	}
	return nil
}

// text returns the same string for equal texts.
func (j *Join) text(t hive.Text) hive.Text {
	if j.texts == nil {
		j.texts = map[hive.Text]hive.Text{}
	}
	if _, known := j.texts[t]; !known {
		t = hive.Text(strings.Clone(string(t)))
		j.texts[t] = t
	}
	return j.texts[t]
}

// Part is a line in its place: one that is in a file, or one that several were put together to.
type Part struct {
	j    *Join
	row  row
	made *Line
}

// Line reads the line. It may be called by several goroutines at once, for different parts.
func (p Part) Line() (*Line, error) {
	if p.made != nil {
		return p.made, nil
	}
	b, err := p.bytes()
	if err != nil {
		return nil, err
	}
	return Decode(b)
}

// From is the name of the file that the line is in, "" for one that was made.
func (p Part) From() hive.Text {
	if p.made != nil {
		return ""
	}
	return p.j.files[p.row.file].name
}

func (p Part) bytes() ([]byte, error) {
	b := make([]byte, p.row.size)
	f := p.j.files[p.row.file]
	if n, err := f.src.ReadAt(b, p.row.off); n < len(b) {
		return nil, fmt.Errorf("the file has changed meanwhile: %w", err)
	}
	inner, err := bare(b)
	if err != nil {
		return nil, err
	}
	var h head
	if err := json.Unmarshal(inner, &h); err != nil {
		return nil, errors.New("the file has changed meanwhile")
	}
	return inner, nil
}

// Parts returns the lines of sources, of what was skipped and of what was covered, each once, in the order of their
// runs: what shards of one run give is what the run at once would have given.
func (j *Join) Parts() iter.Seq[Part] {
	order := func(a, b row) int {
		return cmp.Or(cmp.Compare(a.at[0], b.at[0]), cmp.Compare(a.under, b.under), cmp.Compare(a.host, b.host),
			cmp.Compare(a.at[1], b.at[1]), cmp.Compare(a.at[2], b.at[2]), bytes.Compare(a.sum[:], b.sum[:]))
	}
	slices.SortFunc(j.rows, func(a, b row) int {
		return cmp.Or(order(a, b), cmp.Compare(j.files[a.file].name, j.files[b.file].name), cmp.Compare(a.off, b.off))
	})
	met := map[[16]byte]bool{}
	j.rows = slices.DeleteFunc(j.rows, func(r row) bool {
		again := met[r.sum]
		met[r.sum] = true
		return again
	})
	covers := coversOf(j.covers)
	return func(yield func(Part) bool) {
		rest := covers
		for _, r := range j.rows {
			for len(rest) > 0 && order(row{at: rest[0].At, under: rest[0].Under, host: rest[0].Host}, r) <= 0 {
				if !yield(Part{made: &rest[0]}) {
					return
				}
				rest = rest[1:]
			}
			if !yield(Part{j: j, row: r}) {
				return
			}
		}
		for i := range rest {
			if !yield(Part{made: &rest[i]}) {
				return
			}
		}
	}
}

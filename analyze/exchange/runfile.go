package exchange

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"reflect"
	"sync"
)

// Storage is where a run file lies: an open file, as a rule.
type Storage interface {
	io.ReaderAt
	io.WriterAt
	Truncate(size int64) error
	Sync() error
}

// RunFile keeps what became of files while a run goes on, so that another can go on where it ended, whatever ended it:
// each file's lines are there whole or not at all. It is a snapshot file, of a run that has not come to its end until
// it has. It may be used by several goroutines.
type RunFile struct {
	mu      sync.Mutex
	to      Storage
	size    int64 // up to the last file that is there whole
	lines   int   // since the last end
	unsafe  int   // files that a power cut might cost
	known   map[[16]byte]group
	refused error // writing failed once
}

// group is the lines of one file.
type group struct {
	off  int64
	size int32 // with the line of its key
}

// syncEvery is after how many files a run file is made to outlast a power cut. What else may end a run takes nothing
// that was written.
const syncEvery = 64

// OpenRunFile opens the run file of size bytes, or begins one where there are none. One that other options or another
// version began is refused: what it has may not be what this run would find.
func OpenRunFile(to Storage, size int64, run Run) (*RunFile, error) {
	r := &RunFile{to: to, known: map[[16]byte]group{}}
	if err := r.read(size, run); err != nil {
		return nil, err
	}
	if r.size < size { // the last lines are torn
		if err := to.Truncate(r.size); err != nil {
			return nil, err
		}
	}
	if r.size == 0 {
		return r, r.put(Line{Record: OfRun, Host: run.Options.Host, Run: &run})
	}
	return r, nil
}

func (r *RunFile) read(size int64, run Run) error {
	in := bufio.NewReaderSize(io.NewSectionReader(r.to, 0, size), 1<<16)
	begun, lines, off := int64(0), 0, int64(0)
	for number := 1; ; number++ {
		line, n, err := readLine(in)
		if err == io.EOF { // what has no line feed was not written to its end
			return nil
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		off += n
		h, err := headOf(bytes.TrimSpace(line))
		if err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if lines++; number == 1 && h.Record != OfRun {
			return errors.New("it is no file of a run; name a new one")
		}
		switch h.Record {
		case OfRun:
			l, err := Decode(line)
			if err != nil {
				return fmt.Errorf("line %d: %w", number, err)
			}
			if err := run.goesOn(*l.Run); err != nil {
				return err
			}
		case OfEnd:
			lines = 0
		case OfFile:
			l, err := Decode(line)
			if err != nil {
				return fmt.Errorf("line %d: %w", number, err)
			}
			if g := (group{begun, int32(off - begun)}); off-begun <= 2*MaxLine && !l.File.Again {
				r.known[l.File.sum()] = g
			}
		default:
			continue // until the line of the file's key
		}
		r.lines += lines
		if h.Record == OfEnd {
			r.lines = 0
		}
		begun, lines, r.size = off, 0, off
	}
}

// goesOn reports why a run cannot go on with what another found.
func (r Run) goesOn(with Run) error {
	switch {
	case with.Tool != r.Tool || with.Version != r.Version:
		return fmt.Errorf("it was begun by %s %s, and this is %s %s; name a new file", with.Tool, with.Version, r.Tool, r.Version)
	case !reflect.DeepEqual(with.Options, r.Options):
		return errors.New("it was begun with other options; give the same ones, or name a new file")
	}
	return nil
}

// sum tells files, in the state that they are in.
func (k *Key) sum() [16]byte {
	s := sha256.Sum256([]byte(string(k.Path) + "\x00" + string(k.Shown) + "\x00" + k.State))
	return [16]byte(s[:])
}

// Known returns the lines of a file that was read before and is still in the same state, with its key last.
func (r *RunFile) Known(k Key) ([]*Line, bool) {
	r.mu.Lock()
	g, known := r.known[k.sum()]
	r.mu.Unlock()
	if !known {
		return nil, false
	}
	b := make([]byte, g.size)
	if n, _ := r.to.ReadAt(b, g.off); n < len(b) {
		return nil, false
	}
	var lines []*Line
	for _, text := range bytes.Split(bytes.TrimSpace(b), []byte("\n")) {
		l, err := Decode(text)
		if err != nil {
			return nil, false
		}
		lines = append(lines, l)
	}
	last := lines[len(lines)-1].File
	return lines, last != nil && last.sum() == k.sum()
}

// Done keeps the lines of a file. Once it could not, it no longer does, and says so.
func (r *RunFile) Done(k Key, lines []Line) error {
	return r.put(append(lines, Line{Record: OfFile, File: &k})...)
}

func (r *RunFile) put(lines ...Line) error {
	var b []byte
	for _, l := range lines {
		line, err := l.Encode()
		if err != nil {
			return err
		}
		b = append(b, line...)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.refused != nil {
		return r.refused
	}
	if _, r.refused = r.to.WriteAt(b, r.size); r.refused != nil {
		return r.refused
	}
	r.size += int64(len(b))
	r.lines += len(lines)
	if r.unsafe++; r.unsafe >= syncEvery {
		r.unsafe, r.refused = 0, r.to.Sync()
	}
	return r.refused
}

// End ends the run: there is nothing left to do. It makes the file outlast a power cut.
func (r *RunFile) End() error {
	r.mu.Lock()
	lines := r.lines
	r.mu.Unlock()
	if lines > 0 {
		if err := r.put(Line{Record: OfEnd, End: &End{Lines: lines}}); err != nil {
			return err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = 0
	return r.to.Sync()
}

// Sync makes what was kept so far outlast a power cut.
func (r *RunFile) Sync() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.to.Sync()
}

package cells

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"slices"

	"mapihive/hive"
	"mapihive/hive/internal/base"
)

// Span is a half-open range of offsets from the start of the file.
type Span struct{ From, To int64 }

// diskSector is the unit in which a medium fails, in bytes. Media of 4096-byte sectors fail by the page.
const diskSector = 512

// readData fills buf[from:to]. What one read does not give is read again page by page, and in a page that
// fails sector by sector, so that a bad sector costs a sector.
func (m *image) readData(from, to int64) {
	n, err := m.src.ReadAt(m.Buf[from:to], from)
	if from += int64(n); from == to {
		return
	}
	if shrank(err) {
		m.missing(from, to)
		return
	}
	bad := Span{from, from}
	defer func() { m.unreadable(bad, err) }()
	for at := from; at < to; {
		unit := int64(base.PageSize)
		if bad.To == at && bad.From < at { // in a run of bad sectors pages are not tried first
			unit = diskSector
		}
		end := min((at/unit+1)*unit, to)
		n, again := m.src.ReadAt(m.Buf[at:end], at)
		if at += int64(n); at == end {
			continue
		}
		if shrank(again) {
			m.missing(at, to)
			return
		}
		if end-at > diskSector {
			end = min((at/diskSector+1)*diskSector, to)
			n, again = m.src.ReadAt(m.Buf[at:end], at)
			if at += int64(n); at == end {
				continue
			}
		}
		clear(m.Buf[at:end])
		if bad.To != at {
			m.unreadable(bad, err)
			bad.From = at
		}
		bad.To, err, at = end, again, end
	}
}

// shrank reports whether a read came to the end of the file.
func shrank(err error) bool { return err == nil || errors.Is(err, io.EOF) }

// missing says that the file ends before a range that it had.
func (m *image) missing(from, to int64) {
	clear(m.Buf[from:to])
	m.lose(Span{from, to})
	m.failure = io.ErrUnexpectedEOF
	m.diags.Add(hive.Diagnostic{Kind: hive.KindFileChanged, Place: hive.Place{Offset: from}, Structure: "file",
		Message: fmt.Sprintf("the file shrank while it was read: %d bytes are missing here", to-from)})
}

// unreadable says that a range could not be read.
func (m *image) unreadable(bad Span, err error) {
	if bad.From == bad.To {
		return
	}
	m.lose(bad)
	m.failure = err
	m.diags.Add(hive.Diagnostic{Kind: hive.KindUnreadable, Place: hive.Place{Offset: bad.From}, Structure: "file",
		Message: fmt.Sprintf("%d bytes could not be read: %v", bad.To-bad.From, withoutPath(err))})
}

// withoutPath is err without the path, which stands beside it.
func withoutPath(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// lose keeps the range among those that could not be read. A lazy image may lose them in any order.
func (m *image) lose(bad Span) {
	i, _ := slices.BinarySearchFunc(m.Lost, bad.From, func(s Span, from int64) int { return cmp.Compare(s.From, from) })
	if i > 0 && m.Lost[i-1].To == bad.From {
		m.Lost[i-1].To = bad.To
		return
	}
	m.Lost = slices.Insert(m.Lost, i, bad)
}

// readable reports whether the n bytes at off were all read, as far as they were asked for.
func (m *image) readable(off, n int64) bool {
	i, _ := slices.BinarySearchFunc(m.Lost, off, func(s Span, off int64) int {
		if s.To <= off {
			return -1
		}
		return 1
	})
	return i == len(m.Lost) || m.Lost[i].From >= off+n
}

// sumRest feeds the file's bytes after the image (a tail too long to keep) to sum. It is false, and says
// so, where they cannot all be read; the error is ctx's.
func (m *image) sumRest(ctx context.Context, src io.ReaderAt, from, to int64, sum hash.Hash) (bool, error) {
	if from >= to {
		return true, nil // as of nearly every file
	}
	buf := make([]byte, min(int64(len(zeros)), to-from))
	for from < to {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		end := min(from+int64(len(buf)), to)
		data, hole := m.holes.next(from, end)
		sum.Write(zeros[:data-from])
		n, err := src.ReadAt(buf[:hole-data], data)
		sum.Write(buf[:n])
		if from = data + int64(n); from == hole {
			continue
		}
		if shrank(err) {
			m.diags.Add(hive.Diagnostic{Kind: hive.KindFileChanged, Place: hive.Place{Offset: from}, Structure: "file",
				Message: fmt.Sprintf("the file shrank while it was read: %d bytes are missing here", to-from)})
		} else {
			m.diags.Add(hive.Diagnostic{Kind: hive.KindUnreadable, Place: hive.Place{Offset: from}, Structure: "file",
				Message: fmt.Sprintf("the rest of the file, %d bytes far behind the hive bins, could not be read: %v", to-from, withoutPath(err))})
		}
		return false, nil
	}
	return true, nil
}

package regf

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

// span is a half-open range of offsets from the start of the file.
type span struct{ from, to int64 }

// diskSector is the unit in which a medium fails, in bytes. Media of 4096-byte sectors fail by the page.
const diskSector = 512

// readData fills buf[from:to]. What one read does not give is read again page by page, and in a page that
// fails sector by sector, so that a bad sector costs a sector.
func (m *image) readData(from, to int64) {
	n, err := m.src.ReadAt(m.buf[from:to], from)
	if from += int64(n); from == to {
		return
	}
	if shrank(err) {
		m.missing(from, to)
		return
	}
	bad := span{from, from}
	defer func() { m.unreadable(bad, err) }()
	for at := from; at < to; {
		unit := int64(base.PageSize)
		if bad.to == at && bad.from < at { // in a run of bad sectors pages are not tried first
			unit = diskSector
		}
		end := min((at/unit+1)*unit, to)
		n, again := m.src.ReadAt(m.buf[at:end], at)
		if at += int64(n); at == end {
			continue
		}
		if shrank(again) {
			m.missing(at, to)
			return
		}
		if end-at > diskSector {
			end = min((at/diskSector+1)*diskSector, to)
			n, again = m.src.ReadAt(m.buf[at:end], at)
			if at += int64(n); at == end {
				continue
			}
		}
		clear(m.buf[at:end])
		if bad.to != at {
			m.unreadable(bad, err)
			bad.from = at
		}
		bad.to, err, at = end, again, end
	}
}

// shrank reports whether a read came to the end of the file.
func shrank(err error) bool { return err == nil || errors.Is(err, io.EOF) }

// missing says that the file ends before a range that it had.
func (m *image) missing(from, to int64) {
	clear(m.buf[from:to])
	m.lose(span{from, to})
	m.failure = io.ErrUnexpectedEOF
	m.diags.add(hive.Diagnostic{Kind: hive.KindFileChanged, Place: hive.Place{Offset: from}, Structure: "file",
		Message: fmt.Sprintf("the file shrank while it was read: %d bytes are missing here", to-from)})
}

// unreadable says that a range could not be read.
func (m *image) unreadable(bad span, err error) {
	if bad.from == bad.to {
		return
	}
	m.lose(bad)
	m.failure = err
	m.diags.add(hive.Diagnostic{Kind: hive.KindUnreadable, Place: hive.Place{Offset: bad.from}, Structure: "file",
		Message: fmt.Sprintf("%d bytes could not be read: %v", bad.to-bad.from, withoutPath(err))})
}

// withoutPath is err without the path, which stands beside it.
func withoutPath(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// lose keeps the range among those that could not be read. A lazy image may lose them in any order.
func (m *image) lose(bad span) {
	i, _ := slices.BinarySearchFunc(m.lost, bad.from, func(s span, from int64) int { return cmp.Compare(s.from, from) })
	if i > 0 && m.lost[i-1].to == bad.from {
		m.lost[i-1].to = bad.to
		return
	}
	m.lost = slices.Insert(m.lost, i, bad)
}

// readable reports whether the n bytes at off were all read, as far as they were asked for.
func (m *image) readable(off, n int64) bool {
	i, _ := slices.BinarySearchFunc(m.lost, off, func(s span, off int64) int {
		if s.to <= off {
			return -1
		}
		return 1
	})
	return i == len(m.lost) || m.lost[i].from >= off+n
}

// sumRest feeds the file's bytes after the image (a tail too long to keep) to sum. It is false, and says
// so, where they cannot all be read; the error is ctx's.
func (m *image) sumRest(ctx context.Context, src io.ReaderAt, from, to int64, sum hash.Hash) (bool, error) {
	buf := make([]byte, min(int64(len(zeros)), max(0, to-from)))
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
			m.diags.add(hive.Diagnostic{Kind: hive.KindFileChanged, Place: hive.Place{Offset: from}, Structure: "file",
				Message: fmt.Sprintf("the file shrank while it was read: %d bytes are missing here", to-from)})
		} else {
			m.diags.add(hive.Diagnostic{Kind: hive.KindUnreadable, Place: hive.Place{Offset: from}, Structure: "file",
				Message: fmt.Sprintf("the rest of the file, %d bytes far behind the hive bins, could not be read: %v", to-from, withoutPath(err))})
		}
		return false, nil
	}
	return true, nil
}

package cells

import (
	"io"
	"os"
)

// zeros stand for what a hole of a file holds.
var zeros [1 << 20]byte

// holes tells where a file holds data and where nothing was ever written, as far as the system tells. A
// hole reads as zeros but takes no room on the disk, and none here.
type holes struct {
	file *os.File
	data Span // the last run of data that was found; behind it up to there is a hole
	from int64
}

// holesOf returns nil where src cannot tell.
func holesOf(src io.ReaderAt) *holes {
	if c, ok := src.(interface{ Unwrap() io.ReaderAt }); ok {
		src = c.Unwrap()
	}
	if f, ok := src.(*os.File); ok && seekData >= 0 {
		return &holes{file: f}
	}
	return nil
}

// next returns the first run of data in [from, to); what lies before it is a hole. Without data both are to.
func (h *holes) next(from, to int64) (data, hole int64) {
	if h == nil {
		return from, to
	}
	if from < h.from || from >= h.data.To {
		data, err := h.file.Seek(from, seekData)
		switch {
		case noMoreData(err): // to the end of the file, which may have come nearer
			end := int64(0)
			if info, err := h.file.Stat(); err == nil {
				end = info.Size()
			}
			h.from, h.data = from, Span{end, 1<<63 - 1}
		case err != nil:
			h.from, h.data = from, Span{from, to} // a system that cannot tell: all is data
		default:
			end, err := h.file.Seek(data, seekHole)
			if err != nil || end <= data {
				end = 1<<63 - 1
			}
			h.from, h.data = from, Span{data, end}
		}
	}
	return max(from, min(h.data.From, to)), min(h.data.To, to)
}

// send passes [from, to) on for hashing, a hole as zeros of which nothing is stored.
func (m *image) send(parts chan<- []byte, from, to int64) {
	for from < to {
		data, hole := m.holes.next(from, to)
		for from < data {
			n := min(data-from, int64(len(zeros)))
			parts <- zeros[:n]
			from += n
		}
		if data < hole {
			parts <- m.Buf[data:hole]
		}
		from = hole
	}
}

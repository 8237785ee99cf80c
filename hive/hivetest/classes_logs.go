package hivetest

import "slices"

// afterText is seedText some time later: keys and a big value came, so that the hive grew by some bins.
const afterText = seedText + `
[Mail\new]
"v"="written last"
"new big"=hex:42*40000
[Zulu\new]
`

// logSeq is the secondary sequence number of the dirty hive of the log classes, and the first of its log.
const logSeq = 7

// logPair is the hive before and after what is in the logs.
func logPair() (before, after []byte) {
	b, _ := mustBuild(seedText)
	a, _ := mustBuild(afterText)
	return Dirty(b, logSeq+1, logSeq), a
}

func beforeLog() []byte {
	before, _ := logPair()
	return before
}

// newLogs is a maker of one new-format log of four entries, of which this one is damaged.
func newLogs(entry int, damages ...LogDamage) func() [][]byte {
	return func() [][]byte {
		before, after := logPair()
		return [][]byte{ApplyLog(NewLog(before, after, logSeq, 4), entry, damages...)}
	}
}

func oldLogs(damages ...LogDamage) func() [][]byte {
	return func() [][]byte {
		before, after := logPair()
		return [][]byte{ApplyLog(OldLog(before, after), 0, damages...)}
	}
}

// logPieces takes a new-format log to pieces: its base block and its entries.
func logPieces(log []byte) (pieces [][]byte) {
	pieces = append(pieces, log[:logBaseSize])
	for at := logBaseSize; at < len(log); {
		size := int(le.Uint32(log[at+4:]))
		pieces = append(pieces, log[at:at+size])
		at += size
	}
	return pieces
}

func logClasses() []Class {
	class := func(number int, name, doc string, logs func() [][]byte) Class {
		return Class{Number: number, Name: name, Doc: doc, Valid: true, Make: beforeLog, Logs: logs}
	}
	return []Class{
		class(47, "log-h1", "second entry with a wrong first hash", newLogs(1, LogBadHash(1))),
		class(47, "log-h2", "second entry with a wrong second hash", newLogs(1, LogBadHash(2))),
		class(47, "log-size0", "second entry of size 0", newLogs(1, LogField(4, 0))),
		class(47, "log-size-past-eof", "second entry longer than the log", newLogs(1, LogField(4, 0x00FFF000))),
		class(47, "log-count-1e9", "second entry of a billion pages", newLogs(1, LogField(20, 1_000_000_000))),
		class(48, "log-page-outside", "page outside the hive", newLogs(1, LogField(40, outside&^0xFFF))),
		class(48, "log-page-wrap", "page whose end wraps around", newLogs(1, LogField(40, 0xFFFFF000))),
		class(49, "log-grow-3g", "entry that makes the hive 3 GiB", newLogs(1, LogField(16, 3<<30))),
		class(50, "log-seq-gap", "third entry missing", func() [][]byte {
			p := logPieces(newLogs(0)()[0])
			return [][]byte{slices.Concat(p[0], p[1], p[2], p[4])}
		}),
		class(50, "log-stale", "log that ends before the hive's number", func() [][]byte {
			before, after := logPair()
			return [][]byte{NewLog(before, after, logSeq-5, 4)}
		}),
		{
			Number: 50, Name: "log-two-wrap", Doc: "two logs, the numbers wrapping around between them", Valid: true,
			Make: func() []byte {
				before, _ := logPair()
				return Dirty(before, 0xFFFFFFFF, 0xFFFFFFFE)
			},
			Logs: func() [][]byte {
				before, after := logPair()
				first, second := splitLog(NewLog(before, after, 0xFFFFFFFE, 4), after, 2)
				return [][]byte{second, first}
			},
		},
		{
			Number: 50, Name: "log-clean-primary", Doc: "clean hive with a log", Valid: true,
			Make: func() []byte {
				before, _ := logPair()
				return Dirty(before, logSeq, logSeq)
			},
			Logs: newLogs(0),
		},
		class(51, "log-bad-base", "log with a wrong checksum", newLogs(0, LogBadBase())),
		class(52, "oldlog-trunc", "old log that ends within its pages", oldLogs(LogTruncate(5000))),
		class(52, "oldlog-bits-past", "old log that marks more than it holds", oldLogs(OldLogBitsPast())),
	}
}

// splitLog makes two logs of one: the first n entries, and the rest with its own base block and numbers.
func splitLog(log, hive []byte, n int) (first, second []byte) {
	p := logPieces(log)
	base := LogBase(hive, fileTypeNew, le.Uint32(p[n+1][entrySequence:]))
	return slices.Concat(p[:n+1]...), slices.Concat(append([][]byte{base}, p[n+1:]...)...)
}

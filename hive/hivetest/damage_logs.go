package hivetest

// LogDamage changes a log. offset is where the entry to be changed starts; 512 for the first.
type LogDamage func(log []byte, offset int) []byte

// ApplyLog does damages to the entry with this number, counted from 0, in a copy of a new-format log.
func ApplyLog(log []byte, entry int, damages ...LogDamage) []byte {
	log = append([]byte(nil), log...)
	at := logBaseSize
	for range entry {
		at += int(le.Uint32(log[at+4:]))
	}
	for _, d := range damages {
		log = d(log, at)
	}
	return log
}

// LogBadHash spoils hash 1 or 2 of an entry.
func LogBadHash(n int) LogDamage {
	return func(log []byte, at int) []byte {
		log[at+entryHash1+8*(n-1)] ^= 0x01
		return log
	}
}

// LogField sets a 32-bit field of an entry and makes its hashes right again.
// The fields are size 4, flags 8, sequence 12, bins size 16, page count 20, first page offset 40 and size 44.
func LogField(off int, v uint32) LogDamage {
	return func(log []byte, at int) []byte {
		le.PutUint32(log[at+off:], v)
		SealEntry(log[at:])
		return log
	}
}

// LogBadBase makes the checksum of a log wrong.
func LogBadBase() LogDamage {
	return func(log []byte, _ int) []byte {
		log[508] ^= 0xA5
		return log
	}
}

// LogTruncate cuts a log to n bytes.
func LogTruncate(n int) LogDamage {
	return func(log []byte, _ int) []byte { return log[:min(n, len(log))] }
}

// OldLogBitsPast marks sectors in the bitmap of an old log, for which the log has no pages.
func OldLogBitsPast() LogDamage {
	return func(log []byte, _ int) []byte {
		bitmap := log[oldLogBitmap : oldLogBitmap+int(le.Uint32(log[offBinsSize:]))/page]
		for i := range bitmap {
			bitmap[i] = 0xFF
		}
		return log
	}
}

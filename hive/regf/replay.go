package regf

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"

	"mapihive/hive"
	"mapihive/hive/regf/translog"
)

// Log is a transaction log that was found with the hive, and every decision about it.
type Log struct {
	Path    hive.Text
	Size    int64
	SHA256  string
	Format  string // "HvLE", "DIRT", or "" where it is neither
	Applied int    // log entries laid over the hive
	Pages   int    // dirty pages (HvLE) or sectors (DIRT) in them
	First   uint32 // sequence number of the first applied entry
	Last    uint32 // and of the last
	// Missing is what should have followed the applied part and is missing or broken: log entries
	// (HvLE, at least so many) or sectors (DIRT).
	Missing int
	// Doubts are what of the log does not fit the hive.
	Doubts []string
	// OtherHive says that so much does not fit that the log was taken for that of another hive: it was
	// not applied, and its pages were not searched for deleted records of this one.
	OtherHive bool
	Note      string    // why it was applied or not, and what else there is to know
	Written   hive.Time // last-written time in its base block; 0 where that is broken
}

// Verdict says what became of the log: "applied", "applied in part" or "not applied". Note says why.
func (l *Log) Verdict() string {
	switch {
	case l.Applied == 0:
		return "not applied"
	case l.Missing > 0:
		return "applied in part"
	}
	return "applied"
}

// Logs lists the transaction logs that were looked at, in the order LOG, LOG1, LOG2.
func (h *Hive) Logs() []Log { return h.logs }

// OnDisk returns the hive as it lies on disk where transaction logs were applied to h, else h itself.
func (h *Hive) OnDisk() *Hive {
	if h.disk != nil {
		return h.disk
	}
	return h
}

// Place returns where in the evidence the byte at an offset of the hive stands: in the hive file itself or, in
// a replayed hive, in the transaction log that wrote it last.
func (h *Hive) Place(offset int64) hive.Place { return h.f.Place(offset) }

// Place returns where in the evidence the key's nk cell stands.
func (k Key) Place() hive.Place { return k.h.Place(k.Offset()) }

// Place returns where in the evidence the value's vk cell stands.
func (v Value) Place() hive.Place { return v.h.Place(v.Offset()) }

// withLogs returns the hive with the logs applied, which is h itself where Windows would apply none.
func (h *Hive) withLogs(ctx context.Context, inputs []translog.Input, notes []translog.Note) (*Hive, error) {
	r, after, beliefs, err := h.believed(ctx, inputs)
	if err != nil {
		return nil, err
	}
	logs := describeLogs(r, inputs, !h.noHash)
	for i := range logs {
		logs[i].Doubts, logs[i].OtherHive = beliefs[i].doubts, beliefs[i].other
		if logs[i].Note = join(logs[i].Note, beliefs[i].note()); logs[i].OtherHive {
			logs[i].Missing = 0 // what it holds is not missing in this hive
		}
	}
	after.replay, after.logs = r, logs
	for _, in := range inputs {
		after.touched = after.touched || in.Touched
	}
	warns := map[translog.Kind]bool{}
	for _, m := range translog.Kinds() {
		warns[m.Kind] = m.Warn
	}
	say := func(kind translog.Kind, at hive.Place, file hive.Text, message string) {
		if warns[kind] && kind != translog.HiveDirty { // that the hive is dirty is said once
			message = join(hive.Text(filepath.Base(string(file))).String(), message)
			after.Note(hive.Diagnostic{Kind: hive.KindLog, Place: at, Structure: "log", Message: message})
		}
	}
	for i := range r.Logs {
		say(r.Logs[i].Outcome.Kind, hive.Place{Offset: r.Logs[i].Outcome.Offset, File: logs[i].Path}, logs[i].Path, r.Logs[i].Outcome.Message)
	}
	for i := range logs {
		if l := &logs[i]; len(l.Doubts) > 0 && l.Applied > 0 {
			say(translog.LogNotBelieved, hive.Place{Offset: 48, File: l.Path}, l.Path, "the log was applied although it may be that of another hive: "+strings.Join(l.Doubts, "; "))
		}
	}
	for _, n := range append(notes, r.Notes...) {
		switch {
		case n.Log >= 0:
			l := &logs[n.Log]
			l.Note = join(l.Note, n.Message)
			say(n.Kind, hive.Place{Offset: n.Offset, File: l.Path}, l.Path, n.Message)
		case n.Kind == translog.LogAmbiguous, n.Kind == translog.LogCut:
			say(n.Kind, hive.Place{Offset: n.Offset, File: hive.Text(n.Path)}, hive.Text(n.Path), n.Message)
		default: // of the hive, or of the directory
			at, _ := after.f.Evidence(n.Offset)
			say(n.Kind, at, hive.Text(n.Path), n.Message)
		}
	}
	return after, ctx.Err()
}

// replayed is the hive as it is with the logs of r applied.
func (h *Hive) replayed(r *translog.Result) *Hive {
	logs := make([]Log, len(r.Logs)) // diagnostics name them
	for i := range logs {
		logs[i].Path = hive.Text(r.Logs[i].Path)
	}
	after := &Hive{sha256: h.sha256, touched: h.touched, disk: h, replay: r, logs: logs}
	after.f = h.f.Replaced(r.Image, r.Base, func(offset int64) (hive.Place, bool) {
		if s, ok := r.Where(offset); ok && s.Log >= 0 {
			return hive.Place{Offset: s.Offset, File: logs[s.Log].Path}, true
		}
		return hive.Place{}, false
	})
	after.index(true)
	return after
}

func describeLogs(r *translog.Result, inputs []translog.Input, hashed bool) []Log {
	logs := make([]Log, len(r.Logs))
	for i := range logs {
		logs[i] = describeLog(&r.Logs[i], &inputs[i], hashed)
	}
	return logs
}

// describeLog sums up the decisions about one log.
func describeLog(r *translog.Report, in *translog.Input, hashed bool) Log {
	l := Log{
		Path: hive.Text(r.Path), Size: max(in.Size, int64(len(in.Data))),
		Applied: r.Entries, Pages: r.Pages, First: r.First, Last: r.Last, Missing: r.Missing,
	}
	if r.Log != nil {
		if hashed && l.Size == int64(len(in.Data)) { // else the hash would not be the file's
			sum := sha256.Sum256(in.Data)
			l.SHA256 = hex.EncodeToString(sum[:])
		}
		l.Format = string(r.Log.Format)
		if r.Log.Usable() {
			l.Written = hive.Time(r.Log.Base.LastWritten)
		}
	}
	l.Note = r.Outcome.Message
	if r.Outcome.Kind == translog.Applied {
		l.Note = fmt.Sprintf("applied: log entries %d, pages %d, sequence numbers %d to %d", r.Entries, r.Pages, r.First, r.Last)
		if r.Stop.Kind != "" && r.Stop.Kind != translog.EndOfLog {
			l.Note = join(l.Note, r.Stop.Message)
		}
	}
	if r.Missing > 0 && r.Entries > 0 && r.Log.Format == translog.HvLE {
		l.Note = join(l.Note, fmt.Sprintf("log entries missing after it, at least: %d", r.Missing))
	}
	if r.Log != nil && len(r.Log.Remnants) > 0 {
		l.Note = join(l.Note, fmt.Sprintf("log entries left over from earlier rounds: %d", len(r.Log.Remnants)))
	}
	return l
}

func join(a, b string) string {
	switch {
	case a == "" || a == "." || strings.HasPrefix(b, a):
		return b
	case b == "" || strings.Contains(a, b):
		return a
	}
	return a + "; " + b
}

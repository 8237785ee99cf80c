package report

import (
	"fmt"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
)

// logged is what the summary counts of hives with transaction logs.
type logged struct {
	partly           int // hives whose logs were applied in part
	entries, sectors int // what is missing of these logs
	doubted          int // hives with an applied log that may be another hive's
	refused          int // dirty hives beside which a log lies that is another hive's
	mended           int // damaged hives that logs were applied to
	damaged          int // replayed hives in which damage remains
	places           int // of that damage
	unread           int // hives that are not damaged, of whose file something behind them could not be read
}

func (l *logged) add(s *analyze.Snapshot) {
	partly, doubted, refused, applied := false, false, false, false
	for i := range s.Logs {
		log := &s.Logs[i]
		if log.Missing > 0 {
			partly = true
			if log.Kind == "DIRT" {
				l.sectors += log.Missing
			} else {
				l.entries += log.Missing
			}
		}
		applied = applied || log.Applied > 0
		doubted = doubted || log.Applied > 0 && len(log.Doubts) > 0
		refused = refused || log.OtherHive && s.State != hive.Clean
	}
	for n, is := range map[*int]bool{&l.partly: partly, &l.doubted: doubted, &l.refused: refused, &l.mended: applied && s.State == hive.Damaged} {
		if is {
			*n++
		}
	}
	if s.State != hive.Damaged && slices.ContainsFunc(s.Diagnostics, func(d hive.Diagnostic) bool { return d.Kind == hive.KindUnreadable }) {
		l.unread++
	}
	if n := s.Damages(); n > 0 && s.State == hive.Replayed {
		l.damaged++
		l.places += n
	}
}

// missing is how much of the logs was not applied: "23 dirty sectors".
func (l *logged) missing() string {
	var parts []string
	switch {
	case l.entries == 1:
		parts = append(parts, "at least 1 log entry")
	case l.entries > 1:
		parts = append(parts, "at least "+english.Grouped(l.entries)+" log entries")
	}
	if l.sectors > 0 {
		parts = append(parts, english.Count(l.sectors, "dirty sector"))
	}
	return strings.Join(parts, " and ")
}

// lines say what the states of the hives leave open. Where there are several hives, each line begins with
// how many it concerns.
func (l *logged) lines(several bool) []string {
	var out []string
	say := func(n int, text string) {
		if n > 0 && several {
			text = english.Grouped(n) + " " + text
		}
		if n > 0 {
			out = append(out, text)
		}
	}
	say(l.mended, "replayed as far as that went: transaction logs were laid over what is damaged, in memory")
	say(l.partly, "replayed in part: "+l.missing()+" of the transaction logs could not be applied, and the changes in them are absent")
	say(l.damaged, fmt.Sprintf(`damaged even with the transaction logs applied, at %s: see "Diagnostics"`, english.Count(l.places, "place")))
	say(l.unread, "not read to the end of the file: what could not be read lies behind the hive, where only deleted records may stand")
	say(l.doubted, "in doubt: a transaction log was applied that does not fit in every respect and may be another hive's. Custody says why")
	say(l.refused, "shown without a transaction log that lies beside it: that is taken for another hive's. Custody says why")
	return out
}

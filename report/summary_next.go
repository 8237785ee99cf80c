package report

import (
	"fmt"
	"slices"

	"mapihive/analyze"
	"mapihive/hive"
	"mapihive/hive/english"
)

// next is the one step that helps most.
func next(r *Report, s surveyed) string {
	const again = "collect the hive and its .LOG1 and .LOG2 files again if their source still exists: "
	findings := slices.ContainsFunc(r.Findings, func(f analyze.Finding) bool { return f.Severity.AtLeast(analyze.LowSeverity) })
	switch {
	case s.logs.doubted > 0:
		return "make sure that the transaction logs beside the hive are its own, Custody says what does not fit; --no-logs shows the hive without them"
	case findings && s.logs.partly > 0:
		return again + s.logs.missing() + ` of the logs could not be applied. Then do what finding 1 says under "What to do"`
	case findings:
		return `do what finding 1 says under "What to do"`
	case len(r.Sources) == 0:
		return `give a user's NTUSER.DAT, or a folder that holds one`
	case s.unread == len(r.Sources):
		return "collect the hive again: nothing could be read from this copy"
	case s.states[hive.Dirty] > 0 && r.Options.NoLogs:
		return "leave out --no-logs: what a dirty hive lacks may be in its transaction logs"
	case r.Options.LeftOut > 0 && len(r.Findings) == 0:
		return fmt.Sprintf("look at what --min-severity left out: %s below %s", english.Count(r.Options.LeftOut, "finding"), r.Options.MinSeverity)
	case s.logs.refused > 0:
		return "put the hive's own .LOG1 and .LOG2 files beside its copy: a log that lies there is taken for another hive's, Custody says why"
	case s.logs.partly > 0:
		return again + s.logs.missing() + " of the logs beside this copy could not be applied"
	case s.withoutLogs > 0:
		return "secure the .LOG1 and .LOG2 files that stood beside a dirty hive and put them beside its copy: what the hive lacks may be in them"
	case s.states[hive.Dirty] > 0:
		return "collect a dirty hive and its .LOG1 and .LOG2 files again if their source still exists: the logs beside this copy could not be applied, Custody says why"
	case s.states[hive.Damaged] > 0 || s.logs.damaged > 0:
		return "collect a damaged hive again if its source still exists; what is missing here may be whole there"
	case s.unread > 0:
		return "collect the hives again that could not be read"
	case s.liveOnly > 0:
		return "read the hives that matter without --quick: what is absent, deleted or recovered was not looked for"
	case len(s.profiles) == 0 && len(r.Sources) == 1 && notAUsers(&r.Sources[0]):
		return "give the " + userFile(&r.Sources[0]) + " of the user in question: this hive holds no user's profiles"
	case len(s.profiles) == 0 && len(r.Findings) == 0 && s.states[hive.Export] > 0:
		return "give the NTUSER.DAT of the user in question, or an export of the keys that hold profiles"
	case len(s.profiles) == 0 && len(r.Findings) == 0:
		if everyWin9x(r.Sources) {
			return `check that this is the file of the user in question; Windows 95, 98 and Me can keep each user's in Profiles\NAME\USER.DAT`
		}
		return "check that this is the hive of the user in question; each user has an own NTUSER.DAT"
	}
	return settled(r, s)
}

// userFile is the name of the file that holds a user's profiles where the source is from.
func userFile(s *analyze.Snapshot) string {
	if s.Format == "creg" {
		return "USER.DAT"
	}
	return "NTUSER.DAT"
}

// everyWin9x reports whether all sources are of Windows 95, 98 or Me.
func everyWin9x(sources []analyze.Snapshot) bool {
	return !slices.ContainsFunc(sources, func(s analyze.Snapshot) bool { return s.Format != "creg" })
}

// settled says what to look at where nothing is wrong: what was recovered, noticed, noted or passed by.
func settled(r *Report, s surveyed) string {
	count := map[hive.Origin]int{}
	for _, state := range s.profiles {
		count[state]++
	}
	recovered := count[hive.Recovered]
	switch {
	case count[hive.KeptAside] > 0 && count[hive.Live] == 0:
		return `look at what is kept aside, under "Profiles": Outlook finds no profile there; mapihive export writes one so that it does`
	case recovered > 0:
		return fmt.Sprintf(`look at what was recovered of %s, under "Profiles"; mapihive export --state recovered writes it out`, english.Count(recovered, "profile"))
	case len(r.Findings) > 0:
		return "nothing to repair; finding 1 says what was noticed"
	case s.noted > 0:
		return `nothing in the profiles to repair; "Diagnostics" says what was noted while they were read`
	case len(r.Skipped) > 0:
		return `nothing in what was read; see "Skipped" below for what was not`
	}
	return "nothing to do"
}

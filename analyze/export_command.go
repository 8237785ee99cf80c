package analyze

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"mapihive/hive"
	"mapihive/hive/mapi"
)

// adviseExport gives the command that saves a profile, as s introduces it; where no command line can hold the
// names, it says so instead. What does not live gets a name of its own in the export: what is called as
// something in Deleted Profiles is deleted by name (KB303221), and an import must not mix it with what lives.
func (o *orphanLook) adviseExport(f *Finding, p *mapi.Profile, s *Sentence) {
	to := ""
	if p.State == hive.Deleted || p.State == hive.Recovered && len(o.live[placeOf(p)]) > 0 {
		to = o.freeName(string(p.Name) + " restored")
	}
	if !typeable(string(p.Name)) {
		to = o.freeName("restored")
	}
	if command, ok := exportCommand(o.Path, o.UserKey, p, o.named[placeOf(p).Name], to); ok {
		f.advise(s, command)
		return
	}
	switch s {
	case sayExportPending:
		f.advise(sayExportPendingByHand)
	case sayExportRecovered:
		f.advise(sayExportRecoveredByHand)
	case sayExportAside:
		f.advise(sayExportAsideByHand)
	default:
		f.advise(sayExportLiveByHand)
	}
}

// freeName returns the name, or the name with a number, that no profile has.
func (o *orphanLook) freeName(name string) string {
	free := name
	for n := 2; len(o.named[hive.UpcaseText(hive.Text(free))]) > 0; n++ {
		free = fmt.Sprintf("%s %d", name, n)
	}
	return free
}

// maxNamesakes bounds how many profiles of one name a command line tells apart; a registry has a handful.
const maxNamesakes = 100

// exportCommand returns the command line that exports one profile of a source, which namesakes has with the others
// of its name, to a new file in the working folder, without secrets. It is not ok where the path cannot stand in a command line, or the profile has no place.
func exportCommand(source, part hive.Text, p *mapi.Profile, namesakes []*mapi.Profile, to string) (command string, ok bool) {
	if p.Root == mapi.UnknownGeneration || p.Key.Lost() || to != "" && strings.Contains(to, `\`) {
		return "", false
	}
	path := string(source)
	if strings.HasPrefix(path, "-") {
		path = "./" + path // is no flag
	}
	others := slices.DeleteFunc(slices.Clone(namesakes[:min(len(namesakes), maxNamesakes)]), func(q *mapi.Profile) bool { return q == p })
	words := []string{"mapihive", "export", path}
	if part != "" {
		words = append(words, "--user", string(part))
	}
	if typeable(string(p.Name)) {
		words = append(words, "--profile", string(p.Name))
	} else {
		words, others = append(words, "--offset", fmt.Sprint(p.Offset)), nil // one cell is one key
	}
	one := func(more []string, differs func(q *mapi.Profile) bool) {
		if len(others) == 0 {
			return
		}
		words = append(words, more...)
		others = slices.DeleteFunc(others, differs)
	}
	one([]string{"--state", string(p.State)}, func(q *mapi.Profile) bool { return q.State != p.State })
	one([]string{"--root", string(p.Root)}, func(q *mapi.Profile) bool { return q.Root != p.Root })
	one([]string{"--offset", fmt.Sprint(p.Offset)}, func(q *mapi.Profile) bool { return q.Offset != p.Offset })
	if to != "" {
		words = append(words, "--to", to)
	}
	words = append(words, "-o", exportFile(p))
	for i, w := range words {
		if words[i], ok = shellWord(w); !ok {
			return "", false
		}
	}
	return strings.Join(words, " "), true
}

// exportFile names the file of an export after its profile, in letters and digits.
func exportFile(p *mapi.Profile) string {
	plain := strings.Map(func(r rune) rune {
		if r < 0x80 && (r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, string(p.Name))
	name := strings.TrimLeft(plain[:min(len(plain), 40)]+"-"+string(p.Root), "-")
	if p.State != hive.Live {
		name += "-" + strings.ReplaceAll(string(p.State), " ", "-")
	}
	return name + ".reg"
}

// typeable reports whether a text reads as it is when it is printed, and is not beyond a line.
func typeable(w string) bool { return hive.Text(w).String() == w && len(w) <= quoteMax }

// isPlain reports whether no shell reads anything into a word.
func isPlain(w string) bool {
	return w != "" && !strings.ContainsFunc(w, func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsNumber(c) && !strings.ContainsRune("_.:/=+-", c)
	})
}

// shellWord quotes a word for a shell: plain where it can be; in double quotes where sh, cmd and PowerShell read
// them alike; else in single quotes, for sh. Where the text has characters that are escaped when it is printed,
// no quoted form would be it.
func shellWord(w string) (quoted string, ok bool) {
	switch {
	case !typeable(w):
		return "", false
	case isPlain(w):
		return w, true
	case w != "" && !strings.ContainsAny(w, "\"$`!%") && !strings.HasSuffix(w, `\`) && (!strings.Contains(w, `\`) || isWindowsPath(w)):
		return `"` + w + `"`, true
	}
	return "'" + strings.ReplaceAll(w, "'", `'\''`) + "'", true
}

// isWindowsPath reports whether a path is one that stands in a shell of Windows, where a backslash is no escape.
func isWindowsPath(w string) bool {
	i := strings.IndexAny(w, `/\`)
	return i >= 0 && w[i] == '\\'
}

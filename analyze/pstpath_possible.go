package analyze

import (
	"maps"
	"slices"
	"strings"

	"mapihive/hive"
	"mapihive/hive/english"
	"mapihive/hive/winpath"
)

// pstWay is paths that may be one, as Windows usually is: nothing in the hive proves it.
type pstWay struct {
	uses       []pstUse
	names      map[hive.Text]bool // raised
	confidence hive.Confidence
	says       *Sentence
	kind       string // in a few words
	paths      string // that it is said of
}

func (w *pstWay) tell(f *Finding) { f.tell(w.says, w.paths) }

// possible judges paths that may be one file.
func (l *pstLook) possible(w pstWay) (pstFinding, bool) {
	if decidedByKeys(w.uses) {
		return pstFinding{}, false
	}
	uses := l.withoutCopies(w.uses)
	if files(uses) < 2 {
		return pstFinding{}, false // one profile and its older copy
	}
	f := about(ruleAlias, rungPossible, w.confidence, uses)
	f.summarize(sayPSTPossible, who(uses), english.Count(files(uses), "different path"), quoted(firstNormals(uses)))
	w.tell(&f.Finding)
	return l.judged(f, uses, "", false)
}

// possibleWays finds the paths that may be one: by the short name of a server, the share of a whole drive, the
// junctions that Windows makes, and 8.3 names.
func (l *pstLook) possibleWays() (ways []pstWay) {
	if !l.mayBeOther() {
		return nil
	}
	servers, shares, junctions := map[hive.Text][]pstUse{}, map[hive.Text][]pstUse{}, map[hive.Text][]pstUse{}
	for _, u := range l.uses {
		if !u.name.full {
			continue
		}
		place, _ := mapped(u.name.normal, l.s.Context.Drives)
		if winpath.IsUNC(place) {
			short := hive.UpcaseText(winpath.ShortServer(place))
			servers[short] = append(servers[short], u)
		}
		local := place
		if _, on, ok := winpath.AdminShare(place); ok {
			local = on
		}
		if _, ok := winpath.Drive(local); ok {
			shares[hive.UpcaseText(local)] = append(shares[hive.UpcaseText(local)], u)
			to := local
			if l.onSystemDrive(local) {
				to, _ = winpath.BehindJunctions(local)
			}
			junctions[hive.UpcaseText(to)] = append(junctions[hive.UpcaseText(to)], u)
		}
	}
	ways = append(ways, l.waysIn(servers, hive.Medium, saySameServer, "a short name of the server", oneDomain)...)
	ways = append(ways, l.waysIn(shares, hive.Low, sayAdminShare, "the share of a whole drive", oneHost)...)
	ways = append(ways, l.waysIn(junctions, hive.Medium, sayJunction, "a junction that Windows makes", oneHost)...)
	return append(ways, l.shortNames()...)
}

// mayBeOther reports whether any path is one that such a way can lead to another, so that the rest need no look.
func (l *pstLook) mayBeOther() bool {
	if len(l.uses) < 2 {
		return false
	}
	return slices.ContainsFunc(l.uses, func(u pstUse) bool {
		if !u.name.full {
			return false
		}
		place, _ := mapped(u.name.normal, l.s.Context.Drives)
		if winpath.IsUNC(place) {
			_, _, whole := winpath.AdminShare(place)
			return whole || winpath.ShortServer(place) != place
		}
		_, led := winpath.BehindJunctions(place)
		return led || strings.Contains(string(place), "~")
	})
}

// waysIn makes a way of each group with paths of several places, which fit must allow; groups of which the ways before
// tell already are left out.
func (l *pstLook) waysIn(groups map[hive.Text][]pstUse, c hive.Confidence, says *Sentence, kind string, fit func(places []hive.Text) bool) (ways []pstWay) {
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		uses := groups[key]
		if len(uses) < 2 {
			continue
		}
		places := map[hive.Text]hive.Text{}
		for _, u := range uses {
			place, _ := mapped(u.name.normal, l.s.Context.Drives)
			places[hive.UpcaseText(place)] = place
		}
		all := slices.Sorted(maps.Values(places))
		if len(all) < 2 || !fit(all) {
			continue
		}
		ways = append(ways, newWay(uses, c, says, kind))
	}
	return ways
}

func newWay(uses []pstUse, c hive.Confidence, says *Sentence, kind string) pstWay {
	w := pstWay{uses: uses, names: map[hive.Text]bool{}, confidence: c, says: says, kind: kind, paths: quoted(firstNormals(uses))}
	for _, u := range uses {
		w.names[u.name.raised] = true
	}
	return w
}

// oneDomain reports whether the servers that are named with their domain are one: a short name is then likely to mean
// it. Where there are two, it can be either.
func oneDomain(places []hive.Text) bool {
	dotted := map[hive.Text]bool{}
	for _, p := range places {
		if server := winpath.Server(p); strings.Contains(string(server), ".") {
			dotted[hive.UpcaseText(server)] = true
		}
	}
	return len(dotted) == 1
}

// oneHost reports whether no two computers are named: that of the local paths may be the one that is.
func oneHost(places []hive.Text) bool {
	hosts, local := map[hive.Text]bool{}, 0
	for _, p := range places {
		if host, _, ok := winpath.AdminShare(p); ok {
			hosts[hive.UpcaseText(host)] = true
		} else {
			local++
		}
	}
	return len(hosts) == 0 || len(hosts) == 1 && local == 1
}

// onSystemDrive reports whether Windows keeps the user's folder on the drive of the path: there its junctions are.
func (l *pstLook) onSystemDrive(path hive.Text) bool {
	system := "C"
	if home, ok := l.s.Context.Home(); ok {
		if letter, ok := winpath.Drive(home.Text); ok {
			system = letter
		}
	}
	letter, _ := winpath.Drive(path)
	return letter == system
}

// maxShortNames is how many paths with 8.3 names are compared with the others of a hive; profiles have one or two.
const maxShortNames = 64

// shortNames finds paths that another may be with 8.3 names. Where two long paths fit, neither is told: which of them
// has the short name only the disk knows.
func (l *pstLook) shortNames() (ways []pstWay) {
	byName := map[hive.Text][]pstUse{}
	for _, u := range l.uses {
		if u.name.full {
			byName[u.name.raised] = append(byName[u.name.raised], u)
		}
	}
	names := slices.Sorted(maps.Keys(byName))
	shorts := 0
	for _, short := range names {
		if !strings.Contains(string(short), "~") {
			continue
		}
		if shorts++; shorts > maxShortNames {
			break
		}
		var fits []hive.Text
		for _, long := range names {
			if long != short && mayBeShortPath(short, long) {
				fits = append(fits, long)
			}
		}
		if len(fits) == 1 {
			ways = append(ways, newWay(append(slices.Clone(byName[short]), byName[fits[0]]...), hive.Low, sayShortName, "8.3 names"))
		}
	}
	return ways
}

// mayBeShortPath reports whether the components of short are those of long, or 8.3 names that these may have.
func mayBeShortPath(short, long hive.Text) bool {
	root, rest, ok := winpath.Root(short)
	longRoot, longRest, ok2 := winpath.Root(long)
	if !ok || !ok2 || root != longRoot {
		return false
	}
	a, b := strings.Split(string(rest), `\`), strings.Split(string(longRest), `\`)
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && !winpath.MayBeShort(hive.Text(a[i]), hive.Text(b[i])) {
			return false
		}
	}
	return true
}

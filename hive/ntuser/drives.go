package ntuser

import (
	"slices"
	"strings"

	"mapihive/hive"
)

// drivesKeys hold the persistent connections of drive letters, each in a key X: on Windows NT, and on Windows 95, 98
// and Me.
var drivesKeys = []hive.Path{"Network", `Network\Persistent`}

// drives reads the persistent connections of drive letters.
func (r *reader) drives() {
	for _, path := range drivesKeys {
		if k, ok := r.lookup(path); ok {
			r.drivesIn(k)
		}
	}
	slices.SortStableFunc(r.c.Drives, func(a, b Drive) int { return strings.Compare(a.Letter, b.Letter) })
}

func (r *reader) drivesIn(k key) {
	for sub := range r.subkeys(k) {
		letter, ok := driveLetter(sub.name)
		if !ok || slices.ContainsFunc(r.c.Drives, func(d Drive) bool { return d.Letter == letter }) {
			continue // a key listed twice is damage, which Verify names
		}
		d := Drive{Letter: letter, Fact: r.keyFact(sub, "")}
		if f, ok := r.textFact(sub, "RemotePath"); ok {
			d.Remote, d.Fact = f.Text, f
		}
		if f, ok := r.textFact(sub, "UserName"); ok {
			d.User = f.Text
		}
		if f, ok := r.textFact(sub, "ProviderName"); ok {
			d.Provider = f.Text
		}
		if v, ok := r.value(sub, "ConnectionType"); ok {
			d.Type, _ = dword(v)
		}
		r.c.Drives = append(r.c.Drives, d)
	}
}

// mountPoints reads the shares and letters among Explorer's mount points: "##server#share" and "P".
func (r *reader) mountPoints() {
	k, ok := r.lookup(explorerPath + `\MountPoints2`)
	if !ok {
		return
	}
	for sub := range r.subkeys(k) {
		s := Share{Source: SourceMountPoint, Fact: r.keyFact(sub, "")}
		if letter, ok := driveLetter(sub.name); ok {
			s.Letter = letter
		} else if share, ok := mountedShare(string(sub.name)); ok {
			s.Remote = share
		} else {
			continue
		}
		r.c.Shares = append(r.c.Shares, s)
	}
}

// mountedShare reads "##server#share" as \\server\share. "##?#..." and "##.#..." are devices.
func mountedShare(name string) (hive.Text, bool) {
	rest, ok := strings.CutPrefix(name, "##")
	server, share, found := strings.Cut(rest, "#")
	if !ok || !found || server == "" || server == "?" || server == "." || share == "" {
		return "", false
	}
	return hive.Text(strings.ReplaceAll(name, "#", `\`)), true
}

// driveMRU reads what the user typed into the dialog that maps a drive. MRUList holds one letter for each
// entry, the latest first.
func (r *reader) driveMRU() {
	k, ok := r.lookup(explorerPath + `\Map Network Drive MRU`)
	if !ok {
		return
	}
	list, _ := r.textFact(k, "MRUList")
	for name, v := range r.values(k) {
		if len(name) != 1 {
			continue
		}
		if text, ok := r.text(k, v); ok && text != "" {
			rank := 1 + strings.Index(string(list.Text), string(name))
			r.c.Shares = append(r.c.Shares, Share{Source: SourceMRU, Remote: text, Rank: rank, Fact: r.valueFact(k, name, v, text)})
		}
	}
}

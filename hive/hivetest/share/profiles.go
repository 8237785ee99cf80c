package share

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing/fstest"

	"mapihive/hive/hivetest"
)

// uses are the PST files that the profiles of a user name: one of the user's own, of half of the users one of a team,
// and of some of those the same once more from another profile, spelled otherwise.
func (p *Plan) uses(r *rand.Rand, i int) []Use {
	all := []Use{{Profile: "Outlook", Path: fmt.Sprintf(`C:\Users\u%05d\Documents\Outlook Files\mail.pst`, i)}}
	if p.Teams == 0 || r.IntN(2) == 0 {
		return all
	}
	team := 1 + r.IntN(p.Teams)
	first := r.IntN(len(spellings))
	all = append(all, spelled(team, first, "Outlook"))
	if r.IntN(4) == 0 {
		all = append(all, spelled(team, (first+1)%len(spellings), "Archive"))
	}
	return all
}

// Server is the file server of the teams, Folder its share. Drive is mapped to it by who names it.
const (
	Server = "fs01"
	Folder = "mail"
	Drive  = "M"
)

// spellings of one file, by the number of its team.
var spellings = []string{
	`\\fs01\mail\team%02d.pst`,
	`\\FS01\Mail\Team%02d.pst`,
	`M:\team%02d.pst`,
	`\\fs01\mail\.\TEAM%02d.PST`,
	`m:\Team%02d.PST`,
	`\\fs01.corp.example\mail\team%02d.pst`,
}

func spelled(team, n int, profile string) Use {
	u := Use{Profile: profile, Path: fmt.Sprintf(spellings[n], team), Team: team}
	if drive, _, mapped := strings.Cut(u.Path, ":"); mapped {
		u.Drive = drive
	}
	return u
}

const profilesKey = `Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles`

// text is the registry text of a user whose profiles name these files.
func text(u *User, uses []Use) string {
	var b strings.Builder
	fmt.Fprintf(&b, ";@ hive name=\"\\\\??\\\\C:\\\\Users\\\\%s\\\\NTUSER.DAT\"\n;@ owner %s\n[Software]\n\n[%s]\n\"DefaultProfile\"=\"Outlook\"\n", u.Name, u.SID, profilesKey)
	fmt.Fprintf(&b, "\n[Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Shell Folders]\n\"Personal\"=\"C:\\\\Users\\\\%s\\\\Documents\"\n", u.Name)
	in, mapped := map[string][]int{}, false // profiles, and the files of each
	for n, use := range uses {
		in[use.Profile] = append(in[use.Profile], n+1)
	}
	for _, profile := range slices.Sorted(maps.Keys(in)) {
		part := fmt.Sprintf("profile-pst.reg n=%02x", in[profile][0])
		if of := in[profile]; len(of) > 1 {
			part = fmt.Sprintf("profile-pst2.reg n=%02x m=%02x", of[0], of[1])
		}
		fmt.Fprintf(&b, "\n[%s\\%s]\n;@ include parts/%s\n", profilesKey, profile, part)
	}
	for n, use := range uses {
		fmt.Fprintf(&b, "\n[%s\\%s\\c1%02x5c1e7d40b84f9a3e60d2f79b%02xc1]\n\"001f6700\"=utf16:\"%s\"\n", profilesKey, use.Profile, n+1, n+1, strings.ReplaceAll(use.Path, `\`, `\\`))
		if use.Drive != "" && !mapped {
			mapped = true
			fmt.Fprintf(&b, "\n[Network\\%s]\n\"RemotePath\"=\"\\\\\\\\%s\\\\%s\"\n", Drive, Server, Folder)
		}
	}
	return b.String()
}

// hive builds the hive of a user.
func (p *Plan) hive(u *User, filler uint64, uses []Use) ([]byte, error) {
	t, err := hivetest.ParseFS(over{fstest.MapFS{"user.reg": {Data: []byte(text(u, uses))}}, p.Parts}, "user.reg")
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(filler, 1))
	own(t.Root, r)
	fill(t, r, p.Filler)
	return t.Image()
}

// own gives what tells one profile from all others, and is the same in the common parts, a value of its own.
func own(k *hivetest.Key, r *rand.Rand) {
	for _, v := range k.Values {
		switch hivetest.NameText(v.Name) {
		case "0102300b", "00486002":
			for i := 2; i < len(v.Data)-2; i++ {
				v.Data[i] = byte(r.Uint32())
			}
		}
	}
	for _, sub := range k.Subkeys {
		own(sub, r)
	}
}

// over is a file system over another.
type over struct{ top, below fs.FS }

func (o over) Open(name string) (fs.File, error) {
	if f, err := o.top.Open(name); err == nil {
		return f, nil
	}
	return o.below.Open(name)
}

// fill adds keys of programs, some of them deleted, least to eight times least of them; most users have few.
func fill(t *hivetest.Tree, r *rand.Rand, least int) {
	if least == 0 {
		return
	}
	i := slices.IndexFunc(t.Root.Subkeys, func(k *hivetest.Key) bool { return hivetest.NameText(k.Name) == "Software" })
	software := t.Root.Subkeys[i]
	n := least << r.IntN(2) << r.IntN(2) << r.IntN(2)
	const inVendor = 40
	for v := 0; v*inVendor < n; v++ {
		vendor := software.Add(fmt.Sprintf("Vendor%04d", v))
		for k := range min(inVendor, n-v*inVendor) {
			key := vendor.Add(fmt.Sprintf("{%08X-%04X-11D3-B88A-00104B2A%04X}", r.Uint32(), k, v))
			key.AddValue("", 1, wide(fmt.Sprintf("Program %d of vendor %d", k, v)))
			key.AddValue("InstallPath", 1, wide(fmt.Sprintf(`C:\Program Files\Vendor%04d\Program%02d`, v, k)))
			key.AddValue("Version", 4, binary.LittleEndian.AppendUint32(nil, r.Uint32()))
			if r.IntN(4) == 0 {
				key.AddValue("Settings", 3, make([]byte, r.IntN(600)))
			}
			key.Deleted = r.IntN(30) == 0
		}
	}
}

// wide is s, which holds ASCII, as UTF-16LE with its NUL.
func wide(s string) []byte {
	b := make([]byte, 0, 2*len(s)+2)
	for _, c := range []byte(s) {
		b = append(b, c, 0)
	}
	return append(b, 0, 0)
}

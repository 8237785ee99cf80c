// Package share builds folders of user profiles as a file server has them: a hive for each user, clean, dirty with its
// log or broken, with Outlook profiles that name PST files of their own and of a team, each in the user's spelling. A
// seed decides everything, so that a share can be built again, and who built it knows what is in it.
package share

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
)

// Plan is a share to be built.
type Plan struct {
	Users int
	Seed  uint64
	// Parts has the folder "parts" with the common parts of profiles: analyze/testdata.
	Parts fs.FS
	// Filler is how many keys the smallest hive holds beside the profiles; others have up to eight times as many. Of
	// 500 become about 150 KB.
	Filler int
	// Teams is how many PST files several users share.
	Teams int
	// Dirty and Broken are how many hives of a hundred have their last change in a log only, and are broken.
	Dirty, Broken int
}

// User is a user of a share.
type User struct {
	Name   string
	SID    string
	Uses   []Use
	Broken string            // how the hive is broken, "" if it is not: one of Breaks
	Files  map[string][]byte // of the user's folder
}

// Use is a PST file that a profile names.
type Use struct {
	Profile string
	Path    string // as the profile spells it
	Drive   string // the letter of the mapped drive in Path, if there is one
	Team    int    // whose file it is, from 1; 0 for the user's own
}

// Breaks are the ways in which hives are broken. What is Unread cannot be read at all; of others a part can.
func Breaks() []string { return []string{Empty, Zeros, Text, Cut, Noise} }

const (
	Empty = "empty"
	Zeros = "zeros"
	Text  = "text"
	Cut   = "cut"
	Noise = "noise"
)

// Unread reports whether nothing of the user's hive can be read.
func (u *User) Unread() bool { return u.Broken == Empty || u.Broken == Zeros || u.Broken == Text }

// User makes a user, from 0.
func (p *Plan) User(i int) (*User, error) {
	r := rand.New(rand.NewPCG(p.Seed, uint64(i)))
	u := &User{Name: fmt.Sprintf("u%05d", i), SID: fmt.Sprintf("S-1-5-21-1004336348-1177238915-682003330-%d", 1000+i)}
	u.Uses = p.uses(r, i)
	dirty, broken, filler := r.IntN(100) < p.Dirty, r.IntN(100) < p.Broken, r.Uint64()
	img, err := p.hive(u, filler, u.Uses)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", u.Name, err)
	}
	u.Files = map[string][]byte{"NTUSER.DAT": img, "ntuser.ini": []byte("[General]\r\n")}
	switch {
	case broken:
		u.Broken = Breaks()[r.IntN(len(Breaks()))]
		u.Files["NTUSER.DAT"] = broke(r, img, u.Broken)
	case dirty:
		err = p.undo(u, filler, img)
	}
	return u, err
}

// Write builds the share in a folder, a folder for each user, and hands over each user when it is there.
func (p *Plan) Write(dir string, each func(*User)) error {
	for i := range p.Users {
		u, err := p.User(i)
		if err != nil {
			return err
		}
		for name, data := range u.Files {
			file := filepath.Join(dir, filepath.FromSlash(path.Join(u.Name, name)))
			if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
				return err
			}
			if err := os.WriteFile(file, data, 0o666); err != nil {
				return err
			}
		}
		if each != nil {
			each(u)
		}
	}
	return nil
}

package share

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"

	"mapihive/hive/hivetest"
)

// broke breaks a hive in one of Breaks.
func broke(r *rand.Rand, img []byte, how string) []byte {
	switch how {
	case Empty:
		return nil
	case Zeros:
		return make([]byte, len(img))
	case Text:
		return []byte("The file was quarantined.\r\n")
	case Cut:
		return img[:len(img)/2+r.IntN(len(img)/4)]
	}
	out := bytes.Clone(img)
	const behind, noise = 4096 + 32, 700 // the base block and the first bin's header stay
	at := behind + r.IntN(len(img)-behind-noise)
	for i := range noise {
		out[at+i] = byte(r.Uint32())
	}
	return out
}

// undo makes the user's hive one that has its last change, the path of the user's own file, in its log only.
func (p *Plan) undo(u *User, filler uint64, img []byte) error {
	old := slices.Clone(u.Uses)
	old[0].Path = strings.Replace(old[0].Path, "mail.pst", "more.pst", 1) // as long, so that nothing moves
	before, err := p.hive(u, filler, old)
	if err != nil {
		return err
	}
	u.Files["NTUSER.DAT"] = hivetest.Dirty(before, 2, 1)
	u.Files["ntuser.dat.LOG1"], u.Files["ntuser.dat.LOG2"] = hivetest.NewLog(before, img, 1, 1), nil
	return nil
}

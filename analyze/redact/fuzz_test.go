package redact

import (
	"testing"

	"mapihive/hive"
)

// FuzzText redacts any text as whatever a field may be: nothing panics, and the same text gives the same.
func FuzzText(f *testing.F) {
	for _, s := range []string{
		"", `C:\Users\alice\x.pst`, `\\srv\m`, `\\?\UNC\s\x`, "##srv#x", "a@b.com", "ALICES~1.PST", "S-1-5-21-1-2-3-500", "1.2.3.4",
		"\xff\xfe\x00", "e\u0301\u0301", "\u212b\u1e9b\u0323", "\xed\xa0\x80", "{0a1b2c3d-0011-2233-4455-66778899aabb}", `u005Cx\u0000`, "한국어", "1234567890123",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for how := text; how <= bytes; how++ {
			r := tokens()
			r.remember(hive.Text(s))
			if how == bytes {
				if a, b := r.hex(hive.Hex(s)), tokens().hex(hive.Hex(s)); string(a) != string(b) || len(a) != len(s) {
					t.Fatalf("%x, then %x", a, b)
				}
				continue
			}
			if a, b := r.string(s, how), r.string(s, how); a != b {
				t.Fatalf("as %d: %q, then %q", how, a, b)
			}
		}
		r := tokens()
		if a, b := r.host(s), r.host(s); a != b {
			t.Fatalf("as a host: %q, then %q", a, b)
		}
	})
}

package collect

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
	"mapihive/hive/hivetest"
)

// zipped is a ZIP archive of files in the order of their names.
func zipped(t testing.TB, method uint16, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		require.NoError(t, err)
		_, err = w.Write(files[name])
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.Bytes()
}

func gzipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write(data)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.Bytes()
}

// case of three users, one of them in an archive of its own; one profile is in a log only.
func threeUsers(t testing.TB) map[string][]byte {
	dirty, log := dirtyHive(t)
	pst := func(path string) []byte {
		return hivetest.Build(t, strings.ReplaceAll(hasProfile, `"01023d00"=hex:11*16`, `"01023d00"=hex:22*16
[Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles\Outlook\22222222222222222222222222222222]
"001f3d09"=utf16:"MSUPST MS"
"00033e03"=hex:21,00,00,00
"001f6700"=utf16:"`+path+`"
"01020ff9"=hex:5c*16`))
	}
	inner := map[string][]byte{"C/Users/eve/NTUSER.DAT": pst(`\\\\srv\\mail\\A.PST`), "C/Users/eve/notes.txt": []byte("x")}
	return map[string][]byte{
		"C/Users/alice/NTUSER.DAT":      dirty,
		"C/Users/alice/ntuser.dat.LOG1": log,
		"C/Users/alice/ntuser.dat.LOG2": {},
		"C/Users/bob/NTUSER.DAT":        pst(`\\\\srv\\mail\\a.pst`),
		"C/Users/bob/Mail/a.pst":        append([]byte("!BDN"), make([]byte, 100_000)...),
		"more.zip":                      zipped(t, zip.Deflate, inner),
		"gz/NTUSER.DAT.gz":              gzipped(t, pst(`D:\\other.pst`)),
	}
}

// findingsOf is what is said of everything below a path, with that path cut.
func findingsOf(t testing.TB, in string, cut string) string {
	c := New(Readers())
	var sources []analyze.Snapshot
	var rest []string
	for r := range c.Read(t.Context(), c.Find(t.Context(), []string{in}), Options{}) {
		switch {
		case r.Source != nil:
			require.Empty(t, r.Source.Error)
			s := r.Source.Snapshot
			s.Absolute = ""
			sources = append(sources, s)
		case r.Skip != nil:
			rest = append(rest, fmt.Sprintf("%+v", *r.Skip))
		default:
			rest = append(rest, fmt.Sprint(r.File.Path, r.Other))
		}
	}
	findings := analyze.Run(&analyze.Case{Sources: sources}, analyze.All())
	b, err := json.MarshalIndent([]any{sources, findings, rest}, "", " ")
	require.NoError(t, err)
	return strings.ReplaceAll(strings.ReplaceAll(string(b), cut+"!", "/"), cut, "")
}

// A collection gives byte for byte what the unpacked folder gives, but for the paths.
func TestZipIsAsTheUnpackedFolder(t *testing.T) {
	files := threeUsers(t)
	t.Chdir(t.TempDir())
	memory := fstest.MapFS{}
	for name, data := range files {
		memory[name] = &fstest.MapFile{Data: data}
	}
	require.NoError(t, writeTo("the!case", memory))
	want := findingsOf(t, "the!case", "the!case")
	for _, part := range []string{"/C/Users/alice/NTUSER.DAT", "/more.zip!C/Users/eve/NTUSER.DAT", "/gz/NTUSER.DAT.gz!NTUSER.DAT", `"rule": "half-deleted"`} {
		require.True(t, strings.Contains(want, part), part)
	}
	for _, method := range []uint16{zip.Store, zip.Deflate} {
		t.Chdir(t.TempDir())
		require.NoError(t, os.WriteFile("the!case", zipped(t, method, files), 0o666)) // by its bytes, not its name
		require.Equal(t, want, findingsOf(t, "the!case", "the!case"))
	}
}

// skips reads a file system and returns what is said of what is not read, and the paths of the sources.
func skips(t testing.TB, fsys fs.FS) (said []string, read []string) {
	for _, r := range all(t, fsys, Options{}) {
		switch {
		case r.Skip != nil:
			said = append(said, fmt.Sprintf("%s: %s", r.Skip.Path, r.Skip.Reason))
		case r.Source != nil:
			require.Empty(t, r.Source.Error)
			read = append(read, string(r.Source.Path))
		}
	}
	return said, read
}

// encrypted sets the flag of encryption in all records of an archive for the members that are chosen.
func encrypted(img []byte, chosen ...string) []byte {
	img = bytes.Clone(img)
	for _, name := range chosen {
		for _, kind := range []struct {
			magic       string
			flags, name int
		}{{"PK\x03\x04", 6, 30}, {"PK\x01\x02", 8, 46}} {
			for at := 0; ; at++ {
				i := bytes.Index(img[at:], []byte(kind.magic))
				if i < 0 {
					break
				}
				if at += i; bytes.HasPrefix(img[at+kind.name:], []byte(name)) {
					img[at+kind.flags] |= 1
				}
			}
		}
	}
	return img
}

// Each kind of archive that cannot be read is named with what to do, on a line of its own; what is sound is read.
func TestArchivesThatCannotBeRead(t *testing.T) {
	hive := hivetest.Build(t, hasProfile)
	sound := map[string][]byte{"NTUSER.DAT": hive}
	bomb := append(bytes.Clone(hive), make([]byte, freeSize)...)
	twice := func(names ...string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range names {
			w, err := z.Create(name)
			require.NoError(t, err)
			_, err = w.Write(hive)
			require.NoError(t, err)
		}
		require.NoError(t, z.Close())
		return b.Bytes()
	}
	nested := zipped(t, zip.Deflate, map[string][]byte{"b.zip": zipped(t, zip.Deflate, map[string][]byte{"c.zip": zipped(t, zip.Deflate, sound), "NTUSER.DAT": hive})})
	deflate64 := zipped(t, zip.Deflate, sound)
	for _, magic := range []struct {
		text string
		at   int
	}{{"PK\x03\x04", 8}, {"PK\x01\x02", 10}} {
		deflate64[bytes.Index(deflate64, []byte(magic.text))+magic.at] = 9
	}
	broken := zipped(t, zip.Store, sound)
	broken[len("PK..")+26+len("NTUSER.DAT")+600] ^= 1 // a byte of the hive: the sum of the archive tells
	for _, c := range []struct {
		name string
		data []byte
		said []string // "" for nothing
		read []string
	}{
		{"sound.zip", zipped(t, zip.Deflate, sound), nil, []string{"sound.zip!NTUSER.DAT"}},
		{"empty.zip", zipped(t, zip.Deflate, nil), nil, nil},
		{"document.docx", zipped(t, zip.Deflate, map[string][]byte{"[Content_Types].xml": []byte("<x/>"), "word/NTUSER.DAT": hive}), nil, nil},
		{"cut.zip", zipped(t, zip.Deflate, sound)[:600], []string{"cut.zip: a ZIP archive that is cut off or damaged"}, nil},
		{"locked.zip", encrypted(zipped(t, zip.Deflate, sound), "NTUSER.DAT"), []string{"locked.zip: an encrypted ZIP archive; unpack it with its password"}, nil},
		{
			"part.zip", encrypted(zipped(t, zip.Deflate, map[string][]byte{"a/NTUSER.DAT": hive, "b/NTUSER.DAT": hive, "c": nil}), "b/NTUSER.DAT"),
			[]string{"part.zip!b/NTUSER.DAT: encrypted; "}, []string{"part.zip!a/NTUSER.DAT"},
		},
		{
			"velo.zip", encrypted(zipped(t, zip.Deflate, map[string][]byte{"metadata.json": []byte("{}"), "data.zip": zipped(t, zip.Deflate, sound)}), "data.zip"),
			[]string{"velo.zip: an encrypted collection of Velociraptor"}, nil,
		},
		{"slip.zip", twice("../../NTUSER.DAT", `..\x\NTUSER.DAT`, "/etc/NTUSER.DAT", "a/../NTUSER.DAT", "NTUSER.DAT"), []string{
			"slip.zip!../../NTUSER.DAT: its name leads out of the archive", `slip.zip!..\x\NTUSER.DAT: its name leads`,
			"slip.zip!/etc/NTUSER.DAT: its name leads", "slip.zip!a/../NTUSER.DAT: its name leads",
		}, []string{"slip.zip!NTUSER.DAT"}},
		{"twice.zip", twice("NTUSER.DAT", "NTUSER.DAT", "NTUSER.DAT/x"), []string{"twice.zip!NTUSER.DAT: the archive has two files of this name", "twice.zip!NTUSER.DAT/x: the archive has a folder of this name"}, []string{"twice.zip!NTUSER.DAT"}},
		{"windows.zip", twice(`C\Users\bob\NTUSER.DAT`), nil, []string{"windows.zip!C/Users/bob/NTUSER.DAT"}},
		{"deep.zip", twice(strings.Repeat("a/", maxDepth+1) + "NTUSER.DAT"), []string{"NTUSER.DAT: its name is longer or deeper"}, nil},
		{"latin1.zip", twice("M\xfcller/NTUSER.DAT"), nil, []string{"latin1.zip!M\xfcller/NTUSER.DAT"}},
		{"bomb.zip", zipped(t, zip.Deflate, map[string][]byte{"NTUSER.DAT": bomb, "mail.pst": bomb[len(hive):]}), []string{"bomb.zip!NTUSER.DAT: "}, nil},
		{"logbomb.zip", zipped(t, zip.Deflate, map[string][]byte{"x": hive, "x.LOG1": bomb}), []string{"logbomb.zip!x.LOG1: "}, []string{"logbomb.zip!x"}},
		{"nested.zip", nested, []string{"nested.zip!b.zip!c.zip: an archive in an archive in an archive"}, []string{"nested.zip!b.zip!NTUSER.DAT"}},
		{"method.zip", deflate64, []string{"method.zip!NTUSER.DAT: compressed by a method that is not read (9)"}, nil},
		{"NTUSER.DAT.gz", gzipped(t, hive), nil, []string{"NTUSER.DAT.gz!NTUSER.DAT"}},
		{"text.log.gz", gzipped(t, []byte("text")), nil, nil},
		{"cut.DAT.gz", gzipped(t, hive)[:len(gzipped(t, hive))/2], []string{"cut.DAT.gz!cut.DAT: the gzip file is cut off after"}, nil},
		{"bomb.DAT.gz", gzipped(t, append(bytes.Clone(bomb), 0)), []string{"bomb.DAT.gz!bomb.DAT: unpacked it has more than"}, nil},
		{"tar.gz", gzipped(t, append(append(make([]byte, 257), "ustar"...), make([]byte, 300)...)), []string{"tar.gz: compressed with gzip: a tar archive"}, nil},
		{"bad.gz", []byte("\x1f\x8b\x08\xff"), []string{"bad.gz: a gzip file that cannot be unpacked"}, nil},
		{"x.7z", []byte("7z\xbc\xaf\x27\x1c..."), []string{"x.7z: a 7z archive"}, nil},
		{"x.E01", []byte("EVF\x09\x0d\x0a\xff\x00..."), []string{"x.E01: a disk image (E01)"}, nil},
		{"x.vhdx", []byte("vhdxfile..."), []string{"x.vhdx: a disk image (VHDX)"}, nil},
		{"x.vmdk", []byte("KDMV..."), []string{"x.vmdk: a disk image (VMDK)"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			said, read := skips(t, fstest.MapFS{c.name: {Data: c.data}, "plain": {Data: hive}})
			require.Equal(t, append(slices.Clone(c.read), "plain"), sorted(read, "plain"))
			require.Len(t, said, len(c.said), "%q", said)
			for i, want := range c.said {
				require.Contains(t, said[i], want)
			}
		})
	}
	// What is damaged in an archive is damage of the hive, at its place.
	results := all(t, fstest.MapFS{"broken.zip": {Data: broken}}, Options{})
	require.Len(t, results, 1)
	said := results[0].Source.Diagnostics
	require.Contains(t, said[len(said)-1].Message, "the checksum that the archive has for the file does not match")
	require.False(t, results[0].Source.Whole())
}

// sorted moves a path to the end.
func sorted(paths []string, last string) []string {
	return append(slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return p == last }), last)
}

// A sparse file as Velociraptor stores it is another file than the one it stands for.
func TestSparseUploads(t *testing.T) {
	hive := hivetest.Build(t, hasProfile)
	n := len(hive)
	for _, c := range []struct {
		name, index string
		read        bool
	}{
		{"hole", fmt.Sprintf(`{"ranges":[{"file_length":4096,"length":4096},{"file_offset":4096,"original_offset":4096,"length":65536},{"file_offset":4096,"original_offset":69632,"file_length":%d,"length":%[1]d}]}`, n-4096), false},
		{"moved", fmt.Sprintf(`{"ranges":[{"original_offset":4096,"file_length":%d,"length":%[1]d}]}`, n), false},
		{"whole", fmt.Sprintf(`{"ranges":[{"file_length":%d,"length":%[1]d}]}`, n), true},
		{"another file", "an index of something", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			files := fstest.MapFS{"NTUSER.DAT": {Data: hive}, "NTUSER.DAT.idx": {Data: []byte(c.index)}}
			require.NoError(t, writeTo(dir, files))
			named := New(Readers())
			for _, results := range [][]Result{
				all(t, files, Options{}),
				slices.Collect(named.Read(t.Context(), named.Find(t.Context(), []string{filepath.Join(dir, "NTUSER.DAT")}), Options{})),
			} {
				if c.read {
					require.NotNil(t, results[0].Source)
					continue
				}
				require.Contains(t, results[0].Skip.Reason, "a sparse upload of Velociraptor")
				require.True(t, results[0].Skip.Failed)
			}
		})
	}
}

// No archive makes the reader fall, however it is damaged.
func FuzzZip(f *testing.F) {
	files := map[string][]byte{"a/NTUSER.DAT": hivetest.Bare(4096), "a/NTUSER.DAT.LOG1": nil, "b.zip": zipped(f, zip.Store, map[string][]byte{"x": []byte("y")})}
	f.Add(zipped(f, zip.Deflate, files))
	f.Add(zipped(f, zip.Store, files))
	f.Add(encrypted(zipped(f, zip.Store, files), "b.zip"))
	f.Add(gzipped(f, hivetest.Bare(4096)))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, r := range all(t, fstest.MapFS{"x": {Data: data}}, Options{NoRecovery: true}) {
			if r.Source != nil && strings.HasPrefix(r.Source.Error, "internal error") {
				t.Fatal(r.Source.Error)
			}
		}
	})
}

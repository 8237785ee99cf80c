package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"mapihive/hive/hivetest"
)

// shape makes a hive with n of something, and where it matters the hive as it was before.
type shape func(n int) (t, before *hivetest.Tree)

// shapes measures what people have many of, ten times as many, and how the processor time grows: an exponent of 1 is
// linear.
func (b *bench) shapes() error {
	const few, many = 10_000, 100_000
	for _, s := range []struct {
		name string
		make shape
		argv []string // behind it the folder's hives
		logs bool
	}{
		{"a deleted key of n values, partly overwritten by a log", deletedValues, []string{"analyze", "--format", "json"}, true},
		{"dump with n siblings that each lost a child", siblings, []string{"dump", "--deleted"}, false},
		{"a profile of n sections that each lost a subkey", sections(true, manyFiles), []string{"analyze", "--format", "json"}, false},
		{"stores of n sections", sections(false, manyFiles), []string{"stores"}, false},
		{"stores of one file in n spellings", sections(false, manySpellings), []string{"stores"}, false},
		{"diff of n accounts", accounts, []string{"diff"}, false},
	} {
		var took [2]sample
		var commands []command
		for i, n := range []int{few, many} {
			dir := filepath.Join(b.dir, fmt.Sprintf("shape%d", i))
			files, err := writeShape(dir, n, s.make, s.logs)
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			commands = append(commands, command{fmt.Sprintf("n = %d", n), append(append([]string{b.program}, s.argv...), files...)})
		}
		runs := b.runs
		b.runs = min(1, runs)
		copy(took[:], b.compare(s.name, commands...))
		b.runs = runs
		if took[0].cpu > 0 {
			b.ratio("shapes: exponent of "+s.name, math.Log10(took[1].cpu.Seconds()/took[0].cpu.Seconds()), 1.15)
		}
		if took[0].memory > 0 {
			b.ratio("shapes: exponent of memory, "+s.name, math.Log10(float64(took[1].memory)/float64(took[0].memory)), 1.15)
		}
		for i := range 2 {
			if err := os.RemoveAll(filepath.Join(b.dir, fmt.Sprintf("shape%d", i))); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeShape writes the hives of a shape and returns their paths, the older one first.
func writeShape(dir string, n int, make shape, logs bool) (files []string, err error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	t, before := make(n)
	img, err := t.Image()
	if err != nil {
		return nil, err
	}
	write := func(name string, data []byte) {
		file := filepath.Join(dir, name)
		if err == nil {
			err = os.WriteFile(file, data, 0o600)
		}
		if !strings.HasSuffix(name, ".LOG1") {
			files = append(files, file)
		}
	}
	if before != nil {
		old, failed := before.Image()
		if failed != nil {
			return nil, failed
		}
		write("before.DAT", old)
	}
	if logs {
		dirty, log := changed(img, 7)
		write("NTUSER.DAT.LOG1", log)
		img = dirty
	}
	write("NTUSER.DAT", img)
	return files, err
}

func deletedValues(n int) (t, before *hivetest.Tree) {
	t = hivetest.NewTree()
	k := t.Root.Add("Software").Add("Gone")
	k.Deleted = true
	for i := range n {
		k.AddValue(fmt.Sprintf("value%06d", i), 3, binary.LittleEndian.AppendUint64(nil, uint64(i)))
	}
	return t, nil
}

func siblings(n int) (t, before *hivetest.Tree) {
	t = hivetest.NewTree()
	parent := t.Root.Add("Software").Add("Parent")
	for i := range n {
		parent.Add(fmt.Sprintf("Sibling%06d", i)).Add("Child").Deleted = true
	}
	return t, nil
}

const shapeProfile = `Software\Microsoft\Office\16.0\Outlook\Profiles\Outlook`

func profileOf(t *hivetest.Tree) *hivetest.Key {
	k := t.Root
	for name := range strings.SplitSeq(shapeProfile, `\`) {
		k = k.Add(name)
	}
	return k
}

func manyFiles(i int) string { return fmt.Sprintf(`C:\Mail\file%06d.pst`, i) }

// manySpellings are those of one file, by which of its letters are large.
func manySpellings(i int) string {
	name := []byte(`c:\mail\abcdefghijklmnopqrstuvwx.pst`)
	for bit := range 20 {
		if i>>bit&1 != 0 {
			name[len(`c:\mail\`)+bit] -= 'a' - 'A'
		}
	}
	return string(name)
}

// sections makes a profile of n sections with a file each, which lost a subkey each if lost says so.
func sections(lost bool, file func(int) string) func(n int) (t, before *hivetest.Tree) {
	return func(n int) (t, before *hivetest.Tree) {
		t = hivetest.NewTree()
		profile := profileOf(t)
		for i := range n {
			s := profile.Add(fmt.Sprintf("%032x", i+1))
			s.AddValue("001f6700", 3, text(file(i)))
			s.AddValue("00033e03", 3, number(33))
			if lost {
				s.Add("Lost").Deleted = true
			}
		}
		return t, nil
	}
}

func accounts(n int) (t, before *hivetest.Tree) {
	trees := [2]*hivetest.Tree{hivetest.NewTree(), hivetest.NewTree()}
	for version, t := range trees {
		all := profileOf(t).Add("9375CFF0413111d3B88A00104B2A6676")
		for i := range n {
			a := all.Add(fmt.Sprintf("%08x", i+1))
			a.AddValue("Account Name", 3, text(fmt.Sprintf("user%06d@example.com", i)))
			a.AddValue("Email", 3, text(fmt.Sprintf("user%06d@v%d.example.com", i, version)))
			a.AddValue("clsid", 1, text("{ED475411-B0D6-11D2-8C3B-00104B2A6676}"))
		}
	}
	return trees[1], trees[0]
}

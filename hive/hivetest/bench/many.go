package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"

	"mapihive/hive/hivetest"
	"mapihive/hive/hivetest/share"
)

// many measures 400 and 2,000 hives of the usual size and, if all is asked for, many small ones.
func (b *bench) many() error {
	some, more := filepath.Join(b.dir, "400"), filepath.Join(b.dir, "2000")
	models, of, err := b.models()
	if err != nil {
		return err
	}
	if err := copies(some, models, 400); err != nil {
		return err
	}
	s := b.compare("400 "+of+", no two of one hash",
		append([]command{
			{"mapihive analyze", []string{b.program, "analyze", "--format", "json", some}},
			{"mapihive profiles --live", []string{b.program, "profiles", "--live", some}},
			{"all keys and values, mapped, unchecked", []string{b.self, "-task", "mapped", some}},
		}, b.anchors(some)...)...)
	b.cpu("many: analyze of 400 hives / SHA-256 in process", s[0], s[3], 2.6)
	b.cpu("many: --live of 400 hives / mapped walker", s[1], s[2], 1.05)
	if err := os.RemoveAll(some); err != nil {
		return err
	}

	if err := copies(more, models, 2000); err != nil {
		return err
	}
	runs := b.runs
	b.runs = min(1, runs)
	defer func() { b.runs = runs }()
	s = b.compare("2,000 "+of, append([]command{{"mapihive analyze", []string{b.program, "analyze", "--format", "json", more}}}, b.anchors(more)...)...)
	b.cpu("many: analyze of 2,000 hives / SHA-256 in process", s[0], s[1], 2.6)
	b.memory("many: MiB for 2,000 hives", s[0], 110)
	if err := os.RemoveAll(more); err != nil || !b.full {
		return err
	}
	return b.small()
}

// memory keeps the peak of a process, in MiB.
func (b *bench) memory(name string, s sample, goal float64) {
	if s.memory > 0 {
		b.ratio(name, float64(s.memory)/(1<<20), goal)
	}
}

// small measures many small hives: what a hive costs beside its bytes.
func (b *bench) small() error {
	few, many := filepath.Join(b.dir, "few"), filepath.Join(b.dir, "many")
	for dir, users := range map[string]int{few: 2000, many: 20000} {
		p := share.Plan{Users: users, Seed: 1, Parts: os.DirFS(parts), Dirty: 10, Teams: users / 20}
		if err := p.Write(dir, nil); err != nil {
			return err
		}
	}
	s := b.compare("2,000 and 20,000 small hives",
		command{"mapihive analyze, 2,000", []string{b.program, "analyze", "--format", "json", few}},
		command{"mapihive analyze, 20,000", []string{b.program, "analyze", "--format", "json", many}})
	b.memory("many: MiB for 20,000 small hives", s[1], 120)
	b.ratio("many: CPU of a hive of 20,000 / of 2,000", s[1].cpu.Seconds()/s[0].cpu.Seconds()/10, 1.05)
	b.ratio("many: memory for 20,000 / for 2,000", float64(s[1].memory)/float64(max(1, s[0].memory)), 1.2)
	return nil
}

// parts is where the common parts of profiles lie, from the root of the repository.
const parts = "analyze/testdata"

// models are hives of users: the real ones that are handed to tests, or a few that are built.
func (b *bench) models() (models [][]byte, of string, err error) {
	for _, dir := range []string{"user", "profiles"} {
		files, err := filepath.Glob(filepath.Join(hivetest.RealDir(), dir, "*NTUSER*"))
		if err != nil {
			return nil, "", err
		}
		for _, file := range files {
			img, err := os.ReadFile(file)
			if err != nil {
				return nil, "", err
			}
			models = append(models, img)
		}
	}
	if len(models) > 0 {
		return models, "real hives", nil
	}
	p := share.Plan{Users: 6, Seed: 2, Parts: os.DirFS(parts), Filler: 1500}
	for i := range p.Users {
		u, err := p.User(i)
		if err != nil {
			return nil, "", err
		}
		models = append(models, u.Files["NTUSER.DAT"])
	}
	return models, "built hives (there are no real ones)", nil
}

// copies writes n hives like the models, each of which was last written at another time by its base block.
func copies(dir string, models [][]byte, n int) error {
	for i := range n {
		img := append([]byte{}, models[i%len(models)]...)
		const written = 12 // in the base block
		binary.LittleEndian.PutUint64(img[written:], binary.LittleEndian.Uint64(img[written:])+1+uint64(i/len(models)))
		hivetest.Seal(img)
		at := filepath.Join(dir, fmt.Sprintf("u%05d", i))
		if err := os.MkdirAll(at, 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(at, "NTUSER.DAT"), img, 0o600); err != nil {
			return err
		}
	}
	return nil
}

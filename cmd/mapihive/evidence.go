package main

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"mapihive/analyze/collect"
	"mapihive/hive"
	"mapihive/hive/office"
	"mapihive/hive/regf/translog"
)

// evidence is what a run reads, hashes or looks for. None of it may be written, whatever the user asks
// for, and nothing may appear in its folders but a report that was asked for there.
type evidence []*input

// claims says why a target must be left alone, or "". It asks the file system, so that other spellings,
// symbolic links and hard links of a file are known for that file.
func (e evidence) claims(t *target) string {
	names := []string{filepath.Base(t.asked), filepath.Base(t.path)}
	for _, name := range names {
		if namedAsEvidence(name) {
			return "has the name of a hive, a transaction log or an Outlook data file"
		}
	}
	switch {
	case e.looksFor(t):
		return "has the name of one of the inputs"
	case e.logOfNeighbour(t.path):
		return "is the name of a transaction log of the hive beside it"
	case t.info == nil:
		return ""
	case e.searched(t.dir) != "" || e.searched(t.askedDir()) != "":
		return "lies in a folder that is an input, and every file in it is evidence"
	case e.holds(t.info, func(string) bool { return true }):
		return "is a file that this run reads or looks at, under another name"
	}
	if held, err := e.holdsEvidence(t.path); err != nil {
		return "cannot be looked at (" + cause(err) + ")"
	} else if held {
		return "holds a registry hive, a transaction log, Outlook data or a collection of files"
	}
	return ""
}

// looksFor reports whether the target is a path of the command line, also one where nothing is. Names that
// differ in case only may be one file, and Windows and the search for logs take them for one.
func (e evidence) looksFor(t *target) bool {
	for _, in := range e {
		for _, path := range in.inputs {
			if strings.EqualFold(filepath.Base(path), filepath.Base(t.path)) && sameFolder(filepath.Dir(path), t.dir) {
				return true
			}
		}
	}
	return false
}

// standard reports whether a standard output that the shell has opened is a file of evidence, as after
// ">>NTUSER.DAT". That it lies in an input folder is no reason: with "case/ >case/report.txt" it is met as
// an empty file.
func (e evidence) standard(stdout io.Writer) bool {
	f, ok := stdout.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode().IsRegular() && e.holds(info, func(path string) bool {
		held, err := e.holdsEvidence(path)
		return err != nil || held || namedAsEvidence(filepath.Base(path)) || e.logOfNeighbour(path)
	})
}

// holds reports whether a file is one that was met and that counts, or lies beside a hive and belongs to it.
func (e evidence) holds(info fs.FileInfo, counts func(path string) bool) bool {
	same := func(path string) bool {
		other, err := os.Stat(path)
		return err == nil && os.SameFile(info, other)
	}
	for _, in := range e {
		for path := range in.collector.Met() {
			if same(path) && counts(path) {
				return true
			}
		}
		for dir, hives := range in.besides() {
			entries, _ := os.ReadDir(dir) // where it cannot be listed, no log was found either
			for _, entry := range entries {
				of, isLog := translog.HiveOf(strings.ToUpper(entry.Name()))
				belongs := isLog && hives[of] || namedAsEvidence(entry.Name())
				if belongs && same(filepath.Join(dir, entry.Name())) {
					return true
				}
			}
		}
	}
	return false
}

// besides returns the named files, in upper case, by the folders that they lie in.
func (in *input) besides() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, path := range in.inputs {
		for _, dir := range foldersOf(path) {
			if out[dir] == nil {
				out[dir] = map[string]bool{}
			}
			out[dir][strings.ToUpper(filepath.Base(path))] = true
		}
	}
	return out
}

// folderAround returns the folder of evidence that a folder is or lies in, as the user named it, or "": one
// that was searched to the bottom, or one that a named file lies in.
func (e evidence) folderAround(dir string) string {
	if in := e.searched(dir); in != "" {
		return in
	}
	for _, in := range e {
		for _, path := range in.inputs {
			for _, folder := range foldersOf(path) {
				if sameFolder(folder, dir) {
					return filepath.Dir(path)
				}
			}
		}
	}
	return ""
}

// searched returns the input folder that a folder, given without symbolic links, is or lies in, or "".
func (e evidence) searched(dir string) string {
	for _, in := range e {
		for _, folder := range in.folders {
			for up := dir; ; up = filepath.Dir(up) {
				if sameFolder(folder, up) {
					return folder
				}
				if up == filepath.Dir(up) {
					break
				}
			}
		}
	}
	return ""
}

// foldersOf returns the folders that a named file lies in: that of the name, where its logs are looked for,
// and that of the file, if the name is a symbolic link to it.
func foldersOf(path string) []string {
	folders := []string{filepath.Dir(path)}
	if real, err := realPath(path); err == nil {
		folders = append(folders, filepath.Dir(real))
	}
	return folders
}

func sameFolder(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

// namedAsEvidence reports whether nothing but evidence has such a name, even where the file is empty or
// overwritten with zeros. Names with .LOG are not among them: many texts have one.
func namedAsEvidence(name string) bool {
	switch strings.ToUpper(filepath.Ext(name)) {
	case ".LOG1", ".LOG2":
		return true
	}
	return collect.NamedAsHive(name) || office.DataFile(hive.Text(name)) != ""
}

// logOfNeighbour reports whether a path, there or not, is where the log of a hive in the same folder is
// looked for.
func (e evidence) logOfNeighbour(path string) bool {
	of, isLog := translog.HiveOf(path)
	if !isLog {
		return false
	}
	dir := filepath.Dir(path)
	entries, _ := os.ReadDir(dir) // where it cannot be listed, no log is found either
	for _, entry := range entries {
		if !strings.EqualFold(entry.Name(), filepath.Base(of)) {
			continue
		}
		beside := filepath.Join(dir, entry.Name())
		if info, err := os.Stat(beside); err != nil || !info.Mode().IsRegular() {
			continue
		}
		if is, err := e.identify(beside); err != nil || is >= collect.Lost {
			return true
		}
	}
	return false
}

// holdsEvidence reports whether a regular file is by its first bytes something that mapihive reads, or that
// holds what it reads, and that it never writes.
func (e evidence) holdsEvidence(path string) (bool, error) {
	is, err := e.identify(path)
	return is >= collect.Holder, err
}

// identify says what a file is to the readers of this run.
func (e evidence) identify(path string) (collect.Identity, error) {
	if len(e) == 0 {
		return collect.New(collect.Readers()).Identify(path)
	}
	return e[0].collector.Identify(path)
}

// realPath is the absolute path without symbolic links.
func realPath(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

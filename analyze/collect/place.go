package collect

import (
	"path/filepath"
	"strings"

	"mapihive/hive"
)

// place is where a file stands in a run.
type place struct {
	arg, file int       // the number of the path that was given, and of the file below it, from 0
	under     hive.Text // that path
}

// Place says where the file stands in its run: the number of the path that was given to Find, of the file below it,
// both from 0, and that path. A file in an archive stands where the archive does.
func (f *File) Place() (arg, file int, under hive.Text) {
	for f.parent != nil {
		f = f.parent
	}
	return f.place.arg, f.place.file, f.place.under
}

// IsEnd reports whether it is no file, but the end of a folder that was named.
func (f *File) IsEnd() bool { return f.end }

// placed numbers the files below one of the paths, and hands on those of the shard.
func (c *Collector) placed(arg int, under string, yield func(*File) bool) func(*File) bool {
	next := 0
	return func(f *File) bool {
		f.place = place{arg, next, hive.Text(under)}
		for _, log := range f.logs {
			log.place = f.place
		}
		next++
		if !f.end && !c.Shard.Has(below(under, string(f.Path))) {
			return true
		}
		return yield(f)
	}
}

// below is the path of a file below the folder that was given; that of a file that was given itself is the one given.
func below(under, file string) string {
	if rest, ok := strings.CutPrefix(file, filepath.Clean(under)); ok && rest != "" {
		return strings.TrimLeft(rest, `/\`)
	}
	return file
}

package collect

import (
	"context"

	"mapihive/analyze"
	"mapihive/hive"
)

// Reader makes snapshots of one kind of file.
type Reader struct {
	Name string // of the format, as in Snapshot.Format
	Doc  string // what it reads, in one line

	// Match says by the first bytes of a file, and by its name where they leave it open, whether it is of this
	// kind.
	Match func(f *File) Match
	// Read hands over what there is to know of a file of this kind, source by source. What went wrong is said in
	// the snapshots; the error is of a file of which there is none.
	Read func(ctx context.Context, f *File, opt Options, emit func(analyze.Whole)) error
	// Open gives a file of this kind as one registry, whole, for a dump. It is nil for hives, which OpenHive reads with
	// what else they hold, and for kinds that are no registry.
	Open func(ctx context.Context, f *File, opt Options) (hive.Registry, error)

	// Members gives the files in a container, such as an archive, in place of Read.
	Members func(f *File) (*Container, error)

	// Told says that a file of this kind holds what other runs found, in place of Read: see told.go.
	Told bool
}

// Match is what a reader says of a file.
type Match int

const (
	No   Match = iota // not of its kind
	Yes               // it reads it
	Part              // it reads it, but together with another: a transaction log
)

// Readers lists the readers. The first that knows a file reads it.
func Readers() []*Reader { return []*Reader{hives(), win9x(), regText(), zips(), gzips(), snapshots()} }

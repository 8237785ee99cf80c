// Package fserr says errors of the file system without what stands beside them.
package fserr

import (
	"errors"
	"io/fs"
	"os"
)

// Cause is what went wrong, without the call and the path. The path is hostile text: messages say it once,
// escaped.
func Cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	if l, ok := errors.AsType[*os.LinkError](err); ok {
		return l.Err
	}
	return err
}

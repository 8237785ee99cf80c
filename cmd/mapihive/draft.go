package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// draft is a report on its way into a file. It grows in a temporary file and becomes the file that was asked
// for when it is whole: until then, and for ever if the run fails or is interrupted, there is no new file and
// the old one stays as it is.
//
// The temporary file lies beside the target and is renamed to it. Where that folder is evidence, it lies in
// the user's temporary folder, or that for caches, and its bytes are copied; where those are evidence too,
// as when a whole machine is searched, the draft is kept in memory. A copy is not quite as safe as a
// rename: a power cut or a kill while it lasts leaves a part of a new file; and a file that is replaced is
// written over where it lies, so that a full disk then costs what was there, which is said.
type draft struct {
	ctx  context.Context
	t    *target
	perm os.FileMode // of a new file, before the umask

	tmp    *os.File      // nil: in memory, or put or discarded
	mem    *bytes.Buffer // where there is no place for a file
	beside bool          // tmp lies in the folder of the target
	made   bool          // a file was made under the name of the target and is not whole
}

// newDraft begins a file. beside says that its folder may hold a temporary file.
func newDraft(ctx context.Context, t *target, of evidence, private, beside bool) (*draft, error) {
	d := &draft{ctx: ctx, t: t, perm: 0o666, beside: beside}
	if private {
		d.perm = 0o600
	}
	var err error
	if beside {
		perm := d.perm
		if t.info != nil {
			perm = 0o600 // until it has the mode of the file that it replaces
		}
		if d.tmp, err = createBeside(t.dir, perm); err != nil {
			return nil, cannotWrite(t.asked, err)
		}
		return d, nil
	}
	folders := []string{os.TempDir()}
	if dir, err := os.UserCacheDir(); err == nil {
		folders = append(folders, dir)
	}
	for _, dir := range folders {
		real, err := realPath(dir)
		if err != nil || of.folderAround(real) != "" {
			continue
		}
		if d.tmp, err = os.CreateTemp(real, "mapihive-*"); err == nil {
			return d, nil
		}
	}
	d.mem = new(bytes.Buffer)
	return d, nil
}

// createBeside makes a temporary file. Unlike those of os.CreateTemp it has the mode that the umask gives.
func createBeside(dir string, perm os.FileMode) (*os.File, error) {
	for try := 0; ; try++ {
		name := filepath.Join(dir, fmt.Sprintf(".mapihive-%08x", rand.Uint32()))
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, perm)
		if err == nil || !errors.Is(err, os.ErrExist) || try == 100 {
			return f, err
		}
	}
}

// Write adds to the draft.
func (d *draft) Write(b []byte) (int, error) {
	if d.mem != nil {
		return d.mem.Write(b)
	}
	n, err := copyWhile(d.ctx, d.tmp, bytes.NewReader(b))
	if err != nil && !errors.Is(err, context.Canceled) && !d.beside {
		err = fmt.Errorf("%w, in the temporary folder %s", bare{err}, filepath.Dir(d.tmp.Name()))
	}
	return int(n), writeFailure(err, d.failed)
}

// put makes the draft the file that was asked for.
func (d *draft) put() error {
	err := d.ctx.Err()
	switch {
	case err != nil:
	case d.beside:
		err = d.rename()
	case d.t.info == nil:
		err = d.copyToNew()
	default:
		err = d.copyOver()
	}
	if err == nil {
		d.made = false
	}
	d.discard()
	return writeFailure(err, d.failed)
}

func (d *draft) failed(err error) error { return cannotWrite(d.t.asked, err) }

// discard removes what is not the whole report.
func (d *draft) discard() {
	if d.tmp != nil {
		d.tmp.Close()
		os.Remove(d.tmp.Name()) // is gone already if it was renamed
		d.tmp = nil
	}
	if d.made {
		os.Remove(d.t.path)
		d.made = false
	}
}

// rename puts the temporary file in the place of the target.
func (d *draft) rename() error {
	if err := d.tmp.Sync(); err != nil {
		return err
	}
	if d.t.info != nil {
		if err := d.unchanged(os.Stat(d.t.path)); err != nil {
			return err
		}
		if err := d.tmp.Chmod(d.t.info.Mode().Perm()); err != nil {
			return err
		}
	} else {
		// The name is taken first: a rename would replace a file that has appeared since.
		f, err := d.create()
		if err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	if err := d.tmp.Close(); err != nil {
		return err
	}
	return os.Rename(d.tmp.Name(), d.t.path)
}

// create makes the target, which must not be there.
func (d *draft) create() (*os.File, error) {
	f, err := os.OpenFile(d.t.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, d.perm)
	if errors.Is(err, os.ErrExist) {
		return nil, errors.New("a file of this name has appeared meanwhile")
	}
	d.made = err == nil
	return f, err
}

// copyToNew copies the draft to a file that was not there.
func (d *draft) copyToNew() error {
	from, err := d.whole()
	if err != nil {
		return err
	}
	f, err := d.create()
	if err != nil {
		return err
	}
	_, err = copyWhile(d.ctx, f, from)
	return errors.Join(err, closeSynced(f))
}

// copyOver copies the draft over the file that is there, which keeps its mode and owner. Once begun, it is
// not interrupted.
func (d *draft) copyOver() error {
	from, err := d.whole()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(d.t.path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if err := d.unchanged(f.Stat()); err != nil {
		f.Close()
		return err
	}
	n, err := io.Copy(f, from)
	if err == nil {
		err = f.Truncate(n)
	}
	if err = errors.Join(err, closeSynced(f)); err != nil {
		return fmt.Errorf("%w; what was in it is lost", bare{err})
	}
	return nil
}

// whole returns the draft, to be read from its start.
func (d *draft) whole() (io.Reader, error) {
	if d.mem != nil {
		return d.mem, nil
	}
	_, err := d.tmp.Seek(0, io.SeekStart)
	return d.tmp, err
}

// unchanged reports an error if another file than the one that was looked at has the name of the target.
func (d *draft) unchanged(now os.FileInfo, err error) error {
	if err == nil && !os.SameFile(d.t.info, now) {
		err = errors.New("another file has taken its name meanwhile")
	}
	return err
}

func closeSynced(f *os.File) error {
	return errors.Join(f.Sync(), f.Close())
}

// copyWhile copies to a file until ctx ends.
func copyWhile(ctx context.Context, to io.Writer, from io.Reader) (n int64, err error) {
	const part = 4 << 20 // bytes between two looks at ctx
	for {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		m, err := io.CopyN(to, from, part)
		n += m
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}

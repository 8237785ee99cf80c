package collect

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"mapihive/hive"
	"mapihive/hive/fserr"
	"mapihive/hive/regtext"
)

// textRegistry is registry text as one registry, with what a dump tells of its file.
type textRegistry struct {
	hive.Registry
	text *regtext.File
	size int64
	sum  string
}

func dumpRegText(ctx context.Context, f *File, opt Options) (hive.Registry, error) {
	text, sum, err := openRegText(ctx, f, opt.NoHash)
	if err == nil && len(text.Hives) == 0 {
		err = errNoKey
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Path, fserr.Cause(err))
	}
	return textRegistry{text.All(), text, f.Size(), sum}, nil
}

func (r textRegistry) FileSize() int64   { return r.size }
func (r textRegistry) SHA256() string    { return r.sum }
func (r textRegistry) Version() string   { return strconv.Itoa(r.text.Version) }
func (r textRegistry) State() hive.State { return hive.Export }

// Diagnostics are about lines of the text, whichever hive they are of, in their order.
func (r textRegistry) Diagnostics() []hive.Diagnostic {
	all := slices.Clone(r.text.Notes)
	for _, h := range r.text.Hives {
		all = append(all, h.Diagnostics()...)
	}
	slices.SortStableFunc(all, func(a, b hive.Diagnostic) int { return a.Place.Compare(b.Place) })
	return all
}

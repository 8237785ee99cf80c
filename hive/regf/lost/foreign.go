package lost

import (
	"context"
	"fmt"
	"math"

	"mapihive/hive"
	"mapihive/hive/internal/cells"
	"mapihive/hive/regf"
)

// maxForeign is how many sets of foreign bins are searched. Bins of one set stand at different offsets of
// their hive; each further set was left by another hive, or by another state of one.
const maxForeign = 16

// scanTail scans what follows the hive bins, but for the bins of other hives.
func (c *carver) scanTail(from int64) {
	for _, b := range c.f.ForeignBins(from) {
		c.scanRaw(from, b.Pos, hive.FileTail)
		from = b.Pos + int64(b.Size)
	}
	c.scanRaw(from, c.f.Image.Size(), hive.FileTail)
}

// recoverForeign adds to r the records in bins of other hives after the end of this one, all of them: also
// those that are live there. They are tied to each other, never to this hive's.
func recoverForeign(ctx context.Context, h *regf.Hive, r *recovery) error {
	disk := h.OnDisk().Cells()
	if rest := disk.FileSize - disk.Image.Size(); rest > 0 {
		h.Cells().Diag(hive.KindTail, disk.Image.Size(), "file", fmt.Sprintf("the last %d bytes of the file are not searched for deleted records", rest))
	}
	bins := disk.ForeignBins(disk.BinsEnd())
	if len(bins) == 0 {
		return nil
	}
	sum := int64(0)
	for _, b := range bins {
		sum += int64(b.Size)
	}
	first, keys, values := bins[0], len(r.Keys), (*hive.Recovery)(r).CountValues()
	defer func() {
		h.Cells().Diag(hive.KindForeignBins, first.Pos, "hbin", fmt.Sprintf("%d bytes from here on are in bins that say they stand elsewhere (this one at 0x%x): they belong to another hive, of which %d keys and %d values are listed", sum, first.Rel, len(r.Keys)-keys, (*hive.Recovery)(r).CountValues()-values))
	}()
	for n := 0; len(bins) > 0; n++ {
		if n == maxForeign {
			h.Cells().Diag(hive.KindLimit, bins[0].Pos, "hbin", "bins of more hives than the reader tells apart; those from here on are not searched")
			return nil
		}
		set, others := disk.Fragment(bins)
		bins = others
		if err := recoverFragment(ctx, set, r); err != nil {
			return err
		}
	}
	return nil
}

// recoverFragment adds every record of a hive of which there are some bins only.
func recoverFragment(ctx context.Context, f *cells.File, r *recovery) error {
	c := newCarver(nil, f)
	c.latest, c.fragment = math.MaxInt64, true
	for i := range f.Bins.Bins {
		c.scanBin(&f.Bins.Bins[i])
	}
	c.sortExtents()
	if err := c.relate(ctx); err != nil {
		return err
	}
	out, first := c.result(), len(r.Keys)
	foreign := func(v *hive.RecoveredValue) {
		v.Source, v.Confidence = hive.ForeignBin, hive.Low
		v.Reasons = append(v.Reasons, ofAnotherHive)
	}
	for _, k := range out.Keys {
		k.Source, k.Confidence = hive.ForeignBin, hive.Low
		k.Reasons = append(k.Reasons, ofAnotherHive)
		if k.PathStatus == hive.FullPath {
			k.PathStatus = hive.PartialPath // of that hive
			if k.Path == "" {
				k.Path = "?"
			} else {
				k.Path = `?\` + k.Path
			}
		}
		if k.Parent >= 0 {
			k.Parent += first
		} else {
			k.ParentOffset = 0 // in a bin that is not here
		}
		for i := range k.Subkeys {
			k.Subkeys[i] += first
		}
		for i := range k.Values {
			foreign(&k.Values[i])
		}
		r.Keys = append(r.Keys, k)
	}
	for i := range out.Values {
		foreign(&out.Values[i])
	}
	r.Values = append(r.Values, out.Values...)
	return nil
}

const ofAnotherHive = "it stands in a bin of another hive, after the end of this one"

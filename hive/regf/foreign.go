package regf

import (
	"context"
	"fmt"
	"math"

	"mapihive/hive"
	"mapihive/hive/internal/base"
)

// maxForeign is how many sets of foreign bins are searched. Bins of one set stand at different offsets of
// their hive; each further set was left by another hive, or by another state of one.
const maxForeign = 16

// foreignBins finds bins after the end of the hive bins, from the file offset from on, whose own offset
// field names another place than theirs: a file of another hive used these sectors before. Bins of this hive
// that it gave up stand where they say.
func (h *Hive) foreignBins(from int64) []bin {
	var bins []bin
	for pos := (from + 511) / 512 * 512; pos+binHeader <= h.img.size(); {
		head, _ := h.img.bytes(pos, binHeader)
		rel, size := u32at(head, layout.Off_HBIN_FileOffset), int64(u32at(head, layout.Off_HBIN_HbinSize))
		if string(head[:4]) != "hbin" || rel%base.PageSize != 0 || size == 0 || size%base.PageSize != 0 || int64(rel)+size > base.MaxBinsSize {
			pos += 512
			continue
		}
		size = min(size, h.img.size()-pos)
		for at := int64(512); at < size; at += 512 { // it may be written over by another bin
			if sig, _ := h.img.bytes(pos+at, 4); string(sig) == "hbin" {
				size = at
			}
		}
		if int64(rel) != pos-base.Size {
			bins = append(bins, bin{rel: rel, size: uint32(size), pos: pos})
		}
		pos += size
	}
	return bins
}

// scanTail scans what follows the hive bins, but for the bins of other hives.
func (c *carver) scanTail(from int64) {
	for _, b := range c.h.foreignBins(from) {
		c.scanRaw(from, b.pos, hive.FileTail)
		from = b.pos + int64(b.size)
	}
	c.scanRaw(from, c.h.img.size(), hive.FileTail)
}

// binsEnd is the file offset after the last bin, or after the place for it.
func (h *Hive) binsEnd() int64 {
	end := min(base.Size+h.binsSize, h.img.size())
	for i := range h.bins.bins {
		end = max(end, h.bins.bins[i].pos+int64(h.bins.bins[i].size))
	}
	return end
}

// recoverForeign adds to r the records in bins of other hives after the end of this one, all of them: also
// those that are live there. They are tied to each other, never to this hive's.
func (h *Hive) recoverForeign(ctx context.Context, r *recovery) error {
	disk := h.OnDisk()
	if rest := disk.fileSize - disk.img.size(); rest > 0 {
		h.diag(hive.KindTail, disk.img.size(), "file", fmt.Sprintf("the last %d bytes of the file are not searched for deleted records", rest))
	}
	bins := disk.foreignBins(disk.binsEnd())
	if len(bins) == 0 {
		return nil
	}
	sum := int64(0)
	for _, b := range bins {
		sum += int64(b.size)
	}
	first, keys, values := bins[0], len(r.Keys), (*hive.Recovery)(r).CountValues()
	defer func() {
		h.diag(hive.KindForeignBins, first.pos, "hbin", fmt.Sprintf("%d bytes from here on are in bins that say they stand elsewhere (this one at 0x%x): they belong to another hive, of which %d keys and %d values are listed", sum, first.rel, len(r.Keys)-keys, (*hive.Recovery)(r).CountValues()-values))
	}()
	for n := 0; len(bins) > 0; n++ {
		if n == maxForeign {
			h.diag(hive.KindLimit, bins[0].pos, "hbin", "bins of more hives than the reader tells apart; those from here on are not searched")
			return nil
		}
		set := &Hive{
			base: disk.base, fileSize: disk.fileSize, img: disk.img, truncated: true, // what is cut off is no news
			cellHeader: disk.cellHeader, cellAlign: disk.cellAlign, wide: disk.wide,
		}
		bins = set.takeBins(bins)
		if err := set.recoverAll(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// takeBins makes those of bins that have different places the hive's bins and returns the others.
func (h *Hive) takeBins(bins []bin) (others []bin) {
	for _, b := range bins {
		h.binsSize = max(h.binsSize, int64(b.rel)+int64(b.size)+base.PageSize-1)
	}
	h.binsSize = h.binsSize / base.PageSize * base.PageSize
	h.bins = newBinMap(h.binsSize)
	h.bins.whole = true
	for _, b := range bins {
		if !h.bins.add(b) {
			others = append(others, b)
		}
	}
	h.survey = &survey{used: newBitset(h.binsSize), keys: newBitset(h.binsSize), complete: true}
	return others
}

// recoverAll adds every record of a hive of which there are some bins only.
func (h *Hive) recoverAll(ctx context.Context, r *recovery) error {
	c := newCarver(h)
	c.latest, c.fragment = math.MaxInt64, true
	for i := range h.bins.bins {
		c.scanBin(&h.bins.bins[i])
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

package hive

import (
	"cmp"
	"slices"
)

// State says how the hive file was found, in the words of the report.
type State string

const (
	// Clean: the base block's checksum holds and both sequence numbers are equal.
	Clean State = "clean"
	// Replayed: the hive was dirty and its transaction logs were applied, in memory only.
	Replayed State = "replayed"
	// Dirty: a write was under way and no log could be applied; recent changes are absent.
	Dirty State = "dirty"
	// Damaged: the base block or the hive bins are broken, or the file is cut off.
	Damaged State = "damaged"
	// Unverified: the base block is as of a clean hive, and no more of the hive was read than was asked for.
	Unverified State = "not verified"
	// Sound: the structures of a Windows 9x registry, which has no mark of an unfinished write, fit each other.
	Sound State = "sound"
	// Export: registry text, which holds what a program wrote out, and nothing of the hive it came from.
	Export State = "export"
)

// Origin says where in the evidence a key or value was found.
type Origin string

const (
	// Live: reachable from the root key.
	Live Origin = "live"
	// Deleted: live records below a "Deleted Profiles" key (set by package mapi).
	Deleted Origin = "deleted"
	// KeptAside: live records of a profile outside the keys where Outlook looks for profiles (set by package mapi).
	KeptAside Origin = "kept aside"
	// Recovered: records that no live key refers to any more.
	Recovered Origin = "recovered"
)

// Confidence in a fact or a finding.
type Confidence string

const (
	Low    Confidence = "low"
	Medium Confidence = "medium"
	High   Confidence = "high"
)

// Compare orders confidences, the lowest first; what is none of the three is below them.
func (c Confidence) Compare(d Confidence) int { return cmp.Compare(c.rank(), d.rank()) }

func (c Confidence) rank() int { return slices.Index([]Confidence{Low, Medium, High}, c) }

// Weaker returns the lower of two confidences.
func (c Confidence) Weaker(d Confidence) Confidence {
	if d.Compare(c) < 0 {
		return d
	}
	return c
}

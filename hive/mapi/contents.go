package mapi

import "mapihive/hive/codepage"
import "mapihive/hive/mapi/prop"
import "mapihive/hive"

// Contents is everything that stands below one profile's key, decoded: a Profile is the facts that are read out
// of it. It takes ten times the room, and is kept only where every value is to be shown.
type Contents struct {
	Properties    []prop.Property   // values of the profile key itself; real profiles have none
	Sections      []Section         // every section of the profile, in stored order
	AccountValues [][]prop.Property // the values of each account, as in Profile.Accounts
	CodePage      *codepage.Page    // that its ANSI strings were read with; nil for codepage.Assumed
}

// Whole is a profile with its contents.
type Whole struct {
	*Profile
	*Contents
}

// Section is one profile section: a subkey of the profile key.
type Section struct {
	UID        prop.UID
	IsUID      bool // whether Name is 32 hex digits
	Role       Role
	Key        Key
	Properties []prop.Property
	Listed     bool // the lists of the profile, its services or its Exchange settings lead to it

	ctx   prop.Context // in which its properties are meant
	cp    *codepage.Page
	index map[uint16][]int32 // identifier -> properties, in sections too large to search
}

// Key is an inert copy of one registry key of a profile, so that live, deleted and recovered profiles
// are read by the same code.
type Key struct {
	Name       hive.Text
	Path       hive.Path // from the hive's root key, which is not named
	hive.Place           // of the nk cell
	LastWrite  hive.Time
	State      hive.Origin
	Values     []prop.Value
	Subkeys    []Key
	// Lost says what the key announces and could not be recovered; "" for live keys.
	Lost string
	// LeftOut says what stands below the key and was not copied, because a limit was reached; "" for nothing.
	LeftOut string
}

package hivetest

import (
	"fmt"
	"testing"
	"time"
)

// Registry value types the text forms write.
const (
	regSZ       = 1
	regExpandSZ = 2
	regBinary   = 3
	regDword    = 4
	regMultiSZ  = 7
	regQword    = 11
)

// Header is what a base block says that the tree below it does not.
type Header struct {
	Minor       int    // minor version, 1..6
	Seq1, Seq2  uint32 // primary and secondary sequence number
	Name        string // file name field; only the last 31 UTF-16 units are stored
	RootName    string // name of the root key
	LastWritten uint64 // FILETIME
	Leaf        int    // subkeys in one list before an ri list is made; 0: one page of entries
	FreeLinks   int    // bytes the free list takes of a freed cell, or -1 for what the version does
}

// Tree is a registry to be written as a hive. Parse makes one; tests may change it or make their own.
type Tree struct {
	Header Header
	Root   *Key
	Wants  []Want
}

// Key is a key with all that is stored with it.
type Key struct {
	Name        []uint16
	Class       []uint16
	LastWritten uint64 // FILETIME; HasTime says whether it was set
	HasTime     bool   // false: the time of the hive
	Flags       uint16 // bits added to those the format needs
	Owner       string // SID text; "" inherits
	WideName    bool   // store the name as UTF-16 even if Latin-1 would do
	Deleted     bool   // written, then freed together with all subkeys
	Values      []*Value
	Subkeys     []*Key // any order; lists are written sorted
	Line        int    // line in the text, 0 if made on the way or by hand
}

// Value is a value. Its data is stored exactly as given.
type Value struct {
	Name     []uint16 // empty for the default value
	Type     uint32
	Data     []byte
	WideName bool
	Deleted  bool   // written, then freed
	Reuse    *Reuse // nil: allocated as usual
	Line     int
}

// Part says which cell of a deleted record is meant.
type Part int

// Parts of a deleted record.
const (
	RecordPart Part = iota // the nk or vk cell
	DataPart               // the data cell of a value
)

// Reuse places a value into the cell a deleted record had.
type Reuse struct {
	Part    Part
	Path    string // path of the deleted key
	IsValue bool
	Value   string // value name when IsValue
}

// Option changes the header that a text asks for.
type Option func(*Header)

// WithMinor sets the minor version.
func WithMinor(minor int) Option { return func(h *Header) { h.Minor = minor } }

// WithLeaf sets the number of subkeys a list holds before it is split.
func WithLeaf(n int) Option { return func(h *Header) { h.Leaf = n } }

// defaultTime is the last written time of everything that has none of its own.
var defaultTime = time.Date(2010, 7, 20, 12, 0, 0, 0, time.UTC)

// NewTree returns a tree with nothing but a root key and the default header.
func NewTree() *Tree {
	return &Tree{
		Header: Header{
			Minor: 5, Seq1: 1, Seq2: 1, Name: "NTUSER.DAT", RootName: "ROOT",
			LastWritten: Filetime(defaultTime), FreeLinks: -1,
		},
		Root: &Key{},
	}
}

// Add appends a subkey with the given name and returns it.
func (k *Key) Add(name string) *Key {
	sub := &Key{Name: units(name)}
	k.Subkeys = append(k.Subkeys, sub)
	return sub
}

// AddValue appends a value and returns it.
func (k *Key) AddValue(name string, typ uint32, data []byte) *Value {
	v := &Value{Name: units(name), Type: typ, Data: data}
	k.Values = append(k.Values, v)
	return v
}

// Filetime is t as 100 ns intervals since 1601-01-01 UTC.
func Filetime(t time.Time) uint64 {
	const secondsTo1970 = 11644473600
	return uint64(t.Unix()+secondsTo1970)*10_000_000 + uint64(t.Nanosecond()/100)
}

// Build returns the hive image of a registry text and fails the test if the text is wrong.
func Build(t testing.TB, reg string, opts ...Option) []byte {
	t.Helper()
	img, _ := BuildLayout(t, reg, opts...)
	return img
}

// BuildLayout is Build that also says where everything lies.
func BuildLayout(t testing.TB, reg string, opts ...Option) ([]byte, *Layout) {
	t.Helper()
	img, layout, err := build(reg, opts...)
	if err != nil {
		t.Fatalf("hivetest: %v", err)
	}
	return img, layout
}

func build(reg string, opts ...Option) ([]byte, *Layout, error) {
	tree, err := Parse(reg)
	if err != nil {
		return nil, nil, err
	}
	return tree.ImageLayout(opts...)
}

// mustBuild is for images whose text is part of this package.
func mustBuild(reg string, opts ...Option) ([]byte, *Layout) {
	img, layout, err := build(reg, opts...)
	if err != nil {
		panic(fmt.Sprintf("hivetest: own text: %v", err))
	}
	return img, layout
}

// mustImage is for trees made by this package.
func (t *Tree) mustImage() ([]byte, *Layout) {
	img, l, err := t.ImageLayout()
	if err != nil {
		panic(fmt.Sprintf("hivetest: own tree: %v", err))
	}
	return img, l
}

package hivetest

import "fmt"

// Offsets in a vk that the damages aim at.
const (
	vkNameSize = 2
	vkDataSize = 4
	vkData     = 8
	vkType     = 12
)

// ValueCount sets the number of values of a key.
func ValueCount(path string, n uint32) Damage { return Put32(KeyField(path, nkValues), n) }

// VListOutside points a value list outside the file.
func VListOutside(path string) Damage { return Put32(KeyField(path, nkValueList), outside) }

// VListToNK points a value list to its own key's nk.
func VListToNK(path string) Damage { return Point(KeyField(path, nkValueList), KeyCell(path)) }

// VKNamePast makes a value name longer than its cell.
func VKNamePast(path, value string) Damage { return Put16(ValueField(path, value, vkNameSize), 0x7FFF) }

// DataSize sets the size field of a value; bit 31 says the data is in the vk.
func DataSize(path, value string, v uint32) Damage {
	return Put32(ValueField(path, value, vkDataSize), v)
}

// VKDataOutside points a value's data outside the file.
func VKDataOutside(path, value string) Damage { return Put32(ValueField(path, value, vkData), outside) }

// VKSelfData points a value's data to its own vk.
func VKSelfData(path, value string) Damage {
	return Point(ValueField(path, value, vkData), ValueCell(path, value))
}

// ValueType sets the type of a value.
func ValueType(path, value string, v uint32) Damage { return Put32(ValueField(path, value, vkType), v) }

// SameValue gives a key a value list that names one of its values n times.
func SameValue(path, value string, n int) Damage {
	return func(img []byte, l *Layout) []byte {
		var list int
		img = addCells(img, l, func(c *cells) {
			list = c.alloc(4 * n)
			for i := range n {
				le.PutUint32(c.body(list)[4*i:], rel(ValueCell(path, value)(l)))
			}
		})
		return Chain(ValueCount(path, uint32(n)), Put32(KeyField(path, nkValueList), rel(list)))(img, l)
	}
}

// DBCount sets the number of segments of a big value.
func DBCount(path, value string, n uint16) Damage {
	return Put16(CellField(DataCell(path, value), 2), n)
}

// DBListSelf makes the segment list of a big value the db itself.
func DBListSelf(path, value string) Damage {
	return Point(CellField(DataCell(path, value), 4), DataCell(path, value))
}

// DBShort makes a big value claim more data than its segments hold.
func DBShort(path, value string) Damage {
	return func(img []byte, l *Layout) []byte {
		at := ValueField(path, value, vkDataSize)(l)
		le.PutUint32(img[at:], le.Uint32(img[at:])+100_000)
		return img
	}
}

// DBDupSegment makes the second segment of a big value the first one again.
func DBDupSegment(path, value string) Damage {
	return func(img []byte, l *Layout) []byte {
		list := l.Body(SegmentsCell(path, value)(l))
		copy(img[list+4:list+8], img[list:])
		return img
	}
}

// ManyValues is a hive with n values in one key.
func ManyValues(n int) []byte {
	tree := NewTree()
	k := tree.Root.Add("many")
	for i := range n {
		k.AddValue(fmt.Sprintf("v%07d", i), regDword, le.AppendUint32(nil, uint32(i)))
	}
	img, _ := tree.mustImage()
	return img
}

// OutputBomb is a hive with one key of n values that all claim the same cell of size bytes: the hive is
// small, a dump of it is n times size.
func OutputBomb(n, size int) []byte {
	tree := NewTree()
	tree.Header.Minor = 3 // one plain cell however long
	k := tree.Root.Add("bomb")
	data := make([]byte, size)
	for i := range n {
		v := k.AddValue(fmt.Sprintf("v%07d", i), regBinary, nil)
		if i == 0 {
			v.Data = data
		}
	}
	img, l := tree.mustImage()
	first := l.Keys["bomb"].Values[0]
	for _, v := range l.Keys["bomb"].Values {
		le.PutUint32(img[l.Body(v.Cell)+vkDataSize:], uint32(size))
		le.PutUint32(img[l.Body(v.Cell)+vkData:], rel(first.Data))
	}
	return img
}

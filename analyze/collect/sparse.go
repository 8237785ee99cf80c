package collect

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
)

// maxSmall is how much is read of a file that describes another, in bytes.
const maxSmall = 16 << 20

func readSmall(fsys fs.FS, name string, c *cost) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSmall+1))
	c.opened(int64(len(data)), int64(len(data)))
	if err == nil && len(data) > maxSmall {
		err = errors.New("too large")
	}
	return data, err
}

// sparse says that a file is what Velociraptor stored of a sparse file: its ranges with data one behind the other,
// and in NAME.idx where they belong. Read as it is, it would be another file.
func (f *File) sparse() string {
	if f.index == "" {
		return ""
	}
	data, err := readSmall(f.FS, path.Join(path.Dir(f.Name), f.index), f.cost)
	if err != nil {
		return ""
	}
	var index struct {
		Ranges []struct {
			Stored   int64 `json:"file_offset"` // fields of the value 0 are left out
			Original int64 `json:"original_offset"`
			InFile   int64 `json:"file_length"`
			Length   int64 `json:"length"`
		} `json:"ranges"`
	}
	if json.Unmarshal(data, &index) != nil {
		return "" // whatever it is
	}
	var missing int64
	moved := false
	for _, r := range index.Ranges {
		missing += max(0, r.Length-r.InFile)
		moved = moved || r.InFile > 0 && r.Stored != r.Original
	}
	if missing == 0 && !moved {
		return ""
	}
	return fmt.Sprintf("a sparse upload of Velociraptor, in which %d bytes are left out (%s says where), and no hive as it lies here; collect the whole file", missing, f.index)
}

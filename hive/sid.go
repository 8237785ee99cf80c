package hive

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// SIDText formats the SID at the start of b ([MS-DTYP] 2.4.2.2): at most 15 sub-authorities.
func SIDText(b []byte) (string, error) {
	if len(b) < 8 || b[0] != 1 || b[1] > 15 || len(b) < 8+4*int(b[1]) {
		return "", fmt.Errorf("no SID of revision 1 with at most 15 parts")
	}
	var authority [8]byte
	copy(authority[2:], b[2:8])
	var s strings.Builder
	s.WriteString("S-1-")
	s.WriteString(strconv.FormatUint(binary.BigEndian.Uint64(authority[:]), 10))
	for i := range int(b[1]) {
		s.WriteByte('-')
		s.WriteString(strconv.FormatUint(uint64(binary.LittleEndian.Uint32(b[8+4*i:])), 10))
	}
	return s.String(), nil
}

package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"mapihive/analyze"
	"mapihive/hive"
)

// StoresCSV writes a row for each value that names a data file.
func StoresCSV(w io.Writer, sources []analyze.Snapshot) error {
	rows := [][]string{{
		"hive", "sha256", "profile", "state", "root", "kind", "path", "where", "default_store", "service", "display_name",
		"provider", "record_key", "format_by_service", "format_by_flags", "encryption", "remember_password", "password_stored",
		"key", "value", "offset", "log", "last_write", "user", "sid", "role",
	}}
	for _, r := range analyze.StoreReferences(sources) {
		s := &sources[r.Source]
		provider := make([]string, 9)
		isDefault := ""
		if v := r.StoreProvider; v != nil {
			isDefault = fmt.Sprint(v.Default)
			remember := ""
			if v.RememberPassword != nil {
				remember = fmt.Sprint(*v.RememberPassword)
			}
			provider = []string{
				v.Service.String(), v.DisplayName.String(), v.Provider.String(), v.RecordKey.String(), v.FormatByService,
				v.FormatByFlags, v.Encryption, remember, fmt.Sprint(v.PasswordStored),
			}
		}
		row := []string{
			s.Path.String(), s.SHA256, r.Profile.String(), string(r.State), string(r.Root), string(r.Kind), r.Path.String(), string(r.Where), isDefault,
		}
		row = append(row, provider...)
		rows = append(rows, append(row,
			r.Key.String(), r.Value.String(), fmt.Sprint(r.Offset), r.File.String(), r.LastWrite.String(),
			r.User.String(), hive.Text(r.SID).String(), string(r.Role)))
	}
	return writeCSV(w, rows)
}

// writeCSV writes rows as RFC 4180 has it, with LF line ends. Every cell is scrubbed, and guarded against
// being taken for a formula.
func writeCSV(w io.Writer, rows [][]string) error {
	c := csv.NewWriter(w)
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = guard(Scrub(cell))
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// guard puts an apostrophe before what a spreadsheet would run as a formula: evidence decides what stands
// in a cell. A spreadsheet may split the line at a semicolon or tab instead of the comma, and takes quotation
// marks for its own and blanks for nothing, so that every place where a cell could start is guarded.
func guard(cell string) string {
	var out strings.Builder
	start, done := true, 0 // whether a cell could start here; what of cell is in out
	for i := 0; i < len(cell); i++ {
		switch cell[i] {
		case ';', ',', '\n':
			start = true
		case ' ', '"':
		case '=', '+', '-', '@', '\t', '\r':
			if start {
				out.WriteString(cell[done:i] + "'")
				done = i
			}
			start = cell[i] == '\t' || cell[i] == '\r'
		default:
			start = false
		}
	}
	if done == 0 && out.Len() == 0 {
		return cell
	}
	return out.String() + cell[done:]
}

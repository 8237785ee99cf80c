package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"reflect"
	"strings"
)

// writeRows writes a row for each record of the type of row, as CSV.
func writeRows(w io.Writer, row Record, records iter.Seq[Record], o TextOptions) error {
	t := reflect.TypeOf(rowOf(row))
	var fields []jsonField
	var header []string
	for _, f := range jsonFields(t) {
		switch name := t.FieldByIndex(f.index).Tag.Get("csv"); name {
		case "-":
		case "":
			fields, header = append(fields, f), append(header, f.name)
		default:
			fields, header = append(fields, f), append(header, name)
		}
	}
	if o.BOM {
		if _, err := io.WriteString(w, "\uFEFF"); err != nil {
			return err
		}
	}
	return writeCSV(w, func(yield func([]string) bool) {
		if !yield(header) {
			return
		}
		cells := make([]string, len(fields))
		for r := range records {
			if reflect.TypeOf(r) != reflect.TypeOf(row) {
				continue
			}
			v := reflect.ValueOf(rowOf(r))
			for i := range fields {
				cells[i] = ""
				if field := v.FieldByIndex(fields[i].index); !fields[i].omit(field) {
					cells[i] = cell(field)
				}
				if o.BOM && misread(cells[i]) {
					cells[i] = "'" + cells[i]
				}
			}
			if !yield(cells) {
				return
			}
		}
	})
}

// cell writes a field in a cell, a list as its elements with semicolons between them.
func cell(v reflect.Value) string {
	if s, ok := v.Interface().(fmt.Stringer); ok {
		return s.String()
	}
	switch v.Kind() {
	case reflect.Pointer:
		return cell(v.Elem())
	case reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = cell(v.Index(i))
		}
		return strings.Join(parts, "; ")
	}
	return fmt.Sprint(v.Interface())
}

// misread reports whether a spreadsheet shows a cell as another number than it is: the value name 00033e03 is 33,000 to
// it, 00000001 is 1, and of more than 15 digits the rest is lost.
func misread(cell string) bool {
	digits := strings.TrimLeft(cell, "0123456789")
	before := len(cell) - len(digits)
	if digits == "" {
		return before > 15 || before > 1 && cell[0] == '0'
	}
	return before > 0 && (digits[0] == 'e' || digits[0] == 'E') && len(digits) > 1 && strings.Trim(digits[1:], "0123456789") == ""
}

// writeCSV writes rows as RFC 4180 has it: UTF-8, lines that end in CRLF, every row with as many cells. Every cell is
// scrubbed, and guarded against being taken for a formula.
func writeCSV(w io.Writer, rows iter.Seq[[]string]) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	for row := range rows {
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
// marks for its own and blanks for nothing, so that every place where a cell could start is guarded. The wide forms
// of the signs are signs to a spreadsheet in East Asia.
func guard(cell string) string {
	var out strings.Builder
	start, done := true, 0 // whether a cell could start here; what of cell is in out
	for i, c := range cell {
		switch c {
		case ';', ',', '\n':
			start = true
		case ' ', '"':
		case '=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠':
			if start {
				out.WriteString(cell[done:i] + "'")
				done = i
			}
			start = c == '\t' || c == '\r'
		default:
			start = false
		}
	}
	if done == 0 && out.Len() == 0 {
		return cell
	}
	return out.String() + cell[done:]
}

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
func writeRows(w io.Writer, row Record, records iter.Seq[Record]) error {
	t := reflect.TypeOf(row)
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
	return writeCSV(w, func(yield func([]string) bool) {
		if !yield(header) {
			return
		}
		cells := make([]string, len(fields))
		for r := range records {
			v := reflect.ValueOf(r)
			if v.Type() != t {
				continue
			}
			for i := range fields {
				cells[i] = ""
				if field := v.FieldByIndex(fields[i].index); !fields[i].omit(field) {
					cells[i] = cell(field)
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

// writeCSV writes rows as RFC 4180 has it, with LF line ends. Every cell is scrubbed, and guarded against
// being taken for a formula.
func writeCSV(w io.Writer, rows iter.Seq[[]string]) error {
	c := csv.NewWriter(w)
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

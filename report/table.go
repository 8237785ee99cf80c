package report

import (
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// narrow pins the measure of a character to the Unicode default; tablewriter would otherwise ask the
// locale and the terminal's name, and one report would differ between two machines.
var narrow = twwidth.Options{EastAsianWidth: false}

// width returns the columns that s takes on a terminal.
func width(s string) int { return twwidth.WidthWithOptions(s, narrow) }

// table lays out rows below a header, without borders, two spaces between the columns, and returns the
// header's line and one line per row. The columns whose numbers are given are set right. Cells must have
// been scrubbed: tablewriter passes everything on.
func table(header []string, rows [][]string, right ...int) ([]string, error) {
	twwidth.SetOptions(narrow)
	align := make(tw.Alignment, len(header))
	for i := range align {
		align[i] = tw.AlignLeft
	}
	for _, i := range right {
		align[i] = tw.AlignRight
	}
	gap := tw.Padding{Right: "  ", Overwrite: true}
	cell := func() tw.CellConfig {
		return tw.CellConfig{
			Formatting: tw.CellFormatting{AutoWrap: tw.WrapNone, AutoFormat: tw.Off},
			Padding:    tw.CellPadding{Global: gap},
			Alignment:  tw.CellAlignment{PerColumn: align},
		}
	}
	var b strings.Builder
	t := tablewriter.NewTable(&b,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders:  tw.BorderNone,
			Symbols:  tw.NewSymbols(tw.StyleASCII),
			Settings: tw.Settings{Lines: tw.LinesNone, Separators: tw.SeparatorsNone},
		})),
		tablewriter.WithConfig(tablewriter.Config{Header: cell(), Row: cell()}),
		tablewriter.WithTrimSpace(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
	)
	t.Header(header)
	if err := t.Bulk(rows); err != nil {
		return nil, err
	}
	if err := t.Render(); err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimRight(b.String(), "\n"), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return lines, nil
}

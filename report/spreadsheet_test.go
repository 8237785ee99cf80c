package report

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A spreadsheet shows each table as it was written: as many rows and columns, every text as it is, no formula.
func TestTablesInASpreadsheet(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("no LibreOffice to open tables with")
	}
	dir := t.TempDir()
	want := map[string][][]string{}
	args := []string{"--headless", "--norestore", "-env:UserInstallation=file://" + filepath.ToSlash(dir) + "/profile",
		"--infilter=CSV:44,34,76,1", "--convert-to", "xlsx", "--outdir", dir} // commas, quotation marks, UTF-8, from line 1
	docs := map[string]*Document{"stores": Stores(stores(t)), "accounts": Accounts(accountSources(t)), "hostile": Stores(hostile("=1+1;@x,\"-2\"").Sources)}
	for name, payload := range payloads {
		docs["analyze "+name] = hostileDocuments(t, payload)["analyze"]
	}
	for name, d := range docs {
		var b bytes.Buffer
		require.NoError(t, d.Write(&b, format(t, "csv"), TextOptions{BOM: true}))
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b.Bytes(), []byte("\uFEFF")))).ReadAll()
		require.NoError(t, err)
		want[name] = rows
		file := filepath.Join(dir, name+".csv")
		require.NoError(t, os.WriteFile(file, b.Bytes(), 0o600))
		args = append(args, file)
	}
	out, err := exec.CommandContext(t.Context(), office, args...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	for name, rows := range want {
		cells := sheet(t, filepath.Join(dir, name+".xlsx"))
		for i, row := range rows {
			for j, cell := range row {
				got := cells[place{i, j}]
				switch cell {
				case "true":
					cell = "1"
				case "false":
					cell = "0"
				}
				if number, err := strconv.ParseFloat(cell, 64); err == nil {
					shown, err := strconv.ParseFloat(got, 64)
					require.NoError(t, err)
					require.Equal(t, number, shown, "%s, %s of row %d", name, rows[0][j], i)
					continue
				}
				require.Equal(t, cell, got, "%s, %s of row %d", name, rows[0][j], i)
			}
		}
	}
}

// place is a row and a column, from 0.
type place struct{ row, column int }

// sheet reads the cells of the first sheet of a workbook (ECMA-376), which has no formula.
func sheet(t *testing.T, file string) map[place]string {
	t.Helper()
	z, err := zip.OpenReader(file)
	require.NoError(t, err)
	defer z.Close()
	read := func(name string, into any) {
		f, err := z.Open(name)
		require.NoError(t, err)
		defer f.Close()
		text, err := io.ReadAll(f)
		require.NoError(t, err)
		require.NoError(t, xml.Unmarshal(text, into))
	}
	var texts struct {
		SI []struct {
			T string   `xml:"t"`
			R []string `xml:"r>t"`
		} `xml:"si"`
	}
	var data struct {
		Rows []struct {
			Cells []struct {
				At string  `xml:"r,attr"`
				T  string  `xml:"t,attr"`
				F  *string `xml:"f"`
				V  string  `xml:"v"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	read("xl/sharedStrings.xml", &texts)
	read("xl/worksheets/sheet1.xml", &data)
	out := map[place]string{}
	for _, row := range data.Rows {
		for _, c := range row.Cells {
			require.Nil(t, c.F, "%s: a formula in %s", file, c.At)
			letters := strings.TrimRight(c.At, "0123456789")
			at := place{column: -1}
			for _, l := range letters {
				at.column = 26*(at.column+1) + int(l-'A')
			}
			n, err := strconv.Atoi(c.At[len(letters):])
			require.NoError(t, err)
			at.row = n - 1
			out[at] = c.V
			if c.T == "s" {
				k, err := strconv.Atoi(c.V)
				require.NoError(t, err)
				out[at] = texts.SI[k].T + strings.Join(texts.SI[k].R, "")
			}
		}
	}
	return out
}

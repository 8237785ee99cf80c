package report

import (
	"bytes"
	"encoding/csv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mapihive/analyze"
)

// copiesOfOne are two copies of one user's hive.
func copiesOfOne(t *testing.T) []analyze.Whole {
	const user = ";@ owner S-1-5-21-1-2-3-1001\n[]\n"
	older := builtWhole(t, "older/NTUSER.DAT", ";@ hive lastwritten=2012-03-05T08:00:00Z\n"+user+`
;@ lastwrite 2012-03-04T08:00:00Z
[Software\Microsoft\Office\16.0\Outlook\Profiles\Work|home]
;@ lastwrite 2012-03-04T08:00:00Z
[Software\Microsoft\Office\16.0\Outlook\Profiles\Work|home\8503020000000000c000000000000046]
"0102300b"=hex:e0*16
`)
	younger := builtWhole(t, "younger/NTUSER.DAT", ";@ hive lastwritten=2012-03-07T08:00:00Z\n"+user+`
;@ lastwrite 2012-03-06T08:00:00Z
[Software\Microsoft\Office\16.0\Outlook\Profiles]
`)
	return []analyze.Whole{older, younger}
}

func TestTimeline(t *testing.T) {
	d := Timeline(copiesOfOne(t))
	golden(t, "timeline.txt", writtenAs(t, d, "text"))
	golden(t, "timeline.csv", writtenAs(t, d, "csv"))
	golden(t, "timeline.body", writtenAs(t, d, "bodyfile"))
	golden(t, "timeline.jsonl", writtenAs(t, d, "jsonl"))
	golden(t, "timeline.json", writtenAs(t, d, "json"))
}

// Timesketch takes no row without its three columns.
func TestTimelineForTimesketch(t *testing.T) {
	for name, d := range documents(t) {
		if d.Name != "timeline" {
			continue
		}
		rows, err := csv.NewReader(bytes.NewReader(writtenAs(t, d, "csv"))).ReadAll()
		require.NoError(t, err)
		require.Greater(t, len(rows), 1, name)
		at := map[string]int{}
		for i, column := range rows[0] {
			at[column] = i
		}
		for _, row := range rows[1:] {
			require.NotEmpty(t, row[at["message"]])
			require.NotEmpty(t, row[at["timestamp_desc"]])
			_, err := time.Parse(time.RFC3339Nano, row[at["datetime"]])
			require.NoError(t, err)
		}
		for _, column := range []string{"message", "datetime", "timestamp_desc"} {
			require.Contains(t, at, column)
		}
	}
}

func TestNoTimeline(t *testing.T) {
	d := Timeline(nil)
	require.Contains(t, string(writtenAs(t, d, "text")), "Nothing in the sources has a time.")
	require.Empty(t, writtenAs(t, d, "bodyfile"))
}

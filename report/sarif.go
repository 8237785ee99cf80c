package report

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"mapihive/analyze"
	"mapihive/hive"
)

// SARIF, version 2.1.0 (OASIS), as far as findings need it.
type (
	sarifLog struct {
		Schema  string             `json:"$schema"`
		Version string             `json:"version"`
		Runs    iter.Seq[sarifRun] `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool                 `json:"tool"`
		Invocations iter.Seq[sarifInvocation] `json:"invocations"`
		Artifacts   iter.Seq[sarifArtifact]   `json:"artifacts"`
		Results     iter.Seq[sarifResult]     `json:"results"`
	}
	sarifTool struct {
		Driver struct {
			Name    string `json:"name"`
			Version string `json:"version,omitempty"`
		} `json:"driver"`
	}
	sarifInvocation struct {
		Arguments []hive.Text         `json:"arguments,omitempty"`
		Started   time.Time           `json:"startTimeUtc,omitzero"`
		Ended     time.Time           `json:"endTimeUtc,omitzero"`
		Success   bool                `json:"executionSuccessful"`
		Notes     iter.Seq[sarifNote] `json:"toolExecutionNotifications"`
	}
	// sarifNote is what could not be read, and what is broken or unusual.
	sarifNote struct {
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
	}
	sarifArtifact struct {
		Location sarifURI          `json:"location"`
		Length   int64             `json:"length"`
		Hashes   map[string]string `json:"hashes,omitempty"`
	}
	sarifURI struct {
		URI string `json:"uri"`
	}
	sarifResult struct {
		Rule         string            `json:"ruleId"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"fingerprints,omitempty"`
		Properties   sarifProperties   `json:"properties"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		Physical sarifPlace     `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
		Message  *sarifText     `json:"message,omitempty"` // what the value says
	}
	sarifPlace struct {
		Artifact sarifURI     `json:"artifactLocation"`
		Region   *sarifRegion `json:"region,omitempty"`
	}
	sarifRegion struct {
		Line   int    `json:"startLine,omitempty"`
		Offset *int64 `json:"byteOffset,omitempty"` // where there are no lines
	}
	sarifLogical struct {
		Name string `json:"name,omitempty"` // of the value
		Key  string `json:"fullyQualifiedName"`
	}
	sarifProperties struct {
		Severity       analyze.Severity `json:"severity"` // SARIF has three levels for our five
		Confidence     hive.Confidence  `json:"confidence"`
		Detail         string           `json:"detail,omitempty"`
		Recommendation string           `json:"recommendation,omitempty"`
	}
)

// sarifLevels are the levels of severities.
var sarifLevels = map[analyze.Severity]string{
	analyze.Critical: "error", analyze.HighSeverity: "error", analyze.MediumSeverity: "warning", analyze.LowSeverity: "note", analyze.Informational: "note",
}

// writeSARIF writes the findings among records.
func writeSARIF(w io.Writer, records iter.Seq[Record]) error {
	run := sarifRun{
		Artifacts: pick(records, func(r sourceRecord) sarifArtifact {
			a := sarifArtifact{Location: sarifURI{uriOf(r.Source)}, Length: r.Size}
			if r.SHA256 != "" {
				a.Hashes = map[string]string{"sha-256": r.SHA256}
			}
			return a
		}),
		Results: pick(records, sarifOf),
	}
	run.Tool.Driver.Name = "mapihive"
	invocation := sarifInvocation{Success: true, Notes: sarifNotes(records)}
	for r := range pick(records, func(r runRecord) runRecord { return r }) {
		if r.Tool.Name != "" {
			run.Tool.Driver.Name, run.Tool.Driver.Version = r.Tool.Name, r.Tool.Version
			invocation.Arguments, invocation.Started, invocation.Ended = r.Tool.Args, r.Started, r.Finished
		}
		break
	}
	run.Invocations = slices.Values([]sarifInvocation{invocation})
	return writeJSON(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", slices.Values([]sarifRun{run})})
}

// sarifNotes says what could not be read and what is broken, so that no result is not taken for nothing wrong.
func sarifNotes(records iter.Seq[Record]) iter.Seq[sarifNote] {
	return func(yield func(sarifNote) bool) {
		for r := range records {
			n := sarifNote{Level: "error"}
			switch r := r.(type) {
			case sourceRecord:
				if r.Error == "" {
					continue
				}
				n.Message.Text, n.Locations = r.Error, []sarifLocation{{Physical: sarifPlace{Artifact: sarifURI{uriOf(r.Source)}}}}
			case skippedRecord:
				n.Level, n.Message.Text, n.Locations = "warning", r.Reason, []sarifLocation{{Physical: sarifPlace{Artifact: sarifURI{uriOf(r.Source)}}}}
			case diagnosticRecord:
				n.Message.Text, n.Locations = join(string(r.Kind), r.Message), []sarifLocation{sarifAt(r.Source, r.Place, r.Path, "")}
				if n.Level = "note"; r.Damage {
					n.Level = "warning"
				}
			default:
				continue
			}
			if !yield(n) {
				return
			}
		}
	}
}

// pick yields what is made of the records of one type.
func pick[R Record, T any](records iter.Seq[Record], of func(R) T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for r := range records {
			if r, is := r.(R); is && !yield(of(r)) {
				return
			}
		}
	}
}

func sarifOf(r findingRecord) sarifResult {
	out := sarifResult{
		Rule: r.Analyzer + "/" + r.Rule, Level: sarifLevels[r.Severity], Message: sarifText{r.Summary}, Locations: []sarifLocation{},
		Properties: sarifProperties{r.Severity, r.Confidence, r.Detail, r.Recommendation},
	}
	if r.ID != "" {
		out.Fingerprints = map[string]string{"mapihive/v1": r.ID}
	}
	for i := range r.Evidence {
		e := &r.Evidence[i]
		at := sarifAt(e.Source, e.Place, e.Key, e.Value)
		if e.Text != "" {
			at.Message = &sarifText{e.Text.String()}
		}
		out.Locations = append(out.Locations, at)
	}
	return out
}

// sarifAt is a place in a source or one of its logs.
func sarifAt(source hive.Text, p hive.Place, key hive.Path, value hive.Text) sarifLocation {
	if p.File != "" {
		source = p.File
	}
	at := sarifLocation{Physical: sarifPlace{sarifURI{uriOf(source)}, &sarifRegion{Line: p.Line}}}
	if p.Line == 0 {
		at.Physical.Region.Offset = &p.Offset
	}
	if key != "" {
		at.Logical = []sarifLogical{{value.String(), key.String()}}
	}
	return at
}

// uriOf is a path as a URI (RFC 3986): relative as the path is.
func uriOf(path hive.Text) string {
	s := strings.ReplaceAll(string(path), `\`, "/")
	prefix := ""
	switch {
	case strings.HasPrefix(s, "//"): // a server
		prefix = "file:"
	case strings.HasPrefix(s, "/"):
		prefix = "file://"
	case len(s) > 2 && s[1] == ':' && s[2] == '/':
		prefix = "file:///"
	}
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~/!$&'()*+,;=@", c) >= 0, c == ':' && prefix != "":
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return prefix + b.String()
}

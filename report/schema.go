package report

import (
	"reflect"
	"slices"
	"strings"

	"mapihive/analyze"
	"mapihive/analyze/compare"
	"mapihive/analyze/exchange"
	"mapihive/analyze/topic"
	"mapihive/report/dump"
)

// Layout is the layout of a JSON document, or of the lines of JSONL, that this package publishes.
type Layout struct {
	Name string // a word: "report"
	ID   string // the name and version that the documents themselves have: "mapihive/report/v1"
	Doc  string // what has it

	of func() []dump.Line // what the document, or each line, can be
}

// Layouts are all of them. Nothing is made of them before Schema is asked.
func Layouts() []Layout {
	return []Layout{
		{Name: "report", ID: Schema, Doc: "analyze --format json", of: values(Analysis(&Report{}))},
		{Name: "profiles", ID: ProfilesSchema, Doc: "profiles --format json", of: values(Profiles(nil, true))},
		{Name: "stores", ID: StoresSchema, Doc: "stores --format json", of: values(Stores(nil))},
		{Name: "store-match", ID: StoreMatchSchema, Doc: "stores --match --format json", of: values(StoreMatches(nil, ""))},
		{Name: "store-collect", ID: StoreCollectSchema, Doc: "stores --collect --format json", of: values(StoreCollection(nil, false))},
		{Name: "accounts", ID: AccountsSchema, Doc: "accounts --format json", of: values(Accounts(nil))},
		{Name: "timeline", ID: TimelineSchema, Doc: "timeline --format json", of: values(Timeline(nil))},
		{Name: "diff", ID: DiffSchema, Doc: "diff --format json", of: values(Diff(&analyze.Snapshot{}, &analyze.Snapshot{}, &compare.Diff{}))},
		{Name: "collection-diff", ID: CollectionDiffSchema, Doc: "diff --format json of two folders", of: values(Diffs(&CollectionDiff{}))},
		{Name: "explain", ID: ExplainSchema, Doc: "explain --format json", of: values(Overview(nil), Kinds(), Topics([]topic.Topic{{}}))},
		{Name: "records", ID: RecordsSchema, Doc: "a line of JSONL, of every command but dump", of: recordLines},
		{Name: "dump", ID: dump.Schema, Doc: "a line of dump --format jsonl", of: dumpLines},
		{Name: "snapshot", ID: exchange.Schema, Doc: "a line of what collect and merge write", of: snapshotLines},
	}
}

// values are JSON documents, none of which has anything in it.
func values(ds ...*Document) func() []dump.Line {
	return func() (out []dump.Line) {
		for _, d := range ds {
			out = append(out, dump.Line{Of: d.Value()})
		}
		return out
	}
}

// recordLines are the records of JSONL: a value of each type, and what its field record says.
func recordLines() []dump.Line {
	return []dump.Line{
		{Record: "run", Of: runRecord{}}, {Record: "source", Of: sourceRecord{}}, {Record: "profile", Of: profileRecord{}},
		{Record: "value", Of: valueRecord{}}, {Record: "store", Of: storeRecord{}}, {Record: "account", Of: accountRecord{}},
		{Record: "finding", Of: findingRecord{}}, {Record: "diagnostic", Of: diagnosticRecord{}}, {Record: "event", Of: eventRecord{}},
		{Record: "difference", Of: sourceDifference{}}, {Record: "difference", Of: contextDifference{}}, {Record: "difference", Of: profileDifference{}},
		{Record: "difference", Of: sectionDifference{}}, {Record: "difference", Of: valueDifference{}},
		{Record: "skipped", Of: skippedRecord{}}, {Record: "rule", Of: ruleRecord{}}, {Record: "kind", Of: kindRecord{}},
		{Record: "decision", Of: kindRecord{}}, {Record: "topic", Of: topicRecord{}}, {Record: "end", Of: endRecord{}},
	}
}

// dumpLines are those of a dump, which begin with its run.
func dumpLines() []dump.Line {
	return append([]dump.Line{{Record: "run", Of: runRecord{}}}, dump.Lines()...)
}

// snapshotLines are those of snapshot files: each has the part that its record names.
func snapshotLines() (out []dump.Line) {
	for _, r := range []exchange.Record{exchange.OfRun, exchange.OfSource, exchange.OfSkipped, exchange.OfCovered, exchange.OfFile, exchange.OfEnd} {
		out = append(out, dump.Line{Record: string(r), Of: exchange.Line{}})
	}
	return out
}

// Schema returns the JSON Schema of the layout, draft 2020-12, indented. Later versions of the program may add fields,
// so it allows for those that it does not name.
func (l *Layout) Schema() ([]byte, error) { return encodeJSON(l.schema(false), "  ") }

// schema returns the schema, which has no place for fields that it does not name if it is to be closed.
func (l *Layout) schema(closed bool) *jsonSchema {
	m := schemas{closed: closed, known: map[reflect.Type]bool{}, leaves: leaves(), docs: docsOf()}
	var any []*jsonSchema
	for _, v := range l.of() {
		s := m.fields(reflect.TypeOf(v.Of))
		s.says("record", v.Record)
		s.says("schema", l.ID)
		any = append(any, s)
	}
	top := &jsonSchema{AnyOf: any}
	if len(any) == 1 {
		top = any[0]
	}
	top.Schema, top.ID, top.Title = "https://json-schema.org/draft/2020-12/schema", "urn:"+strings.ReplaceAll(l.ID, "/", ":"), "mapihive "+l.Doc
	slices.SortFunc(m.defs, func(a, b property) int { return strings.Compare(a.name, b.name) })
	top.Defs = m.defs
	return top
}

// says sets the only word that a property can be.
func (s *jsonSchema) says(name, word string) {
	for i := range s.Properties {
		if p := &s.Properties[i]; p.name == name {
			p.of = &jsonSchema{Const: word}
		}
	}
}

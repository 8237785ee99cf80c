package report

import (
	_ "embed"
	"strings"
)

// schemaDocs has a line for each type and field that a schema describes, its name and what the comment there says,
// with a tab between them; TestSchemaDocsAreTheComments writes it. It is text, so that the program takes no time
// over it where nobody asks.
//
//go:embed schema_docs.tsv
var schemaDocs string

// docsOf returns what finds a description.
func docsOf() func(key string) string {
	docs := map[string]string{}
	for line := range strings.Lines(schemaDocs) {
		key, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		docs[key] = text
	}
	return func(key string) string { return docs[key] }
}

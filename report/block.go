package report

import "mapihive/analyze"

// Block is one piece of a document as people read it. It knows neither the width of a page nor the medium: what
// its strings hold is not safe to show, each writer escapes them for where they go.
type Block struct {
	Kind BlockKind
	// Depth says what belongs to what: a block stands below the last one before it that is less deep. A text is
	// indented by so many columns.
	Depth int
	Group Group  // of a label: what list it is in; of an Item: of what
	Label string // Pair, Whole, Change
	Text  string
	List  []string // Facts; Change: what was, what is
	Steps []Step
	Table
	// Fold says that the block is more than a page shows at once. Hint says in a few words what is Folded, where no
	// InPlace block before it does.
	Fold Fold
	Hint string
	// Below says that the block is the head of an entry: what stands below it is a whole.
	Below Below
	Draw  func() *Drawing // Drawn; nil where there is nothing to show
	ID    string          // of a head that another block is about: letters, digits and hyphens
	To    string          // the ID of the head that the block is about
	// Severities are those whose words stand in Text, in capitals, and are marked where a medium can.
	Severities []analyze.Severity
}

// BlockKind is what a block is.
type BlockKind int

// Kinds of blocks.
const (
	Title   BlockKind = iota // of the document
	Section                  // the heading of a part of it
	Para                     // sentences; a line break in Text stays one
	Item                     // the head of an entry of a list
	Line                     // one fact, to be copied: it stands whole on a line, however long
	Pair                     // a label and sentences
	Whole                    // a label and a fact that stands whole, beside the label if there is room
	Change                   // a label and what it was and is, each whole
	Facts                    // short facts in a row
	Steps                    // what to do, in order
	Rows                     // a table
	Gap                      // something new begins
	Drawn                    // a section that is drawn, or left out where nothing can be
)

// Fold is how a block is treated where a page has more than is shown at once.
type Fold int

// Kinds of Fold. A medium that can fold shows Folded blocks so, and no InPlace ones; others have it the other way
// round.
const (
	Open    Fold = iota
	Folded       // it belongs to what is folded, or left out where nothing can be
	InPlace      // it says what is left out
)

// Below is how what stands below a block is shown by a medium that can fold. Others show it all the same.
type Below int

// Kinds of Below.
const (
	Beside   Below = iota // as what stands beside the block
	Unfolded              // at once
	Shut                  // when it is asked for
)

// Group is a list of labels that belong together.
type Group string

// Groups that writers may lay out in a way of their own.
const (
	summaryGroup  Group = "summary"
	custodyGroup  Group = "custody"
	storeGroup    Group = "store"
	accountGroup  Group = "account"
	propertyGroup Group = "property"
	findingGroup  Group = "finding"
	kindGroup     Group = "kind"
	decisionGroup Group = "decision"
	topicGroup    Group = "topic"
	orderGroup    Group = "order"
	partGroup     Group = "part" // of a Line: the heading of a part of an entry

	// Heads of a tree: what stands deeper below one belongs to it.
	hiveGroup     Group = "hive"
	profileGroup  Group = "profile"
	serviceGroup  Group = "service"
	providerGroup Group = "provider"
)

// Step is one thing to do.
type Step struct {
	Text     string   // "" where a text begins with a command
	Commands []string // each to be copied
}

// Table is rows below a header.
type Table struct {
	Header []string
	Rows   [][]string
	Under  [][]string // facts that stand whole below the row of the same number; may be shorter than Rows
	Right  []int      // the columns of numbers
}

package prop

import "fmt"

// Tags returns the tag table, ordered by tag and context. It must not be changed.
func Tags() []TagDef { return tagTable[:] }

// ValueName returns the name under which a profile section stores the property: type, then identifier, in lower case.
func (t Tag) ValueName() string { return fmt.Sprintf("%04x%04x", uint16(t.Type()), t.ID()) }

// Package compare says what changed from one snapshot to another: profiles, sections, values, accounts, and the
// user's surroundings. What one side lacks is said to be gone only where that side was read whole.
package compare

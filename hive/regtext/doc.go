// Package regtext is registry text (.reg), the form in which regedit and reg.exe export keys and import them.
//
// A Text collects the lines of one and Write gives them the heading and the encoding of a file. What is worth
// writing, and what must not be shown, its user decides; what the text has no way to say, BadName and BadText tell.
package regtext

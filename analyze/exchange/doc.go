// Package exchange is how snapshots travel from one run to another, on this machine or between many.
//
// A snapshot file is JSON Lines: each line names the [Schema], which record it is, and where it stands in its run. A
// run begins with a line about itself, then come the sources, what was not read, and what was covered of each path,
// and a line that says how many there were: without it a file is cut off. Parts of one run, its shards, are put
// together by a [Join], in any order and however often each comes; what comes out is what the run would have written
// at once. A snapshot holds no value that a finding does not rest on, and no secret.
//
// What is read here may be hostile: lines, depth and counts are limited, and a line costs no more memory than a
// multiple of its length.
package exchange

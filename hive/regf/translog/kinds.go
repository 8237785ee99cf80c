package translog

// Kind names a decision about a log, the reason reading a log ended, or something worth a note. The
// list is closed; Kinds explains it.
type Kind string

// What became of a log: Report.Outcome, and Log.Refused for those that concern the log alone.
const (
	Applied          Kind = "log-applied"
	HiveClean        Kind = "hive-clean"
	HiveIsLog        Kind = "hive-is-log"
	NotHive          Kind = "not-a-hive"
	LogUnreadable    Kind = "log-unreadable"
	LogEmpty         Kind = "log-empty"
	LogShort         Kind = "log-short"
	LogSignature     Kind = "log-signature"
	LogChecksum      Kind = "log-checksum"
	LogTorn          Kind = "log-torn"
	LogType          Kind = "log-type"
	LogBinsSize      Kind = "log-bins-size"
	LogFormat        Kind = "log-format"
	LogOtherHive     Kind = "log-other-hive"
	LogNotBelieved   Kind = "log-not-believed"
	LogOlder         Kind = "log-older"
	LogTimeOlder     Kind = "log-time-older"
	LogTimeUnknown   Kind = "log-time-unknown"
	LogEarlier       Kind = "log-earlier"
	LogNotContiguous Kind = "log-not-contiguous"
	LogDuplicate     Kind = "log-duplicate"
	LogNoEntries     Kind = "log-no-entries"
	LogNotPreferred  Kind = "log-not-preferred"
)

// Why reading or applying a log ended: Log.Stop and Report.Stop.
const (
	EndOfLog        Kind = "end-of-log"
	EntrySequence   Kind = "entry-sequence"
	EntrySize       Kind = "entry-size"
	EntryBinsSize   Kind = "entry-bins-size"
	EntryPageCount  Kind = "entry-page-count"
	EntryHeaderHash Kind = "entry-header-hash"
	EntryHash       Kind = "entry-hash"
	EntryPage       Kind = "entry-page"
	EntryGrowth     Kind = "entry-growth"
	PageMissing     Kind = "log-page-missing"
	PageBin         Kind = "log-page-bin"
)

// What notes say.
const (
	HiveDirty      Kind = "hive-dirty"
	LogTypeFormat  Kind = "log-type-format"
	LogClustering  Kind = "log-clustering"
	LogScanBudget  Kind = "log-scan-budget"
	LogAmbiguous   Kind = "log-ambiguous"
	LogPairBroken  Kind = "log-pair-broken"
	LogName        Kind = "log-name"
	LogGUIDs       Kind = "log-guids"
	LogTimeBefore  Kind = "log-time-before"
	LogCut         Kind = "log-cut"
	LogBinsDiffer  Kind = "log-bins-differ"
	LogGap         Kind = "log-gap"
	LogNewer       Kind = "log-newer"
	LogTimeNewer   Kind = "log-time-newer"
	LogPartial     Kind = "log-partial"
	BaseRebuilt    Kind = "base-rebuilt"
	ReplayHole     Kind = "replay-hole"
	ReplayBin      Kind = "replay-bin"
	LogEntriesLost Kind = "log-entries-lost"
)

// Meaning explains one Kind. Warn says that evidence is broken, missing or ambiguous, or that a rule of
// Windows was not met; the other kinds record a decision or an ordinary state of affairs.
type Meaning struct {
	Kind Kind
	Warn bool
	Text string
}

// Kinds returns the closed list of kinds.
func Kinds() []Meaning {
	return []Meaning{
		{Applied, false, "entries of this log were applied to the copy in memory"},
		{HiveClean, false, "the hive is clean, so its logs are not applied, as Windows does not"},
		{HiveIsLog, true, "the file given as hive is itself a transaction log"},
		{NotHive, true, "the file given as hive has neither a base block nor a first hive bin, so no log can be matched to it"},
		{LogUnreadable, true, "the log could not be read"},
		{LogEmpty, false, "the log has no bytes; ordinary for the log that is not in use"},
		{LogShort, true, "the log is too short for a base block and one sector, or for its bitmap"},
		{LogSignature, true, "the log does not begin with a base block"},
		{LogChecksum, true, "the checksum of the log's base block is wrong"},
		{LogTorn, true, "the two sequence numbers in the log's base block differ: a write to the log was cut off"},
		{LogType, true, "the file type in the log's base block is not that of a log"},
		{LogBinsSize, true, "the hive bins data size in the log's base block is impossible"},
		{LogFormat, true, "neither HvLE entries nor a DIRT bitmap follow the log's base block"},
		{LogOtherHive, true, "version or root cell of the log differ from the hive's: it belongs to another hive"},
		{LogNotBelieved, true, "the log was laid over a copy of the hive, and too much does not fit: it is taken for the log of another hive"},
		{LogOlder, false, "the log begins before the hive's sequence number: what it holds has reached the hive"},
		{LogTimeOlder, false, "the log's last-written time is before the hive's"},
		{LogTimeUnknown, false, "the hive has no last-written time an old-format log could be matched by"},
		{LogEarlier, false, "with a bad base block only the later log may be used, and this one is the earlier"},
		{LogNotContiguous, true, "the log does not continue where the log before it ended"},
		{LogDuplicate, false, "another log has the same sequence number or the same bytes"},
		{LogNoEntries, false, "the log has no valid entry"},
		{LogNotPreferred, false, "another log was preferred: new format before old, LOG1 and LOG2 before LOG, later time first"},

		{EndOfLog, false, "no further entry follows"},
		{EntrySequence, false, "the next entry has another sequence number: it is left over from an earlier round"},
		{EntrySize, true, "the entry's size is impossible or leaves the log"},
		{EntryBinsSize, true, "the entry's hive bins data size is impossible"},
		{EntryPageCount, true, "the entry has no dirty page, or more than its size can hold"},
		{EntryHeaderHash, true, "the hash of the entry's first 32 bytes is wrong"},
		{EntryHash, true, "the hash of the entry's contents is wrong"},
		{EntryPage, true, "a dirty page of the entry lies outside the hive or the entry"},
		{EntryGrowth, true, "the entry would let the hive grow beyond the limit"},
		{PageMissing, true, "the log ends before the last dirty page of its bitmap"},
		{PageBin, true, "after writing dirty pages a hive bin they touch is not valid; the pages were taken back"},

		{HiveDirty, true, "the hive is dirty and no log could be applied: recent changes are absent"},
		{LogTypeFormat, false, "the log's file type and its contents disagree; the contents were followed"},
		{LogClustering, false, "the log's clustering factor is not 1"},
		{LogScanBudget, true, "the search for left-over entries was ended because it hashed too much"},
		{LogAmbiguous, true, "several files match the name of this log"},
		{LogPairBroken, false, "only one of LOG1 and LOG2 is there"},
		{LogName, false, "the file name inside the log differs from the hive's, as it does where the hive was loaded from another path since it was last written, and in the log of another hive"},
		{LogGUIDs, false, "the GUIDs of resource manager, log or transaction manager in the log differ from the hive's"},
		{LogTimeBefore, false, "a time in the log's base block is before the same time in the hive, which was written earlier"},
		{LogCut, true, "the log is larger than what is read of all the logs of a hive; the rest is left out"},
		{LogBinsDiffer, false, "the hive bins data size of the log's base block differs from the hive's"},
		{LogGap, false, "the log begins after the hive's sequence number; ordinary where Windows wrote pages without the base block, and then only the state after the last entry is consistent"},
		{LogNewer, false, "the log holds entries newer than the state of the hive shown here"},
		{LogTimeNewer, true, "the log's last-written time is after the one it should equal"},
		{LogPartial, true, "only a part of this log was applied"},
		{BaseRebuilt, true, "the hive's base block is bad and was rebuilt from the log's copy"},
		{ReplayHole, true, "a part of the replayed hive is neither in the hive file nor in a log; it is zero"},
		{ReplayBin, true, "hive bins touched by the logs are not valid after replay; the bytes were kept"},
		{LogEntriesLost, true, "an entry that should have followed is damaged: its changes are absent"},
	}
}

// Note is something to be told about a hive's logs.
type Note struct {
	Kind Kind
	// Log is the index of the log in Result.Logs, or -1 where the note is about the hive.
	Log int
	// Path is the file concerned, for notes of Find; raw, so escape it before showing it.
	Path string
	// Offset is where in that file, in bytes; in the replayed image for ReplayHole and ReplayBin.
	Offset  int64
	Message string
}

// Reason says why something ended or was refused, and where.
type Reason struct {
	Kind    Kind
	Offset  int64 // in the log, in bytes
	Message string
}

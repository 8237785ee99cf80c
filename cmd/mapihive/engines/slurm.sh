#!/bin/sh
# Scans a share with mapihive on machines that Slurm runs.
#
#     mapihive engine slurm >scan.sh
#     sh scan.sh SHARE RESULTS [SHARDS]
#
# An array job collects the snapshots of one shard in each of its tasks; a second job, which waits for all of them, puts
# the shards together in RESULTS/all.jsonl. What they mean, mapihive analyze RESULTS/all.jsonl says, anywhere.
#
# SHARE and RESULTS are folders that every node sees at the same path; RESULTS must not lie in SHARE. There are 16 shards
# where no number is given. Variables:
#
#     MAPIHIVE  the program on the nodes; by default the mapihive that is found there
#     COLLECT   more options for collect, such as COLLECT="--quick"
#     SBATCH    more options for both jobs, such as SBATCH="--partition=night --time=8:00:00"
#
# A task that is killed and requeued goes on where it was, and so does a scan that is started again with the same folders
# and the same number of shards.
set -eu
export MAPIHIVE="${MAPIHIVE:-mapihive}"

fail() {
	echo "scan.sh: $*" >&2
	exit 1
}

# write FILE COMMAND... runs mapihive, which writes FILE whole or not at all. That some hives could not be read is no
# reason to repeat a task: which, is in the file.
write() {
	file=$1
	shift
	rm -f "$file"
	status=0
	"$MAPIHIVE" "$@" --output "$file" || status=$?
	[ -f "$file" ] || exit "$status"
	case $status in 0 | 3 | 4) ;; *) exit "$status" ;; esac
}

case "${SCAN_STEP-}" in
collect) # one task of the array
	# shellcheck disable=SC2086 # COLLECT is words
	write "$2/$SLURM_ARRAY_TASK_ID.jsonl" collect "$1" --shard "$SLURM_ARRAY_TASK_ID/$3" \
		--resume "$2/run-$SLURM_ARRAY_TASK_ID.jsonl" --progress plain ${COLLECT-}
	exit
	;;
merge)
	results=$2 shards=$3
	set --
	i=0
	while [ "$i" -lt "$shards" ]; do
		set -- "$@" "$results/$i.jsonl"
		i=$((i + 1))
	done
	write "$results/all.jsonl" merge "$@"
	exit
	;;
esac

[ $# -ge 2 ] && [ $# -le 3 ] || fail "usage: sh scan.sh SHARE RESULTS [SHARDS]"
[ -d "$1" ] || fail "$1: no such folder"
mkdir -p "$2"
share=$(cd "$1" && pwd)
results=$(cd "$2" && pwd)
shards=${3:-16}
case $shards in '' | *[!0-9]* | 0) fail "SHARDS is a number, not \"$shards\"" ;; esac

# shellcheck disable=SC2086 # SBATCH is words
array=$(SCAN_STEP=collect sbatch --parsable --requeue --job-name=mapihive-collect --array="0-$((shards - 1))" \
	--output="$results/collect-%a.log" --open-mode=append ${SBATCH-} "$0" "$share" "$results" "$shards")
# shellcheck disable=SC2086
merge=$(SCAN_STEP=merge sbatch --parsable --requeue --job-name=mapihive-merge --dependency="afterok:${array%%;*}" \
	--kill-on-invalid-dep=yes --output="$results/merge.log" --open-mode=append ${SBATCH-} "$0" "$share" "$results" "$shards")
echo "jobs ${array%%;*} (collect, $shards tasks) and ${merge%%;*} (merge); then: mapihive analyze $results/all.jsonl"

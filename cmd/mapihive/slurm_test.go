//go:build unix

package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mapihive/hive/hivetest"
)

// slurmConf is a cluster of two nodes, both of which are this machine, in one folder.
const slurmConf = `ClusterName=mapihive
SlurmctldHost=HOST(127.0.0.1)
SlurmctldPort=17400
AuthType=auth/munge
AuthInfo=socket=DIR/munge/socket,cred_expire=5
SlurmUser=USER
SlurmdUser=USER
StateSaveLocation=DIR/state
SlurmdSpoolDir=DIR/spool.%n
SlurmctldPidFile=DIR/slurmctld.pid
SlurmdPidFile=DIR/slurmd.%n.pid
SlurmctldLogFile=DIR/slurmctld.log
SlurmdLogFile=DIR/slurmd.%n.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
ReturnToService=2
SchedulerType=sched/builtin
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
KillWait=1
NodeName=n1 NodeHostname=HOST NodeAddr=127.0.0.1 Port=17401 CPUs=1 RealMemory=500
NodeName=n2 NodeHostname=HOST NodeAddr=127.0.0.1 Port=17402 CPUs=1 RealMemory=500
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
`

// slurm starts a cluster, and stops it when the test ends.
func slurm(t *testing.T) {
	dir, err := os.MkdirTemp("", "mapihive-slurm-") // munge asks for folders that everybody can pass
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	require.NoError(t, os.Chmod(dir, 0o755))
	for _, d := range []string{"munge", "state"} {
		require.NoError(t, os.Mkdir(filepath.Join(dir, d), 0o755))
	}
	key := make([]byte, 1024)
	_, _ = rand.Read(key) // never fails
	require.NoError(t, os.WriteFile(filepath.Join(dir, "munge", "key"), key, 0o400))
	host, err := os.Hostname()
	require.NoError(t, err)
	host, _, _ = strings.Cut(host, ".")
	me, err := user.Current()
	require.NoError(t, err)
	conf := filepath.Join(dir, "slurm.conf")
	require.NoError(t, os.WriteFile(conf, []byte(strings.NewReplacer("HOST", host, "DIR", dir, "=USER", "="+me.Username).Replace(slurmConf)), 0o644))
	t.Setenv("SLURM_CONF", conf)
	start := func(pidFile, name string, args ...string) {
		out, err := exec.Command(name, args...).CombinedOutput()
		require.NoError(t, err, "%s: %s", name, out)
		t.Cleanup(func() {
			b, _ := os.ReadFile(filepath.Join(dir, pidFile))
			pid, err := strconv.Atoi(strings.TrimSpace(string(b)))
			if err != nil || syscall.Kill(pid, syscall.SIGTERM) != nil {
				return
			}
			for range 100 { // they write into the folder until they are gone
				if syscall.Kill(pid, 0) != nil {
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
			_ = syscall.Kill(pid, syscall.SIGKILL)
		})
	}
	at := func(name string) string { return filepath.Join(dir, "munge", name) }
	start("munge/pid", "munged", "--key-file="+at("key"), "--socket="+at("socket"), "--pid-file="+at("pid"), "--log-file="+at("log"), "--seed-file="+at("seed"))
	start("slurmctld.pid", "slurmctld", "-f", conf)
	start("slurmd.n1.pid", "slurmd", "-f", conf, "-N", "n1")
	start("slurmd.n2.pid", "slurmd", "-f", conf, "-N", "n2")
	until(t, "both nodes are idle", func() bool {
		out, _ := exec.Command("sinfo", "-h", "-o", "%D %t").Output()
		return strings.TrimSpace(string(out)) == "2 idle"
	})
}

// until waits for what another process does; only one that hangs is not waited for.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 1500 {
		if is() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	require.FailNow(t, "waited in vain", what)
}

// TestUnderSlurm runs the script that engine slurm prints, on a cluster that it makes of this machine, over 2,000 hives,
// with a shard that is killed in its middle and requeued: what comes out is what one run gives, byte for byte.
func TestUnderSlurm(t *testing.T) {
	if os.Getenv("MAPIHIVE_SLURM") == "" {
		t.Skip("starts daemons and takes minutes; make test-slurm runs it")
	}
	for _, name := range []string{"munged", "slurmctld", "slurmd", "sbatch", "scontrol"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip("Slurm is not installed (Debian: slurm-wlm, munge): no " + name)
		}
	}
	share(t, 40)
	for i := 40; i < 2000; i++ {
		dir := fmt.Sprintf("share/Users/more/u%04d", i)
		require.NoError(t, os.MkdirAll(dir, 0o777))
		img := hivetest.Build(t, strings.ReplaceAll(conflict, `C:\\Mail`, fmt.Sprintf(`C:\\Mail%d`, i/3)))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "NTUSER.DAT"), img, 0o666))
	}
	slurm(t)
	here, err := os.Getwd()
	require.NoError(t, err)
	self, err := os.Executable()
	require.NoError(t, err)

	// The first time that shard 1 runs, it stands still after 50 hives.
	program := fmt.Sprintf(`#!/bin/sh
if [ "$1" = collect ] && [ "$SLURM_ARRAY_TASK_ID" = 1 ] && [ "${SLURM_RESTART_COUNT:-0}" = 0 ]; then
	exec env %s=50 '%s' "$@"
fi
exec env %s=1 '%s' "$@"
`, holdAt, self, asProgram, self)
	require.NoError(t, os.WriteFile("mapihive", []byte(program), 0o755))
	t.Setenv("MAPIHIVE", filepath.Join(here, "mapihive"))
	t.Setenv("COLLECT", "--exclude *.txt")
	_, script, _ := do("engine", "slurm")
	require.NoError(t, os.WriteFile("scan.sh", []byte(script), 0o644))
	out, err := exec.Command("sh", "scan.sh", "share", "results of scan", "7").CombinedOutput()
	require.NoError(t, err, string(out))
	var array, merge int
	_, err = fmt.Sscanf(string(out), "jobs %d (collect, 7 tasks) and %d (merge)", &array, &merge)
	require.NoError(t, err, string(out))

	in := func(name string) string { return filepath.Join("results of scan", name) }
	until(t, "shard 1 stands still", func() bool {
		b, _ := os.ReadFile(in("collect-1.log"))
		return bytes.Contains(b, []byte("held\n"))
	})
	run, err := os.ReadFile(in("run-1.jsonl"))
	require.NoError(t, err)
	require.NotContains(t, string(run), `"record":"end"`)
	done := strings.Count(string(run), `"record":"file"`)
	require.Greater(t, done, 20)
	require.NoFileExists(t, in("1.jsonl"))
	out, err = exec.Command("scontrol", "requeue", fmt.Sprintf("%d_1", array)).CombinedOutput()
	require.NoError(t, err, string(out))
	until(t, "all jobs are done", func() bool {
		out, err := exec.Command("squeue", "-h").Output()
		return err == nil && len(bytes.TrimSpace(out)) == 0
	})
	run, err = os.ReadFile(in("run-1.jsonl"))
	require.NoError(t, err)
	require.Equal(t, 1, strings.Count(string(run), `"record":"end"`))
	logs, err := os.ReadFile(in("merge.log"))
	require.NoError(t, err)

	status, _, stderr := do("collect", filepath.Join(here, "share"), "--exclude", "*.txt", "-o", "single.jsonl")
	require.Equal(t, statusPartly, status, stderr)
	want, err := os.ReadFile("single.jsonl")
	require.NoError(t, err)
	got, err := os.ReadFile(in("all.jsonl"))
	require.NoError(t, err, string(logs))
	require.True(t, bytes.Equal(want, got), "the files are the same, byte for byte")
	_, single, _ := do("analyze", "--format", "json", "--exclude", "*.txt", filepath.Join(here, "share"))
	_, merged, _ := do("analyze", "--format", "json", in("all.jsonl"))
	require.True(t, of(single) == of(merged), "and so are the findings")
	require.Greater(t, strings.Count(merged, `"rule": `), 2000)
}

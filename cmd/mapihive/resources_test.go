package main

import (
	"strconv"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func TestByteSize(t *testing.T) {
	for text, want := range map[string]int64{"1": 1, "500M": 500 << 20, "4g": 4 << 30, "64KiB": 64 << 10, "2GB": 2 << 30, "1T": 1 << 40} {
		var b byteSize
		require.NoError(t, b.Set(text), text)
		require.Equal(t, want, int64(b), text)
		var again byteSize
		require.NoError(t, again.Set(b.String()))
		require.Equal(t, b, again)
	}
	for _, text := range []string{"", "0", "-1", "M", "1.5G", "9999999T", "4X", "B"} {
		var b byteSize
		require.Error(t, b.Set(text), text)
	}
}

func TestUsualMemoryIsBelowHalf(t *testing.T) {
	machine := fstest.MapFS{"proc/meminfo": {Data: []byte("MemFree: 1 kB\nMemTotal:        2000 kB\n")}}
	require.Equal(t, int64(800<<10), usualMemory(machine))
	machine["proc/self/cgroup"] = &fstest.MapFile{Data: []byte("4:memory:/old\n0::/user/run\n")}
	require.Equal(t, int64(800<<10), usualMemory(machine))
	machine["sys/fs/cgroup/user/run/memory.max"] = &fstest.MapFile{Data: []byte("max\n")}
	machine["sys/fs/cgroup/user/memory.max"] = &fstest.MapFile{Data: []byte("1024000\n")}
	require.Equal(t, int64(409600), usualMemory(machine))
	require.Equal(t, int64(unknownMemory), usualMemory(fstest.MapFS{}))
	machine["proc/meminfo"] = &fstest.MapFile{Data: []byte("MemTotal: 1000000000 kB")}
	delete(machine, "sys/fs/cgroup/user/memory.max")
	if strconv.IntSize == 32 {
		require.Equal(t, int64(addressable), usualMemory(machine))
	}
}

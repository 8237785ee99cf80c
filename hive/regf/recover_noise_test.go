package regf_test

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestNothingIsRecoveredFromNoise: no record is invented from bytes that are no registry, in unallocated
// cells or after the bins. MAPIHIVE_NOISE sets how many MiB of each are tried (4).
func TestNothingIsRecoveredFromNoise(t *testing.T) {
	mib := 4
	if n, err := strconv.Atoi(os.Getenv("MAPIHIVE_NOISE")); err == nil {
		mib = n
	}
	var program []byte // not this test's: it has records in it
	if path, err := exec.LookPath("go"); err == nil {
		program, err = os.ReadFile(path)
		require.NoError(t, err)
	}
	for round := range mib {
		rnd := rand.New(rand.NewPCG(uint64(round), 5))
		f := newForge(t, "[Live]\n\"v\"=\"x\"", 1<<20)
		noise(rnd, f.img[f.at+4:], program, 0)
		tail := make([]byte, 1<<20)
		noise(rnd, tail, program, 4)
		r := recoverAll(t, read(t, slices.Concat(f.img, tail)))
		require.Empty(t, r.Keys, "round %d", round)
		require.Empty(t, r.Values, "round %d", round)
	}
}

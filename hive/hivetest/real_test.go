package hivetest

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// A relative folder is the same folder in every package of the repository.
func TestRealDirStartsAtTheRoot(t *testing.T) {
	repo, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	deep := filepath.Join(repo, "hive", "mapi")
	require.NoError(t, os.MkdirAll(deep, 0o777))
	require.NoError(t, os.WriteFile(filepath.Join(repo, "go.mod"), nil, 0o666))
	for _, cwd := range []string{repo, deep} {
		t.Chdir(cwd)
		for env, want := range map[string]string{
			"":         filepath.Join(filepath.Dir(repo), "shared", "hives"),
			"hives":    filepath.Join(repo, "hives"),
			"../hives": filepath.Join(filepath.Dir(repo), "hives"),
			deep:       deep,
		} {
			t.Setenv("MAPIHIVE_HIVES", env)
			require.Equal(t, want, RealDir(), "%q in %s", env, cwd)
		}
	}
}

// skipping is a test that is asked to skip.
type skipping struct {
	testing.TB
	skipped bool
}

func (s *skipping) Helper() {}

func (s *skipping) Skipf(string, ...any) {
	s.skipped = true
	runtime.Goexit()
}

// skips reports whether f skips its test.
func skips(f func(t testing.TB)) bool {
	s, done := &skipping{}, make(chan bool)
	go func() {
		defer close(done)
		f(s)
	}()
	<-done
	return s.skipped
}

// What is absent skips the test that needs it; what is there is found, and logs are no hives.
func TestRealSkipsWhatIsAbsent(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "user"), 0o777))
	hives := func(t testing.TB) { RealHives(t) }
	one := func(t testing.TB) { Real(t, "user/NTUSER.DAT") }

	t.Setenv("MAPIHIVE_HIVES", filepath.Join(dir, "nowhere"))
	require.True(t, skips(one))
	require.True(t, skips(hives))
	t.Setenv("MAPIHIVE_HIVES", dir)
	require.True(t, skips(one))
	require.True(t, skips(hives))

	img := Build(t, "[]\n")
	for name, data := range map[string][]byte{"NTUSER.DAT": img, "NTUSER.DAT.LOG1": img, "other.DAT": []byte("CREG"), "empty": nil} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "user", name), data, 0o666))
	}
	path := filepath.Join(dir, "user", "NTUSER.DAT")
	require.Equal(t, path, Real(t, "user/NTUSER.DAT"))
	require.Equal(t, []string{path}, RealHives(t))
}

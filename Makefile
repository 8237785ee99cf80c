# Everything here runs on a fresh machine with Go and nothing else. Outside readers (hivex, reglookup)
# are used where they are installed and said to be missing where not.

GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
PLATFORMS = linux/amd64 linux/arm64 linux/386 linux/arm windows/amd64 windows/arm64 windows/386 darwin/amd64 darwin/arm64
FUZZTIME ?= 5m
# The race detector needs cgo and a C compiler; without them the tests run without it, and say so.
RACE = $(shell [ "$$($(GO) env CGO_ENABLED)" = 1 ] && command -v $$($(GO) env CC) >/dev/null 2>&1 && echo -race)
# go test that fails if no test ran, and whose last line says how many were skipped and for want of what.
GOTEST = GO="$(GO)" $(GO) run ./cmd/internal/gotest
# Names and sums of all generated files.
GENERATED = find . \( -name '*_gen.go' -o -name '*.DAT' \) -type f | sort | xargs cksum

.PHONY: all build demo man dist test test-windows test-html test-slurm test-velociraptor check bench bench-share fuzz soak clean

all: build

# The program, for this machine.
build: mapihive

mapihive: FORCE
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-X main.version=$(VERSION)" -o $@ ./cmd/mapihive

FORCE:

# Build, then analyze the demo hive: all three analyzers at work.
demo: mapihive
	./mapihive analyze testdata/demo-NTUSER.DAT

# The manual pages, below dist/man; their date is that of the commit, or SOURCE_DATE_EPOCH.
man:
	$(GO) run ./cmd/internal/dist -man dist -version "$(VERSION)"

# What users get: an archive for each system with the program, its pages, README and licences, and SHA256SUMS, in dist.
# One commit gives the same bytes each time.
dist:
	$(GO) run ./cmd/internal/dist -o dist -version "$(VERSION)"

# Every test; anew each time (-count=1), as go test does not see when the real hives outside the module change.
# The hour is for a machine that has much else to do; the ten minutes of go test are not enough there.
test:
	@$(GOTEST) -count=1 -timeout 1h ./...

# The command lines of the README in the program for Windows, under Wine where that is installed.
test-windows:
	@MAPIHIVE_WINE=1 $(GOTEST) -v -count=1 -run '^TestUnderWine$$' ./cmd/mapihive

# Pages of HTML in a headless Chromium, where one is installed.
test-html:
	@MAPIHIVE_CHROMIUM=1 $(GOTEST) -v -count=1 -run Chromium ./report

# The script of engine slurm on a cluster of two nodes that is made of this machine, where Slurm is installed.
test-slurm:
	@for p in munged slurmctld slurmd sbatch; do \
		command -v $$p >/dev/null || { echo "skipped: Slurm is not installed (Debian: slurm-wlm, munge): no $$p"; exit 0; }; \
	done; MAPIHIVE_SLURM=1 $(GOTEST) -v -count=1 -run '^TestUnderSlurm$$' ./cmd/mapihive

# The artifact of engine velociraptor in Velociraptor: make test-velociraptor VELOCIRAPTOR=/path/to/binary
test-velociraptor:
	@[ -n "$(VELOCIRAPTOR)" ] || { echo "skipped: no Velociraptor is named: make $@ VELOCIRAPTOR=/path/to/binary"; exit 0; }; \
	VELOCIRAPTOR="$(VELOCIRAPTOR)" $(GOTEST) -v -count=1 -run '^TestUnderVelociraptor$$' ./cmd/mapihive

# What must hold before a change goes in: format, vet, staticcheck, generated files up to date, race
# tests, and a build for every platform without cgo; the 32-bit ones are vetted, tests included.
check:
	@bad=$$($(GO) run cmd/gofmt -l .) || exit 1; if [ -n "$$bad" ]; then echo "not gofmt-ed: $$bad"; exit 1; fi
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	@before=$$($(GENERATED)) || exit 1; \
	echo "$(GO) generate ./..."; $(GO) generate ./... || exit 1; \
	after=$$($(GENERATED)) || exit 1; \
	[ "$$before" = "$$after" ] || { echo "generated files were stale: commit what 'go generate' wrote"; exit 1; }
	@race="$(RACE)"; [ -n "$$race" ] || echo "no C compiler: the tests run without the race detector"; \
	$(GOTEST) $$race -count=1 -timeout 1h ./...
	@for p in $(PLATFORMS); do \
		echo "build $$p"; \
		CGO_ENABLED=0 GOOS=$${p%/*} GOARCH=$${p#*/} $(GO) build -o /dev/null ./cmd/mapihive || exit 1; \
	done
	@for a in 386 arm; do echo "vet linux/$$a"; GOOS=linux GOARCH=$$a CGO_ENABLED=0 $(GO) vet ./... || exit 1; done

# Speed, as ratios against what the machine can do and other readers in the same run; BENCH=full has 20,000 hives too.
# BENCHFLAGS=-update keeps the ratios in testdata/bench.txt, against which later runs are held.
bench:
	@$(GOTEST) -v -run '^$$' -bench . -benchmem ./hive/regf ./hive/mapi
	$(GO) run ./hive/hivetest/bench $(BENCHFLAGS)

# The same of a file server's folder of 2,000 users' profiles.
bench-share:
	$(GO) run ./hive/hivetest/bench $(BENCHFLAGS) share

# Every fuzz target for FUZZTIME.
fuzz:
	@found=0; for pkg in $$($(GO) list ./...); do \
		targets=$$($(GO) test -list '^Fuzz' $$pkg) || { echo "$$targets"; exit 1; }; \
		for target in $$(echo "$$targets" | grep '^Fuzz'); do \
			echo "$$pkg $$target"; found=1; \
			$(GOTEST) -v -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$pkg || exit 1; \
		done; \
	done; [ $$found = 1 ] || { echo "no fuzz target was found"; exit 1; }

# Structure-aware mutations of built and, where present, real hives: SOAK of each, or a time such as 48h.
SOAK ?= 200000
soak:
	@MAPIHIVE_SOAK=$(SOAK) $(GOTEST) -v -count=1 -timeout 0 -run '^TestMutants$$' ./hive/regf

clean:
	rm -f mapihive
	rm -rf dist

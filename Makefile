# Everything here runs on a fresh machine with Go and nothing else. Outside readers (hivex, reglookup)
# are used where they are installed and said to be missing where not.

GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
PLATFORMS = linux/amd64 linux/arm64 windows/amd64 windows/arm64 darwin/amd64 darwin/arm64
FUZZTIME ?= 5m
# The race detector needs a C compiler; without one the tests run without it, and say so.
RACE := $(shell command -v $$($(GO) env CC) >/dev/null 2>&1 && echo -race)

.PHONY: all build demo test check bench fuzz soak clean

all: build

# The program, for this machine.
build: mapihive

mapihive: FORCE
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-X main.version=$(VERSION)" -o $@ ./cmd/mapihive

FORCE:

# Build, then analyze the demo hive: all three analyzers at work.
demo: mapihive
	./mapihive analyze testdata/demo-NTUSER.DAT

# Every test.
test:
	$(GO) test ./...

# What must hold before a change goes in: format, vet, staticcheck, generated files up to date, race
# tests, and a build for every platform without cgo.
check:
	@bad=$$(gofmt -l .); if [ -n "$$bad" ]; then echo "not gofmt-ed: $$bad"; exit 1; fi
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	$(GO) generate ./...
	@if [ -d .git ]; then git diff --exit-code -- '*_gen.go' '*.DAT' || { echo "generated files were stale: commit what 'go generate' wrote"; exit 1; }; fi
	@[ -n "$(RACE)" ] || echo "no C compiler: the tests run without the race detector"
	$(GO) test $(RACE) ./...
	@for p in $(PLATFORMS); do \
		echo "build $$p"; \
		CGO_ENABLED=0 GOOS=$${p%/*} GOARCH=$${p#*/} $(GO) build -o /dev/null ./cmd/mapihive || exit 1; \
	done

# Speed, as ratios against other readers and physical limits in the same run.
bench:
	$(GO) test -run '^$$' -bench . -benchmem ./hive ./hive/mapi
	$(GO) run ./hive/hivetest/bench

# Every fuzz target for FUZZTIME.
fuzz:
	@for pkg in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
			echo "$$pkg $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$pkg || exit 1; \
		done; \
	done

# Structure-aware mutations of built and, where present, real hives: SOAK runs of each, for as long as it takes.
SOAK ?= 200000
soak:
	MAPIHIVE_SOAK=$(SOAK) $(GO) test -run 'Mutat' -timeout 0 -v ./hive

clean:
	rm -f mapihive

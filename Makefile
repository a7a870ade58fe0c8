# Go, Node and make are all that is needed. Nothing that is up to date is made again.
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DELETE_ON_ERROR:
.DEFAULT_GOAL := build

# Go and npm keep their caches below HOME. Where there is none (containers, units, su), they get a folder of ours.
ifneq ($(shell [ -n "$$HOME" ] && [ -w "$$HOME" ] && echo ok),ok)
export HOME := $(CURDIR)/.data/home
$(shell mkdir -p '$(HOME)')
endif
# A stamp of the working tree is of no use here, and fails where the tree is another account's.
export GOFLAGS := -buildvcs=false $(GOFLAGS)

# What `make test` tests, and how long a package may take.
PKG ?= ./...
TIMEOUT ?= 10m
# More arguments of `make run`, such as ARGS="--addr 127.0.0.1:9000".
ARGS ?=
# Where the acceptance suites are.
AUDIT_KIT ?= ../shared/audit
# Where the benchmark rig is, and flags of its s1.
RIG ?= ../shared/bench
FLAGS ?=
SUITES ?=
# Standups whose parts are known.
STANDUPS ?= $(firstword $(wildcard ../shared/data/standups.ndjson) internal/standuptext/testdata/standups.ndjson)

GENERATED := graph/generated/exec.go graph/model/models_gen.go internal/transport/internal/toy/exec.go internal/transport/internal/toy/models.go
# npm writes this file last.
MODULES := web/node_modules/.package-lock.json
PAGES := web/dist/app/index.html
# Folders too: one is newer when a file in it was removed.
WEB_SOURCES := $(shell find web/src web/build web/feed -name node_modules -prune -o -path web/feed/dist -prune -o -print) $(wildcard web/*.json web/*.ts)
# What the tests of the pages run in: the same names that they look for.
CHROMIUM = $(shell for name in "$$DAYBOOK_CHROMIUM" chromium chromium-browser google-chrome; do command -v "$$name" && break; done)
# The race detector needs a C compiler; go says whether it found one.
RACE = $(if $(filter 1,$(shell go env CGO_ENABLED)),-race)

.PHONY: help
help: ## Show this list
	@sed -n 's/^\([a-z/-]*\):.* ## /\1\t/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "make %-15s %s\n", $$1, $$2 }'

.PHONY: run
run: build ## Serve on 127.0.0.1:8080, with DATABASE_URL on that database
	@exec bin/daybook serve $(ARGS)

.PHONY: build
build: bin/daybook $(if $(DATABASE_URL),,postgres) ## Build bin/daybook, and fetch PostgreSQL's programs if there are none

.PHONY: bin/daybook # go knows best whether it is up to date
bin/daybook: $(PAGES)
	@go build -o $@ .

.PHONY: web
web: $(PAGES) ## Build the web pages

$(PAGES): $(WEB_SOURCES) $(MODULES)
	cd web && npm run build

$(MODULES): web/package.json web/package-lock.json
	cd web && npm ci --no-progress

.PHONY: postgres
postgres: # from npm, if the machine has none
	@tools/postgres/ensure

.PHONY: test
test: test/go test/web ## Run the whole suite

.PHONY: test/go
test/go: $(PAGES) postgres ## Run the Go tests; PKG=./internal/standup only one room's
	@[ -n "$(CHROMIUM)" ] || echo 'There is no Chromium: the tests of the pages are left out. On Debian, make setup-browser installs it.'
	go test $(RACE) -timeout $(TIMEOUT) $(PKG)

.PHONY: test/web
test/web: $(MODULES) ## Run the tests of the web pages
	cd web && npm test

.PHONY: test-browser
test-browser: $(PAGES) postgres ## Test the pages in Chromium
	@go test -c -o bin/browser.test ./internal/browser
	@cd internal/browser && DAYBOOK_BROWSER_REQUIRED=1 ../../bin/browser.test -test.timeout $(TIMEOUT)

.PHONY: measure-pages
measure-pages: $(PAGES) postgres ## Measure what a first visit to each page costs
	@go test -c -o bin/browser.test ./internal/browser
	@cd internal/browser && DAYBOOK_BROWSER_REQUIRED=1 ../../bin/browser.test -test.run '^(TestAFirstVisitStaysCheap|TestTodayOverASlowLine)$$' -measure

.PHONY: measure-memory
measure-memory: $(PAGES) postgres ## Measure what an hour of pushes adds to a page's memory
	@go test -c -o bin/browser.test ./internal/browser
	@cd internal/browser && DAYBOOK_BROWSER_REQUIRED=1 ../../bin/browser.test -test.run '^TestMemoryAfterAnHour$$' -events 36000 -test.timeout 20m

.PHONY: screenshots
screenshots: $(PAGES) postgres ## Take the pictures of docs/screenshots anew
	@go test -c -o bin/browser.test ./internal/browser
	@mkdir -p docs/screenshots
	@cd internal/browser && DAYBOOK_BROWSER_REQUIRED=1 ../../bin/browser.test -test.run '^TestPictures$$' -pictures ../../docs/screenshots -test.timeout $(TIMEOUT)

.PHONY: setup-browser
setup-browser: ## Install Chromium, on Debian and as root
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium

.PHONY: matrix
matrix: postgres ## Test who sees what, cell by cell
	@go test -c -o bin/matrix.test ./graph/matrixtest
	@cd graph/matrixtest && ../../bin/matrix.test -test.run '^TestMatrix$$' -test.timeout $(TIMEOUT)

.PHONY: bench-aggregates
bench-aggregates: postgres ## Measure the aggregates on a million time entries, beside a bare count of the same rows
	@go test ./internal/metrics -run MillionEntries -aggregates -v -count=1 -timeout 20m

.PHONY: bench-fanout
bench-fanout: build ## Measure what one event to many subscribers costs, beside Centrifuge, in the rig at RIG
	@bench/rig/run.sh $(RIG) $(FLAGS)

.PHONY: chaos
chaos: $(PAGES) postgres ## Kill servers and the database, cut connections, at full size: nothing may be lost
	@go test -c -o bin/chaos.test ./internal/chaos
	@go test -c -o bin/streams.test ./graph/streamtest
	@cd graph/streamtest && ../../bin/streams.test -full -test.timeout 20m
	@cd internal/chaos && ../../bin/chaos.test -full -test.timeout 60m

.PHONY: audit
audit: build ## Run other people's acceptance suites at AUDIT_KIT against the server; SUITES="ws sse" only these
	@tools/audit/run $(AUDIT_KIT) $(SUITES)

.PHONY: parser-report
parser-report: ## Measure the standup parser on STANDUPS
	go run ./tools/parserreport $(STANDUPS)

.PHONY: check
check: check/format check/arrows check/generated check/modules check/web vet lint ## Check everything that is not a test

.PHONY: check/format
check/format: # with gofmt
	@wrong=$$(gofmt -l $$(find . -name node_modules -prune -o -name '*.go' -print)); \
	if [ -n "$$wrong" ]; then printf 'Not formatted (gofmt -w):\n%s\n' "$$wrong"; exit 1; fi

.PHONY: check/arrows
check/arrows: # which room imports which
	go run ./tools/arrows

.PHONY: check/generated
check/generated: # generated files are what the contract makes of them
	@before=$$(cat $(GENERATED) | cksum) && $(MAKE) generate && \
	if [ "$$before" != "$$(cat $(GENERATED) | cksum)" ]; then echo 'Generated files were out of date. They are fresh now: commit them.'; exit 1; fi

.PHONY: check/modules
check/modules: # go.mod and go.sum are what the imports ask for
	go mod tidy -diff

.PHONY: check/web
check/web: $(MODULES) # types and style of the web pages
	cd web && npm run check && npm run lint

.PHONY: vet
vet:
	go vet ./...

.PHONY: lint
lint: bin/golangci-lint ## Run the Go linters of .golangci.yml
	bin/golangci-lint run

bin/golangci-lint: tools/lint/go.mod tools/lint/go.sum
	cd tools/lint && go build -o ../../$@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint
	@touch $@

.PHONY: generate
generate: ## Check the contract and generate its Go code
	go run ./tools/schemalint schema.graphqls
	go tool gqlgen generate
	cd internal/transport/internal/toy && go tool gqlgen generate

.PHONY: fix
fix: bin/golangci-lint ## Format, and fix what the linters can fix
	bin/golangci-lint run --fix

.PHONY: clean
clean: ## Remove what was built or fetched
	@[ ! -d .data/home ] || chmod -R u+w .data/home # Go's module cache is read-only
	rm -rf bin web/dist web/dist-widget web/feed/dist web/node_modules tools/postgres/node_modules coverage.out .data/home

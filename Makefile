# Everything a person or CI runs. `make help` lists it; docs/developing.md says more.

SHELL := /bin/bash
.DEFAULT_GOAL := help
# The stages are written to run one after the other, but for those that `make test` runs at once by .ci/together.
.NOTPARALLEL:

# Where cargo puts what it builds. The build for WebAssembly has a folder of its own: it may use another compiler, and
# would otherwise have the native build start afresh each time.
TARGET := $(or $(CARGO_TARGET_DIR),target)
WASM_TARGET := target/wasm
CLI := $(TARGET)/release/split-tally
PORT ?= 8080

# On CI, a Cargo.lock that does not fit Cargo.toml is an error and not something to put right.
LOCKED := $(if $(CI),--locked)

# Cargo's programs may have been installed a moment ago, by a shell that is gone; the project's wasm-opt comes first.
export PATH := $(CURDIR)/www/node_modules/.bin:$(or $(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)

# $(call stage,WHAT IT DOES): the line before each stage.
stage = @printf '\n=== %s\n' "$(1)"

.PHONY: help run test build cli wasm site package release reproducible semver figures bench clean \
	setup setup-native setup-tests setup-web setup-browser fmt clippy oldest-rust test-rust doc check-web test-web

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## set up what is missing, build, and serve the app with made-up sample files at http://localhost:8080 (or PORT)
	$(call stage,Writing made-up sample files to run/samples)
	@rm -rf run/samples && mkdir -p run
	$(CLI) synth --people 1000 --seed 1 --out-dir run/samples
	@rm -rf www/dist/site/samples && cp -R run/samples www/dist/site/samples
	$(call stage,Serving the app: Ctrl-C stops it)
	@PORT=$(PORT) node www/serve.mjs www/dist/site

test: setup ## set up what is missing, then every check and test, as CI does
	@.ci/together "$(MAKE) --no-print-directory fmt clippy oldest-rust test-rust doc" "$(MAKE) --no-print-directory wasm check-web site package cli"
	@$(MAKE) --no-print-directory test-web
	@printf '\n=== All stages passed\n'

build: cli site ## the command line (target/release/split-tally), the core as WebAssembly (pkg/wasm) and the site (www/dist)

cli: setup-native
	$(call stage,Building the command line: cargo build --release)
	@cargo build $(LOCKED) --release --bin split-tally

wasm: setup-web pkg/wasm/.built ## the core as WebAssembly, in pkg/wasm

# Rebuilt when a source of it changed; cargo's own list of the last build adds what is taken in from outside src. The mark
# is written last, so a build that stopped half-way is not taken for a whole one.
WASM_SOURCES := $(shell find src -type f) \
	$(wildcard $(shell sed 's/^[^:]*://' $(WASM_TARGET)/wasm32-unknown-unknown/wasm/libsplit_tally.d 2>/dev/null))
# As in .cargo/config.toml, in whose place these come; and panics name the file they are in without saying where somebody keeps
# their crates.
WASM_RUSTFLAGS := -C target-feature=+simd128 -C llvm-args=-inline-threshold=100 --remap-path-prefix=$(or $(CARGO_HOME),$(HOME)/.cargo)/registry/src=/registry
pkg/wasm/.built: $(WASM_SOURCES) Cargo.toml Cargo.lock .cargo/config.toml .ci/page/cargo target/wasm-toolchain
	$(call stage,Building the core as WebAssembly: wasm-pack build --target web --profile wasm)
	@rm -rf pkg/wasm
	@toolchain="$$(cat target/wasm-toolchain)" && \
		env $${toolchain:+RUSTUP_TOOLCHAIN="$$toolchain"} CARGO_TARGET_DIR=$(WASM_TARGET) \
		CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$(WASM_RUSTFLAGS)" PATH="$(CURDIR)/.ci/page:$$PATH" \
		wasm-pack build --mode no-install --target web --profile wasm --no-pack --no-gitignore --out-dir pkg/wasm -- $(LOCKED)
	@touch $@

target/wasm-toolchain: | setup-web ;

site: wasm ## the site and the single file, in www/dist
	$(call stage,Building the site: npm run build)
	@cd www && npm run --silent build

package: site ## the npm package, in pkg/dist
	$(call stage,Building the npm package: npm run package)
	@cd www && npm run --silent package

release: ## everything to publish, in target/publish, with checksums and an SBOM: twice from the same commit, the same bytes
	@bash .ci/release

reproducible: ## build all that is published twice from the last commit, and compare the checksums
	@bash .ci/release $(CURDIR)/target/publish
	@bash .ci/release $(CURDIR)/target/publish-again
	@diff target/publish/SHA256SUMS target/publish-again/SHA256SUMS && echo "reproducible: the same bytes twice"

semver: setup-native ## compare the library's interface with the last version published
	@.ci/semver

figures: cli ## print the linkage figures (FEBRL4 and UK) that the documentation quotes
	$(call stage,Figures: examples/figures.sh)
	@bash examples/figures.sh

bench: setup-native ## the Rust benchmarks
	$(call stage,Benchmarks: cargo bench)
	@cargo bench $(LOCKED)

clean: ## remove everything built here (tools in ~/.cargo/bin and ~/.cache/split-tally stay)
	rm -rf target pkg/wasm pkg/dist www/dist www/node_modules run

# The set-up -----------------------------------------------------------------------------------------------------------

setup: setup-native setup-tests setup-web setup-browser ## set up everything that is missing, and build nothing

setup-native:
	@.ci/setup rust

setup-tests: setup-native
	@.ci/setup age

setup-web: setup-native
	@.ci/setup node wasm

setup-browser:
	@.ci/setup browser engines

# The stages of `make test`, each also on its own ------------------------------------------------------------------------

fmt: setup-native
	$(call stage,Formatting: cargo fmt --check)
	@cargo fmt --check

clippy: setup-native
	$(call stage,Lints: cargo clippy)
	@cargo clippy $(LOCKED) --all-targets -- -D warnings

oldest-rust: setup-native
	$(call stage,The oldest Rust that is claimed: cargo check)
	@.ci/oldest-rust

test-rust: setup-tests
	$(call stage,Rust tests: cargo test)
	@cargo test $(LOCKED)

doc: setup-native
	$(call stage,Documentation: cargo doc)
	@RUSTDOCFLAGS="-D warnings" cargo doc $(LOCKED) --no-deps

check-web: setup-web
	$(call stage,Types of the site: npm run check)
	@cd www && npm run --silent check

test-web: setup-browser cli package
	$(call stage,Tests of the site in Node and in a browser: npm test)
	@cd www && CHROMIUM_PATH="$$(cat ../target/browser)" npm run --silent test

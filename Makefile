# make install   set up .venv from requirements.lock (once; again when the lock or pyproject.toml changes)
# make demo      run the demonstration
# make test      run the tests            make test ARGS="-k name" passes options to pytest
# make test-all  run the slow exams as well
# make lint      check style, types, layers and spelling
# make pages     write docs/story.md, docs/glossary.md and docs/commands.md again
# make docs      build the documentation site into build/docs, offline
# make gallery   simulate the women of docs/gallery.md and draw its pictures again
# make score     score the model against the published numbers and write docs/score.md again
# make axe       fetch axe-core into build/, for the tests of accessibility
# make golden    write the outcomes that the tests keep as a reference, and the output in the tutorial, again
# make mutants   put small faults into the code and count those that no test sees (half an hour; ARGS="--sample 20")
# make lock      rebuild requirements.lock, keeping its versions where it can; UPGRADE=1 takes the newest
# make clean     remove .venv, builds and caches
#
# PYTHON=python3.12 chooses another interpreter for a new .venv.

PYTHON ?= python3
ARGS ?=
UPGRADE ?=
UV_VERSION := 0.13.9
AXE_VERSION := 4.10.3
MUTANTS_VERSION := 8.7.0

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq

.DEFAULT_GOAL := help
.PHONY: help install demo test test-all lint pages docs gallery score axe golden mutants lock clean check-python

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile

install: $(STAMP)
	@:

$(STAMP): requirements.lock pyproject.toml
	@if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
		$(MAKE) --no-print-directory check-python || exit 1; \
		echo "==> Making $(VENV) with $$($(PYTHON) --version)"; \
		$(PYTHON) -m venv --clear $(VENV) || exit 1; \
	fi
	@echo "==> Installing the locked dependencies (a minute or two the first time)"
	@$(PIP) install --only-binary :all: --require-hashes -r requirements.lock
	@echo "==> Installing estralgia"
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
	@echo "==> Ready: $(BIN)/estralgia"

check-python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
		echo "estralgia needs Python 3.11, 3.12 or 3.13, and '$(PYTHON)' is not here."; \
		echo "On Debian or Ubuntu: apt-get install python3 python3-venv"; exit 1; } >&2
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || { \
		echo "estralgia needs Python 3.11, 3.12 or 3.13; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)."; \
		echo "If another one is installed, name it: make install PYTHON=python3.12"; exit 1; } >&2
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "'$(PYTHON)' comes without its venv module, which estralgia's install needs."; \
		echo "On Debian or Ubuntu: apt-get install python3-venv"; exit 1; } >&2

demo: install
	@$(BIN)/estralgia demo

test: install
	@echo "==> Running the tests"
	@$(BIN)/python -m pytest -m "not slow" $(ARGS)

test-all: install
	@echo "==> Running all tests"
	@$(BIN)/python -m pytest $(ARGS)

lint: install
	@echo "==> ruff check"
	@$(BIN)/ruff check --quiet .
	@echo "==> ruff format --check"
	@$(BIN)/ruff format --quiet --check .
	@echo "==> pyright"
	@$(BIN)/pyright
	@echo "==> lint-imports"
	@$(BIN)/lint-imports --no-logo 2>&1 | tail -n 3 | grep -q " 0 broken" || { $(BIN)/lint-imports; exit 1; }
	@echo "==> codespell"
	@$(BIN)/codespell

pages: install
	@echo "==> Writing docs/story.md, docs/glossary.md and docs/commands.md"
	@$(BIN)/python -m estralgia.export.book
	@$(BIN)/python -m estralgia.cli.pages

docs: install
	@echo "==> Building the site"
	@$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs
	@echo "==> Built: build/docs/index.html"

gallery: install
	@echo "==> Drawing docs/pictures"
	@$(BIN)/python -m estralgia.say.gallery

score: install
	@echo "==> Scoring (some minutes)"
	@$(BIN)/python -m estralgia.say.score

axe: build/axe/package/axe.min.js

build/axe/package/axe.min.js:
	@command -v npm >/dev/null 2>&1 || { echo "axe-core comes with npm. On Debian: apt-get install npm" >&2; exit 1; }
	@echo "==> Fetching axe-core $(AXE_VERSION)"
	@mkdir -p build/axe
	@cd build/axe && npm pack --silent axe-core@$(AXE_VERSION) >/dev/null && tar -xzf axe-core-$(AXE_VERSION).tgz

mutants: install build/mutants/bin/cosmic-ray
	@$(BIN)/python benchmarks/mutants.py $(ARGS)

build/mutants/bin/cosmic-ray:
	@echo "==> Installing cosmic-ray $(MUTANTS_VERSION) in a place of its own"
	@$(PYTHON) -m venv build/mutants
	@build/mutants/bin/python -m pip --disable-pip-version-check -qq install cosmic-ray==$(MUTANTS_VERSION)

golden: install
	@echo "==> Simulating the outcomes that are kept (a few minutes)"
	@$(BIN)/python tests/golden/conftest.py
	@$(BIN)/python tests/docs/conftest.py
	@echo "==> Written: tests/golden/outcomes.toml, docs/tutorial.md; git diff shows what moved"

lock: check-python
	@echo "==> Rebuilding requirements.lock"
	@tmp=$$(mktemp -d) && trap 'rm -rf "$$tmp"' EXIT && \
	$(PYTHON) -m venv "$$tmp" && \
	"$$tmp/bin/python" -m pip --disable-pip-version-check -qq install uv==$(UV_VERSION) && \
	"$$tmp/bin/uv" --no-config --quiet pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--fork-strategy fewest --only-binary :all: --generate-hashes --custom-compile-command "make lock" \
		$(if $(UPGRADE),--upgrade) --output-file requirements.lock
	@! grep -nE '://' requirements.lock || { echo "requirements.lock must not name an address." >&2; exit 1; }

clean:
	@rm -rf $(VENV) build dist .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "==> Clean"

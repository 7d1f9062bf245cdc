# Tocsin: everything is done in a virtual environment of its own; nothing is installed elsewhere.
#
#   make run      make the environment if need be, then play the demonstration
#   make play     make the environment and the page if need be, then open the exercise room in a browser
#   make test     every test
#   make check    what a change must pass: format, lint, import contracts, types, fast tests
#   make lint     the first four of these: no test
#   make page     only the page, built into src/tocsin/web/page (done again when page/ changes)
#   make pictures take docs/pictures anew, in a browser
#   make offline-bundle  dist/tocsin-VERSION-offline.tar.gz: all that is needed to install without a network
#   make site     the documentation as a site, in out/site: nothing in it is fetched from elsewhere
#   make bench    speeds, as JSON
#   make soak     a live exercise killed 1,000 times, then one of three days: nothing lost, memory flat (hours)
#   make env      only the environment (done again when pyproject.toml or constraints.txt change)
#   make validation  write docs/models/validation.md anew, from a run of the tests
#   make golden   write the golden files anew; read the difference before committing it
#   make clean    remove the environment and everything that was made
#
# The page (make play, page, check, test) needs Node 20 or newer; its tests in a browser need Chromium.
# PYTHON=python3.12 chooses the interpreter, VENV=somewhere the environment's folder. PIP_FLAGS= (empty) lets pip
# build from source where a platform has no ready-made package; that needs a compiler.

VENV ?= .venv
BIN := $(VENV)/bin
PIP_FLAGS ?= --only-binary=:all:
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet $(PIP_FLAGS) --constraint constraints.txt
KERNELS := $(shell find src -name kernels.py)

PAGE := src/tocsin/web/page/index.html
PAGE_SOURCES := $(shell find page -name node_modules -prune -o -path page/tests -prune -o -type f -print)
NODE_ENOUGH := process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
ifndef PYTHON
PYTHON := $(shell for name in python3 python3.13 python3.12 python3.11; do \
	if $$name -c '$(NEW_ENOUGH)' 2>/dev/null; then echo $$name; break; fi; done)
endif

.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help env dev run play page test lint check pictures site offline-bundle bench soak golden validation clean

help:
	@sed -n 's/^#   //p' Makefile

env: $(VENV)/.installed $(VENV)/.warm

dev: $(VENV)/.installed-dev $(VENV)/.warm

run: env
	@$(BIN)/tocsin demo

play: page env
	@$(BIN)/tocsin play

page: $(PAGE)

test: page dev
	$(BIN)/python -m pytest -q -n 2
	cd page && npx tsc && npx vitest run
	$(BIN)/python scripts/make_site.py
	cd page && TOCSIN="$(abspath $(BIN))/tocsin" npm run browse

lint: dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy --strict

check: page/node_modules/.installed lint
	$(BIN)/python -m pytest -q -n 2 -m "not slow"
	cd page && npx tsc && npx vitest run

pictures: page dev
	cd page && TOCSIN="$(abspath $(BIN))/tocsin" npm run pictures

site: $(VENV)/.installed-docs
	@$(BIN)/python scripts/make_site.py

offline-bundle: page env
	@$(BIN)/python scripts/make_offline.py --pip-flags='$(PIP_FLAGS)'

bench: dev
	@$(BIN)/python -m benchmarks.run

soak: dev
	@$(BIN)/python -m benchmarks.soak --kills 1000 --hours 72

golden: dev
	$(BIN)/python scripts/make_golden.py

validation: dev
	$(BIN)/python scripts/make_validation.py

clean:
	@if [ -e $(VENV)/pyvenv.cfg ]; then rm -rf $(VENV); fi
	rm -rf page/node_modules src/tocsin/web/page
	rm -rf .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist out
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

# The build backend is installed first, pinned like everything else, and used in place (--no-build-isolation):
# pip's own throw-away build environment would be a second download that constraints.txt does not bind.
$(VENV)/.installed: pyproject.toml constraints.txt
	@if [ -z "$(PYTHON)" ] || ! $(PYTHON) -c '$(NEW_ENOUGH)'; then \
		echo "Tocsin needs Python 3.11 or newer; found '$(PYTHON)'. Name one: make PYTHON=python3.12" >&2; exit 1; fi
	@echo "Installing Tocsin into $(VENV) (some minutes the first time, with downloads) ..."
	@if ! { $(BIN)/python -c '$(NEW_ENOUGH)' && $(BIN)/python -m pip --version; } >/dev/null 2>&1; then \
		$(PYTHON) -m venv --clear $(VENV); fi
	@$(PIP) hatchling editables
	@$(PIP) --no-build-isolation --editable '.[study]'
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing what the tests need ..."
	@$(PIP) --no-build-isolation --editable '.[dev]'
	@touch $@

$(VENV)/.installed-docs: $(VENV)/.installed
	@echo "Installing what the documentation site is built with ..."
	@$(PIP) --no-build-isolation --editable '.[docs]'
	@touch $@

$(VENV)/.warm: $(VENV)/.installed $(KERNELS)
	@echo "Warming the kernels (compiled once, kept until a kernel changes) ..."
	@$(BIN)/tocsin warm
	@touch $@

$(PAGE): page/node_modules/.installed $(PAGE_SOURCES)
	@echo "Building the page ..."
	@cd page && npx vite build --logLevel warn
	@touch $@

page/node_modules/.installed: page/package.json page/package-lock.json
	@if ! node -e '$(NODE_ENOUGH)' 2>/dev/null || ! command -v npm >/dev/null; then \
		echo "The page needs Node 20 or newer, with npm; found $$(node --version 2>/dev/null || echo none). Install it" \
			"(Debian: apt-get install nodejs npm); 'make run' needs none." >&2; exit 1; fi
	@echo "Installing what the page is built with ..."
	@cd page && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

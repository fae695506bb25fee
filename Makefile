# Liaison: `make help` says what there is. Every target sets up what it needs in .venv and is quick the second time.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 8123
DATA ?= data/demo
FRESH ?=
ONLY ?=
TESTS ?= tests
KILLS ?= 200
SEED ?= 1
DATABASE ?= both
MUTANTS ?=
EVERY_PAIR ?=
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Without it each start would compile all of ours again, a quarter of a second.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
STAMPS := .venv/.stamps

.PHONY: help demo setup run test fuzz check format bench chaos lock clean

help: ## What there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: $(STAMPS)/demo ## Start Liaison in a local Slack and print its address (PORT=8123 DATA=data/demo FRESH=1)
	@exec $(BIN)/liaison demo --port $(PORT) --data "$(DATA)" $(if $(FRESH),--fresh)

setup: $(STAMPS)/run ## Bring .venv/bin/liaison for a real workspace, and start nothing

run: $(STAMPS)/run ## Start Liaison in a real workspace (see README.md for the two tokens)
	@exec $(BIN)/liaison run

test: $(STAMPS)/dev ## Run every test; without Chromium the browser tests are named as skipped (TESTS=tests/bot DATABASE=postgresql|sqlite EVERY_PAIR=1)
	@$(BIN)/pytest -n 3 --dist worksteal --database $(if $(filter both,$(DATABASE)),pairs,$(DATABASE)) $(if $(EVERY_PAIR),--every-pair) $(TESTS)

fuzz: $(STAMPS)/dev ## Try many thousands of lines as people might type them
	@FUZZ=1 $(BIN)/pytest -n 3 -k fuzz tests/domain tests/handlers

check: $(STAMPS)/dev ## Format, lint and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: $(STAMPS)/dev ## Put the code into the one format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(STAMPS)/dev ## Measure what Liaison and its local Slack are held to; each takes a minute at most (ONLY=P6,P12)
	@$(BIN)/python -m benchmarks.goals "$(ONLY)"

chaos: $(STAMPS)/dev ## Kill and cut what delivers messages, and count what was lost or came twice (KILLS=200 SEED=1 DATABASE=both MUTANTS=1)
	@$(BIN)/python -m benchmarks.chaos $(if $(MUTANTS),--mutants) --kills $(KILLS) --seed $(SEED) --database $(DATABASE)

LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11

lock: $(STAMPS)/dev ## Pin the requirement files anew from pyproject.toml (UPGRADE=1 takes newer versions)
	@$(LOCK) $(if $(UPGRADE),--upgrade) --extra build -o requirements/run.txt pyproject.toml
	@$(LOCK) $(if $(UPGRADE),--upgrade) --extra build --extra sandbox -o requirements/demo.txt pyproject.toml
	@$(LOCK) $(if $(UPGRADE),--upgrade) --extra build --extra sandbox --extra dev -o requirements/dev.txt pyproject.toml

clean: ## Remove what was set up and cached; the data stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info

# The three sets contain one another (run ⊂ demo ⊂ dev), so the larger also counts as the smaller.
$(STAMPS)/dev: requirements/dev.txt pyproject.toml | $(BIN)/python
	@$(call install,dev,run demo dev)

$(STAMPS)/demo: requirements/demo.txt pyproject.toml | $(BIN)/python
	@$(call install,demo,run demo)

$(STAMPS)/run: requirements/run.txt pyproject.toml | $(BIN)/python
	@$(call install,run,run)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Liaison needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	@$(PYTHON) -m venv .venv

define install
echo "Setting up .venv for $(1)…"; \
$(BIN)/python -m pip install --quiet --require-hashes -r requirements/$(1).txt; \
$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .; \
mkdir -p $(STAMPS); \
touch $(foreach set,$(2),$(STAMPS)/$(set))
endef

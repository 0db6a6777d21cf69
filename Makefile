# The two commands are `make run` and `make test`; each does all its own set-up.
SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test check bench soak dev demo-portal ocr clean
help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/base.stamp: requirements/base.lock pyproject.toml
	@bash scripts/environment.sh $(VENV) requirements/base.lock
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock pyproject.toml
	@bash scripts/environment.sh $(VENV) requirements/dev.lock
	@touch $@ $(VENV)/base.stamp

$(VENV)-duckdb15/stamp: requirements/duckdb15.lock
	@python3 -m venv $(VENV)-duckdb15
	@$(VENV)-duckdb15/bin/pip install -qq --disable-pip-version-check --require-hashes -r requirements/duckdb15.lock
	@touch $@

run: $(VENV)/base.stamp ## set up, load examples/, publish, and say what is in it
	@$(BIN)/chiso766 run --archive examples

test: $(VENV)/dev.stamp $(VENV)-duckdb15/stamp ## set up and run every test
	@bash scripts/system-packages.sh
	@$(BIN)/pytest -n 2

check: $(VENV)/dev.stamp ## ruff, types, SQL
	@$(BIN)/ruff check orchestration tests bench scripts
	@$(BIN)/mypy
	@$(BIN)/sqlfluff lint --processes 2 sql bench/scale

bench: $(VENV)/dev.stamp ## measure a national cutoff, then trends at 101.8 million observations (BENCH=--quick: 4 million)
	@PYTHONPATH=. $(BIN)/python bench/fetch.py --rounds 1
	@PYTHONPATH=. $(BIN)/python bench/trends.py $(BENCH)

soak: $(VENV)/dev.stamp ## the long versions of the tests that kill and damage
	@PYTHONPATH=. $(BIN)/python bench/soak_kill.py --kills 50
	@CHISO766_FAULT_KILLS=30 $(BIN)/pytest --timeout 3600 tests/integration/test_faults.py

dev: $(VENV)/base.stamp ## the Dagster UI on 127.0.0.1:3000
	@mkdir -p $${CHISO766_HOME:-var}/dagster && cp deploy/dagster.yaml $${CHISO766_HOME:-var}/dagster/dagster.yaml
	@DAGSTER_HOME=$$(realpath $${CHISO766_HOME:-var}/dagster) VIRTUAL_ENV=$$(realpath $(VENV)) $(BIN)/dg dev --host 127.0.0.1 --port 3000

demo-portal: $(VENV)/base.stamp ## a portal on 127.0.0.1:8766 that answers like the real one, with invented figures
	@$(BIN)/python -m orchestration.demo_portal --port 8766

ocr: $(VENV)/base.stamp ## what reading scanned letters needs
	@bash scripts/system-packages.sh
	@bash scripts/environment.sh $(VENV) requirements/ocr.lock

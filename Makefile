# Fibre Planner: everything runs in a virtual environment of its own, .venv
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test check format texts bench screenshots clean

help: ## show what make can do
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/ready ## set up, then show the sample town: in a window, or as reports in out/
	@sh scripts/qt_libraries.sh $(VENV)
	@$(PY) -m fibre_planner demo --window --out out

test: $(VENV)/ready-dev ## set up, then run all tests
	@sh scripts/qt_libraries.sh $(VENV)
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n auto

check: $(VENV)/ready-dev ## formatting, lint, types, import rules, tests
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n auto -q

format: $(VENV)/ready-dev ## bring all code into its format
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

texts: $(VENV)/ready-dev ## collect the texts for translation and compile the German catalogue
	$(PY) scripts/texts.py

bench: $(VENV)/ready-dev ## run the benchmarks on the published data (FIBRE_PLANNER_DATA)
	$(PY) -m benchmarks

screenshots: $(VENV)/ready ## make the pictures of docs/screenshots anew
	@sh scripts/qt_libraries.sh $(VENV)
	@$(PY) docs/screenshots/make_screenshots.py

clean: ## remove the virtual environment and everything made
	rm -rf $(VENV) out build dist .cache

$(VENV)/ready: pyproject.toml scripts/set_up.sh
	@PYTHON="$(PYTHON)" sh scripts/set_up.sh $(VENV) .
	@touch $@

$(VENV)/ready-dev: pyproject.toml scripts/set_up.sh
	@PYTHON="$(PYTHON)" sh scripts/set_up.sh $(VENV) '.[dev]'
	@touch $@ $(VENV)/ready

# make demo   reads the demo crisis and shows its morning brief (first run: makes .venv)
# make test   runs all tests and checks
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check format lock audit train picture clean

help:
	@grep -E '^# make' Makefile | sed 's/^# //'

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

demo: $(VENV)/.installed
	$(BIN)/tocsin demo --output demo/out/brief.html

test: check
	$(BIN)/python -m pytest -q

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/.installed-dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-package tocsin --no-header -o requirements.txt requirements.in
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-package tocsin --no-header -o requirements-dev.txt requirements-dev.in

audit: $(VENV)/.installed-dev
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.txt

# the weights of the models, from training/
train: $(VENV)/.installed-dev
	$(BIN)/python tools/train_events.py
	$(BIN)/python tools/train_contexts.py
	$(BIN)/python tools/train_sides.py
	$(BIN)/python tools/train_stances.py

# the picture in the README: the demo's brief in a real browser
picture: demo
	chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --disable-background-networking \
	  --force-device-scale-factor=1 --window-size=860,1180 --screenshot=docs/brief.png "file://$(CURDIR)/demo/out/brief.html"

clean:
	rm -rf $(VENV) build dist demo/out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

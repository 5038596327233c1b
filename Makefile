# Everything a developer or a machine runs. `make demo` and `make test` need Python 3.11+ and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# An editable install is not compiled by pip, and where PYTHONDONTWRITEBYTECODE is set it would be at every start.
COMPILE := $(BIN)/python -m compileall -q src

.PHONY: demo test test-long lint bench serve docs clean

demo: $(VENV)/.installed
	@mkdir -p demo
	@$(BIN)/rowsmith generate "500 customers with name, email, age between 18 and 90, city, country, signup date in the last 2 years, and plan (free 70%, pro 25%, enterprise 5%)" --seed 7 -o demo/customers.csv --show 8

test: $(VENV)/.tests
	@$(COMPILE) tests benchmarks
	$(BIN)/python -m pytest -n auto --dist worksteal -q

test-long: $(VENV)/.tests
	$(PIP) --constraint requirements.lock --group node
	$(BIN)/python -m pytest -m long -q

lint: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

bench: $(VENV)/.installed
	$(BIN)/python -m benchmarks

serve: $(VENV)/.installed
	$(BIN)/rowsmith serve

docs: $(VENV)/.installed
	$(BIN)/rowsmith types --markdown > docs/types.md

clean:
	rm -rf $(VENV) demo bench-results

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Rowsmith needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(PIP) "pip>=25.1"

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml requirements.lock
	$(PIP) --constraint requirements.lock --editable .
	@$(COMPILE)
	@touch $@

$(VENV)/.tests: $(VENV)/.installed
	$(PIP) --constraint requirements.lock --group test --group lint
	@touch $@

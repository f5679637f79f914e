PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: setup run test lint bench clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "make setup needs $(PYTHON) with venv (on Debian: apt-get install python3.11-venv), or PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(STAMP)

run: setup
	$(BIN)/supplypact plan us-japan-2025 --out out/us-japan-2025
	$(BIN)/supplypact assess us-japan-2025 --out out/us-japan-2025 --plan out/us-japan-2025
	$(BIN)/supplypact respond us-japan-2025 --event rare-earths-2025 --as-of 2026-11-22 --exercise --out out/us-japan-2025/incident > out/us-japan-2025/incident.txt
	$(BIN)/supplypact track us-japan-2025 --as-of 2026-11-22 --out out/us-japan-2025/progress > out/us-japan-2025/progress.txt

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest

bench: setup
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# make run      set up, run the main job on the sample corpus, print a summary
# make test     set up, run all tests        make test-fast   without the slow ones
# make lint types contracts                  what CI asks for besides
# make lock     write requirements.lock anew from pyproject.toml

VENV ?= .venv
PYTHON ?= $(shell for p in python3.11 python3.12 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null && echo $$p && break; done)
BIN := $(VENV)/bin
READY := $(VENV)/.ready
COMPILED := $(VENV)/.compiled

.PHONY: run test test-fast lint format types contracts lock setup clean

setup: $(COMPILED)

# editable by a path: a hook comes after a folder called zhibiao, as the clone is, beside which Python is started
$(READY): pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "zhibiao needs Python 3.11 or 3.12, and none is on the PATH; name one: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	ZHIBIAO_COMPILE=0 $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
		--config-settings editable_mode=compat --editable .
	@touch $@

# the extractors as C extensions, anew where one was changed; without a C compiler they stay as they are
$(COMPILED): setup.py $(wildcard extractors/*.py) | $(READY)
	@echo "compiling the extractors: a minute or two"
	@$(BIN)/python setup.py --quiet build_ext --inplace >$(VENV)/compile.log 2>&1 || { cat $(VENV)/compile.log >&2; exit 2; }
	@find extractors -name '*.so' -exec touch {} +
	@touch $@

# status 3 says that some sources are in quarantine: the sample corpus has files that cannot be read
run: $(COMPILED)
	@$(BIN)/zhibiao run corpora/samples --out out/dataset || test $$? -eq 3

test: $(COMPILED)
	$(BIN)/python -m pytest

test-fast: $(COMPILED)
	$(BIN)/python -m pytest -m "not slow"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

UV ?= $(firstword $(wildcard $(BIN)/uv) uv)

lock:
	$(UV) pip compile --quiet --universal --python-version 3.11 --all-extras --no-header --no-annotate --no-emit-index-url \
		--output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) *.egg-info extractors/*.so out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

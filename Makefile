# `make demo` and `make test` are all a newcomer needs; the rest is for maintainers.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: help demo test test-slow lint bench weights licences sbom lock clean

help:            ## list these targets
	@grep -E '^[a-z-]+: .*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(BIN)/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v <= (3, 14) else f"Quotebot needs Python 3.11 to 3.14, {sys.executable} is {v[0]}.{v[1]}. Try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

# Two steps, since pip refuses hashes beside a folder.
$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV) (the first time takes a minute or two) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.installed-test: requirements-test.lock $(VENV)/.installed
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

demo: $(VENV)/.installed  ## index seeds/ and ask questions
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh deploy/demo.sh

lint: $(VENV)/.installed-test  ## format, rules, types, doors and secrets
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml bot index
	@# Not in the lock files, which are hashes, nor in what people said.
	git ls-files -z | grep -zvE '\.lock$$|^seeds/|^tests/eval/' | xargs -0 -n 150 -P 2 $(BIN)/detect-secrets-hook

test: lint  ## lint, types and the whole test suite
	$(BIN)/pytest

test-slow: $(VENV)/.installed-test  ## the tests that take minutes
	$(BIN)/pytest -m slow

bench: $(VENV)/.installed-test  ## figures as ratios against a baseline of the same run
	OPENBLAS_NUM_THREADS=1 $(BIN)/python tests/bench.py --quotes 10000 100000

weights: $(VENV)/.installed-test  ## fit the weights of ranking to tests/eval again
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[train]'
	$(BIN)/quotebot index
	$(BIN)/python tests/train_ranking.py --write

licences: $(VENV)/.installed-test  ## the licence of everything that is installed
	$(BIN)/pip-licenses --python $(BIN)/python --order license --format markdown --with-urls

# The tool stands apart, or it would be in its own list; it checks what it writes against CycloneDX's schema.
sbom:            ## sbom.json: everything that the image installs, as CycloneDX
	PYTHON=$(PYTHON) sh deploy/install.sh build/image
	$(PYTHON) -m venv build/cyclonedx
	build/cyclonedx/bin/pip install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0
	build/cyclonedx/bin/cyclonedx-py environment build/image --pyproject pyproject.toml \
		--spec-version 1.6 --output-reproducible --validate --output-file sbom.json

lock: | $(BIN)/python  ## write both lock files again from pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --no-emit-index-url --extra build --extra postgres pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --no-emit-index-url --extra build --extra postgres --extra test pyproject.toml -o requirements-test.lock

clean:           ## remove what the targets above made
	rm -rf $(VENV) data build sbom.json *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

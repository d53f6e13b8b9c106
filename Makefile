.DELETE_ON_ERROR:
.PHONY: help check lint types imports migrations test format requirements

BIN := .var/venv/bin
export PYTHONPATH := src:.

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

check: lint types imports migrations test ## All that must pass before a commit (after one ./run test)

lint:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

imports:
	$(BIN)/lint-imports

migrations:
	$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

test: ## Run the tests: make test ARGS="-k attendance"
	$(BIN)/pytest $(ARGS)

format: ## Rewrite the code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

requirements: ## Lock requirements/*.in again (UPGRADE=--upgrade for newer versions)
	cd requirements && for name in base test tool; do \
		UV_SYSTEM_CERTS=1 UV_NO_CACHE=1 ../.var/uv/bin/uv pip compile --quiet $(UPGRADE) --universal \
		--python-version 3.11 --generate-hashes --no-header --no-annotate $$name.in -o $$name.txt; done

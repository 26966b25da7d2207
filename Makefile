# The commands of the house. Users: demo, serve, backup. Engineers: test, lint, bench.
PYTHON ?= python3
RUN = .venv/bin/python -m cordee
.DEFAULT_GOAL := help
.PHONY: help install install-dev demo serve worker migrate load-examples generate import check backup restore reset bench test traceability lint lock

help:
	@$(PYTHON) -m cordee --help

install:
	@$(PYTHON) scripts/bootstrap.py

install-dev:
	@$(PYTHON) scripts/bootstrap.py --dev

demo serve worker migrate load-examples generate check backup reset: install
	@$(RUN) $@ $(ARGS)

import: install
	@$(RUN) import $(FILE) $(ARGS)

restore: install
	@$(RUN) restore $(FILE)

bench: install-dev
	@$(RUN) bench $(ARGS)

test: install-dev
	@.venv/bin/python -m pytest -n 2 --dist worksteal $(ARGS)

# From the marks of the last whole run: a requirement is covered by tests that ran and passed.
traceability: install-dev
	@.venv/bin/python scripts/traceability.py $(ARGS)

# Django's checks run on the tests' base: linting never touches your data.
lint: install-dev
	.venv/bin/ruff check .
	.venv/bin/python -m mypy
	.venv/bin/python .venv/bin/lint-imports
	find cordee -name "*.html" -print0 | xargs -0r .venv/bin/python -m djlint --lint --quiet
	DJANGO_SETTINGS_MODULE=cordee.config.settings_test .venv/bin/python manage.py makemigrations --check --dry-run

# After a change of the dependencies in pyproject.toml.
lock: install-dev
	uv lock
	uv export --quiet --no-header --no-emit-project --no-dev -o requirements.txt
	uv export --quiet --no-header --no-emit-project -o requirements-dev.txt

# Co-construire. `make run` needs Python 3.11 or newer, nothing else; `make help` lists the targets.
.DEFAULT_GOAL := help
.NOTPARALLEL:

PYTHON := python3 scripts/with_python.py
BIN := .venv/bin
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -q
NODE := $(BIN)/python scripts/elasticsearch_node.py
POSTGRES := $(BIN)/python scripts/postgres.py
UNITS := -m "not browser and not site and not alone"
PARALLEL := -n $(WORKERS) --dist loadscope
LOCK := pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header $(UPGRADE)
export PYTHONPATH := $(CURDIR):$(CURDIR)/site

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: ## From a fresh clone to the site on http://localhost:8000 (PORT changes the port)
	@$(PYTHON) scripts/run.py

dev: ## The developer's server: debug pages, reload
	@$(PYTHON) scripts/run.py --dev

venv:
	@$(PYTHON) scripts/environment.py requirements.txt requirements-dev.txt

check: venv translations lint types imports migrations ## Everyday checks and tests, without a browser or services
	$(PYTEST) $(PARALLEL) -m "not browser and not site and not alone and not long"

# A node of the tests does little for a short time: compiling less starts it with a third less work.
test: export ES_JAVA_OPTS := -XX:TieredStopAtLevel=1
test: venv translations packages lint types imports migrations catalogues deploy ## Everything CI runs
	$(PYTEST) -m "browser or site"
	$(NODE) make --no-print-directory units

# Elasticsearch keeps the same promises whatever the database: it is asked once.
units:
	$(POSTGRES) $(PYTEST) $(PARALLEL) $(UNITS)
	$(POSTGRES) $(PYTEST) -m site tests/relevance
	$(POSTGRES) $(PYTEST) -m alone
	$(PYTEST) $(PARALLEL) $(UNITS) --ignore=tests/search/engines/test_elastic.py

# Before pytest: Django reads the catalogues once, as it starts.
translations: venv
	@$(BIN)/python manage.py compile_catalogues --settings config.settings.test -v0

lint: venv ## Style of code and templates
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	$(BIN)/djlint --lint --quiet site/templates

format: venv ## Rewrite the code in the project's style
	$(BIN)/ruff check --fix --quiet
	$(BIN)/ruff format --quiet

types: venv ## Types, with the Django plugin
	$(BIN)/mypy

imports: venv ## Who may import whom
	$(BIN)/lint-imports

migrations: venv ## No model change without its migration
	$(BIN)/python manage.py makemigrations --check --dry-run --settings config.settings.test

catalogues: venv packages ## No English left in the French interface
	$(BIN)/python scripts/catalogues.py

messages: venv packages ## Add the code's new strings to the French catalogue
	$(BIN)/python scripts/catalogues.py --update

deploy: venv ## Django's own checks on the production settings
	SECRET_KEY=$$(head -c 48 /dev/urandom | base64 -w 0) ALLOWED_HOSTS=example.org \
	BASE_URL=https://example.org $(BIN)/python manage.py check --deploy --fail-level WARNING \
	--settings config.settings.production

packages:
	@$(PYTHON) scripts/system_packages.py

lock: venv ## Compile requirements*.in into the hashed lock files (UPGRADE=--upgrade for newer versions)
	$(BIN)/uv $(LOCK) requirements.in -o requirements.txt
	$(BIN)/uv $(LOCK) requirements-dev.in -o requirements-dev.txt

elasticsearch: ## A real Elasticsearch on http://127.0.0.1:9200 (PORT changes the port), without containers
	@$(PYTHON) scripts/elasticsearch_node.py

benchmark: venv packages ## Measure speed and print docs/benchmarks.md (SIZES="1000 20000" leaves out 100,000 cases)
	$(BIN)/python scripts/benchmark.py

relevance: venv packages ## Measure how relevant each engine's answers are (OPTIONS="--worst 10 --validation")
	$(BIN)/python scripts/relevance.py $(OPTIONS)

.PHONY: help run dev venv translations check test lint format types imports migrations catalogues messages deploy \
	packages units lock elasticsearch benchmark relevance

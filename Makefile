# Everything that is done to this project, by name. `make help` lists it.

PYTHON ?= python3
BIN := .venv/bin
LABELS ?= ../shared/eval/dev.jsonl
INPUTS ?= 200000
SEED ?= 1
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run demo test sure checks tests lint types imports evaluate bench fuzz screenshots

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install both environments, read the FAQ, train; what is done is skipped
	@$(PYTHON) scripts/setup.py

setup-dev: ## The same, with what the tests need
	@$(PYTHON) scripts/setup.py --dev

run: setup ## Start the whole service; Ctrl-C stops it
	@exec $(BIN)/helpdesk up

demo: setup ## Start the service with data of its own to look at; the real data stays as it is
	@exec $(BIN)/helpdesk demo

test: setup-dev checks tests ## Set up and prove everything: lint, types, imports, all tests

sure: test ## What CI runs: the same as `make test`

checks: lint types imports

lint: ## Look at the style of the code
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: ## Check the types
	@$(BIN)/mypy

imports: ## Check that the arrows between the layers go one way
	@$(BIN)/lint-imports

tests:
	@cd bot && .venv/bin/python -m pytest
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile --durations=30

evaluate: setup ## Show figures, write var/report/index.html: make evaluate LABELS=file.jsonl
	@$(BIN)/helpdesk evaluate $(LABELS)

bench: setup ## Compare speed and memory with a plain Rasa bot; measure a large queue and the mailbox
	@$(BIN)/helpdesk bench
	@$(BIN)/helpdesk desk bench
	@$(BIN)/helpdesk mail bench

fuzz: setup-dev ## Look for mails that can't be read: make fuzz INPUTS=200000 SEED=1
	@$(BIN)/python tests/fuzz/mail.py --inputs $(INPUTS) --seed $(SEED)

screenshots: setup-dev ## Make the pictures in docs/images anew, from the demo's data
	@$(BIN)/python -m scripts.screenshots

# Each target sets up what it needs, from nothing. `make help` lists them.
SHELL := bash
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
SAMPLE := _build/sample-class

.PHONY: help course test pdf lab serve site notebooks lint lock clean
.DEFAULT_GOAL := help

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(READY): requirements.txt scripts/setup
	@scripts/setup $(VENV)
	@touch $@

course: $(READY)  ## build the site, release the exercises, grade a sample class, print its scores
	@echo "1/3 releasing the exercises"
	@$(BIN)/python -m autograder release
	@echo "2/3 building the site"
	@$(MAKE) --no-print-directory site
	@echo "3/3 grading the sample class"
	@$(BIN)/python -m autograder.sample_class $(SAMPLE)
	@printf '\nsite       %s\ngradebook  %s\nfeedback   %s\n' _build/html/index.html $(SAMPLE)/gradebook.db $(SAMPLE)/feedback/

site: $(READY)  ## build the site into _build/html
	@$(BIN)/jupyter-book build . -q -W --keep-going -n >/dev/null  # warnings and errors go to stderr

test: $(READY) lint site  ## check everything that must hold
	@$(BIN)/python -m pytest -q -n 2 --dist loadscope --nbval --nbval-sanitize-with tests/nbval.cfg \
		--nbval-cell-timeout 120 book solutions tests
	@$(BIN)/python -m pytest -q -n 2 --dist loadscope --nbval-lax --nbval-cell-timeout 120 exercises

pdf: $(READY)  ## print the book to _build/pdf/book.pdf; the next `make site` links it
	@$(BIN)/jupyter-book build . --builder singlehtml -q -W --keep-going -n >/dev/null
	@$(BIN)/python scripts/print_book.py _build/singlehtml _build/pdf/book.pdf

lab: $(READY)  ## open JupyterLab at the course's root
	@$(BIN)/jupyter trust book/*.ipynb >/dev/null  # or their pictures show only after a run
	@$(BIN)/jupyter lab

serve: site  ## show the site at http://localhost:8000
	@$(BIN)/python -m http.server --bind localhost --directory _build/html 8000

notebooks: $(READY)  ## run every chapter and solution from top to bottom and save it with its outputs
	@$(BIN)/python scripts/run_notebooks.py book/*.ipynb solutions/*/*.ipynb

lint: $(READY)  ## check the style of the code
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check autograder tests scripts book/*.py book/drawing book/_ext nbgrader_config.py

lock: $(READY)  ## resolve requirements.txt anew from pyproject.toml, for Linux, macOS and Windows
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
		--no-header --no-emit-index-url --upgrade --output-file requirements.txt pyproject.toml

clean:  ## remove what can be made again, but not .venv
	@rm -rf _build

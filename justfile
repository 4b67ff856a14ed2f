# SPDX-License-Identifier: EUPL-1.2
# Daily commands of a developer. `make check` once installs the tools; then `.venv/bin/just` lists these.

set positional-arguments
export PATH := justfile_directory() / ".venv/bin" + ":" + env("PATH")

# Show every recipe
default:
    @just --list --unsorted

# Install or refresh everything that is locked
setup:
    sh scripts/bootstrap.sh check

# Run the synthetic municipality; arguments go to `gearskifte demo`
demo *args:
    gearskifte demo "$@"

# Run the tests; arguments go to pytest
test *args:
    pytest -n auto --maxprocesses=4 --dist worksteal "$@"

# Style, types, import contracts, dependencies and documents
lint:
    ruff check .
    ruff format --check .
    mypy
    lint-imports
    deptry src
    mkdocs build --strict --quiet

# Everything a change must pass
check: lint test

# Put the code into its standard form and mend what a machine can mend
format:
    ruff check --fix .
    ruff format .

# Collect the Danish texts from sources into the English catalogues, and compile these
messages:
    python scripts/messages.py
    python hatch_build.py

# Write docs/reference from the program: commands, settings, errors
reference:
    python -m scripts.reference

# Try the API out with schemathesis, in a folder of its own; arguments go to scripts/fuzz_api.py
fuzz-api *args:
    python -m venv .fuzz
    .fuzz/bin/pip install --quiet "schemathesis==4.32.5"
    python -m scripts.fuzz_api --schemathesis .fuzz/bin/schemathesis "$@"

# Take the pictures of the documentation from a running demo, at the address it printed
screenshots address:
    python scripts/screenshots.py "$1"

# Read the documentation in a browser
docs:
    mkdocs serve

# Lock again after a change in pyproject.toml; add --upgrade to take newer releases (7 days old at least)
lock *args:
    #!/bin/sh
    set -eu
    lock() {
        target=$1
        shift
        uv pip compile pyproject.toml --group build "$@" --output-file "requirements/$target.txt" \
            --universal --python-version 3.11 --exclude-newer '7 days' --generate-hashes \
            --no-emit-index-url --no-annotate --no-header --quiet
    }
    lock run "$@"
    lock test --extra test --constraint requirements/run.txt "$@"
    lock check --extra test --extra dev --extra docs --constraint requirements/test.txt "$@"

# Build the wheel and the source archive
build:
    python -m hatchling build

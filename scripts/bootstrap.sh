#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Makes .venv with everything that is locked, and installs this clone into it.
#
#   sh scripts/bootstrap.sh run      what the product needs (a browser for its robots, if none is installed)
#   sh scripts/bootstrap.sh test     that, and what the tests need (identity providers)
#   sh scripts/bootstrap.sh check    that, and what the developers' checks need
#
# Needs Python 3.11 or newer with venv, npm, and the first time a network. Changes nothing outside
# the clone but the package caches of pip and npm. Quick when nothing changed since the last time.
set -eu
unset PYTHONPATH PYTHONHOME PIP_TARGET PIP_PREFIX PIP_USER PIP_REQUIRE_VIRTUALENV
cd "$(dirname "$0")/.."

say() { printf 'gearskifte: %s\n' "$*" >&2; }
fail() {
    for line in "$@"; do say "$line"; done
    exit 1
}

wanted=${1:-run}
case $wanted in
run) enough='run test check' ;;
test) enough='test check' ;;
check) enough='check' ;;
*) fail "unknown argument '$wanted'; use run, test or check" ;;
esac

python=
for candidate in "${GEARSKIFTE_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
    if [ -n "$candidate" ] && "$candidate" -c \
        'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || fail \
    'Python 3.11 or newer was not found.' \
    'Install it (Debian 12: apt install python3 python3-venv), or name it: GEARSKIFTE_PYTHON=/path/to/python3'

# The stamp is written last, so that a half-done installation is done again.
stamp=.venv/gearskifte-installed
state=$({
    pwd -P
    cat pyproject.toml requirements/*.txt
} | cksum)
# The programs in a moved environment point to where it came from, so it is made again.
if ! { grep -qsF -- "-m venv $(pwd -P)/.venv" .venv/pyvenv.cfg && .venv/bin/python -c ''; } \
    2>/dev/null; then
    rm -rf .venv
fi
installed=
for level in $enough; do
    if [ "$(cat "$stamp" 2>/dev/null)" = "$level $state" ]; then installed=yes; fi
done

if [ -z "$installed" ]; then
    rm -f "$stamp"
    if [ ! -d .venv ]; then
        say "making .venv with $("$python" --version)"
        "$python" -m venv .venv || {
            rm -rf .venv
            fail 'A virtual environment could not be made; the lines above say why.' \
                'On Debian and Ubuntu it takes one more package: apt install python3-venv'
        }
    fi
    say "installing requirements/$wanted.txt (each file is checked against its hash)"
    .venv/bin/python -m pip install --disable-pip-version-check --no-input \
        --root-user-action=ignore --require-hashes -r "requirements/$wanted.txt" || fail \
        'The Python packages could not be installed; the lines above say why.' \
        'Most often the machine is offline or needs a proxy. Connect it, or name your own mirror' \
        'with PIP_INDEX_URL, and run the same command again.'
fi

# Quick when the assets are there and no translation changed.
.venv/bin/python hatch_build.py

if [ -z "$installed" ]; then
    say 'installing gearskifte itself'
    .venv/bin/python -m pip install --disable-pip-version-check --no-input --quiet \
        --root-user-action=ignore --no-deps --no-build-isolation --editable . ||
        fail 'The package itself could not be installed; the lines above say why.'
fi

if .venv/bin/python -c \
    'import sys; from gearskifte.app import browser as b; sys.exit(b.find_browser() not in (None, b.FETCHED))'; then
    # Without one everything works but the robots that work on a screen.
    .venv/bin/python hatch_build.py browser || [ "$wanted" = run ]
fi

if [ "$wanted" != run ]; then
    .venv/bin/python hatch_build.py providers
fi

if [ -z "$installed" ]; then
    printf '%s\n' "$wanted $state" >"$stamp"
    say 'ready: .venv/bin/gearskifte --help shows every command'
fi

#!/bin/sh
# Make the virtual environment and install the program into it.
# Usage: set_up.sh FOLDER REQUIREMENT        REQUIREMENT: . or .[dev]
set -eu
venv=$1
requirement=$2
python=${PYTHON:-python3}

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 ||
    fail "There is no $python here. Install Python 3.11 or newer, then run make again."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Fibre Planner needs Python 3.11 or newer, this is $("$python" -V). Name another one: make PYTHON=python3.12 …"

# A virtual environment. Debian keeps ensurepip in python3-venv; without it the environment is made
# bare, and the system's pip installs into it from outside.
if [ ! -x "$venv/bin/python" ]; then
    echo "Making the virtual environment $venv …"
    if "$python" -c 'import ensurepip' >/dev/null 2>&1; then
        "$python" -m venv "$venv"
    else
        "$python" -m venv --without-pip "$venv" ||
            fail "Python cannot make a virtual environment. Install python3-venv, then run make again."
    fi
fi
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    "$python" -m pip --python "$venv/bin/python" install --quiet pip ||
        fail "pip could not be put into $venv. Install python3-pip or python3-venv, then run make again."
fi

echo "Installing Fibre Planner and its libraries (about 250 MB the first time) …"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable "$requirement" ||
    fail "The libraries could not be installed. See the message above; is the package index reachable?"

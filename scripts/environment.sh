#!/usr/bin/env bash
# Makes the Python environment in folder $1 from the lock file $2, and the project in it.
set -euo pipefail
venv=$1 lock=$2
python=$(command -v "${PYTHON:-python3.11}" || command -v python3) || { echo "Python 3.11 or newer is needed" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed, this is $("$python" --version)" >&2; exit 1; }
[ -x "$venv/bin/pip" ] || "$python" -m venv "$venv"
echo "· installing the locked packages ($lock); a first time takes about a minute"
"$venv/bin/pip" install -qq --disable-pip-version-check --require-hashes -r "$lock"
"$venv/bin/pip" install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .

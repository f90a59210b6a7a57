#!/usr/bin/env bash
# Makes a Python environment with clkhash, which the differential test and the comparison of speed run beside us.
#
#     bash tests/interop/setup-python.sh [FOLDER]        default: target/clkhash-venv
#
# Needs python3 (3.8 to 3.12: clkhash's own dependencies have no later wheels) and PyPI. Prints the path of the
# environment's Python. Does nothing when the environment is there already.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder="${1:-target/clkhash-venv}"
python="$folder/bin/python"
if ! "$python" -c 'import clkhash' 2>/dev/null; then
    rm -rf "$folder"
    python3 -m venv "$folder"
    # clkhash imports pkg_resources, which later versions of setuptools no longer have.
    "$python" -m pip --quiet --disable-pip-version-check --timeout 15 --retries 1 \
        install 'clkhash==0.18.3' 'setuptools<81' >&2
    "$python" -c 'import clkhash'
fi
echo "$python"

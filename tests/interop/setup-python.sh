#!/usr/bin/env bash
# Makes a Python environment with clkhash, which the differential test and the comparison of speed run beside us, or with
# anonlink, for benches/beside_anonlink.py.
#
#     bash tests/interop/setup-python.sh [FOLDER [clkhash|anonlink]]        default: target/clkhash-venv clkhash
#
# Needs python3 (3.8 to 3.12: clkhash's own dependencies have no later wheels) and PyPI. Prints the path of the
# environment's Python. Does nothing when the environment is there already.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder="${1:-target/clkhash-venv}"
case "${2:-clkhash}" in
    clkhash) program=clkhash version=0.18.3 ;;
    anonlink) program=anonlink version=0.15.3 ;;
    *) echo "clkhash or anonlink, not $2" >&2; exit 2 ;;
esac
python="$folder/bin/python"
if ! "$python" -c "import $program" 2>/dev/null; then
    rm -rf "$folder"
    python3 -m venv "$folder"
    # clkhash imports pkg_resources, which later versions of setuptools no longer have.
    "$python" -m pip --quiet --disable-pip-version-check --timeout 15 --retries 1 \
        install "$program==$version" 'setuptools<81' >&2
    "$python" -c "import $program"
fi
echo "$python"

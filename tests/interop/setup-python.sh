#!/usr/bin/env bash
# Makes a Python environment with clkhash, which the differential test and the comparison of speed run beside us, or with
# anonlink or Splink, for benches/beside_anonlink.py and benches/beside_splink.py: nothing that CI runs needs these two.
#
#     bash tests/interop/setup-python.sh [FOLDER [clkhash|anonlink|splink]]        default: target/clkhash-venv clkhash
#
# Needs PyPI and python3: 3.8 to 3.12 (clkhash's own dependencies have no later wheels), for Splink 3.10 or newer. Prints
# the path of the environment's Python. Does nothing when the environment is there already.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder="${1:-target/clkhash-venv}"
case "${2:-clkhash}" in
    # clkhash imports pkg_resources, which later versions of setuptools no longer have.
    clkhash) program=clkhash packages=('clkhash==0.18.3' 'setuptools<81') ;;
    anonlink) program=anonlink packages=('anonlink==0.15.3' 'setuptools<81') ;;
    splink) program=splink packages=('splink==5.0.0' 'duckdb==2.0.1' 'pyarrow==26.0.1') ;;
    *) echo "clkhash, anonlink or splink, not $2" >&2; exit 2 ;;
esac
python="$folder/bin/python"
if ! "$python" -c "import $program" 2>/dev/null; then
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$python" -m pip --quiet --disable-pip-version-check --timeout 15 --retries 1 install "${packages[@]}" >&2
    "$python" -c "import $program"
fi
echo "$python"

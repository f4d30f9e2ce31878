#!/bin/sh
# Print where a Python is that Quotebot runs on: sh deploy/python.sh [NAME]
# The one of this name (python3) if it fits, else the newest on the path that does.
set -eu
wanted=${1:-python3}
for name in "$wanted" python3.14 python3.13 python3.12 python3.11; do
    path=$(command -v "$name") || continue
    # A name may lead nowhere, as pyenv's do.
    "$path" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null || continue
    echo "$path"
    exit
done
version=$("$wanted" --version 2>&1) || version="not there"
echo "quotebot: needs Python 3.11 to 3.14, and $wanted is $version; install one, then: make PYTHON=python3.13 demo" >&2
exit 1

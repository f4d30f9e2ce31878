#!/bin/sh
# Install Quotebot into a folder: sh deploy/install.sh /opt/quotebot
# The image and a machine with systemd are both made by this, from the lock with hashes.
set -eu
target=${1:?'say where to, such as: sh deploy/install.sh /opt/quotebot'}
source=$(cd "$(dirname "$0")/.." && pwd)
"${PYTHON:-python3}" -m venv "$target"
"$target/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$source/requirements.lock"

# Built from a copy: what is left of an earlier build beside the source would be installed too.
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -R "$source/pyproject.toml" "$source/README.md" "$source/LICENSE" "$source/bot" "$source/index" "$copy"
"$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
    --force-reinstall "$copy"

rm -rf "$target/seeds"
cp -R "$source/seeds" "$target/seeds"
cp "$source/deploy/start.sh" "$source/deploy/alive.py" "$target"

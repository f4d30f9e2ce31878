#!/bin/sh
# Install Quotebot into a folder: sh deploy/install.sh /opt/quotebot
# The image and a machine with systemd are both made by this, from the lock with hashes.
set -eu
target=${1:?'say where to, such as: sh deploy/install.sh /opt/quotebot'}
source=$(cd "$(dirname "$0")/.." && pwd)

# Built from a copy: what is left of an earlier build beside the source would be installed too.
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -R "$source/pyproject.toml" "$source/README.md" "$source/LICENSE" "$source/bot" "$source/index" "$copy"

# Compiled and copied: who runs it may write nothing here, nor into the cache of who installs it.
python=$(sh "$source/deploy/python.sh" "${PYTHON:-python3}")
UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy "$python" "$source/deploy/environment.py" \
    "$target" "$source/requirements.lock" "$copy"

rm -rf "$target/seeds"
cp -R "$source/seeds" "$target/seeds"
cp "$source/deploy/start.sh" "$source/deploy/alive.py" "$target"

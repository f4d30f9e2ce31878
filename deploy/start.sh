#!/bin/sh
# What the container and the systemd unit start, with the arguments of `quotebot`.
# A data folder without interviews gets those that come with the program; whatever is there is left alone.
# `quotebot restore` brings its own.
set -eu
program=$(cd "$(dirname "$0")" && pwd)
seeds=${QUOTEBOT_SEEDS:-seeds}
if [ ! -e "$seeds" ] && [ "${1:-}" != restore ]; then
    copy=$(mktemp -d "$seeds.XXXXXX") || {
        echo "quotebot: cannot write beside $seeds; give the folder to user $(id -u): chown $(id -u) FOLDER" >&2
        exit 1
    }
    cp -R "$program/seeds/." "$copy"
    sync -f "$copy"
    # Whole or not at all; where another process that starts now was first, its copy stays.
    mv -T "$copy" "$seeds" 2>/dev/null || {
        rm -rf "$copy"
        [ -e "$seeds" ]
    }
fi
exec "$program/bin/quotebot" "$@"

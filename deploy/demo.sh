#!/bin/sh
# Index the interviews in seeds/ and ask four questions; called by `make demo`.
set -eu
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
echo "Indexing the four interviews in seeds/ (two to three minutes on two cores) ..."
quotebot index --data "$data"
ask() {
    printf '$ quotebot ask "%s"\n' "$1"
    quotebot ask "$1" --data "$data" || true
}
ask "为什么客户更喜欢小模型"
ask "is the data wall real?"
ask "When does RAG work and when does it fail?"
ask "What is the weather like in Paris?"

#!/bin/sh
# Index the interviews in seeds/ and ask four questions; called by `make demo` at the top of the clone.
# The index stays, so that a second run takes seconds and questions of your own can be asked at once.
set -eu
data=build/demo

ask() {
    printf '$ quotebot ask "%s"\n' "$1"
    quotebot ask "$1" --data "$data" || [ $? = 1 ] # 1 says that nothing answers it
}

echo "Indexing the interviews in seeds/ (a minute or so the first time, then seconds) ..."
quotebot index seeds --data "$data"
ask "为什么客户更喜欢小模型"
ask "is the data wall real?"
ask "When does RAG work and when does it fail?"
ask "What is the weather like in Paris?"
echo "Now ask something yourself: .venv/bin/quotebot ask \"your question\" --data $data"

#!/bin/sh
# Index the interviews in seeds/ and ask four questions; called by `make demo` at the top of the clone.
# They are asked as soon as the first index can be, while the full one is being built. It stays, so that a second run
# takes seconds and questions of your own can be asked at once.
set -eu
data=build/demo

ask() {
    printf '$ quotebot ask "%s"\n' "$1"
    quotebot ask "$1" --data "$data" || [ $? = 1 ] # 1 says that nothing answers it
}

ask_four() {
    ask "为什么客户更喜欢小模型"
    ask "is the data wall real?"
    ask "When does RAG work and when does it fail?"
    ask "What is the weather like in Paris?"
}

echo "Indexing the interviews in seeds/; the first answers come within seconds ..."
{ quotebot index seeds --data "$data" && echo indexed; } | {
    asked=no
    while IFS= read -r line; do
        case $line in
        indexed)
            [ $asked = yes ] || ask_four
            echo "Now ask something yourself: .venv/bin/quotebot ask \"your question\" --data $data"
            exit 0
            ;;
        "Questions can be asked now"*)
            printf '%s\n' "$line"
            ask_four
            asked=yes
            ;;
        *) printf '%s\n' "$line" ;;
        esac
    done
    exit 1 # the index could not be built, and has said why
}

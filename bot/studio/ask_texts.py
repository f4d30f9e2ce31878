"""What the page Ask says."""

from collections.abc import Mapping

from index.domain import Language

ASK_TEXTS: Mapping[str, Mapping[Language, str]] = {
    "title": {"en": "Ask", "zh": "提问"},
    "question": {"en": "Your question", "zh": "你的问题"},
    "question_hint": {
        "en": "In your own words, in Chinese or English. Narrow it with from:NAME, lang:zh, source:ID, after:2024.",
        "zh": "用你自己的话，中文英文都可以。可以用 from:姓名、lang:zh、source:ID、after:2024 缩小范围。",
    },
    "ask": {"en": "Ask", "zh": "提问"},
    "reading": {"en": "Quotes in", "zh": "引文语言"},
    "reading_any": {"en": "any language", "zh": "任何语言"},
    "reading_en-first": {"en": "English first", "zh": "英文优先"},
    "reading_en": {"en": "English alone", "zh": "只要英文"},
    "reading_zh-first": {"en": "Chinese first", "zh": "中文优先"},
    "reading_zh": {"en": "Chinese alone", "zh": "只要中文"},
    "examples": {"en": "These have an answer:", "zh": "这些问题有答案："},
    "only": {"en": "Only", "zh": "只找"},
    "remove": {"en": "Remove: {what}", "zh": "去掉：{what}"},
    "others": {"en": "The next ones", "zh": "后面几条"},
    "key_ask": {"en": "Write a question", "zh": "写一个问题"},
    "long_question": {
        "en": "Of this question, the first 1,000 characters are searched.",
        "zh": "这个问题只查找前 1,000 个字符。",
    },
}

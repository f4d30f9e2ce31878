"""What is said of what is searched, the filters and the language of quotes, in English and simplified Chinese."""

from index.domain import Language

NARROWING_TEXTS: dict[str, dict[Language, str]] = {
    # Filters
    "only": {"en": "Only {names}", "zh": "只看 {names}"},
    "remove": {"en": "Remove: {what}", "zh": "移除：{what}"},
    "after": {"en": "from {day} on", "zh": "{day} 起"},
    "before": {"en": "before {day}", "zh": "{day} 之前"},
    "did_you_mean": {"en": "Did you mean: {names}", "zh": "你要找的是不是：{names}"},
    "no_such_source": {
        "en": "No interview has the id {id}. There are: {ids}",
        "zh": "没有编号为 {id} 的访谈。现有：{ids}",
    },
    "no_such_day": {
        "en": "{name}: takes a year, month or day, such as 2024, 2024-11 or 2024-11-22, and {value} is none. "
        "The interviews are from {first} to {last}.",
        "zh": "{name}: 后面写年、月或日，例如 2024、2024-11 或 2024-11-22；{value} 不是日期。"
        "访谈从 {first} 到 {last}。",
    },
    "no_days": {
        "en": "{name}: takes a year, month or day, such as 2024, 2024-11 or 2024-11-22, and {value} is none.",
        "zh": "{name}: 后面写年、月或日，例如 2024、2024-11 或 2024-11-22；{value} 不是日期。",
    },
    "nobody_called": {
        "en": "Nobody called {name} speaks here. Speaking here: {names}",
        "zh": "没有叫“{name}”的人在这里说话。在这里说话的人：{names}",
    },
    "no_such_language_here": {
        "en": "“{typed}” is no language that quotes are in here. Write {languages}",
        "zh": "这里没有“{typed}”的引文。请写 {languages}",
    },
    "or": {"en": " or ", "zh": " 或 "},
    # The language of quotes
    "is_in": {"en": "This one is in {language}.", "zh": "这一条是{language}的。"},
    "answers_instead": {
        "en": "Nothing in {lacking} answers that; this one is in {language}.",
        "zh": "{lacking}访谈里没有答案；这一条是{language}的。",
    },
    "nothing_in": {
        "en": "Nothing in {lacking} answers that. Something in {language} may.",
        "zh": "{lacking}访谈里没有答案，{language}访谈里可能有。",
    },
    "read_alone": {
        "en": "Only {language} quotes are shown here · {command}",
        "zh": "这里只显示{language}引文 · {command}",
    },
    "none_in": {
        "en": "Only {language} quotes are shown here, and none of these interviews is in {language}. "
        "To change that: {command}",
        "zh": "这里只显示{language}引文，而这些访谈里没有{language}的。要修改：{command}",
    },
    "nothing_random_in": {
        "en": "Nothing on {topic} in {language} here.",
        "zh": "这里没有{language}的、关于“{topic}”的话。",
    },
    "show_in": {"en": "Answer in {language}", "zh": "看{language}回答"},
    "in_language": {"en": "In {language}", "zh": "{language}的"},
}

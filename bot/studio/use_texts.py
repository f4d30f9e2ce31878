"""What the page Figures says about how the bot is used."""

from collections.abc import Mapping

from index.domain import Language

USE_TEXTS: Mapping[str, Mapping[Language, str]] = {
    "use": {"en": "How it is used", "zh": "使用情况"},
    "use_days": {"en": "The last 30 days, by this machine's clock.", "zh": "最近 30 天，按本机时间。"},
    "no_use": {"en": "Nobody has asked anything in the last 30 days.", "zh": "最近 30 天还没有人提问。"},
    "not_asked": {
        "en": "Shown without a question beside them (daily insights, random quotes): {count}.",
        "zh": "此外有 {count} 条引文不是因提问而显示：每日一条和随机引文。",
    },
    "asked": {"en": "Questions a day", "zh": "每天的问题"},
    "asked_in_words": {
        "en": "Asked: {asked}, of which {answered} answered, {unsure} unsure, {nothing} without an answer.",
        "zh": "{asked} 个问题：{answered} 个已回答，{unsure} 个不确定，{nothing} 个没有答案。",
    },
    "answered": {"en": "answered", "zh": "已回答"},
    "unsure": {"en": "unsure", "zh": "不确定"},
    "nothing": {"en": "no answer", "zh": "没有答案"},
    "not_answered": {"en": "unsure or no answer", "zh": "不确定或没有答案"},
    "day": {"en": "day", "zh": "日期"},
    "votes": {"en": "Votes a day", "zh": "每天的投票"},
    "votes_in_words": {
        "en": "For: {liked} 👍. Against: {disliked} 👎.",
        "zh": "赞成 {liked} 个 👍，反对 {disliked} 个 👎。",
    },
    "liked": {"en": "for 👍", "zh": "赞成 👍"},
    "disliked": {"en": "against 👎", "zh": "反对 👎"},
    "up_is": {"en": "for 👍, upwards", "zh": "赞成 👍，向上"},
    "down_is": {"en": "against 👎, downwards", "zh": "反对 👎，向下"},
    "signals": {"en": "What people did with quotes", "zh": "大家怎样用引文"},
    "signals_in_words": {"en": "Beside voting, {total} times.", "zh": "除了投票，共 {total} 次。"},
    "signal": {"en": "what", "zh": "做了什么"},
    "times": {"en": "times", "zh": "次数"},
    "signal_next": {"en": "went on to the next", "zh": "看下一条"},
    "signal_context": {"en": "looked at context", "zh": "看上下文"},
    "signal_why": {"en": "asked why this", "zh": "看为什么是它"},
    "signal_shared": {"en": "shared it", "zh": "分享"},
    "signal_deleted": {"en": "deleted it", "zh": "删除"},
    "signal_asked_again": {"en": "asked again", "zh": "换个说法再问"},
    "unanswered": {"en": "Questions without an answer", "zh": "没有答案的问题"},
    "unanswered_none": {
        "en": "None in these days of those that are kept.",
        "zh": "这些天里保留下来的问题都有答案。",
    },
    "unanswered_off": {
        "en": "Questions that nothing answers are counted and listed only where questions are kept: set "
        "QUOTEBOT_KEEP_QUESTIONS to a number of days.",
        "zh": "只有保留问题时，才会统计并列出没有答案的问题：把 QUOTEBOT_KEEP_QUESTIONS 设为天数。",
    },
    "question": {"en": "question", "zh": "问题"},
    "last_asked": {"en": "last asked", "zh": "最近一次"},
}

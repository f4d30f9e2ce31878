"""What is said to those who address the bot in a way that it cannot use."""

from index.domain import Language

ADDRESS_TEXTS: dict[str, dict[Language, str]] = {
    "unhandled": {
        "en": "I do not know what to do with that: it is none of my commands, buttons or forms as they are now. "
        "What I can do: {help}. Whoever runs me finds it in the log.",
        "zh": "我不知道该怎么处理这个：它不是我现有的命令、按钮或表单。我能做什么：{help}。管理我的人会在日志里看到。",
    },
}

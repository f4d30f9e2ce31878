"""What is said to those who address the bot in a way that it cannot use."""

from index.domain import Language

ADDRESS_TEXTS: dict[str, dict[Language, str]] = {
    "help_edits": {
        "en": "If you edit a message within a day so that it asks me something (in a channel by adding my name), I "
        "answer it. What I have answered I do not answer again, however it is edited: write it anew.",
        "zh": "一天之内把消息编辑成向我提问（在频道里补上 @ 我），我会回答。"
        "回答过的消息再编辑，我不会重新回答，请另发一条。",
    },
    "no_words": {"en": "There are no words in that message.", "zh": "那条消息里没有文字。"},
    "role_mention": {
        "en": "You mentioned my role, and Discord does not show me what such a message says. Pick my name among the "
        "members instead, or use /quote.",
        "zh": "你 @ 的是我的身份组，Discord 不让我看到这样的消息。请在成员里选我的名字，或者用 /quote。",
    },
    "unhandled": {
        "en": "I do not know what to do with that: it is none of my commands, buttons or forms as they are now. "
        "What I can do: {help}. Whoever runs me finds it in the log.",
        "zh": "我不知道该怎么处理这个：它不是我现有的命令、按钮或表单。我能做什么：{help}。管理我的人会在日志里看到。",
    },
}

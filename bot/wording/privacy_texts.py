"""What is said about what is kept of people, and to those who want to be forgotten."""

from index.domain import Language

PRIVACY_TEXTS: dict[str, dict[Language, str]] = {
    "what_is_kept": {
        "en": "What I keep: votes, what is done with quotes, counts, and which quotes I showed; a question only until "
        "it is answered. To be forgotten: {command}",
        "zh": "我保存的：投票、对引文的操作、次数、展示过哪些引文；问题只保存到回答为止。让我忘记你：{command}",
    },
    "what_is_kept_with_questions": {
        "en": "What I keep: votes, what is done with quotes, counts, and which quotes I showed; a question for {days}. "
        "To be forgotten: {command}",
        "zh": "我保存的：投票、对引文的操作、次数、展示过哪些引文；问题保存 {days}。让我忘记你：{command}",
    },
    "one_day": {"en": "1 day", "zh": "1 天"},
    "many_days": {"en": "{count} days", "zh": "{count} 天"},
    "question_until_answered": {
        "en": "A question is kept until it is answered, so that none is lost, and then removed; it is not written to "
        "the log, unless whoever runs me switched that on.",
        "zh": "问题只保存到回答为止，以免丢失，随即删除；除非管理我的人特意打开，否则不会写进日志。",
    },
    "question_for_days": {
        "en": "A question is kept for {days}, with what it came to and the id of who asked it, so that answers get "
        "better: whoever runs me switched that on. If they judge its answer, the question stays with that, without "
        "your id. It is not written to the log, unless they switched that on too.",
        "zh": "问题连同结果和提问者的编号保存 {days}，用来改进回答，这是管理我的人打开的；"
        "如果他们判断了回答，问题会随判断留下，但不带你的编号；"
        "除非管理我的人也特意打开，否则不会写进日志。",
    },
    "privacy": {
        "en": "{question} For each answer I keep which quotes I showed, where and to whom, for 180 days, so that its "
        "buttons work, and a fingerprint of the question, by which I know the same one again. For as long I keep, with "
        "an id, who asked for the next quote, its context or why it was shown, who shared or deleted it, and who asked "
        "again in other words, so that answers get better. Votes are kept with the id of who voted, so that each "
        "counts once for a quote and a question; sharing a quote is a vote for it. A daily insight is kept with the id "
        "of who set it, for their page. That a message came is kept for 7 days, so that none is answered twice. "
        "Nothing is sent anywhere but back to this chat. {command} deletes your id everywhere.",
        "zh": "{question}每条回答会保留展示了哪些引文、在哪里、给谁看，保留 180 天，这样按钮才能用；"
        "还保留问题的指纹，用来认出同一个问题。谁要看下一条、上下文或理由，谁分享或删除了引文，谁换个说法再问，"
        "也连同编号保留这么久，用来改进回答。投票连同投票者的编号保存，这样每条引文对每个问题一人只算一票；"
        "分享一句也算投它一票。每日一句连同设置者的编号保存，显示在他的页面上。"
        "收到过哪条消息保留 7 天，以免重复回答。除了回到这个聊天，什么都不会发往别处。{command} 会删除你的编号。",
    },
    "forget_question": {
        "en": "Delete everything here that carries your id? Your votes stay as bare counts, daily insights that you "
        "set go on, and the buttons below my answers to you stop working. This cannot be undone.",
        "zh": "要删除这里所有带你编号的内容吗？你的投票只作为计数保留，你设置的每日一句继续推送，"
        "旧回答下的按钮不再可用。删除后无法恢复。",
    },
    "forget_me": {"en": "Delete my data", "zh": "删除我的数据"},
    "forgot_you": {
        "en": "Done: nothing here carries your id any more. Your votes stay as bare counts, daily insights that you "
        "set go on, and the buttons below my answers to you no longer work.",
        "zh": "好了：这里不再有你的编号。你的投票只作为计数保留，你设置的每日一句继续推送，旧回答下的按钮不再可用。",
    },
}

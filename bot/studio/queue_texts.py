"""What the page Queue says."""

from collections.abc import Mapping

from index.domain import Language

QUEUE_TEXTS: Mapping[str, Mapping[Language, str]] = {
    "title": {"en": "Queue", "zh": "待判断"},
    "done": {
        "en": "{count} decided since the start · {left} waiting",
        "zh": "启动以来判断了 {count} 条 · 还有 {left} 条",
    },
    "question": {"en": "The question", "zh": "问题"},
    # Why something is here
    "why_report": {
        "en": "Withheld from everybody until you decide: members say {reason}.",
        "zh": "成员反映{reason}，在你决定之前谁也看不到这条引文。",
    },
    "why_report_shown": {
        "en": "Still shown: {count} of the members needed to withhold it says {reason}.",
        "zh": "目前仍会显示：有 {count} 名成员反映{reason}，人数还不够撤下。",
    },
    "why_report_decided": {
        "en": "You have decided on this before; decide again to change it.",
        "zh": "这条你之前已经决定过；重新决定即可更改。",
    },
    "reason_person": {"en": "the person is wrong", "zh": "说话人不对"},
    "reason_words": {"en": "the words are wrong", "zh": "文字有误"},
    "why_down": {
        "en": "{count} 👎 for this quote; the reason: {reason}.",
        "zh": "这条引文收到 {count} 个 👎，理由：{reason}。",
    },
    "reason_off_point": {"en": "off the point", "zh": "答非所问"},
    "reason_link": {"en": "the link does not work", "zh": "链接打不开"},
    "reason_none": {"en": "none was given", "zh": "没有说明"},
    "why_down_gone": {
        "en": "An answer to this got 👎. That quote is gone from the index; this answers now.",
        "zh": "这个问题的回答曾收到 👎。那条引文已不在索引里，现在的回答是这条。",
    },
    "why_unanswered": {
        "en": "Asked by {count} and not answered. Is the closest an answer, or does nobody answer this?",
        "zh": "有 {count} 人问过，没有得到回答。最接近的这条算不算回答，还是没人回答过？",
    },
    "why_own": {"en": "You want this judged.", "zh": "这是你要判断的问题。"},
    "why_margin": {
        "en": "A close call: the answer was {percent}% sure, or another quote is nearly as good.",
        "zh": "难分高下：当时只有 {percent}% 的把握，或者另一条几乎一样好。",
    },
    "why_views": {
        "en": "By meaning, another quote is closer than the one that was shown.",
        "zh": "按意思看，另一条比显示的这条更接近。",
    },
    "why_unopened": {
        "en": "Shown {count} times, and nobody voted on it or looked further.",
        "zh": "显示了 {count} 次，没有人投票，也没有人再看下去。",
    },
    "why_name": {
        "en": "Who says this was inferred, and is {percent}% sure. Is it this person?",
        "zh": "说话人是推断出来的，把握为 {percent}%。是这个人说的吗？",
    },
    "why_name_confirmed": {
        "en": "You have confirmed who says this; decide again to change it.",
        "zh": "这条的说话人你之前已经确认过；重新决定即可更改。",
    },
    "why_changed": {
        "en": "This was judged, and another quote answers by now.",
        "zh": "这个问题判断过，但现在的回答是另一条引文。",
    },
    "why_corpus": {"en": "The interviews themselves ask or speak of this.", "zh": "访谈里自己问到或谈到的。"},
    # What is shown of it
    "nothing_close": {"en": "No quote comes close.", "zh": "没有接近的引文。"},
    "not_sure": {"en": "The bot is not sure of this one.", "zh": "机器人对这条没有把握。"},
    "refused": {
        "en": "The bot says that nothing answers this. The closest:",
        "zh": "机器人说没有引文回答这个问题。最接近的是：",
    },
    "quote_gone": {"en": "This quote is not in the index any more.", "zh": "这条引文已不在索引里。"},
    "context": {"en": "Context", "zh": "上下文"},
    "said_to": {"en": "Said in answer to:", "zh": "回答的是："},
    "no_context": {"en": "Nothing stands around it.", "zh": "前后没有别的内容。"},
    "candidates": {"en": "Or judge another one instead", "zh": "或者改为判断另一条"},
    "document": {"en": "Correct it in the document", "zh": "到原文中更正"},
    # The decisions
    "decision": {"en": "Your decision", "zh": "你的判断"},
    "right": {"en": "Right", "zh": "对"},
    "partly": {"en": "Partly", "zh": "部分对"},
    "wrong": {"en": "Wrong", "zh": "不对"},
    "nobody": {"en": "Nobody answers this", "zh": "没人回答过"},
    "skip": {"en": "Skip", "zh": "跳过"},
    "undo": {"en": "Undo", "zh": "撤销"},
    "release": {"en": "It is right: show it", "zh": "没有错：恢复显示"},
    "keep": {"en": "It is wrong: keep it withheld", "zh": "有错：继续撤下"},
    "name_right": {"en": "Yes, that is who says it", "zh": "是，就是此人说的"},
    "name_wrong": {"en": "No: withhold it", "zh": "不是：撤下这条"},
    "name_open": {"en": "Not sure: ask again", "zh": "不确定：重新列入待判断"},
    # What came of one
    "saved_error": {"en": "This was not saved: {reason}", "zh": "没有保存：{reason}"},
    "judged_meanwhile": {
        "en": "“{question}” was judged by {who} meanwhile; that stays, and yours was not saved.",
        "zh": "“{question}”刚刚已由 {who} 判断；以其判断为准，你的没有保存。",
    },
    "decided_meanwhile": {
        "en": "Somebody decided on this quote meanwhile; that stays, and yours was not saved.",
        "zh": "这条引文刚刚已有人决定；以其决定为准，你的没有保存。",
    },
    "somebody": {"en": "somebody", "zh": "别人"},
    "gone": {
        "en": "What was shown is not in the index any more; nothing was saved.",
        "zh": "刚才显示的内容已不在索引里；没有保存。",
    },
    "nothing_to_undo": {
        "en": "Nothing to take back: nothing was decided since the studio was started.",
        "zh": "没有可以撤销的：工作台启动以来还没有判断过。",
    },
    "changed_meanwhile": {
        "en": "That label was changed since; it stays as it is.",
        "zh": "那条标注之后被改动过，保持现状。",
    },
    "unreachable": {
        "en": "The studio does not answer, so this was not saved. Is it still running?",
        "zh": "工作台没有回应，所以没有保存。它还在运行吗？",
    },
    "waiting": {"en": "One moment …", "zh": "请稍候……"},
    # Nothing left, and more
    "empty": {"en": "Nothing waits for a judgement.", "zh": "没有等待判断的内容。"},
    "empty_text": {
        "en": "Write questions below, and they come here. What people ask in chat comes by itself, if "
        "QUOTEBOT_KEEP_QUESTIONS says for how many days questions are kept.",
        "zh": "在下面写几个问题，它们就会出现在这里。如果用 QUOTEBOT_KEEP_QUESTIONS 设定了问题保留的天数，"
        "聊天里的提问会自动进来。",
    },
    "add": {"en": "Questions of your own", "zh": "你自己的问题"},
    "add_label": {
        "en": "One a line, in your own words; paste as many as you like.",
        "zh": "每行一个，用你自己的话；可以一次粘贴很多。",
    },
    "add_button": {"en": "Put them into the queue", "zh": "加入队列"},
    "added": {
        "en": "Added: {new}. There already: {known}. Left out, since they are empty of words or longer than 1,000 "
        "characters: {unusable}.",
        "zh": "新加 {new} 个；已有 {known} 个；没有文字或超过 1,000 字而略去的 {unusable} 个。",
    },
    "judged_before": {
        "en": "Judged before: {count}. The first of them is shown; judge it again to change what you said.",
        "zh": "之前判断过的有 {count} 个。现在显示第一个；重新判断即可更改。",
    },
    "how_long": {
        "en": "Undo and skips last as long as the studio runs. To change a label later, write its question again under "
        "“{add}”; a decision on a quote is changed under the quotes decided on before.",
        "zh": "撤销和跳过只在工作台运行期间有效。以后要更改标注，请在“{add}”里重新写上那个问题；"
        "对引文的决定在“已决定的引文”里更改。",
    },
    "decided": {"en": "Quotes decided on before: {count}", "zh": "已决定的引文：{count} 条"},
    "decided_text": {
        "en": "Open one to decide on it anew; this is possible at any time.",
        "zh": "点开即可重新决定，任何时候都可以。",
    },
    "decided_released": {"en": "shown", "zh": "恢复显示"},
    "decided_kept": {"en": "withheld", "zh": "已撤下"},
    "decided_confirmed": {"en": "name confirmed", "zh": "说话人已确认"},
    "words_forgotten": {"en": "(taken out, and its words forgotten)", "zh": "（已移除，文字也已删除）"},
    "more_decided": {
        "en": "and {count} earlier ones; all of them: {command}",
        "zh": "还有更早的 {count} 条；全部列出：{command}",
    },
    "problems": {
        "en": "Lines of the label file that count for nothing, and stay as they are:",
        "zh": "标注文件里有不起作用的行，它们原样保留：",
    },
    "more_problems": {"en": "and {count} more", "zh": "还有 {count} 行"},
    "where": {
        "en": "Your labels are in {file}. Measure with them: {command}",
        "zh": "标注保存在 {file}。用它来评测：{command}",
    },
    # The keys
    "key_choose": {"en": "Judge another of the quotes", "zh": "改为判断另一条引文"},
}

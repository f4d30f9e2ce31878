"""Everything the interface says, in English and simplified Chinese; OpenCC makes the traditional from it."""

from bot.wording.address_texts import ADDRESS_TEXTS
from bot.wording.daily_texts import DAILY_TEXTS
from bot.wording.filter_texts import NARROWING_TEXTS
from bot.wording.privacy_texts import PRIVACY_TEXTS
from bot.wording.report_texts import REPORT_TEXTS
from index.domain import Language

TEXTS: dict[str, dict[Language, str]] = {
    **ADDRESS_TEXTS,
    **DAILY_TEXTS,
    **NARROWING_TEXTS,
    **PRIVACY_TEXTS,
    **REPORT_TEXTS,
    # About a quote
    "translation": {
        "en": "{to} translation by {publisher}, spoken in {of}",
        "zh": "{publisher}{to}翻译，原话为{of}",
    },
    "translation_anonymous": {"en": "{to} translation, spoken in {of}", "zh": "{to}翻译，原话为{of}"},
    "speaker_not_named": {"en": "speaker not named in the source", "zh": "来源没有写明说话人"},
    "machine_transcript": {"en": "automatic {of} transcript", "zh": "{of}自动转写稿"},
    "at_time": {"en": "at {time}", "zh": "{time} 处"},
    "at_line": {"en": "line {number}", "zh": "第 {number} 行"},
    "inferred": {"en": "inferred", "zh": "推断"},
    "host": {"en": "host", "zh": "主持人"},
    "recording": {"en": "Watch the talk", "zh": "观看原视频"},
    "also_transcript": {"en": "Original transcript", "zh": "原文文字稿"},
    "context": {"en": "Said in answer to: {question}", "zh": "回答的问题：{question}"},
    # Around an answer
    "asked": {"en": "{name}: {question}", "zh": "{name}：{question}"},
    "unsure": {
        "en": "Not sure this is what you mean. The closest:",
        "zh": "不确定这是不是你要找的。最接近的一句：",
    },
    "absent": {"en": "{name} does not speak in these interviews.", "zh": "{name} 没有在这些访谈里说话。"},
    "absent_once": {
        "en": "{name} does not speak in these interviews, but is mentioned once.",
        "zh": "{name} 没有在这些访谈里说话，但被提到 1 次。",
    },
    "absent_twice": {
        "en": "{name} does not speak in these interviews, but is mentioned twice.",
        "zh": "{name} 没有在这些访谈里说话，但被提到 2 次。",
    },
    "absent_often": {
        "en": "{name} does not speak in these interviews, but is mentioned {count} times.",
        "zh": "{name} 没有在这些访谈里说话，但被提到 {count} 次。",
    },
    "see_where": {"en": "See where", "zh": "看看在哪里"},
    "speaking_here": {"en": "Speaking here: {names}", "zh": "在这里说话的人：{names}"},
    "nothing": {
        "en": "Nothing in these interviews answers that.",
        "zh": "这些访谈里没有能回答这个问题的话。",
    },
    "close_by": {"en": "These have an answer:", "zh": "这些话题有答案："},
    "nothing_asked": {
        "en": "There is nothing to look for in that. Ask in your own words, in Chinese or English.",
        "zh": "这里没有可以查找的内容。请用你自己的话提问，中文英文都可以。",
    },
    "left_out": {
        "en": "The operator of this bot has left this subject out.",
        "zh": "这个机器人的运营者没有开放这个话题。",
    },
    "last_one": {
        "en": "That was the last one. Ask in other words to find others.",
        "zh": "已经是最后一条了。换个说法再问，可以找到别的。",
    },
    "gone": {
        "en": "This quote is no longer in the interviews. Ask again to find what is.",
        "zh": "这句话已不在访谈库里了。请重新提问。",
    },
    "forgotten": {
        "en": "I no longer remember this answer. Please ask again.",
        "zh": "我已经不记得这条回答了，请重新提问。",
    },
    "no_such_quote": {"en": "No quote has the id {id}.", "zh": "没有编号为 {id} 的引文。"},
    # Buttons
    "next": {"en": "Next", "zh": "下一条"},
    "show_context": {"en": "Context", "zh": "上下文"},
    "why": {"en": "Why this?", "zh": "为什么是它"},
    "share": {"en": "Share", "zh": "分享到频道"},
    "delete": {"en": "Delete", "zh": "删除"},
    "delete_confirmation": {"en": "Delete this answer for everyone?", "zh": "为所有人删除这条回答？"},
    # Votes
    "thanks_up": {"en": "Thanks, noted.", "zh": "谢谢，已记下。"},
    "down_which": {"en": "Noted. What is wrong with it?", "zh": "已记下。哪里不对？"},
    "down_off_point": {"en": "Off the point", "zh": "答非所问"},
    "down_person": {"en": "Wrong person", "zh": "不是这个人说的"},
    "down_words": {"en": "Wrong words", "zh": "原话不对"},
    "down_link": {"en": "Link does not work", "zh": "链接打不开"},
    "thanks_down": {
        "en": "Thanks. Whoever runs me sees it in the votes and can mend it.",
        "zh": "谢谢。管理我的人会在投票里看到并修正。",
    },
    "already_shared": {"en": "This one is shared already.", "zh": "这条已经分享过了。"},
    "may_not_delete": {
        "en": "Only who asked, or an admin, can delete this answer.",
        "zh": "只有提问者或管理员可以删除这条回答。",
    },
    # Why
    "why_meaning": {"en": "Closest in meaning", "zh": "意思最接近"},
    "why_rank": {
        "en": "Number {rank} in closeness of meaning",
        "zh": "意思接近程度排第 {rank}",
    },
    "why_words": {"en": "Shares words with the question", "zh": "与问题有相同的词"},
    "why_among": {
        "en": "{reason} among {count} quotes; {standing}.",
        "zh": "{reason}（共 {count} 条引文）；{standing}。",
    },
    "why_context": {
        "en": "It was said in answer to: {question}",
        "zh": "它是在回答：{question}",
    },
    "sure": {"en": "quite sure", "zh": "相当有把握"},
    "fairly_sure": {"en": "fairly sure", "zh": "比较有把握"},
    "not_sure": {"en": "not sure", "zh": "没有把握"},
    "why_later": {"en": "number {number} of this answer", "zh": "这次回答的第 {number} 条"},
    "why_stages": {
        "en": "Similarity {similarity} (standard deviations above the average quote), rank {dense_rank}; "
        "shared words {word_score}, rank {word_rank}; score {score}; confidence of the first quote {confidence}.",
        "zh": "相似度 {similarity}（高于平均引文的标准差数），排名 {dense_rank}；"
        "共同词 {word_score}，排名 {word_rank}；总分 {score}；第一条的把握 {confidence}。",
    },
    # Help and lists
    "hint": {
        "en": "Write your question behind my name, in Chinese or English, or use /quote. Such as: @quotebot {example}",
        "zh": "在我的名字后面写下问题，中文英文都可以，也可以用 /quote。例如：@quotebot {example}",
    },
    "help_ask": {
        "en": "Ask in your own words, in Chinese or English; I answer with somebody's exact words and the link.",
        "zh": "用你自己的话提问，中文英文都可以；我用某个人的原话和链接来回答。",
    },
    "help_try": {"en": "Try", "zh": "试试"},
    "help_narrow_slack": {
        "en": "Narrow it: from:{name} · source:… · lang:zh · after:2024 · before:2024-11 · --private"
        "    One quote: id:…",
        "zh": "缩小范围：from:{name} · source:… · lang:zh · after:2024 · before:2024-11 · --private    某一条：id:…",
    },
    "help_thread_slack": {
        "en": "In a thread, where commands do not work: @quotebot your question. Or write to me directly.",
        "zh": "在不能用命令的消息列里：@quotebot 你的问题。也可以直接私信我。",
    },
    "help_more_slack": {
        "en": "More: /quote daily · speakers · sources · random · settings · privacy",
        "zh": "更多：/quote daily · speakers · sources · random · settings · privacy",
    },
    "help_narrow_discord": {
        "en": "Narrow it with the options of /quote: speaker, source, language, after, before, private; "
        "names come up as you type.",
        "zh": "用 /quote 的选项缩小范围：说话人、来源、语言、起始、截止、仅自己可见。输入时会提示说话人。",
    },
    "help_thread_discord": {
        "en": "Or mention me with your question, or write to me directly. On a message: Apps → Find a quote.",
        "zh": "也可以 @ 我提问，或直接私信我。在一条消息上：应用 → 找一句引文。",
    },
    "help_more_discord": {
        "en": "More: /daily set · /quotes speakers · sources · random · settings · privacy",
        "zh": "更多：/daily set · /quotes speakers · sources · random · settings · privacy",
    },
    "help_other_language": {"en": "中文：/quote 帮助", "zh": "English: /quote help"},
    "holdings": {
        "en": "{interviews} interviews, {voices} voices, {quotes} quotes, newest {newest}.",
        "zh": "{interviews} 篇访谈，{voices} 位说话人，{quotes} 条引文，最新 {newest}。",
    },
    "speakers_title": {"en": "Who speaks here", "zh": "谁在这里说话"},
    "one_quote": {"en": "1 quote", "zh": "1 条引文"},
    "many_quotes": {"en": "{count} quotes", "zh": "{count} 条引文"},
    "sources_title": {"en": "The interviews", "zh": "访谈列表"},
    "home_title": {"en": "Ask the interviews", "zh": "向访谈提问"},
    "home_what": {
        "en": "Write /quote and a question in any channel, mention me in a thread, or write to me under Messages. "
        "The answer is one quote, word for word: who said it, and the link to where it stands.",
        "zh": "在任何频道写 /quote 加上问题，在消息列里 @ 我，或在“消息”里私信我。"
        "回答是一句原话，一字不改：谁说的，以及出处链接。",
    },
    "nothing_random": {"en": "Nothing on {topic} here.", "zh": "这里没有关于“{topic}”的话。"},
    # Waiting, busy, broken
    "getting_ready": {
        "en": "Getting ready, about {minutes} more. I will answer this when I am.",
        "zh": "正在准备，大约还要{minutes}。准备好后我会回答。",
    },
    "page_not_ready": {
        "en": "Getting ready, about {minutes} more. Then open this page again.",
        "zh": "正在准备，大约还要{minutes}。之后请重新打开此页。",
    },
    "minute": {"en": "1 minute", "zh": " 1 分钟"},
    "minutes": {"en": "{count} minutes", "zh": " {count} 分钟"},
    "busy": {
        "en": "Many questions right now; yours is next in about {seconds} seconds.",
        "zh": "现在问题很多，大约 {seconds} 秒后轮到你。",
    },
    "too_busy": {
        "en": "Too many questions right now. Please ask again in about {seconds} seconds.",
        "zh": "现在问题太多了，请大约 {seconds} 秒后再问。",
    },
    "slow": {"en": "This takes longer than usual; your answer will come.", "zh": "这次要久一点，回答稍后会来。"},
    "too_slow": {
        "en": "This took too long (reference {reference}). Please ask again.",
        "zh": "这个问题花的时间太长（编号 {reference}）。请再问一次。",
    },
    "too_fast": {
        "en": "That is a lot of questions in a short time. I will answer you again in about {seconds} seconds.",
        "zh": "你短时间内问得有点多，大约 {seconds} 秒后我再回答你。",
    },
    "broken": {
        "en": "Something broke on my side (reference {reference}). The operator can see it; please try again.",
        "zh": "我这边出了问题（编号 {reference}）。管理员能看到；请再试一次。",
    },
    "index_unreachable": {
        "en": "The index cannot be reached just now. Please try again in a minute.",
        "zh": "现在连不上索引，请过一分钟再试。",
    },
    "interrupted": {
        "en": "I was interrupted while answering you. If you see no answer, please ask again.",
        "zh": "我在回答你时被打断了。如果没看到回答，请再问一次。",
    },
    "settings_title": {"en": "Settings of this channel", "zh": "这个频道的设置"},
    "settings_admins": {"en": "Only an admin can change the settings here.", "zh": "这里只有管理员可以修改设置。"},
}

"""What is said around the daily insight, in English and simplified Chinese."""

from index.domain import Language

DAILY_TEXTS: dict[str, dict[Language, str]] = {
    # The insight itself
    "todays_insight": {"en": "{day} · today's insight", "zh": "{day} · 今日一句"},
    "more_like_this": {"en": "More like this", "zh": "更多类似的"},
    "none_like_it": {"en": "Nothing else here is close to it.", "zh": "这里没有别的话与它相近。"},
    "insights_used_up": {
        "en": "Every insight there is has been shown; from here on they come again.",
        "zh": "所有金句都已展示过，从这里开始会再次出现。",
    },
    "no_insights": {
        "en": "No quote here is worth showing on its own. Try another topic, person or language.",
        "zh": "这里没有值得单独展示的引文。换个话题、说话人或语言试试。",
    },
    # Setting the daily insight
    "zone_without_place": {
        "en": "“{typed}” says no place, and clocks change by place. Write one of: {zones}",
        "zh": "“{typed}”没有说明地点，而夏令时因地而异。请写其中一个：{zones}",
    },
    "zone_of_several": {
        "en": "More than one time zone goes by “{typed}”. Write one of: {zones}",
        "zh": "叫“{typed}”的时区不止一个。请写其中一个：{zones}",
    },
    "zone_nearly": {
        "en": "No time zone is called “{typed}”. Near it: {zones}",
        "zh": "没有叫“{typed}”的时区。相近的有：{zones}",
    },
    "schedule_word_unknown": {
        "en": "I do not understand “{typed}”: it is no time, day or time zone that I know. Such as: {example}",
        "zh": "看不懂“{typed}”：它不是我认识的时间、星期或时区。例如：{example}",
    },
    "daily_no_schedule": {
        "en": "I do not understand “{typed}” as a time, day or time zone. A daily insight is set so: {example}    "
        "To ask a question that begins like this, put it in quotation marks: {question}",
        "zh": "看不懂“{typed}”：它不是时间、星期或时区。每日一句这样设定：{example}    "
        "要问一个这样开头的问题，请加上引号：{question}",
    },
    "no_such_time": {
        "en": "“{typed}” is not a time of day. Such as: 09:00, 9:30pm or 21:30",
        "zh": "“{typed}”不是一天里的时间。例如：09:00、晚上9点半或 21:30",
    },
    "several_times": {
        "en": "One schedule has one time, and these are several: {times}. Set each by itself.",
        "zh": "一个时间表只有一个时间，而这里有几个：{times}。请分别设置。",
    },
    "no_such_language": {
        "en": "“{typed}” is no language that quotes are in here. Write lang:zh or lang:en",
        "zh": "这里没有“{typed}”的引文。请写 lang:zh 或 lang:en",
    },
    # Schedules
    "daily_when": {"en": "{days} at {time} ({zone})", "zh": "{days} {time}（{zone}）"},
    "daily_every_day": {"en": "every day", "zh": "每天"},
    "daily_weekdays": {"en": "on weekdays", "zh": "工作日"},
    "daily_weekends": {"en": "on weekends", "zh": "周末"},
    "daily_some_days": {"en": "every {days}", "zh": "每{days}"},
    "daily_topic": {"en": "about {topic}", "zh": "关于{topic}"},
    "daily_left_out": {"en": "what is not shown any more", "zh": "已不再显示的内容"},
    "daily_begins": {
        "en": "An insight from the interviews comes here {when}. Next: {next}. To change it: {command} list",
        "zh": "访谈里的一句话会发到这里：{when}。下一次：{next}。要修改：{command} list",
    },
    "daily_done": {"en": "Set: {when}.", "zh": "已设定：{when}。"},
    "daily_next": {"en": "Next: {times}", "zh": "接下来：{times}"},
    "daily_how_to_change": {
        "en": "{command} list shows what is set here, and pauses or ends it.",
        "zh": "{command} list 显示这里的设定，可以暂停或关闭。",
    },
    "daily_title": {"en": "Daily insights in this channel", "zh": "这个频道的每日一句"},
    "daily_title_yours": {"en": "Daily insights that you set", "zh": "你设定的每日一句"},
    "daily_none": {
        "en": "No daily insight here yet. Set one with a time and a time zone: {example}",
        "zh": "这里还没有每日一句。用时间和时区设定：{example}",
    },
    "daily_paused": {"en": "paused", "zh": "已暂停"},
    "daily_last": {"en": "last: {day}, {status}", "zh": "上一次：{day}，{status}"},
    "daily_sent": {"en": "posted", "zh": "已发送"},
    "daily_claimed": {"en": "on its way", "zh": "即将发送"},
    "daily_sending": {"en": "on its way", "zh": "正在发送"},
    "daily_ambiguous": {"en": "perhaps posted", "zh": "可能已发送"},
    "daily_failed": {"en": "not posted", "zh": "没有发出"},
    "daily_skipped": {"en": "left out", "zh": "已跳过"},
    "daily_parked": {
        "en": "I cannot post here ({reason}). Once I can, say: {command} resume",
        "zh": "我不能在这里发消息（{reason}）。可以之后，请说：{command} resume",
    },
    "daily_button_pause": {"en": "Pause {number}", "zh": "暂停 {number}"},
    "daily_button_resume": {"en": "Resume {number}", "zh": "恢复 {number}"},
    "daily_button_off": {"en": "Turn off {number}", "zh": "关闭 {number}"},
    "daily_which_zone": {
        "en": "In which time zone? Such as: {example}",
        "zh": "在哪个时区？例如：{example}",
    },
    "daily_which_time": {
        "en": "At what time? Such as: {example}",
        "zh": "几点？例如：{example}",
    },
    "daily_which_one": {
        "en": "Which one? Say its number: 1 to {count}, or all.",
        "zh": "哪一个？请说编号：1 到 {count}，或 all。",
    },
    "daily_already": {"en": "That is set already: {when}.", "zh": "已经设定过了：{when}。"},
    "daily_too_many": {
        "en": "There are {count} here already; turn one off first: {command} list",
        "zh": "这里已经有 {count} 个了，请先关闭一个：{command} list",
    },
    "daily_changed_meanwhile": {
        "en": "Somebody changed it just now. Look again: {command} list",
        "zh": "刚才有人修改了它。请再看一下：{command} list",
    },
    "daily_long_topic": {
        "en": "A topic has {most} characters at most. Say it in a few words.",
        "zh": "话题最多 {most} 个字符，请用几个词来说。",
    },
    "daily_lost_zone": {"en": "no time zone data for {zone}", "zh": "没有时区 {zone} 的数据"},
    "daily_no_topic": {
        "en": "Nothing here is worth a daily insight about {topic}. Nothing was saved; choose another topic.",
        "zh": "这里没有关于“{topic}”的值得每天一看的话。没有保存任何设定，请换个话题。",
    },
    "daily_refused_slack": {
        "en": "I may not post in this channel ({reason}), so nothing was saved. "
        "Invite me with /invite @quotebot, then say it again.",
        "zh": "我不能在这个频道发消息（{reason}），所以没有保存。请用 /invite @quotebot 邀请我，然后再说一次。",
    },
    "daily_refused_discord": {
        "en": "I may not post in this channel ({reason}), so nothing was saved. Let me see it, send messages and embed "
        "links there (channel settings, permissions), then say it again.",
        "zh": "我不能在这个频道发消息（{reason}），所以没有保存。"
        "请在频道设置的权限里允许我查看频道、发送消息和嵌入链接，然后再说一次。",
    },
    "daily_not_reached": {
        "en": "I could not post in this channel just now ({reason}), so nothing was saved. Please try again.",
        "zh": "我刚才没能在这个频道发消息（{reason}），所以没有保存。请再试一次。",
    },
    "daily_help_slack": {
        "en": "One insight a day in this channel: /quote daily 09:00 Asia/Shanghai · also: weekdays, mon,wed,fri · "
        "from:altman · lang:zh · topic:hiring    Then: /quote daily list · pause · resume · off · change 1 10:00 · "
        "preview · now    Times and zones as you say them: 9am ET, 21h Paris, 9 in the morning London time, UTC+8.    "
        "Behind /quote daily, a number, a time or a place is never a question; to ask one, put it in quotation marks: "
        '/quote "daily 3 habits"',
        "zh": "每天一句发到这个频道：/quote daily 09:00 Asia/Shanghai · 还可以加：工作日，周一,周三 · from:altman · "
        "lang:zh · topic:招聘    之后：/quote daily list · pause · resume · off · change 1 10:00 · preview · now    "
        "时间和时区怎么说都行：早上九点半 北京时间、9点 美东时间、下午3点 台北、UTC+8。    "
        '/quote 每天 后面有数字、时间或地名，就不会当作提问；要提问，请加上引号：/quote "每天工作12小时"',
    },
    "daily_help_discord": {
        "en": "One insight a day in this channel: /daily set, with a time and a time zone. "
        "Then: /daily list · pause · resume · off · change · preview · now    When you mention me: daily 9am ET. "
        "What begins with daily and a number or a time is never a question; to ask one, put it in quotation marks: "
        '"daily 3 habits"',
        "zh": "每天一句发到这个频道：/daily set，填时间和时区。"
        "之后：/daily list · pause · resume · off · change · preview · now    @ 我时：每天早上九点半 北京时间。"
        '以“每天”加数字或时间开头的话不会当作提问；要提问，请加上引号："每天3点起床的人"',
    },
}

"""What the studio says of why words are whose they are, or nobody's; in English it reads as in a terminal."""

from collections.abc import Mapping

from bot.domain.interface import Interface
from bot.wording.language import choose
from index.reasons import Reason, ReasonKind

_CHINESE: Mapping[ReasonKind, str] = {
    "heading": "标题",
    "aside": "旁注",
    "before_labels": "在第一个署名之前",
    "after_turns": "在最后一段发言之后",
    "remark": "注释或说明",
    "cut_off": "被时间、注释或说明隔开",
    "no_voice": "没有标出声音，而其他内容有",
    "unlabelled": "没有署名，也不属于上一段发言",
    "no_speaker": "没有找到说话人",
    "nobody_named": "没有指明是谁说的",
    "label_names_nobody": "署名“{what}”不指任何人",
    "no_voice_here": "文件在这里没有标出声音",
    "removed": "{who} 已在 speakers.toml 中移除",
    "unlisted": "轮次文件里没有列出这一段",
    "nobody_says": "不是可以署名的人说的",
    "untold": "没有署名，也看不出是谁说的",
    "proposal": "没有署名；可能是 {who}：紧接在问“你”的问题之后，用“我”说了很长一段",
    "marked": "没有署名：问题{what}，而且只列出一位主持人和一位嘉宾",
    "not_a_name": "归于“{what}”，而这不是人名",
    "holds": "含有“{what}”",
    "holds_label": "含有署名“{what}”",
    "over_change": "跨过了说话人的更换",
    "over_nobody": "延伸到了文件没有指明说话人的内容",
    "over_label": "跨过了署名“{what}”",
    "behind_change": "在说话人更换之后，而那里没有指明 {who}",
    "where_nobody": "在文件没有指明说话人的地方",
    "behind_label": "在署名“{what}”之后，而不是 {who} 的",
    "holds_cue": "含有字幕的编号或时间",
    "holds_line_number": "含有行号",
    "over_question": "跨过了一个粗体的问题",
    "over_recurring": "跨过了反复出现的“{what}”",
    "twice": "“{what}”说了两遍",
}
_CHINESE_MARKS = {
    "headings": "是标题",
    "in bold": "用粗体",
    "in italics": "用斜体",
    "list items": "是列表项",
    "numbered": "有编号",
    "labelled": "有署名",
    "before block quotes": "在引文块之前",
}


def reason_words(reason: Reason, interface: Interface) -> str:
    """Return a reason in the language of an interface; what a person stated, in their own words."""
    if interface == "en" or reason.kind == "stated":
        return str(reason)
    template = choose(interface, {"en": "", "zh": _CHINESE[reason.kind]})
    what = reason.what
    if reason.kind == "marked":
        what = choose(interface, {"en": "", "zh": _CHINESE_MARKS.get(what, f"有同样的标记（{what}）")})
    return template.format(what=what, who=reason.who)

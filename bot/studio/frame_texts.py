"""What the frame around all pages says, and what stands in the place of a page that cannot be shown."""

from collections.abc import Mapping

from index.domain import Language

FRAME_TEXTS: Mapping[str, Mapping[Language, str]] = {
    "brand": {"en": "Quotebot studio", "zh": "Quotebot 工作台"},
    "skip_link": {"en": "Skip to the page", "zh": "跳到正文"},
    "pages": {"en": "Pages", "zh": "页面"},
    # The keys
    "keys": {"en": "Keys", "zh": "快捷键"},
    "key_help": {"en": "Show these keys", "zh": "显示这些快捷键"},
    "key_focus": {"en": "Write in the first field", "zh": "到第一个输入框里写"},
    "key_leave": {"en": "Leave a field, close this", "zh": "离开输入框，关闭这里"},
    "key_go": {"en": "Go to “{page}”", "zh": "前往“{page}”"},
    "close": {"en": "Close", "zh": "关闭"},
    "key_then": {"en": "then", "zh": "然后"},
    # Below all pages
    "language": {"en": "Language", "zh": "语言"},
    "interface_en": {"en": "English", "zh": "English"},
    "interface_zh": {"en": "简体中文", "zh": "简体中文"},
    "colours": {"en": "Colours", "zh": "颜色"},
    "colours_auto": {"en": "As the system", "zh": "跟随系统"},
    "colours_light": {"en": "Light", "zh": "浅色"},
    "colours_dark": {"en": "Dark", "zh": "深色"},
    "folder": {"en": "{count} quotes in {folder}", "zh": "{folder} 中有 {count} 条引文"},
    "first_index": {
        "en": "A first index answers here, with one of the two models. For the full one, run: {command}",
        "zh": "现在回答的是首个索引，只用了两个模型中的一个。要建立完整的索引，请运行：{command}",
    },
    # In the place of a page
    "cannot": {"en": "This cannot be shown", "zh": "无法显示"},
    "cannot_nowhere": {"en": "There is no such page here.", "zh": "这里没有这个页面。"},
    "cannot_too_large": {"en": "That is more than is taken here at once.", "zh": "内容太多，这里一次收不下。"},
    "cannot_refused": {"en": "That cannot be done here ({reason}).", "zh": "这里做不到（{reason}）。"},
    "no_index": {"en": "Nothing is indexed yet", "zh": "还没有索引"},
    "no_index_text": {
        "en": "The studio shows what has been indexed in “{folder}”, and there is nothing yet. Run this, "
        "and this page goes on by itself:",
        "zh": "工作台显示“{folder}”里已建立索引的内容，现在还什么都没有。运行下面的命令，本页会自动继续：",
    },
    "is_built": {"en": "The index is being built", "zh": "正在建立索引"},
    "is_built_text": {
        "en": "{builder} is at it. First answers come within seconds; this page goes on by itself.",
        "zh": "{builder} 正在建立。几秒之内就能有第一批答案；本页会自动继续。",
    },
    "again": {"en": "Try again", "zh": "重试"},
    "elsewhere": {"en": "Go to “{page}”", "zh": "前往“{page}”"},
}

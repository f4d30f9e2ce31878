"""What is said to who reports a quote as a wrong person's or as wrong words."""

from index.domain import Language

REPORT_TEXTS: dict[str, dict[Language, str]] = {
    "report_noted": {
        "en": "Thank you. One more person has to say so before it is hidden.",
        "zh": "谢谢。再有一个人这样说，这条引文就会隐藏。",
    },
    "report_withheld": {
        "en": "Thank you. It is hidden until whoever runs me has looked at it.",
        "zh": "谢谢。这条引文已隐藏，等管理我的人看过再说。",
    },
    "report_already": {"en": "Thank you. It is hidden already.", "zh": "谢谢。这条引文已经隐藏了。"},
    "report_checked": {
        "en": "Thank you. Whoever runs me has looked at it since you said so, and found it right.",
        "zh": "谢谢。你说过之后，管理我的人已经看过，认为没有错。",
    },
    "report_delete": {
        "en": "A message that shows it stays until you press Delete below it.",
        "zh": "已经发出的消息会留着，按它下面的“删除”就没有了。",
    },
}

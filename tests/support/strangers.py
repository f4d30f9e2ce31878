"""Names as strangers give them to files and folders: all that TOML, a shell, a terminal or a system trips over."""

import unicodedata

NAMES = (
    *("访谈一", "my talk", "talk.v2", "it's", 'a"b', "a'b\"c", "back\\slash", "$HOME `id`", "-lead", "--data"),
    *(
        "#1",
        "[a]",
        "a=b",
        "100%!",
        "~tilde",
        "*",
        "trail ",
        " lead",
        "two  blanks",
        "tab\tx",
        "line\nbreak",
        "nb\u00a0space",
    ),
    *("ｆｕｌｌ　ｗｉｄｔｈ", "emoji 👩‍💻", "rtl\u202emark", "del\x7f", "esc\x1b[31m", "line\u2028separator"),
    *(unicodedata.normalize(form, name) for form in ("NFC", "NFD") for name in ("café crème", "한국어 대담", "がく")),
)

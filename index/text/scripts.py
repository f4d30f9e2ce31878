"""Chinese characters, as patterns look for them."""

import re

HAN = r"\u3400-\u9fff"  # for a class of characters, [...]
HAN_CHARACTER = re.compile(rf"[{HAN}]")

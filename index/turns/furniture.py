"""What stands between turns and is no speech: headings, adverts, credits, and the rest of a page's furniture."""

import re
from collections.abc import Iterable

from index.domain import Block, Document
from index.text.scripts import HAN_CHARACTER
from index.text.sentences import QUESTION_END
from index.turns.holes import is_sound
from index.turns.label_candidates import is_whole_bold

_SENTENCE_END = re.compile(r"[.。!！?？…—\-][\"'”’」』)）\]】]*\Z|[”\"」』]\Z")
_HEADING_CHARACTERS = {True: 40, False: 80}  # Chinese or not: a longer block without a full stop is speech
_FURNITURE = re.compile(
    r"参考资料|往期精选|精选内容|推荐阅读|阅读原文|原文链接|责任编辑|版权声明|免责声明|关注公众号|打开网易新闻|点击阅读"
    r"|This transcript|Transcript by|Subscribe to|Sign up for|Follow us|Advertisement|All rights reserved|©"
    r"|An? (?:oral history )?interview (?:conducted|with|by)\b|(?i:photo|image|picture) (?:by|credit|courtesy)"
    r"|This (?:interview|conversation|transcript|text|article|podcast|episode)\b.{0,40}?"
    r"\b(?:edited|condensed|shortened|translated|transcribed|sponsored|brought to you|produced)\b"
    r"|(?:Transcribed|Translated|Sponsored|Edited|Produced|Interview) by\b|Translated from\b|Read (?:more|also|next)\b"
    r"|Interview continue[sd]\b|Copyright\b|Das (?:Gespräch|Interview) (?:führte|wurde)\b|Traducid[oa] por\b"
    r"|Esta entrevista (?:ha sido|fue)\b|点击上方|长按|扫码|扫描|未经(?:授权|许可)|更多精彩"
    r"|本文(?:图片|仅|由|经|系|首发|原载|转载)|(?:文|撰文|采访|编辑|整理|摄影)\s?[|｜丨]|※"
    r"|欢迎(?:点赞|关注|转发|订阅|分享)|(?:图源|排版|校对|审核|监制|图片来源)\s?[:：]"
)
_IS = re.compile(r" (?:is|was) (?:an?|the|one)\b| ist (?:eine?|der|die)\b| es (?:una?|el|la)\b|[，是]")
_OTHER_VOICE = re.compile(r"[–—―]\s?[A-Z\u00c0-\u00de¿¡]|>>")


def ends_speech(document: Document, block: Block) -> bool:
    """Tell whether an unlabelled block ends the turn before: a heading, an advert, a bold question, a rule.

    So does a dash or an arrow before a capital, where a new voice begins that is not named.
    """
    if block.ends_turn or block.kind == "heading" or _OTHER_VOICE.match(document.clean, block.start):
        return True
    is_sound_alone = is_sound(document.clean[block.start : block.end])
    return block.kind == "text" and not is_sound_alone and not _is_speech(document, block)


def _is_speech(document: Document, block: Block) -> bool:
    """Tell a later paragraph of a turn from a section heading, an advert or page furniture."""
    text = document.clean[block.start : block.end]
    if _FURNITURE.match(text.lstrip("([（【*_")) or (QUESTION_END.search(text) and is_whole_bold(document, block)):
        return False
    return bool(_SENTENCE_END.search(text)) or len(text) > _HEADING_CHARACTERS[bool(HAN_CHARACTER.search(text))]


def is_biography(document: Document, block: Block, names: Iterable[str]) -> bool:
    """Tell whether a block says who somebody of these names is ("Bo Lind is a baker"), as editors do."""
    text = document.clean[block.start : min(block.end, block.start + 200)]
    return any(text.startswith(name) and _IS.match(text, len(name)) for name in names if len(name) > 1)

"""What stands between turns and is no speech: headings, adverts, credits, and the rest of a page's furniture."""

import re

from index.domain import Block, Document
from index.turns.candidates import is_whole_bold
from index.turns.holes import is_sound

_SENTENCE_END = re.compile(r"[.。!！?？…—\-][\"'”’」』)）\]】]*\Z|[”\"」』]\Z")
_HEADING_CHARACTERS = {True: 40, False: 80}  # Chinese or not: a longer block without a full stop is speech
_HAN = re.compile(r"[\u3400-\u9fff]")
_FURNITURE = re.compile(
    r"参考资料|往期精选|精选内容|推荐阅读|阅读原文|原文链接|责任编辑|版权声明|免责声明|关注公众号|打开网易新闻|点击阅读"
    r"|This transcript|Transcript by|Subscribe to|Sign up for|Follow us|Advertisement|All rights reserved|©"
    r"|An? (?:oral history )?interview (?:conducted|with|by)\b|(?i:photo|image|picture) (?:by|credit|courtesy)"
    r"|欢迎(?:点赞|关注|转发|订阅|分享)|(?:图源|排版|校对|审核|监制|图片来源)\s?[:：]"
)
_QUESTION_END = re.compile(r"[?？][\"'”’)）]*\Z")


def ends_speech(document: Document, block: Block) -> bool:
    """Tell whether an unlabelled block ends the turn before: a heading, an advert, a bold question, a rule."""
    if block.ends_turn or block.kind == "heading":
        return True
    is_sound_alone = is_sound(document.clean[block.start : block.end])
    return block.kind == "text" and not is_sound_alone and not _is_speech(document, block)


def _is_speech(document: Document, block: Block) -> bool:
    """Tell a later paragraph of a turn from a section heading, an advert or page furniture."""
    text = document.clean[block.start : block.end]
    if _FURNITURE.match(text) or (_QUESTION_END.search(text) and is_whole_bold(document, block)):
        return False
    return bool(_SENTENCE_END.search(text)) or len(text) > _HEADING_CHARACTERS[bool(_HAN.search(text))]

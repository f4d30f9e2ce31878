"""How much a quote says to somebody who asked nothing: a few marks that can be seen of it, each with its worth."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from index.domain import Language, Quote
from index.text.language import measured_as
from index.text.sentences import is_finished, is_question, split_sentences

LEAST_SCORE = 3.0  # two things said, alone and at a good length; below it, what is read without harm or gain
_VOTE_WORTH = 0.5
_LEAST_BY_VOTES, _MOST_BY_VOTES = -6.0, 2.0  # votes alone can bar a quote, but not lift what says nothing
_GOOD_LENGTH_CHARACTERS: dict[Language, range] = {"en": range(60, 281), "zh": range(20, 121)}
_BRIEF_CHARACTERS: dict[Language, int] = {"en": 180, "zh": 75}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a quote or, where the worth is below nothing, against it."""

    what: str
    worth: float


@dataclass(frozen=True, slots=True)
class Insight:
    """How much a quote says on its own, and why."""

    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        """The sum of what the reasons are worth."""
        return sum(reason.worth for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A reason, and the words that show it."""

    reason: Reason
    words: Mapping[Language, re.Pattern[str]]


def _words(en: str, zh: str) -> dict[Language, re.Pattern[str]]:
    return {"en": re.compile(en, re.IGNORECASE), "zh": re.compile(zh)}


_SAYS = (
    _Mark(
        Reason("makes a claim", 1.5),
        _words(
            r"\b(?:most important|the (?:best|worst|only|hardest|biggest|key|future)|always|never|nobody|nothing"
            r"|everything|everybody|no one|everyone|matters?|means|leads? to|fundamental|essential"
            r"|impossible|critical|believed? in)\b",
            r"最(?!近|后|初|终|开始)|唯一|永远|从不|从来|关键|本质|才是|核心|没有人|没人|没有什么|意味着|取决于"
            r"|不可能|根本|必然|真正的|呈反比|呈正比|至关重要",
        ),
    ),
    _Mark(
        Reason("gives advice", 1.5),
        _words(
            r"\byou (?:should|must|need|have to|can't|cannot)\b|\badvice\b.* is\b|\bshould (?:be|never|always)\b"
            r"|(?:^|[.!] )(?:don't|never|always|just|try|show|get|build|ask|spend|hire)\b",
            r"你(?:们)?(?:就|还|也)?(?:必须|应该|需要|要|不能|得)|不要|(?<!我)(?<!我们)必须|(?<!我)(?<!我们)应该"
            r"|别(?:太|再|让|去|把|被)|宁愿|宁可|建议|确保|(?:^|[。！；])[要先]",
        ),
    ),
    _Mark(
        Reason("gives a reason or a condition", 1.0),
        _words(
            r"\b(?:because|that's why|which is why|the reason|if|unless|once|the more)\b",
            r"因为|由于|如果|只有|一旦|除非|无论|只要|越.{1,12}越|之所以|原因",
        ),
    ),
    _Mark(
        Reason("turns against what one expects", 1.5),
        _words(
            r"\b(?:but|however|instead|rather than|surprising(?:ly)?|even though|although|yet|not just|isn't"
            r"|without)\b",
            r"但|却|反而|其实|然而|而不是|而是|与其|并不|事实上|令人惊讶|没想到|尽管|虽然|恰恰|即使|可是|不是[^。]{1,20}是",
        ),
    ),
    _Mark(
        Reason("compares", 1.0),
        _words(
            r"\b(?:than|as \w+ as|just like|trade[- ]?off|in the same way)\b",
            r"比(?!如|较|赛|例|方)|更(?:难|重要|快|慢|好|高|大|少|多|差)|就像|如同|相当于|类似于|胜过|超过|不如",
        ),
    ),
    _Mark(
        Reason("has a number", 1.0),
        _words(
            r"\d|\b(?:hundred|thousand|million|billion|percent|half|twice|ten times)\b",
            r"\d|[一二三四五六七八九十百千万亿]{2,}|[两三四五六七八九十]倍|一半|一倍",
        ),
    ),
    _Mark(
        Reason("is true beyond the speaker", 1.0),
        _words(
            r"\b(?:people|companies|customers|founders|you|your|science|culture|the world|life|startups?)\b",
            r"人们|每个人|大多数|所有人|很多人|公司|企业|客户|你|创业|领导|文化|世界|人类|社会|技术",
        ),
    ),
)
_AGAINST = (
    _Mark(
        Reason("is about the conversation", -6.0),
        _words(
            r"\b(?:podcast|episode|interview|rapid fire|wrap up|your question|the question|as i (?:said|mentioned)"
            r"|i'm going to use|we talked about|thanks?|thank you|welcome|to answer)\b",
            r"播客|节目|录制|采访|访谈|刚才|之前(?:说|提|讲)|你(?:刚|说的|提到|问)|说过|这个问题|提到|谈到|感谢|谢谢|让我们"
            r"|我想说|我要说|我(?:总体)?的(?:想法|意思)|听众|欢迎|你可能还记得|强调这|分享一下|举个?例|观点[。.]$|我同意|完全同意",
        ),
    ),
    _Mark(
        Reason("is loosely spoken", -2.0),
        _words(
            r"\b(?:you know|i mean|kind of|sort of|like,|literally|whatever|i don't know|honestly|obviously)\b"
            r"|, like\b|\.\.\.",
            r"你知道|你看[，,]|你明白|我的意思|对吧|有点像|之类|等等|……|嘿|好吧|嗯|你会觉得|你可能会想|诸如|说，看|可以看到|[：:,，]“[^”]{8,}”|老实说|说实话|坦[白诚][地说]",
        ),
    ),
    _Mark(
        Reason("is unsure of itself", -0.5),
        _words(r"\b(?:i guess|maybe|i wonder|probably|i hope)\b", r"我不知道|也许|我猜|或许|我想，|不确定"),
    ),
    _Mark(
        Reason("announces more than it says", -2.0),
        _words(
            r"\b(?:two|three|four|few|couple of) (?:things|reasons|points|ways)\b|\bnumber one\b|\bfirst(?:ly)?,"
            r"|\bone is\b|:$",
            r"[两三四几](?:点|件事|个(?:关键|原因|方面|因素|东西))|有一点|首先|第[一二][，,点件个步]|[：:]$|以下|一方面"
            r"|(?:例如|比如)[^。]*。?$",
        ),
    ),
    _Mark(
        Reason("tells what happened one day", -2.0),
        _words(
            r"\b(?:i got|i was|we were|we had|i had|i've|we did|last (?:week|month|year)|my (?:girlfriend|wife|cat))\b",
            r"当时|那天|那时|有一次|[他她们我](?:们)?说[：，:,]|[他她们我](?:们)?问|我记得|去年|上周|前几天|我试着"
            r"|我们(?:曾|花了|有了|做了)|\d{4} ?年",
        ),
    ),
    _Mark(
        Reason("is about their own firm", -0.5),
        _words(
            r"\b(?:we|our|us)\b.*\b(?:we|our|us)\b.*\b(?:we|our|us)\b",
            r"我们.*我们|我.*我(?!们).*我(?!们).*我(?!们)",
        ),
    ),
    _Mark(Reason("asks", -1.5), _words(r"\?", r"[?？]")),
)
_OPENS_LEANING = _Mark(
    Reason("leans on what was said before", -6.0),
    {
        "en": re.compile(
            r"(?i:and|but|or|so|then|also|because|which|who|like|plus|again|it|that|this|these|those|they|he|she|his|her"
            r"|their|its|one is|another|the other|now|same|similarly|in the same way|things that|i mean)\b"
            r"|(?i:yes|yeah|no|right|well|oh|ah|okay|sure|exactly|absolutely)[,.!]|[a-z]"
        ),
        "zh": re.compile(
            r"所以|因此|因为|于是|但|而|然|不过|可是|只是|并且?|或者|还有|接着|接下来|之后|后来|当时|此|这|那(?!些[^，]{2,12}的人)"
            r"|它|他|她|其|例如|比如|举|像|相反|反过来|反之|另|同样|同时|与此|除此|首先|最后|第[一二三四五](?:[，,、点]|个是|个原因|件事)|[一二]是|一个是|是的|不，"
            r"|对[，,]|好[，,吧的]|嗯|哦|啊|没错|当然|确实|的确|诚然|事实上|实际上|也[^许]|还|又|甚至|尤其|特别是|换句话|换言之|总之|总的"
            r"|就|正是|即便如此|结果|现在[，,也]|有时[，,]|再|随后|直到|很?显然|很明显|至于|你(?:看|知道|明白)[，,]|如果(?:成功|失败|没有)了?[，,]"
        ),
    },
)
_OPENS_UNNAMED = _Mark(
    Reason("speaks of what it does not name", -3.0),
    _words(
        r"\b(?:he|she|him|they|them|this|these)\b|\b(?:think|of|about|at|on|in|with|for|to|do|did|doing) it\b"
        r"|\b(?:at|do|did|on) that\b",
        r"[它他她]|这(?!意味)|那(?!么)|此|上述|前者|后者|如此|同样的",
    ),
)
_POINTS_OUTSIDE = _Mark(
    Reason("points to somebody or something outside it", -1.5),
    _words(
        r"\b(?:he|she|this|one of (?:these|those|them))\b",
        r"[这那](?:个|些|种|件|次|项|里|方面|样做|位|家|时|一(?!切))|[他她](?!们)|这样的|例子|(?:如果|因为|当|虽然|对于)[这那它他她]",
    ),
)


def insight(quote: Quote) -> Insight:
    """Return how much a quote says on its own, before anybody has voted."""
    return Insight((*_who(quote), *_shape(quote), *_content(quote)))


def with_votes(unvoted: Insight, good: int, bad: int) -> Insight:
    """Return an insight to which it counts how many people found the quote good, and how many bad."""
    worth = max(_LEAST_BY_VOTES, min(_VOTE_WORTH * (good - bad), _MOST_BY_VOTES))
    if not worth:
        return unvoted
    return Insight((*unvoted.reasons, Reason("is voted good" if worth > 0 else "is voted bad", worth)))


def _who(quote: Quote) -> list[Reason]:
    reasons = [Reason("is the host's", -6.0)] if quote.role == "host" else []
    if quote.is_emphasized:
        reasons.append(Reason("is set in bold by its editors", 1.0))
    return [*reasons, Reason("may be somebody else's", -6.0)] if quote.attribution == "inferred" else reasons


def _shape(quote: Quote) -> list[Reason]:
    if is_question(quote.text):
        return [Reason("is a question", -6.0)]
    if not is_finished(quote.text, quote.language):
        return [Reason("breaks off", -6.0)]
    if len(quote.text) not in _GOOD_LENGTH_CHARACTERS[measured_as(quote.language)]:
        return [Reason("is too short or too long", -6.0)]
    is_brief = len(quote.text) <= _BRIEF_CHARACTERS[measured_as(quote.language)]
    return [Reason("is brief", 1.0) if is_brief else Reason("has a good length", 0.5)]


def _content(quote: Quote) -> list[Reason]:
    """Return what shows in the words; of what says that they do not stand alone, only the worst."""
    start, end = split_sentences(quote.text, quote.language)[0]
    first = quote.text[start:end]
    clause = re.split(r"[，,；;：:]", first)[0]
    language = measured_as(quote.language)
    reasons = [mark.reason for mark in (*_SAYS, *_AGAINST) if mark.words[language].search(quote.text)]
    if _OPENS_LEANING.words[language].match(first):
        return [*reasons, _OPENS_LEANING.reason]
    if _OPENS_UNNAMED.words[language].search(clause):
        return [*reasons, _OPENS_UNNAMED.reason]
    return [*reasons, _POINTS_OUTSIDE.reason] if _POINTS_OUTSIDE.words[language].search(quote.text) else reasons

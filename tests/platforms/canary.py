"""Two invented interviews; a quote, the speaker, title and address of one have words that stand nowhere else."""

from tests.support.two_interviews import BEES, PRICE, SOURCES, SPEAKERS, TEA

_TOLD = "We set the price as Astervane said, so that a glassharp teacher can afford a jar without thinking twice."
WORDS = ("glassharp",)
"""What the canary quote alone says."""

INTERVIEW = (*WORDS, "Quillwhistle", "玛拉", "Ombrelune", "Thistlewick", "wexbees", "bicycle")
"""Words of its whole interview: its speaker in both scripts, title, publisher, address and another quote of it."""

OF_SPEAKER = (*WORDS, "Quillwhistle", "玛拉", "bicycle")
"""Words of its speaker."""

MENTIONED = "Nils Astervane"
QUESTION = "How do you set the price of a jar?"
OTHER_QUESTION = "What happens in winter?"
ANSWERED_IN_CHINESE = "How precisely does a robot pour?"
IN_CHINESE = "一罐蜂蜜卖多少钱？"
TOPIC = "what a jar costs"
CANARY_INTERVIEWS = {
    "wexbees.txt": BEES.replace("Mara Field", "Mara Quillwhistle").replace(PRICE, _TOLD),
    "tea.txt": TEA,
    "sources.toml": SOURCES.replace("[bees]", "[wexbees]")
    .replace("Bees above the city", "Bees above Ombrelune")
    .replace("The Roof Review", "The Thistlewick Review")
    .replace("example.com/bees", "example.com/wexbees")
    .replace("Mara Field", "Mara Quillwhistle"),
    "speakers.toml": SPEAKERS.replace("Mara Field", "Mara Quillwhistle")
    + f'\n["{MENTIONED}"]\naliases = ["Astervane"]\n',
}

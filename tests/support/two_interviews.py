"""A corpus of two short invented interviews, English and Chinese, that gives thirteen quotes."""

BEES = """\
Tom Reed: How did you come to keep bees on a roof?

Mara Field: I bought my first hive with the money that was meant for a new bicycle.

Tom Reed: What surprised you most?

Mara Field: City bees make more honey than country bees, because parks flower from March until October.

Tom Reed: How do you decide what a jar costs?

Mara Field: We set the price so that a school teacher can afford a jar every month without thinking twice.

Tom Reed: What happens in winter?

Mara Field: In winter the bees form a ball around their queen and shiver to keep her warm.

Tom Reed: I have always thought that honey from a city must taste of traffic and of smoke.

Mara Field: Tests by the university found less lead in our honey than in what the supermarket sells.

Tom Reed: What would you tell somebody who wants to begin?

Mara Field: Spend a whole summer helping another beekeeper before you spend any money on a hive of your own.
"""

TEA = """\
赵明：你们为什么把茶馆开在地铁站旁边？

林晓：地铁站旁边租金贵一倍，可是每天有三万人从门口走过，我们不用花钱做广告。

赵明：机器人真的能泡好茶吗？

林晓：机器人每一次倒水的温度误差不到一度，老师傅的手再稳也做不到这一点。

赵明：年轻人还喝茶吗？

林晓：年轻人不是不喝茶，他们只是不愿意等二十分钟才喝到第一口。

赵明：第一年亏了多少？

林晓：第一年我们亏了八十万，因为我们在每个城市都请了太多的店员。

赵明：你怎么挑选茶叶？

林晓：我每年春天都亲自上山，和同一个村子的十二户人家签下全年的收成。

赵明：给创业的人一句话？

林晓：先把一家店做到赚钱再开第二家，快不是本事，活下来才是本事。
"""

SOURCES = """\
[bees]
title = "Bees above the city"
publisher = "The Roof Review"
published = 2024-05-02
link = "https://example.com/bees"
link_kind = "article"
hosts = ["Tom Reed"]
guests = ["Mara Field"]

[tea]
title = "机器人茶馆"
aired = 2025-02-26
machine_transcript = true
link = "https://example.com/tea"
link_kind = "publisher"
recording = "https://example.com/tea/video"
hosts = ["赵明"]
guests = ["林晓"]
"""

SPEAKERS = """\
["Mara Field"]
other_script = "玛拉·菲尔德"
aliases = ["Mara", "玛拉"]
roles = ["head of Vale Bees", "Vale Bees 掌门人"]

["Tom Reed"]
aliases = ["Tom"]

["林晓"]
other_script = "Lin Xiao"
"""

PRICE = "We set the price so that a school teacher can afford a jar every month without thinking twice."
TEA_LOSS = "第一年我们亏了八十万，因为我们在每个城市都请了太多的店员。"
NOT_HERE = "Who won the football match yesterday?"  # nothing in them answers it

INTERVIEWS = {"bees.txt": BEES, "tea.txt": TEA, "sources.toml": SOURCES, "speakers.toml": SPEAKERS}

"""A small invented corpus in two variants, told apart by a day of the week, and questions that both can answer."""

from pathlib import Path

DAYS = {"A": {"en": "Monday", "zh": "一"}, "B": {"en": "Friday", "zh": "五"}}
QUESTIONS = (
    "Who winds the clock in the tower?",
    "港口的灯什么时候亮？",
    "Why do customers like the small bakery?",
    "桥为什么要先问过路的人？",
    "What did the teacher learn from the old piano?",
)
SAYINGS = {
    "en": """\
The clock in the tower is wound by hand every {day}, and nobody has ever forgotten it in forty years.
A harbour without a lamp costs more ships in one winter than ten lamps cost in a century.
Customers come to the small bakery on {day} because the bread is still warm when they carry it home.
We asked everybody who crosses the bridge what was wrong with it before we touched a single stone.
An old piano taught me that a thing which is a little out of tune can still make people dance.
The library lends more books on {day} than on all the other days of the week together.
My neighbour repairs shoes for nothing when the owner promises to walk to work in them.
Nobody wanted the orchard until somebody noticed that the apples keep until {day} after Easter.
Letters that are written slowly are answered slowly, and that is how friendships last for decades.
The ferry leaves on {day} whether the captain has slept or not, so we made sure that he sleeps.
Good tools are lent only to people who bring them back sharper than they were before.
A market that opens on {day} needs honest scales more than it needs a beautiful roof.
Railway signals are simple on purpose, because a tired driver must not have to think about them.
The mill stood still for a month until the youngest worker asked on {day} where the noise came from.
Children learn the names of birds fastest when they are allowed to get up before sunrise.
The kitchen garden feeds the whole school from {day} to the end of the week without any help.
I keep the first map that I ever drew, since every mistake in it became a road later on.
Rain on {day} is good news for the mushrooms and bad news for everybody who dries the laundry outside.
The museum is small, yet visitors stay for hours because each thing in it may be touched.
Half of the village sings in the choir on {day}, and the other half comes to listen and complain.
A carpenter who measures three times is slower in the morning and much faster in the evening.
The weather station sends its numbers on {day}, and the fishermen believe their knees instead.
""",
    "zh": """\
塔上的钟每到星期{day}由人亲手上发条，四十年来从来没有人忘记过这件事情。
没有灯的港口一个冬天损失的船，比十盏灯用一百年花的钱还要多得多。
港口的灯星期{day}最早亮，因为那一天出海的渔船总是在天黑以前回来。
修桥之前我们先问每天过路的人，他们比任何图纸都清楚石头松在哪里。
旧钢琴教会我一件事，稍微有一点走音的东西照样可以让大家跳起舞来。
图书馆星期{day}借出去的书，比这个星期其他几天加起来的还要多一些。
邻居免费给人补鞋，条件只有一个，就是鞋的主人以后要走路去上班。
果园一直没有人要，直到有人发现苹果可以放到明年春天的星期{day}。
慢慢写出来的信会得到慢慢写的回信，友谊就是这样维持几十年的。
渡船星期{day}一定会开，不管船长睡没睡好，所以我们先让他好好睡觉。
好的工具只借给这样的人，他们还回来的时候工具比原来更加锋利。
星期{day}开门的集市需要诚实的秤，这比一个漂亮的屋顶重要得多。
铁路信号故意做得很简单，因为疲倦的司机不应该再花力气去想它。
磨坊停了整整一个月，星期{day}最年轻的工人才问起声音是从哪里来的。
孩子们如果可以在日出之前起床，就会最快记住各种鸟儿的名字。
厨房后面的菜园从星期{day}开始，可以不靠外面帮助养活整个学校。
我留着自己画的第一张地图，上面每一个错误后来都变成了一条路。
星期{day}下雨对蘑菇是好消息，对在院子里晒衣服的人就是坏消息了。
博物馆虽然很小，参观的人却一待就是几个小时，因为样样都可以摸。
半个村子的人星期{day}在合唱团唱歌，另外半个村子来听并且抱怨。
量三次才下手的木匠早上比别人慢，到了傍晚就比别人快得多了。
气象站星期{day}把数字送过来，可是渔民宁愿相信自己的膝盖。
""",
}


def sayings(variant: str) -> str:
    """Return all that Ada says in a variant, a saying a line, as the clean text has them."""
    return "".join(said.format(day=DAYS[variant][language]) for language, said in SAYINGS.items())


def write_texts(folder: Path, variant: str) -> None:
    """Write the interviews of a variant, and what is known about them, into a corpus folder."""
    folder.mkdir(parents=True, exist_ok=True)
    listing = ""
    for language, sayings in SAYINGS.items():
        said = sayings.format(day=DAYS[variant][language]).replace("\n", "\n\n")
        (folder / f"town_{language}.txt").write_text(f"Bob: What is new in town?\n\nAda: {said}", encoding="utf-8")
        listing += f'[town_{language}]\ntitle = "The town"\nlink = "https://example.com/{language}"\n'
        listing += 'hosts = ["Bob"]\nguests = ["Ada"]\n\n'
    (folder / "sources.toml").write_text(listing, encoding="utf-8")

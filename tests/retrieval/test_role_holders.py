import dataclasses

import pytest

from index.answer import Absent
from index.domain import Person
from index.search.mentions import named_speakers
from index.search.role_holders import ResolvedQuestion, holders_called, resolve_roles
from index.search.unknown_people import unknown_people
from index.storage.generations import Generation, read_generation, write_texts

ALI, SAM, BRAD, ALEX = "Ali Ghodsi", "Sam Altman", "Brad Lightcap", "Alexandr Wang"
JONATHAN, JON, HARRY, ADITYA = "Jonathan Frankle", "Jon Turow", "Harry Stebbings", "Aditya Agarwal"
HOSTS = [ADITYA, HARRY, JON, "Logan Bartlett"]


@pytest.fixture(scope="module")
def generation(tmp_path_factory, cut_seeds) -> Generation:
    """The texts of the seeds as a generation keeps them, without vectors."""
    folder = tmp_path_factory.mktemp("generation")
    for texts in ("corpus", "clean"):
        (folder / texts).mkdir()
    write_texts(folder, cut_seeds, {})
    return read_generation(folder)


def asked(question, generation):
    """Return who is asked for in a question, of those who speak and of those who do not."""
    text = resolve_roles(question, generation).text
    absent = [person.name for person in unknown_people(text, generation)]
    return [*named_speakers(text, generation.people, generation.others.values()), *absent]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("what does the head of OpenAI say about AGI", SAM),
        ("Scale 的老板怎么看数据墙", ALEX),
        ("what does Databricks' CEO think about pricing", ALI),
        ("what does Databricks’ CEO think about pricing", ALI),
        ("OpenAI's operations head on hiring", BRAD),
        ("how did the openai coo end up there", BRAD),
        ("openai 的首席运营官谈企业客户", BRAD),
        ("the OpenAI CEO's view on AGI", SAM),
        ("what's the view of the Databricks boss on hype?", ALI),
        ("find a quote by the OpenAI COO about customers", BRAD),
        ("quotes from the COO of OpenAI", BRAD),
        ("Can you tell me what the head of OpenAI says about compute?", SAM),
        ("according to OpenAI's CEO, what is AGI?", SAM),
        ("how does the openai coo see enterprise", BRAD),
        ("what is the Scale founder's advice on hiring?", ALEX),
        ("what do you know? the CEO of OpenAI on compute", SAM),
        ("请问 OpenAI 的 CEO 对开源有什么看法", SAM),
        ("OpenAI CEO 对算力的看法", SAM),
        ("databricks 首席科学家谈微调", JONATHAN),
        ("Databricks 首席執行官怎麼看小模型", ALI),
        ("OpenAI掌门人谈AGI", SAM),
        ("OpenAI现任CEO怎么看", SAM),
        ("the current CEO of OpenAI on AGI", SAM),
        ("what does the person who runs OpenAI think about compute", SAM),
        ("WHAT DOES THE CEO OF OPENAI SAY ABOUT OPEN SOURCE", SAM),
        ("What Does The CEO Of OpenAI Say About Open Source", SAM),
        ("what does the ceo of open ai think about open source", SAM),
        ("what does the Databriks CEO think", ALI),
        ("the cofounder of mosaic on first customers", JONATHAN),
        ("what does the Madrona partner look for", JON),
        ("Madrona 的合伙人怎么看 RAG", JON),
        ("20VC 的主持人问了什么", HARRY),
        ("founder of 20vc on venture", HARRY),
        ("what do leaders at Scale say", ALEX),
        ("the guy who founded Scale AI on data", ALEX),
        ("OpenAI 创始人怎么看开源", SAM),
    ],
)
def test_a_role_in_an_organisation_is_as_good_as_a_name(generation, question, name):
    assert asked(question, generation) == [name]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("who runs Databricks", ALI),
        ("who is running scale", ALEX),
        ("who's in charge of OpenAI", SAM),
        ("who's the CEO of OpenAI?", SAM),
        ("who is OpenAI's CEO and what does he think about AGI", SAM),
        ("谁是 OpenAI 的 COO", BRAD),
        ("OpenAI的CEO是谁", SAM),
        ("谁在管 Databricks", ALI),
        ("Databricks 谁说了算", ALI),
        ("who founded databricks", ALI),
        ("Scale AI是谁创立的", ALEX),
        ("who is the operations chief", BRAD),
        ("who is the president of OpenAI", "Greg Brockman"),
        ("who runs Nvidia", "Jensen Huang"),
        ("谁创办了英伟达", "Jensen Huang"),
    ],
)
def test_who_holds_a_role_is_asked_for(generation, question, name):
    meant = resolve_roles(question, generation)
    assert asked(question, generation) == list(meant.roles) == [name]
    assert meant.text.endswith(question)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("the COO on enterprise customers", BRAD),
        ("首席运营官怎么看企业客户", BRAD),
        ("what does the chief AI scientist think about evals", JONATHAN),
        ("首席科学家怎么看微调", JONATHAN),
        ("前CTO怎么看", ADITYA),
    ],
)
def test_a_title_that_one_person_has_is_enough_where_words_are_asked_for(generation, question, name):
    assert asked(question, generation) == [name]


@pytest.mark.parametrize(
    "question",
    [
        "what does the host ask about compute",
        "主持人怎么看创业",
        "the interviewer's view on venture",
        "who are the hosts",
    ],
)
def test_the_host_is_every_host(generation, question):
    assert asked(question, generation) == HOSTS


@pytest.mark.parametrize(("count", "asked_for"), [(6, 6), (7, 0)])
def test_many_hosts_are_nobody(generation, count, asked_for):
    people = {f"Ann {letter}oe": Person(name=f"Ann {letter}oe", roles=("host",)) for letter in "ABCDEFG"[:count]}
    other = dataclasses.replace(generation, people=people, others={})
    assert len(asked("what does the host ask about compute", other)) == asked_for


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("OpenAI 和 Databricks 的 CEO 谁更乐观", [SAM, ALI]),
        ("what do the CEOs of OpenAI and Databricks say about hype", [SAM, ALI]),
        ("what would OpenAI's CEO and COO say about pricing", [SAM, BRAD]),
        ("what do OpenAI's executives say about compute", [BRAD, SAM]),
        ("OpenAI 高管怎么看招聘", [BRAD, SAM]),
        ("Sam and the CEO of Databricks on hype", [SAM, ALI]),
        ("what do Sam and the CEO of Nvidia think about compute", [SAM, "Jensen Huang"]),
        ("特斯拉和英伟达的CEO怎么看", ["Elon Musk", "Jensen Huang"]),
    ],
)
def test_several_people_are_meant_where_that_is_said(generation, question, names):
    assert asked(question, generation) == names


@pytest.mark.parametrize(
    ("question", "name", "mentions"),
    [
        ("what does the CEO of Nvidia say about GPUs", "Jensen Huang", 0),
        ("英伟达CEO怎么看算力", "Jensen Huang", 0),
        ("what does the ceo of mircosoft think", "Satya Nadella", 0),
        ("what did Meta's CEO say about llama", "Mark Zuckerberg", 1),
        ("YC 创始人怎么看创业", "Paul Graham", 1),
        ("Databricks 的 CTO 怎么看研究", "Matei Zaharia", 2),
    ],
)
def test_who_holds_a_role_and_does_not_speak_is_told_of(generation, question, name, mentions):
    meant = resolve_roles(question, generation)
    assert named_speakers(meant.text, generation.people, generation.others.values()) == []
    assert unknown_people(meant.text, generation) == [Absent(name=name, mentions=mentions)]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("former Dropbox CTO on culture", [ADITYA]),
        ("ex-Dropbox CTO on culture", [ADITYA]),
        ("Dropbox 前 CTO 怎么看招聘", [ADITYA]),
        ("前Dropbox CTO谈文化", [ADITYA]),
        ("Dropbox's CTO on culture", []),
        ("current CTO of Dropbox on culture", []),
        ("Dropbox现任首席技术官怎么看", []),
        ("who is the CTO of Dropbox", []),
        ("who is the finance chief", []),
        ("who is the former finance chief of OpenAI", [BRAD]),
        ("former CEO of OpenAI on culture", []),
        ("former CEO of Dropbox on culture", []),
        ("what does the cfo think about AI spend", []),
    ],
)
def test_who_held_a_role_is_meant_only_where_it_says_so(generation, question, names):
    assert asked(question, generation) == names


@pytest.mark.parametrize(
    "question",
    [
        "what does the CEO of Boeing think",
        "what does Boeing's CEO think",
        "what does the Boeing CEO think about AI",
        "波音的CEO怎么看",
        "who runs perplexity",
        "who is the boss of me",
        "who is the boss",
        "CEO pay at startups",
        "what is OpenAI CEO pay",
        "should a CEO write code",
        "what would a CEO of OpenAI do",
        "what does every OpenAI executive think",
        "what makes a good founder",
        "head of lettuce",
        "the founders",
        "what do the guests say about data",
        "投资人应该看什么",
        "投资人怎么说",
        "CEO怎么看开源",
        "前 CEO",
        "COO",
        "主持人",
        "CEO们怎么看 AI",
        "哪位CEO最乐观",
        "财富500强CEO怎么看AI",
        "老板娘怎么看",
        "OpenAI新CEO怎么看",
        "OpenAI 副总裁怎么看",
        "OpenAI 中国区负责人怎么看",
        "Databricks 的 AI 负责人怎么看",
        "如果我是 OpenAI 的 CEO",
        "怎么看 Databricks 的 CEO",
        "who runs Databricks sales",
        "who runs the data team at Databricks",
        "who was the first CEO of Databricks",
        "who should be CEO of OpenAI",
        "how does being CEO of Databricks feel",
        "Databricks head of sales on comp",
        "OpenAI chief of staff on compute",
        "what does the head of research at OpenAI say",
        "what does the CEO of Scale Venture Partners say",
        "CEO of Databricks Ventures",
        "how do CEOs at scale hire",
        "how to scale leaders",
        "what do Databricks and OpenAI's CEO disagree on",
        "does the CEO of Databricks's mother like him",
        "where does OpenAI head next",
        "does Databricks head for an IPO",
        "who does Madrona partner with",
        "the CFO says no to AI spend, what now",
        "how many people refused the finance chief job?",
        "what is the chief operating officer especially good at",
        "how has the chief scientist's day-to-day job changed",
        "what does the president say about tariffs",
        "what does the VC say about moats",
        "",
    ],
)
def test_a_role_that_nobody_listed_surely_holds_is_nobody(generation, question):
    assert resolve_roles(question, generation) == ResolvedQuestion(question)
    assert asked(question, generation) == []


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("what does Sam say about the CEO of Databricks", SAM),
        ("how did Sam become CEO of OpenAI", SAM),
        ("is Brad the CEO of OpenAI", BRAD),
        ("OpenAI CEO Sam Altman on AGI", SAM),
        ("Lightcap, COO of OpenAI, on enterprise", BRAD),
        ("布拉德（OpenAI 首席运营官）怎么看企业", BRAD),
        ("阿里是怎么当上 Databricks 的 CEO 的", ALI),
        ("who was the CEO of Databricks before Ali", ALI),
    ],
)
def test_a_topic_or_what_is_said_of_a_name_adds_nobody(generation, question, name):
    assert resolve_roles(question, generation) == ResolvedQuestion(question)
    assert asked(question, generation) == [name]


@pytest.mark.parametrize(
    ("question", "text", "roles"),
    [
        ("What does the head of OpenAI say?", "What does Sam Altman say?", {SAM: "CEO of OpenAI"}),
        ("Scale 的老板怎么看", "亚历山大·王怎么看", {ALEX: "Scale AI 首席执行官"}),
        ("OpenAI ex-CFO on money", "Brad Lightcap on money", {BRAD: "former CFO of OpenAI"}),
        ("谁是 OpenAI 的 COO", "布拉德·莱特卡普: 谁是 OpenAI 的 COO", {BRAD: "OpenAI 首席运营官"}),
        ("Sam and the CEO of Databricks on hype", "Sam and Ali Ghodsi on hype", {ALI: "CEO of Databricks"}),
    ],
)
def test_names_stand_for_roles_which_are_told_in_the_language_of_the_question(generation, question, text, roles):
    assert resolve_roles(question, generation) == ResolvedQuestion(text, roles)


def test_roles_go_with_the_names_that_they_stand_for():
    assert ResolvedQuestion("", {ALI: "CEO of Databricks"}).roles_of((SAM, ALI)) == ("", "CEO of Databricks")
    assert ResolvedQuestion("").roles_of((SAM, ALI)) == ()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("CEO of Databricks", (ALI,)),
        ("Databricks 首席执行官", (ALI,)),
        ("the COO", (BRAD,)),
        ("OpenAI executives", (BRAD, SAM)),
        ("CEO of Nvidia", ()),
        ("CEO", ()),
        ("Databricks", ()),
    ],
)
def test_who_speaks_and_holds_a_role_is_called_by_it(generation, typed, names):
    assert holders_called(typed, generation) == names


@pytest.mark.parametrize(
    "question",
    [
        "OpenAI 联合创始人扎伦巴怎么看开源",
        "OpenAI 联合创始人 扎伦巴 怎么看开源",
        "扎伦巴，OpenAI 联合创始人怎么看开源",
        "what does Mosaic co-founder Naveen Rao say about research",
        "Databricks cofounder Reynold Xin on speed",
        "what does the Scale cofounder Lucy Guo say",
        "former OpenAI CFO Sarah Friar on revenue",
        "OpenAI CEO Emmett Shear on safety",
        "according to OpenAI's CEO, Emmett Shear, what is safe",
        "CEO of OpenAI: Emmett Shear on safety",
        "Emmett Shear, CEO of OpenAI on safety",
        "Emmett Shear and the CEO of OpenAI on safety",
        "who is the CEO of OpenAI, Emmett Shear?",
        "who besides the CEO of OpenAI talks about compute",
        "anyone except the CEO of OpenAI on compute",
        "not the CEO of OpenAI, someone else on compute",
        "除了 OpenAI 的 CEO，还有谁谈到算力",
        "OpenAI 的 CEO 以外还有谁谈到算力",
        "除了 OpenAI，谁在管 Databricks",
        "what does the assistant to the CEO of Databricks say",
        "what does the chief of staff to the CEO of OpenAI say",
        "what does OpenAI's boss's boss think",
        "what does OpenAI's CEO's husband say",
        "Databricks CEO 的竞争对手怎么看",
        "Databricks CEO 对手怎么看",
        "Databricks CEO 对象怎么看",
        "OpenAI CEO 的批评者怎么说",
        "Scale 创始人的父母怎么看",
        "the ousted CEO of OpenAI on safety",
        "OpenAI's fired CEO on safety",
        "fired OpenAI CEO on safety",
        "the CEO of Scale Computing on data",
        "what does the CEO of Scale Computing say about data",
        "the Full Scale CEO on data",
        "the CEO of OpenAir on safety",
        "Ali's view of the CEO of OpenAI",
        "how do CEOs at scale think about hiring",
    ],
)
def test_nobody_is_meant_by_a_role_beside_words_that_may_make_it_anothers(generation, question):
    assert resolve_roles(question, generation) == ResolvedQuestion(question)
    assert not {SAM, ALEX, BRAD, JONATHAN} & set(asked(question, generation))

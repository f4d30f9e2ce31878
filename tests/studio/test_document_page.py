import re
import tomllib
from html import unescape
from html.parser import HTMLParser

import pytest

from bot.domain.audit import AuditEntry
from bot.operations.account import operator_here
from bot.runtime.settings import Settings
from bot.studio.studio import Studio
from index.corpus.documents import read_roster
from index.inspection import inspect_file, turns_file_text
from index.storage.lock import folder_lock
from tests.support.fakes import write_corpus
from tests.support.needs import NOT_ROOT

TALK = """\
# The red bicycle

Ana Ruiz: Why did you sell the red bicycle?

Bo Lind: We sold it since nobody rode it after the winter. And was it dear to us? It was.

Audience: Was it dear to you?

Bo Lind: It was the only bicycle that we ever had in the shop.

Ana Ruiz: Thank you. Did you buy another one?
"""
TIMES = """\
WEBVTT

00:00:01.000 --> 00:00:04.000
<v Ana Ruiz>Why did it rain in May?</v>

00:12:03.500 --> 00:12:07.000
<v Bo Lind>It rained since the wind had turned in April and nobody had closed the roof.</v>
"""
MORE_SOURCES = '\n[talk]\nlink = false\n\n[rain]\nlink = "https://example.com/rain"\nrecording = "https://www.youtube.com/watch?v=abc"\n'
SHOP = "It was the only"


class Shown(HTMLParser):
    """A page of an interview: its passages as (name, marks, text), the fields of its form, its links."""

    def __init__(self, html):
        super().__init__()
        self.fields, self.links, self.scripts = {}, [], []
        self.feed(html)
        self.html = html

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "input" and given.get("name"):
            self.fields[given["name"]] = given.get("value", "")
        if tag == "a":
            self.links.append(given.get("href"))
        if tag == "script":
            self.scripts.append(given.get("src"))

    @property
    def passages(self):
        articles = re.findall(r'<article class="([^"]*)" id="p(\d+)".*?>(.*?)</article>', self.html, re.DOTALL)
        return [self._passage(*article) for article in articles]

    def _passage(self, classes, start, html):
        name = re.search(r"<bdi>(.*?)</bdi></a>", html)[1]
        text = " ".join(self._text(part) for part in re.findall(r'<p dir="auto">(.*?)</p>', html, re.DOTALL))
        return (unescape(name), classes.split()[1:], text, int(start))

    @staticmethod
    def _text(html):
        return unescape(re.sub(r"<button.*?</button>|<[^>]+>", "", html))

    def start_of(self, words):
        return next(start for _, _, text, start in self.passages if text.startswith(words))


@pytest.fixture
def home(folder):
    write_corpus(folder / "seeds", {"talk.txt": TALK, "rain.vtt": TIMES})
    sources = folder / "seeds" / "sources.toml"
    sources.write_text(sources.read_text("utf-8") + MORE_SOURCES, "utf-8")
    return folder


@pytest.fixture
def studio(home, live):
    """What the pages look at; the index has two of the four interviews."""
    return Studio(Settings(data=home / "data", seeds=home / "seeds"), live)


@pytest.fixture
def turns(home):
    return home / "seeds" / "talk.turns.toml"


def read(served, own_id="talk", more=""):
    got = served.open(f"/document/read/{own_id}{more}")
    assert got.status == 200, got.text
    return Shown(got.text)


def send(served, page, own_id="talk", **fields):
    sent = {"form_token": served.access.form_token, "seen": page.fields["seen"]} | fields
    return served.send(f"/document/correct/{own_id}", {name: str(value) for name, value in sent.items()})


def edited(home, *changes):
    """Return the turns file of the talk that somebody gets who prefills it and edits it by hand."""
    file = home / "seeds" / "talk.txt"
    text = turns_file_text(inspect_file(file, {}), read_roster(file.parent))
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def test_the_list_has_every_interview_and_what_it_comes_to(served):
    got = served.open("/document").text
    assert re.findall(r'<a href="(/document/read/[^"]*)"', got) == [
        "/document/read/bees",
        "/document/read/rain",
        "/document/read/talk",
        "/document/read/tea",
    ]
    assert "Interviews: 4" in got
    assert 'data-counts="/document/counts/talk"' in got
    cells = served.open("/document/counts/talk").text
    assert re.sub(r"<[^>]+>", " ", cells).split() == ["5", "3", "1", "0"]
    assert 'data-counts="/document/counts/talk"' not in served.open("/document").text


@pytest.mark.parametrize(
    ("typed", "found"),
    [("ROOF", ["bees"]), ("mara+field", ["bees"]), ("tea", ["tea"]), ("机器人", ["tea"]), ("nothing+of+it", [])],
)
def test_an_interview_is_found_by_title_person_show_and_id(served, typed, found):
    got = served.open(f"/document?q={typed}").text
    assert re.findall(r'<a href="/document/read/([^"]*)"', got) == found
    assert ("No interview matches that." in got) is (not found)


def test_an_interview_is_shown_from_end_to_end(served):
    page = read(served)
    assert [passage[:3] for passage in page.passages] == [
        ("nobody", ["voice-0", "is-nobody"], "The red bicycle"),
        ("Ana Ruiz", ["voice-1"], "Why did you sell the red bicycle?"),
        (
            "Bo Lind",
            ["voice-2"],
            "We sold it since nobody rode it after the winter. And was it dear to us? It was.",
        ),
        ("nobody", ["voice-0", "is-doubtful", "is-nobody"], "Was it dear to you?"),
        ("Bo Lind", ["voice-2"], "It was the only bicycle that we ever had in the shop."),
        ("Ana Ruiz", ["voice-1"], "Thank you. Did you buy another one?"),
    ]
    assert "Look at these first (1)" in page.html
    assert "nobody: the label &#39;Audience&#39; names nobody" in page.html
    assert "It is not in the index." in page.html


def test_quotes_stand_in_their_place_with_their_ids(served, listed):
    page = read(served, "bees")
    quote = next(quote for quote in listed if quote["text"].startswith("City bees"))
    start = page.start_of("City bees")
    assert f'<span data-at="{start}" data-sentence class="quoted">{quote["text"]}</span>' in page.html
    assert "The index has it as it is here." in page.html
    part = served.open(f"/document/quotes/bees?at={start}").text
    assert f"<code>{quote['id']}</code>" in part
    assert '<a href="/ask?q=City%20bees%20make%20more' in part
    assert part in read(served, "bees", f"?at={start}").html
    assert served.open(f"/document?source=bees&quote={quote['id']}").headers["Location"] == (
        f"/document/read/bees?at={start}"
    )


def test_a_quote_that_is_withheld_is_marked(served, studio, live):
    [quote] = [quote for quote in live.generation.quotes if quote.text.startswith("City bees")]
    studio.state().withhold(quote, "words", "operator test", 1.0)
    page = read(served, "bees")
    start = page.start_of("City bees")
    assert f'<span data-at="{start}" data-sentence class="withheld">City bees' in page.html
    assert page.html.count('<strong class="bad">withheld 1</strong>') == 1
    assert '<strong class="bad">withheld</strong>' in served.open(f"/document/quotes/bees?at={start}").text


def test_times_play_where_the_recording_takes_one(served):
    links = read(served, "rain").links
    assert "https://www.youtube.com/watch?v=abc&t=1" in links
    assert "https://www.youtube.com/watch?v=abc&t=723" in links


def test_a_name_goes_into_the_turns_file_and_the_audit_log(served, studio, home, turns):
    page = read(served)
    start = page.start_of(SHOP)
    expected = edited(home, ('"Bo Lind"\nstarts = "It was the only', '"Ana Ruiz"\nstarts = "It was the only'))
    got = send(served, page, start=start, named="Ana Ruiz")
    assert (got.status, got.headers["Location"]) == (303, f"/document/read/talk?at={start}")
    assert turns.read_text("utf-8") == expected
    page = read(served)
    assert page.passages[4][:2] == ("Ana Ruiz", ["voice-1"])
    assert "stated by a person" in page.html
    assert studio.state().audit_entries()[-1:] == [
        AuditEntry(
            at=studio.state().audit_entries()[-1].at,
            actor=operator_here(),
            action="name turn",
            subject="talk.turns.toml",
            before={"at": start, "speaker": "Bo Lind"},
            after={"at": start, "speaker": "Ana Ruiz"},
        )
    ]
    cells = served.open("/document/counts/talk").text
    assert re.sub(r"<[^>]+>", " ", cells).split()[3] == "1"


def test_boundaries_are_corrected_and_all_is_undone(served, studio, home, turns):
    page = read(served)
    start = page.start_of("We sold")
    page = read(served, more=f"?at={start}&split=1")
    cuts = [int(value) for value in re.findall(r'class="cut" name="split" value="(\d+)"', page.html)]
    texts = [[(TALK.replace("# ", "").replace("\n\n", "\n"))[cut:][:7] for cut in cuts]]
    assert texts == [["And was", "It was."]]
    got = send(served, page, start=start, split=cuts[0])
    assert got.headers["Location"] == f"/document/read/talk?at={cuts[0]}"
    split = turns.read_bytes()
    page = read(served)
    send(served, page, start=cuts[0], speaker="Cy  Ngata", do="name")
    page = read(served)
    assert [passage[0] for passage in page.passages[2:6]] == ["Bo Lind", "Cy Ngata", "nobody", "Bo Lind"]
    send(served, page, start=page.start_of("Was it dear"), do="join")
    page = read(served)
    assert page.passages[3][:3:2] == ("Cy Ngata", "And was it dear to us? It was. Was it dear to you?")
    send(served, page, start=page.start_of("Why did"), do="nobody")
    page = read(served)
    assert page.passages[1][:2] == ("nobody", ["voice-0", "is-nobody"])
    for _ in range(3):
        assert send(served, read(served), do="undo").status == 303
    assert turns.read_bytes() == split
    assert send(served, read(served), do="undo").status == 303
    assert not turns.exists()
    assert [entry.action for entry in studio.state().audit_entries()][-8:] == [
        "split turn",
        "name turn",
        "join turn",
        "unname turn",
        *["take back correction"] * 4,
    ]
    got = send(served, read(served), do="undo")
    assert (got.status, "there is no correction" in got.text) == (422, True)


def test_a_file_that_somebody_else_changed_is_not_overwritten(served, home, turns):
    page = read(served)
    shop, audience = page.start_of(SHOP), page.start_of("Was it dear")
    send(served, page, start=shop, named="Ana Ruiz")
    page = read(served)
    theirs = turns.read_text("utf-8").replace('reason = "the label', 'speaker = "Bo Lind"\nreason = "the label')
    turns.write_text(theirs, "utf-8")
    got = send(served, page, start=shop, speaker="Cy Ngata", do="name")
    assert got.status == 409
    assert turns.read_text("utf-8") == theirs
    assert "Somebody changed the file meanwhile" in got.text
    assert '<span class="come">+speaker = &#34;Bo Lind&#34;</span>' in got.text
    assert "Cy Ngata says:" in got.text
    assert "It was the only bicycle that we ever had in the shop." in got.text
    form = Shown(got.text).fields
    got = served.send("/document/correct/talk", form | {"do": "name"})
    assert got.status == 303
    page = read(served)
    assert [(name, text[:10]) for name, _, text, _ in page.passages[3:5]] == [
        ("Bo Lind", "Was it dea"),
        ("Cy Ngata", "It was the"),
    ]
    assert page.start_of("Was it dear") == audience


def test_a_correction_is_found_again_where_the_interview_has_changed(served, home, turns):
    page = read(served)
    start = page.start_of(SHOP)
    talk = home / "seeds" / "talk.txt"
    talk.write_text(TALK.replace("Why did you", "Why, in the end, did you"), "utf-8")
    got = send(served, page, start=start, named="Ana Ruiz")
    assert (got.status, "The interview itself has changed." in got.text) == (409, True)
    assert not turns.exists()
    served.send("/document/correct/talk", Shown(got.text).fields | {"do": "name"})
    assert read(served).passages[4][0] == "Ana Ruiz"
    page = read(served)
    talk.write_text(TALK.replace("only bicycle", "only red bicycle"), "utf-8")
    turns.unlink()
    got = send(served, page, start=page.start_of(SHOP), named="Bo Lind")
    assert (got.status, "No turn begins with these words any more." in got.text) == (409, True)


def test_after_a_restart_a_correction_of_before_is_applied_if_the_interview_is_as_it_was(serve, studio, home, turns):
    page = read(serve(studio))
    served = serve(Studio(studio.settings, studio.opened))
    start = page.start_of(SHOP)
    turns.write_text(edited(home), "utf-8")
    got = send(served, page, start=start, named="Ana Ruiz")
    assert (got.status, "What you had loaded is not known any more" in got.text) == (409, True)
    served.send("/document/correct/talk", Shown(got.text).fields | {"do": "name"})
    assert read(served).passages[4][0] == "Ana Ruiz"


@pytest.mark.parametrize(
    ("nonsense", "problem"),
    [
        ("all_turns = ", "talk.turns.toml: broken TOML"),
        (
            '[[turn]]\nspeaker = "Bo"\nstarts = "Nowhere"\nends = "x"\n',
            ":1: &#39;Nowhere&#39; does not stand in the document",
        ),
        ('[[turn]]\nspeker = "Bo"\n', ":1: unknown key &#39;speker&#39;"),
        ("\x00\x01", "talk.turns.toml"),
    ],
)
def test_a_turns_file_of_nonsense_says_where_and_stays(served, turns, nonsense, problem):
    page = read(served)
    turns.write_text(nonsense, "utf-8")
    got = served.open("/document/read/talk")
    assert (got.status, problem in got.text) == (422, True)
    assert "Mend it in a text editor" in got.text
    got = send(served, page, start=page.start_of(SHOP), named="Ana Ruiz")
    assert (got.status, problem in got.text) == (422, True)
    assert turns.read_text("utf-8") == nonsense
    assert problem in served.open("/document/counts/talk").text


def test_all_that_is_asked_of_an_interview_that_was_taken_out_says_so(served, home):
    (home / "seeds" / "sources.toml").write_text("[talk]\nremoved = true\n")
    gone = f"There is no interview “talk” in {home / 'seeds'}."
    for path in ("/document/read/talk", "/document/quotes/talk?at=0"):
        got = served.open(path)
        assert (got.status, gone in unescape(got.text)) == (404, True), path
    counts = unescape(served.open("/document/counts/talk").text)
    assert "there is no interview 'talk'; it was removed or renamed" in counts


def test_an_interview_that_is_gone_says_so(served, home, turns):
    page = read(served)
    (home / "seeds" / "talk.txt").unlink()
    assert "This interview is gone" in served.open("/document/read/talk").text
    got = send(served, page, start=page.start_of(SHOP), named="Ana Ruiz")
    assert (got.status, "This interview is gone" in got.text) == (404, True)
    assert f"quotes in {home / 'data'}" in served.open("/document/read/gone").text
    assert served.open("/document/read/%3Cb%3E").status == 404
    assert served.open("/document/read/..%2Ftalk").status == 404
    assert not turns.exists()


def test_what_cannot_be_written_is_told_and_not_noted(served, studio, home, turns):
    (home / "seeds" / ".talk.turns.toml.new").mkdir()
    page = read(served)
    got = send(served, page, start=page.start_of(SHOP), named="Ana Ruiz")
    assert (got.status, "cannot write" in got.text, "check its permissions" in got.text) == (422, True, True)
    assert not turns.exists()
    assert [entry for entry in studio.state().audit_entries() if entry.subject == "talk.turns.toml"] == []


@NOT_ROOT.mark()
def test_a_folder_that_is_only_read_can_be_looked_at(served, home):
    (home / "seeds").chmod(0o500)
    page = read(served)
    got = send(served, page, start=page.start_of(SHOP), named="Ana Ruiz")
    assert (got.status, "cannot write to" in got.text) == (422, True)
    (home / "seeds").chmod(0o700)


def test_while_another_command_changes_the_folder_it_is_left_alone(served, home, turns):
    page = read(served)
    with folder_lock(home / "seeds", lambda holder: None):
        got = send(served, page, start=page.start_of(SHOP), named="Ana Ruiz")
    assert (got.status, "is changing the corpus folder; try again" in got.text) == (422, True)
    assert not turns.exists()


@pytest.mark.parametrize(
    ("fields", "status", "problem"),
    [
        ({"start": "26", "do": "name"}, 422, "is no name"),
        ({"start": "27", "do": "nobody"}, 422, "no turn begins there any more"),
        ({"start": "26", "split": "30"}, 422, "where one of its sentences begins"),
        ({"start": "-1", "do": "nobody"}, 400, "cannot be done"),
        ({"start": "26", "do": "burn"}, 400, "cannot be done"),
        ({"do": "join"}, 400, "cannot be done"),
    ],
)
def test_what_cannot_be_corrected_so_is_told(served, turns, fields, status, problem):
    got = send(served, read(served), **fields)
    assert (got.status, problem in got.text) == (status, True)
    assert not turns.exists()


def test_html_in_names_and_words_stays_text(served, home, turns):
    evil = '<img src=x onerror=alert(1)> "&amp; {{ say }}'
    talk = TALK.replace("the only bicycle", f"the only {evil} bicycle").replace("The red bicycle", f"The {evil}")
    (home / "seeds" / "talk.txt").write_text(talk, "utf-8")
    page = read(served)
    send(served, page, start=page.start_of(SHOP), speaker=evil, do="name")
    assert tomllib.loads(turns.read_text("utf-8"))["turn"][-2]["speaker"] == " ".join(evil.split())
    for more in ("", f"?at={page.start_of(SHOP)}&split=1"):
        page = read(served, more=more)
        assert page.passages[-2][0] == evil
        assert "<img" not in page.html
        assert page.scripts == ["/static/studio.js", "/static/document.js"]
    assert "<img" not in served.open("/document").text


def test_a_form_of_another_site_corrects_nothing(served, turns):
    page = read(served)
    got = served.send(
        "/document/correct/talk", {"seen": page.fields["seen"], "start": str(page.start_of(SHOP)), "named": "Ana Ruiz"}
    )
    assert (got.status, turns.exists()) == (403, False)
    assert served.send("/document/index", {}).status == 403


def test_the_page_speaks_chinese_in_both_scripts(served):
    chinese = ("先看这些（1）", "与上一段合并", "未署名：署名“Audience”不指任何人", "不作引文：标题")
    traditional = ("先看這些（1）", "與上一段合併", "未署名：署名“Audience”不指任何人", "不作引文：標題")
    for accepted, words in (("zh-CN", chinese), ("zh-TW", traditional)):
        got = served.open("/document/read/talk", Accept_Language=accepted).text
        assert [word for word in words if word not in got] == []


def test_without_an_index_interviews_can_be_corrected(serve, home, turns):
    served = serve(Studio(Settings(data=home / "nothing", seeds=home / "seeds")))
    page = read(served)
    assert "There is no index yet." in page.html
    assert send(served, page, start=page.start_of(SHOP), named="Ana Ruiz").status == 303
    assert turns.exists()

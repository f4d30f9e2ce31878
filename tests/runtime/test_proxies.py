import pytest

from index.errors import SettingsError
from index.proxies import proxy_name, proxy_of

PROXY = "http://proxy.example:3128"


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("variable", "url", "expected"),
    [
        ("HTTPS_PROXY", "https://slack.com/api/", PROXY),
        ("https_proxy", "wss://gateway.discord.gg/", PROXY),
        ("HTTPS_PROXY", "http://chroma:8000", None),
        ("HTTP_PROXY", "https://slack.com/api/", None),
        ("http_proxy", "http://chroma:8000", PROXY),
        ("HTTP_PROXY", "ws://chroma:8000", PROXY),
        ("ALL_PROXY", "https://slack.com", PROXY),
        ("all_proxy", "http://chroma:8000", PROXY),
        ("ALL_PROXY", "http://localhost:8000", None),
        ("ALL_PROXY", "https://127.1.2.3", None),
        ("ALL_PROXY", "http://[::1]:8000", None),
        ("ALL_PROXY", "http://a.localhost", None),
    ],
)
def test_a_proxy_is_for_its_kind_of_address_and_never_for_this_machine(monkeypatch, variable, url, expected):
    monkeypatch.setenv(variable, PROXY)
    assert proxy_of(url) == expected


@pytest.mark.parametrize(
    "exempt",
    ["slack.com", ".com", "*.slack.com,.com", "a, SLACK.com ,b", "a slack.com", "*", "slack.com:443", "com"],
)
def test_what_no_proxy_lists_is_reached_directly(monkeypatch, exempt):
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", exempt)
    assert proxy_of("https://slack.com/api/") is None


@pytest.mark.parametrize("exempt", ["lack.com", "slack.com:8443", "api.slack.com", "*.", "", ",", "10.0.0.0/8"])
def test_what_no_proxy_does_not_list_is_not(monkeypatch, exempt):
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    monkeypatch.setenv("no_proxy", exempt)
    assert proxy_of("https://slack.com/api/") == PROXY


@pytest.mark.parametrize(
    ("exempt", "url", "expected"),
    [
        ("10.0.0.0/8", "http://10.1.2.3:8000", None),
        ("10.0.0.0/8", "http://11.1.2.3:8000", PROXY),
        ("10.1.2.3", "http://10.1.2.3:8000", None),
        ("fd00::/8", "http://[fd00::1]:8000", None),
        ("[fd00::1]", "http://[fd00::1]:8000", None),
    ],
)
def test_no_proxy_lists_networks_too(monkeypatch, exempt, url, expected):
    monkeypatch.setenv("HTTP_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", exempt)
    assert proxy_of(url) == expected


def test_a_proxy_may_lack_its_scheme_and_is_shown_without_its_password(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "me:geheim@proxy.example:3128")
    proxy = proxy_of("https://slack.com")
    assert proxy == "http://me:geheim@proxy.example:3128"  # pragma: allowlist secret - made up
    assert proxy_name(proxy) == "proxy.example:3128"
    assert [proxy_name("https://" + "me:geheim@p"), proxy_name("http://[::1]")] == [
        "p:443",
        "[::1]:80",
    ]


@pytest.mark.parametrize(
    "proxy",
    ["socks5://" + "me:geheim@p:1", "http://" + "me:geheim#1@p:1", "http://me:geheim/1@p:1", "http://p:0", "http://p:65536",
     "http://", "http://me:geheim?1@p:1", "http://me:1/geheim@p:1"],
)  # fmt: skip
def test_what_is_no_proxy_is_not_repeated(monkeypatch, proxy):
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(SettingsError, match=r"\AHTTPS_PROXY names no proxy that can be used; ") as caught:
        proxy_of("https://slack.com")
    assert "geheim" not in str(caught.value)

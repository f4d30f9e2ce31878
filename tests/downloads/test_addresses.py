import socket
import ssl
from ipaddress import ip_address

import httpcore
import pytest

from index.downloads import Downloader, holds_secret, shown_url
from index.downloads.addresses import allowed_host, check_url, is_public
from index.errors import DownloadError, SettingsError
from tests.peers.connect_proxy import Certificate
from tests.peers.web_server import Page, WebServer

PUBLIC = "93.184.216.34"
PRIVATE = [
    *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
    *("240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "::ffff:0:127.0.0.1", "2002:7f00:1::", "2002:5db8:d822::"),
    *("2001:0:4136:e378:8000:63bf:3fff:fdd2", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2001:db8::1"),
    "fec0::1",
]


class NameServer:
    """Answers each look-up of a name with the next of some answers, and connects to nothing."""

    def __init__(self, monkeypatch, *answers):
        self.answers, self.looked_up, self.connected = list(answers), [], []
        monkeypatch.setattr(socket, "getaddrinfo", self._look_up)
        monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", self._connect)

    def _look_up(self, host, port, **_):
        self.looked_up.append(host)
        answer = self.answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answer]

    def _connect(self, host, port, *_):
        self.connected.append((host, port))
        raise httpcore.ConnectError("nobody is there")


def refusal(url, *allowed):
    with pytest.raises(DownloadError) as caught:
        check_url(url, allowed)
    return str(caught.value)


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_of_the_public_internet_is_no_public_address(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", [PUBLIC, "1.1.1.1", "2606:4700::1111", "2a00:1450::8a", "64:ff9b::93.184.216.34", "::ffff:1.1.1.1"]
)
def test_what_is_of_the_public_internet_is_a_public_address(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "https://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://169.254.169.254/latest",
    ],
)
def test_an_address_that_is_not_public_is_refused_before_anything_is_asked(url):
    assert " is not on the public internet; if it is to be fetched: --allow-host " in refusal(url)


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0x7f.1", "127.1", "0177.0.0.1", "1.2.3.0x4", "１２７.0.0.1"]
)
def test_an_address_in_decimal_octal_or_hexadecimal_is_refused(host):
    assert refusal(f"http://{host}/") in (
        f"http://{host}/ writes an address in an odd way; give the host's name",
        f"http://{host}/ is no address that can be fetched; give one such as https://…",
    )


@pytest.mark.parametrize(
    "url",
    [
        "gopher://example.com/",
        "file:///etc/passwd",
        "ftp://example.com/a",
        "javascript:alert(1)",
        "//example.com/a",
        "https://",
        "data:text/html,x",
    ],
)
def test_nothing_but_http_and_https_is_fetched(url):
    assert refusal(url).endswith(" does not begin with http:// or https:// and a host; nothing else is fetched")


def test_a_user_before_the_host_is_refused_and_never_repeated():
    expected = "https://example.com/a was given with a user before its @; pages behind a log-in are not fetched"
    assert refusal("https://ann:hunter2@example.com/a") == expected  # pragma: allowlist secret - made up
    assert refusal("http://public.example@127.0.0.1/") == (
        "http://127.0.0.1/ was given with a user before its @; pages behind a log-in are not fetched"
    )


def test_other_ports_than_the_webs_own_are_refused_unless_the_host_is_allowed():
    assert refusal("http://example.com:9090/") == (
        "http://example.com:9090/ is at port 9090, not 80 or 443; if it is to be fetched: --allow-host example.com"
    )
    assert check_url("http://example.com:9090/", ["example.com"]).port == 9090
    assert check_url("https://example.com:443/", []).host == "example.com"


def test_a_host_in_other_letters_is_asked_for_by_the_name_that_name_servers_know():
    assert check_url("https://bücher.example/a", []).raw_host == b"xn--bcher-kva.example"
    assert allowed_host("Bücher.Example") == "xn--bcher-kva.example"
    assert allowed_host("::1") == "::1"


@pytest.mark.parametrize("url", ["https://[::1", "https://℀.example/", "https://a\x00b/", "https://é:x/"])
def test_what_is_no_address_is_refused_and_has_no_secret_that_could_be_shown(url):
    assert refusal(url) == f"{shown_url(url)} is no address that can be fetched; give one such as https://…"
    assert holds_secret("https://[::1")


@pytest.mark.parametrize("host", ["xn--", "xn--a", "xn--0x7f"])
def test_a_name_in_broken_letters_is_left_to_the_name_servers(host):
    assert check_url(f"https://{host}/", []).raw_host == host.encode()
    assert allowed_host(host) == host


@pytest.mark.parametrize("text", ["", "http://wiki", "wiki/a", "a b", "ann@wiki", "ann@wiki:8080"])
def test_what_is_allowed_must_be_a_host(text):
    with pytest.raises(SettingsError, match="is no host; give a name or an address"):
        allowed_host(text)


@pytest.mark.parametrize(("text", "host"), [("localhost:8999", "localhost"), ("[::1]:8999", "::1")])
def test_what_is_allowed_has_no_port(text, host):
    with pytest.raises(SettingsError) as caught:
        allowed_host(text)
    assert str(caught.value) == (
        f"--allow-host {text!r} names one port, but allows all; leave it out: --allow-host {host}"
    )
    assert allowed_host(host) == allowed_host(f"[{host}]" if ":" in host else host) == host


def test_one_private_address_among_public_ones_is_enough_to_refuse_a_name(monkeypatch):
    names = NameServer(monkeypatch, [PUBLIC, "10.0.0.1"])
    with Downloader() as downloader, pytest.raises(DownloadError) as caught:
        downloader.download("http://pages.example/a")
    assert str(caught.value) == (
        "http://pages.example/a: http://pages.example/robots.txt: pages.example is not on the public internet; "
        "if it is to be fetched: --allow-host pages.example"
    )
    assert names.connected == []


def test_a_name_is_looked_up_once_and_the_address_that_was_checked_is_connected_to(monkeypatch):
    names = NameServer(monkeypatch, [PUBLIC, "1.1.1.1"], ["127.0.0.1"])
    with Downloader() as downloader, pytest.raises(DownloadError) as caught:
        downloader.download("http://rebound.example/a")
    assert names.connected == [(PUBLIC, 80), ("1.1.1.1", 80)]
    assert names.looked_up == ["rebound.example"]
    assert str(caught.value) == (
        "http://rebound.example/a: http://rebound.example/robots.txt cannot be reached (nobody is there); "
        "try again later"
    )


def test_a_host_that_the_operator_allows_may_be_private(monkeypatch):
    names = NameServer(monkeypatch, ["10.0.0.1"])
    with Downloader(["wiki.example"]) as downloader, pytest.raises(DownloadError, match="cannot be reached"):
        downloader.download("http://wiki.example:8080/a")
    assert names.connected == [("10.0.0.1", 8080)]


def test_over_a_proxy_a_name_that_is_private_here_is_refused_and_an_unknown_one_left_to_it(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    names = NameServer(monkeypatch, ["10.0.0.1"], OSError("unknown"), ["10.0.0.9"])
    with Downloader() as downloader:
        with pytest.raises(DownloadError, match="is not on the public internet"):
            downloader.download("https://inside.example/a")
        with pytest.raises(DownloadError, match="cannot be reached"):
            downloader.download("https://outside.example/a")
        with pytest.raises(DownloadError, match="is not on the public internet"):
            downloader.download("https://192.168.0.1/a")
    assert names.looked_up == ["inside.example", "outside.example", "proxy.example"]
    assert names.connected == [("10.0.0.9", 3128)]


def test_the_certificate_is_that_of_the_name_though_its_checked_address_is_connected_to(monkeypatch, tmp_path):
    certificate, look_up, names = Certificate.make(tmp_path), socket.getaddrinfo, []
    server = WebServer({"/a": Page(body=b"a")})
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.file, certificate.key)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest, **more: look_up("127.0.0.1", *rest, **more))
    with server, Downloader(["slack.test", "stranger.test"]) as downloader:
        assert downloader.download(f"https://slack.test:{server.server_port}/a").content == b"a"
        assert server.asked[-1].headers["host"] == f"slack.test:{server.server_port}"
        with pytest.raises(DownloadError, match="certificate verify failed"):
            downloader.download(f"https://stranger.test:{server.server_port}/a")
    assert list(dict.fromkeys(names)) == ["slack.test", "stranger.test"]

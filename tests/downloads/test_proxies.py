import asyncio
import socket
import threading

import pytest

from index.downloads import Downloader
from index.errors import DownloadError
from tests.peers.connect_proxy import Certificate, ConnectProxy
from tests.peers.web_server import Page, WebServer

USER = "ann"


def proxy_address(proxy, password):
    log_in = f"{USER}:{password}"
    return f"http://{log_in}@127.0.0.1:{proxy.port}"  # pragma: allowlist secret - made up


class Site:
    """A web server as the proxy knows peers."""

    def __init__(self, server):
        self.port = server.server_port


@pytest.fixture
def names(monkeypatch):
    """Names that are looked up; those of sites are unknown here."""
    looked_up, look_up = [], socket.getaddrinfo

    def find(host, *rest, **more):
        looked_up.append(host)
        if host.endswith(".test"):
            raise socket.gaierror("unknown")
        return look_up(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", find)
    return looked_up


@pytest.fixture
def proxy(tmp_path, monkeypatch):
    """A proxy that wants a log-in and leads to a web server called slack.test."""
    certificate, loop = Certificate.make(tmp_path), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def wait_for(coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, loop).result(30)

    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    with WebServer(
        {"/a": Page(body=b"a"), "/b": Page(status=302, headers={"Location": "https://10.0.0.1/"})}
    ) as server:
        proxy = ConnectProxy({"slack.test": Site(server)}, certificate, log_in=f"{USER}:p@ss")
        wait_for(proxy.__aenter__())
        monkeypatch.setenv("HTTPS_PROXY", proxy_address(proxy, "p%40ss"))
        yield proxy
        wait_for(proxy.__aexit__())
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def test_where_only_a_proxy_leads_out_it_is_asked_with_the_name_and_the_log_in(proxy, names):
    with Downloader() as downloader:
        assert downloader.download("https://slack.test/a").content == b"a"
    assert set(proxy.tunnels) == {"slack.test:443"}
    assert "slack.test" in names


def test_a_redirect_to_a_private_address_is_refused_behind_a_proxy_as_well(proxy, names):
    with Downloader() as downloader, pytest.raises(DownloadError, match=r"10\.0\.0\.1 is not on the public internet"):
        downloader.download("https://slack.test/b")
    assert set(proxy.tunnels) == {"slack.test:443"}


def test_what_the_proxy_refuses_is_told_without_its_log_in(proxy, names, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", proxy_address(proxy, "wrong"))
    with Downloader() as downloader, pytest.raises(DownloadError) as caught:
        downloader.download("https://slack.test/a")
    assert str(caught.value) == (
        "https://slack.test/a: https://slack.test/robots.txt: the proxy refuses (407 No); check its log-in in "
        "HTTPS_PROXY, or name the host in NO_PROXY"
    )

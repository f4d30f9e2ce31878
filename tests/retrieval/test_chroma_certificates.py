import http.server
import ssl
import threading

import pytest

from index.errors import IndexUnreachableError, SettingsError
from index.storage.store.server import ChromaServer
from tests.peers.connect_proxy import Certificate
from tests.support.needs import TOOLS

pytestmark = TOOLS["openssl"].mark()


@pytest.fixture
def url(tmp_path):
    """The address of a server whose certificate nobody known has signed."""
    certificate = Certificate.make(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.file, certificate.key)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://localhost:{server.server_port}"
        server.shutdown()


def test_a_server_whose_certificate_is_unknown_is_told_apart_from_one_that_is_away(url):
    with pytest.raises(IndexUnreachableError) as caught:
        ChromaServer(url, None).check()
    reason = str(caught.value)
    assert reason.startswith(f"the certificate of the Chroma server at {url} is not trusted ([SSL: CERTIFICATE_VERIFY_")
    assert reason.endswith("); set SSL_CERT_FILE to a file (PEM) that holds the certificate of who signed it")


@pytest.mark.parametrize("name", ["gone.pem", ""])
def test_a_file_of_certificates_that_cannot_be_read_is_named(tmp_path, monkeypatch, name):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / name))
    with pytest.raises(
        SettingsError, match=r"\ASSL_CERT_FILE and SSL_CERT_DIR name no certificates that can be read\Z"
    ):
        ChromaServer("https://chroma.example", None)

"""Chroma on a server, over HTTP: the collections of each generation have its name."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

import httpx

from index.domain import Language
from index.errors import IndexUnreachableError, RequestTooLargeError, SettingsError, StorageError
from index.proxies import proxy_name, proxy_of
from index.storage.circuit_breaker import CircuitBreaker
from index.storage.rows import read_rows
from index.storage.store.chroma import (
    ChromaError,
    Collection,
    FastAPI,
    NotFoundError,
    System,
    chroma_settings,
    error_types,
)
from index.storage.store.store import QuoteStore, search_graph

# Whoever asks is to have an answer within 3 s, whatever the server does.
_PATIENCE_SECONDS = 1.7
_CONNECT_SECONDS = 0.7
# Writing a batch of 5,461 vectors took 7 s.
_BUILDING = httpx.Timeout(5.0, read=60.0, write=60.0)
_LIKELY_LIMIT_BYTES = 900_000  # nginx, before a server, takes 1 MB unless it is told otherwise
_UNTRUSTED = "CERTIFICATE_VERIFY_FAILED"  # as OpenSSL calls it
_TOO_LARGE = 413
_VERSION = "1."  # every server of Chroma 1 says that its interface is 1.0.0


class ChromaServer:
    """A Chroma server: what is asked of it is answered soon, or fails soon.

    Args:
        url: Where it is, such as http://chroma:8000.
        token: Sent as `Authorization: Bearer …`, for a proxy in front of it.
        patience_seconds: How long an answer may take, once there is a connection; a build waits longer.
        clock: Seconds, from anywhere on; by it a server that did not answer is tried again.
    """

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        patience_seconds: float = _PATIENCE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = url
        self._token = token
        patience = httpx.Timeout(_CONNECT_SECONDS, read=patience_seconds)
        self._connection = _Connection(url, token, patience, CircuitBreaker(clock))

    def check(self) -> None:
        """Return if the server answers, and is of a version that we can use.

        Raises:
            IndexUnreachableError: It does not answer.
            SettingsError: It is no Chroma 1.
        """
        version = self._connection.api.get_version()
        if not str(version).startswith(_VERSION):
            raise SettingsError(
                f"the Chroma server at {self.url} says that its version is {version!r}; run a Chroma 1 there, such as "
                "the image in deploy/compose.yaml"
            )

    def open(self, name: str) -> QuoteStore:
        """Return the vectors of the generation that is called so; nothing is asked of the server yet."""
        return QuoteStore(_ServerCollections(self._connection, name))

    def fill(self, name: str, folder: Path) -> None:
        """Put the vectors in the rows of a generation's folder into collections of its name, which must be new.

        Raises:
            IndexUnreachableError: The server does not answer.
            StorageError: It refuses to take them.
        """
        with self.patiently(name) as store:
            try:
                for language, (quote_ids, vectors) in read_rows(folder).items():
                    store.add(language, quote_ids, vectors)
            except ChromaError as error:
                raise StorageError(
                    f"the Chroma server at {self.url} does not take the index ({error}); look at its log and its disk; "
                    "what was indexed before is untouched"
                ) from error

    @contextmanager
    def patiently(self, name: str) -> Iterator[QuoteStore]:
        """Have the vectors of a generation over a connection of its own, which waits longer."""
        with closing(_Connection(self.url, self._token, _BUILDING, CircuitBreaker())) as connection:
            yield QuoteStore(_ServerCollections(connection, name))

    def drop(self, name: str, languages: Iterable[Language]) -> None:
        """Delete the collections of a generation, as far as there are any; no others are ever touched.

        Raises:
            IndexUnreachableError: The server does not answer.
        """
        with closing(_Connection(self.url, self._token, _BUILDING, CircuitBreaker())) as connection:
            for language in languages:
                try:
                    connection.api.delete_collection(_collection_name(name, language))
                except NotFoundError:
                    continue

    def close(self) -> None:
        """Let go of the connections."""
        self._connection.close()


class _ServerCollections:
    """The collections of one generation."""

    def __init__(self, connection: "_Connection", name: str) -> None:
        self._api = connection.api
        self._name = name
        self.where = f"the collections {_collection_name(name, '…')} at {connection.url}"

    @property
    def most_at_once(self) -> int:
        return self._api.get_max_batch_size()

    @property
    def most_bytes_at_once(self) -> int:
        return _LIKELY_LIMIT_BYTES

    def create(self, language: Language, count: int) -> Collection:
        model = self._api.create_collection(
            _collection_name(self._name, language), configuration=cast(Any, {"hnsw": search_graph(count)})
        )
        return Collection(client=self._api, model=model, embedding_function=None)

    def get(self, language: Language) -> Collection:
        model = self._api.get_collection(_collection_name(self._name, language))
        return Collection(client=self._api, model=model, embedding_function=None)

    def close(self) -> None:
        """Leave the connections to whoever made them."""


class _Connection:
    """Chroma's own part that speaks HTTP, over connections of ours, as its own wait for ever.

    Its `HttpClient` asks the server three things before that could be changed, hence this part alone.
    """

    def __init__(self, url: str, token: str | None, patience: httpx.Timeout, breaker: CircuitBreaker) -> None:
        self.url = url
        transport = _Transport(url, breaker)  # first, since it says what is wrong with certificates
        implementation = "chromadb.api.fastapi.FastAPI"
        where = chroma_settings(chroma_api_impl=implementation, chroma_server_host=url, chroma_server_http_port=0)
        self.api = FastAPI(System(where))  # the port is the URL's
        headers = {**self.api.get_request_headers()} | ({"Authorization": f"Bearer {token}"} if token else {})
        self.api._session.close()
        self.api._session = httpx.Client(headers=headers, timeout=patience, transport=transport)

    def close(self) -> None:
        """Let go of the connections."""
        self.api._session.close()


class _Transport(httpx.HTTPTransport):
    """Raises what is no answer of Chroma's as an IndexUnreachableError, and does not ask at all while that lasts."""

    def __init__(self, url: str, breaker: CircuitBreaker) -> None:
        self._proxy = proxy_of(url)
        try:
            super().__init__(proxy=self._proxy)
        except OSError as error:
            raise SettingsError("SSL_CERT_FILE and SSL_CERT_DIR name no certificates that can be read") from error
        self._url = url
        self._breaker = breaker

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return Chroma's answer, read to its end."""
        with self._breaker.attempt():
            try:
                response = super().handle_request(request)
                response.read()
            except (httpx.TransportError, httpx.DecodingError) as error:
                raise self._unreachable(str(error) or type(error).__name__) from error
            if response.status_code != _TOO_LARGE and (problem := _problem(response)):
                raise self._unreachable(problem)
        if response.status_code == _TOO_LARGE:
            length = request.headers.get("Content-Length", "so many")
            raise RequestTooLargeError(
                f"what stands before the Chroma server at {self._url} takes no request of {length} bytes (413); raise "
                "its limit, in nginx: client_max_body_size 8m"
            )
        return response

    def _unreachable(self, reason: str) -> IndexUnreachableError:
        if _UNTRUSTED in reason:
            return IndexUnreachableError(
                f"the certificate of the Chroma server at {self._url} is not trusted ({reason}); set SSL_CERT_FILE to "
                "a file (PEM) that holds the certificate of who signed it"
            )
        by = f" by the proxy {proxy_name(self._proxy)}, or name it in NO_PROXY" if self._proxy else ""
        return IndexUnreachableError(
            f"the Chroma server at {self._url} cannot be reached ({reason}); see that it runs, and that "
            f"QUOTEBOT_CHROMA_URL leads there{by}"
        )


def _problem(response: httpx.Response) -> str | None:
    """Return why a response is not Chroma's, whose client would raise a bare Exception; None where it is."""
    status = response.status_code
    if status in (401, 403):
        return f"it answers {status}: set QUOTEBOT_CHROMA_TOKEN to what it wants"
    try:
        answer = response.json()
    except ValueError:
        return f"it answers {status}, and not as Chroma does"
    is_known = isinstance(answer, dict) and answer.get("error") in error_types
    return None if response.is_success or (is_known and status < 500) else f"it answers {status}"


def _collection_name(name: str, language: str) -> str:
    return f"quotebot-{name}-{language}"

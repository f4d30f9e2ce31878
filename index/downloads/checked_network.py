"""Connections for httpcore: the address that was checked is the one that is connected to, and time is limited in all.

Names are looked up once, here, so that no second answer of a name server can lead elsewhere (DNS rebinding). The host
stays what certificates are checked for and what the server is told.
"""

import ssl
import time
from collections.abc import Collection, Iterable
from typing import Any

import httpcore

from index.downloads.addresses import addresses_of, is_public, private_address

_MOST_ADDRESSES = 4
_CONNECT_SECONDS = 10.0


class Stopwatch:
    """How much time is left of what a download may take in all."""

    def __init__(self) -> None:
        self._deadline = 0.0

    def start(self, seconds: float) -> None:
        """Begin anew."""
        self._deadline = time.monotonic() + seconds

    def left(self, most_seconds: float | None = None) -> float:
        """Return the seconds that are left, at most so many.

        Raises:
            ReadTimeout: None are.
        """
        seconds = self._deadline - time.monotonic()
        if seconds <= 0:
            raise httpcore.ReadTimeout("it took too long")
        return seconds if most_seconds is None else min(seconds, most_seconds)


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses, and to hosts that are allowed; `is_checked` is not set on the way to a proxy."""

    def __init__(self, stopwatch: Stopwatch, allowed: Collection[str], *, is_checked: bool = True) -> None:
        self._stopwatch = stopwatch
        self._allowed = allowed
        self._is_checked = is_checked
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection to the first of a host's addresses that answers; all of them have to be public.

        Raises:
            DownloadError: One is not.
            ConnectError: None answers.
        """
        try:
            addresses = addresses_of(host, port, self._stopwatch.left(_CONNECT_SECONDS))
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        is_free = not self._is_checked or host.lower().removesuffix(".") in self._allowed
        if not is_free and not all(map(is_public, addresses)):
            raise private_address(host)
        failure: httpcore.NetworkError | httpcore.TimeoutException = httpcore.ConnectError("it has no address")
        for address in addresses[:_MOST_ADDRESSES]:
            try:
                seconds = self._stopwatch.left(_CONNECT_SECONDS)
                stream = self._plain.connect_tcp(str(address), port, seconds, local_address, socket_options)
                return _TimedStream(stream, self._stopwatch)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """A connection on which no step takes longer than what is left of the whole."""

    def __init__(self, stream: httpcore.NetworkStream, stopwatch: Stopwatch) -> None:
        self._stream = stream
        self._stopwatch = stopwatch

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._stopwatch.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._stopwatch.left(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._stopwatch.left(timeout))
        return _TimedStream(secured, self._stopwatch)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's
        return self._stream.get_extra_info(info)

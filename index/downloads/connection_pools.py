"""The connections on which downloads go out: direct ones that are checked, and those over the operator's proxy."""

from collections.abc import Collection
from urllib.parse import unquote, urlsplit

import httpcore
import httpx

from index.downloads.addresses import addresses_of, host_of, is_public, private_address
from index.downloads.checked_network import CheckedNetwork, Stopwatch
from index.errors import SettingsError
from index.proxies import proxy_name, proxy_of

_LOOK_UP_SECONDS = 5.0


class ConnectionPools:
    """A pool for each way out, made when it is needed."""

    def __init__(self, stopwatch: Stopwatch, allowed: Collection[str]) -> None:
        self._stopwatch = stopwatch
        self._allowed = allowed
        self._pools: dict[str | None, httpcore.ConnectionPool] = {}

    def pool_for(self, url: httpx.URL) -> httpcore.ConnectionPool:
        """Return the connections that lead to an address.

        Raises:
            DownloadError: It would go over a proxy, and its name leads to a private address.
            SettingsError: The proxy or the certificates of the environment cannot be used.
        """
        proxy = proxy_of(str(url))
        if proxy:
            self._check_name(url)
        if proxy not in self._pools:
            self._pools[proxy] = self._make_pool(proxy)
        return self._pools[proxy]

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.close()

    def _make_pool(self, proxy: str | None) -> httpcore.ConnectionPool:
        try:
            context = httpx.create_ssl_context()
        except OSError as error:
            raise SettingsError("SSL_CERT_FILE and SSL_CERT_DIR name no certificates that can be read") from error
        network = CheckedNetwork(self._stopwatch, self._allowed, is_checked=proxy is None)
        if proxy is None:
            return httpcore.ConnectionPool(ssl_context=context, network_backend=network)
        parts = urlsplit(proxy)
        log_in = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        return httpcore.HTTPProxy(
            f"{parts.scheme}://{proxy_name(proxy)}",
            proxy_auth=log_in,
            ssl_context=context,
            proxy_ssl_context=context if parts.scheme == "https" else None,
            network_backend=network,
        )

    def _check_name(self, url: httpx.URL) -> None:
        """Refuse a host whose name leads to a private address here; one that is unknown here, the proxy looks up."""
        host = host_of(url)
        if host in self._allowed:
            return
        try:
            addresses = addresses_of(host, url.port or 443, _LOOK_UP_SECONDS)
        except OSError:
            return
        if not all(map(is_public, addresses)):
            raise private_address(host)

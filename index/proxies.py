"""Which HTTP proxy leads to an address, as the environment says: http_proxy, https_proxy, all_proxy and no_proxy."""

from ipaddress import ip_address, ip_network
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies_environment

from index.errors import SettingsError

_KINDS = {"http": "http", "ws": "http", "https": "https", "wss": "https"}
_PORTS = {"http": 80, "https": 443}


def proxy_of(url: str) -> str | None:
    """Return the proxy that leads to an address, None where the way is direct, as it always is to this machine.

    The names of the variables may be in capitals. What is returned may hold a password: show `proxy_name` instead.

    Raises:
        SettingsError: The proxy cannot be used; its value is not repeated.
    """
    parts = urlsplit(url)
    kind, host = _KINDS.get(parts.scheme.lower(), "https"), parts.hostname or ""
    proxies = getproxies_environment()
    name = next((name for name in (kind, "all") if proxies.get(name)), None)
    if name is None or is_loopback(host) or _is_exempt(host, parts.port or _PORTS[kind], proxies.get("no", "")):
        return None
    proxy = proxies[name] if "://" in proxies[name] else f"http://{proxies[name]}"
    if not _is_usable(proxy):
        raise SettingsError(
            f"{name.upper()}_PROXY names no proxy that can be used; it is an address such as "
            "http://proxy.example:3128 or http://[USER:PASSWORD@]proxy.example:3128, in which a password's signs other "
            "than letters and digits are percent-encoded"
        )
    return proxy


def proxy_name(proxy: str) -> str:
    """Return the host and port of a proxy, which can be shown: without its user and password."""
    parts = urlsplit(proxy)
    return f"{_bracketed(parts)}:{parts.port or _PORTS[parts.scheme]}"


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine, which no proxy leads to."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _is_usable(proxy: str) -> bool:
    try:
        parts = urlsplit(proxy)
        is_port_right = parts.port != 0
    except ValueError:
        return False
    # Such a sign in a password would end the part that the password is in.
    is_whole = not any(sign in part for sign in "@?#" for part in (parts.path, parts.query, parts.fragment))
    return parts.scheme in _PORTS and bool(parts.hostname) and is_port_right and is_whole and proxy.isprintable()


def _is_exempt(host: str, port: int, exempt: str) -> bool:
    """Tell whether no_proxy lists a host: by its name, a domain or a network; names may have a port."""
    return any(
        name == "*" or _is_named(host, port, name.removeprefix("*").lstrip(".")) or _is_in_network(host, name)
        for name in exempt.lower().replace(",", " ").split()
    )


def _is_named(host: str, port: int, name: str) -> bool:
    return f".{host}".endswith(f".{name}") or f".{host}:{port}".endswith(f".{name}")


def _is_in_network(host: str, name: str) -> bool:
    try:
        return ip_address(host) in ip_network(name.strip("[]"), strict=False)
    except ValueError:
        return False


def _bracketed(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return f"[{host}]" if ":" in host else host

"""Which addresses may be asked: http and https, at their own ports, of hosts that are public.

A server behind a firewall reaches what strangers do not: itself, its neighbours, its cloud's metadata. So wherever a
page or a feed leads, only public addresses are asked; other hosts only where the operator names them.
"""

import re
import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from queue import Empty, Queue
from threading import Thread

import httpx

from index.advice import shell_words
from index.downloads.shown_urls import shown_url
from index.errors import DownloadError, SettingsError

# Others lead to services that are not the web's, also to those of this very machine at its public address.
_PORTS = (None, 80, 443)
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
_UNICAST = IPv6Network("2000::/3")
# IPv6 that leads to an IPv4 address inside it; no site is at one, unless a name server made it up (NAT64).
_TUNNELS = (IPv6Network("2001::/32"), IPv6Network("2002::/16"))
_NAT64 = IPv6Network("64:ff9b::/96")

Address = IPv4Address | IPv6Address


def allowed_host(text: str) -> str:
    """Return a host that the operator names, as it stands in an address.

    Raises:
        SettingsError: It is no host, or has a port.
    """
    try:
        is_bare_ipv6 = text.count(":") > 1 and not text.startswith("[")
        url = httpx.URL(f"http://[{text}]/" if is_bare_ipv6 else f"http://{text}/")
    except (httpx.InvalidURL, UnicodeError):
        url = httpx.URL("")
    if not url.raw_host or url.userinfo or url.path != "/" or url.query or b"%" in url.raw_host:
        raise SettingsError(f"--allow-host {text!r} is no host; give a name or an address, such as wiki.example.com")
    if url.port:
        host = shell_words(host_of(url))
        raise SettingsError(f"--allow-host {text!r} names one port, but allows all; leave it out: --allow-host {host}")
    return host_of(url)


def host_of(url: httpx.URL) -> str:
    """Return the host of an address in the letters that name servers know, without the dot of its end."""
    return url.raw_host.decode("ascii").lower().removesuffix(".")


def check_url(text: str, allowed: Collection[str]) -> httpx.URL:
    """Return an address that may be asked, as far as it tells itself; where its name leads is checked on the way.

    Raises:
        DownloadError: It may not, or is none.
    """
    shown = shown_url(text)
    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, UnicodeError) as error:
        raise DownloadError(f"{shown} is no address that can be fetched; give one such as https://…") from error
    if url.scheme not in ("http", "https") or not url.raw_host:
        raise DownloadError(f"{shown} does not begin with http:// or https:// and a host; nothing else is fetched")
    if url.userinfo:
        raise DownloadError(f"{shown} was given with a user before its @; pages behind a log-in are not fetched")
    host = host_of(url)
    if host in allowed:
        return url
    if url.port not in _PORTS:
        raise DownloadError(
            f"{shown} is at port {url.port}, not 80 or 443; if it is to be fetched: --allow-host {host}"
        )
    if (address := _literal(host)) and not is_public(address):
        raise private_address(host)
    if address is None and _NUMBER.fullmatch(host.rpartition(".")[2]):
        raise DownloadError(f"{shown} writes an address in an odd way; give the host's name")
    return url


def private_address(host: str) -> DownloadError:
    """Return the refusal of a host that is not public."""
    return DownloadError(f"{host} is not on the public internet; if it is to be fetched: --allow-host {host}")


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the public internet, of one host."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not address.is_reserved
    if address.ipv4_mapped or address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    return address in _UNICAST and address.is_global and not any(address in tunnel for tunnel in _TUNNELS)


def addresses_of(host: str, port: int, timeout_seconds: float) -> list[Address]:
    """Return all addresses that a name leads to, in the order in which they are to be tried.

    Raises:
        OSError: It leads to none, or that is not known in time, which a name server otherwise has all of.
    """
    outcome: Queue[list[Address] | OSError] = Queue()
    Thread(target=_look_up, args=(host, port, outcome), name="look up a host", daemon=True).start()
    try:
        addresses = outcome.get(timeout=max(timeout_seconds, 0.0))
    except Empty:
        raise TimeoutError("its name was not looked up in time") from None
    if isinstance(addresses, OSError):
        raise addresses
    return addresses


def _look_up(host: str, port: int, outcome: "Queue[list[Address] | OSError]") -> None:
    try:
        entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        outcome.put(list(dict.fromkeys(ip_address(entry[4][0]) for entry in entries)))
    except (OSError, UnicodeError, ValueError) as error:
        outcome.put(error if isinstance(error, OSError) else OSError(str(error)))


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None

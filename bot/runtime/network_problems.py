"""Why a server is not reached: the proxy, a certificate, its name or the way; what to do, and never a password."""

import ssl
from typing import NamedTuple
from urllib.parse import urlsplit

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientResponseError,
    ClientSSLError,
)

from index.proxies import is_loopback, proxy_name, proxy_of

_NO_LOG_IN = 407
_TOO_MANY_CALLS, _SERVER_FAILS = 429, 500
_GATEWAY_FAILS = (500, 502, 503, 504)
_WRONG_CLOCK = (9, 10)  # not valid yet, or no longer: https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/
_WRONG_NAME = (62, 64)


class NoAnswerError(ValueError):
    """What answers there is not what should, or it says only with a status that it cannot answer now."""

    def __init__(self, service: str, status: int | None) -> None:
        super().__init__(f"HTTP {status} without an answer of {service}'s")
        self.service, self.status = service, status or 0


class NetworkProblem(NamedTuple):
    """Why a server is not reached, and what to do about it."""

    reason: str
    fix: str


def network_problem(url: str, setting: str, error: Exception) -> NetworkProblem:
    """Return what an error of a call of `url`, the value of `setting`, comes to.

    aiohttp's own words would show the password of a proxy.
    """
    proxy, host = proxy_of(url), urlsplit(url).hostname or ""
    if isinstance(error, ClientHttpProxyError):
        return _refused(proxy or "", host, error.status)
    if isinstance(error, ClientConnectorCertificateError):
        return _untrusted(error)
    if isinstance(error, ClientSSLError):
        return NetworkProblem(f"TLS with {error.host} fails", "see what on the way there breaks it, such as a firewall")
    if proxy and isinstance(error, ClientConnectorError):
        reason = f"the proxy {proxy_name(proxy)} cannot be reached: {_cause(error)}"
        return NetworkProblem(reason, f"check the proxy, or name {host} in NO_PROXY if the way there is direct")
    if isinstance(error, ClientConnectorError | TimeoutError):
        return NetworkProblem(_cause(error), _fix(setting, host, proxy))
    return NetworkProblem(_own_words(error), f"{_later(error)}check {setting} and the network{_by(proxy)}")


def network_line(url: str, setting: str, error: Exception) -> str:
    """Return the same in one line, for a log."""
    reason, fix = network_problem(url, setting, error)
    return f"{reason}; {fix}"


def _own_words(error: Exception) -> str:
    """Return what an error says; aiohttp's own words may hold an address, and with it a ticket."""
    if isinstance(error, ClientResponseError):
        return f"HTTP {error.status}"
    return type(error).__name__ if isinstance(error, ClientError) else str(error) or type(error).__name__


def _later(error: Exception) -> str:
    status = error.status if isinstance(error, NoAnswerError | ClientResponseError) else 0
    if status == _TOO_MANY_CALLS:
        return "too many calls came at once: wait a minute, then try again; else "
    return "it may be down for a while: try again in some minutes; else " if status >= _SERVER_FAILS else ""


def _refused(proxy: str, host: str, status: int) -> NetworkProblem:
    name = proxy_name(proxy)
    if status == _NO_LOG_IN and urlsplit(proxy).username:
        fix = "correct them; their signs other than letters and digits are percent-encoded"
        return NetworkProblem(f"the proxy {name} refuses the user and password in its address ({status})", fix)
    if status == _NO_LOG_IN:
        fix = f"give its address as http://USER:PASSWORD@{name}"  # pragma: allowlist secret - a pattern
        return NetworkProblem(f"the proxy {name} wants a user and a password ({status})", fix)
    if status in _GATEWAY_FAILS:
        return NetworkProblem(f"the proxy {name} cannot reach {host} ({status})", "ask whoever runs the proxy")
    return NetworkProblem(f"the proxy {name} does not let {host} through ({status})", "have it allowed there")


def _untrusted(error: ClientConnectorCertificateError) -> NetworkProblem:
    """Return why a certificate is not taken: of somebody unknown, mostly a company's proxy, or out of date."""
    certificate_error = error.certificate_error
    code = getattr(certificate_error, "verify_code", 0)
    reason = getattr(certificate_error, "verify_message", "") or type(certificate_error).__name__
    reason = f"the certificate of {error.host} is not trusted: {reason}"
    if code in _WRONG_CLOCK:
        return NetworkProblem(reason, "check the clock of this machine")
    if code in _WRONG_NAME:
        return NetworkProblem(reason, "see who answers there: something on the way, or another server")
    file = ssl.get_default_verify_paths().cafile
    known = f"beside the public ones; now it is {file}" if file else "beside the public ones; now no such file is read"
    return NetworkProblem(reason, f"set SSL_CERT_FILE to a file (PEM) that holds your company's CA certificate {known}")


def _cause(error: Exception) -> str:
    if isinstance(error, ClientConnectorDNSError):
        return f"the name {error.host} cannot be looked up"
    if isinstance(error, ClientConnectorError):
        return f"no connection to {error.host}:{error.port}"
    return "no answer in time"


def _fix(setting: str, host: str, proxy: str | None) -> str:
    if proxy or is_loopback(host):
        return f"check {setting} and the network{_by(proxy)}"
    return f"check {setting}, the network and its DNS; where only a proxy leads out, set HTTPS_PROXY"


def _by(proxy: str | None) -> str:
    return f", and the proxy {proxy_name(proxy)} that leads there" if proxy else ""

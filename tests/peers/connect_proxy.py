"""An HTTP proxy on loopback that leads by CONNECT to peers under made-up host names, encrypted, and nowhere else."""

import asyncio
import base64
import ssl
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.support.needs import program

SITES = ("slack.test", "discord.test", "gateway.test")


class Peer(Protocol):
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate for all sites, which vouches for itself, and its key."""

    file: Path
    key: Path

    @classmethod
    def make(cls, folder: Path) -> "Certificate":
        made = cls(file=folder / "ca.pem", key=folder / "key.pem")
        names = ",".join(f"DNS:{site}" for site in SITES)
        kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        names_of = ["-subj", "/CN=A company", "-addext", f"subjectAltName={names}"]
        files = ["-keyout", str(made.key), "-out", str(made.file)]
        subprocess.run([program("openssl"), "req", "-x509", *kind, *names_of, *files], check=True, capture_output=True)
        return made


class ConnectProxy:
    """The proxy: `async with ConnectProxy(peers, certificate) as proxy`; `tunnels` holds what was asked for."""

    def __init__(
        self, peers: Mapping[str, Peer], certificate: Certificate, *, log_in: str = "", refusal: int | None = None
    ) -> None:
        self._peers = peers
        self._log_in = f"Basic {base64.b64encode(log_in.encode()).decode()}" if log_in else ""
        self._refusal = refusal
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._context.load_cert_chain(certificate.file, certificate.key)
        self._writers: list[asyncio.StreamWriter] = []
        self.tunnels: list[str] = []

    async def __aenter__(self) -> "ConnectProxy":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            method, target, _ = head[0].split(" ")
            self.tunnels.append(target)
            headers = dict(line.split(": ", 1) for line in head[1:] if line)
            if status := self._status(method, target, headers):
                writer.write(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode())
                writer.close()
                return
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await writer.start_tls(self._context)
            await self._lead(reader, writer, self._peers[target.removesuffix(":443")].port)
        except (OSError, asyncio.IncompleteReadError):
            writer.close()

    def _status(self, method: str, target: str, headers: Mapping[str, str]) -> int | None:
        """Return the status of a refusal, None where there is none."""
        if self._log_in and headers.get("Proxy-Authorization") != self._log_in:
            return 407
        if method != "CONNECT" or target.removesuffix(":443") not in self._peers:
            return 403
        return self._refusal

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
        back, there = await asyncio.open_connection("127.0.0.1", port)
        self._writers.append(there)
        await asyncio.gather(_copy(reader, there), _copy(back, writer))


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()

"""A storm of requests that Slack did not sign.

Run as `python -m tests.campaigns.slack_http_storm --requests 100000 --seed 1`.
Hand-made cases, most of them changed at random, go over real sockets to the real server with the real Bolt behind
it. Exits with 1 where anything gets through, fails, repeats what was sent, or writes more than a few lines.
"""

import argparse
import asyncio
import logging
import random
import socket
import struct
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.platforms.slack.edge_server import EdgeServer
from tests.platforms.slack.http_cases import CANARY, NOW, cases, changed

READ_SECONDS = 0.05
PATIENCE_SECONDS = 0.15  # a changed request may lack its end


@dataclass
class Report:
    """What came of a storm."""

    statuses: Counter = field(default_factory=Counter)
    refusals: dict = field(default_factory=dict)
    dispatched: int = 0
    repeated: int = 0
    unanswered: int = 0
    lines: list = field(default_factory=list)
    seconds: float = 0.0

    @property
    def violations(self):
        """What must not happen, each in a line."""
        loud = [line for line in self.lines if line.exc_info or line.levelno >= logging.ERROR]
        minutes = int(self.seconds // 60) + 1
        problems = {
            f"{sum(self.statuses[status] for status in self.statuses if status >= 500)} answers of 500 and more",
            f"{self.dispatched} requests reached Bolt",
            f"{self.repeated} answers repeat what was sent",
            f"{self.unanswered} requests made by hand got no answer",
            f"{len(loud)} errors logged, such as {loud[0].getMessage()[:80]!r}" if loud else "0 errors logged",
            f"{max(0, len(self.lines) - len(self.refusals) * minutes)} log lines too many",
            f"{sum(CANARY in line.getMessage() for line in self.lines)} log lines repeat what was sent",
        }
        return sorted(line for line in problems if not line.startswith("0 "))


class _Lines(logging.Handler):
    def __init__(self, lines):
        super().__init__(logging.INFO)
        self.emit = lines.append


async def _send(server, requests, report):
    """Send requests one after the other, over one connection as long as the server keeps it."""
    reader = writer = None
    for request, is_whole in requests:
        if writer is None:
            reader, writer = await server.connect()
            linger = struct.pack("ii", 1, 0)  # closing leaves no port behind in TIME_WAIT
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        status, stays_open = await _exchange(reader, writer, request, 10 if is_whole else PATIENCE_SECONDS, report)
        report.statuses[status] += 1
        report.unanswered += is_whole and not status
        if not (stays_open and is_whole):
            writer.transport.abort()
            writer = None
    if writer:
        writer.transport.abort()


async def _exchange(reader, writer, request, patience_seconds, report):
    """Return the status (0: no answer) and whether the connection can be used again."""
    try:
        async with asyncio.timeout(patience_seconds):
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            while head.startswith(b"http/1.1 100"):
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = head.partition(b"content-length: ")[2].split(b"\r\n")[0]
            body = b"" if request.startswith(b"HEAD") else await reader.readexactly(int(length or 0))
    except (TimeoutError, ConnectionError, asyncio.IncompleteReadError):
        return 0, False
    report.repeated += CANARY.encode() in head + body
    return int(head.split()[1]), head.startswith(b"http/1.1") and b"connection: close" not in head


async def storm(count, seed, workers=16):
    """Return the report on `count` requests, the same ones for the same seed."""
    server, report, root = EdgeServer(set(), READ_SECONDS), Report(), logging.getLogger()
    lines, started = _Lines(report.lines), time.monotonic()
    root.addHandler(lines)
    await server.open()
    try:
        shares = [_requests(len(range(worker, count, workers)), f"{seed}-{worker}") for worker in range(workers)]
        await asyncio.gather(*(_send(server, share, report) for share in shares))
    finally:
        await server.http_server.cleanup()
        root.removeHandler(lines)
    report.seconds, report.dispatched, report.refusals = time.monotonic() - started, server.dispatched, server.refused
    return report


def _requests(count, seed):
    """Yield requests, and whether each is as it was made by hand."""
    chance, known = random.Random(seed), cases(NOW)  # noqa: S311 - the same ones every time
    for _ in range(count):
        request, is_whole = chance.choice(known), chance.random() < 0.4
        yield request if is_whole else changed(request, chance), is_whole


def main():
    """Run a storm and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    options = parser.parse_args()
    report = asyncio.run(storm(options.requests, options.seed))
    lines = [
        f"seed {options.seed}: {report.statuses.total():,} requests in {report.seconds:.0f} s",
        *(
            f"  {f'status {status}' if status else 'no answer':20} {n:>8,}"
            for status, n in sorted(report.statuses.items())
        ),
        *(f"  refused: {reason:11} {n:>8,}" for reason, n in sorted(report.refusals.items())),
        f"  log lines            {len(report.lines):>8,}",
        *(f"VIOLATION {violation}" for violation in report.violations),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if report.violations else 0


if __name__ == "__main__":
    sys.exit(main())

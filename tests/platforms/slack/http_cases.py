"""Requests over HTTP as Slack sends them, and as it never would; as bytes, made by hand or changed at random."""

import hashlib
import hmac

NOW = 1_700_000_000
SECRET = "0123456789abcdef0123456789abcdef"  # pragma: allowlist secret - made up
CANARY = "canary-5b1e"
FORM = "application/x-www-form-urlencoded"
SLASH = f"command=%2Fquote&text={CANARY}&team_id=T1&user_id=U1&channel_id=C1&trigger_id=1.2.3".encode()
EVENT = f'{{"type":"event_callback","team_id":"T1","event":{{"type":"app_mention","text":"{CANARY}"}}}}'.encode()
NASTY = (
    *(b"\r\n", b"\n", b"\0", b"\xff\xfe", b"\xc3\x28", b"\xf0\x9f\x92\xa5", b":", b" ", b"\t", b"%", b"%ff", b"%00"),
    *(b"http://[", b"://", b"//", b"?", b"#", b"payload=", b"ssl_check=1", b"[" * 3000, b'{"a":' * 500, b"9" * 5000),
    *(b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b"Expect: 100-continue\r\n", b"Upgrade: h2c\r\n"),
)
POST = b"POST /slack/events HTTP/1.1\r\nHost: quotes.example\r\n"
BROKEN = (
    *(POST + b"Transfer-Encoding: chunked\r\n\r\nZZ", POST + b"Content-Length: 11\r\nTransfer-Encoding: chunked"),
    *(
        POST + b"Content-Length: 52428800",
        POST + b"Content-Length: -1",
        POST + b"Content-Length: 3\r\nContent-Length: 4",
    ),
    *(
        POST + b"No colon",
        POST + b"\xff: \xff",
        b"GET",
        b"GET /",
        b"GET / HTTP/9.9",
        b"\0" * 100,
        b"\x16\x03\x01\x02\0",
    ),
)


def sign(body, timestamp, secret=SECRET):
    """Return Slack's signature; see docs.slack.dev/authentication/verifying-requests-from-slack."""
    return "v0=" + hmac.new(secret.encode(), b"v0:%s:" % str(timestamp).encode() + body, hashlib.sha256).hexdigest()


def http(body, *headers, method="POST", target="/slack/events", content_type=FORM):
    """Return a request as bytes, complete with its length."""
    head = [f"{method} {target} HTTP/1.1", "Host: quotes.example", f"Content-Type: {content_type}", *headers]
    return "\r\n".join([*head, f"Content-Length: {len(body)}", "", ""]).encode("utf-8", "surrogateescape") + body


def signed(body, timestamp, *more, secret=SECRET, content_type=FORM):
    """Return a request as Slack sends it, signed at `timestamp`."""
    headers = (f"X-Slack-Request-Timestamp: {timestamp}", f"X-Slack-Signature: {sign(body, timestamp, secret)}")
    return http(body, *headers, *more, content_type=content_type)


def chunked(body, *headers, size=1000):
    """Return a request whose body comes in chunks."""
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in [*parts, b""])
    head = ["POST /slack/events HTTP/1.1", "Host: quotes.example", "Transfer-Encoding: chunked", *headers, "", ""]
    return "\r\n".join(head).encode() + chunks


def cases(now):
    """Return requests of every kind that Slack did not sign, or not in time."""
    stamp, wrong = f"X-Slack-Request-Timestamp: {now}", "0" * 64
    both = (stamp, f"X-Slack-Signature: v0={wrong}")
    bodies = (b"", SLASH, EVENT, b"\xff\xfe", b"{", b"[]", b"payload=%7Bbad", b"payload=%ff", b"[" * 200_000)
    signatures = ("", "v0=", "v0=é", f"v1={wrong}", f"v0={wrong}0", f"v0={wrong[1:]}", f"V0={wrong}", "\udcff" * 67)
    stamps = ("", "abc", "123.5", "1e9", "9" * 5000, "-5", "+5", f"{now} {now}", "٣٤", "0", str(now - 301))
    methods = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "BREW", "post")
    targets = (
        f"/{CANARY}",
        "//",
        "/slack/events/..",
        "http://x:99999/",
        "*",
        "/%ff",
        "/healthz",
        "/readyz",
        "/metrics",
    )
    return [
        *(http(body) for body in bodies),
        *(http(body, *both, content_type="application/json") for body in bodies),
        *(http(SLASH, stamp, f"X-Slack-Signature: {value}") for value in signatures),
        *(http(SLASH, f"X-Slack-Request-Timestamp: {value}", both[1]) for value in stamps),
        http(SLASH, stamp, *both),
        http(SLASH, *both, f"X-Slack-Signature: {sign(SLASH, now, 'f' * 32)}"),
        *(signed(SLASH, now + shift) for shift in (-301, -1000, 301, 10_000)),
        signed(EVENT, now, secret="f" * 32, content_type="application/json"),
        *(http(b"", method=method) for method in methods),
        *(http(b"", method="GET", target=target) for target in targets),
        *(http(SLASH, target=target) for target in targets),
        http(b"", method="GET", target="/slack/events?ssl_check=1"),
        http(b"token=madeup&ssl_check=1"),
        http(SLASH, f"Expect: {CANARY}"),
        http(SLASH, "Content-Encoding: gzip"),
        http(SLASH, *(f"X-{number}: {CANARY}" for number in range(200))),
        chunked(SLASH, *both, size=3),
        chunked(b"a" * 9000),
        chunked(b"a" * 2_000_000, size=100_000),
        *(head + b"\r\n\r\n" + CANARY.encode() for head in BROKEN),
    ]


def changed(request, chance):
    """Return a request with one to three changes: bytes flipped, cut, doubled, or something nasty put in."""
    for _ in range(chance.randrange(1, 4)):
        start = chance.randrange(len(request) + 1)
        end = min(len(request), start + chance.choice((1, 2, 10, 100)))
        part = request[start:end]
        flipped = bytes(byte ^ (1 << chance.randrange(8)) for byte in part)
        request = request[:start] + chance.choice((flipped, b"", part * 2, chance.choice(NASTY) + part)) + request[end:]
    return request

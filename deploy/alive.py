"""Exit with 0 if a server in this container answers: python alive.py [PORT [PATH]]; the image's health check.

Alive, not ready: a bot that waits for Slack or for its first index must not be stopped for it.
"""

import http.client
import os
import sys

_TIMEOUT_SECONDS = 4


def problem(port: int, path: str) -> str | None:
    """Return why a GET of the path is not answered with 200 on this port, None where it is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return None if answer.status == http.HTTPStatus.OK else answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return f"nothing answers on port {port}: {error}"
    finally:
        connection.close()


if __name__ == "__main__":
    own_port = os.environ.get("QUOTEBOT_HTTP_PORT") or "8080"  # noqa: TID251 - the bot's settings take a second to import
    port, path = [*sys.argv[1:], *(own_port, "/healthz")[len(sys.argv) - 1 :]]
    sys.exit(problem(int(port), path) if port.isdecimal() else f"{port!r} is no port; give one such as 8080")

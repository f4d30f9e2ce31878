"""What Discord answers instead of doing what it is asked.

Source: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
"""

from typing import Any

_MEANINGS = {
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    30032: (400, "Maximum number of application commands reached"),
    40060: (400, "Interaction has already been acknowledged."),
    40094: (400, "This interaction has reached the maximum number of follow up messages."),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    50240: (400, "You cannot remove this app's Entry Point command in a bulk update operation."),
    160002: (403, "Cannot reply without permission to read message history"),
}
_STATUSES = {
    401: "401: Unauthorized", 403: "403: Forbidden", 404: "404: Not Found", 500: "500: Internal Server Error",
    502: "502: Bad Gateway", 503: "503: Service Unavailable",
}  # fmt: skip


class DiscordError(Exception):
    """One of Discord's refusals, by its code; without a code by its HTTP status.

    `problems` are what is wrong with a form, each with its path: (("embeds", 0, "title"), "BASE_TYPE_MAX_LENGTH",
    "Must be 256 or fewer in length.").
    """

    def __init__(
        self,
        code: int = 0,
        *,
        status: int | None = None,
        problems: list[tuple[tuple[Any, ...], str, str]] | None = None,
    ) -> None:
        known_status, message = _MEANINGS.get(code, (status or 500, _STATUSES.get(status or 500, "Error")))
        super().__init__(message)
        self.code, self.status = code, status or known_status
        self.problems = problems or []
        self.answer: dict[str, Any] = {"message": message, "code": code}
        if self.problems:
            self.answer["errors"] = _nested(self.problems)


def _nested(problems: list[tuple[tuple[Any, ...], str, str]]) -> dict[str, Any]:
    """Return problems as Discord nests them, along their paths."""
    errors: dict[str, Any] = {}
    for path, code, message in problems:
        place = errors
        for step in path:
            place = place.setdefault(str(step), {})
        place.setdefault("_errors", []).append({"code": code, "message": message})
    return errors

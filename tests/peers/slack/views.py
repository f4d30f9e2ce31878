"""Modals and App Homes: opening, changing and publishing views.

Source: https://docs.slack.dev/reference/methods/views.open
"""

import json
from typing import Any

from .records import Post, SlackError
from .state import State, new_id
from .validator import view_problems
from .workspace import APP, BOT, TEAM

_DEFAULTS = {
    "private_metadata": "", "callback_id": "", "external_id": "", "title": None, "submit": None, "close": None,
    "clear_on_close": False, "notify_on_close": False, "state": {"values": {}},
}  # fmt: skip


def open_view(state: State, arguments: dict[str, Any]) -> dict[str, Any]:
    check_view(arguments, "modal")
    user = state.use_trigger(arguments.get("trigger_id"))
    return {"view": _keep(state, arguments, new_id("V"), user)}


def update_view(state: State, arguments: dict[str, Any]) -> dict[str, Any]:
    before = _known_view(state, arguments)
    check_view(arguments, before["type"])
    if arguments.get("hash", before["hash"]) != before["hash"]:
        raise SlackError("hash_conflict")
    return {"view": _keep(state, arguments, before["id"])}


def publish_view(state: State, arguments: dict[str, Any]) -> dict[str, Any]:
    check_view(arguments, "home")
    user = arguments.get("user_id")
    if user not in state.workspace.users:
        raise SlackError("user_not_found")
    before = state.homes.get(user)
    if before and arguments.get("hash", before["hash"]) != before["hash"]:
        raise SlackError("hash_conflict")
    state.homes[user] = _keep(state, arguments, before["id"] if before else new_id("V"), user)
    return {"view": state.homes[user]}


def check_view(arguments: dict[str, Any], kind: str) -> None:
    """Check a view.

    Raises:
        SlackError: Slack would not take it.
    """
    view = arguments.get("view")
    if not isinstance(view, dict) or view.get("type") != kind:
        raise SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] view is not a {kind}"]})
    if problems := view_problems(view):
        raise SlackError("invalid_arguments", response_metadata={"messages": problems})
    if len(json.dumps(view)) > 250_000:
        raise SlackError("view_too_large")


def _known_view(state: State, arguments: dict[str, Any]) -> dict[str, Any]:
    for view in state.views.values():
        if arguments.get("view_id") == view["id"] or arguments.get("external_id", "") == view["external_id"] != "":
            return view
    raise SlackError("not_found")


def _keep(state: State, arguments: dict[str, Any], view_id: str, user: str | None = None) -> dict[str, Any]:
    """Remember a view as Slack holds it, write it down, and return it."""
    blocks = [{"block_id": new_id("b")} | block for block in arguments["view"]["blocks"]]
    ids = {"id": view_id, "hash": new_id(""), "root_view_id": view_id, "previous_view_id": None}
    owner = {"team_id": TEAM, "app_id": APP, "bot_id": BOT, "app_installed_team_id": TEAM}
    view = _DEFAULTS | arguments["view"] | ids | owner | {"blocks": blocks}
    state.views[view_id] = view
    title = (view["title"] or {}).get("text", "")
    given = arguments["view"]["blocks"]
    state.diary.posts.append(Post(kind="view", user=user, text=title, blocks=given, arguments=arguments, view=view))
    return view

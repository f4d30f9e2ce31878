"""What `quotebot doctor` finds out about Slack: the tokens, what Slack says to them, and where it refuses posts."""

import asyncio
from collections.abc import Iterator

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.check_result import CheckResult
from bot.runtime.network_problems import NoAnswerError, network_problem
from bot.runtime.settings import Settings
from bot.slack.refusals import what_slack_refuses
from bot.slack.tokens import APP_TOKEN, BOT_TOKEN, Secret, needed_secrets, problem_of
from bot.slack.web_client import make_web_client
from index.errors import SettingsError

REQUIRED_SCOPES = {
    "app_mentions:read": "answer when it is mentioned",
    "chat:write": "post answers and the daily insight",
    "commands": "offer /quote",
    "im:history": "answer direct messages",
}
OPTIONAL_SCOPES = {"users:read": "know who is an admin, and in which time zone"}
_APPS = "https://api.slack.com/apps"
# slack_sdk raises the last one on plain text; ValueError is on a body that is no text, and ours in `_refusal`.
_UNREACHABLE = (aiohttp.ClientError, OSError, ValueError, AttributeError)


def check_slack(settings: Settings) -> list[CheckResult]:
    """Return what is right and wrong about the connection to Slack; nothing is posted and no socket is opened."""
    problems = {secret.setting: problem_of(secret, value) for secret, value in needed_secrets(settings)}
    findings = [CheckResult("wrong", problem) for problem in problems.values() if problem]
    if not findings:
        findings.append(CheckResult("ok", f"{' and '.join(problems)} have the right form"))
    try:
        asyncio.run(_ask_slack(settings, [name for name, problem in problems.items() if not problem], findings))
    except SettingsError as error:
        findings.append(CheckResult("wrong", str(error)))
    except _UNREACHABLE as error:
        known = ValueError("no JSON") if isinstance(error, AttributeError) else error
        reason, fix = network_problem(settings.slack_api_url, "SLACK_API_URL", known)
        findings.append(CheckResult("wrong", f"{settings.slack_api_url} does not answer as Slack ({reason}); {fix}"))
    return findings


async def _ask_slack(settings: Settings, usable: list[str], findings: list[CheckResult]) -> None:
    """Add what Slack says about the tokens whose form is right."""
    client = make_web_client(settings)
    client.retry_handlers.clear()  # somebody waits for the result
    if BOT_TOKEN.setting in usable:
        findings += await _check_bot(client)
    if APP_TOKEN.setting in usable:
        findings.append(await _check_connection(client, settings.slack_app_token or ""))


async def _check_bot(client: AsyncWebClient) -> list[CheckResult]:
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        return [CheckResult("wrong", _refusal(BOT_TOKEN, error))]
    return [
        CheckResult("ok", f"Slack knows the bot as {answer['user']} in the workspace {answer['team']}"),
        *_scopes(answer),
    ]


def _scopes(answer: AsyncSlackResponse) -> Iterator[CheckResult]:
    """Yield what the bot may and may not do; every answer of Slack names the scopes in a header.

    Source: https://docs.slack.dev/authentication/installing-with-oauth
    """
    header = answer.headers.get("x-oauth-scopes")
    if header is None:
        yield CheckResult("note", "Slack does not say which scopes the bot has; compare them with the manifest")
        return
    granted = {scope.strip() for scope in header.split(",")}
    missing = [scope for scope in REQUIRED_SCOPES if scope not in granted]
    for scope in missing:
        yield CheckResult(
            "wrong", f"the bot cannot {REQUIRED_SCOPES[scope]}: it lacks the scope {scope}; {_add(scope)}"
        )
    if not missing:
        yield CheckResult("ok", "the bot has all scopes that it needs")
    for scope in [scope for scope in OPTIONAL_SCOPES if scope not in granted]:
        yield CheckResult(
            "note", f"the bot cannot {OPTIONAL_SCOPES[scope]}: it lacks the optional {scope}; {_add(scope)}"
        )


def _add(scope: str) -> str:
    return f"add {scope} at {_APPS} → OAuth & Permissions → Bot Token Scopes, then reinstall the app"


async def _check_connection(client: AsyncWebClient, app_token: str) -> CheckResult:
    try:
        await client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        return CheckResult("wrong", _refusal(APP_TOKEN, error))
    return CheckResult("ok", "Slack offers a connection for Socket Mode")


def _refusal(secret: Secret, error: SlackApiError) -> str:
    """Return why Slack refuses a token and what to do.

    Raises:
        NoAnswerError: It is no answer of Slack's.
    """
    data = getattr(error.response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    if not isinstance(code, str):
        status = getattr(error.response, "status_code", None) or getattr(error.response, "status", None)
        raise NoAnswerError("Slack", status) from error
    return what_slack_refuses(secret, code)

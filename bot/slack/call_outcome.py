"""What became of a call that says something in Slack: done, refused, or nobody knows."""

import logging
from collections.abc import Awaitable

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ConnectionTimeoutError,
)
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.channel_post import Posted

logger = logging.getLogger(__name__)

# Source of all reasons: https://docs.slack.dev/reference/methods/chat.postMessage#errors
_PERHAPS_DONE = ("internal_error", "fatal_error", "service_unavailable", "request_timeout")
# Nothing is wrong with the channel: too many at once, or the token or the workspace is in no state to post anywhere.
_NOT_NOW = (
    *("ratelimited", "rate_limited", "accesslimited", "team_added_to_org", "org_login_required", "access_denied"),
    *("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope"),
    *("not_allowed_token_type", "no_permission", "ekm_access_denied"),
)
UNREACHED = (ClientConnectorError, ConnectionTimeoutError, ClientHttpProxyError)


async def called(call: Awaitable[AsyncSlackResponse]) -> Posted:
    """Return what became of a call of the web API, such as chat.postMessage; never raises what Slack or the way says.

    "failed" and "refused" are sure. A connection that broke, or an answer that cannot be read, is "ambiguous".
    """
    try:
        response = await call
    except SlackApiError as error:
        return _refusal(error)
    except UNREACHED as error:
        return Posted(outcome="failed", reason=type(error).__name__)
    except (ClientError, TimeoutError, OSError) as error:
        return Posted(outcome="ambiguous", reason=type(error).__name__)
    except (AttributeError, TypeError, ValueError):  # how slack_sdk trips over what is no answer of Slack's
        return Posted(outcome="ambiguous", reason="no answer of Slack's")
    return Posted(outcome="sent", message=response.get("ts"))


def _refusal(error: SlackApiError) -> Posted:
    """Return what Slack's answer says; one without a word of Slack's comes from something on the way."""
    data, status = getattr(error.response, "data", None), getattr(error.response, "status_code", 0)
    reason = str(data.get("error") or "") if isinstance(data, dict) else ""
    if reason in _PERHAPS_DONE or status >= 500 or not (reason or status >= 400):
        return Posted(outcome="ambiguous", reason=reason or f"HTTP {status}")
    logger.warning("Slack refused a message: %s", reason or f"HTTP {status}")
    if reason and reason not in _NOT_NOW:
        return Posted(outcome="refused", reason=reason)
    return Posted(outcome="failed", reason=reason or f"HTTP {status}")

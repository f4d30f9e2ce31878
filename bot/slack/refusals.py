"""What Slack's refusals of a token come to, by its codes: what is wrong, and what to do about it.

Source: https://docs.slack.dev/reference/methods/auth.test#errors and apps.connections.open#errors there
"""

from bot.slack.tokens import APP_TOKEN, Secret

_APPS = "https://api.slack.com/apps"
_GONE = "the app was taken out of the workspace: Install App → Install, then copy the new token"
_LET_IN = "have an admin of the workspace allow the app, then install it again"
_MOVES = "the workspace is being moved into an organisation: wait until that is done"
_LATER = (
    "that is on Slack's side and nothing is wrong with the token; look at https://slack-status.com, and try again in "
    "some minutes"
)
_WAIT = "too many calls came at once and nothing is wrong with the token; try again in a minute"
# Nothing is known of the token then.
_NOT_NOW = {
    **dict.fromkeys(("internal_error", "fatal_error", "service_unavailable", "request_timeout"), _LATER),
    **dict.fromkeys(("ratelimited", "rate_limited"), _WAIT),
    **dict.fromkeys(("team_added_to_org", "org_login_required"), _MOVES),
    "accesslimited": "the workspace lets no call from this network in: have an admin allow this machine's address",
    "too_many_websockets": "the app has as many connections as it may have: stop other bots that use its token",
    "link_disabled": f"Socket Mode is off: turn it on at {_APPS} → the app → Socket Mode",
}
_FIXES = {
    **dict.fromkeys(("account_inactive", "token_revoked", "app_uninstalled"), _GONE),
    **dict.fromkeys(("access_denied", "no_permission", "enterprise_is_restricted", "ekm_access_denied"), _LET_IN),
    **dict.fromkeys(("forbidden_team", "team_access_not_granted", "two_factor_setup_required"), _LET_IN),
    "token_expired": "the app has token rotation on, which cannot be turned off: make another, quotebot setup slack",
}
_APP_FIXES = {
    "token_revoked": "it was revoked: generate another with the scope connections:write",
    "missing_scope": "it lacks connections:write: generate another with that scope",
    "not_allowed_token_type": "it is no app-level token: generate one with the scope connections:write",
}
_ABOUT_THE_VALUE = ("invalid_auth", "not_authed", "not_allowed_token_type")


def what_slack_refuses(secret: Secret, code: str) -> str:
    """Return a line that says why Slack does not take a token, or cannot say now, and what to do."""
    if code in _NOT_NOW:
        return f"Slack does not say whether {secret.setting} is right ({code}): {_NOT_NOW[code]}"
    return f"Slack refuses {secret.setting} ({code}); {_fix(secret, code)}"


def fix_of_waiting(code: str) -> str:
    """Return what to do about a code that waiting may mend, "" where nothing is known."""
    return _NOT_NOW.get(code, "")


def _fix(secret: Secret, code: str) -> str:
    if secret is APP_TOKEN and code in _APP_FIXES:
        return _APP_FIXES[code]
    if code in _ABOUT_THE_VALUE:
        return f"copy it again from {secret.where}"
    return _FIXES.get(code, "look it up: https://docs.slack.dev/reference/methods/auth.test#errors")

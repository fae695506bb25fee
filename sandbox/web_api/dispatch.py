"""From a request under /api/ to its method and back: tokens, scopes, errors, violations and the traffic."""

import time
from email.utils import formatdate

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.errors import Json, RateLimited, SlackError
from sandbox.faults.answers import answered
from sandbox.traffic import Call
from sandbox.web_api import (
    auth,
    chat,
    conversations,
    files,
    history,
    memberships,
    reactions,
    unfurls,
    usergroups,
    users,
    views,
)
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.calls import arguments_of
from sandbox.web_api.context import Api, Method

METHODS: dict[str, Method] = {
    **auth.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **history.METHODS,
    **memberships.METHODS,
    **reactions.METHODS,
    **unfurls.METHODS,
    **usergroups.METHODS,
    **users.METHODS,
    **views.METHODS,
}

# Circumstances that an app can meet without a fault of its own. Every other error is a violation.
CIRCUMSTANCES = frozenset(
    {
        "account_inactive",
        "already_in_channel",
        "already_reacted",
        "bot_not_found",
        "cannot_reply_to_message",
        "cannot_dm_bot",
        "cant_delete_message",
        "cant_invite",
        "cannot_find_channel",
        "cannot_find_message",
        "cant_update_message",
        "channel_not_found",
        "edit_window_closed",
        "file_not_found",
        "file_type_not_allowed",
        "file_upload_size_restricted",
        "hash_conflict",
        "invalid_auth",
        "is_archived",
        "message_not_found",
        "messages_tab_disabled",
        "method_not_supported_for_channel_type",
        "no_external_invite_permission",
        "no_reaction",
        "no_such_subteam",
        "not_authed",
        "not_found",
        "not_in_channel",
        "plan_upgrade_required",
        "posting_to_channel_denied",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "socket_mode_disabled",
        "storage_limit_reached",
        "team_not_found",
        "thread_locked",
        "thread_not_found",
        "token_revoked",
        "too_many_emoji",
        "too_many_reactions",
        "user_disabled",
        "user_is_restricted",
        "user_not_found",
        "user_not_in_channel",
        "user_not_visible",
        "users_not_found",
    }
)
#: What faults can be asked for: the methods, and the addresses beside them that the app sends to.
NAMES = frozenset({*METHODS, "response_url", "upload"})
VIOLATION_KINDS = {"ratelimited": "rate_limited"}


async def handle(api: Api, request: Request) -> Response:
    name = request.path_params["method"]
    slack = api.slack
    with slack.activity.of(f"API call {name}"):
        call = slack.traffic.began(slack.clock.now(), "app", name, {})
        asked = await _asked(request, call)
        response = await answered(slack, call, request, lambda: _carried_out(api, request, call, asked))
        slack.changed()
        return response


async def _asked(request: Request, call: Call) -> Arguments | SlackError:
    """The arguments, or what Slack says of a body that holds none."""
    try:
        arguments = await arguments_of(request)
    except SlackError as error:
        return error
    call.request = arguments.shown()
    return arguments


def _carried_out(api: Api, request: Request, call: Call, asked: Arguments | SlackError) -> Response:
    begun, slack = time.monotonic(), api.slack
    status, headers = 200, {"x-oauth-scopes": ",".join(slack.manifest.scopes), "Date": formatdate(usegmt=True)}
    try:
        if isinstance(asked, SlackError):
            raise asked
        answer = _answer(api, call, _token(request, asked), asked)
    except SlackError as error:
        _record(api, call, error)
        answer = {"ok": False, "error": error.code, **error.extra}
        if isinstance(error, RateLimited):
            status, headers = 429, headers | {"Retry-After": str(error.retry_after)}
    call.response, call.ms = answer, (time.monotonic() - begun) * 1000
    return JSONResponse(answer, status, headers)


def _answer(api: Api, call: Call, token: str, arguments: Arguments) -> Json:
    method = METHODS.get(call.name)
    if method is None:
        raise SlackError("unknown_method", {"req_method": call.name}, call.name)
    _authorise(api, method, token, in_body="token" in arguments)
    _in_time(api, call.name, method)
    if method.scopes:
        api.need(*method.scopes)
    with api.slack.during(call):
        return {"ok": True, **method.run(api, arguments)}


def _in_time(api: Api, name: str, method: Method) -> None:
    wait = api.slack.rates.call(name, method.tier)
    if wait:
        code = "rate_limited" if name == "chat.postMessage" else "ratelimited"
        again = "before Retry-After was over"
        detail = again if wait.foreseen else f"more than {method.tier.value} calls a minute"
        raise RateLimited(code, detail=detail, retry_after=wait.seconds, foreseen=wait.foreseen)


def _token(request: Request, arguments: Arguments) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token if kind == "Bearer" else arguments.text("token")


def _authorise(api: Api, method: Method, token: str, *, in_body: bool) -> None:
    app = api.slack.app
    if not token:
        raise SlackError("not_authed")
    if token not in {app.bot_token, app.app_token} or (method.app_token and in_body):
        raise SlackError("invalid_auth")
    if token == app.bot_token and api.slack.token_fault:
        raise SlackError(api.slack.token_fault)
    if method.app_token != (token == app.app_token):
        raise SlackError("not_allowed_token_type")


def _record(api: Api, call: Call, error: SlackError) -> None:
    if error.code in CIRCUMSTANCES or (isinstance(error, RateLimited) and not error.foreseen):
        return
    with api.slack.during(call):
        api.slack.violate(VIOLATION_KINDS.get(error.code, error.code), error.detail, call.name, error.pointer)

"""What the app sends to a response URL: up to five answers within thirty minutes, no token needed."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sandbox import messages
from sandbox.bodies import parsed
from sandbox.delivery import Delivery
from sandbox.errors import Json, SlackError
from sandbox.faults.answers import answered
from sandbox.messages import Draft
from sandbox.traffic import Call
from sandbox.triggers import ResponseUrl
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.chat import thread_of
from sandbox.web_api.checks import check_message
from sandbox.web_api.drafts import draft_of, is_for_all, payload_of
from sandbox.world import Channel, Message

NAME = "response_url"
CHANNEL_GONE = "channel_not_found"
REPLACE, DELETE = CHANGES = ("replace_original", "delete_original")
CONTENT = frozenset({"text", "markdown_text", "blocks", "attachments"})


@dataclass(frozen=True)
class Answer:
    """`change` is what it does to the message that the gesture was made on, if anything."""

    draft: Draft
    for_all: bool
    change: str


async def handle(delivery: Delivery, request: Request) -> Response:
    slack = delivery.slack
    call = slack.traffic.began(slack.clock.now(), "app", NAME, {})
    with slack.activity.of(NAME):
        body = await request.body()
        response = await answered(slack, call, request, lambda: _heard(delivery, request, body, call))
    slack.changed()
    return response


def _heard(delivery: Delivery, request: Request, body: bytes, call: Call) -> Response:
    with delivery.slack.during(call):
        status, said = _taken(delivery, request.path_params["token"], body, call)
    call.response = {"status": status, "body": said}
    return PlainTextResponse(said, status)


def _taken(delivery: Delivery, token: str, body: bytes, call: Call) -> tuple[int, str]:
    try:
        call.request = _object(body)
        _answer(delivery, token, call.request)
    except SlackError as error:
        if error.code != CHANNEL_GONE:
            delivery.slack.violate(error.code, error.detail, NAME, error.pointer)
        return (404 if error.code.endswith(("_url", "_found")) else 400), error.code
    return 200, "ok"


def _object(body: bytes) -> Json:
    try:
        sent: Any = parsed(body)
    except ValueError as trouble:
        raise SlackError("invalid_payload", detail=str(trouble)) from trouble
    if not isinstance(sent, dict):
        raise SlackError("invalid_payload", detail="not a JSON object")
    return sent


def _answer(delivery: Delivery, token: str, sent: Json) -> None:
    slack = delivery.slack
    url = slack.response_urls.urls.get(token)
    if url is None:
        raise SlackError("unknown_url", detail="this URL was never given out")
    if trouble := url.trouble(slack.clock.now()):
        raise SlackError(trouble, detail=f"used {url.uses} times since {url.born:%H:%M:%S}")
    channel = slack.world.channels.get(url.channel)
    if channel is None:
        raise SlackError(CHANNEL_GONE, detail="its channel was deleted since")
    arguments = Arguments(sent)
    if arguments.flag(DELETE) and not any(map(sent.get, CONTENT)):
        original = _original(delivery, url, channel)
        url.uses += 1
        if original is not None:
            messages.delete(delivery, channel, original)
        return
    for_all = is_for_all(sent, "invalid_payload")
    payload, thread_ts = payload_of(arguments), thread_of(channel, arguments.text("thread_ts"))
    change = next((name for name in CHANGES if arguments.flag(name)), "")
    check_message(slack, payload, NAME)
    url.uses += 1
    _say(delivery, url, channel, Answer(draft_of(payload, thread_ts=thread_ts or url.thread_ts), for_all, change))


def _original(delivery: Delivery, url: ResponseUrl, channel: Channel) -> Message | None:
    """The app's own message that the gesture was made on, if it is still there; nothing else can be taken away."""
    target = channel.message(url.ts) if url.ts else None
    if url.ts is None or (target is not None and target.user != delivery.slack.app.user_id):
        raise SlackError("cant_delete_message", detail="the gesture was made on no message of the app")
    return target


def _say(delivery: Delivery, url: ResponseUrl, channel: Channel, answer: Answer) -> None:
    app = delivery.slack.app.user_id
    target = channel.message(url.ts) if url.ts else None
    if target is not None and target.user == app:
        if answer.change == REPLACE:
            messages.edit(delivery, channel, target, answer.draft)
            return
        if answer.change == DELETE:
            messages.delete(delivery, channel, target)
    if answer.for_all:
        messages.post(delivery, channel, app, answer.draft)
    else:
        messages.whisper(delivery, channel, url.user, answer.draft)

"""Submitting and closing modals, and what the app's four answers to a submission do."""

from typing import Any

from sandbox import desk
from sandbox.blocks import inputs, stateful
from sandbox.delivery import Delivery, Reply
from sandbox.errors import DriverMistake, Json, SlackError
from sandbox.gestures import filling
from sandbox.gestures.filling_in import fill_in
from sandbox.gestures.outcome import TROUBLE, Outcome, spoilt, unexpected
from sandbox.gestures.rights import response_url
from sandbox.gestures.surfaces import InView
from sandbox.payloads import interaction, view_object
from sandbox.views import OpenView
from sandbox.web_api.checks import check_view
from sandbox.workspace import Workspace
from sandbox.world import User

SUBMISSION, CLOSED = "view_submission", "view_closed"


async def submit(delivery: Delivery, user: User, values: dict[str, Any]) -> Outcome:
    slack = delivery.slack
    view = _open(delivery, user)
    if view.content.get("submit") is None and not any(inputs(view.blocks)):
        raise DriverMistake("no_submit", "this modal has no submit button; it can only be closed")
    await fill_in(delivery, user, InView(view), values)
    view.errors = filling.complaints(view.form)
    if view.errors:
        slack.changed()
        return Outcome(errors=dict(view.errors))
    payload = interaction(
        slack,
        SUBMISSION,
        user,
        trigger_id=slack.triggers.new(user.id, view.id, submission=True),
        view=view_object(slack, view),
        response_urls=_response_urls(slack, user, view),
    )
    reply = await delivery.gesture("interactive", _name(SUBMISSION, view), payload)
    if reply.error:
        return Outcome(error=TROUBLE)
    return _answered(delivery, view, reply)


def _response_urls(slack: Workspace, user: User, view: OpenView) -> list[Json]:
    """One for each conversation that was picked where the app asked for it."""
    state, urls = view.state(), []
    for block_id, action_id, element in stateful(list(inputs(view.blocks))):
        held = state[block_id][action_id]
        picked = held.get("selected_conversation") or held.get("selected_channel")
        if element.get("response_url_enabled") and picked in slack.world.channels:
            url = response_url(slack, user, slack.world.channels[picked])
            ids = {"block_id": block_id, "action_id": action_id}
            urls.append({**ids, "channel_id": picked, "response_url": url})
    return urls


async def close(delivery: Delivery, user: User, *, everything: bool = False) -> Outcome:
    """Cancel closes the view on top, the ✕ the whole stack; the app hears of it if it asked to."""
    slack = delivery.slack
    view = _open(delivery, user)
    told = slack.modals[user.id][0] if everything else view
    if everything or view.content.get("clear_on_close"):
        desk.close_all(slack, user.id)
    else:
        desk.close(slack, view)
    if not told.content.get("notify_on_close"):
        return Outcome(closed=True)
    shape = view_object(slack, told)
    asked = {block["block_id"] for block in inputs(told.blocks)}
    shape["state"] = {"values": {key: held for key, held in told.state().items() if key not in asked}}
    name = _name(CLOSED, told)
    reply = await delivery.gesture(
        "interactive", name, interaction(slack, CLOSED, user, view=shape, is_cleared=everything)
    )
    unexpected(delivery, name, reply)
    return Outcome(acked_ms=reply.acked_ms, error=reply.error, closed=True)


def _open(delivery: Delivery, user: User) -> OpenView:
    view = desk.top(delivery.slack, user.id)
    if view is None:
        raise DriverMistake("no_open_modal", f"{user.name} has no modal open")
    return view


def _name(kind: str, view: OpenView) -> str:
    callback_id = view.content.get("callback_id")
    return f"{kind} {callback_id}" if callback_id else kind


def _answered(delivery: Delivery, view: OpenView, reply: Reply) -> Outcome:
    name = _name(SUBMISSION, view)
    try:
        with delivery.slack.during(reply.call):
            return _obeyed(delivery, view, reply, name)
    except SlackError as problem:
        return spoilt(delivery, name, reply, problem, error=TROUBLE)


def _obeyed(delivery: Delivery, view: OpenView, reply: Reply, name: str) -> Outcome:
    slack, answer = delivery.slack, reply.payload
    if not answer:
        desk.close(slack, view)
        return Outcome(acked_ms=reply.acked_ms, closed=True)
    match answer.get("response_action") if isinstance(answer, dict) else None:
        case "clear":
            desk.close_all(slack, view.user)
            return Outcome(acked_ms=reply.acked_ms, closed=True)
        case "errors":
            return Outcome(acked_ms=reply.acked_ms, errors=_marked(delivery, view, answer.get("errors")))
        case "update":
            desk.update(slack, view, _modal(delivery, answer.get("view"), name))
        case "push":
            desk.push_modal(slack, view.user, _modal(delivery, answer.get("view"), name), view.id)
        case _:
            raise SlackError("bad_ack", detail=f"{answer!r:.200} is none of Slack's response actions")
    return Outcome(acked_ms=reply.acked_ms)


def _marked(delivery: Delivery, view: OpenView, errors: Any) -> dict[str, str]:
    """Errors stand at input blocks only; Slack gives up on any other key."""
    if not isinstance(errors, dict) or not errors:
        raise SlackError("bad_ack", detail="response_action errors without errors", pointer="/errors")
    known = {block["block_id"] for block in inputs(view.blocks)}
    for block_id, words in errors.items():
        if block_id not in known:
            raise SlackError("bad_ack", detail=f"{block_id!r} is no input block", pointer=f"/errors/{block_id}")
        if not isinstance(words, str) or not words:
            raise SlackError("bad_ack", detail=f"{block_id!r} has no words", pointer=f"/errors/{block_id}")
    view.errors = dict(errors)
    delivery.slack.was_shown("error", view.user, text="\n".join(errors.values()))
    return dict(errors)


def _modal(delivery: Delivery, content: Any, name: str) -> Json:
    if not isinstance(content, dict):
        raise SlackError("bad_ack", detail="there is no view", pointer="/view")
    check_view(delivery.slack, content, name)
    if content.get("type") != "modal":
        raise SlackError("bad_ack", detail="the view is no modal", pointer="/view/type")
    return content

"""What the local Slack has sent, one payload of each kind (captured.jsonl), to be sent again to every listener.

Of what is newer than the file a payload is made: another of its kind, under the new id.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from handlers.ids import ActionId, CallbackId
from sandbox import Sandbox
from sandbox.delivery import Reply
from sandbox.gestures.rights import response_url
from sandbox.views import OpenView
from sandbox.workspace import Workspace

FILE = Path(__file__).with_name("captured.jsonl")
#: What each command is given, so that it has something to save.
LINES = {
    "/client": "add Zenith Media",
    "/digest": "here 9:00",
    "/liaison": "morning 8:30",
    "/nudge": "me in 2h call the printer",
    "/request": "reprint of the brochure by fri 4pm",
    "/task": "check the plates by thu",
}
PLACE = {"id": "C0ACME", "name": "acme"}
#: Of a view what its app said; the rest is Slack's.
CONTENT = ("type", "title", "submit", "close", "blocks", "callback_id", "private_metadata", "notify_on_close")
#: Forms that a message's menu opens, or that are nobody's to send.
NOT_SENT = {CallbackId.REQUEST_LOG_MESSAGE, CallbackId.DAY_OPEN}


@dataclass(frozen=True)
class Captured:
    name: str
    kind: str
    payload: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Without its value: `request.take`, `request.log`, `/request`."""
        body = self.payload
        if body.get("actions"):
            return str(body["actions"][0]["action_id"]).partition(":")[0]
        return str(body.get("view", body).get("callback_id") or body.get("command") or body.get("action_id"))

    def called(self, new: str) -> "Captured":
        """The same of another id."""
        body = dict(self.payload)
        if body.get("actions"):
            body["actions"] = [{**body["actions"][0], "action_id": f"{new}:R-1"}]
        else:
            body["view"] = {**body["view"], "callback_id": new}
        return replace(self, name=f"{self.name.split()[0]} {new}", payload=body)

    def again(self, slack: Sandbox) -> dict[str, Any]:
        """With rights that are new, as each gesture has its own, and in a place that is there."""
        core, body = slack.core.slack, dict(self.payload)
        user = body["user_id"] if "command" in body else body["user"]["id"]
        inside = None
        if (body.get("view") or {}).get("type") == "modal":
            body["view"] = reopened(core, user, body["view"])
            inside = body["view"]["id"]
        if "channel" in body:
            body["channel"], body["container"] = PLACE, {**body.get("container", {}), "channel_id": PLACE["id"]}
        if "trigger_id" in body:
            body["trigger_id"] = core.triggers.new(user, view_id=inside)
        if "response_url" in body:
            body["response_url"] = response_url(core, core.world.users[user], core.world.channels[PLACE["id"]])
        if "command" in body:
            body["text"] = LINES[body["command"]]
        return body

    async def sent(self, slack: Sandbox, body: Mapping[str, Any]) -> Reply:
        return await slack.core.delivery.gesture(self.kind, self.id, dict(body))


def reopened(core: Workspace, user: str, view: Mapping[str, Any]) -> dict[str, Any]:
    """The form stands open again, in a window of its own."""
    content = {name: view[name] for name in CONTENT if view.get(name) not in (None, "")}
    opened = OpenView(id=core.number("V"), user=user, content=content, hash=core.number("h"))
    core.modals[f"{user} {opened.id}"] = [opened]
    return {**view, "id": opened.id, "root_view_id": opened.id, "previous_view_id": None, "hash": opened.hash}


def was_answered(slack: Sandbox, body: Mapping[str, Any], reply: Reply) -> bool:
    """Whether a person saw anything come of it: words, a form, a changed view."""
    core = slack.core.slack
    token = str(body.get("response_url")).rpartition("/")[2]
    url, trigger = core.response_urls.urls.get(token), str(body.get("trigger_id"))
    shown = body.get("view") or {}
    marks = {("trigger_id", trigger), ("view_id", shown.get("id", trigger))}
    if shown.get("type") == "home":
        marks.add(("user_id", body["user"]["id"]))
    calls = (call.request for call in core.traffic if call.direction == "app")
    changed = any((name, str(call.get(name))) in marks for call in calls for name in call)
    return bool(reply.payload) or bool(url and url.uses) or changed


def everything() -> Iterator[Captured]:
    """Of every command, button, form, menu and shortcut at least one, and of events those that came."""
    known = [Captured(**json.loads(line)) for line in FILE.read_text().splitlines()]
    yield from known
    ids = {one.id for one in known}
    a_click = next(one for one in known if one.name.startswith("block_actions request.take view"))
    a_form = next(one for one in known if one.name == "view_submission due.set")
    yield from (a_click.called(new) for new in ActionId if new not in ids)
    yield from (a_form.called(new) for new in CallbackId if new not in ids | NOT_SENT)


def gestures() -> list[Captured]:
    """Whoever made one waits for an answer."""
    return [one for one in everything() if one.kind != "event"]

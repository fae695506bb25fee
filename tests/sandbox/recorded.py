"""An app that acks everything over HTTP, and what it got."""

from typing import Any

from slack_sdk import WebClient

from sandbox import Sandbox
from tests.sandbox.scripted import Got, Says, Scripted, obliging
from tests.sandbox.shapes import actions

Json = dict[str, Any]


class Recorded:
    def __init__(self, slack: Sandbox, app: Scripted) -> None:
        self.slack, self.app = slack, app
        self.ana = slack.person("ana")
        self.client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])

    def form_of(self, command: str) -> Json:
        return next(dict(got.form) for got in reversed(self.app.asked) if got.body.find(command.encode()) >= 0)

    def interaction(self, kind: str) -> Json:
        found = [got.payload for got in self.app.asked if "payload" in got.body.decode()[:8]]
        return next(payload for payload in reversed(found) if payload["type"] == kind)

    def event(self, kind: str) -> Json:
        found = [got.payload for got in self.app.asked if got.body.startswith(b"{")]
        return next(payload for payload in reversed(found) if payload["event"]["type"] == kind)

    def opens(self, view: Json) -> None:
        def opening(got: Got) -> Says:
            self.client.views_open(trigger_id=got.form["trigger_id"], view=view)
            self.app.answer = obliging
            return Says()

        self.app.answer = opening
        self.ana.slash("/log", in_="acme")

    def posts(self, *elements: Json, **more: Any) -> str:
        blocks = [actions(*elements)]
        return str(self.client.chat_postMessage(channel="C0ACME", text="A card", blocks=blocks, **more)["ts"])

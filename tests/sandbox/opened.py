"""A modal of the specimen app, opened by a command."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from tests.sandbox.shapes import asks, line

Json = dict[str, Any]

TITLE = asks("Title", "title", line())
DUE = asks("Due date", "due", {"type": "datepicker", "action_id": "day"}, optional=True)


def opening(app: App, view: Json, /, **answer: Any) -> list[Json]:
    """An app whose command opens this modal and whose submissions get this answer; what was submitted comes back."""
    submissions: list[Json] = []

    def on_command(ack: Ack, body: Json, client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    def on_submission(ack: Ack, body: Json) -> None:
        submissions.append(body)
        ack(**answer)

    app.command("/log")(on_command)
    app.view("log")(on_submission)
    return submissions

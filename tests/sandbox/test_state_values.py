"""Every element of slack-platform.md 2.8 as the app is told of it: untouched and as set at first, on each surface."""

from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox import Sandbox
from tests.sandbox.opened import opening
from tests.sandbox.shapes import actions, asks, button, home, modal
from tests.sandbox.validation.payloads import RICH_TEXT, element, empty, option

Json = dict[str, Any]

A = {**option("a"), "text": {**option("a")["text"], "emoji": True}}

# What is held when nothing was chosen, and with the initial settings of `element`.
EMPTY: dict[str, Json] = {
    "plain_text_input": {"value": None},
    "email_text_input": {"value": None},
    "url_text_input": {"value": None},
    "number_input": {"value": None},
    "static_select": {"selected_option": None},
    "external_select": {"selected_option": None},
    "radio_buttons": {"selected_option": None},
    "multi_static_select": {"selected_options": []},
    "multi_external_select": {"selected_options": []},
    "checkboxes": {"selected_options": []},
    "users_select": {"selected_user": None},
    "multi_users_select": {"selected_users": []},
    "conversations_select": {"selected_conversation": None},
    "multi_conversations_select": {"selected_conversations": []},
    "channels_select": {"selected_channel": None},
    "multi_channels_select": {"selected_channels": []},
    "datepicker": {"selected_date": None},
    "timepicker": {"selected_time": None},
    "datetimepicker": {"selected_date_time": None},
    "rich_text_input": {},
    "file_input": {"files": []},
}
INITIAL: dict[str, Json] = {
    "plain_text_input": {"value": "Hello"},
    "email_text_input": {"value": "ana@example.com"},
    "url_text_input": {"value": "https://example.com"},
    "number_input": {"value": "1.5"},
    "static_select": {"selected_option": A},
    "external_select": {"selected_option": A},
    "radio_buttons": {"selected_option": A},
    "multi_static_select": {"selected_options": [A]},
    "multi_external_select": {"selected_options": [A]},
    "checkboxes": {"selected_options": [A]},
    "users_select": {"selected_user": "U1"},
    "multi_users_select": {"selected_users": ["U1"]},
    "conversations_select": {"selected_conversation": "C1"},
    "multi_conversations_select": {"selected_conversations": ["C1"]},
    "channels_select": {"selected_channel": "C1"},
    "multi_channels_select": {"selected_channels": ["C1"]},
    "datepicker": {"selected_date": "2026-03-06"},
    "timepicker": {"selected_time": "09:30"},
    "datetimepicker": {"selected_date_time": 1772787600},
    "rich_text_input": {"rich_text_value": RICH_TEXT},
    "file_input": {"files": []},
}
ONLY_MODAL = {"email_text_input", "url_text_input", "number_input", "file_input"}
SURFACES = {
    "modal": set(EMPTY),
    "message": EMPTY.keys() - ONLY_MODAL - {"rich_text_input"},
    "home": EMPTY.keys() - ONLY_MODAL - {"datetimepicker"},
}


def asked(kinds: set[str], *, initial: bool) -> list[Json]:
    made = element if initial else empty
    return [asks(kind, kind, made(kind), optional=True) for kind in EMPTY if kind in kinds]


def told(surface: str, slack: Sandbox, app: App, client: WebClient, *blocks: Json) -> Json:
    """The payload of a click or of the submission that brings the state."""
    payloads: list[Json] = []

    def on_action(ack: Ack, body: Json) -> None:
        payloads.append(body)
        ack()

    app.action("use")(on_action)
    ana = slack.person("ana")
    if surface == "modal":
        payloads = opening(app, modal(*blocks))
        ana.slash("/log", in_="acme")
        assert ana.submit().closed
        return payloads[0]
    blocks = (*blocks, actions(button("Use", "use")))
    if surface == "message":
        client.chat_postMessage(channel="C0ACME", text="card", blocks=list(blocks))
    else:
        client.views_publish(user_id="U0ANA", view=home(*blocks))
    ana.click("Use", in_="acme" if surface == "message" else None)
    return payloads[0]


@pytest.mark.parametrize("initial", [False, True], ids=["untouched", "set at first"])
@pytest.mark.parametrize("surface", SURFACES)
def test_state_values(slack: Sandbox, app: App, client: WebClient, *, surface: str, initial: bool) -> None:
    kinds = SURFACES[surface]

    payload = told(surface, slack, app, client, *asked(kinds, initial=initial))

    state = payload["state"] if surface == "message" else payload["view"]["state"]
    expected = INITIAL if initial else EMPTY
    assert state["values"] == {kind: {"action": {"type": kind, **expected[kind]}} for kind in kinds}
    assert ("state" in payload) == (surface == "message")


def test_a_time_names_its_zone_if_it_has_one(slack: Sandbox, app: App, client: WebClient) -> None:
    at = element("timepicker", timezone="Europe/Berlin")

    payload = told("message", slack, app, client, asks("At", "at", at))

    held = payload["state"]["values"]["at"]["action"]
    assert held == {"type": "timepicker", "selected_time": "09:30", "timezone": "Europe/Berlin"}

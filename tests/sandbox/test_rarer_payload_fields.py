"""Menus that the app fills, attachments, dispatched inputs and newer buttons, field by field; slack-platform.md 2."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.fields import differences
from tests.sandbox.recorded import Recorded
from tests.sandbox.scripted import Got, Says, obliging
from tests.sandbox.shapes import actions, asks, button, home, line, modal, options, section, text
from tests.sandbox.test_payload_fields import ACTIONS, COMMON, MESSAGE, VIEW

Json = dict[str, Any]
Gesture = Callable[[Recorded], object]

MENU = {"type": "external_select", "action_id": "client", "min_query_length": 1, "placeholder": text("Client")}
IN_VIEW = f'{VIEW}, container.type "view", container.view_id s, channel -, message -'
CARD = {"blocks": [section("A proof", block_id="what"), actions(button("Done", "done"), MENU)], "color": "#1f4e5f"}
SUGGESTION = (
    f'{COMMON}, type "block_suggestion", block_id "do", action_id "client", value "ac", trigger_id -, actions -'
)
PLACE = 'channel.id "C0ACME", channel.name "acme", response_url -, view -'
IN_MESSAGE = 'container.message_ts s, container.channel_id "C0ACME"'
IN_ATTACHMENT = (
    f'{IN_MESSAGE}, container.type "message_attachment", container.attachment_id i, container.is_app_unfurl false'
)


def offering(got: Got) -> Says:
    asked = got.body.startswith(b"payload=") and got.payload["type"] == "block_suggestion"
    return Says.json({"options": options("Acme")}) if asked else obliging(got)


def looks(work: Recorded, where: str | None = None) -> object:
    work.app.answer = offering
    return work.ana.suggest("ac", "client", in_=where)


def posted(work: Recorded, **more: Any) -> object:
    return work.client.chat_postMessage(channel="C0ACME", text="A card", blocks=[actions(MENU)], **more)


def attached(work: Recorded, **more: Any) -> str:
    return str(work.client.chat_postMessage(channel="C0ACME", text="A card", attachments=[{}, CARD], **more)["ts"])


def whispered(work: Recorded, **more: Any) -> object:
    return work.client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="A card", **more)


def in_home(work: Recorded) -> None:
    work.client.views_publish(user_id="U0ANA", view=home(actions(MENU)))
    looks(work)


def in_modal(work: Recorded) -> None:
    work.opens(modal(actions(MENU)))
    looks(work)


@pytest.mark.parametrize(
    ("gesture", "table"),
    [
        pytest.param(
            lambda work: (posted(work), looks(work, "acme")),
            f'{PLACE}, {IN_MESSAGE}, container.type "message", container.is_ephemeral false, {MESSAGE}',
            id="in a message",
        ),
        pytest.param(
            lambda work: (posted(work, thread_ts=work.ana.says("Here", in_="acme")), looks(work, "acme")),
            f'{PLACE}, {IN_MESSAGE}, container.type "message", container.is_ephemeral false, container.thread_ts s, '
            f"{MESSAGE}, message.thread_ts s",
            id="in a thread",
        ),
        pytest.param(
            lambda work: (whispered(work, blocks=[actions(MENU)]), looks(work, "acme")),
            f'{PLACE}, {IN_MESSAGE}, container.type "message", container.is_ephemeral true, message -',
            id="in an ephemeral message",
        ),
        pytest.param(
            lambda work: (attached(work), looks(work, "acme")),
            f"{PLACE}, {IN_ATTACHMENT}, container.is_ephemeral false, {MESSAGE}, message.attachments a",
            id="in an attachment",
        ),
        pytest.param(
            in_modal,
            f'{IN_VIEW}, view.type "modal", view.submit o',
            id="in a modal",
        ),
        pytest.param(
            in_home,
            f'{IN_VIEW}, view.type "home", view.submit null',
            id="in the Home",
        ),
    ],
)
def test_a_suggestion(work: Recorded, gesture: Gesture, table: str) -> None:
    gesture(work)

    assert differences(work.interaction("block_suggestion"), f"{SUGGESTION}, {table}") == []


CLICK = f"{ACTIONS}, {IN_ATTACHMENT}, channel.id s, channel.name s, response_url s, state.values o, view -"


@pytest.mark.parametrize(
    ("gesture", "kind", "table"),
    [
        pytest.param(
            lambda work: (attached(work), work.ana.click("Done", in_="acme")),
            "block_actions",
            f"{CLICK}, container.is_ephemeral false, {MESSAGE}, message.attachments a, container.thread_ts -, "
            "app_unfurl -",
            id="a click in an attachment",
        ),
        pytest.param(
            lambda work: (whispered(work, attachments=[CARD]), work.ana.click("Done", in_="acme")),
            "block_actions",
            f"{CLICK}, container.is_ephemeral true, message -",
            id="a click in an ephemeral one",
        ),
        pytest.param(
            lambda work: work.ana.shortcut("log_message", in_="acme", ts=attached(work)),
            "message_action",
            f'{COMMON}, {MESSAGE}, message.attachments a, type "message_action", callback_id s, trigger_id s, '
            "response_url s, message_ts s, channel.id s, channel.name s, action_ts s",
            id="a shortcut on a message with attachments",
        ),
    ],
)
def test_a_gesture_with_attachments(work: Recorded, gesture: Gesture, kind: str, table: str) -> None:
    gesture(work)

    assert differences(work.interaction(kind), table) == []


def test_which_attachment_it_is(work: Recorded) -> None:
    attached(work)
    work.ana.click("Done", in_="acme")
    payload = work.interaction("block_actions")
    assert payload["container"]["attachment_id"] == payload["message"]["attachments"][1]["id"] == 2
    assert payload["message"]["attachments"][1]["blocks"][0]["block_id"] == "what"


def test_the_event_of_a_message_with_attachments(work: Recorded) -> None:
    attached(work)
    work.slack.settle()
    told = """
        type "message", user s, text "A card", ts s, event_ts s, channel s, channel_type "channel", team s, bot_id s,
        app_id s, bot_profile o, attachments a, attachments.0.id i, attachments.0.fallback "[no preview available]",
        blocks -
    """
    assert differences(work.event("message")["event"], told) == []


LOOK = {"placeholder": text("Which")}


def element(kind: str, **more: Any) -> Json:
    return {"type": kind, "action_id": "it", **more}


@pytest.mark.parametrize(
    ("used", "value", "table"),
    [
        pytest.param(line("it"), "Proof", 'value "Proof"', id="plain_text_input"),
        pytest.param(line("it", **LOOK), "", "value null, placeholder o", id="plain_text_input emptied"),
        pytest.param(element("email_text_input"), "a@acme.test", 'value "a@acme.test"', id="email_text_input"),
        pytest.param(element("url_text_input"), "https://acme.test", 'value "https://acme.test"', id="url_text_input"),
        pytest.param(element("number_input", is_decimal_allowed=True), "1.5", 'value "1.5"', id="number_input"),
        pytest.param(
            element("rich_text_input"),
            "Proof",
            'rich_text_value.type "rich_text", rich_text_value +',
            id="rich_text_input",
        ),
        pytest.param(
            element("static_select", options=options("High", "Low")),
            "High",
            'selected_option.value "high", selected_option.text o',
            id="static_select",
        ),
        pytest.param(
            element("static_select", options=options("High", "Low"), initial_option=options("High")[0]),
            "",
            "selected_option null",
            id="static_select emptied",
        ),
        pytest.param(
            element("multi_static_select", options=options("High", "Low")),
            ["High"],
            'selected_options a, selected_options.0.value "high"',
            id="multi_static_select",
        ),
        pytest.param(
            element("checkboxes", options=options("High", "Low")), ["Low"], "selected_options a", id="checkboxes"
        ),
        pytest.param(
            element("radio_buttons", options=options("High", "Low")),
            "Low",
            'selected_option.value "low", selected_option.text o',
            id="radio_buttons",
        ),
        pytest.param(element("users_select"), "ben", 'selected_user "U0BEN"', id="users_select"),
        pytest.param(
            element("multi_users_select"),
            ["ben"],
            'selected_users.0 "U0BEN", selected_users a',
            id="multi_users_select",
        ),
        pytest.param(
            element("conversations_select"), "acme", 'selected_conversation "C0ACME"', id="conversations_select"
        ),
        pytest.param(
            element("multi_conversations_select"),
            ["acme"],
            'selected_conversations.0 "C0ACME", selected_conversations a',
            id="multi_conversations_select",
        ),
        pytest.param(element("channels_select"), "acme", 'selected_channel "C0ACME"', id="channels_select"),
        pytest.param(
            element("multi_channels_select"),
            ["acme"],
            'selected_channels.0 "C0ACME", selected_channels a',
            id="multi_channels_select",
        ),
        pytest.param(element("datepicker"), "2026-03-06", 'selected_date "2026-03-06"', id="datepicker"),
        pytest.param(element("timepicker"), "09:30", 'selected_time "09:30"', id="timepicker"),
        pytest.param(
            element("timepicker", timezone="Europe/Paris"),
            "09:30",
            'selected_time "09:30", timezone "Europe/Paris"',
            id="timepicker of a zone",
        ),
        pytest.param(element("datetimepicker"), "2026-03-06T09:30", "selected_date_time i", id="datetimepicker"),
        pytest.param({**MENU, "action_id": "it"}, "Acme", "selected_option o, placeholder o", id="external_select"),
    ],
)
def test_a_dispatched_input(work: Recorded, used: Json, value: Any, table: str) -> None:
    work.opens(modal(asks("Field", "field", used, dispatch_action=True)))
    work.app.answer = offering
    work.ana.click(action_id="it", value=value)

    payload = work.interaction("block_actions")
    view = f'{VIEW}, container.type "view", container.view_id s, view.type "modal", view.submit o, response_url -'
    assert differences(payload, f"{ACTIONS}, {view}") == []
    [action] = payload["actions"]
    common = f'type "{used["type"]}", block_id "field", action_id "it", action_ts s'
    assert differences(action, f"{common}, {table}") == []
    held = payload["view"]["state"]["values"]["field"]["it"]
    assert held.items() <= action.items()


FEEDBACK = element(
    "feedback_buttons",
    positive_button={"text": text("Good"), "value": "+", "accessibility_label": "This was good"},
    negative_button={"text": text("Bad"), "value": "-"},
)
ICON = element("icon_button", icon="trash", text=text("Drop"), value="R-1", accessibility_label="Drop it")


@pytest.mark.parametrize(
    ("used", "words", "table"),
    [
        pytest.param(FEEDBACK, "Good", 'type "feedback_buttons", value "+", text.text "Good"', id="good"),
        pytest.param(FEEDBACK, "Bad", 'type "feedback_buttons", value "-", text.text "Bad"', id="bad"),
        pytest.param(ICON, "Drop", 'type "icon_button", icon "trash", value "R-1", text.text "Drop"', id="icon"),
        pytest.param(
            {name: part for name, part in ICON.items() if name != "value"},
            "Drop",
            'type "icon_button", icon "trash", value -, text.text "Drop"',
            id="icon without value",
        ),
    ],
)
def test_a_newer_button(work: Recorded, used: Json, words: str, table: str) -> None:
    block = {"type": "context_actions", "block_id": "do", "elements": [used]}
    work.client.chat_postMessage(channel="C0ACME", text="A card", blocks=[block])
    work.ana.click(words, in_="acme")

    [action] = work.interaction("block_actions")["actions"]
    common = 'block_id "do", action_id "it", action_ts s, text.type "plain_text", text.emoji true'
    assert differences(action, f"{common}, {table}") == []

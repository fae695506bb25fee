"""Buttons and menus in the blocks that Slack added since 2025: feedback, icons, cards, and what containers hold."""

from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox import Sandbox
from sandbox.driver import Person
from tests.sandbox.shapes import actions, asks, button, line, options, text

Json = dict[str, Any]

FACES = {
    "positive_button": {"text": text("Good"), "value": "+"},
    "negative_button": {"text": text("Bad"), "value": "-"},
}
FEEDBACK = {
    "type": "context_actions",
    "elements": [
        {"type": "feedback_buttons", "action_id": "use", **FACES},
        {"type": "icon_button", "action_id": "drop", "icon": "trash", "text": text("Drop"), "value": "R-1"},
    ],
}
CARD = {"type": "card", "block_id": "card", "title": text("R-1"), "actions": [button("Take", "use", value="R-1")]}
LEVEL = {"type": "static_select", "action_id": "use", "options": options("High", "Low")}


@pytest.fixture
def used(app: App) -> list[Json]:
    payloads: list[Json] = []

    def on_action(ack: Ack, body: Json) -> None:
        payloads.append(body)
        ack()

    app.action("use")(on_action)
    app.action("drop")(on_action)
    return payloads


@pytest.fixture
def ana(slack: Sandbox) -> Person:
    return slack.person("ana")


def container(*blocks: Json) -> Json:
    return {"type": "container", "title": text("Inside"), "child_blocks": list(blocks)}


@pytest.mark.parametrize(
    ("click", "sent"),
    [
        pytest.param({"text": "Good"}, {"type": "feedback_buttons", "value": "+", "action_id": "use"}, id="good"),
        pytest.param({"text": "Bad"}, {"type": "feedback_buttons", "value": "-", "action_id": "use"}, id="bad"),
        pytest.param({"action_id": "use", "value": "-"}, {"type": "feedback_buttons", "value": "-"}, id="by value"),
        pytest.param({"text": "Drop"}, {"type": "icon_button", "value": "R-1", "icon": "trash"}, id="an icon"),
    ],
)
def test_feedback(ana: Person, used: list[Json], client: WebClient, click: Json, sent: Json) -> None:
    client.chat_postMessage(channel="C0ACME", text="card", blocks=[FEEDBACK])

    ana.click(in_="acme", **click)

    [action] = used[0]["actions"]
    assert {name: action[name] for name in sent} == sent
    assert not {"positive_button", "negative_button"} & action.keys()


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(CARD, id="card"),
        pytest.param({"type": "carousel", "elements": [CARD]}, id="carousel"),
        pytest.param(container(CARD), id="card in a container"),
    ],
)
def test_a_button_on_a_card(ana: Person, used: list[Json], client: WebClient, block: Json) -> None:
    client.chat_postMessage(channel="C0ACME", text="card", blocks=[block])

    ana.click("Take", in_="acme")

    [action] = used[0]["actions"]
    assert (action["block_id"], action["value"]) == ("card", "R-1")


def test_what_a_container_holds_is_in_the_state(ana: Person, used: list[Json], client: WebClient) -> None:
    inner = container(asks("Title", "named", line("words")), actions(LEVEL, button("Take", "drop")))
    client.chat_postMessage(channel="C0ACME", text="card", blocks=[inner])

    ana.click("High", in_="acme")
    ana.click("Take", in_="acme", values={"Title": "Proof"})

    values = used[-1]["state"]["values"]
    assert values["named"]["words"]["value"] == "Proof"
    assert values["do"]["use"]["selected_option"]["value"] == "high"


def test_ids_are_given_inside_too(ana: Person, client: WebClient) -> None:
    unnamed = {"type": "card", "title": text("R-1"), "actions": [{"type": "button", "text": text("Take")}]}
    client.chat_postMessage(channel="C0ACME", text="card", blocks=[container(unnamed)])

    [card] = ana.sees("acme").newest().blocks[0]["child_blocks"]

    assert len(card["block_id"]) == len(card["actions"][0]["action_id"]) == 5

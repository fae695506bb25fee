"""Modals: opened by a live trigger, submitted with the four answers of the app, and closed."""

from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox import DriverMistake, Sandbox
from tests.sandbox.opened import DUE, TITLE, opening
from tests.sandbox.shapes import actions, asks, button, modal, options, section, text

Json = dict[str, Any]

TROUBLE = "We had some trouble connecting. Try again?"


def test_a_command_opens_a_modal(slack: Sandbox, app: App) -> None:
    opening(app, modal(TITLE))

    answer = slack.person("ana").slash("/log", in_="acme")

    assert answer.modal is not None
    assert (answer.modal.title, answer.modal.callback_id) == ("Log", "log")
    assert answer.modal.values == {"title": {"line": {"type": "plain_text_input", "value": None}}}
    assert slack.person("ben").modal is None


def test_a_submission_brings_every_value(slack: Sandbox, app: App) -> None:
    who = asks("Who", "who", {"type": "multi_users_select", "action_id": "people"}, optional=True)
    level = {"type": "radio_buttons", "action_id": "level", "options": options("High", "Low")}
    submissions = opening(app, modal(TITLE, DUE, who, section("Level", block_id="level", accessory=level)))
    app.action("level")(lambda ack: ack())
    ana = slack.person("ana")
    ana.slash("/log", in_="acme")

    submitted = ana.submit({"Title": "Proof", "due": "2026-03-06", "people": ["ben", "U0CARLA"], "level": "High"})

    assert (submitted.closed, submitted.errors, submitted.modal) == (True, {}, None)
    [payload] = submissions
    assert payload["response_urls"] == []
    assert payload["view"]["callback_id"] == "log"
    assert payload["view"]["root_view_id"] == payload["view"]["id"]
    assert payload["view"]["state"]["values"] == {
        "title": {"line": {"type": "plain_text_input", "value": "Proof"}},
        "due": {"day": {"type": "datepicker", "selected_date": "2026-03-06"}},
        "who": {"people": {"type": "multi_users_select", "selected_users": ["U0BEN", "U0CARLA"]}},
        "level": {
            "level": {
                "type": "radio_buttons",
                "selected_option": {"text": {**text("High"), "emoji": True}, "value": "high"},
            }
        },
    }


def test_errors_stand_at_their_inputs(slack: Sandbox, app: App) -> None:
    opening(app, modal(TITLE), response_action="errors", errors={"title": "Too vague"})
    ana = slack.person("ana")
    ana.slash("/log", in_="acme")

    submitted = ana.submit({"Title": "x"})

    assert (submitted.closed, submitted.errors) == (False, {"title": "Too vague"})
    assert ana.modal is not None
    assert ana.modal.errors == {"title": "Too vague"}
    assert ana.modal.values["title"]["line"]["value"] == "x"


def test_update_keeps_what_was_typed_where_ids_stay(slack: Sandbox, app: App) -> None:
    opening(app, modal(TITLE, DUE), response_action="update", view=modal(section("Sorry"), TITLE, title="Again"))
    ana = slack.person("ana")
    before = ana.slash("/log", in_="acme").modal

    submitted = ana.submit({"Title": "Proof", "Due date": "2026-03-06"})

    assert submitted.closed is False
    assert submitted.modal is not None
    assert before is not None
    assert (submitted.modal.title, submitted.modal.id) == ("Again", before.id)
    assert submitted.modal.values == {"title": {"line": {"type": "plain_text_input", "value": "Proof"}}}


def test_push_and_cancel(slack: Sandbox, app: App) -> None:
    pushed = modal(section("Sure?"), title="Sure", callback_id="sure", notify_on_close=True)
    opening(app, modal(TITLE), response_action="push", view=pushed)
    closed: list[Json] = []

    def on_close(ack: Ack, body: Json) -> None:
        closed.append(body)
        ack()

    app.view_closed("sure")(on_close)
    ana = slack.person("ana")
    ana.slash("/log", in_="acme")

    assert ana.submit({"Title": "Proof"}).modal is not None
    assert ana.modal is not None
    assert ana.modal.title == "Sure"
    ana.close()
    assert ana.modal.title == "Log"
    assert [payload["is_cleared"] for payload in closed] == [False]


def test_clear_closes_the_stack(slack: Sandbox, app: App, client: WebClient) -> None:
    opening(app, modal(TITLE), response_action="clear")

    def on_more(ack: Ack, body: Json) -> None:
        client.views_push(trigger_id=body["trigger_id"], view=modal(TITLE))
        ack()

    app.command("/plain")(lambda ack: ack())
    app.action("more")(on_more)
    view = modal(actions(button("More", "more")))
    app.shortcut("log_anything")(lambda ack, body: (client.views_open(trigger_id=body["trigger_id"], view=view), ack()))
    ana = slack.person("ana")
    ana.shortcut("log_anything")
    ana.click("More")
    assert slack.person("ana").screen["modal"]["depth"] == 2

    assert ana.submit({"Title": "Proof"}).closed

    assert ana.modal is None


def test_the_cross_tells_of_the_root_view(slack: Sandbox, app: App) -> None:
    opening(app, modal(TITLE, DUE, notify_on_close=True))
    closed: list[Json] = []

    def on_close(ack: Ack, body: Json) -> None:
        closed.append(body)
        ack()

    app.view_closed("log")(on_close)
    ana = slack.person("ana")
    ana.slash("/log", in_="acme")

    ana.close(everything=True)

    [payload] = closed
    assert payload["is_cleared"] is True
    assert payload["view"]["state"] == {"values": {}}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        pytest.param({"response_action": "errors", "errors": {"line": "No"}}, "bad_ack", id="an action's id"),
        pytest.param({"response_action": "errors", "errors": {"note": "No"}}, "bad_ack", id="not an input block"),
        pytest.param({"response_action": "errors", "errors": {"title": ""}}, "bad_ack", id="no words"),
        pytest.param({"text": "Saved"}, "bad_ack", id="a message"),
        pytest.param({"response_action": "update", "view": modal(title="x" * 25)}, "invalid_arguments", id="bad view"),
        pytest.param(
            {"response_action": "push", "view": {"type": "home", "blocks": []}}, "invalid_arguments", id="home"
        ),
    ],
)
def test_a_bad_answer_leaves_the_modal_open(slack: Sandbox, app: App, answer: Json, kind: str) -> None:
    opening(app, modal(section("Note", block_id="note"), TITLE), **answer)
    ana = slack.person("ana")
    ana.slash("/log", in_="acme")

    with slack.expect_violation(kind):
        submitted = ana.submit({"Title": "Proof"})

    assert (submitted.closed, submitted.error) == (False, TROUBLE)
    assert ana.modal is not None


def test_a_click_in_a_modal_brings_its_state(slack: Sandbox, app: App) -> None:
    opening(app, modal(TITLE, actions(button("Check", "check"))))
    payloads: list[Json] = []

    def on_check(ack: Ack, body: Json) -> None:
        payloads.append(body)
        ack()

    app.action("check")(on_check)
    ana = slack.person("ana")
    ana.slash("/log", in_="acme")

    ana.click("Check", values={"title": "Half a ti"})

    [payload] = payloads
    assert payload["view"]["state"]["values"]["title"]["line"]["value"] == "Half a ti"
    assert payload["container"]["view_id"] == payload["view"]["id"]
    assert "response_url" not in payload


@pytest.mark.parametrize(("dispatched", "told"), [(True, 1), (False, 0)], ids=["dispatch_action", "plain input"])
def test_inputs_speak_only_when_asked_to(slack: Sandbox, app: App, dispatched: bool, told: int) -> None:
    opening(app, modal({**TITLE, "dispatch_action": dispatched}))
    payloads: list[Json] = []

    def on_typed(ack: Ack, body: Json) -> None:
        payloads.append(body)
        ack()

    app.action("line")(on_typed)
    ana = slack.person("ana")
    ana.slash("/log", in_="acme")

    ana.click(action_id="line", value="Proof")

    assert [payload["actions"][0]["value"] for payload in payloads] == ["Proof"] * told
    assert ana.modal is not None
    assert ana.modal.values["title"]["line"]["value"] == "Proof"


@pytest.mark.parametrize("gesture", ["submit", "close"])
def test_no_modal_is_open(slack: Sandbox, gesture: str) -> None:
    with pytest.raises(DriverMistake, match="no_open_modal"):
        getattr(slack.person("ana"), gesture)()


def test_a_submission_is_not_answered_with_another_modal(slack: Sandbox, app: App, client: WebClient) -> None:
    def on_command(ack: Ack, body: Json) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal(TITLE))
        ack()

    app.command("/log")(on_command)
    app.view("log")(on_command)
    ana = slack.person("ana")
    ana.slash("/log", in_="acme")

    with slack.expect_violation("open_from_submission"):
        ana.submit({"Title": "Proof"})

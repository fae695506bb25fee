"""Whatever goes wrong is said in words, in the way of the surface, and what was typed comes back."""

import json
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.domain.errors import AlreadyDone, StoreUnavailable, TooSlow
from bot.liaison import Liaison
from handlers.after_ack import AfterAck
from handlers.answers import Answers, Days, Homes, Menus
from handlers.form_notes import kept_by
from handlers.language import ENGLISH
from handlers.parts import Parts
from handlers.refusing import Refusing, register
from handlers.response_urls import ResponseUrls
from handlers.switchboard import Switchboard
from handlers.values import NotOurs
from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.stores import changed, locked, without_people

CANNOT_SAVE = "I can't save right now: nothing was stored. Please try again in a minute."


@pytest.fixture
def unhurried() -> None:
    """Whoever waits for a store that is locked is answered as soon as in earnest."""


@pytest.fixture
def ana(liaison: Liaison, slack: Sandbox) -> Person:
    """Once Liaison has looked around: what it tidies at its start would wait for the store as well."""
    slack.settle()
    return slack.person("ana")


def test_a_command_that_cannot_be_saved_gives_back_what_was_typed(ana: Person, database_url: str) -> None:
    with locked(database_url):
        answer = ana.slash("/request Acme & Co: <b>*reprint*</b> for @ben", in_="acme")
    assert CANNOT_SAVE in answer.words
    assert "You typed: /request Acme & Co:" in answer.words.replace("&amp;", "&")
    assert "@ben" in answer.words
    assert answer.acked_ms is not None
    assert answer.acked_ms < 2500
    assert "Nothing is open" in ana.slash("/request list", in_="acme").words


def test_a_form_that_cannot_be_saved_stays_with_what_was_typed(ana: Person, database_url: str) -> None:
    ana.slash("/client add", in_="acme")
    with locked(database_url):
        sent = ana.submit({"Name": "Acme"})
    assert not sent.closed
    assert ana.modal is not None
    assert CANNOT_SAVE in ana.modal.words
    assert "Acme" in str(ana.modal.values)
    assert ana.submit().closed
    assert "Acme" in ana.slash("/client list", in_="acme").words


def test_a_click_that_cannot_be_saved_is_answered_privately(ana: Person, ben: Person, database_url: str) -> None:
    ana.slash("/request reprint of the brochure", in_="acme")
    with locked(database_url):
        answer = ben.click("I'll take this", in_="acme")
    assert CANNOT_SAVE in answer.words
    assert "I can't save" not in ana.sees("acme").newest().words


def test_a_late_notice_is_not_put_over_what_the_form_has_become(slack: Sandbox, ana: Person, database_url: str) -> None:
    ana.slash("/request", in_="acme")
    slack.fault("late", "views.update", times=1, seconds=0.5)
    with without_people(database_url):
        ana.click(action_id="type.pick", value="print", settle=False)
    ana.click(action_id="type.pick", value="print", values={"Title": "Flyers"}, settle=False)
    slack.settle()
    assert ana.modal is not None
    assert CANNOT_SAVE not in ana.modal.words
    assert "Flyers" in str(ana.modal.values)


def test_an_unknown_failure_has_a_reference(ana: Person, database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    ana.slash("/request reprint of the brochure by fri 4pm", in_="acme")
    changed(database_url, "UPDATE client_request SET priority = 'bogus'")
    words = ana.slash("/request R-1", in_="general").words
    found = re.search(r"Something went wrong on our side, reference (\w+)\.", words)
    assert found is not None
    assert "Please check whether it was saved" in words
    assert f"reference {found[1]}" in caplog.text


def test_what_is_closed_says_who_and_when_in_the_readers_zone(ana: Person, ben: Person) -> None:
    ana.slash("/request reprint of the brochure", in_="acme")
    ana.click("Edit", in_="acme")
    ben.click("Done", in_="acme")
    sent = ana.submit({"Title": "Another"})
    assert not sent.closed
    assert ana.modal is not None
    assert "R-1 was closed by @ben" in ana.modal.words
    assert "14:00 London time" in ana.modal.words


def test_a_second_edit_of_one_field_shows_both_values_and_sent_again_wins(ana: Person, ben: Person) -> None:
    ana.slash("/request reprint of the brochure", in_="acme")
    for who in (ana, ben):
        who.click("Edit", in_="acme")
    assert ana.submit({"Title": "By Ana"}).closed
    assert not ben.submit({"Title": "By Ben"}).closed
    assert ben.modal is not None
    assert "By Ana" in ben.modal.words
    assert "By Ben" in ben.modal.words
    assert ben.submit().closed
    assert "By Ben" in ana.sees("acme").newest("R-1").words


def test_missing_and_hidden_sound_the_same(ana: Person, carla: Person) -> None:
    ana.slash("/request a secret plan", in_="board")
    hidden = carla.slash("/request R-1", in_="general").words
    missing = carla.slash("/request R-9", in_="general").words
    assert "No request R-1" in hidden
    assert hidden.replace("R-1", "R-9") == missing


def refusing() -> Refusing:
    """For refusals that need nothing of the services."""
    nowhere = "http://127.0.0.1:1/api/"
    answers = Answers(AfterAck(), ResponseUrls(nowhere), cast("Homes", None), cast("Days", None), cast("Menus", None))
    slack = WebClient("none", base_url=nowhere, retry_handlers=[])
    return Refusing(cast("Parts", SimpleNamespace(answers=answers, slack=slack)))


def slack_says(code: str) -> SlackApiError:
    nothing: Any = None
    data = {"ok": False, "error": code}
    response = SlackResponse(
        client=nothing, http_verb="POST", api_url="", req_args={}, data=data, headers={}, status_code=200
    )
    return SlackApiError(code, response)  # type: ignore[no-untyped-call]  # as the SDK has it


def body_of(response: BoltResponse | None) -> str:
    assert response is not None
    assert response.status == 200
    return response.body


@pytest.mark.parametrize("code", ["expired_trigger_id", "trigger_expired"])
@pytest.mark.parametrize(
    ("command", "opener"),
    [
        ("/request", "home.log"),
        ("/task", "home.task"),
        ("/client", "client.add"),
        ("/nudge", "nudge.open"),
        ("/digest", None),
    ],
)
def test_a_form_that_came_too_late_can_be_opened_by_a_button(code: str, command: str, opener: str | None) -> None:
    said = body_of(refusing().answer(slack_says(code), {"command": command, "text": "something typed"}))
    assert "That took too long" in said
    assert "something typed" in said
    assert ("Open form" in said) is (opener is not None)
    assert opener is None or opener in said


@pytest.mark.parametrize("error", [StoreUnavailable(), TooSlow()], ids=["down", "slow"])
def test_an_event_that_cannot_be_saved_comes_again(error: Exception) -> None:
    body = {"type": "event_callback", "event": {"type": "app_mention"}}
    assert refusing().answer(error, body) is None


def test_an_event_with_another_fault_does_not(caplog: pytest.LogCaptureFixture) -> None:
    body = {"type": "event_callback", "event": {"type": "app_mention"}}
    assert body_of(refusing().answer(KeyError("user"), body)) == ""
    assert "app_mention failed, reference" in caplog.text


@pytest.mark.parametrize("kind", ["block_actions", "view_submission"])
@pytest.mark.parametrize("error", [AlreadyDone("key", "R-1"), slack_says("hash_conflict")], ids=["done", "view gone"])
def test_what_was_done_or_is_gone_needs_no_words(kind: str, error: Exception) -> None:
    assert body_of(refusing().answer(error, {"type": kind})) == ""


def test_slack_not_answering_is_said() -> None:
    assert "Slack did not answer" in body_of(refusing().answer(TimeoutError(), {"command": "/task", "text": ""}))


@pytest.mark.parametrize(
    "action_id",
    ["gone.pressed", "request.gone:R-12", "task.gone", "client.gone", "digest.offer", "nudge.gone", "home.gone"],
)
def test_a_button_of_an_older_version_says_so(slack: Sandbox, ana: Person, action_id: str) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Old"}, "action_id": action_id, "value": "R-12"}
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    client.chat_postMessage(channel="C0ACME", text="old", blocks=[{"type": "actions", "elements": [button]}])
    words = ana.click("Old", in_="acme").words
    assert "This button is old. Open the item again with `/request R-12`." in words


VIEW = {
    "id": "V1",
    "type": "modal",
    "hash": "1",
    "callback_id": "client.edit",
    "private_metadata": "{}",
    "title": {"type": "plain_text", "text": "Edit"},
    "blocks": [{"type": "input", "block_id": "name"}],
    "state": {"values": {}},
}
USER = {"id": "U0ANA", "team_id": "T0SANDBOX"}
ACTION = {"action_id": "request.take:R-1", "value": "R-1", "action_ts": "1"}
PAYLOADS: tuple[dict[str, Any], ...] = (
    {"command": "/request", "text": "words", "team_id": "T0SANDBOX", "user_id": "U0ANA", "trigger_id": "1"},
    {"type": "view_submission", "team": {"id": "T0SANDBOX"}, "user": USER, "view": VIEW},
    {"type": "block_actions", "team": None, "user": USER, "container": {"message_ts": "1"}, "actions": [ACTION]},
    {"type": "block_actions", "user": USER, "view": {"type": "home", "id": "V1"}, "actions": [ACTION]},
    {"type": "message_action", "team": {"id": "T0SANDBOX"}, "user": USER, "callback_id": "request.log_message"},
    {"type": "event_callback", "team_id": "T0SANDBOX", "event": {"type": "app_mention", "user": "U0ANA"}},
)


def without_one_key(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key, value in payload.items():
        rest = {name: held for name, held in payload.items() if name != key}
        yield rest
        yield {**rest, key: None}
        if isinstance(value, dict):
            yield from ({**rest, key: less} for less in without_one_key(value))


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: str(payload.get("type", "command")))
@pytest.mark.parametrize("error", [KeyError("user"), StoreUnavailable()], ids=["broken", "down"])
def test_a_payload_that_lacks_something_is_still_answered(payload: dict[str, Any], error: Exception) -> None:
    for broken in without_one_key(payload):
        answer = refusing().answer(error, broken)
        assert answer is None or answer.status == 200


def test_a_form_that_keeps_nothing_of_ours_is_an_old_one() -> None:
    view = {**VIEW, "private_metadata": "not JSON"}
    body = {"type": "view_submission", "user": USER, "team": {"id": "T0SANDBOX"}, "view": view}
    with pytest.raises(NotOurs) as refused:
        kept_by(body)
    assert "older version" in body_of(refusing().answer(refused.value, body))


def last_resort() -> App:
    """An app in which nothing but the refusals listens."""

    def authorize(team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_id="B0", bot_user_id="U0BOT", bot_token="t")

    app = App(authorize=authorize, process_before_response=True, raise_error_for_unhandled_request=True)
    board = Switchboard()
    answers = Answers(AfterAck(), ResponseUrls(""), cast("Homes", None), cast("Days", None), cast("Menus", None))
    parts = SimpleNamespace(answers=answers)
    register(app, board, cast("Parts", parts), ENGLISH)
    board.connect(app, lambda _: True)
    return app


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"command": "/nothing", "text": "", "user_id": "U0ANA", "team_id": "T1"}, "/liaison help"),
        ({"type": "view_submission", "team": {"id": "T1"}, "user": USER, "view": VIEW}, "older version"),
        ({"type": "view_closed", "team": {"id": "T1"}, "user": USER, "view": VIEW}, ""),
        ({"type": "shortcut", "team": {"id": "T1"}, "user": USER, "callback_id": "gone", "trigger_id": "1"}, ""),
        ({"type": "event_callback", "team_id": "T1", "event": {"type": "emoji_changed"}}, ""),
        ({"type": "event_callback", "team_id": "T1", "event": {"type": "message", "subtype": "new_kind"}}, ""),
        ({"type": "block_suggestion", "team": {"id": "T1"}, "user": USER, "action_id": "x", "value": ""}, ""),
        ({"type": "something_new", "team": {"id": "T1"}, "user": USER}, ""),
    ],
    ids=lambda value: str(value.get("type", "command")) if isinstance(value, dict) else "",
)
def test_what_nobody_listens_to_is_acknowledged(payload: dict[str, Any], said: str) -> None:
    answer = last_resort().dispatch(BoltRequest(mode="socket_mode", body=payload))
    assert answer is not None
    assert answer.status == 200
    assert said in answer.body


@pytest.mark.parametrize(
    ("who", "channel", "says"),
    [("gus", "acme", "You are a guest here"), ("eve", "partners", "You belong to another company")],
)
@pytest.mark.usefixtures("liaison")
def test_whoever_may_not_act_is_told_of_themselves(slack: Sandbox, who: str, channel: str, says: str) -> None:
    for line in ("/request thing", "/task thing", "/client list", "/nudge me in 2h tea"):
        answer = slack.person(who).slash(line, in_=channel)
        assert says in answer.text
        assert "assigned" not in answer.text


@pytest.mark.parametrize(
    ("line", "held"),
    [("add Zed &amp; Co", "Zed & Co"), ("add <@U0BEN|ben>", "@ben"), ("add", ""), ("add  Zed|A", "Zed|A")],
)
def test_the_form_opened_after_all_holds_what_was_typed(slack: Sandbox, ana: Person, line: str, held: str) -> None:
    too_late = refusing().answer(slack_says("expired_trigger_id"), {"command": "/client", "text": line})
    blocks = json.loads(body_of(too_late))["blocks"]
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    client.chat_postMessage(channel="C0ACME", text="late", blocks=blocks)
    modal = ana.click("Open form", in_="acme").modal
    assert modal is not None
    assert modal.callback_id == "client.add"
    assert modal.values["name"]["input"]["value"] == (held or None)


def test_the_form_of_a_reminder_is_opened_after_all(slack: Sandbox, ana: Person) -> None:
    too_late = refusing().answer(slack_says("expired_trigger_id"), {"command": "/nudge", "text": ""})
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    client.chat_postMessage(channel="C0ACME", text="late", blocks=json.loads(body_of(too_late))["blocks"])
    modal = ana.click("Open form", in_="acme").modal
    assert modal is not None
    assert modal.callback_id == "nudge.set"

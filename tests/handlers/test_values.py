"""Known buttons with values and forms with notes that this release did not write: said in words, without a defect."""

import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.domain.client_requests import Due, SnoozedFor
from bot.domain.snoozes import OutOfSight
from handlers import form_notes, values
from sandbox import Sandbox
from sandbox.driver import Person
from tests.conftest import Pair
from tests.handlers.crafted import pressed_in_home, submitted
from tests.handlers.pressing import press

#: What values mean is the same in every pair.
PAIRS = (Pair.SOCKET_SQLITE,)

UNREADABLE = ("x", "R-abc", "T-1x", "R-" + "1" * 21, "open:-1", "mine:" + "9" * 21, "R-1\n", "R-٣", "1e9")
READERS: tuple[Callable[[str], object], ...] = (
    values.request_number,
    values.merged,
    values.paused,
    values.closed,
    values.task_number,
    values.nudge_number,
    values.dated,
    values.item_label,
    values.snoozed,
    values.offset,
    values.list_page,
    values.client_and_page,
    values.picked_moment,
)


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@pytest.mark.parametrize("value", ["", *UNREADABLE, "2026-13-01T00:00", "2026-03-01T25:00", "N-1@2026-13-01"])
def test_what_we_did_not_write_is_not_guessed(read: Callable[[str], object], value: str) -> None:
    with pytest.raises(values.NotOurs):
        read(value)


@pytest.mark.parametrize(
    ("value", "number", "name"),
    [("", None, ""), ("Acme", None, "Acme"), ("R-12|Acme", 12, "Acme"), ("R-12|A|B", 12, "A|B"), ("X|Y", None, "X|Y")],
)
def test_a_name_holds_whatever_it_likes(value: str, number: int | None, name: str) -> None:
    assert values.text_about(value) == (number, name)


@pytest.mark.parametrize("second", ["00", "00.250000"])
def test_how_long_it_was_snoozed_before_is_read_to_the_same_fraction(second: str) -> None:
    until, before = f"2026-03-09T10:00:{second}+00:00", f"2026-03-06T09:00:{second}+00:00"

    read = values.snoozed(f"R-12@{until}<{before}|Europe/London|reply")

    stood = OutOfSight(Due(datetime.fromisoformat(before), "Europe/London"), SnoozedFor.REPLY)
    assert read == ("R-12", datetime.fromisoformat(until), stood)


@pytest.mark.parametrize(
    "before",
    ["x", "2026-03-06T09:00:00+00:00", "2026-13-06T09:00:00+00:00|UTC|date", "2026-03-06T09:00:00+00:00|UTC|x"],
)
def test_what_it_was_snoozed_for_before_is_not_guessed(before: str) -> None:
    with pytest.raises(values.NotOurs):
        values.snoozed(f"R-12@2026-03-09T10:00:00+00:00<{before}")


def test_what_is_merged_names_the_other_where_it_was_shown() -> None:
    assert values.merged("R-15:R-12") == (15, 12)
    assert values.merged("R-15") == (15, None)


@pytest.mark.parametrize("number", ["x", 1e30, 1.0, -1, 0, True, None, [1], 10**21])
def test_a_number_in_a_forms_notes(number: object) -> None:
    with pytest.raises(values.NotOurs):
        form_notes.kept_number({"number": number})


@pytest.fixture
def office(ana: Person) -> Person:
    """Ana with one of everything."""
    ana.slash("/request proof of the poster", in_="acme")
    ana.slash("/task @ben prepare the proof", in_="acme")
    ana.slash("/nudge me fri 9:00 call Acme", in_="acme")
    ana.slash("/client add Acme", in_="acme")
    ana.submit()
    return ana


def pressed(slack: Sandbox, who: Person, action_id: str, value: str) -> str:
    """In a message of our own that shows this button."""
    words = {"type": "plain_text", "text": "Press"}
    button = {"type": "button", "text": words, "action_id": action_id, **({"value": value} if value else {})}
    client = WebClient(slack.bot_token, base_url=slack.api_url)
    client.chat_postMessage(channel="C0ACME", text="old", blocks=[{"type": "actions", "elements": [button]}])
    return who.click("Press", in_="acme").words


OLD = (
    *((f"request.{verb}", "/request list") for verb in ("take", "done", "edit", "change", "page", "date", "show")),
    *((f"request.{verb}", "/request list") for verb in ("assign", "cancel", "undo", "copy", "remind", "reopen")),
    *((f"task.{verb}", "/task list") for verb in ("take", "done", "edit", "page", "date", "show", "remind")),
    *((f"nudge.{verb}", "/nudge list") for verb in ("cancel", "page", "date")),
    *((f"client.{verb}", "/client list") for verb in ("edit", "page")),
    ("home.page", "/request list"),
)


def test_a_button_with_another_value_is_an_old_one(
    slack: Sandbox, office: Person, caplog: pytest.LogCaptureFixture
) -> None:
    for action_id, found_by in OLD:
        for value in ("", "x", "T-1x", "R-" + "1" * 21, "open:-1"):
            words = pressed(slack, office, action_id, value)
            assert words == f"This button is old. Open the item again with `{found_by}`.", (action_id, value)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_a_button_of_another_kind_says_how_to_see_the_item(slack: Sandbox, office: Person) -> None:
    assert "`/task T-1`" in pressed(slack, office, "request.done", "T-1")
    assert "`/request R-1`" in pressed(slack, office, "task.done", "R-1")
    assert "Open" in office.slash("/task T-1", in_="acme").words


def test_an_old_button_in_the_home(office: Person, caplog: pytest.LogCaptureFixture) -> None:
    office.home()
    pressed_in_home(office, "home.page", "x")
    pressed_in_home(office, "request.done", "R-abc")
    assert office.home_view is not None
    assert "This button is old" in office.home_view.text
    assert "ERROR" not in caplog.text


FORMS: dict[str, Callable[[Person], object]] = {
    "request.edit": lambda ana: (ana.slash("/request R-1", in_="acme"), ana.click("Edit", in_="acme")),
    "request.assign": lambda ana: (ana.slash("/request R-1", in_="acme"), press(ana, "Assign", in_="acme")),
    "task.edit": lambda ana: (ana.slash("/task T-1", in_="acme"), ana.click("Edit", in_="acme")),
    "task.assign": lambda ana: (ana.slash("/task T-1", in_="acme"), press(ana, "Assign", in_="acme")),
    "client.edit": lambda ana: (ana.slash("/client Acme", in_="acme"), ana.click("Edit", in_="acme")),
}
UNREADABLE_NOTES: tuple[Any, ...] = (
    '{"number":"x"}',
    '{"number":1e30}',
    '{"number":NaN}',
    '{"number":1,"shown":[]}',
    '{"number":1,"shown":{"title":3},"asked":["title"]}',
    "[]",
    "{",
    "null",
    "",
    "x" * 3000,
    "[" * 3000,
)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_with_other_notes_is_an_old_one(office: Person, caplog: pytest.LogCaptureFixture, form: str) -> None:
    FORMS[form](office)
    assert office.modal is not None
    assert office.modal.callback_id == form
    for kept in UNREADABLE_NOTES:
        if form.endswith("assign") and '"number":1,' in kept:
            continue
        answer = submitted(office, {}, kept=kept)
        assert "older version" in json.dumps(answer), kept
        assert answer["response_action"] == "update"
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("command", ["/request", "/task", "/nudge", "/client add"])
@pytest.mark.parametrize("kept", ["[]", "{", "", "null"])
def test_a_new_form_with_other_notes_saves_nothing(ana: Person, command: str, kept: str) -> None:
    ana.slash(command, in_="acme")
    fields = {"title": "proof", "when": "fri 9:00", "text": "proof", "name": "Proofs"}
    shown = set(ana.sandbox.core.slack.modals[ana.id][-1].state())
    answer = submitted(ana, {name: held for name, held in fields.items() if name in shown}, kept=kept)
    assert "older version" in json.dumps(answer)
    lists = [
        ana.slash(line, in_="acme").words for line in ("/request list", "/task list", "/nudge list", "/client list")
    ]
    assert all("-1" not in words and "Proofs" not in words for words in lists)


def test_an_address_that_cannot_be_read_does_not_undo_what_was_saved(office: Person) -> None:
    office.slash("/client Acme", in_="acme")
    office.click("Edit", in_="acme")
    view = office.sandbox.core.slack.modals[office.id][-1]
    kept = {**json.loads(view.content["private_metadata"]), "since": "yesterday"}
    answer = submitted(office, {"name": "Acme & Sons"}, kept=json.dumps(kept))
    assert "is changed" in json.dumps(answer)
    assert "Acme & Sons" in office.slash("/client list", in_="acme").words.replace("&amp;", "&")

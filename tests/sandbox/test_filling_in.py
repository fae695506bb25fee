"""A form that is filled in and submitted: which fields the app hears of meanwhile, and what it can make of the form."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox import DriverMistake
from tests.sandbox.recorded import Recorded
from tests.sandbox.scripted import Got, Says, obliging
from tests.sandbox.shapes import actions, asks, line, modal, options, section, text

Json = dict[str, Any]

DAY = {"type": "datepicker", "action_id": "it"}
LEVEL = {"type": "static_select", "action_id": "it", "options": options("High", "Low"), "placeholder": text("Level")}
SEVERAL = {**LEVEL, "type": "multi_static_select"}
LOW = options("High", "Low")[1]
EACH = {"trigger_actions_on": ["on_character_entered"]}
ENTER = {"trigger_actions_on": ["on_enter_pressed"]}


def told(work: Recorded) -> list[Json]:
    """The interactions with the open form, oldest first."""
    found = [got.payload for got in work.app.asked if got.body.startswith(b"payload=")]
    return [payload for payload in found if payload["type"] in {"block_actions", "view_submission"}]


def spoken(work: Recorded) -> list[Json]:
    return [payload["actions"][0] for payload in told(work) if payload["type"] == "block_actions"]


def listening(element: Json, **more: Any) -> Json:
    return asks("Field", "field", element, dispatch_action=True, optional=True, **more)


@pytest.mark.parametrize(
    ("block", "value", "said"),
    [
        pytest.param(listening(LEVEL), "Low", [{"selected_option": "low"}], id="a menu"),
        pytest.param(asks("Field", "field", LEVEL), "Low", [], id="a menu that says nothing"),
        pytest.param(listening({**LEVEL, "initial_option": LOW}), "Low", [], id="chosen already"),
        pytest.param(listening(DAY), "2026-03-06", [{"selected_date": "2026-03-06"}], id="a date"),
        pytest.param(listening({**DAY, "initial_date": "2026-03-06"}), None, [{"selected_date": None}], id="emptied"),
        pytest.param(listening(DAY), None, [], id="left empty"),
        pytest.param(listening(line("it")), "Proof", [], id="a line, which waits for Enter"),
        pytest.param(listening(line("it", dispatch_action_config=ENTER)), "Proof", [], id="a line that names Enter"),
        pytest.param(
            listening(line("it", dispatch_action_config=EACH)), "Proof", [{"value": "Proof"}], id="every character"
        ),
        pytest.param(
            listening({"type": "users_select", "action_id": "it"}), "ben", [{"selected_user": "U0BEN"}], id="a person"
        ),
        pytest.param(
            listening(SEVERAL),
            ["High", "Low"],
            [{"selected_options": ["high"]}, {"selected_options": ["high", "low"]}],
            id="one after the other",
        ),
        pytest.param(
            listening({**SEVERAL, "initial_options": [LOW]}),
            ["High"],
            [{"selected_options": []}, {"selected_options": ["high"]}],
            id="another instead",
        ),
        pytest.param(actions(LEVEL, block_id="field"), "Low", [{"selected_option": "low"}], id="outside of an input"),
        pytest.param(
            section("Field", block_id="field", accessory=DAY),
            "2026-03-06",
            [{"selected_date": "2026-03-06"}],
            id="beside a text",
        ),
    ],
)
def test_what_the_app_hears_before_the_form(work: Recorded, block: Json, value: Any, said: list[Json]) -> None:
    work.opens(modal(asks("Title", "title", line()), block))

    assert work.ana.submit({"Title": "Proof", "field": value}).closed

    assert [by_value(action, expected) for action, expected in zip(spoken(work), said, strict=True)] == said
    *_, form = told(work)
    assert form["type"] == "view_submission"
    assert form["view"]["state"]["values"]["title"]["line"]["value"] == "Proof"
    for payload in told(work)[:-1]:
        assert payload["view"]["state"]["values"]["title"]["line"]["value"] == "Proof"


def by_value(action: Json, expected: Json) -> Json:
    """What the action says of these, options by their value."""
    return {name: _values(action[name]) for name in expected}


def _values(held: Any) -> Any:
    if isinstance(held, list):
        return [option["value"] for option in held]
    return held["value"] if isinstance(held, dict) else held


def test_each_choice_of_a_click_is_told(work: Recorded) -> None:
    work.opens(modal(actions({**SEVERAL, "initial_options": [LOW]}, block_id="field")))
    work.ana.click(action_id="it", value=["High"])
    work.ana.click(action_id="it", value=["High"])
    assert [_values(action["selected_options"]) for action in spoken(work)] == [[], ["high"], ["high"]]
    assert work.ana.modal is not None
    assert _values(work.ana.modal.values["field"]["it"]["selected_options"]) == ["high"]


REASON = asks("Reason", "reason", line())


def on_action(work: Recorded, done: Callable[[Json], object], says: Says | None = None) -> None:
    """What the app does when it hears of a field, before its ack."""

    def answer(got: Got) -> Says:
        if got.body.startswith(b"payload=") and got.payload["type"] == "block_actions":
            done(got.payload)
            return says or Says()
        return obliging(got)

    work.app.answer = answer


def test_a_field_that_comes_with_a_choice(work: Recorded) -> None:
    work.opens(modal(listening(LEVEL)))
    on_action(
        work, lambda body: work.client.views_update(view_id=body["view"]["id"], view=modal(listening(LEVEL), REASON))
    )

    assert work.ana.submit({"Field": "Low", "Reason": "No hurry"}).closed

    values = told(work)[-1]["view"]["state"]["values"]
    assert values["reason"]["line"]["value"] == "No hurry"
    assert values["field"]["it"]["selected_option"]["value"] == "low"


def test_a_field_that_does_not_come(work: Recorded) -> None:
    work.opens(modal(listening(LEVEL)))
    with pytest.raises(DriverMistake, match="no_such_field"):
        work.ana.submit({"Field": "Low", "Reason": "No hurry"})
    assert [payload["type"] for payload in told(work)] == ["block_actions"]


def test_a_field_that_goes(work: Recorded) -> None:
    work.opens(modal(listening(LEVEL), REASON))
    on_action(work, lambda body: work.client.views_update(view_id=body["view"]["id"], view=modal(listening(LEVEL))))
    with pytest.raises(DriverMistake, match="took reason away"):
        work.ana.submit({"Field": "Low", "Reason": "No hurry"})


def test_a_file_is_handed_in_once(work: Recorded) -> None:
    files = asks("Files", "files", {"type": "file_input", "action_id": "it"})
    work.opens(modal(listening(LEVEL), files))
    before = len(work.slack.core.slack.world.files)
    work.ana.submit({"Files": [{"name": "a.txt", "content": "eA=="}], "Field": "Low"})
    assert len(work.slack.core.slack.world.files) == before + 1
    [file] = told(work)[-1]["view"]["state"]["values"]["files"]["it"]["files"]
    assert file["name"] == "a.txt"


def test_a_mistake_in_what_is_there_changes_nothing(work: Recorded) -> None:
    work.opens(modal(listening(LEVEL), asks("Day", "day", DAY, optional=True)))
    with pytest.raises(DriverMistake, match="not_possible"):
        work.ana.submit({"Field": "Low", "Day": "some day"})
    with pytest.raises(DriverMistake, match="no_such_field"):
        work.ana.submit({"Day": "2026-03-06", "Reason": "No hurry"})
    assert told(work) == []
    assert work.ana.modal is not None
    assert work.ana.modal.values["day"]["it"]["selected_date"] is None


def test_another_modal_comes_between(work: Recorded) -> None:
    work.opens(modal(listening(LEVEL)))
    on_action(work, lambda body: work.client.views_push(trigger_id=body["trigger_id"], view=modal(REASON, title="Why")))
    with pytest.raises(DriverMistake, match="view_changed"):
        work.ana.submit({"Field": "Low"})
    assert work.ana.modal is not None
    assert work.ana.modal.title == "Why"


def test_whoever_is_asked_first_has_to_say_so(work: Recorded) -> None:
    confirm = {"title": text("Sure?"), "text": text("Really"), "confirm": text("Yes"), "deny": text("No")}
    work.opens(modal(listening({**LEVEL, "confirm": confirm})))
    with pytest.raises(DriverMistake, match="confirmation_needed"):
        work.ana.submit({"Field": "Low"})
    assert told(work) == []
    work.ana.click("Low", confirm=True)
    assert work.ana.submit({"Field": "Low"}).closed
    assert [payload["type"] for payload in told(work)] == ["block_actions", "view_submission"]


def test_an_app_that_does_not_ack_is_to_blame_and_the_form_goes_on(work: Recorded) -> None:
    work.opens(modal(listening(LEVEL)))
    on_action(work, lambda _: None, Says(500))
    with work.slack.expect_violation("http_error"):
        assert work.ana.submit({"Field": "Low"}).closed

"""Forms as a person fills them in: how fields and values may be named, and what Slack's client does not send."""

from typing import Any

import pytest
from slack_bolt import App

from sandbox import DriverMistake, Sandbox
from tests.sandbox.opened import DUE, TITLE, opening
from tests.sandbox.shapes import actions, asks, button, line, modal, options, text

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("block", "typed", "reason"),
    [
        pytest.param(TITLE, "", "Please complete this required field.", id="empty"),
        pytest.param(asks("Title", "title", line(max_length=3)), "four", "4 characters where 3 are allowed", id="long"),
        pytest.param(
            asks("Title", "title", {"type": "number_input", "action_id": "n", "is_decimal_allowed": False}),
            "many",
            "'many' is not a number",
            id="no number",
        ),
    ],
)
def test_what_the_client_does_not_send(slack: Sandbox, app: App, block: Json, typed: str, reason: str) -> None:
    submissions = opening(app, modal(block))
    ana = slack.person("ana")
    ana.slash("/log", in_="acme")

    submitted = ana.submit({"Title": typed})

    assert (submitted.closed, submitted.errors) == (False, {"title": reason})
    assert submissions == []


@pytest.mark.parametrize(
    ("first", "then", "errors"),
    [
        pytest.param({"Title": "four"}, {}, {"title": "4 characters where 3 are allowed"}, id="nothing mended"),
        pytest.param({"Title": "a\nb"}, {"Title": "abc"}, {}, id="mended"),
        pytest.param({"Title": "four"}, {"Title": ""}, {"title": "Please complete this required field."}, id="emptied"),
    ],
)
def test_what_is_typed_stays_until_it_is_mended(
    slack: Sandbox, app: App, first: Json, then: Json, errors: dict[str, str]
) -> None:
    submissions = opening(app, modal(asks("Title", "title", line(max_length=3)), DUE))
    ana = slack.person("ana")
    ana.slash("/log", in_="acme")

    refused = ana.submit({**first, "Due date": "2026-03-06"})

    assert (refused.closed, list(refused.errors)) == (False, ["title"])
    assert ana.modal is not None
    assert ana.modal.values["title"]["line"]["value"] == first["Title"]
    assert ana.modal.values["due"]["day"]["selected_date"] == "2026-03-06"
    assert ana.submit(then).errors == errors
    assert len(submissions) == (not errors)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"Due date": "tomorrow"}, id="not a date"),
        pytest.param({"Subject": "x"}, id="no such field"),
        pytest.param({"Who": "nobody"}, id="nobody"),
        pytest.param({"Due date": {"day": "2026-03-06", "hour": "9"}}, id="no such element"),
        pytest.param({"Note": {"line": "x"}}, id="not a text"),
    ],
)
@pytest.mark.parametrize("gesture", ["submit", "click"])
def test_a_mistake_leaves_the_form_as_it_was(slack: Sandbox, app: App, gesture: str, wrong: Json) -> None:
    who = asks("Who", "who", {"type": "users_select", "action_id": "person"}, optional=True)
    note = asks("Note", "note", line("words"), optional=True)
    opening(app, modal(TITLE, DUE, who, note, actions(button("Check", "check"))))
    ana = slack.person("ana")
    ana.slash("/log", in_="acme")
    values = {"Title": "half", **wrong}

    with pytest.raises(DriverMistake):
        _ = ana.submit(values) if gesture == "submit" else ana.click("Check", values=values)

    assert ana.modal is not None
    assert ana.modal.values["title"]["line"]["value"] is None


def test_a_click_that_misses_leaves_the_form_as_it_was(slack: Sandbox, app: App) -> None:
    opening(app, modal(TITLE))
    ana = slack.person("ana")
    ana.slash("/log", in_="acme")

    with pytest.raises(DriverMistake, match="no_such_button"):
        ana.click("Check", values={"Title": "half"})

    assert ana.modal is not None
    assert ana.modal.values["title"]["line"]["value"] is None


PRIORITY = asks(
    "Priority",
    "level",
    {"type": "static_select", "action_id": "pick", "options": options("High", "Low")},
    optional=True,
)
WHO = asks("Who takes it?", "who", {"type": "users_select", "action_id": "person"}, optional=True)
PEOPLE = asks("People", "people", {"type": "multi_users_select", "action_id": "persons"}, optional=True)
PLACE = asks("Place", "place", {"type": "conversations_select", "action_id": "channel"}, optional=True)
TIME = asks("Time", "time", {"type": "timepicker", "action_id": "clock"}, optional=True)
COUNT = asks("Copies", "copies", {"type": "number_input", "action_id": "n", "is_decimal_allowed": False}, optional=True)
EXTRAS = asks(
    "Extras ✨",
    "extras",
    {"type": "checkboxes", "action_id": "boxes", "options": options("Ask Ana", "Hurry")},
    optional=True,
)


@pytest.mark.parametrize(
    ("values", "block_id", "held"),
    [
        pytest.param({"TITLE": "x"}, "title", "x", id="a label in capitals"),
        pytest.param({" title: ": "x"}, "title", "x", id="a label with a colon"),
        pytest.param({"Title": 500}, "title", "500", id="a number as text"),
        pytest.param({"Due date (optional)": "2026-03-06"}, "due", "2026-03-06", id="as the page shows it"),
        pytest.param({"due DATE": " 2026-03-06 "}, "due", "2026-03-06", id="a date with spaces"),
        pytest.param({"Due date": ["2026-03-06"]}, "due", "2026-03-06", id="a date in a list"),
        pytest.param({"priority": "HIGH"}, "level", "high", id="an option in capitals"),
        pytest.param({"priority": [" high "]}, "level", "high", id="an option in a list"),
        pytest.param({"Priority": []}, "level", None, id="no option"),
        pytest.param({"Who takes it": "ben"}, "who", "U0BEN", id="a label without its question mark"),
        pytest.param({"who": [" @Ben Okafor "]}, "who", "U0BEN", id="a person in a list"),
        pytest.param({"who": "<@U0BEN>"}, "who", "U0BEN", id="a mention"),
        pytest.param({"who": "<@U0BEN|ben>"}, "who", "U0BEN", id="a mention with a name"),
        pytest.param({"people": "ana"}, "people", ["U0ANA"], id="one of several"),
        pytest.param({"People": ["<@U0ANA>", " BEN"]}, "people", ["U0ANA", "U0BEN"], id="several"),
        pytest.param({"place": "<#C0ACME>"}, "place", "C0ACME", id="a linked channel"),
        pytest.param({"place": " #Acme "}, "place", "C0ACME", id="a channel with spaces"),
        pytest.param({"Time": "9:00"}, "time", "09:00", id="a short time"),
        pytest.param({"Time": "16:00:00"}, "time", "16:00", id="a time with seconds"),
        pytest.param({"Copies": 500}, "copies", "500", id="a number"),
        pytest.param({"Copies": " 500 "}, "copies", "500", id="a number with spaces"),
        pytest.param({"extras": ["ask ana"]}, "extras", ["ask ana"], id="a box by its words"),
        pytest.param({"extras": "HURRY"}, "extras", ["hurry"], id="one box"),
    ],
)
def test_how_a_field_and_its_value_may_be_written(
    slack: Sandbox, app: App, values: Json, block_id: str, held: object
) -> None:
    submissions = opening(app, modal(TITLE, DUE, PRIORITY, WHO, PEOPLE, PLACE, TIME, COUNT, EXTRAS))
    ana = slack.person("ana")
    ana.slash("/log", in_="acme")

    assert ana.submit({"title": "x", **values}).closed

    [entry] = submissions[0]["view"]["state"]["values"][block_id].values()
    assert _chosen(next(value for name, value in entry.items() if name != "type")) == held


def _chosen(value: Any) -> object:
    if isinstance(value, list):
        return [_chosen(each) for each in value]
    return value["value"] if isinstance(value, dict) else value


def test_the_exact_name_is_meant_first(slack: Sandbox, app: App) -> None:
    low, high = ({"text": text(words), "value": words} for words in ("low", "LOW"))
    pick = {"type": "static_select", "action_id": "pick", "options": [low, high]}
    submissions = opening(app, modal(asks("Level", "a", pick), asks("LEVEL", "b", pick)))
    ana = slack.person("ana")
    ana.slash("/log", in_="acme")

    ana.submit({"LEVEL": "LOW", "Level": "low"})

    values = submissions[0]["view"]["state"]["values"]
    assert [values[block]["pick"]["selected_option"]["value"] for block in ("a", "b")] == ["low", "LOW"]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        pytest.param({"Subject": "x"}, "no_such_field", id="no such field"),
        pytest.param({"Due date": "tomorrow"}, "not_possible", id="not a date"),
        pytest.param({"Due date": ["2026-03-06", "2026-03-07"]}, "not_possible", id="two dates"),
        pytest.param({"Who": "nobody"}, "user_not_found", id="nobody of that name"),
        pytest.param({"Who": ["ana", "ben"]}, "not_possible", id="two people where one is asked"),
        pytest.param({"Who": {"id": "U0ANA"}}, "not_possible", id="a person as an object"),
    ],
)
def test_what_nobody_could_fill_in(slack: Sandbox, app: App, values: Json, error: str) -> None:
    who = asks("Who", "who", {"type": "users_select", "action_id": "person"}, optional=True)
    opening(app, modal(DUE, who))
    ana = slack.person("ana")
    ana.slash("/log", in_="acme")

    with pytest.raises(DriverMistake) as mistake:
        ana.submit(values)

    assert mistake.value.error == error


def test_what_the_page_sends_for_an_untouched_form(slack: Sandbox, app: App) -> None:
    level = {"type": "radio_buttons", "action_id": "level", "options": options("High", "Low")}
    elsewhere = {"text": text("Acme"), "value": "acme"}
    loaded = {"type": "external_select", "action_id": "client", "initial_option": elsewhere}
    form = modal(asks("Level", "level", level, optional=True), DUE, asks("Client", "client", loaded))
    submissions = opening(app, form)
    ana = slack.person("ana")
    ana.slash("/log", in_="acme")

    assert ana.submit({"level": None, "due": None, "client": "acme"}).closed

    values = submissions[0]["view"]["state"]["values"]
    assert values["level"]["level"]["selected_option"] is None
    assert values["client"]["client"]["selected_option"]["value"] == "acme"

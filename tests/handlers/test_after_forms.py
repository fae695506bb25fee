"""Once a form is sent the person reads what is true now: in the answer it was opened from, or in the form's place."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.pressing import press

HALF_AN_HOUR = 31 * 60


def private(who: Person, channel: str) -> list[str]:
    return [message.words for message in who.sees(channel).messages if message.ephemeral]


def test_the_answer_shows_the_new_value(ana: Person) -> None:
    ana.slash("/request poster", in_="acme")
    ana.click("Change", in_="acme", value="R-1:title")

    assert ana.submit({"Title": "flyer"}).closed

    (answer,) = private(ana, "acme")
    assert "R-1 is changed: flyer" in answer
    assert "*Title*  flyer" in answer
    assert "Undo" in answer


def test_it_can_be_changed_as_often_as_they_like(ana: Person) -> None:
    ana.slash("/request poster", in_="acme")
    for number in range(7):
        ana.click("Change", in_="acme", value="R-1:title")
        assert ana.submit({"Title": f"flyer {number}"}).closed
        assert f"*Title*  flyer {number}" in private(ana, "acme")[0]


def test_it_says_where_the_card_has_gone(ana: Person) -> None:
    ana.slash("/client add Bright", in_="brightside")
    ana.submit()
    ana.slash("/request poster", in_="general")
    ana.click("Change", in_="general", value="R-1:client")

    ana.submit({"Client": "Bright"})

    assert "Its card is in #brightside." in private(ana, "general")[0]


@pytest.mark.parametrize(("command", "label"), [("request", "R-1"), ("task", "T-1")])
def test_an_answer_too_old_to_replace_is_told_in_the_form(
    ana: Person, slack: Sandbox, command: str, label: str
) -> None:
    ana.slash(f"/{command} poster", in_="acme")
    ana.slash(f"/{command} {label}", in_="acme")
    ana.click("Edit", in_="acme", value=label)
    slack.clock.advance(HALF_AN_HOUR)

    told = ana.submit({"Title": "flyer"}).modal

    assert told is not None
    assert f"{label} is changed" in f"{told.title} {told.words}"
    assert "flyer" in told.words


@pytest.mark.parametrize("command", ["request", "task"])
@pytest.mark.parametrize(
    ("button", "field", "value"), [("Edit", "Title", "flyer"), ("Assign", "Who should do it?", "ben")]
)
def test_a_private_card_shows_the_change(ana: Person, command: str, button: str, field: str, value: str) -> None:
    label = {"request": "R-1", "task": "T-1"}[command]
    ana.slash(f"/{command} poster", in_="acme")
    ana.slash(f"/{command} {label}", in_="general")
    if button == "Assign":
        press(ana, button, in_="general", value=label)
    else:
        ana.click(button, in_="general", value=label)

    assert ana.submit({field: value}).closed

    (answer,) = private(ana, "general")
    assert value in answer
    assert f"{label} is changed." in answer


@pytest.mark.parametrize(("command", "label"), [("request", "R-1"), ("task", "T-1")])
def test_a_card_in_sight_needs_no_words(ana: Person, ben: Person, command: str, label: str) -> None:
    ana.slash(f"/{command} poster", in_="acme")
    ben.click("Edit", in_="acme", value=label)
    assert ben.submit({"Title": "flyer"}).closed
    assert private(ben, "acme") == []
    assert "flyer" in ben.sees("acme").newest(label).words


def test_a_card_that_leaves_is_told_in_the_form(ana: Person, ben: Person) -> None:
    ana.slash("/client add Bright", in_="brightside")
    ana.submit()
    ana.slash("/request poster", in_="acme")
    ben.click("Edit", in_="acme", value="R-1")

    told = ben.submit({"Client": "Bright"}).modal

    assert told is not None
    assert "Its card is in #brightside." in told.words


def test_what_was_understood_of_a_task_is_replaced(ana: Person) -> None:
    ana.slash("/task poster", in_="acme")
    ts = next(message.ts for message in ana.sees("acme").messages if message.ephemeral)
    ana.click("Edit", in_="acme", ts=ts)
    assert ana.submit({"Title": "flyer"}).closed
    (answer,) = private(ana, "acme")
    assert "flyer" in answer


def test_a_client_shows_its_new_name(ana: Person) -> None:
    ana.slash("/client add Acme", in_="acme")
    ana.submit()
    ana.slash("/client Acme", in_="general")
    ana.click("Edit", in_="general")

    assert ana.submit({"Name": "Acme & Sons"}).closed

    (answer,) = private(ana, "general")
    assert "Sons* is changed." in answer


def test_the_list_of_clients_stays_a_list(ana: Person) -> None:
    for name in ("Acme", "Bright"):
        ana.slash(f"/client add {name}", in_="general")
        ana.submit()
    ana.slash("/client list", in_="general")
    ana.click("Edit", in_="general", value="1@0")

    assert ana.submit({"Name": "Zebra"}).closed

    (answer,) = private(ana, "general")
    assert "*Zebra* is changed." in answer
    assert "*Bright*" in answer


def test_a_client_is_told_in_the_form_when_its_answer_is_too_old(ana: Person, slack: Sandbox) -> None:
    ana.slash("/client add Acme", in_="acme")
    ana.submit()
    ana.slash("/client Acme", in_="general")
    ana.click("Edit", in_="general")
    slack.clock.advance(HALF_AN_HOUR)

    told = ana.submit({"Name": "Zebra"}).modal

    assert told is not None
    assert "*Zebra* is changed." in told.words

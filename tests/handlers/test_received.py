"""What came in before it was logged: when and how, in lines, forms, on the card and in the history."""

import pytest

from sandbox.driver import Person
from tests.handlers.pressing import press

CALLED = "/request they called at 4.50pm yesterday: proof of the poster for @ben"


def card(person: Person) -> str:
    return person.sees("acme").newest("R-1").words


def test_a_line_says_when_and_how_it_came_in_and_who_asks(ana: Person) -> None:
    answer = ana.slash(CALLED, in_="acme")

    assert "R-1 is logged: proof of the poster" in answer.words
    assert "Came in  Mon 2 Mar, 16:50 London time by phone" in answer.words.replace("*", "")
    assert "Asked by  @ben" in answer.words.replace("*", "")
    assert "Asked by @ben, received" in card(ana)
    assert "by phone" in card(ana)
    modal = press(ana, "History", in_="acme", value="R-1").modal
    assert modal is not None
    assert "logged it, received Mon 2 Mar, 16:50 London time by phone" in modal.words


def test_it_is_changed_in_place(ana: Person) -> None:
    ana.slash(CALLED, in_="acme")

    ana.click("Change", in_="acme", value="R-1:received")
    assert ana.submit({"Came in by": "E-mail", "Received on": "2026-03-03", "Received at": "09:15"}).closed

    assert "Tue 3 Mar, 09:15 London time" in card(ana)
    assert "by e-mail" in card(ana)
    modal = press(ana, "History", in_="acme", value="R-1").modal
    assert modal is not None
    assert "noted that it came by e-mail" in modal.words
    assert "noted that it came in Tue 3 Mar, 09:15 London time" in modal.words


@pytest.mark.parametrize(
    ("form", "field", "says"),
    [
        ({"Received on": "2026-03-04"}, "received_date", "That is still to come."),
        ({"Received on": "2026-03-03", "Received at": "14:30"}, "received_date", "That is still to come."),
        ({"Received on": "2024-03-02"}, "received_date", "At most 2 years back."),
        ({"Received on": "0001-01-01"}, "received_date", "At most 2 years back."),
        ({"Received on": "9999-12-31"}, "received_date", "That is still to come."),
        ({"Received at": "09:15"}, "received_date", "Please pick the date on which it came in."),
    ],
    ids=str,
)
def test_a_moment_that_cannot_be_is_refused_at_its_field(
    ana: Person, form: dict[str, str], field: str, says: str
) -> None:
    ana.slash("/request", in_="acme")

    sent = ana.submit({"Title": "proof of the poster", **form})

    assert says in sent.errors[field]
    assert ana.sees("acme").messages == []


def test_a_doubtful_one_is_asked_and_picked_with_a_click(ana: Person) -> None:
    answer = ana.slash("/request proof of the poster rec'd 1/3 by email", in_="acme")
    assert answer.modal is not None
    assert "could be" in answer.modal.words

    ana.click("1 March 2026")
    assert ana.submit({}).closed

    assert "Sun 1 Mar, 09:00 London time" in card(ana)
    assert "by e-mail" in card(ana)

"""Fields past the limits of Slack's own client, and required ones that hold nothing that is seen."""

import pytest

from sandbox.driver import Person
from tests.conftest import Pair
from tests.handlers.crafted import submitted
from tests.handlers.pressing import press

#: What values mean is the same in every pair.
PAIRS = (Pair.SOCKET_SQLITE,)

BLANKS = (None, "   ", "\u200b\u200b", "\u00a0\n\u2800")
FORMS = {
    "log": ["/request"],
    "edit": ["/request proof", "Change"],
    "give": ["/task"],
    "edit task": ["/task proof", "Edit"],
    "remind": ["/nudge"],
    "add": ["/client add"],
}


def opened(who: Person, form: str) -> None:
    line, *buttons = FORMS[form]
    who.slash(line, in_="acme")
    for button in buttons:
        who.click(button, in_="acme")
    assert who.modal is not None


@pytest.mark.parametrize(
    ("form", "field", "limit"),
    [
        ("log", "title", 300),
        ("log", "details", 3000),
        ("log", "new_client", 100),
        ("edit", "title", 300),
        ("give", "title", 3000),
        ("give", "details", 3000),
        ("edit task", "title", 3000),
        ("edit task", "details", 3000),
        ("remind", "text", 2000),
        ("add", "name", 100),
    ],
)
def test_longer_than_the_client_lets_through(ana: Person, form: str, field: str, limit: int) -> None:
    opened(ana, form)
    others = {"title": "proof"} if field in {"details", "new_client"} else {}
    others |= {"when": "fri 9:00"} if field == "text" else {}
    for length in (limit + 1, limit + 7000):
        answer = submitted(ana, {**others, field: "&" * length})
        assert f"Too long: {length:,} of {limit:,}" in answer["errors"][field]
    assert "&&&" not in ana.slash("/task list", in_="acme").words.replace("&amp;", "&")


@pytest.mark.parametrize(
    ("form", "field", "says"),
    [
        ("log", "title", "Please write a title."),
        ("edit", "title", "Please write a title."),
        ("give", "title", "Please write a title."),
        ("edit task", "title", "Please write a title."),
        ("remind", "when", "Please say when, for example fri 16:00."),
        ("remind", "text", "Please write what the reminder should say."),
        ("add", "name", "Please write the client's name."),
    ],
)
def test_a_required_field_of_nothing(ana: Person, form: str, field: str, says: str) -> None:
    opened(ana, form)
    for blank in BLANKS:
        answer = submitted(ana, {**({"when": "fri 9:00"} if field == "text" else {}), field: blank})
        assert answer["errors"] == {field: says}, ascii(blank)


@pytest.mark.parametrize(
    ("line", "button", "field", "says"),
    [
        ("/request proof", None, "priority", "Please pick a priority."),
        ("/request R-1", "Assign", "owner", "Please pick a person."),
        ("/task T-1", "Assign", "owner", "Please pick a person."),
        ("/client add Acme", None, "owner", "Please pick a person."),
        ("/nudge", None, "target", "Please pick a person or a channel."),
    ],
)
def test_a_required_choice_that_was_not_made(ana: Person, line: str, button: str | None, field: str, says: str) -> None:
    ana.slash("/request proof of the poster", in_="acme")
    ana.slash("/task prepare the proof", in_="acme")
    if field == "priority":
        ana.slash("/request", in_="acme")
    else:
        ana.slash(line, in_="acme")
    if button:
        press(ana, button, in_="acme")
    others = {"priority": {"title": "proof"}, "target": {"when": "fri 9:00", "text": "x"}}.get(field, {})
    assert submitted(ana, {**others, field: None})["errors"] == {field: says}


def test_a_request_that_is_none(ana: Person) -> None:
    ana.slash("/task", in_="acme")
    for typed in ("foo", "R-", "R-1234567890", "12 13", "x" * 5000):
        errors = submitted(ana, {"title": "proof", "request": typed})["errors"]
        assert "Write it as R-12." in errors["request"], typed
        assert len(errors["request"]) < 300


def test_a_person_whom_slack_does_not_know(ana: Person) -> None:
    ana.slash("/task", in_="acme")
    errors = submitted(ana, {"title": "proof", "owner": "U0NOBODY"})["errors"]
    assert "I could not find this person among them" in errors["owner"]


@pytest.mark.parametrize("channel", ["C0NOBODY", "D0ANA", "garbage", "U0ANA", "C" * 300])
def test_a_channel_that_is_none(ana: Person, channel: str) -> None:
    ana.slash("/client add Acme", in_="acme")
    errors = submitted(ana, {"channel": channel})["errors"]
    assert list(errors) == ["channel"]
    assert "pick another" in errors["channel"]
    assert "Acme" not in ana.slash("/client list", in_="general").words.replace("/client add Acme", "")

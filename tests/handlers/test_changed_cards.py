"""Cards that people delete: shown again, once, and from then on kept fresh."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person


def cards(person: Person) -> list[str]:
    return [message.words for message in person.sees("acme").messages if not message.ephemeral]


def posts(slack: Sandbox) -> int:
    return sum(sight.what == "message" and sight.by == slack.bot_user_id for sight in slack.truth)


def delete_card(by: Person) -> None:
    (ts,) = (message.ts for message in by.sees("acme").messages if not message.ephemeral)
    by.deletes("acme", ts)
    assert cards(by) == []


def changed(person: Person, button: str) -> None:
    """By a button of what only this person sees."""
    person.slash("/request R-1", in_="acme")
    person.click(button, in_="acme")


@pytest.fixture
def deleted(slack: Sandbox, ana: Person) -> None:
    ana.slash("/request Poster", in_="acme")
    delete_card(ana)


@pytest.mark.usefixtures("deleted")
def test_a_deleted_card_is_shown_again_once_it_changes(slack: Sandbox, ana: Person, ben: Person) -> None:
    changed(ben, "I'll take this")
    (again,) = cards(ana)
    assert ("Poster" in again, "With @ben" in again) == (True, True)
    changed(ben, "Done")
    (done,) = cards(ana)
    assert done != again
    assert posts(slack) == 2, "the card, and the card again"


@pytest.mark.usefixtures("deleted")
def test_whoever_deletes_it_twice_means_it(slack: Sandbox, ana: Person, ben: Person) -> None:
    changed(ben, "I'll take this")
    delete_card(ana)
    changed(ben, "Done")
    changed(ben, "Reopen")
    assert cards(ana) == []
    assert posts(slack) == 2
    assert ana.dm().messages == []


def test_whoever_logged_it_hears_of_a_card_that_slack_does_not_change(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/request Poster", in_="acme")
    slack.fault("no_permission", "chat.update", times=1)
    changed(ben, "I'll take this")
    (told,) = (message.words for message in ana.dm().messages)
    assert told.startswith("I could not bring up to date what I sent to #acme, the card of R-1: Slack refused it")
    changed(ben, "Done")
    assert "Done" in cards(ana)[0]

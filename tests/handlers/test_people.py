"""What Liaison learns of people and channels while it runs."""

import pytest

from bot.liaison import Liaison
from sandbox import Sandbox
from sandbox.driver import Person


def test_somebody_who_joins_is_welcomed_with_three_things_to_try(slack: Sandbox, ana: Person) -> None:
    nia = slack.join("Nia Cole", tz="Europe/Paris")
    welcome = nia.dm().newest("Three things to try")
    assert all(command in welcome.words for command in ("/request Acme", "/nudge me", "/liaison my day"))
    assert len(nia.dm().messages) == 1
    assert "Paris time" in nia.slash("/nudge me tomorrow 9:00 call Acme", in_="liaison").words


def test_a_channel_gets_cards_as_soon_as_the_bot_is_in_it(ana: Person) -> None:
    ana.slash("/request first thing", in_="nobot")
    assert all(message.ephemeral for message in ana.sees("nobot").messages)
    ana.invite("liaison", to="nobot")
    ana.slash("/request second thing", in_="nobot")
    assert any("second thing" in it.words for it in ana.sees("nobot").messages if not it.ephemeral)


def test_and_none_once_it_was_removed(ana: Person) -> None:
    ana.kick("liaison", from_="acme")
    ana.slash("/request first thing", in_="acme")
    assert "first thing" in ana.dm().newest("first thing").words


def test_a_private_channel_is_open_to_whoever_comes_and_closed_to_whoever_goes(ana: Person, carla: Person) -> None:
    ana.slash("/request a secret plan", in_="board")
    assert "secret plan" not in carla.slash("/request R-1", in_="general").words
    ana.invite("carla", to="board")
    assert "secret plan" in carla.slash("/request R-1", in_="general").words
    ana.kick("carla", from_="board")
    assert "secret plan" not in carla.slash("/request R-1", in_="general").words


def test_nothing_comes_unasked_where_another_company_has_come_to_read_along(
    slack: Sandbox, ana: Person, ben: Person
) -> None:
    ana.slash("/nudge #acme tomorrow 9:00 chase the printer", in_="acme")
    ana.shares("acme", "T0EXTERNAL")
    slack.clock.advance(24 * 3600)
    slack.settle()
    assert not any(
        "chase the printer" in message.words for message in ana.sees("acme").messages if not message.ephemeral
    )
    assert "chase the printer" in ana.dm().newest("chase the printer").words
    ben.slash("/request print the menu", in_="acme")
    assert not any("print the menu" in message.words for message in ana.sees("acme").messages if not message.ephemeral)


def test_and_comes_again_once_they_have_left(slack: Sandbox, ana: Person) -> None:
    ana.shares("acme", "T0EXTERNAL")
    ana.shares("acme", "T0EXTERNAL", undo=True)
    ana.slash("/request print the menu", in_="acme")
    assert any("print the menu" in message.words for message in ana.sees("acme").messages if not message.ephemeral)


def test_what_stands_in_a_channel_that_becomes_private_is_its_members(ana: Person, carla: Person) -> None:
    ana.slash("/request print the menu", in_="acme")
    assert "print the menu" in carla.slash("/request R-1", in_="general").words
    ana.kick("carla", from_="acme")
    ana.converts("acme")
    assert "print the menu" not in carla.slash("/request R-1", in_="general").words
    assert "print the menu" in ana.slash("/request R-1", in_="general").words


def test_a_channel_that_was_archived_at_the_start_gets_cards_once_it_is_opened(liaison: Liaison, ana: Person) -> None:
    ana.archives("acme")
    liaison._load(liaison.introduce())
    ana.archives("acme", undo=True)
    ana.slash("/request print the menu", in_="acme")
    assert any("print the menu" in message.words for message in ana.sees("acme").messages if not message.ephemeral)


def test_a_new_zone_counts_at_once(ben: Person) -> None:
    ben.moves_to("America/New_York")
    assert "New York time" in ben.slash("/nudge me tomorrow 9:00 call Acme", in_="general").words


def test_whoever_left_is_given_nothing(ana: Person, ben: Person) -> None:
    ben.leaves()
    assert "has left" in ana.slash("/request reprint of the brochure @ben", in_="acme").words


@pytest.mark.parametrize("line", ["/task @carla print it", "/request print it @carla"])
def test_what_is_given_back_once_whoever_gave_it_has_left_is_told_to_the_next_person(
    slack: Sandbox, ana: Person, ben: Person, carla: Person, line: str
) -> None:
    ben.slash(line, in_="acme")
    ben.leaves()
    slack.settle()
    carla.click("Decline", in_=carla.dm().id)
    assert carla.submit({"Why?": "I am away"}).closed
    (told,) = (one.words for one in ana.dm().messages)
    assert "-1: I am away. It is nobody's now" in told


def test_what_nobody_has_once_whoever_logged_it_has_left_is_told_to_whoever_looks_after_the_workspace(
    slack: Sandbox, ana: Person, ben: Person
) -> None:
    ben.slash("/request print it", in_="acme")
    ben.leaves()
    slack.clock.advance(24 * 3600)
    slack.settle()
    (told,) = (one.words.replace("*", "") for one in ana.dm().messages if one.text.startswith("⏳"))
    assert "R-1 print it: nobody has it" in told


def test_what_is_on_its_way_as_a_channel_gets_a_new_id_is_not_called_undeliverable(slack: Sandbox, ana: Person) -> None:
    """It is rendered anew for where the channel is now, and other companies read along there."""
    ana.slash("/request reprint of the brochure", in_="general")
    late = slack.fault("late", "chat.postMessage", times=1, seconds=1.5)
    asked = ana.says("@liaison R-1", in_="board", settle=False)
    while not late.hits:
        pass
    ana.shares("board", "T0EXTERNAL", settle=False)
    slack.settle()
    assert [message for message in ana.sees("board").thread(asked) if message.app] == []
    assert "could not deliver" not in " ".join(message.words for message in ana.dm().messages)


def test_a_private_channel_that_is_shared_has_a_new_id_and_keeps_what_is_its(
    slack: Sandbox, liaison: Liaison, ana: Person, carla: Person
) -> None:
    ana.slash("/client add Northwind", in_="board")
    ana.slash("/request a secret plan", in_="board")
    ana.slash("/digest daily 9:00", in_="board")
    ana.shares("board", "T0EXTERNAL")
    assert "secret plan" in ana.slash("/request R-1", in_="general").words
    assert "secret plan" not in carla.slash("/request R-1", in_="general").words
    before = len(ana.sees("board").messages)
    ana.slash("/request another plan", in_="board")
    assert "another plan" in ana.dm().newest("another plan").words, "others than ours would read it there"
    assert len([it for it in ana.sees("board").messages if not it.ephemeral]) <= before
    assert "every day at 09:00" in ana.slash("/digest", in_="board").words


def test_what_cannot_be_reported_to_whoever_left_is_told_to_whoever_looks_after_the_workspace(
    slack: Sandbox, ana: Person, ben: Person
) -> None:
    """Without the words of a reminder that is not theirs to read."""
    ben.slash("/nudge #acme tomorrow 9:00 the secret tender", in_="acme")
    ben.leaves()
    ana.archives("acme")
    slack.clock.advance(24 * 3600)
    slack.settle()
    (told,) = (one.words for one in ana.dm().messages if "N-1" in one.words)
    assert told.startswith("@ben, who has left this workspace or cannot be reached, would have read: ")
    assert "I could not deliver the reminder N-1 to #acme: that channel is archived." in told
    assert "tender" not in told

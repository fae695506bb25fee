"""Mentions and direct messages, from what people write to the reply that everybody there sees."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Message, Person


def replied(who: Person, channel: str, ts: str) -> Message:
    """The one reply in the thread of that message."""
    replies = [message for message in who.sees(channel).thread(ts) if message.app and message.ts != ts]
    assert len(replies) == 1, [reply.words for reply in replies]
    return replies[0]


def asks(who: Person, text: str, in_: str) -> Message:
    return replied(who, in_, who.says(f"@liaison {text}", in_=in_))


def test_a_number_is_answered_in_a_thread_with_its_state(ana: Person, ben: Person) -> None:
    ana.slash("/request Acme: reprint of the brochure by fri 4pm @ana", in_="acme")
    words = asks(ben, "how is r-1?", in_="acme").words
    assert "R-1" in words
    assert "reprint of the brochure" in words
    assert "Working" in words
    assert "@ana" in words


def test_a_task_too(ana: Person, ben: Person) -> None:
    ana.slash("/task @ben prepare the proof", in_="acme")
    assert "prepare the proof" in asks(ben, "T-1", in_="acme").words


@pytest.mark.parametrize("text", ["R-99", "T-99", "status of R-1 please"])
def test_missing_and_not_for_everybody_there_sound_the_same(ana: Person, text: str) -> None:
    ana.slash("/request a secret plan", in_="board")
    words = asks(ana, text, in_="acme").words
    assert "secret" not in words
    assert "I can't show a" in words


def test_what_only_one_person_may_see_is_told_to_them_alone(ana: Person) -> None:
    ana.slash("/request a secret plan", in_="board")
    ana.says("R-1", in_="liaison")
    assert "secret plan" in ana.dm().newest("secret plan").words


def test_in_a_private_channel_its_own_items_are_shown(ana: Person, ben: Person) -> None:
    ana.slash("/request a secret plan", in_="board")
    assert "secret plan" in asks(ben, "list", in_="board").words
    assert "secret plan" not in asks(ben, "list", in_="acme").words


def test_mine_is_what_the_asker_has(ana: Person, ben: Person) -> None:
    ana.slash("/request reprint of the brochure @ben", in_="acme")
    ana.slash("/request another thing @ana", in_="acme")
    words = asks(ben, "mine", in_="general").words
    assert "reprint of the brochure" in words
    assert "another thing" not in words


def test_a_long_list_is_cut_and_says_so(ana: Person) -> None:
    for number in range(12):
        ana.slash(f"/request thing number {number} is here", in_="acme")
    words = asks(ana, "list", in_="acme").words
    assert "12" in words
    assert "2 more" in words


@pytest.mark.parametrize("text", ["help", "", "what is this *bold* <b>&amp;"])
def test_anything_else_gets_a_short_help(ana: Person, text: str) -> None:
    assert "`@Liaison R-12`" in asks(ana, text, in_="acme").words


def test_status_under_a_card_is_that_of_the_card(ana: Person, ben: Person) -> None:
    ana.slash("/request reprint of the brochure", in_="acme")
    card = ana.sees("acme").newest("reprint")
    ben.says("@liaison status", in_="acme", thread_ts=card.ts)
    assert "reprint of the brochure" in replied(ben, "acme", card.ts).words


def test_status_elsewhere_is_my_list(ana: Person) -> None:
    assert "Nothing of yours is open" in asks(ana, "status", in_="acme").words


def test_a_direct_message_is_answered_without_a_thread_and_with_a_welcome(ana: Person) -> None:
    ana.says("mine", in_="liaison")
    messages = [message for message in ana.dm().messages if message.app]
    assert [message.thread_ts for message in messages] == [None, None]
    assert any("Nothing of yours is open" in message.words for message in messages)
    assert any("Three things to try" in message.words for message in messages)
    ana.says("mine", in_="liaison")
    assert len([message for message in ana.dm().messages if message.app]) == 3


def test_guests_get_no_answer(slack: Sandbox, ana: Person) -> None:
    ana.slash("/request reprint of the brochure", in_="acme")
    gus = slack.person("gus")
    ts = gus.says("@liaison list", in_="acme")
    assert gus.sees("acme").thread(ts) == []


def test_where_other_companies_read_along_nothing_is_shown(ana: Person) -> None:
    ana.slash("/request confidential offer", in_="acme")
    for text in ("R-1", "list"):
        assert "confidential" not in asks(ana, text, in_="partners").words

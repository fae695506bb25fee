"""Mentions and direct messages, from what people write to the reply that everybody there sees."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from sandbox.seen import Message


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
    ana.slash("/request leaflets for the fair @ben", in_="acme")
    ana.slash("/request another thing @ana", in_="acme")
    words = asks(ben, "mine", in_="general").words
    assert "leaflets for the fair" in words
    assert "another thing" not in words


def test_a_long_list_is_cut_and_says_so(ana: Person) -> None:
    for number in range(12):
        ana.slash(f"/request thing number {number} is here", in_="acme", settle=False)
    words = asks(ana, "list", in_="acme").words
    assert "12" in words
    assert "2 more" in words


@pytest.mark.parametrize("text", ["help", "", "what is this *bold* <b>&amp;", "see PR-1 and R-1-2"])
def test_anything_else_gets_a_short_help(ana: Person, text: str) -> None:
    assert "`@Liaison R-12`" in asks(ana, text, in_="acme").words


@pytest.mark.parametrize("text", ["status", ""])
def test_status_under_a_card_is_that_of_the_card(ana: Person, ben: Person, text: str) -> None:
    ana.slash("/request leaflets for the fair", in_="acme")
    card = ana.sees("acme").newest("leaflets")
    ben.says(f"@liaison {text}", in_="acme", thread_ts=card.ts)
    assert "leaflets for the fair" in replied(ben, "acme", card.ts).words


def test_status_under_something_else_is_my_list(slack: Sandbox, ana: Person) -> None:
    """A reminder N-1 is no task T-1."""
    ana.slash("/task @ana prepare the proof", in_="board")
    ana.slash("/nudge #acme in 1h stand-up", in_="acme")
    slack.clock.advance(3_600)
    slack.settle()
    reminder = ana.sees("acme").newest("stand-up")
    ana.says("@liaison status", in_="acme", thread_ts=reminder.ts)
    assert "Nothing of yours is open" in replied(ana, "acme", reminder.ts).words


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


@pytest.mark.parametrize("text", ["R-1", "list", "help", "hlep", "mine"])
def test_where_other_companies_read_along_the_asker_alone_is_answered(ana: Person, slack: Sandbox, text: str) -> None:
    ana.slash("/request confidential offer @ana", in_="acme")
    ts = ana.says(f"@liaison {text}", in_="partners")
    assert ana.sees("partners").thread(ts) == []
    answer = ana.dm().newest()
    assert "You asked in #partners." in answer.words
    assert answer.thread_ts is None
    assert ("confidential offer" in answer.words) == (text in {"R-1", "list", "mine"})
    assert slack.person("eve").sees("partners").thread(ts) == []


def test_the_answer_about_an_item_is_its_card_with_its_buttons(ana: Person, ben: Person) -> None:
    ana.slash("/client add Acme", in_="acme")
    ana.submit({"Name": "Acme"})
    ana.slash("/request Acme: reprint of the brochure by fri 4pm !high", in_="acme")
    reply = asks(ben, "R-1", in_="acme")
    for words in ("Acme", "High", "Fri 6 Mar, 16:00 London time", "I'll take this", "Done", "Edit", "More…"):
        assert words in reply.words, words
    ben.click("I'll take this", in_="acme", ts=reply.ts)
    assert "With @ben" in ana.sees("acme").newest("*R-1*").words


def test_a_tasks_answer_has_its_buttons_too(ana: Person, ben: Person) -> None:
    ana.slash("/task prepare the proof", in_="acme")
    reply = asks(ben, "T-1", in_="acme")
    ben.click("Done", in_="acme", ts=reply.ts)
    assert "Done by @ben" in ana.sees("acme").newest("*T-1*").words


@pytest.mark.parametrize("line", ["/request reprint @ben", "/task @ben reprint"])
def test_alone_with_its_owner_the_answer_can_be_accepted(ana: Person, ben: Person, line: str) -> None:
    label = ana.slash(line, in_="acme").words.split()[0].strip("*")
    ben.says(label, in_="liaison")
    ts = [message for message in ben.dm().messages if "Accept" in message.words][-1].ts
    ben.click("Accept", in_="liaison", ts=ts)
    assert "not accepted yet" not in ana.sees("acme").newest(f"*{label}*").words


def test_a_list_shows_whose_it_is_and_each_one_can_be_opened(ana: Person, ben: Person) -> None:
    ana.slash("/request Zed: reprint !urgent", in_="acme")
    ana.slash("/task prepare the proof", in_="acme")
    reply = asks(ben, "list", in_="acme")
    assert "Zed · New" in reply.words
    assert "Urgent" in reply.words
    for label in ("R-1", "T-1"):
        ben.click("Show", in_="acme", ts=reply.ts, value=label)
        shown = ben.sees("acme").newest(f"*{label}*")
        assert shown.ephemeral
        assert "Done" in shown.words


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("lst", "I don't know *lst*. Did you mean *list*? Write `@Liaison list`, or `@Liaison help`."),
        ("Staus?", "I don't know *staus*. Did you mean *status*?"),
        ("hlp", "`@Liaison R-12`"),
    ],
)
def test_a_slip_of_the_finger_gets_a_suggestion(ana: Person, text: str, answer: str) -> None:
    assert answer in asks(ana, text, in_="acme").words


def test_alone_it_is_suggested_as_it_is_written_there(ana: Person) -> None:
    ana.says("lst", in_="liaison")
    assert "Write `list`, or `help`." in ana.dm().newest("lst").words


def test_alone_help_names_every_command(ana: Person) -> None:
    ana.says("help", in_="liaison")
    words = ana.dm().newest("Here you can also write").words
    for command in ("request", "task", "nudge", "client", "digest", "liaison"):
        assert f"`/{command} " in words
    assert "Mention me" not in words.splitlines()[0]

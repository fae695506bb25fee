"""Messages that become requests by an emoji or by themselves. It is Tuesday 3 March, 14:00 in London."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person

ACME = "acme"


def choose(ana: Person, channel: str = ACME, **fields: str) -> None:
    ana.slash("/liaison channel", in_=channel)
    ana.click("Change", in_=channel)
    assert ana.submit(fields).error is None


def cards(person: Person, channel: str = ACME) -> list[str]:
    return [one.words for one in person.sees(channel).messages if one.text.startswith("R-") and not one.ephemeral]


@pytest.fixture
def gus(slack: Sandbox) -> Person:
    return slack.person("gus")


@pytest.fixture
def by_emoji(ana: Person) -> None:
    choose(ana, **{"Emoji that logs a message": ":ticket:"})


@pytest.fixture
def captures(ana: Person) -> None:
    choose(ana, **{"Become requests by themselves": "Everybody's messages"})


@pytest.mark.usefixtures("by_emoji")
def test_one_request_a_message_whoever_puts_it_there(ana: Person, ben: Person, gus: Person) -> None:
    ts = gus.says("The site is down\nsince this morning", ACME)
    ben.reacts("ticket", ACME, ts)
    ana.reacts("ticket::skin-tone-3", ACME, ts)
    ben.reacts("ticket", ACME, ts, remove=True)
    ben.reacts("ticket", ACME, ts)
    (shown,) = cards(ana)
    for words in ("The site is down", "since this morning", "Asked by @gus", "Logged by @ben", "The message", "Undo"):
        assert words in shown
    (card,) = (one for one in ana.sees(ACME).messages if one.text.startswith("R-1"))
    assert card.thread_ts == ts


@pytest.mark.usefixtures("by_emoji")
def test_undo_for_five_minutes(slack: Sandbox, ana: Person, ben: Person, gus: Person) -> None:
    ts = gus.says("The site is down", ACME)
    ben.reacts("ticket", ACME, ts)
    assert "R-1 is" in ana.click("Undo", in_=ACME, value="R-1").words or "Only" in ana.click("Undo", in_=ACME).words
    assert "it is no request" in ben.click("Undo", in_=ACME, value="R-1").words
    assert "Undone" in cards(ana)[0]
    other = gus.says("The shop is down", ACME)
    ben.reacts("ticket", ACME, other)
    slack.clock.advance(6 * 60)
    slack.settle()
    assert "5 minutes" in ben.click("Undo", in_=ACME, value="R-2").words


@pytest.mark.usefixtures("by_emoji")
def test_who_may_and_which(ana: Person, ben: Person, gus: Person) -> None:
    ts = gus.says("The site is down", ACME)
    gus.reacts("ticket", ACME, ts)
    ben.reacts("eyes", ACME, ts)
    assert cards(ana) == []
    elsewhere = ben.says("The site is down", "brightside")
    ana.reacts("ticket", "brightside", elsewhere)
    assert cards(ana, "brightside") == []


@pytest.mark.usefixtures("by_emoji")
def test_what_was_logged_by_the_shortcut_is_named(ana: Person, ben: Person, gus: Person) -> None:
    ts = gus.says("The site is down", ACME)
    ana.shortcut("request.log_message", ACME, ts)
    ana.submit({})
    ben.reacts("ticket", ACME, ts)
    ana.reacts("ticket", ACME, ts)
    assert [one.text for one in ana.sees(ACME).messages if "Already R-1" in one.text and one.thread_ts == ts] != []
    assert len(cards(ana)) == 1


@pytest.mark.usefixtures("by_emoji")
def test_where_nothing_may_be_read_each_is_told_once_a_day(
    slack: Sandbox, ana: Person, ben: Person, gus: Person
) -> None:
    slack.fault("no_permission", "conversations.history")

    def told() -> list[int]:
        for who in (ben, ana):
            who.reacts("ticket", ACME, gus.says("The site is down", ACME))
        return [sum("your emoji logged nothing" in one.words for one in who.dm().messages) for who in (ben, ana)]

    assert told() == told() == [1, 1]
    slack.clock.advance(24 * 60 * 60)
    slack.settle()
    assert told() == [2, 2]
    assert cards(ana) == []


@pytest.mark.usefixtures("captures")
def test_what_one_person_says_within_the_window_is_one_request(slack: Sandbox, ana: Person, gus: Person) -> None:
    gus.says("Good morning!", ACME)
    ts = gus.says("We need a new banner", ACME)
    gus.says("thanks!", ACME)
    gus.says("for the fair in May", ACME)
    gus.says("2 metres wide", ACME)
    (shown,) = cards(ana)
    assert "We need a new banner" in shown
    assert "for the fair in May\n2 metres wide" in shown
    (card,) = (one for one in ana.sees(ACME).messages if one.text.startswith("R-1"))
    assert card.thread_ts == ts
    slack.clock.advance(6 * 60)
    gus.says("The logo is too small", ACME)
    assert len(cards(ana)) == 2


@pytest.mark.usefixtures("captures")
def test_edited_deleted_and_not_a_request(ana: Person, ben: Person, gus: Person) -> None:
    ts = gus.says("We need a new baner", ACME)
    gus.edits("We need a new banner", ACME, ts)
    (shown,) = cards(ana)
    assert "We need a new banner" in shown
    gus.deletes(ACME, ts)
    assert [one for one in ana.dm().messages if "deleted a message" in one.text]
    assert "it is no request" in ben.click("Not a request", in_=ACME, value="R-1").words
    assert "Logged by mistake" in cards(ana)[0] or "logged by mistake" in cards(ana)[0]


@pytest.mark.usefixtures("captures")
def test_what_is_said_after_a_merge_stands_in_the_other(ana: Person, gus: Person) -> None:
    ts = gus.says("We need a baner", ACME)
    ana.slash("/request the banner for the fair", in_=ACME)
    assert "R-2" in ana.slash("/request merge R-1 into R-2", in_=ACME).words
    gus.says("2 metres wide", ACME)
    gus.edits("We need a red banner", ACME, ts)
    shown = ana.slash("/request R-2", in_=ACME).words
    assert "the banner for the fair" in shown
    assert "2 metres wide" in shown


@pytest.mark.usefixtures("captures")
def test_what_the_form_refuses_is_said_at_its_field(ana: Person) -> None:
    ana.slash("/liaison channel", in_=ACME)
    ana.click("Change", in_=ACME)
    sent = ana.submit(
        {"Emoji that logs a message": "no such thing!", "Minutes in which messages of one person are one request": "5"}
    )
    assert "no name of an emoji" in str(sent.errors)
    sent = ana.submit(
        {"Emoji that logs a message": "party_parrot", "Minutes in which messages of one person are one request": "500"}
    )
    assert "from 1 to 120" in str(sent.errors)
    assert ana.submit({"Minutes in which messages of one person are one request": "10"}).error is None
    assert "within 10 minutes" in ana.slash("/liaison channel", in_=ACME).words
    assert "This does not work in a direct message" in ana.slash("/liaison channel", in_=ana.dm().id).words


def test_two_who_choose_at_once_lose_nothing_unseen(ana: Person, ben: Person) -> None:
    for who in (ana, ben):
        who.slash("/liaison channel", in_=ACME)
        who.click("Change", in_=ACME)
    emoji, themselves = "Emoji that logs a message", "Become requests by themselves"
    assert ana.submit({emoji: "ticket", themselves: "Everybody's messages"}).closed

    assert not ben.submit({emoji: "pushpin"}).closed
    assert ben.modal is not None
    assert "@ana changed what I do in #acme while you were editing" in ben.modal.words
    assert "theirs ticket, yours pushpin" in ben.modal.words
    assert themselves.lower() + "*: theirs" not in ben.modal.words

    assert ben.submit().closed
    words = ana.slash("/liaison channel", in_=ACME).words
    assert "(pushpin) logs" in words
    assert "become requests by themselves, those" in words


def test_what_may_be_the_same_is_told_to_whoever_counts_as_having_logged_it(
    ana: Person, ben: Person, gus: Person
) -> None:
    """By an emoji, and by itself: what a guest says is logged by whoever wanted the channel to be heard."""
    ana.slash("/client add Acme", in_=ACME)
    assert ana.submit({"Name": "Acme", "Channel": ACME}).closed
    choose(ana, **{"Emoji that logs a message": ":ticket:"})
    ana.slash("/request Acme: reprint of the spring brochure", in_=ACME)
    ben.reacts("ticket", ACME, ana.says("we reprint the spring brochure", ACME))
    assert "Maybe the same as R-2: *R-1*" in ben.dm().newest().words
    choose(ana, **{"Become requests by themselves": "Everybody's messages"})
    gus.says("Spring brochure reprint please", ACME)
    told = ana.dm().newest().words
    assert "Maybe the same as R-3" in told
    assert told.count("*R-1*") == told.count("*R-2*") == 1
    assert "R-3 and R-1 stay two" in (ana.click("Not the same", in_=ana.dm().id, value="R-3:R-1:R-2").text or "")
    assert "Maybe the same" not in "".join(one.words for one in ana.sees(ACME).messages[-4:])


@pytest.mark.parametrize(
    ("chosen", "button"), [("by_emoji", "Undo"), ("captures", "Not a request")], ids=["emoji", "by itself"]
)
def test_what_others_have_work_with_by_now_is_not_taken_back(
    request: pytest.FixtureRequest, ana: Person, ben: Person, chosen: str, button: str
) -> None:
    request.getfixturevalue(chosen)
    ben.reacts("ticket", ACME, ben.says("The site is down", ACME))
    ana.slash("/task @ben look into it for R-1", in_=ACME)
    assert "R-1 still has open tasks: T-1. Nothing was changed." in ben.click(button, in_=ACME, value="R-1").words
    ana.click("Done", in_=ACME, value="T-1")
    ana.slash("/request the site is down again", in_=ACME)
    ana.slash("/request merge R-2 into R-1", in_=ACME)
    assert "R-2 was merged into R-1, and would be lost with it" in ben.click(button, in_=ACME, value="R-1").words
    assert "R-1" in ana.slash("/request list", in_=ACME).words

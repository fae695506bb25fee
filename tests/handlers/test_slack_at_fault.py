"""Slack itself goes wrong: what comes twice is done once, and what was posted is not posted again."""

import pytest

from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.later import Later


def said(slack: Sandbox, what: str) -> list[str]:
    """What Liaison did before people, each as its first words."""
    by_liaison = (sight for sight in slack.truth if sight.what == what and sight.by == slack.bot_user_id)
    return [sight.words.splitlines()[0] for sight in by_liaison]


@pytest.mark.parametrize("kind", ["duplicated", "repeated", "ack_lost"])
def test_what_comes_twice_is_done_once(slack: Sandbox, ana: Person, ben: Person, kind: str) -> None:
    for name in ("/request", "block_actions", "view_submission", "app_mention"):
        slack.fault(kind, name, on="delivery", times=1)

    ana.slash("/request Poster", in_="acme")
    ben.click("I'll take this", in_="acme")
    ana.slash("/request new", in_="acme")
    ana.submit({"Title": "Brochure"})
    ana.says("@liaison hello", in_="acme")

    first, second, help_ = said(slack, "message")
    assert ("R-1" in first, "R-2" in second, "Mention me" in help_) == (True, True, True)
    assert len(said(slack, "edit")) == 1


@pytest.mark.parametrize("kind", ["duplicated", "repeated"])
def test_a_form_that_is_asked_for_twice_opens_once(slack: Sandbox, ana: Person, kind: str) -> None:
    ts = ana.says("The poster by Friday, please", in_="acme")
    slack.fault(kind, "message_action", on="delivery", times=1)

    with slack.expect_violation("exchanged_trigger_id"):
        ana.shortcut("request.log_message", in_="acme", ts=ts)

    assert ana.modal is not None
    assert said(slack, "ephemeral") == []


ARRIVED = ["reset_after", "close_after", "half_body", "http_500_after", "html_after", "internal_error_after"]
NEVER_ARRIVED = ["reset_before", "close_before", "http_503_before", "html_before"]


@pytest.mark.parametrize("kind", ARRIVED + NEVER_ARRIVED)
def test_an_answer_that_was_lost(slack: Sandbox, later: Later, ana: Person, kind: str) -> None:
    slack.fault(kind, "chat.postMessage", times=1)
    ana.slash("/request Poster", in_="acme")
    assert len(said(slack, "message")) == (kind in ARRIVED), "it is not posted again before anybody has looked"
    later()
    ana.click("Done", in_="acme")
    assert [len(said(slack, what)) for what in ("message", "edit")] == [1, 1], "its card is known, so it is kept up"


@pytest.mark.parametrize("kind", ["reset_after", "reset_before"])
def test_and_in_a_thread_or_a_direct_message(slack: Sandbox, later: Later, ana: Person, ben: Person, kind: str) -> None:
    ana.slash("/request Poster", in_="acme")
    slack.fault(kind, "chat.postMessage", times=2)
    ana.slash("/task @ben prepare the proof for R-1", in_="acme")
    later()
    later()
    for messages in (ana.sees("acme").messages, ben.dm().messages):
        assert len([message for message in messages if "T-1" in message.words and not message.ephemeral]) == 1


def test_what_stands_beyond_one_page(slack: Sandbox, later: Later, ana: Person, ben: Person) -> None:
    slack.fault("reset_after", "chat.postMessage", times=1)
    ana.slash("/request Poster", in_="acme")
    slack.page_sizes(2)
    for number in range(5):
        ben.says(f"{number}", in_="acme")
    later()
    assert len(said(slack, "message")) == 1


def test_a_look_that_comes_to_nothing_is_no_reason_to_post_again(slack: Sandbox, later: Later, ana: Person) -> None:
    slack.fault("reset_after", "chat.postMessage", times=1)
    slack.fault("http_503_before", "conversations.history", times=2)
    ana.slash("/request Poster", in_="acme")
    for _ in range(4):
        later()
    assert len(said(slack, "message")) == 1
    ana.click("Done", in_="acme")
    assert len(said(slack, "edit")) == 1


@pytest.fixture
def unsure(slack: Sandbox, later: Later, ana: Person) -> str:
    """What Ana is asked about the card of a request, once Liaison cannot look for it any more."""
    slack.fault("reset_after", "chat.postMessage", times=1)
    ana.slash("/request Poster", in_="acme")
    ana.kick("liaison", from_="acme")
    later()
    return ana.dm().messages[-1].words


def cards(person: Person) -> int:
    return len(
        [message for message in person.sees("acme").messages if "R-1" in message.words and not message.ephemeral]
    )


def test_where_one_may_not_look_a_person_is_asked(unsure: str, ana: Person) -> None:
    assert unsure.startswith("I cannot tell whether the card of R-1 reached #acme")
    ana.click("It arrived", in_=ana.dm().id)
    assert ana.dm().messages[-1].words.endswith("You said that it arrived.")
    assert cards(ana) == 1


def test_and_may_have_it_sent_again(slack: Sandbox, unsure: str, ana: Person, later: Later) -> None:
    assert "did it arrive?" in unsure
    ana.invite("liaison", to="acme")
    ana.click("Send again", in_=ana.dm().id)
    later()
    assert ana.dm().messages[-1].words.endswith("You asked me to send it again.")
    assert cards(ana) == 2, "the one of which Slack did not say, and the one that was asked for"


def test_the_answer_counts_once(slack: Sandbox, unsure: str, ana: Person) -> None:
    slack.fault("duplicated", "block_actions", on="delivery", times=1)
    ana.invite("liaison", to="acme")
    ana.click("Send again", in_=ana.dm().id)
    assert (unsure != "", cards(ana)) == (True, 2)


def test_whoever_asks_for_a_form_with_a_dead_token_hears_whom_to_tell(slack: Sandbox, ana: Person) -> None:
    slack.revoke()
    answer = ana.slash("/request new", in_="acme", settle=False)
    assert "Slack does not let me in any more" in answer.words
    assert "nothing was saved" in answer.words
    slack.reinstall()


def test_a_channel_that_is_archived_while_a_message_is_on_its_way(slack: Sandbox, ana: Person) -> None:
    """Claimed and checked while it was open; what Slack then refuses is told to whoever set it, and only to them."""
    ana.slash("/nudge #acme in 10m stand-up", in_="acme")
    before = len(said(slack, "message"))
    slack.fault("late", "chat.postMessage", times=1, seconds=1)
    slack.clock.advance(10 * 60)
    while not any(call.name == "chat.postMessage" and call.response is None for call in slack.core.slack.traffic):
        ana.sees("acme")
    ana.archives("acme", settle=False)
    slack.settle()
    (told,) = said(slack, "message")[before:]
    assert told.startswith("I could not deliver the reminder N-1 (“stand-up”) to #acme: that channel is archived.")
    assert told in ana.dm().newest().words

"""Slack itself goes wrong: what comes twice is done once, and what was posted is not posted again."""

import pytest

from bot.liaison import Liaison
from sandbox import Sandbox
from sandbox.driver import Person


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


@pytest.mark.parametrize("kind", ["reset_after", "half_body", "http_500_after", "html_after", "internal_error_after"])
def test_an_answer_that_was_lost(slack: Sandbox, liaison: Liaison, ana: Person, kind: str) -> None:
    slack.fault(kind, "chat.postMessage", times=1)

    ana.slash("/request Poster", in_="acme")
    slack.clock.advance(60)
    slack.settle()

    assert len(said(slack, "message")) == 1

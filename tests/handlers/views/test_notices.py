"""Notices in words: what did not arrive, for whom, and what to do about it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.outbox import UNCLEAR, MessageKind
from handlers.views import notices

ANA = notices.Reader("U0ANA", ZoneInfo("Europe/London"), datetime(2026, 3, 9, 14, tzinfo=UTC))
DUE = "2026-03-06T09:00:00+00:00"


@pytest.mark.parametrize(
    ("kind", "about", "facts", "said"),
    [
        pytest.param(
            MessageKind.REPLY,
            "status",
            {"to": "C0ACME", "error": "is_archived"},
            "I could not deliver my answer to “status” to <#C0ACME>: that channel is archived. Use one that is in use.",
            id="a reply to a word",
        ),
        pytest.param(
            MessageKind.REPLY,
            "R-12",
            {"to": "D0ANA", "error": "unclear"},
            "I cannot tell whether my answer about R-12 reached you: Slack did not say, and I may not look there. "
            "Please look there: did it arrive?",
            id="a reply in direct messages",
        ),
        pytest.param(
            MessageKind.NUDGE,
            "N-3",
            {"to": "U0BEN", "error": "user_disabled", "text": "tell @carla & co"},
            "I could not deliver the reminder N-3 (“tell @carla &amp; co”) to <@U0BEN>: that person has left the "
            "workspace. "
            "If it still matters, tell them yourself or set another with `/nudge`.",
            id="a reminder",
        ),
        pytest.param(
            MessageKind.TASK_FOR_OWNER,
            "T-4",
            {"to": "U0BEN", "error": "strange"},
            "I could not deliver the message about T-4 to <@U0BEN>: Slack refused it (strange). "
            "`/task T-4` shows it to you, to tell them or assign somebody else.",
            id="what nobody worded",
        ),
        pytest.param(
            MessageKind.DIGEST,
            "D-2/2026-03-04",
            {"to": "C0ACME", "error": "shared"},
            "I could not deliver the digest to <#C0ACME>: that channel is shared with another company, so I post "
            "nothing there. Use one of your own.",
            id="a digest",
        ),
    ],
)
def test_what_could_not_be_delivered(kind: MessageKind, about: str, facts: dict[str, str], said: str) -> None:
    assert notices.undelivered(about, {"kind": kind.value, **facts}, ANA).text == said


@pytest.mark.parametrize(
    ("kind", "about", "facts", "said"),
    [
        pytest.param(
            MessageKind.NUDGE,
            "N-3",
            {"to": "U0ANA", "text": "call Acme"},
            "The reminder N-3 (“call Acme”) for you was due Fri 6 Mar, 09:00 London time. I could not send it then, "
            "and now it is too late for it. If it still matters, set it again, for example "
            "`/nudge me tomorrow 9:00 call Acme`.",
            id="one's own",
        ),
        pytest.param(
            MessageKind.DIGEST,
            "D-2/2026-03-04",
            {"to": "C0ACME", "part": "1"},
            "The digest for <#C0ACME> was due Fri 6 Mar, 09:00 London time. I could not send it then, and now it is "
            "too late for it. The next one comes as usual; `/digest preview` there shows what is open now.",
            id="a channel's digest",
        ),
    ],
)
def test_what_came_too_late(kind: MessageKind, about: str, facts: dict[str, str], said: str) -> None:
    assert notices.expired(about, {"kind": kind.value, "due": DUE, **facts}, ANA).text == said


@pytest.mark.parametrize("kind", MessageKind)
def test_every_kind_has_words(kind: MessageKind) -> None:
    facts = {"kind": kind.value, "to": "U0BEN", "error": "strange", "due": DUE}
    assert notices.undelivered("R-1", facts, ANA).text.startswith("I could not deliver ")
    assert notices.undelivered("R-1", {**facts, "error": UNCLEAR}, ANA).text.startswith("I cannot tell whether ")
    assert notices.expired("R-1", facts, ANA).text


UNSURE = {"kind": MessageKind.NUDGE.value, "to": "U0BEN", "error": UNCLEAR, "row": "3f1c", "text": "call Acme"}


def test_of_what_is_unclear_somebody_is_asked() -> None:
    message = notices.undelivered("N-3", UNSURE, ANA)
    assert message.text == (
        "I cannot tell whether the reminder N-3 (“call Acme”) reached <@U0BEN>: Slack did not say, and I may not look "
        "there. Please look there: did it arrive?"
    )
    buttons = message.blocks[-1]["elements"]
    assert isinstance(buttons, list)
    assert [(button["text"]["text"], button["value"]) for button in buttons] == [
        ("It arrived", "3f1c"),
        ("Send again", "3f1c"),
    ]


@pytest.mark.parametrize(
    ("answer", "said"),
    [("again", "You asked me to send it again."), ("arrived", "You said that it arrived.")],
)
def test_once_answered_it_says_how(answer: str, said: str) -> None:
    message = notices.undelivered("N-3", {**UNSURE, "answer": answer}, ANA)
    assert message.text.endswith(f"I may not look there. {said}")
    assert len(message.blocks) == 1


def test_declined_says_how_to_go_on() -> None:
    assert notices.declined("T-4", {"by": "U0BEN"}, ANA).text == (
        "<@U0BEN> declined T-4. It is nobody's now: `/task T-4` shows it, to assign it or take it yourself."
    )

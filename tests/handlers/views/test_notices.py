"""Notices in words: what did not arrive, for whom, and what to do about it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.outbox import UNCLEAR, MessageKind
from bot.services.pings import Why
from handlers.views import delivery_notices, item_notices, pings
from handlers.views.delivery_notices import expired, undelivered
from handlers.views.notice_readers import Reader

ANA = Reader("U0ANA", ZoneInfo("Europe/London"), datetime(2026, 3, 9, 14, tzinfo=UTC))
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
            MessageKind.REQUEST_CARD,
            "R-1",
            {"to": "C0ACME", "error": "strange", "stands": "3f1c"},
            "I could not bring up to date what I sent to <#C0ACME>, the card of R-1: Slack refused it (strange). "
            "`/request R-1` shows it to you.",
            id="a card that cannot be changed",
        ),
        pytest.param(
            MessageKind.RUNG,
            "R-1",
            {"to": "U0ANA", "error": "strange", "stands": "3f1c"},
            "I could not bring up to date what I sent to you, the reminder of R-1: Slack refused it (strange). "
            "`/request R-1` shows it to you.",
            id="a reminder that cannot be changed",
        ),
        pytest.param(
            MessageKind.NUDGE,
            "N-3",
            {"to": "U0ANA", "error": "strange", "text": "call Acme"},
            "I could not deliver the reminder N-3 (“call Acme”) to you: Slack refused it (strange). "
            "If it still matters, set another with `/nudge`.",
            id="a reminder of one's own",
        ),
        pytest.param(
            MessageKind.RUNG,
            "T-4",
            {"to": "U0ANA", "error": "strange"},
            "I could not deliver the reminder of T-4 to you: Slack refused it (strange). `/task T-4` shows it to you.",
            id="that something of one's own is due",
        ),
        pytest.param(
            MessageKind.MORNING,
            "U0ANA",
            {"to": "U0ANA", "error": "strange"},
            "I could not deliver your digest of the day to you: Slack refused it (strange). "
            "My Home shows what is yours to do.",
            id="a digest of one's own",
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
    assert undelivered(about, {"kind": kind.value, **facts}, ANA).text == said


@pytest.mark.parametrize(
    ("kind", "about", "facts", "said"),
    [
        pytest.param(
            MessageKind.NUDGE,
            "N-3",
            {"to": "U0ANA", "text": "call Acme"},
            "The reminder N-3 (“call Acme”) was due Fri 6 Mar, 09:00 London time. I could not send it then, "
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
    assert expired(about, {"kind": kind.value, "due": DUE, **facts}, ANA).text == said


def test_what_comes_again_says_when_and_is_not_to_be_set_anew() -> None:
    reader = replace(ANA, coming={"N-3": datetime(2026, 3, 10, 9, tzinfo=UTC)})
    facts = {"kind": MessageKind.NUDGE.value, "due": DUE, "to": "U0ANA", "text": "call Acme"}
    assert expired("N-3", facts, reader).text.endswith(
        "too late for it. It comes again, next Tue 10 Mar, 09:00 London time."
    )
    assert "It comes again, next Tue 10 Mar" in undelivered("N-3", {**facts, "error": "is_archived"}, reader).text


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "One time S-1 (proof) was not logged: "), (3, "S-1 (proof) was not logged 3 times: ")],
)
def test_how_often_it_was_left_out(count: int, said: str) -> None:
    facts = {"what": "series_left_out", "count": str(count), "title": "proof"}
    assert item_notices.series_left_out("S-1", facts, ANA).text.startswith(said)


@pytest.mark.parametrize(("sent", "said"), [(1, "you had a message from me today"), (4, "you had 4 messages from me ")])
def test_how_many_messages_there_were(sent: int, said: str) -> None:
    day = date(2026, 3, 6)
    assert said in pings.heading(Why((day,), sent), day)


@pytest.mark.parametrize("others", [[], [["N-4", "write", DUE]]])
def test_which_of_those_that_were_missed_come_again(others: list[list[str]]) -> None:
    reader = replace(ANA, coming={"N-3": datetime(2026, 3, 10, 9, tzinfo=UTC)})
    lines = [["N-3", "call Acme", DUE], *others]
    facts = {"lines": json.dumps(lines), "count": str(len(lines))}
    text = delivery_notices.missed("N-3", facts, reader).text
    assert "• *N-3* call Acme, due Fri 6 Mar, 09:00 London time; comes again Tue 10 Mar, 09:00 London time" in text
    assert ("set it again" in text) == bool(others)
    assert delivery_notices.reminders_of("N-3", facts) == {label for label, _, _ in lines}


@pytest.mark.parametrize("kind", MessageKind)
def test_every_kind_has_words(kind: MessageKind) -> None:
    facts = {"kind": kind.value, "to": "U0BEN", "error": "strange", "due": DUE}
    assert undelivered("R-1", facts, ANA).text.startswith("I could not deliver ")
    assert undelivered("R-1", {**facts, "error": UNCLEAR}, ANA).text.startswith("I cannot tell whether ")
    assert expired("R-1", facts, ANA).text


UNSURE = {"kind": MessageKind.NUDGE.value, "to": "U0BEN", "error": UNCLEAR, "row": "3f1c", "text": "call Acme"}


def test_of_what_is_unclear_somebody_is_asked() -> None:
    message = undelivered("N-3", UNSURE, ANA)
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
    message = undelivered("N-3", {**UNSURE, "answer": answer}, ANA)
    assert message.text.endswith(f"I may not look there. {said}")
    assert len(message.blocks) == 1


def test_declined_says_how_to_go_on() -> None:
    assert item_notices.declined("T-4", {"by": "U0BEN"}, ANA).text == (
        "<@U0BEN> declined T-4. It is nobody's now: `/task T-4` shows it, to assign it or take it yourself."
    )


@pytest.mark.parametrize(
    ("waiting", "said"),
    [
        ("0", "Nothing was due in that time."),
        ("1", "One message that was due in that time is being sent now, late."),
        ("12", "12 messages that were due in that time are being sent now, late."),
    ],
)
def test_a_silence_says_from_when_to_when_and_what_comes_now(waiting: str, said: str) -> None:
    facts = {"since": "2026-03-08T22:00:00+00:00", "until": "2026-03-09T08:30:00+00:00", "waiting": waiting}
    assert delivery_notices.silence("U0ANA", facts, ANA).text == (
        "Slack did not let me in from Sun 8 Mar, 22:00 London time to Mon 9 Mar, 08:30 London time, "
        f"so nothing was sent to anybody here. {said} You need not do anything."
    )

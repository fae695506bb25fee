"""Who is told what of a message that has come to its end without having arrived."""

from dataclasses import replace

import pytest

from bot.domain.ids import OutboxId, TeamId, UserId
from bot.domain.outbox import UNCLEAR, Claimed, Expired, Lane, MessageKind, Refused, Unchangeable, Withheld
from bot.services.follow_ups import follow_up
from tests.storage.make import ANA, BEN, CAT, NOW, PUBLIC, T1

BASE = OutboxId("base")


def cat(_team: TeamId) -> UserId:
    """Looks after the workspace."""
    return CAT


REMINDER = Claimed(
    id=OutboxId("row"),
    team_id=T1,
    token="token",
    kind=MessageKind.RUNG,
    about="R-1",
    to=BEN,
    due_at=NOW,
    expires_at=None,
    lane=Lane.REMINDER,
    attempt=1,
    tried_ago=None,
    edits=None,
    thread_ts=None,
    fallback=ANA,
    facts={"rung": "due"},
)
CARD = replace(REMINDER, kind=MessageKind.REQUEST_CARD, to=PUBLIC, base=BASE)
OWN = replace(REMINDER, fallback=None)


@pytest.mark.parametrize(
    ("row", "outcome", "to"),
    [
        pytest.param(REMINDER, Refused("user_disabled"), ANA, id="whoever gave it, when its reader is gone"),
        pytest.param(REMINDER, Expired(), ANA, id="whoever gave it, when it is too late"),
        pytest.param(OWN, Refused("msg_too_long"), BEN, id="its reader, when the message is at fault"),
        pytest.param(OWN, Refused("user_disabled"), None, id="nobody who cannot be told there either"),
        pytest.param(replace(OWN, to=PUBLIC), Withheld("shared"), None, id="no channel"),
        pytest.param(replace(OWN, to=PUBLIC), Expired(), None, id="no channel, when it is too late"),
        pytest.param(CARD, Refused("invalid_blocks"), ANA, id="of a card that is out of date"),
        pytest.param(CARD, Refused("is_archived"), None, id="of a card where nobody reads any more"),
        pytest.param(CARD, Withheld("not_in_channel"), None, id="of a card that is out of reach"),
    ],
)
def test_who_is_told(row: Claimed, outcome: Refused | Withheld | Expired, to: str | None) -> None:
    told = follow_up(row, outcome, NOW, cat)
    assert (told.to if told else None) == to
    assert told is None or told.kind is MessageKind.NOTICE


@pytest.mark.parametrize(
    ("row", "error", "is_same"),
    [
        pytest.param(replace(CARD, about="R-2"), "is_archived", True, id="of something else in that place"),
        pytest.param(replace(CARD, to=BEN), "is_archived", False, id="in another place"),
        pytest.param(CARD, "restricted_action", False, id="for another reason"),
        pytest.param(replace(CARD, fallback=BEN), "is_archived", False, id="told to somebody else"),
    ],
)
def test_one_cause_is_one_place_and_one_reason_for_one_person(row: Claimed, error: str, is_same: bool) -> None:
    first, other = (
        follow_up(replace(one, base=None), Refused(why), NOW, cat) for one, why in ((CARD, "is_archived"), (row, error))
    )
    assert first is not None
    assert other is not None
    assert (first.alert == other.alert) is is_same


def test_what_is_asked_is_asked_of_each() -> None:
    """Each has an answer of its own, so that none is told together with others."""
    asked = follow_up(REMINDER, Refused(UNCLEAR), NOW, cat)
    assert asked is not None
    assert asked.alert is None


@pytest.mark.parametrize(("stands", "under"), [(True, BASE), (False, None)], ids=["it stands", "it is gone"])
def test_what_cannot_be_changed_is_posted_again_once(stands: bool, under: OutboxId | None) -> None:
    """In the thread of the one that stands as it is. Whom it concerns is known of the new one too."""
    again = follow_up(CARD, Unchangeable("why", stands=stands), NOW, cat)
    assert again is not None
    assert (again.to, again.under, again.instead_of, again.fallback) == (PUBLIC, under, BASE, ANA)
    once = replace(CARD, facts=again.facts)
    assert follow_up(once, Unchangeable("why", stands=stands), NOW, cat) is None


def test_what_was_only_told_is_not_posted_again() -> None:
    assert follow_up(replace(CARD, kind=MessageKind.NOTICE), Unchangeable("why", stands=False), NOW, cat) is None


REPORT = replace(
    OWN,
    kind=MessageKind.NOTICE,
    facts={"what": "undelivered", "error": "is_archived", "to": PUBLIC, "text": "a secret"},
)


@pytest.mark.parametrize(
    ("row", "outcome", "to"),
    [
        pytest.param(REPORT, Refused("user_disabled"), CAT, id="to whoever looks after the workspace"),
        pytest.param(REPORT, Withheld("not_a_member"), CAT, id="also of a guest"),
        pytest.param(REPORT, Refused("invalid_blocks"), None, id="not where it is our own fault"),
        pytest.param(replace(REPORT, to=CAT), Refused("user_disabled"), None, id="not round and round"),
        pytest.param(replace(REPORT, facts={**REPORT.facts, "for": ANA}), Refused("user_disabled"), None, id="once"),
        pytest.param(replace(REPORT, facts={"what": "left"}), Refused("user_disabled"), None, id="only what was lost"),
    ],
)
def test_a_report_that_reaches_nobody(row: Claimed, outcome: Refused | Withheld, to: str | None) -> None:
    told = follow_up(row, outcome, NOW, cat)
    assert (told.to if told else None) == to
    assert told is None or told.facts == {"what": "undelivered", "error": "is_archived", "to": PUBLIC, "for": BEN}


def test_where_nobody_looks_after_the_workspace_it_ends() -> None:
    assert follow_up(REPORT, Refused("user_disabled"), NOW, lambda _team: None) is None

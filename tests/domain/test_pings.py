"""What must ring though its reader has had enough, and when what was held back is told."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.hours import Hours, Leave, Quiet
from bot.domain.ids import TeamId, UserId
from bot.domain.mornings import Morning, first
from bot.domain.outbox import MessageKind
from bot.domain.pings import FOLDABLE, MUST_RING, digest_at, folded_from, is_ping, must_ring, told_at

ANA, BEN = UserId("UANA"), UserId("UBEN")
LONDON, TOKYO = ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo")
OFFICE = Hours(LONDON)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass
class Row:
    kind: MessageKind
    fallback: UserId | None = None
    facts: dict[str, str] = field(default_factory=dict)
    about: str = "R-1"


@pytest.mark.parametrize(
    ("row", "rings"),
    [
        pytest.param(Row(MessageKind.NUDGE, fallback=BEN), True, id="one that he set himself"),
        pytest.param(Row(MessageKind.NUDGE, fallback=ANA), False, id="one that she set for him"),
        pytest.param(Row(MessageKind.RUNG, facts={"rung": "due", "owner": BEN}), False, id="of what is his"),
        pytest.param(Row(MessageKind.RUNG, facts={"rung": "snooze-1", "owner": BEN}), True, id="which he put off"),
        pytest.param(Row(MessageKind.RUNG, facts={"rung": "unanswered", "owner": ANA}), True, id="of her silence"),
        pytest.param(Row(MessageKind.CHASE), False, id="a client that is waited for"),
        pytest.param(Row(MessageKind.CHASE, facts={"snoozed": "1"}), True, id="again, as he asked"),
        pytest.param(Row(MessageKind.CHANGED), False, id="news"),
        *(pytest.param(Row(kind), True, id=kind) for kind in sorted(MUST_RING)),
    ],
)
def test_what_must_ring_for_ben(row: Row, rings: bool) -> None:
    assert must_ring(row, BEN, is_urgent=False) is rings
    assert must_ring(row, BEN, is_urgent=True)


def test_only_what_people_did_not_ask_for_counts_and_nothing_in_channels() -> None:
    assert {kind for kind in MessageKind if is_ping(kind, BEN)} == FOLDABLE | MUST_RING
    assert not any(is_ping(kind, "C0ACME") for kind in MessageKind)


@pytest.mark.parametrize(
    ("hours", "folded", "now", "told"),
    [
        pytest.param(OFFICE, "2026-03-03 11:00", "2026-03-03 11:00", "2026-03-03 17:30", id="at the end of their day"),
        pytest.param(OFFICE, "2026-03-03 17:29", "2026-03-03 17:29", "2026-03-03 17:30", id="a minute before it"),
        pytest.param(OFFICE, "2026-03-03 17:30", "2026-03-03 17:31", "2026-03-04 09:00", id="when it is over"),
        pytest.param(OFFICE, "2026-03-03 07:00", "2026-03-03 07:00", "2026-03-03 17:30", id="before it begins"),
        pytest.param(OFFICE, "2026-03-07 11:00", "2026-03-07 11:00", "2026-03-09 09:00", id="on a day off"),
        pytest.param(OFFICE, "2026-03-03 11:00", "2026-03-03 17:32", "2026-03-03 17:30", id="a little late"),
        pytest.param(OFFICE, "2026-03-03 11:00", "2026-03-03 20:00", "2026-03-04 09:00", id="late: in the morning"),
        pytest.param(OFFICE, "2026-03-03 11:00", "2026-03-04 10:00", "2026-03-04 10:00", id="late: at once"),
        pytest.param(
            Hours(LONDON, quiet=Quiet(17 * 60, 18 * 60)),
            "2026-03-03 11:00",
            "2026-03-03 11:00",
            "2026-03-03 18:00",
            id="behind quiet hours",
        ),
    ],
)
def test_without_a_digest_it_is_told(hours: Hours, folded: str, now: str, told: str) -> None:
    assert told_at(hours, at(folded), at(now)) == at(told)


def set_in(zone: ZoneInfo) -> Morning:
    """At 8:30 on working days, on Tuesday at 14:00."""
    return first(TeamId("T1"), BEN, zone, at("2026-03-03 14:00"))


@pytest.mark.parametrize(
    ("hours", "comes"),
    [
        pytest.param(OFFICE, "2026-03-04 08:30", id="the next one"),
        pytest.param(
            Hours(LONDON, leave=(Leave(date(2026, 3, 4), date(2026, 3, 5)),)), "2026-03-06 08:30", id="behind a leave"
        ),
        pytest.param(
            Hours(LONDON, leave=(Leave(date(2026, 3, 4), date(2026, 3, 6)),)), None, id="none within a weekend"
        ),
        pytest.param(Hours(LONDON, quiet=Quiet(8 * 60, 10 * 60)), "2026-03-04 10:00", id="behind quiet hours"),
    ],
)
def test_with_a_digest_it_is_told_there(hours: Hours, comes: str | None) -> None:
    assert digest_at(set_in(LONDON), hours, at("2026-03-03 14:00")) == (at(comes) if comes else None)


def test_a_digest_that_is_switched_off_tells_nothing() -> None:
    off = set_in(LONDON)
    off.is_on = False
    assert digest_at(off, OFFICE, at("2026-03-03 14:00")) is None
    assert digest_at(None, OFFICE, at("2026-03-03 14:00")) is None


@pytest.mark.parametrize(
    ("due", "folded"),
    [
        ("2026-03-03 10:00", "2026-03-03 10:00"),
        ("2026-03-02 23:00", "2026-03-02 23:00"),
        ("2026-03-01 10:00", "2026-03-02 15:00"),
    ],
    ids=["on its day", "of that date in Tokyo", "late, from midnight in Tokyo"],
)
def test_from_when_it_counts_as_held_back(due: str, folded: str) -> None:
    assert folded_from(at(due), date(2026, 3, 3), TOKYO) == at(folded)

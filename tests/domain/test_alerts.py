"""How often one cause is told."""

from datetime import UTC, datetime, timedelta

from bot.domain.alerts import MOST, hourly, with_others
from bot.domain.ids import UserId
from bot.domain.outbox import Message, MessageKind

NOW = datetime(2026, 3, 4, 9, 40, tzinfo=UTC)


def test_an_alert_has_one_key_for_each_hour_and_begins_with_this_one() -> None:
    """Where somebody's clock was ahead the next hour may have been told already: then it waits for the one after it."""
    alert = Message(kind=MessageKind.NOTICE, about="R-1", to=UserId("U0ANA"), key="k", due_at=NOW, alert="why")
    told = list(hourly(alert))
    assert [one.due_at for one in told[:3]] == [NOW, NOW + timedelta(minutes=20), NOW + timedelta(minutes=80)]
    assert [one.key for one in told[:2]] == ["alert:why:2026030409", "alert:why:2026030410"]
    assert len({one.key for one in told}) == len(told) == 6


def test_each_label_is_named_once_and_those_without_room_are_counted() -> None:
    facts: dict[str, str] = {}
    for number in (*range(MOST), 0, *range(MOST, MOST + 3)):
        alert = Message(kind=MessageKind.NOTICE, about=f"R-{number}", to=UserId("UANA"), key="k", due_at=NOW)
        facts = with_others(facts, alert)
    assert facts == {"others": " ".join(f"R-{number}" for number in range(MOST)), "more": "3"}

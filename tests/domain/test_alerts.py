"""How often one cause is told."""

from datetime import UTC, datetime, timedelta

from bot.domain.alerts import hourly
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

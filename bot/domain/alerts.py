"""What goes wrong again and again is told at most once an hour for each cause."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.domain.outbox import Message

_HOUR = timedelta(hours=1)
#: As many labels as a message names; of more the number.
MOST = 40


def hourly(alert: Message) -> Iterator[Message]:
    """As it is told in this hour, and failing that in the next one."""
    begun = alert.due_at.replace(minute=0, second=0, microsecond=0)
    yield replace(alert, key=f"alert:{alert.alert}:{begun:%Y%m%d%H}")
    following = begun + _HOUR
    yield replace(alert, key=f"alert:{alert.alert}:{following:%Y%m%d%H}", due_at=following)


def with_others(facts: Mapping[str, str], alert: Message) -> dict[str, str]:
    """`others` are the labels of what else is told by the same message, `more` counts those that it has no room for."""
    others = facts.get("others", "").split()
    if alert.about in others:
        return dict(facts)
    if len(others) < MOST:
        return {**facts, "others": " ".join([*others, alert.about])}
    return {**facts, "more": str(int(facts.get("more", "0")) + 1)}

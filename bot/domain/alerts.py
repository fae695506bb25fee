"""What goes wrong again and again is told at most once an hour for each cause."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.domain.outbox import Message

_HOUR = timedelta(hours=1)
#: Hours in one of which it is told; more than two are only needed where clocks disagree.
_HOURS = 6
#: As many labels as a message names; of more the number.
MOST = 40


def hourly(alert: Message) -> Iterator[Message]:
    """As it is told in this hour, and failing that in a later one."""
    begun = alert.due_at.replace(minute=0, second=0, microsecond=0)
    for hours in range(_HOURS):
        hour = begun + hours * _HOUR
        yield replace(alert, key=f"alert:{alert.alert}:{hour:%Y%m%d%H}", due_at=max(hour, alert.due_at))


def with_others(facts: Mapping[str, str], alert: Message) -> dict[str, str]:
    """`others` are the labels of what else is told by the same message, `more` counts those that it has no room for."""
    others = facts.get("others", "").split()
    if alert.about in others:
        return dict(facts)
    if len(others) < MOST:
        return {**facts, "others": " ".join([*others, alert.about])}
    return {**facts, "more": str(int(facts.get("more", "0")) + 1)}

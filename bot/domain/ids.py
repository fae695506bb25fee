"""The names of things: Slack's ids as Slack gives them, our numbers counted per workspace."""

from typing import NewType

TeamId = NewType("TeamId", str)
UserId = NewType("UserId", str)
ChannelId = NewType("ChannelId", str)
MessageTs = NewType("MessageTs", str)

ClientNumber = NewType("ClientNumber", int)
RequestNumber = NewType("RequestNumber", int)
TaskNumber = NewType("TaskNumber", int)
NudgeNumber = NewType("NudgeNumber", int)
ScheduleNumber = NewType("ScheduleNumber", int)
SeriesNumber = NewType("SeriesNumber", int)
OutboxId = NewType("OutboxId", str)

#: The actor of what Liaison does by itself: a digest that fell due, a reminder that expired.
LIAISON = UserId("liaison")


def is_person(place: str) -> bool:
    """Of an id that may be anybody's or any conversation's: Slack tells them apart by the first letter."""
    return place.startswith(("U", "W"))


def is_channel(place: str) -> bool:
    """Public or private, also a group message; not a direct one."""
    return place.startswith(("C", "G"))


def is_direct(place: str) -> bool:
    return place.startswith("D")

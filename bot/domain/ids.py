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
OutboxId = NewType("OutboxId", str)

#: The actor of what Liaison does by itself: a digest that fell due, a reminder that expired.
LIAISON = UserId("liaison")

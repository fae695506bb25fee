"""A channel that got a new id: everything that was kept under the old one moves, in one transaction."""

from typing import Any

from sqlalchemy import Column, select, update

from bot.domain.client_requests import ClientRequest
from bot.domain.clients import Client
from bot.domain.digests import DigestSchedule
from bot.domain.ids import ChannelId
from bot.domain.nudges import Nudge
from bot.domain.tasks import Task
from storage.client_requests import requests
from storage.clients import clients
from storage.digests import schedules
from storage.hooks import TeamSession, core
from storage.nudges import nudges
from storage.outbox import outbox
from storage.queries import locked
from storage.tasks import tasks

#: Where people's records name a channel. They are changed one by one, so that each leaves its audit row.
AUDITED: tuple[tuple[type[Any], Column[Any]], ...] = (
    (ClientRequest, requests.c.audience),
    (Task, tasks.c.audience),
    (Client, clients.c.channel_id),
    (DigestSchedule, schedules.c.channel_id),
    (Nudge, nudges.c.channel_id),
)
#: What waits goes to the new id, and what was posted is changed under it.
PLAIN: tuple[Column[Any], ...] = (outbox.c.recipient, outbox.c.posted_channel)


def renumber(session: TeamSession, before: ChannelId, now: ChannelId) -> None:
    for kind, column in AUDITED:
        for entity in session.scalars(locked(session, select(kind).where(column == before), kind)):
            setattr(entity, column.name, now)
    for column in PLAIN:
        its = (outbox.c.team_id == session.team_id, column == before)
        core(session).execute(update(outbox).where(*its).values({column: now}))

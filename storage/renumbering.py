"""A channel that got a new id: everything that was kept under the old one moves, in one transaction; and what was on
its way under the old one goes after it.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Column, Connection, select, update

from bot.domain.channel_settings import ChannelSetting
from bot.domain.client_requests import ClientRequest
from bot.domain.clients import Client
from bot.domain.digests import DigestSchedule
from bot.domain.heard import Heard
from bot.domain.ids import ChannelId
from bot.domain.nudges import Nudge
from bot.domain.outbox import UNCLEAR, Claimed, MessageState, Outcome, Refused
from bot.domain.series import Series
from bot.domain.tasks import Task
from storage.channel_settings import channel_settings
from storage.client_requests import requests
from storage.clients import clients
from storage.digests import schedules
from storage.engine import database_now
from storage.heard import heard
from storage.hooks import TeamSession, core
from storage.nudges import nudges
from storage.outbox import ANEW, outbox
from storage.queries import held
from storage.series import series
from storage.tasks import tasks

#: Where people's records name a channel. They are changed one by one, so that each leaves its audit row.
#: In the order in which those lock them who change some of them.
AUDITED: tuple[tuple[type[Any], Column[Any]], ...] = (
    (Heard, heard.c.channel_id),
    (ChannelSetting, channel_settings.c.channel_id),
    (Series, series.c.audience),
    (ClientRequest, requests.c.audience),
    (Task, tasks.c.audience),
    (Nudge, nudges.c.channel_id),
    (Client, clients.c.channel_id),
    (DigestSchedule, schedules.c.channel_id),
)
#: What waits goes to the new id, and what was posted is changed under it.
PLAIN: tuple[Column[Any], ...] = (outbox.c.recipient, outbox.c.posted_channel)

GONE = "channel_not_found"
#: Slack tells of the new id after it has ended the old one, and events may come late.
HEARD_WITHIN = timedelta(hours=1)


def has_moved(connection: Connection, claimed: Claimed, outcome: Outcome) -> bool:
    """It was refused, or could not be looked for, under an id that is not its channel's any more."""
    if not (isinstance(outcome, Refused) and outcome.error in {GONE, UNCLEAR}):
        return False
    its = (outbox.c.team_id == claimed.team_id, outbox.c.id == claimed.id, outbox.c.owner == claimed.token)
    to = connection.execute(select(outbox.c.recipient).where(*its)).scalar()
    return to not in {None, claimed.to}


def renumber(session: TeamSession, before: ChannelId, now: ChannelId) -> None:
    for kind, column in AUDITED:
        those = select(kind).where(column == before).order_by(*column.table.primary_key)
        for entity in held(session, those, kind):
            setattr(entity, column.name, now)
    for column in PLAIN:
        its = (outbox.c.team_id == session.team_id, column == before)
        core(session).execute(update(outbox).where(*its).values({column: now}))
    _send_again(session, now)


def _send_again(session: TeamSession, channel: ChannelId) -> None:
    """What was refused before it was known where the channel is."""
    failed = (outbox.c.team_id == session.team_id, outbox.c.recipient == channel, outbox.c.edits.is_(None))
    why = (outbox.c.state == MessageState.FAILED, outbox.c.reason == GONE)
    lately = outbox.c.ended_at >= database_now(core(session)) - HEARD_WITHIN
    core(session).execute(update(outbox).where(*failed, *why, lately).values(ANEW))

"""What was held back, as a section of a digest or as a message of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import OutboxId, UserId
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.services.nudge_occurrences import Reminder
from bot.services.pings import Told
from handlers.blocks import Block, Message
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import pings as views


@dataclass(frozen=True)
class Telling:
    """`reminders` are those among it that somebody set, by their rows, as they are now."""

    told: Told
    reminders: Mapping[OutboxId, Reminder]
    reader: UserId


def register(_app: Switchboard, _parts: Parts) -> None:
    """Its buttons are those of the reminders, requests and tasks."""


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def held_back(claimed: Claimed) -> Message | Dropped:
        telling, now = told(parts, claimed), parts.clock.now()
        return views.message(telling.told.why, section(telling, now), now.astimezone(telling.told.zone).date())

    return {MessageKind.HELD_BACK: held_back}


def told(parts: Parts, claimed: Claimed) -> Telling:
    """What this message tells, as it is now."""
    reader = UserId(claimed.to)
    found = parts.pings.told(claimed.team_id, reader, claimed.base or claimed.id, claimed.facts)
    nudges = [held.row for held in found.held if held.row.kind is MessageKind.NUDGE]
    return Telling(found, parts.nudge_occurrences.of_messages(claimed.team_id, nudges), reader)


def section(telling: Telling, now: datetime) -> list[Block]:
    return views.section(telling.told, telling.reminders, telling.reader, now)

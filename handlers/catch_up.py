"""The message that tells several reminders at once: its lines are those of each kind."""

from slack_bolt import App

from bot.domain.catch_up import Waiting
from bot.domain.ids import UserId
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.services.nudge_occurrences import Reminder
from handlers.blocks import Message
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.views import catch_up as views
from handlers.views import ladders as ladder_views


def register(_app: App, _parts: Parts) -> None:
    """Its menus and buttons are those of the reminders."""


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def catch_up(claimed: Claimed) -> Message | Dropped:
        rows = parts.nudge_occurrences.told_in(claimed.team_id, claimed.base or claimed.id)
        nudges = [row for row in rows if row.kind is MessageKind.NUDGE]
        known = parts.nudge_occurrences.of_messages(claimed.team_id, nudges)
        write = views.Writing(parts.clock.now(), with_menus=len(rows) <= views.WITH_MENUS)
        lines = [_line(parts, claimed, row, write, known.get(row.id)) for row in rows]
        told = [line for line in lines if line is not None]
        return write.message(told, are_late="late" in claimed.facts) if told else Dropped("cancelled")

    return {MessageKind.CATCH_UP: catch_up}


def _line(
    parts: Parts, claimed: Claimed, row: Waiting, write: views.Writing, reminder: Reminder | None
) -> views.Line | None:
    """None when there is nothing left to say."""
    if row.kind is MessageKind.NUDGE:
        return write.nudge(reminder) if reminder else None
    due = parts.ladders.reminder(claimed.team_id, row.about, UserId(claimed.to), row.due_at, row.facts)
    if isinstance(due, Dropped):
        return None
    return write.item(due.item, ladder_views.line(due, write.now))

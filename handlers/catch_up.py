"""The message that tells several reminders at once: its lines are those of each kind, very many stand on pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_bolt import Ack

from bot.domain.catch_up import SHOWN, WITH_MENUS, Waiting
from bot.domain.ids import TeamId, UserId
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.services.nudge_occurrences import Reminder
from handlers import values
from handlers.blocks import Message
from handlers.gestures import Body, action_of
from handlers.ids import buttons_of
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import catch_up as views
from handlers.views import ladders as ladder_views


def register(app: Switchboard, parts: Parts) -> None:
    """Its menus, and the buttons of its lines, are those of the reminders."""

    def on_page(ack: Ack, body: Body) -> None:
        parts.answers.instead(body, _page(parts, body))
        ack()

    app.action(buttons_of("catch_up"))(on_page)


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def catch_up(claimed: Claimed) -> Message | Dropped:
        message = claimed.base or claimed.id
        rows = parts.nudge_occurrences.told_in(claimed.team_id, message)
        write = views.Writing(parts.clock.now(), with_menus=len(rows) <= WITH_MENUS)
        telling = Telling(parts, claimed.team_id, UserId(claimed.to), write)
        for offset in range(0, len(rows), SHOWN):
            lines = telling.lines(rows[offset : offset + SHOWN])
            if lines:
                rest = views.Rest(message, offset + SHOWN, len(rows))
                return write.message(lines, rest, are_late="late" in claimed.facts)
        return Dropped("cancelled")

    return {MessageKind.CATCH_UP: catch_up}


def _page(parts: Parts, body: Body) -> Message:
    """As they are now, for one reader alone."""
    by = parts.gestures.of_click(body)
    message, offset = values.message_page(action_of(body)[1])
    rows = parts.nudge_occurrences.told_to(by, message)
    if offset >= len(rows):
        raise values.NotOurs(f"{message}:{offset}")
    write = views.Writing(parts.clock.now(), with_menus=False)
    lines = Telling(parts, by.team_id, by.user_id, write).lines(rows[offset : offset + SHOWN])
    return write.page(lines, views.Shown(message, offset, len(rows)))


@dataclass(frozen=True)
class Telling:
    """In which words reminders are told, and to whom."""

    parts: Parts
    team: TeamId
    reader: UserId
    write: views.Writing

    def lines(self, rows: Sequence[Waiting]) -> Sequence[views.Line]:
        """Without those of which there is nothing left to say."""
        nudges = [row for row in rows if row.kind is MessageKind.NUDGE]
        known = self.parts.nudge_occurrences.of_messages(self.team, nudges)
        lines = (self._line(row, known.get(row.id)) for row in rows)
        return [line for line in lines if line is not None]

    def _line(self, row: Waiting, reminder: Reminder | None) -> views.Line | None:
        if row.kind is MessageKind.NUDGE:
            return None if reminder is None or views.has_ended(reminder) else self.write.nudge(reminder)
        due = self.parts.ladders.reminder(self.team, row.about, self.reader, row.due_at, row.facts)
        return None if isinstance(due, Dropped) else self.write.item(due.item, ladder_views.line(due, self.write.now))

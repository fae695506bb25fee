"""What is passed on because whoever was reminded has not acted, and Monday's list of it."""

from bot.domain.ids import UserId
from bot.domain.outbox import Claimed, Dropped, MessageKind
from handlers.blocks import Message
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import chases
from handlers.views import reactions as views


def register(_app: Switchboard, _parts: Parts) -> None:
    """Their buttons are those of the request or task."""


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def unheeded(claimed: Claimed) -> Message | Dropped:
        now = parts.clock.now()
        found = parts.reactions.passed_on(claimed.team_id, claimed.about, UserId(claimed.to), claimed.facts)
        if isinstance(found, Dropped):
            return chases.gone(claimed.about) if claimed.edits else found
        if found.is_due:
            return views.passed_on(found, now)
        return chases.over(found.item, claimed.facts, found.zone, now) if claimed.edits else Dropped("acted upon")

    def week(claimed: Claimed) -> Message | Dropped:
        reader = UserId(claimed.to)
        return views.week(parts.reactions.week(claimed.team_id, reader, claimed.facts), claimed.facts)

    return {MessageKind.UNHEEDED: unheeded, MessageKind.UNHEEDED_WEEK: week}

"""Messages that say what nobody has."""

from bot.domain.ids import UserId
from bot.domain.outbox import Claimed, Dropped, MessageKind
from handlers.blocks import Message
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import chases, queues


def register(_app: Switchboard, _parts: Parts) -> None:
    """Their buttons are those of the request."""


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def unowned(claimed: Claimed) -> Message | Dropped:
        now = parts.clock.now()
        found = parts.watches.unowned(claimed.team_id, claimed.about, UserId(claimed.to), claimed.facts)
        if isinstance(found, Dropped):
            return chases.gone(claimed.about) if claimed.edits else found
        if not found.is_due:
            return (
                chases.over(found.request, claimed.facts, found.zone, now)
                if claimed.edits
                else Dropped("somebody has it")
            )
        return queues.unowned(found, claimed.facts, now)

    return {MessageKind.UNOWNED: unowned}

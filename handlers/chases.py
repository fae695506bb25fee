"""Messages that bring back what waits for somebody."""

from bot.domain.ids import UserId
from bot.domain.outbox import Claimed, Dropped, MessageKind
from handlers.blocks import Message
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard
from handlers.views import chases as views


def register(_app: Switchboard, _parts: Parts) -> None:
    """Their buttons are those of the request."""


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def chase(claimed: Claimed) -> Message | Dropped:
        found = parts.chases.chase(claimed.team_id, claimed.about, UserId(claimed.to), claimed.facts)
        if isinstance(found, Dropped):
            return views.gone(claimed.about) if claimed.edits else found
        if not found.is_due:
            return (
                views.over(found.item, claimed.facts, found.zone, parts.clock.now())
                if claimed.edits
                else Dropped("waits no longer, or otherwise")
            )
        return views.chase(found, parts.clock.now())

    return {MessageKind.CHASE: chase}

"""Outbox row → Web API call: each feature says how its kinds look now."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot.domain.outbox import Claimed, Dropped, MessageKind
from handlers.blocks import Block, Message
from handlers.calls import Call

#: From current state; Dropped when there is nothing (left) to say, or nobody who may see it.
Renderer: TypeAlias = Callable[[Claimed], "Message | Block | Dropped"]


class Rendering:
    def __init__(self, renderers: Mapping[MessageKind, Renderer]) -> None:
        self._renderers = renderers

    def render(self, claimed: Claimed) -> Call | Dropped:
        shown = self._renderers[claimed.kind](claimed)
        if isinstance(shown, Dropped):
            return shown
        if isinstance(shown, Message):
            return Call("chat.postMessage", shown.payload())
        return Call("views.publish", {"view": shown})

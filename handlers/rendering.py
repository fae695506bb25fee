"""Outbox row → Web API call: each feature says how its kinds look now, for a place that may still see it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from bot.domain.ids import ChannelId, TeamId, is_channel
from bot.domain.outbox import Claimed, Dropped, Held, MessageKind, Withheld
from bot.domain.people import Channel
from handlers.blocks import Block, Message
from handlers.calls import Call
from handlers.language import ENGLISH, Language
from handlers.uploads import SHARE, Upload
from handlers.views.notices import withdrawn

#: From current state; Dropped when there is nothing (left) to say, or nobody who may see it.
Renderer: TypeAlias = Callable[[Claimed], "Message | Upload | Block | Dropped"]
Channels: TypeAlias = Callable[[TeamId, ChannelId], Channel | None]


class Rendering:
    """`held` says until when a message that comes late is kept for its reader's hours, if it is."""

    def __init__(
        self,
        renderers: Mapping[MessageKind, Renderer],
        channels: Channels,
        held: Callable[[Claimed], datetime | None],
        language: Language = ENGLISH,
    ) -> None:
        self._language = language
        self._held = held
        self._renderers = renderers
        self._channels = channels

    def render(self, claimed: Claimed) -> Call | Dropped | Held:
        with self._language.spoken():
            return self._rendered(claimed)

    def _rendered(self, claimed: Claimed) -> Call | Dropped | Held:
        why_not = self._why_not(claimed)
        if why_not is not None:
            return Call("chat.update", withdrawn().payload()) if claimed.edits else Withheld(why_not)
        shown = self._renderers[claimed.kind](claimed)
        if isinstance(shown, Dropped):
            return shown
        until = self._held(claimed)
        if until is not None:
            return Held(until)
        if isinstance(shown, Upload):
            return Call(SHARE, {"upload": shown})
        if isinstance(shown, Message):
            return Call("chat.postMessage", shown.payload())
        return Call("views.publish", {"view": shown})

    def _why_not(self, claimed: Claimed) -> str | None:
        """Why a channel takes nothing any more that it did not ask for, in Slack's words or as `shared`.

        It was open when the message was addressed; other companies' people may have come since. A reply was asked for,
        and says by itself what may be said there.
        """
        if claimed.kind is MessageKind.REPLY or not is_channel(claimed.to):
            return None
        channel = self._channels(claimed.team_id, ChannelId(claimed.to))
        if channel is None or not channel.is_member:
            return "not_in_channel"
        if channel.takes_cards:
            return None
        return "is_archived" if channel.is_archived else "shared"

"""Notices: what happened to something that a person asked for, told in their messages with Liaison."""

from slack_bolt import App

from bot.domain.ids import UserId
from bot.domain.outbox import Claimed, MessageKind
from handlers.blocks import Message
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.views import notices as views
from handlers.views import nudges as nudge_views


def register(_app: App, _parts: Parts) -> None:
    """Their buttons belong to the features that they are about."""


def renderers(parts: Parts) -> dict[MessageKind, Renderer]:
    def notice(claimed: Claimed) -> Message:
        if claimed.facts["what"] == "travelled":
            return nudge_views.travelled(claimed.facts)
        zone = parts.people.zone_of(claimed.team_id, UserId(claimed.to))
        reader = views.Reader(claimed.to, zone, parts.clock.now())
        return views.WORDS[claimed.facts["what"]](claimed.about, claimed.facts, reader)

    return {MessageKind.NOTICE: notice}

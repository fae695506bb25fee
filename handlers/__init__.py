"""Everything that knows Slack. This file is the table of contents."""

from collections.abc import Mapping

from slack_bolt import App

from bot.domain.outbox import MessageKind
from handlers import (
    catch_up,
    client_requests,
    clients,
    digests,
    home,
    hours,
    installation,
    ladders,
    liaison,
    mentions,
    mornings,
    notices,
    nudge_occurrences,
    nudges,
    people,
    refusing,
    tasks,
)
from handlers.parts import Parts
from handlers.rendering import Renderer

FEATURES = (
    client_requests,
    tasks,
    nudges,
    nudge_occurrences,
    catch_up,
    ladders,
    clients,
    digests,
    mornings,
    home,
    hours,
    liaison,
    mentions,
    people,
    notices,
    installation,
)


def register(app: App, parts: Parts) -> None:
    for feature in FEATURES:
        feature.register(app, parts)
    refusing.register(app, parts)


def renderers(parts: Parts) -> Mapping[MessageKind, Renderer]:
    found: dict[MessageKind, Renderer] = {}
    for feature in FEATURES:
        found.update(feature.renderers(parts))
    return found

"""Everything that knows Slack. This file is the table of contents."""

from collections.abc import Callable, Mapping

from slack_bolt import App

from bot.domain.outbox import MessageKind
from handlers import (
    bulks,
    catch_up,
    channel_settings,
    chases,
    checklists,
    client_requests,
    clients,
    digests,
    dues,
    duplicates,
    export_files,
    finds,
    histories,
    home,
    hours,
    installation,
    intake,
    item_questions,
    item_watchers,
    ladders,
    liaison,
    mentions,
    merges,
    milestones,
    more,
    mornings,
    notices,
    nudge_occurrences,
    nudges,
    people,
    pings,
    queues,
    reactions,
    refusing,
    replies,
    request_types,
    saved_searches,
    series,
    snoozes,
    sub_tasks,
    tasks,
    watches,
)
from handlers.language import Language
from handlers.parts import Parts
from handlers.rendering import Renderer
from handlers.switchboard import Switchboard

FEATURES = (
    client_requests,
    request_types,
    chases,
    queues,
    watches,
    reactions,
    tasks,
    sub_tasks,
    checklists,
    item_questions,
    item_watchers,
    dues,
    duplicates,
    merges,
    bulks,
    series,
    milestones,
    nudges,
    nudge_occurrences,
    catch_up,
    ladders,
    snoozes,
    histories,
    more,
    finds,
    export_files,
    saved_searches,
    clients,
    digests,
    mornings,
    pings,
    home,
    hours,
    liaison,
    mentions,
    replies,
    intake,
    channel_settings,
    people,
    notices,
    installation,
)


def register(app: App, parts: Parts, language: Language, is_ours: Callable[[str | None], bool]) -> None:
    board = Switchboard(language)
    for feature in FEATURES:
        feature.register(board, parts)
    refusing.register(app, board, parts, language)
    board.connect(app, is_ours)


def renderers(parts: Parts) -> Mapping[MessageKind, Renderer]:
    found: dict[MessageKind, Renderer] = {}
    for feature in FEATURES:
        found.update(feature.renderers(parts))
    return found

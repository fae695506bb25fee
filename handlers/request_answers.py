"""Answers about client requests that both the command and the buttons give."""

from bot.domain.errors import LoggedAMomentAgo
from bot.domain.ids import RequestNumber
from bot.domain.origins import Gesture
from bot.domain.quick_results import QuickRequest
from bot.domain.text import clean
from bot.services.pages import Which
from bot.services.request_drafts import Log
from handlers import duplicates
from handlers.blocks import Message
from handlers.parts import Parts
from handlers.request_forms import draft_from
from handlers.views import client_request_answers as values
from handlers.views import client_requests as views
from handlers.views import item_watchers as watcher_views
from handlers.views import merges as merge_views
from handlers.views import sub_tasks as sub_task_views


def log_line(
    parts: Parts,
    by: Gesture,
    quick: QuickRequest,
    text: str,
    url: str | None,
    *,
    again: bool = False,
    beside: RequestNumber | None = None,
) -> Message:
    """`url` takes what is found out after the answer. `again` and `beside` as in Log."""
    # Read first: once it is saved, nothing may fail that would be worded as if it were not.
    owner_zone = parts.gestures.zone_of(by, quick.owner.user) if quick.owner else by.zone
    try:
        done = parts.client_requests.log(Log(by=by, draft=draft_from(quick), again=again, beside=beside))
    except LoggedAMomentAgo as twin:
        return values.twin(twin.label, clean(text))
    if not again:
        duplicates.look_after(parts, by, done, url)
    read = [moment for moment in (quick.due, quick.received) if moment]
    notes = values.worded([note for moment in read for note in moment.notes])
    if by.zone_is_assumed:
        notes.append(views.zone_note(by.zone))
    return values.logged(done, by.zone, owner_zone, notes)


def listed(parts: Parts, by: Gesture, which: Which, offset: int) -> Message:
    found = parts.client_requests.page(by, which, offset=offset)
    return views.listed(found, which, by.zone, parts.clock.now())


def shown(parts: Parts, by: Gesture, number: RequestNumber) -> Message:
    request = parts.client_requests.one(by, number)
    if request.merged_into is not None:
        return merge_views.shown(request)
    client = parts.client_requests.client_of(by, request)
    card = views.card(request, client, parts.clock.now(), parts.sub_tasks.progress(by.team_id, request))
    watched = watcher_views.blocks_of(parts.item_watchers.of(by.team_id, request.label))
    pieces = sub_task_views.listed(parts.sub_tasks.parts(by, request))
    merged = merge_views.parts(parts.merges.merged_into(by, number))
    return Message(card.text, [card.blocks[0], *pieces, *watched, *merged, *card.blocks[1:]])

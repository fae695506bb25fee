"""What is answered about a client request once it is logged or changed: each value, and where its card is."""

import json
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.moments import Note
from bot.domain.origins import Gesture
from bot.services.request_drafts import Logged
from handlers import blocks
from handlers.blocks import Block, Element, Message
from handlers.ids import ActionId
from handlers.moments import wall
from handlers.text import Mrkdwn, Plain, joined, mention, plainly, said
from handlers.views import client_requests as views
from handlers.views import dues, refusals, sources, type_fields
from handlers.views.client_requests import PRIORITY, client_name, where
from handlers.views.routing import routed

#: What a button can hold.
VALUE = 2000
LOGGED, CHANGED = "{label} is logged: {title}", "{label} is changed: {title}"
LOGGED_ALREADY = "{label} was logged already: {title}"


def logged(done: Logged, zone: ZoneInfo, owner_zone: ZoneInfo, notes: Sequence[Mrkdwn] = ()) -> Message:
    """What was understood, each value with Change, the whole with Undo."""
    return _values(
        done,
        LOGGED_ALREADY if done.repeated else LOGGED,
        zone,
        owner_zone,
        notes,
    )


def changed(done: Logged, zone: ZoneInfo, owner_zone: ZoneInfo, notes: Sequence[Mrkdwn]) -> Message:
    """The same once a value was changed."""
    return _values(done, CHANGED, zone, owner_zone, notes)


def changed_card(done: Logged, now: datetime, notes: Sequence[Mrkdwn]) -> Message:
    """In place of a private card."""
    card = views.card(done.request, done.client, now)
    told = blocks.context(joined([_saved(done), *notes], " "))
    return Message(card.text, [*card.blocks, told, *dues.put_back(done.request.label, done.due_undo)])


def went_along(done: Logged) -> list[Mrkdwn]:
    """What was merged into it is for the same client now."""
    if not done.along:
        return []
    return [said("Merged into it, and gone along: {labels}.", labels=", ".join(done.along))]


def _saved(done: Logged) -> Mrkdwn:
    return said("{label} is changed.", label=done.request.label)


def _values(done: Logged, words: str, zone: ZoneInfo, owner_zone: ZoneInfo, notes: Sequence[Mrkdwn]) -> Message:
    request = done.request
    text = said(words, label=request.label, title=request.title)
    rows = [
        _row(request, "title", said("*Title*  {title}", title=request.title)),
        _row(request, "client", said("*Client*  {name}", name=client_name(request, done.client))),
        *_typed(request),
        _row(request, "due", said("*Due*  {due}", due=_due(request, zone, owner_zone))),
        _row(request, "priority", said("*Priority*  {name}", name=plainly(PRIORITY[request.priority]))),
        _row(request, "owner", joined([said("*Owner*  {who}", who=mention(request.owner)), *routed(request)])),
        _row(request, "asker", said("*Asked by*  {who}", who=mention(request.asker))),
        _row(request, "received", said("*Came in*  {how}", how=sources.for_reader(request, zone) or said("just now"))),
    ]
    tail = joined([where(done.place), *notes], " ")
    after = [*dues.to_put_back(request.label, done.due_undo), *_after(request)]
    return Message(text, [blocks.section(text), *rows, blocks.context(tail), blocks.actions(after)])


def _typed(request: ClientRequest) -> list[Block]:
    if request.of_type is None:
        return []
    return [_row(request, "type", said("*Type*  {type}", type=type_fields.short(request.of_type)))]


def result(done: Logged, what: Plain, reader: Gesture, notes: Sequence[Mrkdwn]) -> Block:
    """After a form, when there is something to say that is not where the person is looking."""
    request = done.request
    due = wall(request.due.at, reader.zone, request.logged_at) if request.due else plainly("no due date")
    is_theirs = done.place.audience is not None or done.place.to == reader.user_id
    lines = [
        said("*{label}* {title}", label=request.label, title=request.title),
        said("{client} · {due} · {who}", client=client_name(request, done.client), due=due, who=mention(request.owner)),
        *routed(request),
        *notes,
        *([where(done.place)] if is_theirs else []),
    ]
    found = [blocks.section(joined(lines)), *dues.put_back(request.label, done.due_undo)]
    if request.client_words:
        found.append(blocks.actions([_add_client(request)]))
    kept = json.dumps({"channel": request.audience} if request.audience else {})
    return blocks.modal(
        "request.logged",
        plainly("{label} {what}", label=request.label, what=what),
        found,
        submit=None,
        metadata=kept,
    )


def worded(notes: Sequence[Note]) -> list[Mrkdwn]:
    """How the due moment was read."""
    return [refusals.noted(note) for note in notes]


def _row(request: ClientRequest, name: str, text: Mrkdwn) -> Block:
    return blocks.section(text, blocks.button(plainly("Change"), ActionId.REQUEST_CHANGE, f"{request.label}:{name}"))


def _after(request: ClientRequest) -> list[Element]:
    found = [blocks.button(plainly("Undo"), ActionId.REQUEST_UNDO, request.label)]
    if request.client_words:
        found.append(_add_client(request))
    return found


def _add_client(request: ClientRequest) -> Element:
    value = f"{request.label}|{request.client_words}"
    return blocks.button(
        plainly("Add {client_words} as a client", client_words=request.client_words), ActionId.CLIENT_ADD, value
    )


def _due(request: ClientRequest, zone: ZoneInfo, owner_zone: ZoneInfo) -> Mrkdwn:
    """Where the owner's clock shows another hour, both are said."""
    if request.due is None:
        return said("none")
    here = wall(request.due.at, zone, request.logged_at)
    offsets = {request.due.at.astimezone(one).utcoffset() for one in (zone, owner_zone)}
    if len(offsets) == 1:
        return said("{here}", here=here)
    return said("{here} ({there})", here=here, there=wall(request.due.at, owner_zone, request.logged_at))


def twin(label: str, text: str) -> Message:
    """The same line a moment ago: perhaps its answer never arrived. `text` is as Slack sent it, to be read once more;
    where a button cannot hold it the form is filled with what the first became.
    """
    words = said("You logged this a moment ago as {label}. Log another?", label=label)
    again, value = blocks.button(plainly("Log another"), ActionId.REQUEST_AGAIN), f"{label}|{text}"
    another = (
        {**again, "value": value}
        if len(value) <= VALUE
        else blocks.button(plainly("Log another"), ActionId.REQUEST_COPY, label)
    )
    show = blocks.button(plainly("Show"), ActionId.REQUEST_SHOW, label)
    return Message(words, [blocks.section(words), blocks.actions([another, show])])

"""What was understood from a line, and the forms of a client request."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.client_names import KnownClient, UnknownClient
from bot.domain.client_requests import ClientRequest, Due
from bot.domain.clients import Client
from bot.domain.edits import fingerprints
from bot.domain.moments import Ambiguous, DateRefused, Moment
from bot.domain.priority import Priority
from bot.domain.quick_results import QuickRequest
from bot.services.client_requests import Logged, fields_of
from handlers import blocks
from handlers.blocks import Block, Element, Message
from handlers.due_fields import due_blocks
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.moments import wall
from handlers.text import Mrkdwn, joined, mention, said
from handlers.views import refusals
from handlers.views.client_requests import PRIORITY, client_name, where

TITLE_LIMIT = 300
EVERY_FIELD = ("title", "client", "due", "priority", "owner", "details")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a form starts with."""

    title: str = ""
    details: str = ""
    client: int | None = None
    client_words: str = ""
    priority: Priority = Priority.NORMAL
    owner: str | None = None
    due: Due | None = None


def logged(
    done: Logged, quick: QuickRequest, zone: ZoneInfo, owner_zone: ZoneInfo, zone_note: Mrkdwn | None = None
) -> Message:
    """What was understood, each value with Change, the whole with Undo."""
    request = done.request
    what = "was logged already" if done.repeated else "is logged"
    text = said("{label} {what}: {title}", label=request.label, what=what, title=request.title)
    rows = [
        _row(request, "title", said("*Title*  {title}", title=request.title)),
        _row(request, "client", said("*Client*  {name}", name=client_name(request, done.client))),
        _row(request, "due", said("*Due*  {due}", due=_due(request, zone, owner_zone))),
        _row(request, "priority", said("*Priority*  {name}", name=PRIORITY[request.priority])),
        _row(request, "owner", said("*Owner*  {who}", who=mention(request.owner))),
    ]
    notes = [refusals.noted(note) for note in quick.due.notes] if quick.due else []
    tail = joined([where(done.place), *notes, *([zone_note] if zone_note else [])], " ")
    return Message(text, [blocks.section(text), *rows, blocks.context(tail), blocks.actions(_after(request))])


def result(done: Logged, zone: ZoneInfo) -> Block:
    """After the form, when its card is not where the person is looking."""
    request = done.request
    due = wall(request.due.at, zone, request.logged_at) if request.due else "no due date"
    lines = [
        said("*{label}* {title}", label=request.label, title=request.title),
        said("{client} · {due}", client=client_name(request, done.client), due=due),
        where(done.place),
    ]
    return blocks.modal("request.logged", f"{request.label} is logged", [blocks.section(joined(lines))], submit=None)


def _row(request: ClientRequest, name: str, text: Mrkdwn) -> Block:
    return blocks.section(text, blocks.button("Change", ActionId.REQUEST_CHANGE, f"{request.label}:{name}"))


def _after(request: ClientRequest) -> list[Element]:
    found = [blocks.button("Undo", ActionId.REQUEST_UNDO, request.label)]
    if request.client_words:
        words = f"Add {request.client_words} as a client"
        found.append(blocks.button(words, ActionId.CLIENT_ADD, f"{request.label}|{request.client_words}"))
    return found


def _due(request: ClientRequest, zone: ZoneInfo, owner_zone: ZoneInfo) -> Mrkdwn:
    """Where the owner's clock shows another hour, both are said."""
    if request.due is None:
        return Mrkdwn("none")
    here = wall(request.due.at, zone, request.logged_at)
    offsets = {request.due.at.astimezone(one).utcoffset() for one in (zone, owner_zone)}
    if len(offsets) == 1:
        return said("{here}", here=here)
    return said("{here} ({there})", here=here, there=wall(request.due.at, owner_zone, request.logged_at))


def twin(label: str, text: str) -> Message:
    """The same line a moment ago: perhaps its answer never arrived."""
    words = said("You logged this a moment ago as {label}. Log another?", label=label)
    buttons = [blocks.button("Show", ActionId.REQUEST_SHOW, label)]
    if text and len(text) <= 2000:
        again = blocks.button("Log another", ActionId.REQUEST_AGAIN)
        buttons.insert(0, {**again, "value": text})
    return Message(words, [blocks.section(words), blocks.actions(buttons)])


def log_form(
    shown: Shown, clients: Sequence[Client], zone: ZoneInfo, *, notice: list[Block] | None = None, **kept: str
) -> Block:
    """`kept` travels with the form: the channel it was opened in, the message it is about."""
    return blocks.modal(
        CallbackId.REQUEST_LOG,
        "Log a client request",
        [*(notice or []), *_field_blocks(shown, clients, zone, EVERY_FIELD)],
        submit="Log it",
        metadata=json.dumps({key: value for key, value in kept.items() if value}),
    )


def edit_form(request: ClientRequest, clients: Sequence[Client], zone: ZoneInfo, names: Sequence[str]) -> Block:
    shown = Shown(
        title=request.title,
        details=request.details,
        client=request.client_number,
        client_words=request.client_words or "",
        priority=request.priority,
        owner=request.owner,
        due=request.due,
    )
    offered = {client.number for client in clients[:100]}
    if request.client_number is not None and request.client_number not in offered:
        # An empty select would read as: no client any more.
        names = [name for name in names if name != "client"]
    held = {"number": request.number, "asked": list(names), "shown": fingerprints(fields_of(request))}
    return blocks.modal(
        CallbackId.REQUEST_EDIT,
        f"Edit {request.label}",
        _field_blocks(shown, clients, zone, names),
        submit="Save",
        metadata=json.dumps(held),
    )


def assign_form(request: ClientRequest) -> Block:
    return blocks.modal(
        CallbackId.REQUEST_ASSIGN,
        f"Assign {request.label}",
        [
            blocks.section(said("{label} {title}", label=request.label, title=request.title)),
            blocks.field_block(BlockId.OWNER, "Who should do it?", blocks.person_field(request.owner)),
        ],
        submit="Assign",
        metadata=json.dumps({"number": request.number}),
    )


def _field_blocks(shown: Shown, clients: Sequence[Client], zone: ZoneInfo, names: Sequence[str]) -> list[Block]:
    """Each field's blocks under the name that edits compare."""
    found: list[Block] = []
    for name in names:
        found += _blocks_of(name, shown, clients, zone)
    return found


def _blocks_of(name: str, shown: Shown, clients: Sequence[Client], zone: ZoneInfo) -> list[Block]:
    match name:
        case "title":
            field = blocks.text_field(shown.title, limit=TITLE_LIMIT, placeholder="Reprint of the spring brochure")
            return [blocks.field_block(BlockId.TITLE, "Title", field)]
        case "client":
            return _client_blocks(shown, clients)
        case "due":
            return due_blocks(shown.due, zone)
        case "priority":
            options = [blocks.option(words, one.value) for one, words in PRIORITY.items()]
            return [blocks.field_block(BlockId.PRIORITY, "Priority", blocks.select(options, shown.priority.value))]
        case "owner":
            return [blocks.field_block(BlockId.OWNER, "Owner", blocks.person_field(shown.owner), optional=True)]
        case _:
            field = blocks.text_field(shown.details, lines=True)
            return [blocks.field_block(BlockId.DETAILS, "Details", field, optional=True)]


def _client_blocks(shown: Shown, clients: Sequence[Client]) -> list[Block]:
    """A select of no options is refused by Slack, and so is one of more than a hundred."""
    typed = blocks.field_block(
        BlockId.NEW_CLIENT,
        "Client not in the list" if clients else "Client",
        blocks.text_field(shown.client_words, limit=100),
        optional=True,
    )
    if not clients:
        return [typed]
    options = [blocks.option(client.name, str(client.number)) for client in clients[:100]]
    chosen = str(shown.client) if shown.client else None
    return [blocks.field_block(BlockId.CLIENT, "Client", blocks.select(options, chosen), optional=True), typed]


def from_quick(quick: QuickRequest) -> Shown:
    """What of a line is certain."""
    client = quick.client
    return Shown(
        title=quick.title,
        details=quick.details,
        client=client.number if isinstance(client, KnownClient) else None,
        client_words=client.name if isinstance(client, UnknownClient) else "",
        priority=quick.priority,
        owner=quick.owner.user if quick.owner else None,
        due=due_of(quick.due),
    )


def due_of(moment: Moment | None) -> Due | None:
    return Due(moment.at, moment.zone.key) if moment else None


def questions(quick: QuickRequest) -> list[Block]:
    """Why the form opened: each thing that was not certain, with buttons where a click answers it."""
    found: list[Block] = []
    for doubt in quick.ambiguities:
        text = refusals.words(doubt) if isinstance(doubt, DateRefused) else refusals.asked(doubt)
        found.append(blocks.section(text))
        if isinstance(doubt, Ambiguous):
            found.append(blocks.actions([_reading(one) for one in doubt.readings]))
    return [*found, blocks.context(Mrkdwn("Nothing is saved yet."))] if found else []


def _reading(moment: Moment) -> Element:
    words = f"{moment.local.day} {moment.local:%B %Y}"
    return blocks.button(words, ActionId.REQUEST_DATE, f"{moment.local:%Y-%m-%dT%H:%M}")


def with_date(view: Block, picked: str) -> Block:
    """The form with the reading that was clicked. Slack keeps what a field held unless its action id is new."""
    day, _, hour = picked.partition("T")
    initial = {
        BlockId.DUE_DATE.value: {"action_id": f"{ActionId.INPUT}.{day}", "initial_date": day},
        BlockId.DUE_TIME.value: {"action_id": f"{ActionId.INPUT}.{hour}", "initial_time": hour},
    }
    kept = ("type", "callback_id", "title", "submit", "close", "private_metadata")
    shown = view["blocks"]
    assert isinstance(shown, list)
    changed = [
        {**block, "element": {**block["element"], **initial[block["block_id"]]}}
        if block["block_id"] in initial
        else block
        for block in shown
    ]
    return {**{key: view[key] for key in kept if view.get(key)}, "blocks": changed}

"""The forms of a client request, and what is asked when one opens."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from bot.domain.client_names import ClientName, KnownClient, Meant, NearlyKnown, UnknownClient
from bot.domain.client_requests import ClientRequest, Due, Received
from bot.domain.clients import Client, of_channel
from bot.domain.edits import fingerprints
from bot.domain.moments import Ambiguous, DateRefused, Moment
from bot.domain.priority import Priority
from bot.domain.quick_results import QuickRequest
from bot.domain.request_types import OfType, RequestType
from bot.domain.text import clipped
from bot.services.request_drafts import fields_of
from bot.services.request_types import Offered
from handlers import blocks
from handlers.blocks import Block, Element
from handlers.due_fields import due_blocks, with_why
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.moments import long_date
from handlers.received_fields import received_blocks, source_block
from handlers.text import Mrkdwn, mention, plainly, said, theirs
from handlers.views import refusals, type_fields
from handlers.views.client_requests import PRIORITY

TITLE_LIMIT, DETAILS_LIMIT = 300, 3000
#: Kept by a form that was opened from an answer which shows each value.
VALUES = "values"
#: What a select may offer.
MOST_CLIENTS = 100
EVERY_FIELD = ("title", "client", "type", "asker", "source", "received", "due", "priority", "owner", "details")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a form starts with."""

    title: str = ""
    details: str = ""
    client: int | None = None
    client_words: str = ""
    priority: Priority = Priority.NORMAL
    owner: str | None = None
    asker: str | None = None
    due: Due | None = None
    type: RequestType | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    received: Received | None = None


def log_form(
    shown: Shown,
    clients: Sequence[Client],
    zone: ZoneInfo,
    types: Offered,
    *,
    notice: list[Block] | None = None,
    **kept: str,
) -> Block:
    """`kept` travels with the form: the channel it was opened in, whose client is put forward, and the message it is
    about.
    """
    here = of_channel(clients, kept.get("channel"))
    if here is not None and not shown.client and not shown.client_words:
        shown = replace(shown, client=here.number)
    return blocks.modal(
        CallbackId.REQUEST_LOG,
        plainly("Log a client request"),
        [*(notice or []), *_field_blocks(shown, clients, zone, EVERY_FIELD, types)],
        submit=plainly("Log it"),
        metadata=json.dumps({key: value for key, value in {**kept, **_picked(shown)}.items() if value}),
    )


def edit_form(
    request: ClientRequest,
    clients: Sequence[Client],
    zone: ZoneInfo,
    types: Offered,
    names: Sequence[str],
    **kept: str,
) -> Block:
    """`kept` says which message the form was opened from."""
    shown = replace(as_in(request), type=types.own)
    if request.client_number is not None and request.client_number not in {client.number for client in clients}:
        # An empty select would read as: no client any more.
        names = [name for name in names if name != "client"]
    held = {"number": request.number, "asked": list(names), "shown": fingerprints(fields_of(request))}
    client = {"client": str(request.client_number or ""), "client_words": shown.client_words}
    return blocks.modal(
        CallbackId.REQUEST_EDIT,
        plainly("Edit {label}", label=request.label),
        with_why(_field_blocks(shown, clients, zone, names, types, standing=request.of_type), request.due, names),
        submit=plainly("Save"),
        metadata=json.dumps({**kept, **held, **client, **_picked(shown), **_of_version(request)}),
    )


def as_in(request: ClientRequest) -> Shown:
    return Shown(
        title=request.title,
        details=request.details,
        client=request.client_number,
        client_words=request.client_words or "",
        priority=request.priority,
        owner=request.owner,
        asker=request.asker,
        due=request.due,
        answers=request.of_type.values if request.of_type else {},
        source=request.source,
        received=request.received,
    )


def _picked(shown: Shown) -> dict[str, str]:
    """The type that the form shows, whose priority and due date give way to those of the next one."""
    return {"picked": shown.type.name} if shown.type else {}


def _of_version(request: ClientRequest) -> dict[str, str | int]:
    return {"type": request.type_name, "of_version": request.type_version} if request.type_name else {}


def _field_blocks(
    shown: Shown,
    clients: Sequence[Client],
    zone: ZoneInfo,
    names: Sequence[str],
    types: Offered,
    *,
    standing: OfType | None = None,
) -> list[Block]:
    """Each field's blocks under the name that edits compare."""
    found: list[Block] = []
    for name in names:
        if name == "type":
            found += _type_blocks(shown, types, standing)
        else:
            found += _blocks_of(name, shown, clients, zone)
    return found


def _type_blocks(shown: Shown, types: Offered, standing: OfType | None) -> list[Block]:
    """With the fields of the type that is chosen: when it is logged without those that only its end can tell."""
    of = shown.type
    picked = type_fields.type_block(types.live, of.name if of else None, unlisted=standing)
    if of is None:
        return picked
    asked = of.visible(shown.answers) if standing else of.asked_first(shown.answers)
    return [*picked, *type_fields.field_blocks(of, asked, shown.answers, closing=False)]


def _blocks_of(name: str, shown: Shown, clients: Sequence[Client], zone: ZoneInfo) -> list[Block]:
    match name:
        case "client":
            return client_blocks(shown, clients)
        case "due":
            return due_blocks(shown.due, zone)
        case "received":
            return received_blocks(shown.received, zone)
        case "source":
            return [source_block(shown.source)]
        case "asker" | "owner":
            return [_person_block(name, shown)]
        case _:
            return [_plain_block(name, shown)]


def _plain_block(name: str, shown: Shown) -> Block:
    if name == "title":
        field = blocks.text_field(shown.title, limit=TITLE_LIMIT, placeholder=plainly("Reprint of the spring brochure"))
        return blocks.field_block(BlockId.TITLE, plainly("Title"), field)
    if name == "priority":
        options = [blocks.option(plainly(words), one.value) for one, words in PRIORITY.items()]
        return blocks.field_block(BlockId.PRIORITY, plainly("Priority"), blocks.select(options, shown.priority.value))
    field = blocks.text_field(shown.details, lines=True)
    return blocks.field_block(BlockId.DETAILS, plainly("Details"), field, optional=True)


def _person_block(name: str, shown: Shown) -> Block:
    if name == "owner":
        return blocks.field_block(BlockId.OWNER, plainly("Owner"), blocks.person_field(shown.owner), optional=True)
    person, hint = blocks.person_field(shown.asker), plainly("If they are in this workspace.")
    return blocks.field_block(BlockId.ASKER, plainly("Asked by"), person, optional=True, hint=hint)


def client_blocks(shown: Shown, clients: Sequence[Client]) -> list[Block]:
    """A select of no options is refused by Slack, and so is one of more than a hundred."""
    typed = blocks.field_block(
        BlockId.NEW_CLIENT,
        plainly("Client not in the list") if clients else plainly("Client"),
        blocks.text_field(shown.client_words, limit=100),
        optional=True,
    )
    if not clients:
        return [typed]
    options = [blocks.option(theirs(client.name), str(client.number)) for client in _offered(clients, shown.client)]
    chosen = str(shown.client) if shown.client else None
    return [blocks.field_block(BlockId.CLIENT, plainly("Client"), blocks.select(options, chosen), optional=True), typed]


def _offered(clients: Sequence[Client], chosen: int | None) -> Sequence[Client]:
    """What is chosen is always among them."""
    first = clients[:MOST_CLIENTS]
    missing = [client for client in clients[MOST_CLIENTS:] if client.number == chosen]
    return [*missing, *first[: MOST_CLIENTS - len(missing)]]


def from_quick(quick: QuickRequest) -> Shown:
    """What of a line is certain; the only client with a name like the one typed is put forward, to be confirmed."""
    number, words = _client_of(quick.client)
    title, details = fitted(quick.title, quick.details)
    return Shown(
        title=title,
        details=details,
        client=number,
        client_words=words,
        priority=quick.priority,
        owner=quick.owner.user if quick.owner else None,
        asker=quick.asker.user if quick.asker else None,
        due=due_of(quick.due),
        type=quick.of_type,
        source=quick.source.value if quick.source else None,
        received=received_of(quick.received),
    )


def _client_of(client: Meant | None) -> tuple[int | None, str]:
    match client:
        case KnownClient(number=number) | NearlyKnown(candidates=(ClientName(number=number),)):
            return number, ""
        case UnknownClient(name=name) | NearlyKnown(name=name):
            return None, name
        case _:
            return None, ""


def fitted(title: str, details: str) -> tuple[str, str]:
    """A whole letter pasted as one line: what is too long for a title is kept in full below it."""
    if len(title) <= TITLE_LIMIT:
        return title, details
    return clipped(title, TITLE_LIMIT), f"{title}\n{details}".strip()[:DETAILS_LIMIT]


def due_of(moment: Moment | None) -> Due | None:
    return Due(moment.at, moment.zone.key) if moment else None


def received_of(moment: Moment | None) -> Received | None:
    return Received(moment.at, moment.zone.key) if moment else None


def questions(quick: QuickRequest) -> list[Block]:
    """Why the form opened: each thing that was not certain, with buttons where a click answers it."""
    found: list[Block] = []
    for doubt in quick.ambiguities:
        text = refusals.words(doubt) if isinstance(doubt, DateRefused) else refusals.asked(doubt)
        found.append(blocks.section(text))
        if isinstance(doubt, Ambiguous):
            action = ActionId.REQUEST_CAME if doubt is quick.received_refused else ActionId.REQUEST_DATE
            found.append(blocks.actions([_reading(one, action) for one in doubt.readings]))
    return [*found, blocks.context(said("Nothing is saved yet."))] if found else []


def which_client(doubt: NearlyKnown) -> Mrkdwn:
    """When a form was sent."""
    words = "{asked} Pick it from the list, or press the button again to keep *{name}*."
    return said(words, asked=refusals.asked(doubt), name=doubt.name)


def logged_before(request: ClientRequest) -> Mrkdwn:
    """When the same message is to be logged a second time."""
    owner = said(", with {who}", who=mention(request.owner)) if request.owner else Mrkdwn()
    words = "This message is logged already: *{label}* {title}{owner}. *Log it* makes another one."
    return said(words, label=request.label, title=clipped(request.title, TITLE_LIMIT), owner=owner)


def cut_short(length: int) -> Mrkdwn:
    """When a message is too long for the form."""
    words = (
        "The message has {count:,} characters, of which the form holds the beginning. "
        "The card leads to the whole of it."
    )
    return said(words, count=length)


def _reading(moment: Moment, action: ActionId) -> Element:
    words = long_date(moment.local)
    return blocks.button(words, action, f"{moment.local:%Y-%m-%dT%H:%M}")


def with_date(view: Block, picked: str, *, received: bool = False) -> Block:
    """The form with the reading that was clicked. Slack keeps what a field held unless its action id is new."""
    day, _, hour = picked.partition("T")
    fields = (BlockId.RECEIVED_DATE, BlockId.RECEIVED_TIME) if received else (BlockId.DUE_DATE, BlockId.DUE_TIME)
    initial = {
        fields[0].value: {"action_id": f"{ActionId.INPUT}.{day}", "initial_date": day},
        fields[1].value: {"action_id": f"{ActionId.INPUT}.{hour}", "initial_time": hour},
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

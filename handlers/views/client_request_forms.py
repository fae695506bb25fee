"""The forms of a client request, and what is asked when one opens."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.domain.client_names import ClientName, KnownClient, Meant, NearlyKnown, UnknownClient
from bot.domain.client_requests import ClientRequest, Due
from bot.domain.clients import Client, of_channel
from bot.domain.edits import fingerprints
from bot.domain.moments import Ambiguous, DateRefused, Moment
from bot.domain.priority import Priority
from bot.domain.quick_results import QuickRequest
from bot.domain.text import clipped
from bot.services.request_drafts import fields_of
from handlers import blocks
from handlers.blocks import Block, Element
from handlers.due_fields import due_blocks
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.text import Mrkdwn, mention, said
from handlers.views import refusals
from handlers.views.client_requests import PRIORITY

TITLE_LIMIT, DETAILS_LIMIT = 300, 3000
#: Kept by a form that was opened from an answer which shows each value.
VALUES = "values"
#: What a select may offer.
MOST_CLIENTS = 100
EVERY_FIELD = ("title", "client", "asker", "due", "priority", "owner", "details")


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


def log_form(
    shown: Shown, clients: Sequence[Client], zone: ZoneInfo, *, notice: list[Block] | None = None, **kept: str
) -> Block:
    """`kept` travels with the form: the channel it was opened in, whose client is put forward, and the message it is
    about.
    """
    here = of_channel(clients, kept.get("channel"))
    if here is not None and not shown.client and not shown.client_words:
        shown = replace(shown, client=here.number)
    return blocks.modal(
        CallbackId.REQUEST_LOG,
        "Log a client request",
        [*(notice or []), *_field_blocks(shown, clients, zone, EVERY_FIELD)],
        submit="Log it",
        metadata=json.dumps({key: value for key, value in kept.items() if value}),
    )


def edit_form(
    request: ClientRequest, clients: Sequence[Client], zone: ZoneInfo, names: Sequence[str], **kept: str
) -> Block:
    """`kept` says which message the form was opened from."""
    shown = as_in(request)
    if request.client_number is not None and request.client_number not in {client.number for client in clients}:
        # An empty select would read as: no client any more.
        names = [name for name in names if name != "client"]
    held = {"number": request.number, "asked": list(names), "shown": fingerprints(fields_of(request))}
    client = {"client": str(request.client_number or ""), "client_words": shown.client_words}
    return blocks.modal(
        CallbackId.REQUEST_EDIT,
        f"Edit {request.label}",
        _field_blocks(shown, clients, zone, names),
        submit="Save",
        metadata=json.dumps({**kept, **held, **client}),
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
    )


def assign_form(request: ClientRequest, **kept: str) -> Block:
    return blocks.modal(
        CallbackId.REQUEST_ASSIGN,
        f"Assign {request.label}",
        [
            blocks.section(said("{label} {title}", label=request.label, title=request.title)),
            blocks.field_block(BlockId.OWNER, "Who should do it?", blocks.person_field(request.owner)),
        ],
        submit="Assign",
        metadata=json.dumps({**kept, "number": request.number}),
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
        case "asker" | "owner":
            return [_person_block(name, shown)]
        case _:
            field = blocks.text_field(shown.details, lines=True)
            return [blocks.field_block(BlockId.DETAILS, "Details", field, optional=True)]


def _person_block(name: str, shown: Shown) -> Block:
    if name == "owner":
        return blocks.field_block(BlockId.OWNER, "Owner", blocks.person_field(shown.owner), optional=True)
    person, hint = blocks.person_field(shown.asker), "If they are in this workspace."
    return blocks.field_block(BlockId.ASKER, "Asked by", person, optional=True, hint=hint)


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
    options = [blocks.option(client.name, str(client.number)) for client in _offered(clients, shown.client)]
    chosen = str(shown.client) if shown.client else None
    return [blocks.field_block(BlockId.CLIENT, "Client", blocks.select(options, chosen), optional=True), typed]


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


def questions(quick: QuickRequest) -> list[Block]:
    """Why the form opened: each thing that was not certain, with buttons where a click answers it."""
    found: list[Block] = []
    for doubt in quick.ambiguities:
        text = refusals.words(doubt) if isinstance(doubt, DateRefused) else refusals.asked(doubt)
        found.append(blocks.section(text))
        if isinstance(doubt, Ambiguous):
            found.append(blocks.actions([_reading(one) for one in doubt.readings]))
    return [*found, blocks.context(Mrkdwn("Nothing is saved yet."))] if found else []


def which_client(doubt: NearlyKnown) -> Mrkdwn:
    """When a form was sent."""
    words = "{asked} Pick it from the list, or press the button again to keep *{name}*."
    return said(words, asked=refusals.asked(doubt), name=doubt.name)


def logged_before(request: ClientRequest) -> Mrkdwn:
    """When the same message is to be logged a second time."""
    owner = said(", with {who}", who=mention(request.owner)) if request.owner else Mrkdwn()
    words = "This message is logged already: *{label}* {title}{owner}. *Log it* makes another one."
    return said(words, label=request.label, title=clipped(request.title, TITLE_LIMIT), owner=owner)


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

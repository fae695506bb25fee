"""What an edit form changes of a client request, field by field."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.client_requests import ClientRequest, Pause
from bot.domain.edits import fingerprints
from bot.domain.ids import UserId
from bot.domain.origins import Gesture
from bot.domain.request_states import RequestStatus
from bot.domain.request_types import merged
from bot.services import (
    cards,
    edits,
    receipts,
    rungs,
    snoozes,
)
from bot.services.merged_along import Company
from bot.services.ports import Transaction
from bot.services.request_drafts import Edit, field_of, fields_of

#: What an edit sets without more ado.
_PLAIN_FIELDS = frozenset({"title", "details", "priority", "asker", "source"})


def edit(tx: Transaction, request: ClientRequest, command: Edit, at: rungs.At, company: Company) -> None:
    """With another client it takes its company along."""
    request.must_be_open()
    current, wanted = fields_of(request), fields_of(command.wanted)
    # Types have fields of their own: what one of the sides does not know is empty there.
    empty = dict.fromkeys((*current, *wanted), "")
    wanted = {name: value for name, value in (empty | wanted).items() if field_of(name) in command.asked}
    shown = {**fingerprints(empty), **command.shown}
    changed = edits.changed(tx, request, shown, empty | current, wanted)
    if "client" in changed:
        _move_to_client(tx, request, command, at.now, company)
    _apply(tx, request, command, changed, at)


def _apply(tx: Transaction, request: ClientRequest, command: Edit, changed: frozenset[str], at: rungs.At) -> None:
    """All but its client."""
    wanted = command.wanted
    for name in _PLAIN_FIELDS & changed:
        setattr(request, name, getattr(wanted, name))
    if "priority" in changed:
        snoozes.fit(tx, request, at)
    if "received" in changed:
        request.set_received(wanted.received)
    if "due" in changed:
        edits.move_due(request, wanted.due, command.due_why)
    answered = frozenset(name.removeprefix("type.") for name in changed if field_of(name) == "type")
    if answered:
        request.put_under(merged(request.of_type, wanted.of_type, answered))
    if "owner" in changed and wanted.owner is None:
        request.release()
    if "owner" in changed and wanted.owner is not None:
        assign(tx, request, wanted.owner, command.by, now=at.now)
    if "asker" in changed:
        # Last: who has it now and of which type it is say whether they hear anything.
        receipts.tell_asker(tx, request, command.by, at.now)


def assign(
    tx: Transaction, request: ClientRequest, owner: UserId, by: Gesture, *, now: datetime, note: str = ""
) -> None:
    if request.owner == owner:
        return
    request.assign(owner, by=by.user_id, note=note)
    cards.tell_owner(tx.outbox, request, now=now)


def pause(
    tx: Transaction, request: ClientRequest, wanted: Pause, shown: Mapping[str, str] | None, at: datetime
) -> None:
    """`shown` are the fingerprints of what it waited for on a form."""
    request.must_be_open()
    edits.must_be_as_shown(tx, request, shown, pause_fields(request), _fields(wanted))
    request.pause(wanted, at=at)


def pause_fields(request: ClientRequest) -> dict[str, str]:
    """What it waits for, as text to compare; whatever waits for nothing is the same."""
    status, why = (request.status, request.why) if request.is_paused else (RequestStatus.WORKING, "")
    return _fields(Pause(status, why, request.until))


def _fields(pause: Pause) -> dict[str, str]:
    return {"waits": pause.status.value, "why": pause.why, "until": edits.text_of(pause.until)}


def _move_to_client(tx: Transaction, request: ClientRequest, command: Edit, now: datetime, company: Company) -> None:
    by, wanted = command.by, command.wanted
    request.client_number, request.client_words = wanted.client_number, wanted.client_words
    client = tx.clients.one(wanted.client_number, seen_by=by.user_id) if wanted.client_number else None
    company.move(tx, request, client, asker=by.user_id, now=now)

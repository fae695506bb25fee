"""How the state of a request or task has changed, in words."""

from bot.domain.client_requests import Acceptance, SnoozedFor
from bot.domain.histories import Change
from bot.domain.request_states import CLOSED, PAUSED, Cause, RequestStatus
from bot.domain.tasks import TaskStatus
from handlers.text import Mrkdwn, joined, said
from handlers.views.called import within
from handlers.views.history_tellings import Telling, in_short

_CLOSED = {*CLOSED, TaskStatus.DONE, TaskStatus.CANCELLED}
_PAUSED = {
    RequestStatus.WAITING_ON_CLIENT: "let it wait on the client: {why}",
    RequestStatus.WAITING_ON_PROVIDER: "let it wait on the provider: {why}",
    RequestStatus.ON_HOLD: "put it on hold: {why}",
}


def status(change: Change, telling: Telling) -> Mrkdwn | None:
    now, before = change.after["status"], change.was("status")
    if change.has("merged_into"):
        return None
    if now in _PAUSED:
        return _paused(change, telling)
    if now == RequestStatus.CANCELLED:
        return _cancelled(change)
    if now == RequestStatus.DONE:
        why = in_short(change.after.get("why"))
        return said("closed it as done: {why}", why=why) if why else said("closed it as done")
    if before in _CLOSED:
        return said("opened it again")
    return said("took it up again") if before in PAUSED else None


def _paused(change: Change, telling: Telling) -> Mrkdwn:
    told = said(_PAUSED[RequestStatus(change.after["status"])], why=in_short(change.after.get("why")))
    until = change.after.get("paused_until")
    return joined([told, said("until {at}", at=telling.at(until))], ", ") if until else told


def _cancelled(change: Change) -> Mrkdwn:
    if change.after.get("undone"):
        return said("took the logging back")
    cause, why = change.after.get("cause"), in_short(change.after.get("why"))
    if not cause:
        return said("cancelled it: {why}", why=why) if why else said("cancelled it")
    if cause == Cause.OTHER:
        return said("cancelled it: {why}", why=why)
    words = "cancelled it: {cause}. {why}" if why else "cancelled it: {cause}"
    return said(words, cause=within.cause(Cause(cause)), why=why)


def until(change: Change, telling: Telling) -> Mrkdwn | None:
    """Where only that changed: with a change of state it is said there."""
    until = change.after["paused_until"]
    return said("let it wait until {at}", at=telling.at(until)) if until and not change.has("status") else None


def snoozed(change: Change, telling: Telling) -> Mrkdwn | None:
    """One that ends with its item, or because somebody else has it, is told there."""
    until = change.after["snoozed_until"]
    if until is None:
        is_told = change.has("owner") or change.after.get("status") in _CLOSED
        return None if is_told else said("brought it back into sight")
    if change.after.get("snoozed_for") == SnoozedFor.REPLY:
        return said("snoozed it until somebody replies, at the latest until {at}", at=telling.at(until))
    return said("snoozed it until {at}", at=telling.at(until))


def accepted(change: Change, _telling: Telling) -> Mrkdwn | None:
    steps = (change.was("acceptance"), change.after["acceptance"])
    is_answer = steps == (Acceptance.ASKED, Acceptance.ACCEPTED)
    return said("accepted it") if is_answer and not change.has("owner") else None

"""How states, reasons and ways are called within a sentence: words of their own, as not all languages lower them."""

from collections.abc import Mapping

from bot.domain.client_requests import Acceptance, ClientRequest
from bot.domain.quick_results import Source
from bot.domain.request_states import Cause, RequestStatus
from bot.domain.tasks import TaskStatus
from bot.services.cards import Item
from handlers.text import Plain, plainly

_STATUS: Mapping[RequestStatus | TaskStatus, str] = {
    RequestStatus.NEW: "new",
    RequestStatus.WORKING: "working",
    RequestStatus.WAITING_ON_CLIENT: "waiting on client",
    RequestStatus.WAITING_ON_PROVIDER: "waiting on provider",
    RequestStatus.ON_HOLD: "on hold",
    RequestStatus.DONE: "done",
    RequestStatus.CANCELLED: "cancelled",
    TaskStatus.OPEN: "open",
    TaskStatus.DONE: "done",
    TaskStatus.CANCELLED: "cancelled",
}
_CAUSE: Mapping[Cause, str] = {
    Cause.NOT_NEEDED: "no longer needed",
    Cause.DUPLICATE: "logged twice",
    Cause.OUT_OF_SCOPE: "out of scope",
    Cause.NO_ANSWER: "no answer from the client",
    Cause.MISTAKE: "logged by mistake",
    Cause.OTHER: "another reason",
}
_SOURCE: Mapping[Source, str] = {
    Source.PHONE: "phone",
    Source.MAIL: "e-mail",
    Source.VISIT: "visit",
    Source.CHAT: "chat",
    Source.POST: "post",
    Source.WEB: "website",
}


def status(one: RequestStatus | TaskStatus) -> Plain:
    return plainly(_STATUS[one])


def cause(one: Cause) -> Plain:
    return plainly(_CAUSE[one])


def source(one: Source) -> Plain:
    return plainly(_SOURCE[one])


def state(item: Item) -> Plain:
    """With what a status alone does not say."""
    if isinstance(item, ClientRequest) and item.undone:
        return plainly("undone")
    if isinstance(item, ClientRequest) and item.merged_into is not None:
        return plainly("merged into {into}", into=f"R-{item.merged_into}")
    if item.is_open and item.acceptance is Acceptance.ASKED:
        return plainly("{state}, not accepted yet", state=status(item.status))
    return status(item.status)

"""What states, reasons and ways are called: by themselves, and within a sentence in words of their own, as not all
languages make those small.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.domain.client_requests import Acceptance, ClientRequest
from bot.domain.quick_results import Source
from bot.domain.request_states import Cause, RequestStatus
from bot.domain.tasks import TaskStatus
from bot.services.cards import Item
from handlers.text import Plain, plainly


class Called(NamedTuple):
    alone: str
    within: str


STATUS: Mapping[RequestStatus | TaskStatus, Called] = {
    RequestStatus.NEW: Called("New", "new"),
    RequestStatus.WORKING: Called("Working", "working"),
    RequestStatus.WAITING_ON_CLIENT: Called("Waiting on client", "waiting on client"),
    RequestStatus.WAITING_ON_PROVIDER: Called("Waiting on provider", "waiting on provider"),
    RequestStatus.ON_HOLD: Called("On hold", "on hold"),
    RequestStatus.DONE: Called("Done", "done"),
    RequestStatus.CANCELLED: Called("Cancelled", "cancelled"),
    TaskStatus.OPEN: Called("Open", "open"),
    TaskStatus.DONE: Called("Done", "done"),
    TaskStatus.CANCELLED: Called("Cancelled", "cancelled"),
}
UNDONE = Called("Undone", "undone")
MERGED = Called("Merged into {into}", "merged into {into}")
#: In the order in which a form offers them.
CAUSE: Mapping[Cause, Called] = {
    Cause.NOT_NEEDED: Called("No longer needed", "no longer needed"),
    Cause.DUPLICATE: Called("Logged twice", "logged twice"),
    Cause.OUT_OF_SCOPE: Called("Out of scope", "out of scope"),
    Cause.NO_ANSWER: Called("No answer from the client", "no answer from the client"),
    Cause.MISTAKE: Called("Logged by mistake", "logged by mistake"),
    Cause.OTHER: Called("Another reason", "another reason"),
}
#: As CAUSE.
SOURCE: Mapping[Source, Called] = {
    Source.PHONE: Called("Phone", "phone"),
    Source.MAIL: Called("E-mail", "e-mail"),
    Source.VISIT: Called("Visit", "visit"),
    Source.CHAT: Called("Chat", "chat"),
    Source.POST: Called("Post", "post"),
    Source.WEB: Called("Website", "website"),
}


@dataclass(frozen=True)
class Form:
    """One of the two."""

    of: Callable[[Called], str]

    def status(self, one: RequestStatus | TaskStatus) -> Plain:
        return plainly(self.of(STATUS[one]))

    def cause(self, one: Cause) -> Plain:
        return plainly(self.of(CAUSE[one]))

    def source(self, one: Source) -> Plain:
        return plainly(self.of(SOURCE[one]))

    def state(self, item: Item) -> Plain:
        """With what a status alone does not say."""
        if isinstance(item, ClientRequest) and item.undone:
            return plainly(self.of(UNDONE))
        if isinstance(item, ClientRequest) and item.merged_into is not None:
            return plainly(self.of(MERGED), into=f"R-{item.merged_into}")
        if item.is_open and item.acceptance is Acceptance.ASKED:
            return plainly("{state}, not accepted yet", state=self.status(item.status))
        return self.status(item.status)


alone, within = Form(lambda called: called.alone), Form(lambda called: called.within)

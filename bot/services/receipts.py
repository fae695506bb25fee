"""What a person hears whose request was logged by somebody else: its number, who has it and when they hear more."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.client_requests import ClientRequest
from bot.domain.ids import TeamId, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import Dropped, Message, MessageKind
from bot.domain.people import PersonKind
from bot.services import cards, request_types
from bot.services.ports import Store, Transaction


@dataclass(frozen=True)
class Receipt:
    """`is_seen`: its reader may see the request itself. `is_theirs`: it is still noted as asked for by them."""

    request: ClientRequest
    is_seen: bool
    is_theirs: bool


class ReceiptService:
    def __init__(self, store: Store[Transaction]) -> None:
        self._store = store

    def receipt(self, team: TeamId, label: str, to: UserId) -> Receipt | Dropped:
        """As it is now: to have asked for something is no reason to see more of it."""
        with self._store.read(team) as tx:
            request = next(iter(tx.digests.entries([label])), None)
            if not isinstance(request, ClientRequest):
                return Dropped("gone")
            return Receipt(request, cards.is_seen_by(tx, request, to), request.asker == to)


def tell_asker(tx: Transaction, request: ClientRequest, by: Gesture, now: datetime) -> None:
    """Once. Whoever logs their own request, or is given it, hears of it anyway; guests and people from outside hear
    nothing, and of a silent type nobody does.
    """
    asker = UserId(request.asker) if request.asker else None
    if asker is None or asker in {by.user_id, request.owner}:
        return
    of_type = request_types.type_of(tx.configs, request)
    if of_type is not None and of_type.silent:
        return
    person = tx.people.one(asker)
    if person is None or person.kind is not PersonKind.MEMBER:
        return
    tx.outbox.add(
        Message(
            kind=MessageKind.RECEIPT,
            about=request.label,
            to=asker,
            key=f"receipt:{request.label}:{asker}",
            due_at=now,
            fallback=by.user_id,
        )
    )

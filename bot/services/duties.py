"""What a person looks after, for the help that they are shown."""

from bot.domain.duties import Duties
from bot.domain.origins import Gesture
from bot.services import routing, stand_ins
from bot.services.ports import Store, Transaction


class DutyService:
    def __init__(self, store: Store[Transaction]) -> None:
        self._store = store

    def of(self, by: Gesture) -> Duties:
        with self._store.read(by.team_id) as tx:
            return Duties(
                user=by.user_id,
                has_workspace=by.user_id in stand_ins.responsible(tx),
                queues=routing.of(tx).queues,
                clients=tuple(
                    client.name for client in tx.clients.all(seen_by=by.user_id) if client.owner == by.user_id
                ),
            )

"""Deliveries over one store whose every step may be the last, or take longer than its lease."""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

from bot.domain.delivery_sizes import Sizes
from bot.domain.ids import OutboxId
from bot.domain.outbox import Claimed, Dropped, Result
from bot.services.delivery import Delivery, OutboxStore, Ways
from handlers.calls import Call
from tests.model.outbox_slack import Point, Slack

#: As the product's, but for a Slack that answers quickly, so that several rows are posted in one go.
SIZES = Sizes(call=timedelta(seconds=0.1))


class Killed(BaseException):
    """Not an Exception: nothing that the worker does about errors happens."""


class Stepwise:
    """An outbox store; after any of its transactions something may happen."""

    def __init__(self, store: OutboxStore, happens: Callable[[Point], None]) -> None:
        self._store = store
        self._happens = happens

    def claim(self, *, limit: int, lease: timedelta) -> list[Claimed]:
        claimed = self._store.claim(limit=limit, lease=lease)
        self._happens(Point.CLAIMED)
        return claimed

    def intend(self, rows: Sequence[Claimed]) -> Collection[OutboxId]:
        going = self._store.intend(rows)
        self._happens(Point.INTENDED)
        return going

    def put_back(self, rows: Sequence[Claimed]) -> None:
        self._store.put_back(rows)
        self._happens(Point.PUT_BACK)

    def record(self, results: Sequence[Result]) -> Collection[OutboxId]:
        recorded = self._store.record(results)
        self._happens(Point.RECORDED)
        return recorded

    def has_some(self) -> bool:
        return self._store.has_some()


class Unreadable(Exception):
    """Of a row that cannot be rendered."""


class Words:
    """Says which state of a thing is shown; `versions` is the current one."""

    def __init__(self, versions: dict[str, int]) -> None:
        self._versions = versions

    def render(self, claimed: Claimed) -> Call | Dropped:
        if "poison" in claimed.facts:
            raise Unreadable
        return Call("", {"version": self._versions.get(claimed.facts.get("shows", claimed.id), 0)})


class Workers:
    """Three that take turns; while one is in the middle of its turn another may have a whole one."""

    def __init__(self, store: OutboxStore, slack: Slack, versions: dict[str, int]) -> None:
        self._store, self._slack = Stepwise(store, slack.happens), slack
        self._words = Words(versions)
        self._idle = [self._new(), self._new(), self._new()]

    def turn(self) -> int:
        """Of whoever is idle; one that is killed is started again."""
        if not self._idle:
            return 0
        worker = self._idle.pop(0)
        try:
            done = worker.deliver_due()
        except Killed:
            self._idle.append(self._new())
            return 1
        self._idle.append(worker)
        return done

    def _new(self) -> Delivery:
        return Delivery(
            self._store,
            self._words,
            Ways(self._slack, self._slack),
            self._slack.time.clock,
            lambda _team: None,
            sizes=SIZES,
        )

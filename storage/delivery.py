"""The outbox as delivery sees it, across all teams: claims, intents and outcomes (reliability.md 3.1)."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.dml import ReturningUpdate

from bot.domain.clock import Clock
from bot.domain.delivery_sizes import SIZES, Sizes
from bot.domain.ids import ChannelId, MessageTs, OutboxId, TeamId
from bot.domain.outbox import (
    Accepted,
    Claimed,
    InstallationDead,
    Lane,
    MessageState,
    Outcome,
    Posted,
    Result,
    Throttled,
    Unchangeable,
)
from bot.domain.pacing import Rate
from bot.services.ports import Teams
from storage.claims import Candidate, candidates, is_there_something
from storage.engine import asking, background, database_now
from storage.in_hand import CLAIMED, in_hand
from storage.inserts import LISTS, as_list, is_in_list
from storage.its_clock import NOW, ByItsClock
from storage.messages import add_message, give_up_message
from storage.outbox import ended, outbox
from storage.outcomes import MOST_COUNTED, Values, after, unclaimed
from storage.pace import (
    Place,
    is_shut,
    pause,
    put_off,
    refuse,
    slow_down,
    take_calls,
    take_turns,
)
from storage.ping_budget import Judged, PingBudget, count, fold
from storage.renumbering import has_moved
from storage.sent import write_sent
from storage.takeable import IS_OURS, WAITS_FOR_ANOTHER, is_free, is_paused
from storage.types import UtcDateTime

UNPACED: Mapping[str, Rate] = MappingProxyType({})

#: Whoever waits until nothing more is going on waits as long as this for the next try of a row.
SOON = timedelta(seconds=3)
_UNTIL = bindparam("until", type_=UtcDateTime())

_UNFINISHED = (
    select(outbox.c.id)
    # Each lane by name, because the index names it before the moment.
    .where(outbox.c.lane.in_([lane.value for lane in Lane]))
    .where(IS_OURS, or_(is_free(NOW), outbox.c.owner.is_not(None)), ~is_paused(NOW), ~WAITS_FOR_ANOTHER)
)
_COUNTED = ByItsClock(select(func.count()).select_from(_UNFINISHED.subquery()), later=SOON)

T = TypeVar("T")


class SqlOutbox:
    """`spacing` is the seconds between two posts in one place, `rates` those of the methods in a workspace. Only `due`
    and the days of `pings` are by the clock people feel.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        spacing: float,
        teams: Teams,
        *,
        rates: Mapping[str, Rate] = UNPACED,
        sizes: Sizes = SIZES,
        pings: PingBudget | None = None,
    ) -> None:
        self._engine = background(engine)
        self._asking = asking(engine)
        self._clock = clock
        self._spacing = timedelta(seconds=spacing)
        self._teams = teams
        self._rates = rates
        self._sizes = sizes
        self._pings = pings

    def has_some(self) -> bool:
        with self._asking.connect() as connection:
            return is_there_something(connection, self._teams(), felt=self._clock.now())

    def claim(self, *, limit: int, lease: timedelta) -> list[Claimed]:
        with self._engine.begin() as connection:
            now = database_now(connection)
            found = candidates(connection, self._teams(), felt=self._clock.now(), now=now, limit=limit)
            taken = self._in_turn(connection, self._within_rates(connection, found, now), now)
            if not taken:
                return []
            claim = self._named(connection, taken) | {"token": secrets.token_hex(16), "until": now + lease}
            rows = {row.id: row for row in connection.execute(_CLAIM[connection.dialect.name], claim)}
            return in_hand(connection, taken, rows, now)

    def intend(self, rows: Sequence[Claimed]) -> set[OutboxId]:
        """The leases begin anew, so that nobody takes a row while it is being posted."""
        with self._engine.begin() as connection:
            judged = self._pings.judge(connection, rows, self._clock.now()) if self._pings else Judged()
            fold(connection, rows, judged)
            wanted = [row for row in rows if row.id not in judged.folded]
            going = self._going(connection, wanted, database_now(connection)) if wanted else set()
            count(connection, [row for row in wanted if row.id in going], judged)
        self.put_back([row for row in wanted if row.id not in going])
        return going

    def keep(self, row: Claimed, name: str, value: str) -> bool:
        """One more of the row's facts, as long as the claim holds."""
        this = (outbox.c.team_id == row.team_id, outbox.c.id == row.id, outbox.c.owner == row.token)
        with self._engine.begin() as connection:
            kept = update(outbox).where(*this).values(facts={**row.facts, name: value})
            return connection.execute(kept).rowcount == 1

    def put_back(self, rows: Sequence[Claimed]) -> None:
        for row in rows:
            _once_more(self._put_back, row)

    def record(self, results: Sequence[Result]) -> set[OutboxId]:
        """Together, because each commit waits for the disk; one by one where a row gets into the way of another."""
        try:
            with self._engine.begin() as connection:
                now = database_now(connection)
                sent, others = _apart(results)
                recorded = {result.claimed.id for result in others if self._recorded(connection, result, now)}
                return recorded | write_sent(connection, sent)
        except IntegrityError:
            return {result.claimed.id for result in results if _once_more(self._record_one, result)}

    def unfinished(self) -> int:
        """Rows that deliver_due could do something about, now or within seconds: without those of longer pauses,
        backoffs and settling, and those that wait for another row.
        """
        with self._asking.connect() as connection:
            counted = _COUNTED.ask(connection, {"teams": list(self._teams()), "felt": self._clock.now()})
            return int(counted.scalar_one())

    def about(self, team: TeamId, channel: ChannelId, ts: MessageTs) -> str | None:
        """The label of the item whose message stands there."""
        here = (outbox.c.team_id == team, outbox.c.posted_channel == channel, outbox.c.posted_ts == ts)
        with self._asking.connect() as connection:
            return connection.execute(select(outbox.c.about).where(*here).limit(1)).scalar()

    def _within_rates(self, connection: Connection, found: Sequence[Candidate], now: datetime) -> list[Candidate]:
        wanted: dict[Place, list[Candidate]] = {}
        for candidate in found:
            if candidate.method is not None and candidate.method[1] in self._rates:
                wanted.setdefault(candidate.method, []).append(candidate)
        too_many: set[OutboxId] = set()
        for method, alike in sorted(wanted.items(), key=lambda pair: pair[0]):
            mine = take_calls(connection, method, self._rates[method[1]], wanted=len(alike), now=now)
            too_many |= {candidate.id for candidate in alike[mine:]}
        return [candidate for candidate in found if candidate.id not in too_many]

    def _in_turn(self, connection: Connection, found: Sequence[Candidate], now: datetime) -> list[Candidate]:
        places = {candidate.place for candidate in found if candidate.place is not None}
        if not self._spacing or not places:
            return list(found)
        turns = take_turns(connection, places, now=now, spacing=self._spacing)
        return [candidate for candidate in found if candidate.place is None or candidate.place in turns]

    def _going(self, connection: Connection, rows: Sequence[Claimed], now: datetime) -> set[OutboxId]:
        """Those whose claim still holds, unless their method was refused since."""
        tokens = as_list(connection, {row.token for row in rows})
        intent = self._named(connection, rows) | {"tokens": tokens, "now": now, "until": now + self._sizes.lease}
        going = set(connection.scalars(_INTENT[connection.dialect.name], intent))
        if self._spacing:
            # They may have waited behind others of their batch: the next one there keeps its distance from the post.
            places = {(row.team_id, row.to) for row in rows if row.id in going and not row.may_repeat}
            put_off(connection, places, now + self._spacing)
        return going

    def _named(self, connection: Connection, rows: Sequence[Candidate] | Sequence[Claimed]) -> dict[str, Any]:
        """Ids are unique across teams; those of ours are named all the same, as in every statement."""
        ids = [row.id for row in rows]
        return {"teams": as_list(connection, self._teams()), "ids": as_list(connection, ids)}

    def _record_one(self, result: Result) -> bool:
        with self._engine.begin() as connection:
            return self._recorded(connection, result, database_now(connection))

    def _recorded(self, connection: Connection, result: Result, now: datetime) -> bool:
        claimed, outcome = result.claimed, result.outcome
        if has_moved(connection, claimed, outcome):
            return _moved_on(connection, claimed, unclaimed(claimed))
        if not _moved_on(connection, claimed, after(claimed, outcome, now, self._sizes.settle)):
            return False
        self._pause_after(connection, claimed, outcome, now)
        if isinstance(outcome, Unchangeable) and claimed.base is not None:
            give_up_message(connection, claimed.team_id, claimed.base, outcome.reason)
        if result.follow_up is not None:
            add_message(connection, claimed.team_id, result.follow_up)
        return True

    def _pause_after(self, connection: Connection, claimed: Claimed, outcome: Outcome, now: datetime) -> None:
        match outcome:
            case Throttled(method, seconds):
                # Of two that were refused in one moment the second says nothing new.
                is_news = method in self._rates and not is_shut(connection, (claimed.team_id, method), now)
                pause(connection, claimed.team_id, method, now + timedelta(seconds=seconds))
                if is_news:
                    slow_down(connection, (claimed.team_id, method), now)
            case InstallationDead():
                refuse(connection, claimed.team_id, now=now, felt=self._clock.now())
            case _:
                pass

    def _put_back(self, row: Claimed) -> bool:
        with self._engine.begin() as connection:
            return _moved_on(connection, row, unclaimed(row))


def _these(dialect: str) -> ColumnElement[bool]:
    return and_(is_in_list(dialect, outbox.c.team_id, "teams"), is_in_list(dialect, outbox.c.id, "ids"))


def _claim(dialect: str) -> ReturningUpdate[*tuple[Any, ...]]:
    held = {"state": MessageState.SENDING, "owner": bindparam("token"), "free_at": _UNTIL}
    return update(outbox).where(_these(dialect)).values(held).returning(*CLAIMED)


def _intent(dialect: str) -> ReturningUpdate[OutboxId]:
    may_go = and_(_these(dialect), is_in_list(dialect, outbox.c.owner, "tokens"), ~is_paused(NOW))
    attempt = case((outbox.c.attempt < MOST_COUNTED, outbox.c.attempt + 1), else_=outbox.c.attempt)
    first = func.coalesce(outbox.c.first_try_at, NOW)
    tried = {"first_try_at": first, "last_try_at": NOW, "attempt": attempt, "free_at": _UNTIL}
    return update(outbox).where(may_go).values(tried).returning(outbox.c.id)


#: By dialect, and made once: to make one anew costs more than to execute it.
_CLAIM = {dialect: _claim(dialect) for dialect in LISTS}
_INTENT = {dialect: _intent(dialect) for dialect in LISTS}


def _apart(results: Sequence[Result]) -> tuple[list[tuple[Claimed, Posted | None]], list[Result]]:
    """Those that were merely sent, and of which there is more to write."""
    sent, others = list[tuple[Claimed, Posted | None]](), list[Result]()
    for result in results:
        if isinstance(result.outcome, Accepted) and result.follow_up is None:
            sent.append((result.claimed, result.outcome.posted))
        else:
            others.append(result)
    return sent, others


def _once_more(write: Callable[[T], bool], what: T) -> bool:
    try:
        return write(what)
    except IntegrityError:
        # In this very moment a row with the same merge key has begun to wait: the second time it is seen.
        return write(what)


def _moved_on(connection: Connection, row: Claimed, values: Values) -> bool:
    """False when the claim was lost."""
    if values["state"] is MessageState.PENDING and (other := _waiting_instead(connection, row)) is not None:
        this = (outbox.c.team_id == row.team_id, outbox.c.id == other)
        connection.execute(update(outbox).where(*this).values(free_at=values["free_at"]))
        values = ended(MessageState.CANCELLED, "merged")
    return connection.execute(update(outbox).where(*_held(row)).values(values)).rowcount == 1


def _held(claimed: Claimed) -> tuple[ColumnElement[bool], ...]:
    return outbox.c.team_id == claimed.team_id, outbox.c.id == claimed.id, outbox.c.owner == claimed.token


def _waiting_instead(connection: Connection, claimed: Claimed) -> OutboxId | None:
    """What would wait again merges with a row that has come since, which then waits as long."""
    mine = select(outbox.c.merge_key).where(outbox.c.team_id == claimed.team_id, outbox.c.id == claimed.id)
    same = select(outbox.c.id).where(outbox.c.team_id == claimed.team_id, outbox.c.state == MessageState.PENDING)
    return connection.execute(same.where(outbox.c.merge_key == mine.scalar_subquery())).scalar()

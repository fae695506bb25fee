"""The routing file of a workspace: checked against who is there, loaded, and asked what it would do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.clock import Clock
from bot.domain.config_files import BadFile, ConfigVersion, Fault
from bot.domain.ids import LIAISON, ChannelId, TeamId, UserId, is_person
from bot.domain.origins import OwnWork
from bot.domain.people import PersonKind
from bot.domain.priority import Priority
from bot.domain.queues import Queue, Standing, WhyNot, chosen
from bot.domain.routing import Decision, Facts, Routing, with_rule
from bot.domain.routing_files import KIND, Named, RoutingFile, read_routing
from bot.domain.text import folded
from bot.services import cards, routing
from bot.services.ports import Store, Transaction

NOBODY = "nobody here has this id; is the person new, start liaison run first"
KINDS = {PersonKind.DEACTIVATED: "has left", PersonKind.GUEST: "is a guest", PersonKind.BOT: "is a bot"}


@dataclass(frozen=True)
class Loaded:
    """`is_new` unless it says what was in force before."""

    version: int
    is_new: bool


@dataclass(frozen=True)
class Person:
    """One of those whom a request may go to, with what speaks against it; `name` is None for nobody known."""

    user: UserId
    name: str | None
    open: int
    why_not: WhyNot | None


@dataclass(frozen=True)
class Explained:
    """What would become of a request. `to` is whose it would be, because the rule names them
    (`is_named`) or by their queue; `place` the channel of its card.
    """

    version: int
    decision: Decision
    queue: Queue
    people: Sequence[Person]
    to: UserId | None
    is_named: bool
    priority: Priority
    place: ChannelId | None


class RoutingFileService:
    def __init__(self, store: Store[Transaction], clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def check(self, team: TeamId, text: str) -> RoutingFile:
        """Raises BadFile, also for people who are not there and channels that nothing can be posted in."""
        file = read_routing(text)
        with self._store.read(team) as tx:
            faults = list(_strangers(tx, file))
        if faults:
            raise BadFile(faults)
        return file

    def unknown_clients(self, team: TeamId, file: RoutingFile) -> Sequence[str]:
        with self._store.read(team) as tx:
            return [name for name in file.clients if tx.clients.called(folded(name)) is None]

    def load(self, team: TeamId, text: str, by: str) -> Loaded:
        """Raises BadFile, and then what was in force stays so. The same once more changes nothing."""
        self.check(team, text)
        with self._store.begin(OwnWork(team_id=team)) as tx:
            live = tx.configs.live(KIND)
            if live is not None and live.text == text:
                return Loaded(live.number, is_new=False)
            number = live.number + 1 if live else 1
            config = ConfigVersion(
                team_id=team, kind=KIND, number=number, text=text, loaded_by=by, loaded_at=self._clock.now()
            )
            is_ours = tx.configs.add(config)
        return Loaded(number, is_new=True) if is_ours else self.load(team, text, by)

    def versions(self, team: TeamId) -> Sequence[ConfigVersion]:
        """Newest first."""
        with self._store.read(team) as tx:
            return tx.configs.all(KIND)

    def explain(self, team: TeamId, facts: Facts) -> Explained:
        """As it would be now; nothing is given out, and nobody's turn is over."""
        with self._store.read(team) as tx:
            return _explained(tx, routing.of(tx), facts)


def _explained(tx: Transaction, rules: Routing, facts: Facts) -> Explained:
    client = tx.clients.called(folded(facts.client)) if facts.client else None
    decision = rules.decide(facts)
    rule, live = decision.rule, tx.configs.live(KIND)
    wanted = (rule.channel if rule else None, client.channel_id if client else None, facts.channel)
    place = cards.place_for(tx, wanted, else_to=LIAISON).audience
    queue = rules.queue(rule.queue if rule else None)
    named = routing.standings(tx, [rule.owner] if rule and rule.owner else [], place)
    shared = routing.standings(tx, routing.people_of(queue, client), place, queue=queue)
    by_name = next((one.user for one in named if one.why_not(None) is None), None)
    return Explained(
        version=live.number if live else 0,
        decision=decision,
        queue=queue,
        people=[*(_person(tx, one, None) for one in named), *(_person(tx, one, queue.cap) for one in shared)],
        to=by_name or chosen(queue.strategy, shared, queue.cap),
        is_named=by_name is not None,
        priority=with_rule(rule, facts.priority),
        place=place,
    )


def _person(tx: Transaction, one: Standing, cap: int | None) -> Person:
    known = tx.people.one(one.user)
    return Person(one.user, known.name if known else None, one.open, one.why_not(cap))


def _strangers(tx: Transaction, file: RoutingFile) -> Iterator[Fault]:
    """In a condition a channel need not be one that anything can be posted in."""
    for named in file.named:
        if is_person(named.id):
            why = _why_nobody(tx, named)
        else:
            channel = tx.channels.one(ChannelId(named.id)) if named.key.endswith(".post_in") else None
            is_usable = not named.key.endswith(".post_in") or (channel is not None and channel.takes_cards)
            why = (
                None if is_usable else "nothing can be posted there: Liaison is not in it, or it is archived or shared"
            )
        if why is not None:
            yield named.fault(f"{named.id}: {why}")


def _why_nobody(tx: Transaction, named: Named) -> str | None:
    person = tx.people.one(UserId(named.id))
    if person is None:
        return NOBODY
    if person.kind is PersonKind.MEMBER:
        return None
    how = KINDS.get(person.kind, "is of another company")
    return f"{person.name} {how}; only full members are given work"

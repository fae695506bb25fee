"""Where a new request goes and whose it is by the workspace's rules, in the transaction that logs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.client_requests import ClientRequest
from bot.domain.clients import Client
from bot.domain.ids import LIAISON, ChannelId, UserId
from bot.domain.people import PersonKind
from bot.domain.queues import Queue, Standing, Strategy, WhyNot, chosen
from bot.domain.routing import Facts, Routing, Rule
from bot.domain.routing_files import KIND, read_routing
from bot.services.ports import Transaction
from bot.services.request_drafts import Draft


@dataclass(frozen=True)
class Given:
    """`to` is whose it is; where nobody's, `why_not` says of each that was thought of why."""

    to: UserId | None = None
    why_not: Mapping[UserId, WhyNot] | None = None

    @property
    def why(self) -> str:
        """What all of them have in common; `several` where that is nothing."""
        reasons = set((self.why_not or {}).values())
        return next(iter(reasons), WhyNot.DECLINED).value if len(reasons) < 2 else "several"

    @property
    def is_missed(self) -> bool:
        """It was to be somebody's, and nobody could be given it."""
        return self.to is None and self.why_not is not None


def of(tx: Transaction) -> Routing:
    config = tx.configs.live(KIND)
    return read_routing(config.text).routing if config else Routing()


def facts_of(draft: Draft, client: Client | None, channel: ChannelId | None, now: datetime) -> Facts:
    return Facts(
        at=now,
        text=f"{draft.title}\n{draft.details}",
        client=client.name if client else draft.client_words,
        priority=draft.priority,
        channel=channel,
        source=draft.source,
    )


def decide(
    tx: Transaction, draft: Draft, client: Client | None, channel: ChannelId | None, now: datetime
) -> tuple[Routing, Rule | None]:
    """The rules, and the one that fits."""
    routing = of(tx)
    return routing, routing.decide(facts_of(draft, client, channel, now)).rule


def give(tx: Transaction, request: ClientRequest, routing: Routing, rule: Rule | None, client: Client | None) -> Given:
    """As Assign does it, but by a rule. The owner that it names comes before its queue's people."""
    if rule is not None and rule.owner is not None:
        (one,) = standings(tx, [rule.owner], request.audience, _decliners(request))
        if one.why_not(None) is None:
            request.assign(one.user, by=LIAISON)
            return Given(one.user)
    return _give_in_queue(tx, request, routing.queue(request.queue), client)


def give_again(tx: Transaction, request: ClientRequest, client: Client | None, why: str) -> Given:
    """What somebody has given back, with what they said."""
    given = _give_in_queue(tx, request, of(tx).queue(request.queue), client, note=why)
    return given if given.to or given.why_not else Given(None, {})


def _give_in_queue(
    tx: Transaction, request: ClientRequest, queue: Queue, client: Client | None, *, note: str = ""
) -> Given:
    """To whose turn it is; never to those who have given it back."""
    if queue.strategy is Strategy.NONE:
        return Given()
    # First, because whoever else gives something out waits here until this turn is over.
    turn = tx.turns.next()
    found = standings(tx, people_of(queue, client), request.audience, _decliners(request), queue)
    to = chosen(queue.strategy, found, queue.cap)
    if to is None:
        return Given(None, {one.user: why for one in found if (why := one.why_not(queue.cap))})
    tx.turns.give(queue.name, to, turn)
    request.assign(to, by=LIAISON, note=note)
    return Given(to)


def people_of(queue: Queue, client: Client | None) -> Sequence[UserId]:
    """Those whom the queue gives to, in their order."""
    if queue.strategy is Strategy.OWNER:
        return [client.owner] if client else []
    return queue.people


def standings(
    tx: Transaction,
    people: Sequence[UserId],
    audience: ChannelId | None,
    decliners: frozenset[UserId] = frozenset(),
    queue: Queue | None = None,
) -> tuple[Standing, ...]:
    kinds = {person.user_id: person.kind for person in tx.people.of(people)}
    counts = tx.client_requests.open_counts(people)
    turns = tx.turns.last(queue.name) if queue else {}
    channel = tx.channels.one(audience) if audience else None
    is_private = channel is not None and channel.is_private
    return tuple(
        Standing(
            user=user,
            kind=kinds.get(user, PersonKind.UNKNOWN),
            is_there=not is_private or tx.channels.has_member(audience or ChannelId(""), user),
            has_declined=user in decliners,
            open=counts.get(user, 0),
            turn=turns.get(user, 0),
        )
        for user in people
    )


def _decliners(request: ClientRequest) -> frozenset[UserId]:
    return frozenset(map(UserId, (request.declined_by or "").split()))

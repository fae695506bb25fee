"""What is written: messages of every form that the outbox knows, chosen by a seed and the number of the write.

A write that is repeated after a crash chooses the same again, because it knows no more than the first time.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from benchmarks.chaos.words import INVALID, RAISES, version
from benchmarks.chaos.world import CHANNELS, LEFT, PEOPLE, TEAMS
from bot.domain.clients import Client
from bot.domain.ids import ClientNumber, OutboxId, TeamId
from bot.domain.outbox import Lane, Message, MessageKind
from bot.services.ports import Transaction

#: Further ahead and back than any clock here is off.
FAR = timedelta(hours=3)


@dataclass
class Known:
    """What was committed before, by workspace: messages with threads to answer in, and cards with their numbers."""

    roots: dict[TeamId, list[OutboxId]] = field(default_factory=dict)
    cards: dict[TeamId, list[tuple[OutboxId, ClientNumber]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Write:
    """One transaction to be, of one workspace."""

    number: int
    team: TeamId
    form: str
    chance: random.Random

    def message(self, **asked: object) -> Message:
        to = self.chance.choice(CHANNELS)
        given: dict[str, object] = {
            "kind": MessageKind.NUDGE,
            "about": f"N-{self.number}",
            "to": to,
            "key": f"write:{self.number}",
            "due_at": datetime.now(UTC),
            "lane": self.chance.choice(tuple(Lane)),
            "fallback": self.chance.choice(PEOPLE),
        }
        return Message(**(given | asked))  # type: ignore[arg-type]


Form = Callable[[Write, Transaction, Known], Sequence[OutboxId]]


def write(seed: int, number: int) -> Write:
    chance = random.Random(f"{seed}:{number}")
    (form,) = chance.choices(tuple(FORMS), tuple(share for share, _ in FORMS.values()))
    return Write(number, chance.choice(TEAMS), form, chance)


def written(asked: Write, tx: Transaction, known: Known) -> Sequence[OutboxId]:
    return FORMS[asked.form][1](asked, tx, known)


def _post(asked: Write, tx: Transaction, _: Known) -> Sequence[OutboxId]:
    due = datetime.now(UTC) + timedelta(seconds=asked.chance.choice((0, 0, 0, 1.5)))
    return [tx.outbox.add(asked.message(due_at=due))]


def _direct(asked: Write, tx: Transaction, _: Known) -> Sequence[OutboxId]:
    return [tx.outbox.add(asked.message(to=asked.chance.choice(PEOPLE)))]


def _reply(asked: Write, tx: Transaction, known: Known) -> Sequence[OutboxId]:
    roots = known.roots.get(asked.team, [])
    under = asked.chance.choice(roots[-20:]) if roots else None
    return [tx.outbox.add(asked.message(under=under, to=CHANNELS[0]))]


def _root(asked: Write, tx: Transaction, _: Known) -> Sequence[OutboxId]:
    """All threads are in one channel: replies go where their message is."""
    return [tx.outbox.add(asked.message(to=CHANNELS[0]))]


def _card(asked: Write, tx: Transaction, _: Known) -> Sequence[OutboxId]:
    number = ClientNumber(asked.number)
    tx.clients.add(_client(asked, number))
    facts = {"card": str(number)}
    return [tx.outbox.add(asked.message(kind=MessageKind.REQUEST_CARD, about=f"C-{number}", facts=facts))]


def _change(asked: Write, tx: Transaction, known: Known) -> Sequence[OutboxId]:
    cards = known.cards.get(asked.team)
    if not cards:
        return _post(asked, tx, known)
    card, number = asked.chance.choice(cards)
    client = tx.clients.for_change(number, seen_by=PEOPLE[0])
    client.name = version(asked.number)
    edit = asked.message(
        kind=MessageKind.REQUEST_CARD,
        about=f"C-{number}",
        edits=card,
        merge_key=f"card:{card}",
        facts={"card": str(number)},
    )
    home = asked.message(
        kind=MessageKind.HOME,
        about=client.owner,
        to=client.owner,
        key=f"home:{asked.number}",
        merge_key=f"home:{client.owner}",
    )
    return [tx.outbox.add(edit), tx.outbox.add(home)]


def _chain(asked: Write, tx: Transaction, _: Known) -> Sequence[OutboxId]:
    """A digest in three parts, each after the one before."""
    to, after, ids = asked.chance.choice(CHANNELS), None, []
    for part in range(3):
        key = f"write:{asked.number}:{part}"
        after = tx.outbox.add(asked.message(kind=MessageKind.DIGEST, to=to, key=key, after=after, lane=Lane.DIGEST))
        ids.append(after)
    return ids


def _poison(asked: Write, tx: Transaction, _: Known) -> Sequence[OutboxId]:
    """All in one place and for one person, who is to hear of each and is not to be told every time."""
    facts = {"poison": asked.chance.choice((RAISES, INVALID))}
    return [tx.outbox.add(asked.message(to=CHANNELS[-1], fallback=PEOPLE[0], facts=facts))]


def _far(asked: Write, tx: Transaction, _: Known) -> Sequence[OutboxId]:
    return [tx.outbox.add(asked.message(due_at=datetime.now(UTC) + FAR))]


def _late(asked: Write, tx: Transaction, _: Known) -> Sequence[OutboxId]:
    over = datetime.now(UTC) - FAR
    return [tx.outbox.add(asked.message(due_at=over, expires_at=over))]


def _left(asked: Write, tx: Transaction, _: Known) -> Sequence[OutboxId]:
    return [tx.outbox.add(asked.message(to=LEFT))]


def _client(asked: Write, number: ClientNumber) -> Client:
    owner, name = asked.chance.choice(PEOPLE), version(asked.number)
    return Client(
        team_id=asked.team,
        number=number,
        name=name,
        folded_name=name,
        owner=owner,
        channel_id=None,
        added_by=owner,
        added_at=datetime.now(UTC),
    )


FORMS: Mapping[str, tuple[float, Form]] = {
    "post": (44, _post),
    "direct": (10, _direct),
    "root": (6, _root),
    "reply": (12, _reply),
    "card": (4, _card),
    "change": (12, _change),
    "chain": (3, _chain),
    "poison": (3, _poison),
    "far": (2, _far),
    "late": (2, _late),
    "left": (2, _left),
}

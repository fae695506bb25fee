"""Asking whoever gave somebody a request or task, and answering; both are told in person and where its card is."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.clock import Clock
from bot.domain.errors import AlreadyAnswered, AlreadyDone, NobodyToAsk
from bot.domain.ids import OutboxId, TeamId, UserId, is_channel
from bot.domain.item_questions import ItemQuestion
from bot.domain.origins import Gesture
from bot.domain.outbox import Dropped, Message, MessageKind
from bot.domain.people import PersonKind
from bot.services import cards
from bot.services.cards import Item
from bot.services.ports import Store, Transaction
from bot.services.snoozes import for_change


@dataclass(frozen=True)
class Asked:
    """`reader` is None where everybody reads it who reads the card."""

    item: Item
    question: ItemQuestion
    reader: UserId | None


class ItemQuestionService:
    def __init__(self, store: Store[Transaction], clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def offer(self, by: Gesture, label: str) -> tuple[Item, UserId]:
        """Who would be asked."""
        with self._store.read(by.team_id) as tx:
            item = cards.item(tx, label, seen_by=by.user_id)
            return item, _asked_of(tx, item, by.user_id)

    def ask(self, by: Gesture, label: str, words: str) -> tuple[Item, UserId]:
        try:
            with self._store.begin(by) as tx:
                item = for_change(tx, label, by)
                question = self._new(tx, by, item, words)
                tx.item_questions.add(question)
                self._in_thread(tx, item, question, MessageKind.QUESTION)
        except AlreadyDone:
            return self._asked_before(by, label)
        return item, question.asked_of

    def question(self, by: Gesture, label: str, number: int) -> tuple[Item, ItemQuestion]:
        """One that this person is to answer."""
        with self._store.read(by.team_id) as tx:
            return _for_answer(tx, by, label, number)

    def answer(self, by: Gesture, label: str, number: int, words: str) -> tuple[Item, ItemQuestion]:
        try:
            with self._store.begin(by) as tx:
                item, question = _for_answer(tx, by, label, number)
                question.reply(words, by=by.user_id, at=self._clock.now())
                self._tell_asker(tx, question)
                self._close_asking(tx, question)
                self._in_thread(tx, item, question, MessageKind.ANSWER)
        except AlreadyDone:
            with self._store.read(by.team_id) as tx:
                return cards.item(tx, label, seen_by=by.user_id), _known(tx, label, number)
        return item, question

    def shown(self, team: TeamId, label: str, number: int, to: str) -> Asked | Dropped:
        """For rendering: only where the item itself may be seen."""
        with self._store.read(team) as tx:
            question = tx.item_questions.one(label, number)
            item = next(iter(tx.digests.entries([label])), None)
            if question is None or item is None:
                return Dropped("gone")
            if is_channel(to):
                return Asked(item, question, None) if to == item.audience else Dropped("moved")
            is_seen = cards.is_seen_by(tx, item, UserId(to))
            return Asked(item, question, UserId(to)) if is_seen else Dropped("hidden")

    def _new(self, tx: Transaction, by: Gesture, item: Item, words: str) -> ItemQuestion:
        asked_of, now = _asked_of(tx, item, by.user_id), self._clock.now()
        number = len(tx.item_questions.of(item.label)) + 1
        message = tx.outbox.add(_message(MessageKind.QUESTION, item.label, number, to=asked_of, now=now, by=by.user_id))
        return ItemQuestion(
            team_id=by.team_id,
            label=item.label,
            number=number,
            asked_by=by.user_id,
            asked_of=asked_of,
            words=words,
            asked_at=now,
            message=message,
        )

    def _asked_before(self, by: Gesture, label: str) -> tuple[Item, UserId]:
        with self._store.read(by.team_id) as tx:
            asked = [one for one in tx.item_questions.of(label) if one.asked_by == by.user_id]
            return cards.item(tx, label, seen_by=by.user_id), asked[-1].asked_of

    def _tell_asker(self, tx: Transaction, question: ItemQuestion) -> None:
        now = self._clock.now()
        label, to, by = question.label, question.asked_by, question.asked_of
        tx.outbox.add(_message(MessageKind.ANSWER, label, question.number, to=to, now=now, by=by))

    def _close_asking(self, tx: Transaction, question: ItemQuestion) -> None:
        """Where it was asked it stands with its answer, and without its button."""
        if question.message is None:
            return
        now = self._clock.now()
        tx.outbox.add(
            _message(
                MessageKind.QUESTION,
                question.label,
                question.number,
                to=question.asked_of,
                now=now,
                edits=question.message,
            )
        )

    def _in_thread(self, tx: Transaction, item: Item, question: ItemQuestion, kind: MessageKind) -> None:
        """Under its card, where that is for all who may see the item."""
        if item.audience is None:
            return
        here = [card for card in tx.outbox.cards_about(item.label) if card.to == item.audience]
        under = next((card.id for card in here if card.id == item.card), None)
        if under is not None:
            now = self._clock.now()
            tx.outbox.add(_message(kind, item.label, question.number, to=item.audience, now=now, under=under))


def _message(
    kind: MessageKind,
    label: str,
    number: int,
    *,
    to: str,
    now: datetime,
    by: UserId | None = None,
    under: OutboxId | None = None,
    edits: OutboxId | None = None,
) -> Message:
    place = "answered" if edits else "thread" if under else "person"
    return Message(
        kind=kind,
        about=label,
        to=UserId(to),
        key=f"{kind}:{label}.{number}:{place}",
        due_at=now,
        under=under,
        edits=edits,
        fallback=by,
        facts={"number": str(number)},
    )


def _asked_of(tx: Transaction, item: Item, user: UserId) -> UserId:
    """Whoever gave it; once they have left, or where a rule did, whoever began it."""
    item.must_be_owned_by(user)
    for one in dict.fromkeys((cards.assigner(item), cards.beginner(item))):
        person = tx.people.one(one)
        if one != user and person is not None and person.kind is PersonKind.MEMBER:
            return one
    raise NobodyToAsk(item.label)


def _for_answer(tx: Transaction, by: Gesture, label: str, number: int) -> tuple[Item, ItemQuestion]:
    item, question = cards.item(tx, label, seen_by=by.user_id), _known(tx, label, number)
    question.must_be_for(by.user_id)
    return item, question


def _known(tx: Transaction, label: str, number: int) -> ItemQuestion:
    question = tx.item_questions.one(label, number)
    if question is None:
        raise AlreadyAnswered
    return question

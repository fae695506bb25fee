"""The answer of a person who was asked whether a message arrived."""

from collections.abc import Callable

from bot.domain.clock import Clock
from bot.domain.errors import AlreadyAnswered, AlreadyDone
from bot.domain.ids import OutboxId
from bot.domain.origins import Gesture
from bot.domain.outbox import Message, MessageKind
from bot.services.outbox_ports import Outbox, Question
from bot.services.ports import Store, Transaction


class NoticeService:
    """Raises AlreadyAnswered where this person is not asked, or not any more."""

    def __init__(self, store: Store[Transaction], clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def send_again(self, by: Gesture, message: OutboxId) -> None:
        self._answer(by, message, "again", lambda outbox: outbox.send_again(message))

    def count_as_sent(self, by: Gesture, message: OutboxId) -> None:
        self._answer(by, message, "arrived", lambda outbox: outbox.count_as_sent(message))

    def _answer(self, by: Gesture, message: OutboxId, answer: str, change: Callable[[Outbox], None]) -> None:
        try:
            with self._store.begin(by) as tx:
                question = tx.outbox.question(message, user=by.user_id)
                if question is None:
                    raise AlreadyAnswered
                change(tx.outbox)
                tx.outbox.add(self._answered(by, question, answer))
        except AlreadyDone:
            return

    def _answered(self, by: Gesture, question: Question, answer: str) -> Message:
        """The notice says what was decided and has no buttons any more."""
        return Message(
            kind=MessageKind.NOTICE,
            about=question.about,
            to=by.user_id,
            key=f"answered:{question.notice}",
            due_at=self._clock.now(),
            edits=question.notice,
            facts={**question.facts, "answer": answer},
        )

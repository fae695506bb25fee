"""What somebody asks by mentioning Liaison or writing to it, answered by a reply that reads the state when it goes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.domain.client_requests import ClientRequest
from bot.domain.clock import Clock
from bot.domain.digests import number_of
from bot.domain.errors import NotFound
from bot.domain.ids import ChannelId, MessageTs, RequestNumber, TaskNumber, TeamId, UserId
from bot.domain.origins import Gesture
from bot.domain.outbox import Message, MessageKind
from bot.domain.tasks import Task
from bot.domain.text import one_line
from bot.services.ports import Page, Store, Transaction, Which

Item = TypeVar("Item", ClientRequest, Task)

PAGE = 10
#: Looked through for what may be shown in a channel.
MOST = 200
WORDS = frozenset({"list", "mine", "status", "help"})
_LABEL = re.compile(r"(?<![\w-])([RT])-(\d{1,9})(?![\w-])", re.IGNORECASE)
_MENTION = re.compile(r"<@[^>]*>")


class Threads(Protocol):
    """What the outbox knows of where messages stand."""

    def about(self, team: TeamId, channel: ChannelId, ts: MessageTs) -> str | None:
        """What the message is about, such as R-12 for a card."""
        ...


@dataclass(frozen=True, kw_only=True)
class Mentioned:
    """`thread_ts` is there when it was said in a thread."""

    by: Gesture
    channel: ChannelId
    ts: MessageTs
    thread_ts: MessageTs | None
    text: str

    @property
    def is_direct(self) -> bool:
        return self.channel.startswith("D")


@dataclass(frozen=True)
class Items:
    """What is somebody's, or open: of each kind the first page."""

    requests: Page[ClientRequest]
    tasks: Page[Task]


class MentionService:
    def __init__(self, store: Store[Transaction], clock: Clock, threads: Threads) -> None:
        self._store = store
        self._threads = threads
        self._clock = clock

    def answer(self, command: Mentioned) -> None:
        """Once a message, however often Slack tells us of it."""
        by, asked = command.by, self._asked(command)
        with self._store.begin(by) as tx:
            tx.outbox.add(
                Message(
                    kind=MessageKind.REPLY,
                    about=asked,
                    to=command.channel,
                    key=f"reply:{command.channel}:{command.ts}",
                    due_at=self._clock.now(),
                    thread_ts=_thread(command),
                    fallback=by.user_id,
                    facts={"asked": asked, "user": by.user_id},
                )
            )

    def item(self, team: TeamId, label: str, user: UserId, place: str) -> ClientRequest | Task | None:
        """None when it does not exist, is hidden from this person, or from others in that place."""
        with self._store.read(team) as tx:
            try:
                item = _one(tx, label, user)
            except NotFound:
                return None
            return item if _may_be_shown(tx, item, place) else None

    def items(self, team: TeamId, which: Which, user: UserId, place: str) -> Items:
        """Only what may be shown in that place; `total` counts the same."""
        with self._store.read(team) as tx:
            requests = tx.client_requests.page(which, seen_by=user, offset=0, limit=MOST).items
            tasks = tx.tasks.page(which, seen_by=user, offset=0, limit=MOST).items
            return Items(_shown(tx, requests, place), _shown(tx, tasks, place))

    def _asked(self, command: Mentioned) -> str:
        """A label, or one of WORDS; `status` under a card is that card's."""
        text = one_line(_MENTION.sub(" ", command.text))
        label = _LABEL.search(text)
        if label is not None:
            return f"{label[1].upper()}-{int(label[2])}"
        word = text.strip(" ?!.,:/").casefold()
        if word in {"status", ""} and command.thread_ts is not None:
            about = self._threads.about(command.by.team_id, command.channel, command.thread_ts)
            if about is not None and _LABEL.fullmatch(about):
                return about
        return word if word in WORDS else "help"


def _thread(command: Mentioned) -> MessageTs | None:
    """In a channel always in a thread; a direct message is answered as in any conversation."""
    if command.thread_ts is not None or command.is_direct:
        return command.thread_ts
    return command.ts


def _one(tx: Transaction, label: str, user: UserId) -> ClientRequest | Task:
    number = number_of(label)
    if label.startswith("R-"):
        return tx.client_requests.one(RequestNumber(number), seen_by=user)
    return tx.tasks.one(TaskNumber(number), seen_by=user)


def _may_be_shown(tx: Transaction, item: ClientRequest | Task, place: str) -> bool:
    """What one person may see is said in a channel only if everybody there may see it."""
    if place.startswith("D"):
        return True
    here = tx.channels.one(ChannelId(place))
    if here is None or here.is_shared or item.audience is None:
        return False
    audience = tx.channels.one(item.audience)
    return item.audience == place or (audience is not None and not audience.is_private)


def _shown(tx: Transaction, items: Sequence[Item], place: str) -> Page[Item]:
    found = [item for item in items if _may_be_shown(tx, item, place)]
    return Page(tuple(found[:PAGE]), 0, len(found))

"""What somebody asks by mentioning Liaison or writing to it, answered by a reply that reads the state when it goes."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.domain.client_requests import ClientRequest
from bot.domain.clients import Client
from bot.domain.clock import Clock
from bot.domain.errors import AlreadyDone, NotFound
from bot.domain.ids import ChannelId, ClientNumber, MessageTs, TeamId, UserId, is_direct
from bot.domain.origins import Gesture
from bot.domain.outbox import Message, MessageKind
from bot.domain.suggestions import nearest
from bot.domain.tasks import Task
from bot.domain.text import one_line, unescape_once
from bot.services import cards, client_names
from bot.services.pages import Page, Which
from bot.services.ports import Store, Transaction

Item = TypeVar("Item", ClientRequest, Task)

PAGE = 10
#: Looked through for what may be shown in a channel.
MOST = 200
LISTED = ("list", "mine", "status")
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
        return is_direct(self.channel)


@dataclass(frozen=True)
class Found:
    """`client` is the one whose request it is."""

    item: ClientRequest | Task
    client: Client | None


@dataclass(frozen=True)
class Items:
    """What is somebody's, or open: of each kind the first page. `clients` are the names of those in it."""

    requests: Page[ClientRequest]
    tasks: Page[Task]
    clients: Mapping[ClientNumber, str]


class MentionService:
    def __init__(self, store: Store[Transaction], clock: Clock, threads: Threads) -> None:
        self._store = store
        self._threads = threads
        self._clock = clock

    def answer(self, command: Mentioned) -> None:
        """Once a message, however often Slack tells us of it. In a direct message where nothing is posted."""
        by, asked = command.by, self._asked(command)
        with suppress(AlreadyDone), self._store.begin(by) as tx:
            is_elsewhere = not command.is_direct and not _is_open(tx, command.channel)
            tx.outbox.add(
                Message(
                    kind=MessageKind.REPLY,
                    about=asked["asked"],
                    # In a direct message the person, as everything else to them: one place has one pace.
                    to=by.user_id if command.is_direct or is_elsewhere else command.channel,
                    key=f"reply:{command.channel}:{command.ts}",
                    due_at=self._clock.now(),
                    thread_ts=None if is_elsewhere else _thread(command),
                    fallback=by.user_id,
                    facts={**asked, "user": by.user_id, **({"in": command.channel} if is_elsewhere else {})},
                )
            )

    def is_open(self, team: TeamId, channel: ChannelId) -> bool:
        """Whether anything is said there: not where other companies read along."""
        with self._store.read(team) as tx:
            return _is_open(tx, channel)

    def item(self, team: TeamId, label: str, user: UserId, place: str) -> Found | None:
        """None when it does not exist, is hidden from this person, or from others in that place."""
        with self._store.read(team) as tx:
            try:
                item = cards.item(tx, label, seen_by=user)
            except NotFound:
                return None
            number = item.client_number if isinstance(item, ClientRequest) else None
            client = tx.clients.known(number) if number else None
            return Found(item, client) if _may_be_shown(tx, item, user, place) else None

    def items(self, team: TeamId, which: Which, user: UserId, place: str) -> Items:
        """Only what may be shown in that place; `total` counts the same."""
        with self._store.read(team) as tx:
            requests = tx.client_requests.page(which, seen_by=user, offset=0, limit=MOST).items
            tasks = tx.tasks.page(which, seen_by=user, offset=0, limit=MOST).items
            shown = _shown(tx, requests, user, place)
            return Items(shown, _shown(tx, tasks, user, place), client_names.names_of(tx, shown.items))

    def _asked(self, command: Mentioned) -> dict[str, str]:
        """`asked` is a label, one of LISTED or `help`; `status` under a card is that card's label.

        With a mistyped word comes what was `meant`.
        """
        text = one_line(unescape_once(_MENTION.sub(" ", command.text)))
        label = _LABEL.search(text)
        if label is not None:
            return {"asked": f"{label[1].upper()}-{int(label[2])}"}
        word = text.strip(" ?!.,:/").casefold()
        if word in {"status", ""} and command.thread_ts is not None:
            about = self._threads.about(command.by.team_id, command.channel, command.thread_ts)
            if about is not None and _LABEL.fullmatch(about):
                return {"asked": about}
        meant = nearest(word, LISTED)
        return {"asked": word, "meant": meant} if meant else {"asked": word if word in LISTED else "help"}


def _thread(command: Mentioned) -> MessageTs | None:
    """In a channel always in a thread; a direct message is answered as in any conversation."""
    if command.thread_ts is not None or command.is_direct:
        return command.thread_ts
    return command.ts


def _is_open(tx: Transaction, channel_id: ChannelId) -> bool:
    channel = tx.channels.one(channel_id)
    return channel is not None and channel.takes_cards


def _may_be_shown(tx: Transaction, item: ClientRequest | Task, user: UserId, place: str) -> bool:
    """What one person may see is said in a channel only if everybody there may see it."""
    if place == user:
        return True
    if item.audience is None or not _is_open(tx, ChannelId(place)):
        return False
    audience = tx.channels.one(item.audience)
    return item.audience == place or (audience is not None and not audience.is_private)


def _shown(tx: Transaction, items: Sequence[Item], user: UserId, place: str) -> Page[Item]:
    found = [item for item in items if _may_be_shown(tx, item, user, place)]
    return Page(tuple(found[:PAGE]), 0, len(found))

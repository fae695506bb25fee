"""The running workspace: the world and all that lives beside it. Touched on the server's thread only."""

import asyncio
import copy
import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVarTuple

from sandbox.activity import Activity
from sandbox.attachments import shown
from sandbox.clock import VirtualClock
from sandbox.errors import Json
from sandbox.faults.plan import Faults
from sandbox.identity import AppIdentity
from sandbox.later import Later
from sandbox.manifest import Manifest
from sandbox.mrkdwn import words
from sandbox.page_sizes import PageSizes
from sandbox.persistence import (
    Journal,
    channel_line,
    content_line,
    deletion_line,
    file_line,
    home_line,
    message_line,
    removal_line,
    user_line,
    usergroup_line,
)
from sandbox.rates import Rates
from sandbox.running_time import RunningTime
from sandbox.tickets import Tickets
from sandbox.traffic import Call, Traffic
from sandbox.triggers import ResponseUrls, Triggers
from sandbox.truth import Sight, Truth
from sandbox.views import Form, OpenView
from sandbox.violations import Violation
from sandbox.world import Channel, File, Message, User, UserGroup, World

Parts = TypeVarTuple("Parts")


@dataclass
class Workspace:
    manifest: Manifest
    clock: VirtualClock
    world: World
    journal: Journal | None = None
    url: str = ""
    rates: Rates = field(default_factory=Rates)
    pages: PageSizes = field(default_factory=PageSizes)
    faults: Faults = field(default_factory=Faults)
    horizon: float | None = None  # lagging history: when the newest thing was said that can be read
    activity: Activity = field(default_factory=Activity)
    truth: Truth = field(default_factory=Truth)
    traffic: Traffic = field(default_factory=Traffic)
    violations: list[Violation] = field(default_factory=list)
    running_time: RunningTime = field(default_factory=RunningTime)
    triggers: Triggers = field(init=False)
    response_urls: ResponseUrls = field(init=False)
    tickets: Tickets = field(default_factory=Tickets)
    modals: dict[str, list[OpenView]] = field(default_factory=dict)
    homes: dict[str, OpenView] = field(default_factory=dict)
    #: What people have put into the elements of a message, by its channel and ts, then by person.
    forms: dict[tuple[str, str], dict[str, Form]] = field(default_factory=dict)
    #: The message, by channel and ts, that link_shared named so.
    unfurl_ids: dict[str, tuple[str, str]] = field(default_factory=dict)
    watchers: set[asyncio.Event] = field(default_factory=set)
    #: How often something that can be seen has changed; it goes on over a reset.
    changes: int = 0
    current: Call | None = None
    closing: bool = False
    #: What the Web API says of the bot's token while it is dead.
    token_fault: str = ""
    #: How long a file is looked through before it appears in a channel; None: it never does, as in Slack now and then.
    share_seconds: float | None = 0.05

    def __post_init__(self) -> None:
        self.app = AppIdentity.of(self.manifest)
        self.later = Later(self.activity)
        # Rising across restarts too: an app that keeps what it has seen must not meet an old event id again.
        self._numbers = itertools.count(time.time_ns() // 1_000_000)
        self._last_micros = 0
        self._settle_in()

    def reset(self, world: World) -> None:
        """Forget everything; what listens to truth and violations keeps the same lists."""
        self.world = copy.deepcopy(world)
        self.truth.clear()
        self.violations.clear()
        self.traffic.clear()
        self.rates.clear()
        self.pages.limit()
        self.faults.forget()
        self.tickets = Tickets()
        self.later.forget()
        self.modals.clear()
        self.homes.clear()
        self.forms.clear()
        self.unfurl_ids.clear()
        self._last_micros = 0
        self.token_fault = ""
        self._settle_in()
        self.changed()

    def _settle_in(self) -> None:
        self.triggers, self.response_urls = Triggers(self.running_time.now), ResponseUrls()
        self.app.move_into(self.world)
        for user_id, content in self.world.homes.items():
            self.homes[user_id] = OpenView.home(user_id, content, self.number("h"))
        if self.journal:
            self.journal.begin(self.world, self.clock.now())

    def number(self, prefix: str) -> str:
        """An id that was not given before, such as `V1772546400000`."""
        return f"{prefix}{next(self._numbers)}"

    def ts(self) -> str:
        """The moment as a message's name: unique and rising."""
        micros = int(self.clock.now().timestamp() * 1_000_000)
        newest = max((_micros(c.messages[-1].ts) for c in self.world.channels.values() if c.messages), default=0)
        self._last_micros = max(micros, self._last_micros + 100, newest + 100)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def violate(self, kind: str, detail: str, method: str, pointer: str = "") -> None:
        violation = Violation(kind, detail, method, self.clock.now(), pointer)
        self.violations.append(violation)
        if self.current is not None:
            self.current.violations.append({"kind": kind, "detail": detail, "pointer": pointer})
        self.changed()

    @contextmanager
    def during(self, call: Call | None) -> Iterator[None]:
        """Violations inside belong to this call."""
        before, self.current = self.current, call
        try:
            yield
        finally:
            self.current = before

    def changed(self) -> None:
        """Tell whoever watches a page that there is something to read again."""
        self.changes += 1
        for watcher in self.watchers:
            watcher.set()

    def saw(self, what: str, to: Iterable[str], *, channel: Channel, message: Message) -> None:
        """These people saw this become of a message."""
        self._remember(
            what,
            to,
            by=message.user,
            channel=channel.id,
            ts=message.ts,
            thread_ts=message.thread_ts,
            text=message.text,
            blocks=tuple(shown(message)),
            metadata=message.metadata,
        )

    def was_shown(self, what: str, user_id: str, *, text: str = "", blocks: Iterable[Json] = ()) -> None:
        """The app put this before one person: a modal, a Home or the errors of a form."""
        to = [] if self.world.users[user_id].deleted else [user_id]
        self._remember(what, to, by=self.app.user_id, text=text, blocks=tuple(blocks))

    def _remember(self, what: str, to: Iterable[str], *, text: str, blocks: tuple[Json, ...], **parts: Any) -> None:
        number, seen = len(self.truth) + 1, words(self.world, text, list(blocks))
        now, people = self.clock.now(), frozenset(to)
        self.truth.add(Sight(n=number, at=now, what=what, to=people, text=text, blocks=blocks, words=seen, **parts))
        self.changed()

    def save_user(self, user: User) -> None:
        self._put(user_line, user)

    def save_usergroup(self, group: UserGroup) -> None:
        self.world.add_usergroup(group)
        self._put(usergroup_line, group)

    def save_file(self, file: File, *, with_content: bool = False) -> None:
        self._put(file_line, file)
        if with_content:
            self._put(content_line, file)

    def save_channel(self, channel: Channel) -> None:
        if channel.id in self.world.channels:
            self._put(channel_line, channel)

    def save_message(self, channel: Channel, message: Message) -> None:
        # What still goes on when a channel is deleted changes nothing that is kept.
        if channel.id in self.world.channels:
            self._put(message_line, channel, message)

    def save_deletion(self, channel: Channel, message: Message) -> None:
        if channel.id in self.world.channels:
            self._put(deletion_line, channel, message)

    def save_removal(self, channel: Channel) -> None:
        self._put(removal_line, channel)

    def save_home(self, user_id: str, view: Json) -> None:
        self.world.homes[user_id] = view
        self._put(home_line, user_id, view)

    def _put(self, line: Callable[[*Parts], Json], *parts: *Parts) -> None:
        """The line is written only where there is a journal: it copies all that it tells of."""
        if self.journal:
            self.journal.put(self.clock.now(), line(*parts))
        self.changed()


def _micros(ts: str) -> int:
    seconds, _, micros = ts.partition(".")
    return int(seconds) * 1_000_000 + int(micros)

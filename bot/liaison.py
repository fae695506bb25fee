"""Liaison at work: in which order it starts, when it has nothing to do, and how it ends."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from bot import database
from bot.domain.errors import StoreUnavailable
from bot.faults import slack_fault
from bot.loops import Bell, Loop
from bot.readiness import Transport
from bot.scheduler import HEARTBEAT, Scheduler
from bot.services.delivery import Delivery
from bot.services.installations import InstallationService
from bot.services.people import PeopleService
from bot.settings import Settings
from bot.startup import CannotStart, reason
from handlers.after_ack import AfterAck
from handlers.installation import Installation
from handlers.socket_mode import AppTokenRefused
from handlers.web_clients import UNHURRIED, Identity, SlackRefused, SlackUnreachable, identity, web_client
from handlers.web_server import WebServer
from storage.delivery import SqlOutbox

log = logging.getLogger(__name__)

#: Seconds, a fraction of those that the outbox looks ahead.
EMPTY_HOLDS = 0.05
#: Of the ten seconds that stopping may take, all from its beginning: gestures have their deadlines, and only what Slack
#: has been asked to post and has not answered is worth most of them.
STOP_TRANSPORT, STOP_LOOPS, STOP_POSTING = 3.5, 1.5, 7.0


@dataclass(frozen=True)
class Machinery:
    """What `Liaison` starts and ends; made in `bot.app`. `hang_up` ends calls that can be made again."""

    settings: Settings
    installation: Installation
    close_store: Callable[[], None]
    hang_up: Callable[[], None]
    set_right: Callable[[], int] | None
    bell: Bell
    outbox: SqlOutbox
    people: PeopleService
    installations: InstallationService
    deliveries: tuple[Delivery, ...]
    deliver: Loop
    more: tuple[Loop, ...]
    plan: Loop
    housekeeping: Loop
    scheduler: Scheduler
    after_ack: AfterAck
    transport: Transport
    web: WebServer | None


class Liaison:
    def __init__(self, parts: Machinery) -> None:
        self._parts = parts
        self._watchdog = Loop("watchdog", parts.scheduler.check, HEARTBEAT)
        self._loops = (parts.deliver, *parts.more, parts.plan, parts.housekeeping, self._watchdog)
        self._gate = Lock()
        self._is_stopping = False
        #: After which ring of the bell, and when, there was nothing to send.
        self._was_empty = (-1, 0.0)

    def start(self) -> None:
        """Raises CannotStart with what to mend. Returns once gestures are answered, or soon will be."""
        self._must_have_its_schema()
        we = self.introduce()
        self._load(we)
        self.begin()
        log.info("%s is at work in %s (%s)", we.user, we.team, we.team_id)

    def begin(self) -> None:
        """With a store that knows the workspace: what comes in is answered, and what is due goes out."""
        with self._gate:
            if self._is_stopping:
                return
            for loop in self._loops:
                loop.start()
            self._parts.scheduler.start()
            self._listen()
        try:
            self._parts.transport.start()
        except AppTokenRefused as refused:
            raise CannotStart(slack_fault("LIAISON_APP_TOKEN", SlackRefused(refused.error))) from None

    def stop(self) -> bool:
        """Within ten seconds: nothing new, then what was asked is answered and what is being posted is over, then the
        store. Also in the middle of a start.

        False when somebody was left without an answer, or a message without anybody knowing whether it arrived. What
        only reads or waits for the store is left where it is, in threads that do not outlive the process.
        """
        begun = time.monotonic()
        with self._gate:
            self._is_stopping = True
        self._parts.scheduler.stop()
        for delivery in self._parts.deliveries:
            delivery.stop()
        for loop in self._loops:
            loop.ask_to_stop()
        self._parts.hang_up()
        is_answered = self._parts.transport.stop(STOP_TRANSPORT)
        for loop in self._loops:
            loop.stop(max(0.0, begun + self._patience() - time.monotonic()))
        if self._parts.web is not None:
            self._parts.web.stop()
        self._parts.close_store()
        return is_answered and not self._is_posting

    def _patience(self) -> float:
        return STOP_POSTING if self._is_posting else STOP_LOOPS

    @property
    def _is_posting(self) -> bool:
        return any(delivery.is_posting for delivery in self._parts.deliveries)

    def wake(self) -> None:
        """After the clock that people feel has jumped."""
        self._was_empty = (-1, 0.0)
        self._parts.plan.wake()
        self._parts.deliver.wake()

    def idle(self) -> bool:
        """Nothing going on and nothing due. In the order in which work moves on, so that none slips through.

        People see nothing of keeping house, and where the store is kept busy that may take its time.
        """
        return (
            self._parts.transport.in_flight() == 0
            and self._parts.after_ack.pending() == 0
            and self._parts.plan.is_idle()
            # Asked first too, because it costs nothing and the store need not be asked while it works.
            and self._parts.deliver.is_idle()
            and self._has_nothing_to_send()
            and self._parts.deliver.is_idle()
        )

    def _has_nothing_to_send(self) -> bool:
        """Looked up again after a commit or a moment: the outbox looks seconds ahead, so a moment brings nothing."""
        seen = (self._parts.bell.rings, time.monotonic())
        if seen[0] == self._was_empty[0] and seen[1] - self._was_empty[1] < EMPTY_HOLDS:
            return True
        if self._parts.outbox.unfinished():
            return False
        self._was_empty = seen
        return True

    def is_connected(self) -> bool:
        return self._parts.transport.is_connected()

    @property
    def web_port(self) -> int:
        """Where HTTP is listened for, once begun; for settings that ask for it."""
        assert self._parts.web is not None
        return self._parts.web.port

    def _listen(self) -> None:
        if self._parts.web is None:
            return
        try:
            self._parts.web.start()
        except OSError as error:
            where = f"{self._parts.settings.http_host}:{self._parts.settings.listens_on}"
            raise CannotStart(
                f"{where} cannot be listened on ({reason(error)}). Set LIAISON_HTTP_HOST and LIAISON_HTTP_PORT to one "
                "that is free."
            ) from None

    def _must_have_its_schema(self) -> None:
        fault = database.fault(self._parts.settings.database_url.get_secret_value())
        if fault is not None:
            raise CannotStart(fault)

    def introduce(self) -> Identity:
        """Raises CannotStart. Who we are, and in whose workspace: nothing is done before that is known."""
        settings = self._parts.settings
        client = web_client(settings.bot_token.get_secret_value(), settings.api_base_url, UNHURRIED)
        try:
            we = identity(client)
        except (SlackRefused, SlackUnreachable) as error:
            raise CannotStart(slack_fault("LIAISON_BOT_TOKEN", error)) from None
        self._parts.installation.identity = we
        return we

    def _load(self, we: Identity) -> None:
        try:
            if self._parts.set_right is not None:
                self._parts.set_right()
            self._parts.people.load(we.team_id)
            self._parts.installations.resume(we.team_id)
        except (SlackRefused, SlackUnreachable) as error:
            raise CannotStart(slack_fault("LIAISON_BOT_TOKEN", error)) from None
        except StoreUnavailable:
            raise CannotStart(database.UNREACHABLE) from None

"""Where the parts meet: what Liaison is made of, in which order it starts, and how it ends."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult

import handlers
from bot import database
from bot.domain.clock import Clock
from bot.domain.errors import StoreUnavailable
from bot.faults import slack_fault
from bot.loops import Bell, Loop
from bot.readiness import Readiness, Transport
from bot.scheduler import HEARTBEAT, Scheduler, Tick
from bot.services.client_requests import ClientRequestService
from bot.services.clients import ClientService
from bot.services.delivery import Delivery
from bot.services.digests import DigestService
from bot.services.homes import HomeService
from bot.services.mentions import MentionService
from bot.services.nudges import NudgeService
from bot.services.people import PeopleService
from bot.services.tasks import TaskService
from bot.settings import Settings
from bot.startup import CannotStart, reason
from handlers.after_ack import AfterAck
from handlers.answers import Answers
from handlers.deliveries import CONCURRENCY
from handlers.directory import SlackDirectory
from handlers.gestures import Gestures
from handlers.home import HomePublisher
from handlers.http_guard import Guard
from handlers.http_health import health
from handlers.http_mode import PATH, LiaisonHttp
from handlers.installation import Installation
from handlers.parts import Parts
from handlers.rendering import Rendering
from handlers.response_urls import ResponseUrls
from handlers.sender import TIMEOUT as SENDING
from handlers.sender import Sender
from handlers.socket_mode import AppTokenRefused, LiaisonSocketMode
from handlers.web_clients import (
    GESTURE,
    UNHURRIED,
    Identity,
    SlackRefused,
    SlackUnreachable,
    identity,
    patient_client,
    web_client,
)
from handlers.web_server import WebServer, routed
from storage.delivery import SqlOutbox
from storage.engine import make_engine
from storage.store import SqlStore

log = logging.getLogger(__name__)

#: Seconds. Loops find out by themselves what became due; what was just committed wakes them at once.
DELIVER, PLAN = 0.25, 5.0
DELIVER_TICK, PLAN_TICK = 1.0, 15.0
#: Seconds, a fraction of those that the outbox looks ahead.
EMPTY_HOLDS = 0.05
#: Of the five seconds that stopping may take.
STOP_TRANSPORT, STOP_LOOPS = 2.5, 1.5


@dataclass(frozen=True)
class Machinery:
    """What `Liaison` starts and ends; made in `build`."""

    settings: Settings
    installation: Installation
    close_store: Callable[[], None]
    bell: Bell
    outbox: SqlOutbox
    people: PeopleService
    deliver: Loop
    plan: Loop
    scheduler: Scheduler
    after_ack: AfterAck
    transport: Transport
    web: WebServer | None


class Liaison:
    def __init__(self, parts: Machinery) -> None:
        self._parts = parts
        self._watchdog = Loop("watchdog", parts.scheduler.check, HEARTBEAT)
        self._loops = (parts.deliver, parts.plan, self._watchdog)
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
        for loop in self._loops:
            loop.start()
        self._parts.scheduler.start()
        self._listen()
        try:
            self._parts.transport.start()
        except AppTokenRefused as refused:
            raise CannotStart(slack_fault("LIAISON_APP_TOKEN", SlackRefused(refused.error))) from None

    def stop(self) -> bool:
        """Within five seconds: nothing new, then what was asked is answered, then the loops, then the store.

        False when work was cut off, whose threads may go on for a while.
        """
        self._parts.scheduler.stop()
        is_answered = self._parts.transport.stop(STOP_TRANSPORT)
        for loop in self._loops:
            loop.ask_to_stop()
        until = time.monotonic() + STOP_LOOPS
        ended = [loop.stop(max(0.0, until - time.monotonic())) for loop in self._loops]
        if self._parts.web is not None:
            self._parts.web.stop()
        self._parts.close_store()
        return is_answered and all(ended)

    def wake(self) -> None:
        """After the clock that people feel has jumped."""
        self._was_empty = (-1, 0.0)
        self._parts.plan.wake()
        self._parts.deliver.wake()

    def idle(self) -> bool:
        """Nothing going on and nothing due. In the order in which work moves on, so that none slips through."""
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
            self._parts.outbox.resume(we.team_id)
            self._parts.people.load(we.team_id)
        except (SlackRefused, SlackUnreachable) as error:
            raise CannotStart(slack_fault("LIAISON_BOT_TOKEN", error)) from None
        except StoreUnavailable:
            raise CannotStart(database.UNREACHABLE) from None


def build(settings: Settings, clock: Clock) -> Liaison:
    """The one place that knows all the parts. Nothing is asked of Slack or the store yet."""
    token = settings.bot_token.get_secret_value()
    bell = Bell()
    engine = make_engine(settings.database_url.get_secret_value())
    store = SqlStore(engine, bell.ring)
    installation = Installation(token)
    outbox = SqlOutbox(engine, clock, settings.channel_spacing, installation.teams)
    after_ack = AfterAck()
    parts = _parts(settings, clock, store=store, outbox=outbox, installation=installation, after_ack=after_ack)
    deliver = _deliver(settings, parts, outbox)
    plan = Loop("plan", parts.digests.plan_due, PLAN)
    bell.wakes(deliver, plan)
    app = slack_app(settings, installation)
    handlers.register(app, parts)
    transport = _transport(settings, app, after_ack)
    readiness = Readiness(transport, store.must_be_reachable, CONCURRENCY)
    return Liaison(
        Machinery(
            settings=settings,
            installation=installation,
            close_store=engine.dispose,
            bell=bell,
            outbox=outbox,
            people=parts.people,
            deliver=deliver,
            plan=plan,
            scheduler=Scheduler([Tick(deliver, DELIVER_TICK), Tick(plan, PLAN_TICK)]),
            after_ack=after_ack,
            transport=transport,
            web=_web_server(settings, transport, readiness),
        )
    )


def _parts(
    settings: Settings,
    clock: Clock,
    *,
    store: SqlStore,
    outbox: SqlOutbox,
    installation: Installation,
    after_ack: AfterAck,
) -> Parts:
    """The use cases, and what listeners need to tell people how they went."""
    token = settings.bot_token.get_secret_value()
    quick = web_client(token, settings.api_base_url, GESTURE)
    directory = SlackDirectory(quick, patient_client(token, settings.api_base_url))
    people = PeopleService(store, directory, clock, settings.zone)
    homes = HomeService(store, people, clock)
    return Parts(
        people=people,
        client_requests=ClientRequestService(store, people, clock),
        tasks=TaskService(store, people, clock),
        nudges=NudgeService(store, people, clock),
        digests=DigestService(store, clock, settings.zone, installation.teams),
        clients=ClientService(store, people, clock),
        homes=homes,
        mentions=MentionService(store, clock, outbox),
        gestures=Gestures(people),
        answers=Answers(after_ack, ResponseUrls(settings.api_base_url), HomePublisher(homes)),
        slack=quick,
        clock=clock,
    )


def _transport(settings: Settings, app: App, after_ack: AfterAck) -> LiaisonSocketMode | LiaisonHttp:
    if settings.signing_secret is not None:
        return LiaisonHttp(app, Guard(settings.signing_secret.get_secret_value()), after_ack)
    assert settings.app_token is not None, "settings have one of the two"
    client = web_client(settings.bot_token.get_secret_value(), settings.api_base_url, UNHURRIED)
    return LiaisonSocketMode(app, settings.app_token.get_secret_value(), after_ack, web_client=client)


def _web_server(
    settings: Settings, transport: LiaisonSocketMode | LiaisonHttp, readiness: Readiness
) -> WebServer | None:
    """Over a socket nothing of Slack's comes in here, so its path is not there at all."""
    if settings.listens_on is None:
        return None
    routes = dict(health(readiness.faults))
    if isinstance(transport, LiaisonHttp):
        routes[PATH] = transport
    return WebServer(routed(routes), settings.http_host, settings.listens_on)


def _deliver(settings: Settings, parts: Parts, outbox: SqlOutbox) -> Loop:
    sender = Sender(web_client(settings.bot_token.get_secret_value(), settings.api_base_url, SENDING))
    rendering = Rendering(handlers.renderers(parts), parts.people.channel)
    delivery = Delivery(outbox, rendering, sender, parts.clock)
    return Loop("deliver", lambda: 0 if delivery.is_idle() else delivery.deliver_due(), DELIVER)


def slack_app(settings: Settings, installation: Installation) -> App:
    # Plain functions, because Bolt passes arguments by name and takes a method's `self` for one.
    def authorize(team_id: str | None) -> AuthorizeResult:
        return installation.authorized(team_id)

    def refuse_other_workspaces(context: BoltContext, next_: Callable[[], BoltResponse]) -> BoltResponse:
        if installation.is_for(context.team_id):
            return next_()
        log.warning("a delivery for another workspace was acknowledged and not read")
        return BoltResponse(status=200, body="")

    app = App(
        name="liaison",
        # Without its token, or Bolt would ask auth.test by itself.
        client=web_client(None, settings.api_base_url, GESTURE),
        authorize=authorize,
        before_authorize=refuse_other_workspaces,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        # The guard has done it before, and Bolt would log the body of what it refuses.
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.client.token = installation.token
    return app

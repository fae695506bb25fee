"""Where the parts meet: what Liaison is made of."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult

import handlers
from bot.domain.clock import Clock
from bot.liaison import Liaison, Machinery
from bot.loops import Bell, Loop, in_turn
from bot.readiness import Readiness, WriteTrial
from bot.scheduler import Scheduler, Tick
from bot.services.catch_up import CatchUpService
from bot.services.client_requests import ClientRequestService
from bot.services.clients import ClientService
from bot.services.delivery import Delivery
from bot.services.digests import DigestService
from bot.services.doubles import DoublesService
from bot.services.homes import HomeService
from bot.services.hours import HoursService
from bot.services.housekeeping import HousekeepingService
from bot.services.installations import InstallationService
from bot.services.ladders import LadderService
from bot.services.mentions import MentionService
from bot.services.mornings import MorningService
from bot.services.notices import NoticeService
from bot.services.nudge_holds import NudgeHoldService
from bot.services.nudge_occurrences import NudgeOccurrenceService
from bot.services.nudge_series import NudgeSeriesService
from bot.services.nudges import NudgeService
from bot.services.people import PeopleService
from bot.services.tasks import TaskService
from bot.settings import Settings
from bot.steady_clock import SteadyClock
from handlers.after_ack import AfterAck
from handlers.answers import Answers
from handlers.conversations import Conversations
from handlers.deliveries import CONCURRENCY
from handlers.directory import SlackDirectory
from handlers.doubles import DoublesInSlack
from handlers.gesture_client import GestureClient
from handlers.gestures import Gestures
from handlers.history import History
from handlers.home import HomePublisher
from handlers.http_guard import Guard
from handlers.http_health import health
from handlers.http_mode import PATH, LiaisonHttp
from handlers.installation import Installation, asking
from handlers.lookup import Lookup
from handlers.paces import rates
from handlers.parts import Parts
from handlers.rendering import Rendering
from handlers.response_urls import ResponseUrls
from handlers.sender import TIMEOUT as SENDING
from handlers.sender import Sender
from handlers.socket_mode import OPENING, LiaisonSocketMode
from handlers.web_clients import (
    GESTURE,
    UNHURRIED,
    made,
    patient_client,
    web_client,
)
from handlers.web_server import WebServer, routed
from storage.catch_up import CatchUpSweep
from storage.delivery import SqlOutbox
from storage.doubles import DoublesSweep
from storage.engine import make_engine
from storage.housekeeping import OldDeliveries
from storage.installations import SqlInstallations
from storage.mornings import MorningSweep
from storage.store import SqlStore

log = logging.getLogger(__name__)

#: Seconds. Loops find out by themselves what became due; what was just committed wakes them at once.
DELIVER, PLAN, HOUSEKEEPING = 0.25, 5.0, 3600.0
DELIVER_TICK, PLAN_TICK = 1.0, 15.0
#: Whether Slack refuses us, and whether the store can be written again: looked at where something speaks against it.
INSTALLATION, TRIAL = 5.0, 1.0
#: As many deliveries as may be at work at once: while one waits for an answer that does not come, the others go on.
DELIVERIES = 3
#: Ten quick changes of an item are one change of its card, and one alone is seen at once all the same.
CARD_REST = timedelta(milliseconds=200)


@dataclass(frozen=True)
class Stored:
    """The doors to the store that use cases have."""

    store: SqlStore
    outbox: SqlOutbox
    mornings: MorningSweep


def build(settings: Settings, clock: Clock) -> Liaison:
    """The one place that knows all the parts. Nothing is asked of Slack or the store yet."""
    token = settings.bot_token.get_secret_value()
    bell = Bell()
    engine = make_engine(settings.database_url.get_secret_value())
    installation = Installation(token)
    # Else a jump of the clock could come between what is gathered and what is claimed.
    turns = SteadyClock(clock)
    trial = WriteTrial(lambda: store.must_be_writable(installation.teams()))
    rest = CARD_REST if settings.channel_spacing else timedelta()
    store = SqlStore(engine, bell.ring, failed=trial.suspect, rest=rest)
    outbox = SqlOutbox(
        engine,
        turns,
        settings.channel_spacing,
        installation.teams,
        rates=rates(settings.messages_per_minute),
    )
    after_ack = AfterAck()
    installations = InstallationService(
        SqlInstallations(engine),
        installation.teams,
        asking(web_client(token, settings.api_base_url, UNHURRIED)),
        bell.ring,
    )
    parts = _parts(
        settings,
        clock,
        stored=Stored(store, outbox, MorningSweep(engine)),
        installation=installation,
        installations=installations,
        after_ack=after_ack,
    )
    series = NudgeSeriesService(store, clock, settings.zone, installation.teams)
    catch_up = CatchUpService(store, CatchUpSweep(engine), turns, installation.teams)
    deliveries = _deliveries(settings, parts, outbox, installation)
    deliver, *others = _loops([turns.steady(partial(_deliver, delivery, catch_up)) for delivery in deliveries])
    planning = in_turn(parts.digests.plan_due, parts.mornings.plan_due, series.plan_due, catch_up.conclude)
    plan = Loop("plan", planning, PLAN)
    tidying = HousekeepingService(OldDeliveries(engine))
    doubles = DoublesService(
        store, DoublesSweep(engine), _doubles(settings, parts, installation), clock, installation.teams
    )
    housekeeping = Loop("housekeeping", in_turn(tidying.forget_deliveries, doubles.mend), HOUSEKEEPING)
    scheduler = Scheduler(
        [
            *(Tick(loop, DELIVER_TICK) for loop in (deliver, *others)),
            Tick(plan, PLAN_TICK),
            Tick(housekeeping, HOUSEKEEPING),
        ]
    )
    bell.wakes(deliver, plan)
    app = slack_app(settings, installation)
    handlers.register(app, parts)
    transport = _transport(settings, app, after_ack)
    others += [Loop("installation", installations.check, INSTALLATION), Loop("trial", trial.check, TRIAL)]
    loops = (deliver, *others, plan, housekeeping)
    checks = [installations.fault, trial.fault, scheduler.fault, *(loop.fault for loop in loops)]
    readiness = Readiness(transport, store.must_be_reachable, CONCURRENCY, checks)
    return Liaison(
        Machinery(
            settings=settings,
            installation=installation,
            close_store=engine.dispose,
            bell=bell,
            outbox=outbox,
            people=parts.people,
            deliveries=deliveries,
            deliver=deliver,
            more=(*others,),
            plan=plan,
            housekeeping=housekeeping,
            scheduler=scheduler,
            after_ack=after_ack,
            transport=transport,
            web=_web_server(settings, transport, readiness),
        )
    )


def _parts(
    settings: Settings,
    clock: Clock,
    *,
    stored: Stored,
    installation: Installation,
    installations: InstallationService,
    after_ack: AfterAck,
) -> Parts:
    """The use cases, and what listeners need to tell people how they went."""
    store = stored.store
    token = settings.bot_token.get_secret_value()
    quick = made(GestureClient, token, settings.api_base_url, GESTURE)
    directory = SlackDirectory(quick, patient_client(token, settings.api_base_url))
    people = PeopleService(store, directory, clock, settings.zone)
    homes = HomeService(store, people, clock)
    return Parts(
        people=people,
        client_requests=ClientRequestService(store, people, clock),
        tasks=TaskService(store, people, clock),
        nudges=NudgeService(store, people, clock),
        nudge_holds=NudgeHoldService(store, clock),
        nudge_occurrences=NudgeOccurrenceService(store, people, clock),
        ladders=LadderService(store, people, clock),
        hours=HoursService(store, people, clock),
        digests=DigestService(store, clock, settings.zone, installation.teams),
        mornings=MorningService(store, stored.mornings, people, clock, installation.teams),
        clients=ClientService(store, people, clock),
        homes=homes,
        mentions=MentionService(store, clock, stored.outbox),
        notices=NoticeService(store, clock),
        installations=installations,
        gestures=Gestures(people),
        answers=Answers(after_ack, ResponseUrls(settings.api_base_url), HomePublisher(homes)),
        slack=quick,
        clock=clock,
    )


def _transport(settings: Settings, app: App, after_ack: AfterAck) -> LiaisonSocketMode | LiaisonHttp:
    if settings.signing_secret is not None:
        return LiaisonHttp(app, Guard(settings.signing_secret.get_secret_value()), after_ack)
    assert settings.app_token is not None, "settings have one of the two"
    client = web_client(settings.bot_token.get_secret_value(), settings.api_base_url, OPENING)
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


def _loops(works: Sequence[Callable[[], int]]) -> list[Loop]:
    """The first is woken by every commit; the others come to see whether there is more than it can do."""
    intervals = [DELIVER, *[DELIVER_TICK] * (len(works) - 1)]
    return [
        Loop(f"deliver-{number}", work, interval)
        for number, (work, interval) in enumerate(zip(works, intervals, strict=True), start=1)
    ]


def _deliver(delivery: Delivery, catch_up: CatchUpService) -> int:
    """Asks first, because to claim takes the right to write from others."""
    return 0 if delivery.is_idle() else in_turn(catch_up.gather, delivery.deliver_due)()


def _deliveries(
    settings: Settings, parts: Parts, outbox: SqlOutbox, installation: Installation
) -> tuple[Delivery, ...]:
    client = web_client(settings.bot_token.get_secret_value(), settings.api_base_url, SENDING)
    conversations = Conversations(client)
    rendering = Rendering(handlers.renderers(parts), parts.people.channel)
    lookup = Lookup(History(client, installation, parts.clock), conversations)
    sender = Sender(client, conversations)
    return tuple(Delivery(outbox, rendering, sender, lookup, parts.clock) for _ in range(DELIVERIES))


def _doubles(settings: Settings, parts: Parts, installation: Installation) -> DoublesInSlack:
    client = web_client(settings.bot_token.get_secret_value(), settings.api_base_url, UNHURRIED)
    return DoublesInSlack(client, History(client, installation, parts.clock))


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

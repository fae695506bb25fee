"""Where the parts meet: what Liaison is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from slack_sdk import WebClient

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
from bot.way_in import slack_app, transport, web_server
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
from handlers.hours import held_when_late
from handlers.installation import Installation, asking
from handlers.lookup import Lookup
from handlers.paces import rates
from handlers.parts import Parts
from handlers.rendering import Rendering
from handlers.response_urls import ResponseUrls
from handlers.sender import TIMEOUT as SENDING
from handlers.sender import Sender
from handlers.web_clients import (
    GESTURE,
    UNHURRIED,
    made,
    patient_client,
    web_client,
)
from storage.catch_up import CatchUpSweep
from storage.delivery import SqlOutbox
from storage.doubles import DoublesSweep
from storage.engine import make_engine
from storage.housekeeping import OldDeliveries
from storage.installations import SqlInstallations
from storage.mornings import MorningSweep
from storage.store import SqlStore

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
class Sweeps:
    """The doors to the store across all workspaces; `close` shuts all of it."""

    mornings: MorningSweep
    catch_up: CatchUpSweep
    doubles: DoublesSweep
    deliveries: OldDeliveries
    installations: SqlInstallations
    close: Callable[[], None]


@dataclass(frozen=True)
class Base:
    """What all the parts stand on. `turns` is the clock as it stood when a turn of delivery began."""

    settings: Settings
    clock: Clock
    turns: SteadyClock
    bell: Bell
    store: SqlStore
    sweeps: Sweeps
    outbox: SqlOutbox
    installation: Installation
    after_ack: AfterAck
    trial: WriteTrial

    def client(self, timeout: float) -> WebClient:
        return web_client(self.installation.token, self.settings.api_base_url, timeout)


@dataclass(frozen=True)
class Loops:
    """What works by itself. `delivering` are those of the deliveries, `beside` what looks after the rest."""

    delivering: tuple[Loop, ...]
    plan: Loop
    housekeeping: Loop
    beside: tuple[Loop, ...]

    @property
    def every(self) -> tuple[Loop, ...]:
        return *self.delivering, self.plan, self.housekeeping, *self.beside


def build(settings: Settings, clock: Clock) -> Liaison:
    """The one place that knows all the parts. Nothing is asked of Slack or the store yet."""
    base = _base(settings, clock)
    parts = _parts(base)
    deliveries = _deliveries(base, parts)
    loops = _loops(base, parts, deliveries)
    base.bell.wakes(loops.delivering[0], loops.plan)
    scheduler = _scheduler(loops)
    app = slack_app(settings, base.installation)
    handlers.register(app, parts)
    way_in = transport(settings, app, base.after_ack)
    checks = [parts.installations.fault, base.trial.fault, scheduler.fault, *(loop.fault for loop in loops.every)]
    readiness = Readiness(way_in, base.store.must_be_reachable, CONCURRENCY, checks)
    return Liaison(
        Machinery(
            settings=settings,
            installation=base.installation,
            close_store=base.sweeps.close,
            bell=base.bell,
            outbox=base.outbox,
            people=parts.people,
            deliveries=deliveries,
            deliver=loops.delivering[0],
            more=(*loops.delivering[1:], *loops.beside),
            plan=loops.plan,
            housekeeping=loops.housekeeping,
            scheduler=scheduler,
            after_ack=base.after_ack,
            transport=way_in,
            web=web_server(settings, way_in, readiness),
        )
    )


def _base(settings: Settings, clock: Clock) -> Base:
    bell = Bell()
    engine = make_engine(settings.database_url.get_secret_value())
    installation = Installation(settings.bot_token.get_secret_value())
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
    return Base(
        settings=settings,
        clock=clock,
        turns=turns,
        bell=bell,
        store=store,
        sweeps=Sweeps(
            mornings=MorningSweep(engine),
            catch_up=CatchUpSweep(engine),
            doubles=DoublesSweep(engine),
            deliveries=OldDeliveries(engine),
            installations=SqlInstallations(engine),
            close=engine.dispose,
        ),
        outbox=outbox,
        installation=installation,
        after_ack=AfterAck(),
        trial=trial,
    )


def _parts(base: Base) -> Parts:
    """The use cases, and what listeners need to tell people how they went."""
    settings, store, clock, teams = base.settings, base.store, base.clock, base.installation.teams
    quick = made(GestureClient, base.installation.token, settings.api_base_url, GESTURE)
    directory = SlackDirectory(quick, patient_client(base.installation.token, settings.api_base_url))
    people = PeopleService(store, directory, clock, settings.zone)
    homes = HomeService(store, people, clock)
    asks = asking(base.client(UNHURRIED))
    return Parts(
        people=people,
        client_requests=ClientRequestService(store, people, clock),
        tasks=TaskService(store, people, clock),
        nudges=NudgeService(store, people, clock),
        nudge_holds=NudgeHoldService(store, clock),
        nudge_occurrences=NudgeOccurrenceService(store, people, clock),
        ladders=LadderService(store, people, clock),
        hours=HoursService(store, people, clock),
        digests=DigestService(store, clock, settings.zone, teams),
        mornings=MorningService(store, base.sweeps.mornings, people, clock, teams),
        clients=ClientService(store, people, clock),
        homes=homes,
        mentions=MentionService(store, clock, base.outbox),
        notices=NoticeService(store, clock),
        installations=InstallationService(base.sweeps.installations, teams, asks, base.bell.ring),
        gestures=Gestures(people),
        answers=Answers(base.after_ack, ResponseUrls(settings.api_base_url), HomePublisher(homes)),
        slack=quick,
        clock=clock,
    )


def _deliveries(base: Base, parts: Parts) -> tuple[Delivery, ...]:
    client = base.client(SENDING)
    conversations = Conversations(client)
    rendering = Rendering(handlers.renderers(parts), parts.people.channel, partial(held_when_late, parts))
    lookup = Lookup(History(client, base.installation, parts.clock), conversations)
    sender = Sender(client, conversations)
    return tuple(Delivery(base.outbox, rendering, sender, lookup, parts.clock) for _ in range(DELIVERIES))


def _loops(base: Base, parts: Parts, deliveries: Sequence[Delivery]) -> Loops:
    store, teams = base.store, base.installation.teams
    series = NudgeSeriesService(store, base.clock, base.settings.zone, teams)
    catch_up = CatchUpService(store, base.sweeps.catch_up, base.turns, teams)
    tidying = HousekeepingService(base.sweeps.deliveries)
    client = base.client(UNHURRIED)
    in_slack = DoublesInSlack(client, History(client, base.installation, base.clock))
    doubles = DoublesService(store, base.sweeps.doubles, in_slack, base.clock, teams)
    planning = in_turn(parts.digests.plan_due, parts.mornings.plan_due, series.plan_due, catch_up.conclude)
    return Loops(
        delivering=_delivering([base.turns.steady(partial(_deliver, each, catch_up)) for each in deliveries]),
        plan=Loop("plan", planning, PLAN),
        housekeeping=Loop("housekeeping", in_turn(tidying.forget_deliveries, doubles.mend), HOUSEKEEPING),
        beside=(
            Loop("installation", parts.installations.check, INSTALLATION),
            Loop("trial", base.trial.check, TRIAL),
        ),
    )


def _delivering(works: Sequence[Callable[[], int]]) -> tuple[Loop, ...]:
    """The first is woken by every commit; the others come to see whether there is more than it can do."""
    intervals = [DELIVER, *[DELIVER_TICK] * (len(works) - 1)]
    return tuple(
        Loop(f"deliver-{number}", work, interval)
        for number, (work, interval) in enumerate(zip(works, intervals, strict=True), start=1)
    )


def _deliver(delivery: Delivery, catch_up: CatchUpService) -> int:
    """Asks first, because to claim takes the right to write from others."""
    return 0 if delivery.is_idle() else in_turn(catch_up.gather, delivery.deliver_due)()


def _scheduler(loops: Loops) -> Scheduler:
    delivering = (Tick(loop, DELIVER_TICK) for loop in loops.delivering)
    return Scheduler([*delivering, Tick(loops.plan, PLAN_TICK), Tick(loops.housekeeping, HOUSEKEEPING)])

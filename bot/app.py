"""Where the parts meet: what Liaison is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import handlers
from bot.base import Base, base_of
from bot.domain.clock import Clock
from bot.domain.planning import Work
from bot.liaison import Liaison, Machinery
from bot.loops import Loop, in_turn
from bot.planning import plan
from bot.readiness import Readiness
from bot.scheduler import Scheduler, Tick
from bot.services.bulk_news import BulkNewsService
from bot.services.bulks import BulkService
from bot.services.catch_up import CatchUpService
from bot.services.channel_settings import ChannelSettingService
from bot.services.chases import ChaseService
from bot.services.checklists import ChecklistService
from bot.services.client_requests import ClientRequestService
from bot.services.clients import ClientService
from bot.services.delivery import Delivery, Ways
from bot.services.digests import DigestService
from bot.services.doubles import DoublesService
from bot.services.dues import DueService
from bot.services.duplicates import DuplicateService
from bot.services.duties import DutyService
from bot.services.export_files import ExportFileService
from bot.services.finds import FindService
from bot.services.histories import HistoryService
from bot.services.homes import HomeService
from bot.services.hours import HoursService
from bot.services.housekeeping import HousekeepingService
from bot.services.installations import InstallationService
from bot.services.intake import IntakeService
from bot.services.item_questions import ItemQuestionService
from bot.services.item_watchers import ItemWatcherService
from bot.services.ladders import LadderService
from bot.services.mentions import MentionService
from bot.services.merges import MergeService
from bot.services.milestones import MilestoneService
from bot.services.more import MoreService
from bot.services.mornings import MorningService
from bot.services.notices import NoticeService
from bot.services.nudge_hand_overs import NudgeHandOverService
from bot.services.nudge_holds import NudgeHoldService
from bot.services.nudge_moves import NudgeMoveService
from bot.services.nudge_occurrences import NudgeOccurrenceService
from bot.services.nudge_series import NudgeSeriesService
from bot.services.nudges import NudgeService
from bot.services.orphans import OrphanService
from bot.services.people import PeopleService
from bot.services.pings import PingService
from bot.services.queues import QueueService
from bot.services.reactions import ReactionService
from bot.services.receipts import ReceiptService
from bot.services.redraws import RedrawService
from bot.services.replanning import ReplanningService
from bot.services.replies import ReplyService
from bot.services.request_types import RequestTypeService
from bot.services.saved_searches import SavedSearchService
from bot.services.series import SeriesService
from bot.services.series_planning import Makers, SeriesPlanning
from bot.services.snoozes import SnoozeService
from bot.services.sub_tasks import SubTaskService
from bot.services.tasks import TaskService
from bot.services.watches import WatchService
from bot.services.zone_data import ZoneDataService
from bot.settings import Settings
from bot.way_in import slack_app, transport, web_server
from handlers.answers import Answers
from handlers.conversations import Conversations
from handlers.days import Days
from handlers.deliveries import CONCURRENCY
from handlers.directory import SlackDirectory
from handlers.doubles import DoublesInSlack
from handlers.gesture_client import GestureClient
from handlers.gestures import Gestures
from handlers.history import History
from handlers.home import HomePublisher
from handlers.hours import held_when_late
from handlers.installation import asking
from handlers.lookup import Lookup
from handlers.more import Menus
from handlers.orphans import PostedInSlack
from handlers.parts import Parts
from handlers.rendering import Rendering
from handlers.response_urls import ResponseUrls
from handlers.sender import TIMEOUT as SENDING
from handlers.sender import Sender
from handlers.uploads import Uploads
from handlers.web_clients import GESTURE, UNHURRIED, made, patient_client

#: Seconds. Loops find out by themselves what became due; what was just committed wakes them at once.
DELIVER, PLAN, HOUSEKEEPING = 0.25, 5.0, 3600.0
DELIVER_TICK, PLAN_TICK = 1.0, 15.0
#: Whether Slack refuses us, and whether the store can be written again: looked at where something speaks against it.
INSTALLATION, TRIAL = 5.0, 1.0
#: Whether the machine's clock agrees with the database's.
CLOCK = 30.0
#: As many deliveries as may be at work at once: while one waits for an answer that does not come, the others go on.
DELIVERIES = 3


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
    base = base_of(settings, clock)
    parts = _parts(base)
    deliveries = _deliveries(base, parts)
    loops = _loops(base, parts, deliveries)
    base.bell.wakes(loops.delivering[0], loops.plan)
    scheduler = _scheduler(loops)
    app = slack_app(settings, base.installation)
    handlers.register(app, parts, base.language, base.installation.is_for)
    way_in = transport(settings, app, base.after_ack)
    checks = [parts.installations.fault, base.trial.fault, scheduler.fault, *(loop.fault for loop in loops.every)]
    readiness = Readiness(way_in, base.store.must_be_reachable, CONCURRENCY, checks)
    return Liaison(
        Machinery(
            settings=settings,
            installation=base.installation,
            close_store=base.sweeps.close,
            hang_up=base.hang_up,
            set_right=base.set_right,
            bell=base.bell,
            outbox=base.outbox,
            people=parts.people,
            installations=parts.installations,
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


def _parts(base: Base) -> Parts:
    """The use cases, and what listeners need to tell people how they went."""
    settings, store, clock, teams = base.settings, base.store, base.clock, base.installation.teams
    quick = made(GestureClient, base.installation.token, settings.api_base_url, GESTURE)
    directory = SlackDirectory(quick, patient_client(base.installation.token, settings.api_base_url))
    people = PeopleService(store, directory, clock, settings.zone)
    homes, more = HomeService(store, people, clock), MoreService(store)
    days, menus = Days(homes, quick), Menus(more, quick, clock)
    requests = ClientRequestService(store, people, clock)
    asks = asking(base.reader(UNHURRIED))
    tasks = TaskService(store, people, clock)
    return Parts(
        people=people,
        client_requests=requests,
        request_types=RequestTypeService(store, clock),
        receipts=ReceiptService(store),
        redraws=RedrawService(store, clock),
        tasks=tasks,
        series=SeriesService(store, people, clock),
        sub_tasks=SubTaskService(store),
        milestones=MilestoneService(store, people, tasks, clock),
        checklists=ChecklistService(store, clock),
        nudges=NudgeService(store, people, clock),
        nudge_holds=NudgeHoldService(store, clock, settings.zone),
        nudge_occurrences=NudgeOccurrenceService(store, people, clock),
        nudge_hand_overs=NudgeHandOverService(store, people, clock),
        nudge_moves=NudgeMoveService(store, people, clock),
        chases=ChaseService(store, people, clock),
        queues=QueueService(store),
        pings=PingService(store, base.sweeps.pings, people, clock, teams),
        reactions=ReactionService(store, base.sweeps.reactions, people, clock, teams, days=settings.reaction_days),
        watches=WatchService(store, base.sweeps.watches, people, clock, teams),
        snoozes=SnoozeService(store, people, clock),
        replies=ReplyService(store, people, clock, base.outbox),
        intake=IntakeService(store, people, requests, clock),
        channel_settings=ChannelSettingService(store, clock),
        item_questions=ItemQuestionService(store, clock),
        item_watchers=ItemWatcherService(store, people, clock),
        dues=DueService(store, people, clock),
        duplicates=DuplicateService(store, clock),
        duties=DutyService(store),
        merges=MergeService(store, people, clock),
        bulks=BulkService(store, people, clock),
        bulk_news=BulkNewsService(store, people),
        ladders=LadderService(store, people, clock),
        histories=HistoryService(store),
        more=more,
        finds=FindService(store, people, clock),
        export_files=ExportFileService(store, people, clock),
        saved_searches=SavedSearchService(store, clock),
        hours=HoursService(store, people, clock),
        digests=DigestService(store, clock, settings.zone, teams),
        mornings=MorningService(store, base.sweeps.mornings, people, clock, teams),
        clients=ClientService(store, people, clock),
        homes=homes,
        days=days,
        mentions=MentionService(store, clock, base.outbox),
        notices=NoticeService(store, clock),
        installations=InstallationService(
            base.sweeps.installations, teams, asks, base.bell.ring, responsible=people.responsible, clock=clock
        ),
        gestures=Gestures(people),
        answers=Answers(base.after_ack, ResponseUrls(settings.api_base_url), HomePublisher(homes), days, menus),
        slack=quick,
        clock=clock,
    )


def _deliveries(base: Base, parts: Parts) -> tuple[Delivery, ...]:
    reader = base.reader(SENDING)
    conversations = Conversations(reader)
    rendering = Rendering(
        handlers.renderers(parts), parts.people.channel, partial(held_when_late, parts), base.language
    )
    lookup = Lookup(History(reader, base.installation, parts.clock), conversations)
    client = base.client(SENDING)
    sender = Sender(client, conversations, Uploads(client, base.outbox.keep))
    ways, responsible = Ways(sender, lookup), parts.people.responsible
    return tuple(Delivery(base.outbox, rendering, ways, parts.clock, responsible) for _ in range(DELIVERIES))


def _loops(base: Base, parts: Parts, deliveries: Sequence[Delivery]) -> Loops:
    store, teams = base.store, base.installation.teams
    reminders = NudgeSeriesService(store, base.clock, base.settings.zone, teams)
    makers = Makers(parts.people, parts.client_requests, parts.tasks)
    series = SeriesPlanning(store, base.sweeps.series, makers, base.clock, teams)
    catch_up = CatchUpService(store, base.sweeps.catch_up, base.turns, teams)
    tidying = HousekeepingService(base.sweeps.deliveries)
    client = base.reader(UNHURRIED)
    history = History(client, base.installation, base.clock)
    doubles = DoublesService(store, base.sweeps.doubles, DoublesInSlack(client, history), base.clock, teams)
    orphans = OrphanService(store, base.sweeps.orphans, PostedInSlack(history), base.clock, teams)
    replanning = ReplanningService(store, base.sweeps.replans, base.clock, base.settings.zone, teams)
    zones = ZoneDataService(store, base.sweeps.zone_data, base.clock, base.settings.zone, teams)
    works = {
        Work.ZONE_DATA: zones.renew,
        Work.DIGESTS: parts.digests.plan_due,
        Work.MORNINGS: parts.mornings.plan_due,
        Work.NUDGES: reminders.plan_due,
        Work.SERIES: series.plan_due,
        Work.WATCHES: parts.watches.plan_due,
        Work.PINGS: parts.pings.plan_due,
        Work.REACTIONS: parts.reactions.plan_due,
        Work.REPLANNING: replanning.plan_due,
        Work.CATCH_UP: catch_up.conclude,
    }
    planning = partial(plan, base.sweeps.plan, base.clock, teams, works)
    return Loops(
        delivering=_delivering([base.turns.steady(partial(_deliver, each, catch_up)) for each in deliveries]),
        plan=Loop("plan", planning, PLAN),
        housekeeping=Loop(
            "housekeeping", in_turn(tidying.forget_deliveries, doubles.mend, orphans.report), HOUSEKEEPING
        ),
        beside=(
            Loop("installation", parts.installations.check, INSTALLATION),
            Loop("trial", base.trial.check, TRIAL),
            *([Loop("clock", base.set_right, CLOCK)] if base.set_right else []),
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
    return in_turn(catch_up.gather, delivery.deliver_due)() if delivery.has_work() else 0


def _scheduler(loops: Loops) -> Scheduler:
    delivering = (Tick(loop, DELIVER_TICK) for loop in loops.delivering)
    return Scheduler([*delivering, Tick(loops.plan, PLAN_TICK), Tick(loops.housekeeping, HOUSEKEEPING)])

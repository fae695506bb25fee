"""What every feature's listeners are given."""

from dataclasses import dataclass

from slack_sdk import WebClient

from bot.domain.clock import Clock
from bot.services.bulk_news import BulkNewsService
from bot.services.bulks import BulkService
from bot.services.channel_settings import ChannelSettingService
from bot.services.chases import ChaseService
from bot.services.checklists import ChecklistService
from bot.services.client_requests import ClientRequestService
from bot.services.clients import ClientService
from bot.services.digests import DigestService
from bot.services.dues import DueService
from bot.services.duplicates import DuplicateService
from bot.services.duties import DutyService
from bot.services.export_files import ExportFileService
from bot.services.finds import FindService
from bot.services.histories import HistoryService
from bot.services.homes import HomeService
from bot.services.hours import HoursService
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
from bot.services.nudges import NudgeService
from bot.services.people import PeopleService
from bot.services.pings import PingService
from bot.services.queues import QueueService
from bot.services.reactions import ReactionService
from bot.services.receipts import ReceiptService
from bot.services.redraws import RedrawService
from bot.services.replies import ReplyService
from bot.services.request_types import RequestTypeService
from bot.services.saved_searches import SavedSearchService
from bot.services.series import SeriesService
from bot.services.snoozes import SnoozeService
from bot.services.sub_tasks import SubTaskService
from bot.services.tasks import TaskService
from bot.services.watches import WatchService
from handlers.answers import Answers
from handlers.days import Days
from handlers.gestures import Gestures


@dataclass(frozen=True)
class Parts:
    """`slack` is for the one call that may stand before an ack: short timeout, no retries."""

    people: PeopleService
    client_requests: ClientRequestService
    request_types: RequestTypeService
    receipts: ReceiptService
    chases: ChaseService
    queues: QueueService
    pings: PingService
    reactions: ReactionService
    watches: WatchService
    snoozes: SnoozeService
    redraws: RedrawService
    replies: ReplyService
    intake: IntakeService
    channel_settings: ChannelSettingService
    tasks: TaskService
    sub_tasks: SubTaskService
    checklists: ChecklistService
    series: SeriesService
    milestones: MilestoneService
    nudges: NudgeService
    nudge_holds: NudgeHoldService
    nudge_occurrences: NudgeOccurrenceService
    nudge_hand_overs: NudgeHandOverService
    nudge_moves: NudgeMoveService
    item_questions: ItemQuestionService
    item_watchers: ItemWatcherService
    dues: DueService
    duplicates: DuplicateService
    duties: DutyService
    merges: MergeService
    bulks: BulkService
    bulk_news: BulkNewsService
    ladders: LadderService
    histories: HistoryService
    more: MoreService
    finds: FindService
    export_files: ExportFileService
    saved_searches: SavedSearchService
    hours: HoursService
    digests: DigestService
    mornings: MorningService
    clients: ClientService
    homes: HomeService
    days: Days
    mentions: MentionService
    notices: NoticeService
    installations: InstallationService
    gestures: Gestures
    answers: Answers
    slack: WebClient
    clock: Clock

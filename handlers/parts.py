"""What every feature's listeners are given."""

from dataclasses import dataclass

from slack_sdk import WebClient

from bot.domain.clock import Clock
from bot.services.client_requests import ClientRequestService
from bot.services.clients import ClientService
from bot.services.digests import DigestService
from bot.services.homes import HomeService
from bot.services.hours import HoursService
from bot.services.installations import InstallationService
from bot.services.ladders import LadderService
from bot.services.mentions import MentionService
from bot.services.mornings import MorningService
from bot.services.notices import NoticeService
from bot.services.nudge_holds import NudgeHoldService
from bot.services.nudge_occurrences import NudgeOccurrenceService
from bot.services.nudges import NudgeService
from bot.services.people import PeopleService
from bot.services.tasks import TaskService
from handlers.answers import Answers
from handlers.gestures import Gestures


@dataclass(frozen=True)
class Parts:
    """`slack` is for the one call that may stand before an ack: short timeout, no retries."""

    people: PeopleService
    client_requests: ClientRequestService
    tasks: TaskService
    nudges: NudgeService
    nudge_holds: NudgeHoldService
    nudge_occurrences: NudgeOccurrenceService
    ladders: LadderService
    hours: HoursService
    digests: DigestService
    mornings: MorningService
    clients: ClientService
    homes: HomeService
    mentions: MentionService
    notices: NoticeService
    installations: InstallationService
    gestures: Gestures
    answers: Answers
    slack: WebClient
    clock: Clock

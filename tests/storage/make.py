"""Entities with everything filled in, and the clock and origins that tests use."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Acceptance, ClientRequest
from bot.domain.clients import Client
from bot.domain.digests import DigestSchedule
from bot.domain.finds import Kind
from bot.domain.ids import (
    ChannelId,
    ClientNumber,
    NudgeNumber,
    OutboxId,
    RequestNumber,
    ScheduleNumber,
    SeriesNumber,
    TaskNumber,
    TeamId,
    UserId,
)
from bot.domain.merges import Apart, Merge
from bot.domain.mornings import Morning
from bot.domain.nudge_occurrences import NudgeOccurrence
from bot.domain.nudges import Nudge
from bot.domain.origins import Gesture, OwnWork, Told
from bot.domain.outbox import Lane, Message, MessageKind
from bot.domain.people import Channel, Person, PersonKind
from bot.domain.priority import Priority
from bot.domain.request_states import RequestStatus
from bot.domain.saved_searches import SavedSearch
from bot.domain.series import Series, SeriesKind
from bot.domain.tasks import Task, TaskStatus

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
T1, T2 = TeamId("T1"), TeamId("T2")
ANA, BEN, CAT = UserId("UANA"), UserId("UBEN"), UserId("UCAT")
PUBLIC, PRIVATE, UNHEARD = ChannelId("CPUBLIC"), ChannelId("CPRIVATE"), ChannelId("CUNHEARD")
OWN_WORK, OWN_WORK_OF_T2 = OwnWork(team_id=T1), OwnWork(team_id=T2)
NEWS = Told(team_id=T1, deadline=float("inf"))


@dataclass
class HandClock:
    """Stands until it is moved."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def pass_(self, span: timedelta) -> None:
        self.moment += span


def teams() -> tuple[TeamId, ...]:
    return T1, T2


def gesture(**changed: Any) -> Gesture:
    values: dict[str, Any] = {
        "team_id": T1,
        "user_id": ANA,
        "zone": ZoneInfo("Europe/Berlin"),
        "key": "command:1",
        "deadline": float("inf"),
    }
    return Gesture(**(values | changed))


def request(**changed: Any) -> ClientRequest:
    values: dict[str, Any] = {
        "team_id": T1,
        "number": RequestNumber(1),
        "title": "New logo",
        "details": "In blue",
        "priority": Priority.NORMAL,
        "status": RequestStatus.NEW,
        "acceptance": Acceptance.NOT_ASKED,
        "client_number": None,
        "client_words": None,
        "asker": None,
        "source": None,
        "source_permalink": None,
        "owner": None,
        "assigned_by": None,
        "due_at": None,
        "due_zone": None,
        "audience": None,
        "card": None,
        "logged_by": ANA,
        "logged_at": NOW,
    }
    return ClientRequest(**(values | changed))


def task(**changed: Any) -> Task:
    values: dict[str, Any] = {
        "team_id": T1,
        "number": TaskNumber(1),
        "title": "Draw it",
        "details": "",
        "status": TaskStatus.OPEN,
        "acceptance": Acceptance.NOT_ASKED,
        "request_number": None,
        "owner": None,
        "given_by": ANA,
        "given_at": NOW,
        "due_at": None,
        "due_zone": None,
        "audience": None,
        "card": None,
    }
    return Task(**(values | changed))


def series(**changed: Any) -> Series:
    values: dict[str, Any] = {
        "team_id": T1,
        "number": SeriesNumber(1),
        "kind": SeriesKind.REQUEST,
        "title": "Monthly report",
        "details": "",
        "priority": Priority.NORMAL,
        "client_number": None,
        "client_words": None,
        "owner": None,
        "department": "",
        "due_days": 3,
        "due_working": True,
        "checklist": "",
        "parts": "",
        "rule": "workday 1 09:00:00 Europe/Berlin",
        "typed": "first working day of the month 9:00",
        "next_date": date(2026, 4, 1),
        "next_at": datetime(2026, 4, 1, 7, tzinfo=UTC),
        "audience": PUBLIC,
        "set_by": ANA,
        "set_at": NOW,
    }
    return Series(**(values | changed))


def client(**changed: Any) -> Client:
    values: dict[str, Any] = {
        "team_id": T1,
        "number": ClientNumber(1),
        "name": "Acme",
        "folded_name": "acme",
        "owner": ANA,
        "channel_id": None,
        "added_by": ANA,
        "added_at": NOW,
    }
    return Client(**(values | changed))


def person(**changed: Any) -> Person:
    values: dict[str, Any] = {"team_id": T1, "user_id": ANA, "name": "Ana", "kind": PersonKind.MEMBER}
    return Person(**(values | changed))


def channel(**changed: Any) -> Channel:
    values: dict[str, Any] = {
        "team_id": T1,
        "channel_id": PUBLIC,
        "name": "general",
        "is_private": False,
        "is_member": True,
    }
    return Channel(**(values | changed))


def nudge(**changed: Any) -> Nudge:
    values: dict[str, Any] = {
        "team_id": T1,
        "number": NudgeNumber(1),
        "text": "Call back",
        "about": None,
        "user_id": BEN,
        "channel_id": None,
        "local": "2026-03-05T09:00",
        "zone_name": "Europe/Berlin",
        "due_at": NOW + timedelta(days=1),
        "set_by": ANA,
        "set_at": NOW,
    }
    return Nudge(**(values | changed))


def occurrence(**changed: Any) -> NudgeOccurrence:
    values: dict[str, Any] = {
        "team_id": T1,
        "number": NudgeNumber(1),
        "sequence": 1,
        "due_at": NOW + timedelta(days=1),
        "message": OutboxId("missing"),
    }
    return NudgeOccurrence(**(values | changed))


def saved(**changed: Any) -> SavedSearch:
    values: dict[str, Any] = {
        "team_id": T1,
        "number": 1,
        "user_id": ANA,
        "name": "Posters",
        "kind": Kind.REQUESTS,
        "text": "poster open",
        "saved_at": NOW,
    }
    return SavedSearch(**(values | changed))


def merge(**changed: Any) -> Merge:
    values: dict[str, Any] = {
        "team_id": T1,
        "into_number": RequestNumber(1),
        "number": RequestNumber(2),
        "merged_by": ANA,
        "merged_at": NOW,
        "status": RequestStatus.NEW,
        "why": "",
        "paused_until": None,
        "paused_zone": None,
    }
    return Merge(**(values | changed))


def apart(**changed: Any) -> Apart:
    values: dict[str, Any] = {
        "team_id": T1,
        "number": RequestNumber(1),
        "other": RequestNumber(78),
        "said_by": ANA,
        "said_at": NOW,
    }
    return Apart(**(values | changed))


def morning(**changed: Any) -> Morning:
    values: dict[str, Any] = {
        "team_id": T1,
        "user_id": ANA,
        "zone_name": "Europe/Berlin",
        "next_date": date(2026, 3, 5),
        "next_at": NOW + timedelta(days=1),
    }
    return Morning(**(values | changed))


def schedule(**changed: Any) -> DigestSchedule:
    values: dict[str, Any] = {
        "team_id": T1,
        "number": ScheduleNumber(1),
        "channel_id": PUBLIC,
        "rule": "week 0,1,2,3,4 09:00:00 Europe/Berlin",
        "next_date": date(2026, 3, 5),
        "next_at": NOW + timedelta(days=1),
        "zone_data": "2026a",
        "set_by": ANA,
        "set_at": NOW,
    }
    return DigestSchedule(**(values | changed))


def message(**changed: Any) -> Message:
    values: dict[str, Any] = {
        "kind": MessageKind.REQUEST_CARD,
        "about": "R-1",
        "to": PUBLIC,
        "key": "card:R-1",
        "due_at": NOW,
    }
    return Message(**(values | changed))


def rung(**changed: Any) -> Message:
    return message(**({"kind": MessageKind.RUNG, "to": ANA, "key": "rung:R-1", "lane": Lane.REMINDER} | changed))

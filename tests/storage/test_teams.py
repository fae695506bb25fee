"""No method of a port reaches another team's rows, whatever it is asked for."""

import inspect
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from bot.domain.days import Day, DayView, Section
from bot.domain.digests import Items
from bot.domain.errors import NotFound
from bot.domain.finds import Wanted
from bot.domain.hours_settings import HoursSetting
from bot.domain.ids import (
    ChannelId,
    ClientNumber,
    MessageTs,
    NudgeNumber,
    OutboxId,
    RequestNumber,
    ScheduleNumber,
    SeriesNumber,
    TaskNumber,
    UserId,
)
from bot.domain.nudge_occurrences import Coming
from bot.domain.outbox import MessageKind
from bot.domain.search_words import Term
from bot.domain.series import SeriesItem
from bot.domain.watches import Watch
from bot.services.pages import Which
from storage.bulks import SqlBulks
from storage.catch_up import SqlCatchUp
from storage.channel_settings import SqlChannelSettings
from storage.client_requests import SqlClientRequests
from storage.clients import SqlClients
from storage.configs import SqlConfigs
from storage.days import SqlDays
from storage.digests import SqlDigests
from storage.heard import SqlHeard
from storage.histories import SqlHistories
from storage.hooks import OutOfBounds, core
from storage.hours import SqlHours
from storage.item_questions import SqlItemQuestions
from storage.item_watchers import SqlItemWatchers
from storage.ladders import SqlLadders
from storage.merges import SqlMerges
from storage.messages import SqlMessages
from storage.milestones import SqlMilestones
from storage.mornings import SqlMornings
from storage.nudge_occurrences import SqlNudgeOccurrences
from storage.nudges import SqlNudges
from storage.people import SqlChannels, SqlPeople
from storage.pings import SqlPings
from storage.reactions import SqlReactions
from storage.replans import SqlReplans
from storage.saved_searches import SqlSavedSearches
from storage.search import SqlSearch
from storage.series import SqlSeries
from storage.store import SqlStore, SqlTransaction
from storage.tasks import SqlTasks
from storage.turns import SqlTurns
from storage.watches import SqlWatches
from storage.zone_data import SqlZoneData
from tests.storage import make
from tests.storage.make import ANA, BEN, NOW, OWN_WORK, PRIVATE, PUBLIC, T1, T2
from tests.storage.two_teams import (
    BOTH,
    CANARY,
    FOREIGN,
    a_message_of_t2,
    bulk,
    config,
    heard,
    question,
    rows_of_t2,
    setting,
    template,
    waiting,
    watcher,
)


def _values(number: int, message: OutboxId) -> dict[str, Any]:
    """An argument for every parameter; one that is missing fails the test, so that a new method is swept too."""
    user, channel = (ANA, PUBLIC) if number == BOTH else (BEN, PRIVATE)
    return {**_names(number), **_people(user, channel), **_times(user), **_items(number), **_messages(number, message)}


def _names(number: int) -> dict[str, Any]:
    """Which one: by number, name or label."""
    return {
        "number": number,
        "numbers": [number],
        "also": [number],
        "labels": [f"R-{number}", f"T-{number}"],
        "label": f"R-{number}",
        "requests_": [number],
        "parents": [number],
        "folded_name": f"name {number}",
        "name": f"name-{number}",
        "names": ["Print"],
        "title": CANARY,
        "queue": "Print",
        "permalink": f"https://acme.example/p{number}",
        "entity": "client_request",
        "what": str(number),
        "kind": "routing",
        "prefix": "rung:",
        "edition": "2026a",
    }


def _people(user: UserId, channel: ChannelId) -> dict[str, Any]:
    """Whom it is about, and where."""
    return {
        "seen_by": ANA,
        "user": user,
        "users": [user],
        "among": [user],
        "by": ANA,
        "to": user,
        "subject": user,
        "author": ANA,
        "logged_by": user,
        "channel": channel,
        "person": make.person(team_id=T2, user_id=make.CAT),
        "setting": HoursSetting(team_id=T2, subject="U77", zone_name="Europe/Berlin", set_by=ANA, set_at=NOW),
        "view": DayView(team_id=T2, user_id=make.CAT),
        "sections": tuple(Section),
        "morning": make.morning(team_id=T2, user_id=make.CAT),
    }


def _times(user: UserId) -> dict[str, Any]:
    """When, and how much of it."""
    return {
        "since": NOW - timedelta(days=1),
        "now": NOW,
        "due_at": NOW,
        "expires_at": None,
        "react_by": NOW,
        "planned_at": NOW,
        "local_date": NOW.date(),
        "ts": MessageTs("1772546400.000100"),
        "day": Day(user, NOW, NOW + timedelta(hours=9)),
        "which": Which.OPEN,
        "offset": 0,
        "limit": 100,
        "most": 100,
        "turn": 5,
        "spare": None,
    }


def _items(number: int) -> dict[str, Any]:
    """Requests and tasks, and what stands around them."""
    return {
        "request": make.request(team_id=T2, number=RequestNumber(77)),
        "task": make.task(team_id=T2, number=TaskNumber(77)),
        "client": make.client(team_id=T2, number=ClientNumber(77)),
        "series": make.series(team_id=T2, number=SeriesNumber(77)),
        "item": SeriesItem(team_id=T2, number=SeriesNumber(number), local_date=NOW.date(), about=None, planned_at=NOW),
        "template": template(T2, 77, CANARY),
        "saved": make.saved(team_id=T2, number=77),
        "wanted": Wanted(terms=(Term(("canary",), is_begun=True),)),
        "typed": "",
        "below": None,
        "merge": make.merge(team_id=T2, number=RequestNumber(77)),
        "apart": make.apart(team_id=T2, number=RequestNumber(77)),
        "question": question(T2, 77, CANARY),
        "watch": Watch(RequestNumber(number), NOW, NOW),
        "watcher": watcher(T2, 77, CANARY),
        "watchers": [watcher(T2, 77, CANARY)],
        "told": heard(T2, PRIVATE, FOREIGN, CANARY),
        "chosen": setting(T2, PRIVATE, CANARY),
    }


def _messages(number: int, message: OutboxId) -> dict[str, Any]:
    """What is sent, and what comes again."""
    return {
        "message": message,
        "messages": [message],
        "into": message,
        "rows": [waiting(message)],
        "rungs": [],
        "items": Items(),
        "how": "delivered",
        "told_as": MessageKind.CHANGED,
        "nudge": make.nudge(team_id=T2, number=NudgeNumber(77)),
        "coming": Coming(NudgeNumber(number), 1),
        "occurrence": make.occurrence(team_id=T2, number=NudgeNumber(77)),
        "schedule": make.schedule(team_id=T2, number=ScheduleNumber(77)),
        "config": config(T2, 77, CANARY),
        "bulk": bulk(T2, 77, CANARY),
        "changed": [],
    }


#: Those that write Slack's facts or count into our own team by design.
ENTITY_OF: dict[str, dict[str, Any]] = {
    "channels": {"channel": make.channel(team_id=T2, channel_id=make.UNHEARD)},
    "outbox": {"message": make.message()},
}


PORTS = {
    "client_requests": SqlClientRequests,
    "tasks": SqlTasks,
    "series": SqlSeries,
    "milestones": SqlMilestones,
    "clients": SqlClients,
    "channel_settings": SqlChannelSettings,
    "heard": SqlHeard,
    "people": SqlPeople,
    "channels": SqlChannels,
    "outbox": SqlMessages,
    "nudges": SqlNudges,
    "nudge_occurrences": SqlNudgeOccurrences,
    "ladders": SqlLadders,
    "item_questions": SqlItemQuestions,
    "item_watchers": SqlItemWatchers,
    "bulks": SqlBulks,
    "digests": SqlDigests,
    "catch_up": SqlCatchUp,
    "pings": SqlPings,
    "reactions": SqlReactions,
    "hours": SqlHours,
    "days": SqlDays,
    "mornings": SqlMornings,
    "merges": SqlMerges,
    "histories": SqlHistories,
    "replans": SqlReplans,
    "zone_data": SqlZoneData,
    "configs": SqlConfigs,
    "turns": SqlTurns,
    "watches": SqlWatches,
    "search": SqlSearch,
    "saved_searches": SqlSavedSearches,
}


def test_the_sweep_knows_every_port(store: SqlStore) -> None:
    with store.read(T1) as tx:
        assert {name for name in vars(tx) if not name.startswith("_")} == PORTS.keys()


def _arguments(method: Callable[..., object], values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in inspect.signature(method).parameters}


def _methods_of(port: str) -> list[str]:
    return [name for name, _ in inspect.getmembers(PORTS[port], inspect.isfunction) if not name.startswith("_")]


def _tried(tx: SqlTransaction, call: Callable[[], object], before: list[list[str]]) -> bool:
    answer = repr(call())
    tx._session.flush()
    tx.outbox.write_last()
    return CANARY in answer or rows_of_t2(core(tx._session)) != before


def _reaches(store: SqlStore, port: str, name: str, given: dict[str, Any], before: list[list[str]]) -> bool:
    """Whether it told something of the second team, or changed it. All is as it was afterwards."""
    try:
        with store.begin(OWN_WORK) as tx:
            method = getattr(getattr(tx, port), name)
            reaches = _tried(tx, partial(method, **_arguments(method, given)), before)
            tx._session.rollback()
    except (NotFound, OutOfBounds, IntegrityError) as refusal:
        return CANARY in repr(refusal.args)
    return reaches


@pytest.mark.parametrize("number", [BOTH, FOREIGN], ids=["number of both", "number of the other team"])
@pytest.mark.parametrize("port", PORTS)
def test_no_method_reaches_the_other_team(*, two_teams: SqlStore, engine: Engine, port: str, number: int) -> None:
    values = _values(number, a_message_of_t2(engine))
    new = values | ENTITY_OF.get(port, {})
    methods = {name: new if name in {"add", "add_last"} else values for name in _methods_of(port)}
    with engine.connect() as connection:
        before = rows_of_t2(connection)
    assert [name for name, given in methods.items() if _reaches(two_teams, port, name, given, before)] == []


def test_the_sweep_finds_canaries_when_it_may(two_teams: SqlStore) -> None:
    with two_teams.read(T2) as tx:
        assert CANARY in repr(tx.client_requests.one(RequestNumber(BOTH), seen_by=ANA))
        assert CANARY in repr(tx.clients.all(seen_by=ANA))
        assert CANARY in repr(tx.outbox.cards_about("R-1"))

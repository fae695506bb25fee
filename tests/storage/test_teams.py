"""A session reads and writes one team's rows, whatever it is asked for."""

import inspect
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Select, delete, func, insert, select, text, union, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

import storage
from bot.domain.bulks import Bulk, BulkVerb, Picked
from bot.domain.catch_up import Waiting
from bot.domain.channel_settings import ChannelSetting
from bot.domain.clients import Client
from bot.domain.config_files import ConfigVersion
from bot.domain.days import Day, DayView, Section
from bot.domain.digests import Items
from bot.domain.errors import NotFound
from bot.domain.finds import Wanted
from bot.domain.heard import Heard, HeardBy
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
    TeamId,
    UserId,
)
from bot.domain.item_questions import ItemQuestion
from bot.domain.item_watchers import ItemWatcher
from bot.domain.milestones import MilestoneTemplate
from bot.domain.nudge_occurrences import Coming
from bot.domain.outbox import MessageKind
from bot.domain.people import Person
from bot.domain.search_words import Term
from bot.domain.series import SeriesItem
from bot.domain.teams import OfTeam
from bot.domain.watches import Watch
from bot.services.pages import Which
from storage.bulks import SqlBulks
from storage.catch_up import SqlCatchUp
from storage.channel_settings import SqlChannelSettings
from storage.client_requests import SqlClientRequests
from storage.clients import SqlClients, clients
from storage.configs import SqlConfigs
from storage.days import SqlDays
from storage.digests import SqlDigests
from storage.heard import SqlHeard
from storage.histories import SqlHistories
from storage.hooks import OutOfBounds, TeamSession, core
from storage.hours import SqlHours
from storage.item_questions import SqlItemQuestions
from storage.item_watchers import SqlItemWatchers
from storage.ladders import SqlLadders
from storage.mapping import mappers, metadata
from storage.merges import SqlMerges
from storage.messages import SqlMessages
from storage.milestones import SqlMilestones
from storage.mornings import SqlMornings
from storage.nudge_occurrences import SqlNudgeOccurrences
from storage.nudges import SqlNudges
from storage.outbox import outbox
from storage.people import SqlChannels, SqlPeople, people
from storage.pings import SqlPings
from storage.reactions import SqlReactions
from storage.replans import SqlReplans
from storage.request_types import SqlRequestTypes
from storage.saved_searches import SqlSavedSearches
from storage.search import SqlSearch
from storage.series import SqlSeries
from storage.store import SqlStore, SqlTransaction
from storage.tasks import SqlTasks
from storage.turns import SqlTurns
from storage.watches import SqlWatches
from storage.zone_data import SqlZoneData
from tests.storage import make
from tests.storage.make import ANA, BEN, NOW, OWN_WORK, OWN_WORK_OF_T2, PRIVATE, PUBLIC, T1, T2
from tests.storage.taps import raw_tables

CANARY = "CANARY"
BOTH, FOREIGN = 1, 2


def _setting(team: TeamId, channel: ChannelId, words: str) -> ChannelSetting:
    return ChannelSetting(
        team_id=team,
        channel_id=channel,
        replies=None,
        emoji=words,
        captures=True,
        window_minutes=5,
        set_by=ANA,
        set_at=NOW,
    )


def _heard(team: TeamId, channel: ChannelId, number: int, words: str) -> Heard:
    return Heard(
        team_id=team,
        channel_id=channel,
        ts=MessageTs("1772546400.000100"),
        request_number=RequestNumber(number),
        author=ANA,
        how=HeardBy.CAPTURE,
        words=words,
        heard_at=NOW,
    )


def _question(team: TeamId, number: int, words: str) -> ItemQuestion:
    return ItemQuestion(
        team_id=team, label=f"R-{number}", number=number, asked_by=ANA, asked_of=BEN, words=words, asked_at=NOW
    )


def _bulk(team: TeamId, number: int, words: str) -> Bulk:
    return Bulk(
        team_id=team,
        number=number,
        made_by=ANA,
        made_at=NOW,
        verb=BulkVerb.DONE,
        owner=None,
        due_at=None,
        due_zone=None,
        cause=None,
        why=words,
        picked=(Picked(words, number),),
        applied_at=NOW,
    )


def _stock(tx: SqlTransaction, team: TeamId, number: int, words: str) -> None:
    channel = PUBLIC if number == BOTH else PRIVATE
    user = ANA if number == BOTH else BEN
    numbered = {"team_id": team, "number": number}
    tx.people.add(make.person(team_id=team, user_id=user, name=words))
    tx.channels.add(make.channel(team_id=team, channel_id=channel, name=words))
    tx.channels.set_members(channel, [user])
    card = tx.outbox.add(make.message(key=f"card:{number}", about=f"R-{number}", to=words))
    tx.outbox.add(make.rung(key=f"rung:R-{number}:{words}", about=f"R-{number}", to=words, facts={"due": words}))
    tx.clients.add(make.client(**numbered, name=words, folded_name=f"name {number}", channel_id=channel, owner=user))
    item = {"title": words, "owner": user, "audience": channel, "card": card}
    origin = {"client_number": number, "logged_by": user, "source_permalink": f"https://acme.example/p{number}"}
    tx.client_requests.add(make.request(**numbered, **item, **origin))
    tx.request_types.add(make.type_file(**numbered, text=words))
    tx.tasks.add(make.task(**numbered, **item, request_number=number, given_by=user))
    tx.series.add(make.series(**numbered, title=words, typed=words, set_by=user, owner=user, audience=channel))
    tx.series.add_item(
        SeriesItem(team_id=team, number=SeriesNumber(number), local_date=NOW.date(), about=words, planned_at=NOW)
    )
    tx.milestones.add(MilestoneTemplate(team_id=team, name=f"name-{number}", steps=words, set_by=user, set_at=NOW))
    tx.channel_settings.add(_setting(team, channel, words))
    tx.heard.add(_heard(team, channel, number, words))
    tx.nudges.add(make.nudge(**numbered, text=words, user_id=user, set_by=user))
    tx.nudge_occurrences.add(make.occurrence(**numbered, message=card))
    tx.hours.add(HoursSetting(team_id=team, subject=user, zone_name=words, set_by=user, set_at=NOW))
    tx.digests.add(make.schedule(**numbered, rule=words, channel_id=channel))
    tx.configs.add(
        ConfigVersion(team_id=team, kind="routing", number=number, text=words, loaded_by=words, loaded_at=NOW)
    )
    tx.turns.give("Print", user, 1000 if words == CANARY else 1)
    tx.watches.begin(Watch(RequestNumber(number), NOW, NOW, 1000 if words == CANARY else 1))
    tx.merges.add(make.merge(**numbered, into_number=number, why=words))
    tx.merges.tell_apart(make.apart(**numbered, said_by=user))
    tx.item_questions.add(_question(team, number, words))
    tx.item_watchers.add(
        ItemWatcher(team_id=team, label=f"R-{number}", user_id=ANA, added_by=UserId(words), added_at=NOW)
    )
    tx.bulks.add(_bulk(team, number, words))
    tx.saved_searches.add(make.saved(**numbered, user_id=user, name=words))
    tx.mornings.add(make.morning(team_id=team, user_id=user, zone_name=words))
    tx.digests.add_occurrence(ScheduleNumber(number), NOW.date(), Items(overdue=(words,)), NOW)


@pytest.fixture
def two_teams(store: SqlStore) -> SqlStore:
    """Both have number 1 of everything; number 2 is the second team's alone, and so is every canary."""
    with store.begin(OWN_WORK) as tx:
        _stock(tx, T1, BOTH, "ours")
    with store.begin(OWN_WORK_OF_T2) as tx:
        _stock(tx, T2, BOTH, CANARY)
        _stock(tx, T2, FOREIGN, CANARY)
    return store


def _a_message_of_t2(engine: Engine) -> OutboxId:
    with engine.connect() as connection:
        return connection.scalars(select(outbox.c.id).where(outbox.c.team_id == T2)).first() or OutboxId("none")


def _values(number: int, message: OutboxId) -> dict[str, Any]:
    """An argument for every parameter; one that is missing fails the test, so that a new method is swept too."""
    user, channel = (ANA, PUBLIC) if number == BOTH else (BEN, PRIVATE)
    return {
        "number": number,
        "numbers": [number],
        "also": [number],
        "seen_by": ANA,
        "user": user,
        "users": [user],
        "among": [user],
        "messages": [message],
        "channel": channel,
        "which": Which.OPEN,
        "offset": 0,
        "limit": 100,
        "ts": MessageTs("1772546400.000100"),
        "author": ANA,
        "chosen": _setting(T2, PRIVATE, CANARY),
        "told": _heard(T2, PRIVATE, FOREIGN, CANARY),
        "folded_name": f"name {number}",
        "title": CANARY,
        "logged_by": user,
        "since": NOW - timedelta(days=1),
        "permalink": f"https://acme.example/p{number}",
        "label": f"R-{number}",
        "edition": "2026a",
        "labels": [f"R-{number}", f"T-{number}"],
        "entity": "client_request",
        "what": str(number),
        "most": 100,
        "message": message,
        "due_at": NOW,
        "expires_at": None,
        "local_date": NOW.date(),
        "items": Items(),
        "planned_at": NOW,
        "to": user,
        "now": NOW,
        "react_by": NOW,
        "rows": [
            Waiting(
                id=message, kind=MessageKind.NUDGE, about="N-1", due_at=NOW, expires_at=None, fallback=None, facts={}
            )
        ],
        "into": message,
        "how": "delivered",
        "subject": user,
        "setting": HoursSetting(team_id=T2, subject="U77", zone_name="Europe/Berlin", set_by=ANA, set_at=NOW),
        "request": make.request(team_id=T2, number=RequestNumber(77)),
        "file": make.type_file(team_id=T2, number=77),
        "task": make.task(team_id=T2, number=TaskNumber(77)),
        "client": make.client(team_id=T2, number=ClientNumber(77)),
        "person": make.person(team_id=T2, user_id=make.CAT),
        "rungs": [],
        "wanted": Wanted(terms=(Term(("canary",), is_begun=True),)),
        "below": None,
        "saved": make.saved(team_id=T2, number=77),
        "spare": None,
        "prefix": "rung:",
        "series": make.series(team_id=T2, number=SeriesNumber(77)),
        "item": SeriesItem(team_id=T2, number=SeriesNumber(number), local_date=NOW.date(), about=None, planned_at=NOW),
        "name": f"name-{number}",
        "template": MilestoneTemplate(team_id=T2, name="name-77", steps="", set_by=ANA, set_at=NOW),
        "nudge": make.nudge(team_id=T2, number=NudgeNumber(77)),
        "by": ANA,
        "coming": Coming(NudgeNumber(number), 1),
        "occurrence": make.occurrence(team_id=T2, number=NudgeNumber(77)),
        "schedule": make.schedule(team_id=T2, number=ScheduleNumber(77)),
        "day": Day(user, NOW, NOW + timedelta(hours=9)),
        "sections": tuple(Section),
        "typed": "",
        "view": DayView(team_id=T2, user_id=make.CAT),
        "told_as": MessageKind.CHANGED,
        "kind": "routing",
        "config": ConfigVersion(team_id=T2, kind="routing", number=77, text=CANARY, loaded_by="ana", loaded_at=NOW),
        "queue": "Print",
        "names": ["Print"],
        "turn": 5,
        "merge": make.merge(team_id=T2, number=RequestNumber(77)),
        "apart": make.apart(team_id=T2, number=RequestNumber(77)),
        "question": _question(T2, 77, CANARY),
        "bulk": _bulk(T2, 77, CANARY),
        "changed": [],
        "requests_": [number],
        "parents": [number],
        "watcher": ItemWatcher(team_id=T2, label="R-77", user_id=ANA, added_by=ANA, added_at=NOW),
        "watchers": [ItemWatcher(team_id=T2, label="R-77", user_id=ANA, added_by=ANA, added_at=NOW)],
        "watch": Watch(RequestNumber(number), NOW, NOW),
        "morning": make.morning(team_id=T2, user_id=make.CAT),
    }


#: Those that write Slack's facts or count into our own team by design.
ENTITY_OF: dict[str, dict[str, Any]] = {
    "channels": {"channel": make.channel(team_id=T2, channel_id=make.UNHEARD)},
    "outbox": {"message": make.message()},
}


PORTS = {
    "client_requests": SqlClientRequests,
    "request_types": SqlRequestTypes,
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


#: Made once: to make each anew would be most of these tests' time.
ROWS_OF_T2 = [select(table).where(table.c.team_id == T2) for table in metadata.sorted_tables]


def _rows_of_t2(connection: Connection) -> list[list[str]]:
    return [sorted(map(repr, connection.execute(rows))) for rows in ROWS_OF_T2]


def _methods_of(port: str) -> list[str]:
    return [name for name, _ in inspect.getmembers(PORTS[port], inspect.isfunction) if not name.startswith("_")]


def _tried(tx: SqlTransaction, call: Callable[[], object], before: list[list[str]]) -> bool:
    answer = repr(call())
    tx._session.flush()
    tx.outbox.write_last()
    return CANARY in answer or _rows_of_t2(core(tx._session)) != before


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
    values = _values(number, _a_message_of_t2(engine))
    new = values | ENTITY_OF.get(port, {})
    methods = {name: new if name in {"add", "add_last"} else values for name in _methods_of(port)}
    with engine.connect() as connection:
        before = _rows_of_t2(connection)
    assert [name for name, given in methods.items() if _reaches(two_teams, port, name, given, before)] == []


def test_the_sweep_finds_canaries_when_it_may(two_teams: SqlStore) -> None:
    with two_teams.read(T2) as tx:
        assert CANARY in repr(tx.client_requests.one(RequestNumber(BOTH), seen_by=ANA))
        assert CANARY in repr(tx.clients.all(seen_by=ANA))
        assert CANARY in repr(tx.outbox.cards_about("R-1"))


@pytest.fixture
def session(two_teams: SqlStore, engine: Engine) -> Iterator[TeamSession]:
    with TeamSession(engine, T1, ANA, writes=True) as session:
        yield session


OTHER = aliased(Client)
OURS = select(clients.c.number).select_from(Client)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(select(Client), id="entities"),
        pytest.param(select(clients.c.number).select_from(Client), id="columns"),
        pytest.param(select(func.count()).select_from(Client), id="count"),
        pytest.param(select(OTHER), id="alias"),
        pytest.param(union(OURS, OURS), id="union"),
        pytest.param(select(Client).join(Person, people.c.user_id == clients.c.owner), id="join of classes"),
    ],
)
def test_what_is_read_is_bound(session: TeamSession, statement: Select[Any]) -> None:
    assert len(session.execute(statement).all()) == 1


def test_an_exists_is_bound(session: TeamSession) -> None:
    theirs = select(people.c.user_id).select_from(Person).where(people.c.user_id == BEN).exists()
    assert session.scalars(select(Client).where(theirs)).all() == []


def test_a_key_of_another_team_finds_nothing(session: TeamSession) -> None:
    assert session.get(Client, (T2, ClientNumber(FOREIGN))) is None


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(select(clients.c.name), id="a table"),
        pytest.param(text("select name from client"), id="text"),
        pytest.param(select(Client).from_statement(text("select * from client")), id="text as entities"),
        pytest.param(insert(Client), id="bulk insert"),
        pytest.param(update(Client).values(name="x"), id="bulk update"),
        pytest.param(delete(Client), id="bulk delete"),
        pytest.param(insert(clients), id="bulk insert of a table"),
    ],
)
def test_what_is_not_bound_is_refused(session: TeamSession, statement: Any) -> None:
    with pytest.raises(OutOfBounds):
        session.execute(statement)


@pytest.mark.parametrize("method", ["bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings"])
def test_bulk_writing_is_refused(session: TeamSession, method: str) -> None:
    with pytest.raises(OutOfBounds):
        getattr(session, method)([make.client()])


def test_another_teams_entity_is_refused(session: TeamSession) -> None:
    session.add(make.client(team_id=T2, number=ClientNumber(9)))
    with pytest.raises(OutOfBounds):
        session.flush()


def test_moving_to_another_team_is_refused(session: TeamSession) -> None:
    client = session.get_one(Client, (T1, ClientNumber(BOTH)))
    client.team_id = T2
    with pytest.raises(OutOfBounds):
        session.flush()


@pytest.mark.parametrize("refers", ["client", "card"])
def test_a_reference_to_another_teams_row_is_refused(two_teams: SqlStore, refers: str) -> None:
    with two_teams.read(T2) as tx:
        card = tx.client_requests.one(RequestNumber(FOREIGN), seen_by=BEN).card
    reference: dict[str, Any] = {"client_number": ClientNumber(FOREIGN)} if refers == "client" else {"card": card}
    with pytest.raises(IntegrityError), two_teams.begin(OWN_WORK) as tx:
        tx.client_requests.add(make.request(number=RequestNumber(9), **reference))


def test_one_statement_for_many_teams_is_bound_each_time(two_teams: SqlStore, engine: Engine) -> None:
    for team, names in ((T1, ["ours"]), (T2, [CANARY, CANARY])) * 2:
        with TeamSession(engine, team, ANA, writes=False) as session:
            assert session.scalars(select(clients.c.name).select_from(Client)).all() == names


@pytest.mark.parametrize(
    ("statement", "raw"),
    [
        pytest.param(select(Client).join(people, people.c.user_id == clients.c.owner), {"person"}, id="join"),
        pytest.param(select(Client).where(select(people.c.name).exists()), {"person"}, id="exists"),
        pytest.param(select(Client).where(select(people.c.name).select_from(Person).exists()), set(), id="bound"),
        pytest.param(select(OTHER), set(), id="alias"),
    ],
)
def test_the_tap_sees_raw_tables(statement: Select[Any], raw: set[str]) -> None:
    assert raw_tables(statement) == raw


def test_connections_of_sessions_are_used_in_one_place() -> None:
    folder = Path(storage.__path__[0])
    users = {path.name for path in folder.rglob("*.py") if "session.connection(" in path.read_text()}
    assert users == {"hooks.py"}


def test_every_mapped_class_is_of_a_team() -> None:
    """What is not is not bound: the criterion names that one class."""
    assert [mapper.class_.__name__ for mapper in mappers.mappers if not issubclass(mapper.class_, OfTeam)] == []


def test_every_key_begins_with_the_team() -> None:
    for table in metadata.sorted_tables:
        assert next(iter(table.primary_key)).name == "team_id", table.name
        for reference in table.foreign_key_constraints:
            assert reference.column_keys[0] == "team_id", table.name

"""Two teams that hold the same of everything: what is the second's alone is a canary."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, select

from bot.domain.bulks import Bulk, BulkVerb, Picked
from bot.domain.catch_up import Waiting
from bot.domain.channel_settings import ChannelSetting
from bot.domain.config_files import ConfigVersion
from bot.domain.digests import Items
from bot.domain.heard import Heard, HeardBy
from bot.domain.hours_settings import HoursSetting
from bot.domain.ids import (
    ChannelId,
    MessageTs,
    OutboxId,
    RequestNumber,
    ScheduleNumber,
    SeriesNumber,
    TeamId,
    UserId,
)
from bot.domain.item_questions import ItemQuestion
from bot.domain.item_watchers import ItemWatcher
from bot.domain.milestones import MilestoneTemplate
from bot.domain.outbox import MessageKind
from bot.domain.series import SeriesItem
from bot.domain.watches import Watch
from storage.mapping import metadata
from storage.outbox import outbox
from storage.store import SqlStore, SqlTransaction
from tests.storage import make
from tests.storage.make import ANA, BEN, NOW, OWN_WORK, OWN_WORK_OF_T2, PRIVATE, PUBLIC, T1, T2

CANARY = "CANARY"
BOTH, FOREIGN = 1, 2
#: Made once: to make each anew would be most of these tests' time.
ROWS_OF_T2 = [select(table).where(table.c.team_id == T2) for table in metadata.sorted_tables]


def setting(team: TeamId, channel: ChannelId, words: str) -> ChannelSetting:
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


def heard(team: TeamId, channel: ChannelId, number: int, words: str) -> Heard:
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


def question(team: TeamId, number: int, words: str) -> ItemQuestion:
    return ItemQuestion(
        team_id=team, label=f"R-{number}", number=number, asked_by=ANA, asked_of=BEN, words=words, asked_at=NOW
    )


def bulk(team: TeamId, number: int, words: str) -> Bulk:
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


def watcher(team: TeamId, number: int, words: str) -> ItemWatcher:
    return ItemWatcher(team_id=team, label=f"R-{number}", user_id=ANA, added_by=UserId(words), added_at=NOW)


def template(team: TeamId, number: int, words: str) -> MilestoneTemplate:
    return MilestoneTemplate(team_id=team, name=f"name-{number}", steps=words, set_by=ANA, set_at=NOW)


def config(team: TeamId, number: int, words: str) -> ConfigVersion:
    return ConfigVersion(team_id=team, kind="routing", number=number, text=words, loaded_by=words, loaded_at=NOW)


def waiting(message: OutboxId) -> Waiting:
    """As read before a message is gathered with others."""
    kind = MessageKind.NUDGE
    return Waiting(id=message, kind=kind, about="N-1", due_at=NOW, expires_at=None, fallback=None, facts={})


def stocked(store: SqlStore) -> None:
    """Both have number 1 of everything; number 2 is the second team's alone, and so is every canary."""
    with store.begin(OWN_WORK) as tx:
        _stock(tx, T1, BOTH, "ours")
    with store.begin(OWN_WORK_OF_T2) as tx:
        _stock(tx, T2, BOTH, CANARY)
        _stock(tx, T2, FOREIGN, CANARY)


def _stock(tx: SqlTransaction, team: TeamId, number: int, words: str) -> None:
    channel, user = (PUBLIC, ANA) if number == BOTH else (PRIVATE, BEN)
    row = _Row(team, number, words, channel, user)
    _stock_people(tx, row)
    _stock_items(tx, row, _stock_messages(tx, row))
    _stock_around_items(tx, row)
    _stock_time(tx, row)
    _stock_settings(tx, row)


@dataclass(frozen=True)
class _Row:
    """Of one team the numbered one of everything."""

    team: TeamId
    number: int
    words: str
    channel: ChannelId
    user: UserId

    @property
    def numbered(self) -> dict[str, Any]:
        return {"team_id": self.team, "number": self.number}

    @property
    def count(self) -> int:
        """A canary where only a number fits."""
        return 1000 if self.words == CANARY else 1


def _stock_people(tx: SqlTransaction, row: _Row) -> None:
    team, words = row.team, row.words
    tx.people.add(make.person(team_id=team, user_id=row.user, name=words))
    tx.channels.add(make.channel(team_id=team, channel_id=row.channel, name=words))
    tx.channels.set_members(row.channel, [row.user])
    tx.hours.add(HoursSetting(team_id=team, subject=row.user, zone_name=words, set_by=row.user, set_at=NOW))
    tx.saved_searches.add(make.saved(**row.numbered, user_id=row.user, name=words))


def _stock_messages(tx: SqlTransaction, row: _Row) -> OutboxId:
    """The card of its request."""
    about, words = f"R-{row.number}", row.words
    card = tx.outbox.add(make.message(key=f"card:{row.number}", about=about, to=words))
    tx.outbox.add(make.rung(key=f"rung:{about}:{words}", about=about, to=words, facts={"due": words}))
    tx.nudges.add(make.nudge(**row.numbered, text=words, user_id=row.user, set_by=row.user))
    tx.nudge_occurrences.add(make.occurrence(**row.numbered, message=card))
    return card


def _stock_items(tx: SqlTransaction, row: _Row, card: OutboxId) -> None:
    number, words, user, channel = row.number, row.words, row.user, row.channel
    named = {"name": words, "folded_name": f"name {number}"}
    tx.clients.add(make.client(**row.numbered, **named, channel_id=channel, owner=user))
    item = {"title": words, "owner": user, "audience": channel, "card": card}
    origin = {"client_number": number, "logged_by": user, "source_permalink": f"https://acme.example/p{number}"}
    tx.client_requests.add(make.request(**row.numbered, **item, **origin))
    tx.tasks.add(make.task(**row.numbered, **item, request_number=number, given_by=user))
    tx.heard.add(heard(row.team, channel, number, words))


def _stock_around_items(tx: SqlTransaction, row: _Row) -> None:
    team, number, words = row.team, row.number, row.words
    tx.merges.add(make.merge(**row.numbered, into_number=number, why=words))
    tx.merges.tell_apart(make.apart(**row.numbered, said_by=row.user))
    tx.item_questions.add(question(team, number, words))
    tx.item_watchers.add(watcher(team, number, words))
    tx.bulks.add(bulk(team, number, words))
    tx.watches.begin(Watch(RequestNumber(number), NOW, NOW, row.count))


def _stock_time(tx: SqlTransaction, row: _Row) -> None:
    team, number, words, user, channel = row.team, row.number, row.words, row.user, row.channel
    repeated = {"title": words, "typed": words, "set_by": user, "owner": user, "audience": channel}
    tx.series.add(make.series(**row.numbered, **repeated))
    day, series = NOW.date(), SeriesNumber(number)
    tx.series.add_item(SeriesItem(team_id=team, number=series, local_date=day, about=words, planned_at=NOW))
    tx.digests.add(make.schedule(**row.numbered, rule=words, channel_id=channel))
    tx.digests.add_occurrence(ScheduleNumber(number), day, Items(overdue=(words,)), NOW)
    tx.mornings.add(make.morning(team_id=team, user_id=user, zone_name=words))


def _stock_settings(tx: SqlTransaction, row: _Row) -> None:
    team, number, words = row.team, row.number, row.words
    tx.milestones.add(template(team, number, words))
    tx.channel_settings.add(setting(team, row.channel, words))
    tx.configs.add(config(team, number, words))
    tx.turns.give("Print", row.user, row.count)


def a_message_of_t2(engine: Engine) -> OutboxId:
    with engine.connect() as connection:
        return connection.scalars(select(outbox.c.id).where(outbox.c.team_id == T2)).first() or OutboxId("none")


def rows_of_t2(connection: Connection) -> list[list[str]]:
    return [sorted(map(repr, connection.execute(rows))) for rows in ROWS_OF_T2]

"""Where something may stand twice: only what was tried more than once, and ended within the last hours."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from bot.domain.doubles import Suspect
from bot.domain.ids import ChannelId, MessageTs, OutboxId
from bot.domain.outbox import MessageKind, MessageState, Posted
from storage.doubles import RECENT, DoublesSweep
from storage.outbox import outbox as table
from tests.storage import make
from tests.storage.conftest import Say
from tests.storage.make import ANA, NOW, PUBLIC, T1, T2
from tests.storage.taps import looking_on

PLACE = Posted(PUBLIC, MessageTs("5.5"))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def sweep(engine: Engine) -> DoublesSweep:
    return DoublesSweep(engine)


def was_sent(engine: Engine, message: OutboxId, **changed: Any) -> None:
    """At the second attempt, a minute ago."""
    values: dict[str, Any] = {
        "state": MessageState.SENT,
        "attempt": 2,
        "posted_channel": PUBLIC,
        "posted_ts": MessageTs("1.1"),
        "ended_at": datetime.now(UTC) - MINUTE,
    }
    with looking_on(engine).begin() as connection:
        connection.execute(update(table).where(table.c.id == message).values(values | changed))


def suspect(**changed: Any) -> Suspect:
    return Suspect(**({"team_id": T1, "channel": PUBLIC, "thread_ts": None, "since": NOW} | changed))


@pytest.mark.parametrize(("ago", "is_suspect"), [(RECENT - MINUTE, True), (RECENT + MINUTE, False)])
def test_how_long_it_is_looked_at(
    say: Say, engine: Engine, sweep: DoublesSweep, ago: timedelta, is_suspect: bool
) -> None:
    was_sent(engine, say(make.message()), ended_at=datetime.now(UTC) - ago)
    assert sweep.suspects([T1]) == [suspect()] * is_suspect


@pytest.mark.parametrize(
    ("changed", "is_suspect"),
    [
        pytest.param({}, True, id="tried twice"),
        pytest.param({"attempt": 1}, False, id="tried once"),
        pytest.param({"state": MessageState.FAILED}, False, id="failed"),
        pytest.param({"posted_channel": None}, False, id="nobody knows where"),
        pytest.param({"kind": MessageKind.HOME}, False, id="a Home"),
    ],
)
def test_what_is_looked_at(
    say: Say, engine: Engine, sweep: DoublesSweep, changed: dict[str, Any], is_suspect: bool
) -> None:
    was_sent(engine, say(make.message()), **changed)
    assert sweep.suspects([T1]) == [suspect()] * is_suspect


def test_a_change_of_a_message_is_none(say: Say, engine: Engine, sweep: DoublesSweep) -> None:
    card = say(make.message())
    was_sent(engine, say(make.message(key="edit", edits=card)))
    assert sweep.suspects([T1]) == []


def test_each_conversation_once_from_its_earliest(say: Say, engine: Engine, sweep: DoublesSweep) -> None:
    card = say(make.message(due_at=NOW - MINUTE))
    was_sent(engine, card)
    was_sent(engine, say(make.message(key="other")))
    was_sent(engine, say(make.message(key="under", under=card)), posted_ts=MessageTs("2.2"))
    was_sent(engine, say(make.message(key="thread", thread_ts=MessageTs("9.9"))), posted_ts=MessageTs("3.3"))
    was_sent(engine, say(make.message(key="person", to=ANA)), posted_channel=ChannelId("D1"))
    found = sorted(sweep.suspects([T1]), key=lambda one: (one.channel, one.thread_ts or ""))
    assert found == [
        suspect(since=NOW - MINUTE),
        suspect(thread_ts=MessageTs("1.1")),
        suspect(thread_ts=MessageTs("9.9")),
        suspect(channel=ChannelId("D1")),
    ]


def test_of_ones_own_workspaces(say: Say, engine: Engine, sweep: DoublesSweep) -> None:
    was_sent(engine, say(make.message(), team=T2))
    assert (sweep.suspects([T1]), sweep.suspects([T2])) == ([], [suspect(team_id=T2)])


def test_the_row_is_pointed_to_what_stays(say: Say, engine: Engine, sweep: DoublesSweep) -> None:
    card = say(make.message(fallback=ANA, facts={"text": "words"}))
    was_sent(engine, card)
    doubled = sweep.keep(T1, card, PLACE)
    assert doubled is not None
    assert (doubled.kind, doubled.about, doubled.to) == (MessageKind.REQUEST_CARD, "R-1", PUBLIC)
    assert (doubled.fallback, doubled.facts) == (ANA, {"text": "words"})
    with looking_on(engine).connect() as connection:
        assert connection.execute(select(table.c.posted_channel, table.c.posted_ts)).one() == (PUBLIC, PLACE.ts)


def test_what_is_unknown_or_another_teams_or_not_sent_is_left(say: Say, engine: Engine, sweep: DoublesSweep) -> None:
    waiting, sent = say(make.message()), say(make.message(key="sent"))
    was_sent(engine, sent)
    tried = [sweep.keep(T1, OutboxId("0" * 32), PLACE), sweep.keep(T2, sent, PLACE), sweep.keep(T1, waiting, PLACE)]
    assert tried == [None, None, None]

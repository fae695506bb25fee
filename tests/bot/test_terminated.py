"""SIGTERM at a process in the middle of its work: it ends in time and says nothing is wrong, and whoever comes next
brings everything once.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, delete, insert, select

from bot import database
from bot.app import build
from bot.domain.clock import SystemClock
from bot.domain.ids import TeamId, UserId
from bot.domain.outbox import Lane, MessageKind, MessageState
from bot.settings import MANIFEST
from sandbox import Sandbox, World
from sandbox.world import User
from storage.engine import make_engine
from storage.outbox import outbox
from tests.bot.processes import liaison_process
from tests.bot.test_app import settings_for
from tests.postgres import Postgres, running
from tests.storage.taps import looking_on

PEOPLE = [f"U0P{number:02}" for number in range(40)]
CLEAN = (0, "")


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    world = World.office()
    for number, user in enumerate(PEOPLE):
        world.add_user(User(id=user, name=f"p{number}", real_name=f"P {number}"))
    with Sandbox(MANIFEST, world, rates=False) as running_slack:
        yield running_slack
        assert running_slack.violations == []


@pytest.fixture
def url(tmp_path: Path) -> str:
    database.upgrade(f"sqlite:///{tmp_path / 'liaison.db'}")
    return f"sqlite:///{tmp_path / 'liaison.db'}"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    yield looking_on(engine)
    engine.dispose()


def say(engine: Engine, slack: Sandbox, count: int, **given: object) -> None:
    """So many notices to people in turn, each with its own label."""
    rows = [
        {
            "team_id": TeamId(slack.team_id),
            "id": f"{number:032x}",
            "sequence": number,
            "key": f"notice:{number}",
            "kind": MessageKind.NOTICE,
            "about": f"R-{number}",
            "recipient": UserId(PEOPLE[number % len(PEOPLE)]),
            "lane": Lane.INTERACTIVE.value,
            "due_at": datetime.now(UTC),
            "facts": {"what": "declined", "by": "U0BEN"},
            "state": MessageState.PENDING,
            "attempt": 0,
            **given,
        }
        for number in range(1, count + 1)
    ]
    with engine.begin() as connection:
        connection.execute(insert(outbox), rows)


def posts(slack: Sandbox) -> Sequence[str]:
    return [sight.words for sight in slack.truth if sight.what == "message" and sight.by == slack.bot_user_id]


def goes_on(slack: Sandbox, folder: Path, url: str) -> None:
    """Whoever comes next, in this process because that is quicker."""
    liaison = build(
        settings_for(slack, folder, database_url=url, channel_spacing=0, messages_per_minute=0), SystemClock()
    )
    liaison.start()
    forget = slack.watch(liaison.idle)
    slack.settle(30)
    forget()
    assert liaison.stop()


def test_a_thousand_that_are_being_posted(slack: Sandbox, engine: Engine, url: str, tmp_path: Path) -> None:
    say(engine, slack, 1000)
    with liaison_process(slack, tmp_path, url) as process:
        process.until(lambda: len(posts(slack)) > 20)
        assert process.ends() == CLEAN
    shown = len(posts(slack))
    with engine.begin() as connection:
        its = outbox.c.team_id == slack.team_id
        rows = connection.execute(select(outbox.c.state, outbox.c.owner).where(its)).all()
        assert Counter(rows) == {(MessageState.SENT, None): shown, (MessageState.PENDING, None): 1000 - shown}
        # To post them all would take seconds.
        last = (its, outbox.c.state == MessageState.PENDING, outbox.c.sequence <= 950)
        taken_away = connection.execute(delete(outbox).where(*last)).rowcount
    goes_on(slack, tmp_path, url)
    assert len(posts(slack)) == len(set(posts(slack))) == 1000 - taken_away


def test_a_look_that_takes_its_time(slack: Sandbox, engine: Engine, url: str, tmp_path: Path) -> None:
    tried = {"first_try_at": datetime.now(UTC) - timedelta(minutes=1), "attempt": 1, "state": MessageState.SENDING}
    say(engine, slack, 1, last_try_at=tried["first_try_at"], **tried)
    slow = slack.fault("hang_before", "conversations.history", seconds=30)
    with liaison_process(slack, tmp_path, url) as process:
        process.until(lambda: slow.hits)
        assert process.ends() == CLEAN
    slack.clear_faults()
    with engine.connect() as connection:
        assert connection.scalars(select(outbox.c.owner).where(outbox.c.team_id == slack.team_id)).all() == [None]
    goes_on(slack, tmp_path, url)
    assert len(posts(slack)) == 1


def test_a_command_whose_form_slack_opens_slowly(slack: Sandbox, url: str, tmp_path: Path) -> None:
    slow = slack.fault("hang_before", "views.open", seconds=30)
    with ThreadPoolExecutor(1) as people, liaison_process(slack, tmp_path, url) as process:
        process.until(process.is_ready)
        answer = people.submit(slack.person("ana").slash, "/request", in_="acme", settle=False)
        process.until(lambda: slow.hits)
        assert process.ends() == CLEAN
        assert "did not answer" in answer.result().words


@contextmanager
def locked(url: str) -> Iterator[Callable[[], bool]]:
    """Nobody reads or writes what is to be sent; the result says whether a delivery that was taken in waits for it."""
    address = url.replace("+psycopg", "")
    waiting = (
        "select 1 from pg_locks asked join pg_locks held using (pid) where not asked.granted and held.granted"
        " and held.relation = 'inbox'::regclass and held.mode = 'RowExclusiveLock'"
    )
    with psycopg.connect(address) as holding, psycopg.connect(address, autocommit=True) as watching:
        holding.execute("lock table outbox in access exclusive mode")
        yield lambda: watching.execute(waiting).fetchone() is not None


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    with running() as postgres:
        yield postgres


def test_a_store_that_is_locked_and_one_that_is_down(slack: Sandbox, own_postgres: Postgres, tmp_path: Path) -> None:
    """Over HTTP, with a command that waits for it."""
    url = own_postgres.url(own_postgres.create())
    database.upgrade(url)
    over_http = {"LIAISON_SIGNING_SECRET": slack.signing_secret}
    with ThreadPoolExecutor(1) as people, liaison_process(slack, tmp_path, url, **over_http) as process:
        process.until(process.is_ready)
        slack.requests_to(f"http://127.0.0.1:{process.port}/slack/events")
        with locked(url) as is_waited_for:
            answer = people.submit(slack.person("ana").slash, "/request Poster", in_="acme", settle=False)
            process.until(is_waited_for)
            assert process.ends()[0] == 0
            assert "nothing was stored" in answer.result().words
    with liaison_process(slack, tmp_path, url, **over_http) as process:
        process.until(process.is_ready)
        own_postgres.stop()
        assert process.ends()[0] == 0
    slack.socket_mode()


def test_a_start_that_hears_nothing_of_slack(slack: Sandbox, url: str, tmp_path: Path) -> None:
    silent = slack.fault("hang_before", "auth.test", seconds=30)
    with liaison_process(slack, tmp_path, url) as process:
        process.until(lambda: silent.hits)
        assert process.ends() == CLEAN


def test_a_second_one_ends_at_once(slack: Sandbox, engine: Engine, url: str, tmp_path: Path) -> None:
    say(engine, slack, 1)
    silent = slack.fault("hang_before", "chat.postMessage", seconds=30)
    with liaison_process(slack, tmp_path, url) as process:
        process.until(lambda: silent.hits)
        assert process.is_ended_by_a_second() == 130

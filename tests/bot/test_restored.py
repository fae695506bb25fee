"""`liaison db restored` as somebody types it who has brought back an older copy of the database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import parser
from bot.database import upgrade
from bot.domain.outbox import Accepted
from bot.startup import only_process
from storage.delivery import SqlOutbox
from storage.engine import make_engine
from storage.store import SqlStore
from tests.bot.command_line import Ended, liaison
from tests.storage import make
from tests.storage.steps import POSTED, send


@pytest.fixture
def url(tmp_path: Path) -> str:
    upgrade(f"sqlite:///{tmp_path / 'liaison.db'}")
    return f"sqlite:///{tmp_path / 'liaison.db'}"


@pytest.fixture
def copy(url: str) -> Iterator[str]:
    """One message was sent before it was made, and three wait in it."""
    engine = make_engine(url)
    store = SqlStore(engine, lambda: None)
    with store.begin(make.OWN_WORK) as tx:
        tx.outbox.add(make.message())
    send(SqlOutbox(engine, make.HandClock(make.NOW), 0, make.teams), Accepted(POSTED))
    with store.begin(make.OWN_WORK) as tx:
        for number in range(3):
            tx.outbox.add(make.message(key=f"{number}"))
    yield url
    engine.dispose()


def restored(url: str, folder: Path, *arguments: str) -> Ended:
    return liaison("db", "restored", *arguments, folder=folder, LIAISON_DATABASE_URL=url)


def test_what_it_says(copy: str, tmp_path: Path) -> None:
    done = restored(copy, tmp_path)
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert done.returncode == 0
    first, second, third = done.stdout.splitlines()
    assert first.startswith(f"What this copy lacks was sent after {today}")
    assert " UTC. 3 messages wait in it that may have been sent since: they are looked for in Slack" in first
    assert " UTC) is looked for in Slack as well. New numbers begin at the next thousand" in second
    assert third == "Start liaison run now. Whatever is newer goes out as usual."


def test_twice(copy: str, tmp_path: Path) -> None:
    restored(copy, tmp_path)
    again = restored(copy, tmp_path)
    assert (again.returncode, "3 messages wait" in again.stdout) == (0, True)
    assert "This copy was held already: the numbers stay as they are." in again.stdout


@pytest.mark.parametrize("since", ["2026-01-02 14:00", "2026-01-02T15:00+01:00", " 2026-01-02 14:00Z "])
def test_an_earlier_moment(copy: str, tmp_path: Path, since: str) -> None:
    said = restored(copy, tmp_path, "--since", since).stdout
    assert said.startswith("What this copy lacks was sent after 2026-01-02 14:00 UTC.")


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("yesterday", 'say it as "2026-11-28 14:00" in UTC'),
        ("", 'say it as "2026-11-28 14:00" in UTC'),
        ("2026-02-30 14:00", 'say it as "2026-11-28 14:00" in UTC'),
        ("0001-01-01 00:00+14:00", 'say it as "2026-11-28 14:00" in UTC'),
        ("1999-12-31 23:59", "a copy was made in the past, and after Slack began in 2013"),
        ("2096-02-29 14:00", "a copy was made in the past"),
    ],
)
def test_nonsense(capsys: pytest.CaptureFixture[str], since: str, said: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        parser().parse_args(["db", "restored", "--since", since])
    assert said in capsys.readouterr().err


def test_beside_a_liaison_at_work(copy: str, tmp_path: Path) -> None:
    with only_process(copy):
        done = restored(copy, tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "another Liaison is at work" in done.stderr


@pytest.mark.parametrize(
    ("is_there", "said"), [(True, "nothing was ever sent from this database"), (False, "liaison db upgrade")]
)
def test_nothing_to_hold(tmp_path: Path, *, is_there: bool, said: str) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'liaison.db'}"
    if is_there:
        upgrade(url)
    done = restored(url, tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert said in done.stderr
    assert (tmp_path / "new").exists() == is_there

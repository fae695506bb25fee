"""`liaison outbox` as somebody types it, beside a Liaison at work or without one."""

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.database import upgrade
from bot.doctor import _sending
from bot.domain.ids import OutboxId
from bot.domain.outbox import Lane, Message, MessageKind, Refused
from storage.delivery import SqlOutbox
from storage.engine import make_engine
from storage.installations import SqlInstallations
from storage.store import SqlStore
from tests.bot.command_line import Ended, liaison
from tests.storage import make
from tests.storage.steps import send

DUE = f"{make.NOW:%Y-%m-%d %H:%M}"


@pytest.fixture
def url(tmp_path: Path) -> str:
    upgrade(f"sqlite:///{tmp_path / 'liaison.db'}")
    return f"sqlite:///{tmp_path / 'liaison.db'}"


@pytest.fixture
def failed(url: str) -> OutboxId:
    """Due on 3 March 2026, 14:00 UTC."""
    engine = make_engine(url)
    with SqlStore(engine, lambda: None).begin(make.OWN_WORK) as tx:
        id_ = tx.outbox.add(make.message(facts={"text": "CANARY"}))
    send(SqlOutbox(engine, make.HandClock(make.NOW), 0, make.teams), Refused("is_archived"))
    engine.dispose()
    return id_


def say(url: str, message: Message) -> OutboxId:
    engine = make_engine(url)
    with SqlStore(engine, lambda: None).begin(make.OWN_WORK) as tx:
        id_ = tx.outbox.add(message)
    engine.dispose()
    return id_


def outbox(url: str, folder: Path, *arguments: str) -> Ended:
    return liaison("outbox", *arguments, folder=folder, LIAISON_DATABASE_URL=url)


def test_an_empty_one(url: str, tmp_path: Path) -> None:
    assert outbox(url, tmp_path).stdout == "0 failed, 0 unknown, 0 late, 0 pending\n"


def test_what_failed_is_listed_without_words_of_clients(url: str, failed: OutboxId, tmp_path: Path) -> None:
    done = outbox(url, tmp_path)
    assert done.stdout.splitlines() == [
        "1 failed, 0 unknown, 0 late, 0 pending",
        f"failed   {failed}  request_card R-1 to {make.PUBLIC} in T1, due {DUE} UTC, tried once (is_archived)",
    ]
    assert outbox(url, tmp_path, "--only", "late").stdout.splitlines() == ["1 failed, 0 unknown, 0 late, 0 pending"]
    shown = json.loads(outbox(url, tmp_path, "--json").stdout)
    assert shown["counts"] == {"failed": 1, "unknown": 0, "late": 0, "pending": 0}
    assert shown["refused"] == []
    assert (shown["messages"][0]["id"], shown["messages"][0]["standing"]) == (failed, "failed")
    assert "CANARY" not in done.stdout + json.dumps(shown)


def test_a_token_that_slack_refuses_is_said_first(url: str, tmp_path: Path) -> None:
    engine = make_engine(url)
    with SqlStore(engine, lambda: None).begin(make.OWN_WORK) as tx:
        tx.outbox.add(make.message())
    SqlInstallations(engine, make.HandClock(make.NOW)).refuse(make.T1)
    engine.dispose()
    assert outbox(url, tmp_path).stdout.splitlines()[1] == (
        f"Nothing is sent in T1 since {DUE} UTC, because Slack refused LIAISON_BOT_TOKEN; 1 message waits. "
        "liaison doctor says what to do."
    )
    (refused,) = json.loads(outbox(url, tmp_path, "--json").stdout)["refused"]
    assert refused == {"team_id": "T1", "since": make.NOW.isoformat(), "waiting": 1}
    sending = _sending(url)
    assert (sending.ok, sending.says.startswith(f"nothing in T1 since {DUE} UTC")) == (False, True)


def test_it_is_sent_again_or_given_up(url: str, failed: OutboxId, tmp_path: Path) -> None:
    assert outbox(url, tmp_path, "retry", failed).stdout == f"{failed} goes out again.\n"
    assert outbox(url, tmp_path).stdout.startswith("0 failed, 0 unknown, 1 late")
    done = outbox(url, tmp_path, "discard", failed, "--reason", "told by phone")
    assert done.stdout == f"{failed} is discarded.\n"
    assert outbox(url, tmp_path).stdout.startswith("0 failed, 0 unknown, 0 late, 0 pending")


def test_what_a_message_was_to_tell_is_given_up_with_it(url: str, tmp_path: Path) -> None:
    engine = make_engine(url)
    with SqlStore(engine, lambda: None).begin(make.OWN_WORK) as tx:
        for number in (1, 2):
            of = {"about": f"N-{number}", "key": f"nudge:{number}", "to": make.BEN}
            tx.outbox.add(make.message(kind=MessageKind.NUDGE, lane=Lane.REMINDER, **of))
        told = tx.outbox.add(make.message(kind=MessageKind.HELD_BACK, about=make.BEN, key="held", to=make.BEN))
        rows = [row for row in tx.catch_up.waiting(make.BEN, now=make.NOW) if row.kind is MessageKind.NUDGE]
        tx.catch_up.gather(rows, told)
    engine.dispose()
    done = outbox(url, tmp_path, "discard", told, "--reason", "told by phone")
    assert done.stdout == f"{told} is discarded, and with it 2 that it was to tell.\n"
    assert outbox(url, tmp_path).stdout.startswith("0 failed, 0 unknown, 0 late, 0 pending")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("retry", "nothing"), "liaison: there is no message nothing in the outbox; liaison outbox lists them\n"),
        (("discard", "nothing", "--reason", "x"), "liaison: there is no message nothing in the outbox"),
    ],
)
def test_what_is_refused_is_said_in_a_line(url: str, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = outbox(url, tmp_path, *arguments)
    assert (done.returncode, done.stderr.startswith(said), done.stderr.count("\n")) == (1, True, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--limit", "0"),
        ("--limit", "many"),
        ("--only", "sent"),
        ("discard", "x"),
        ("discard", "x", "--reason", " "),
        ("retry", ""),
        ("retry", "\udcff"),
        ("discard", "R-1; drop", "--reason", "x"),
    ],
)
def test_nonsense_is_refused_before_the_store_is_opened(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit, match="2"):
        outbox("sqlite:////nowhere/liaison.db", tmp_path, *arguments)


@pytest.mark.parametrize("arguments", [(), ("retry", "x"), ("discard", "x", "--reason", "y")])
def test_a_store_that_is_not_there(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = outbox(f"sqlite:///{tmp_path / 'none.db'}", tmp_path, *arguments)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "liaison db upgrade" in done.stderr


def test_what_the_limit_leaves_out_is_counted(url: str, failed: OutboxId, tmp_path: Path) -> None:
    for number in (2, 3):
        say(url, make.message(about=f"R-{number}", key=f"card:R-{number}"))
    lines = outbox(url, tmp_path, "--limit", "1").stdout.splitlines()
    assert lines[0] == "1 failed, 0 unknown, 2 late, 0 pending"
    assert [line.split()[0] for line in lines[1:-1]] == ["failed", "late"]
    assert lines[-1] == "Not listed: 1 late. --limit lists more."
    assert failed in outbox(url, tmp_path, "--limit", "1", "--only", "failed").stdout.splitlines()[-1]


def test_what_is_not_due_waits_until_it_is(url: str, tmp_path: Path) -> None:
    id_ = say(url, make.message(due_at=datetime(2100, 1, 1, 9, tzinfo=UTC)))
    assert outbox(url, tmp_path, "retry", id_).stdout == f"{id_} goes out when it is due, 2100-01-01 09:00 UTC.\n"


def test_it_works_beside_a_liaison_that_writes(url: str, failed: OutboxId, tmp_path: Path) -> None:
    engine = make_engine(url)
    with closing(engine.connect()):
        assert outbox(url, tmp_path, "retry", failed).returncode == 0
    engine.dispose()

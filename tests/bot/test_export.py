"""`liaison export`: what it writes is what somebody would find, and refusals say what to do."""

import csv
import io
import json
from pathlib import Path

import pytest

from bot.domain.ids import RequestNumber, TaskNumber
from storage import schema
from storage.engine import make_engine
from storage.store import SqlStore
from tests.bot.command_line import Ended, liaison
from tests.storage import make
from tests.storage.make import ANA, BEN, OWN_WORK, PRIVATE, PUBLIC


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    url = f"sqlite:///{folder / 'liaison.db'}"
    schema.upgrade(url)
    engine = make_engine(url)
    with SqlStore(engine, lambda: None).begin(OWN_WORK) as tx:
        tx.people.add(make.person())
        tx.people.add(make.person(user_id=BEN, name="Ben Ödegård"))
        tx.channels.add(make.channel())
        tx.channels.add(make.channel(channel_id=PRIVATE, is_private=True))
        tx.clients.add(make.client())
        for number in range(1, 1_203):
            hidden = number % 10 == 0
            audience = PRIVATE if hidden else PUBLIC
            title = f"=MARKER {number}" if hidden else f"poster {number}"
            whose = BEN if hidden else ANA
            client = make.client().number if number == 7 else None
            given = {"title": title, "audience": audience, "owner": whose, "logged_by": whose, "client_number": client}
            tx.client_requests.add(make.request(number=RequestNumber(number), **given))
        tx.tasks.add(make.task(number=TaskNumber(1), audience=PUBLIC))
    engine.dispose()
    return folder


def export(folder: Path, *arguments: str) -> Ended:
    return liaison("export", *arguments, folder=folder, LIAISON_DATABASE_URL=f"sqlite:///{folder / 'liaison.db'}")


def exported(folder: Path, *arguments: str) -> list[dict[str, str]]:
    ended = export(folder, *arguments)
    assert ended.returncode == 0, ended.stderr
    return list(csv.DictReader(io.StringIO(ended.stdout.removeprefix("\ufeff"), newline="")))


def test_it_is_what_somebody_may_see(folder: Path) -> None:
    mine = exported(folder, "requests", "--as", "ana")
    assert len(mine) == 1_082
    assert "MARKER" not in repr(mine)
    assert mine[0]["number"] == "R-1202"
    everything = exported(folder, "requests", "--all")
    assert len(everything) == 1_202
    assert [row["title"] for row in everything if row["number"] == "R-10"] == ["'=MARKER 10"]
    assert {row["owner"] for row in everything} == {"Ana", "Ben Ödegård"}


def test_a_query_and_a_file(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "found.json"
    query = ("--query", "poster 7 open", "--format", "json", "--out", str(out))
    assert export(folder, "requests", "--as", ANA, *query).returncode == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert [(row["number"], row["client"]) for row in found] == [("R-7", "Acme")]
    assert found[0]["logged_at"] == "2026-03-04T09:00:00+00:00"
    assert [row["number"] for row in exported(folder, "tasks", "--all")] == ["T-1"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as", "carl"], "nobody here is called 'carl'"),
        (["--as", "ana", "--query", "status:opne"], "did you mean open?"),
        (["--as", "ana", "--query", "poster " * 200], "the query is longer than 400 characters"),
        (["--as", "ana", "--query", "R-1"], "a number such as R-12 is one item"),
        (["--all", "--team", "T9"], "say which workspace with --team: T1"),
    ],
)
def test_refusals(folder: Path, arguments: list[str], said: str) -> None:
    ended = export(folder, "requests", *arguments)
    assert ended.returncode == 1
    assert said in ended.stderr

"""`liaison types` as somebody types it."""

import json
from pathlib import Path

import pytest

from bot.database import upgrade
from bot.domain.ids import TeamId
from bot.domain.origins import OwnWork
from storage.engine import make_engine
from storage.store import SqlStore
from tests.bot.command_line import Ended, liaison
from tests.storage import make

GOOD = (
    '[print]\nlabel = "Print job"\nwords = ["reprint"]\ndue = "in 3 days"\n'
    '[print.fields.copies]\nlabel = "Copies"\nkind = "number"\nmin = 1\nrequired = true\n'
)
BAD = '[print]\nlabel = "Print job"\n[print.fields.copies]\nlabel = "Copies"\nkind = "numbr"\ncolour = "red"\n'


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Of a store that knows one workspace."""
    url = f"sqlite:///{tmp_path / 'liaison.db'}"
    upgrade(url)
    know(url, make.T1)
    return url


def know(url: str, team: TeamId) -> None:
    engine = make_engine(url)
    with SqlStore(engine, lambda: None).begin(OwnWork(team_id=team)) as tx:
        tx.people.add(make.person(team_id=team))
    engine.dispose()


def types(url: str, folder: Path, *arguments: str) -> Ended:
    return liaison("types", *arguments, folder=folder, LIAISON_DATABASE_URL=url)


def shown(url: str, folder: Path, *more: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(types(url, folder, "show", "--json", *more).stdout)
    return found


def test_a_good_file_is_checked_without_a_store(tmp_path: Path) -> None:
    (tmp_path / "types.toml").write_text(GOOD)
    done = liaison("types", "check", "types.toml", folder=tmp_path)
    assert (done.returncode, done.stdout) == (0, "types.toml can be loaded: 1 type, 1 field.\n")


def test_a_bad_one_is_told_line_by_line_and_the_old_stays(url: str, tmp_path: Path) -> None:
    (tmp_path / "types.toml").write_text(GOOD)
    (tmp_path / "bad.toml").write_text(BAD)
    types(url, tmp_path, "load", "types.toml")
    for action in ("check", "load"):
        done = types(url, tmp_path, action, "bad.toml")
        assert (done.returncode, done.stdout) == (1, "")
        first, second, *_ = done.stderr.splitlines()
        assert first.startswith("bad.toml:5: print.fields.copies.kind: is none of text, long_text, number")
        assert first.endswith("did you mean number?")
        assert second.startswith("bad.toml:6: print.fields.copies.colour: is unknown")
    assert shown(url, tmp_path)["in_force"] == 1


def test_each_load_is_a_version_but_the_same_twice_is_one(url: str, tmp_path: Path) -> None:
    (tmp_path / "types.toml").write_text(GOOD)
    assert shown(url, tmp_path)["version"] == 0
    assert types(url, tmp_path, "load", "types.toml").stdout == "Version 1 is in force in T1: 1 type, 1 field.\n"
    assert "Nothing is changed: version 1" in types(url, tmp_path, "load", "types.toml").stdout
    (tmp_path / "types.toml").write_text(GOOD.replace("Copies", "How many?"))
    assert "Version 2 is in force" in types(url, tmp_path, "load", "types.toml").stdout
    assert "Version 3 is in force" in types(url, tmp_path, "load", "--version", "1").stdout
    assert types(url, tmp_path, "show", "--toml").stdout == GOOD
    assert "Version 4 is in force" in types(url, tmp_path, "load", "--version", "0").stdout
    lines = types(url, tmp_path, "show", "--version", "2").stdout
    assert "Version 2: 1 type" in lines
    assert "#print (also #reprint): Print job; due in 3 days" in lines
    assert "copies: How many? (number, needed)" in lines
    assert lines.count(" loaded by ") == 4


def test_each_load_is_in_the_audit(url: str, tmp_path: Path) -> None:
    (tmp_path / "types.toml").write_text(GOOD)
    types(url, tmp_path, "load", "types.toml")
    engine = make_engine(url)
    with SqlStore(engine, lambda: None).read(make.T1) as tx:
        (change,) = tx.histories.of("config_version", "request_types/1", most=10)
    engine.dispose()
    assert (change.action, change.after["text"]) == ("added", GOOD)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("load", "nowhere.toml"), "nowhere.toml cannot be read"),
        (("load", "."), ". cannot be read"),
        (("check", "latin.toml"), "is no text in UTF-8"),
        (("load", "--version", "7"), "version 7 was never loaded here"),
        (("show", "--version", "7"), "version 7 was never loaded here"),
        (("show", "--workspace", "T9"), "there is no workspace T9"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(url: str, tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    (tmp_path / "latin.toml").write_bytes(b'[print]\nlabel = "Gr\xf6\xdfe"\n')
    done = types(url, tmp_path, *arguments)
    assert done.returncode == 1
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_of_several_workspaces_one_is_named(url: str, tmp_path: Path) -> None:
    know(url, make.T2)
    (tmp_path / "types.toml").write_text(GOOD)
    assert "say which workspace with --workspace: T1, T2" in types(url, tmp_path, "load", "types.toml").stderr
    assert types(url, tmp_path, "load", "types.toml", "--workspace", "T2").returncode == 0
    assert shown(url, tmp_path, "--workspace", "T1")["in_force"] == 0
    assert shown(url, tmp_path, "--workspace", "T2")["in_force"] == 1


def test_without_a_workspace_there_is_nothing_to_load_into(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'liaison.db'}"
    upgrade(url)
    (tmp_path / "types.toml").write_text(GOOD)
    assert "no workspace is known yet" in types(url, tmp_path, "load", "types.toml").stderr

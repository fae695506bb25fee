"""`liaison route` as somebody types it."""

import json
from pathlib import Path

import pytest

from bot.database import upgrade
from storage.engine import make_engine
from storage.store import SqlStore
from tests.bot.command_line import Ended, liaison
from tests.storage import make

GOOD = """\
[[queue]]
name = "Print"
people = ["UANA", "UBEN"]
lead = "UBEN"
strategy = "round_robin"
cap = 5

[[rule]]
client = "Brightside"
queue = "Print"

[[rule]]
client = "Acme"
words = ["reprint", "proof"]
queue = "Print"
"""
BAD = GOOD.replace("client = ", "clint = ", 1)


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'liaison.db'}"
    upgrade(url)
    engine = make_engine(url)
    with SqlStore(engine, lambda: None).begin(make.OWN_WORK) as tx:
        tx.people.add(make.person(name="Ana"))
        tx.people.add(make.person(user_id=make.BEN, name="Ben"))
        tx.clients.add(make.client())
    engine.dispose()
    return url


def route(url: str, folder: Path, *arguments: str, text: str = GOOD) -> Ended:
    (folder / "rules.toml").write_text(text, encoding="utf-8")
    return liaison("route", *arguments, folder=folder, LIAISON_DATABASE_URL=url)


def test_a_file_is_checked_loaded_and_shown(url: str, tmp_path: Path) -> None:
    checked = route(url, tmp_path, "check", "rules.toml")
    assert checked.stdout == "rules.toml can be loaded: 1 queue, 2 rules.\nNo client is called Brightside yet.\n"
    assert route(url, tmp_path, "load", "rules.toml").stdout.startswith("Version 1 is in force in T1: 1 queue")
    assert route(url, tmp_path, "load", "rules.toml").stdout.startswith("Nothing is changed: version 1")
    assert route(url, tmp_path, "show", "--toml").stdout == GOOD
    shown = route(url, tmp_path, "show").stdout
    assert "Queue Print: in turn among UANA, UBEN, at most 5 open each; UBEN is told" in shown
    assert "Rule 2: client is Acme; words is reprint or proof -> queue Print" in shown
    facts = json.loads(route(url, tmp_path, "show", "--json").stdout)
    assert (facts["version"], facts["queues"][0]["unowned_minutes"], len(facts["rules"])) == (1, 30, 2)


@pytest.mark.parametrize("action", ["check", "load"])
def test_a_bad_file_is_refused_and_the_old_one_stays(url: str, tmp_path: Path, action: str) -> None:
    route(url, tmp_path, "load", "rules.toml")
    refused = route(url, tmp_path, action, "rules.toml", text=BAD)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "rules.toml:9: rule.1.clint: is unknown; did you mean client?" in refused.stderr
    assert route(url, tmp_path, "show", "--toml").stdout == GOOD


def test_it_is_explained_why(url: str, tmp_path: Path) -> None:
    route(url, tmp_path, "load", "rules.toml")
    asked = ("explain", "--client", "Acme", "--text", "Proof of the flyer")
    assert route(url, tmp_path, *asked).stdout.splitlines() == [
        "Rule 1 does not fit: client is Acme, not Brightside.",
        "Rule 2 fits: client is Acme; words is reprint or proof -> queue Print.",
        "Queue Print: in turn among UANA, UBEN, at most 5 open each; UBEN is told of what nobody has after 30 minutes.",
        "Ana (UANA) gets it, whose turn it is (0 open).",
    ]
    facts = json.loads(route(url, tmp_path, *asked, "--json").stdout)
    assert (facts["rule"], facts["queue"], facts["owner"]) == (2, "Print", "UANA")
    assert facts["passed"] == [
        {"rule": 1, "misses": [{"condition": "client", "wanted": "Brightside", "found": "Acme"}]}
    ]


def test_nothing_fits_or_nothing_was_loaded(url: str, tmp_path: Path) -> None:
    assert "No rules were loaded here yet" in route(url, tmp_path, "explain").stdout
    assert "No rules were loaded here yet" in route(url, tmp_path, "show").stdout
    route(url, tmp_path, "load", "rules.toml")
    said = route(url, tmp_path, "explain", "--text", "hello").stdout
    assert "No rule fits, and there is no fallback." in said
    assert "Nobody gets it by rule: it waits for whoever takes it." in said


def test_without_a_store_the_form_is_checked(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    assert "is looked at when it is loaded" in route(url, tmp_path, "check", "rules.toml").stdout
    assert route(url, tmp_path, "check", "rules.toml", text=BAD).returncode == 1
    assert route(url, tmp_path, "load", "rules.toml").returncode == 1


def test_what_cannot_be_read(url: str, tmp_path: Path) -> None:
    assert "cannot be read" in route(url, tmp_path, "check", "missing.toml").stderr
    (tmp_path / "latin.toml").write_bytes(b'name = "\xe9"')
    assert "is no text in UTF-8" in route(url, tmp_path, "load", "latin.toml").stderr

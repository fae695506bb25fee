"""The command line: what it refuses, in one line, with an exit code and without a traceback or a secret."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.database import upgrade
from bot.manifest import read
from bot.settings import MANIFEST
from bot.startup import only_process
from tests.bot.command_line import ROOT, Ended, liaison, liaison_process
from tests.handlers.scripted_slack import Answer, web_api
from tests.outcome.process import free_port
from tests.patience import PATIENCE

BOT = "xoxb-" + "8213746509-1029384756-QwErTyUiOp"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
APP = "xapp-" + "1-A0123-8213746509-abcdef0123456789"


def refusal(done: Ended) -> str:
    assert done.returncode == 1, done
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("liaison: "), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert BOT not in done.stderr + done.stdout
    assert APP not in done.stderr + done.stdout
    return done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("run",),
        ("demo",),
        ("doctor",),
        ("manifest",),
        ("outbox",),
        ("route",),
        ("route", "explain"),
        ("db",),
        ("db", "upgrade"),
    ],
    ids=lambda arguments: " ".join(arguments) or "liaison",
)
def test_every_command_has_help(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("usage: liaison")


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    heavy = "{'slack_bolt', 'slack_sdk', 'sqlalchemy', 'alembic', 'pydantic', 'apscheduler', 'sandbox'}"
    code = f"import sys, bot.__main__ as m; m.parser(); print({heavy} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=True
    )
    assert done.stdout.strip() == "set()"


TRYING = """
import runpy, bot.__main__ as it
print(it.main(["run"]))
for start in ("sandbox", "sandbox.server", "bot.demo"):
    try:
        runpy.run_module(start, alter_sys=True)
    except ImportError as refusal:
        print(refusal)
"""


def test_run_has_no_sandbox_in_its_process(tmp_path: Path) -> None:
    """Not by its name, as in `python -m sandbox`, not by a part of it, and not by the demo that starts it."""
    done = subprocess.run(
        [sys.executable, "-c", TRYING],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    code, *refusals = done.stdout.splitlines()
    assert (code, len(refusals), all("sandbox" in said for said in refusals)) == ("1", 3, True), done


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "LIAISON_BOT_TOKEN is missing"),
        ({"LIAISON_BOT_TOKEN": APP, "LIAISON_APP_TOKEN": BOT}, "swapped"),
        ({"LIAISON_BOT_TOKN": BOT, "LIAISON_APP_TOKEN": APP}, "did you mean LIAISON_BOT_TOKEN?\n"),
        ({"LIAISON_DB_URL": "sqlite:///elsewhere.db"}, "did you mean LIAISON_DATABASE_URL?\n"),
        ({"LIAISON_COLOUR": "blue"}, "LIAISON_COLOUR is no setting"),
    ],
    ids=["no tokens", "swapped", "misspelt", "shortened", "unheard of"],
)
def test_run_refuses_a_bad_setting(environment: dict[str, str], said: str, tmp_path: Path) -> None:
    assert said in refusal(liaison("run", folder=tmp_path, **environment))


@pytest.mark.parametrize("command", [("run",), ("db", "upgrade"), ("demo", "--data", "taken")], ids=" ".join)
def test_the_whole_process_says_one_line(command: tuple[str, ...], tmp_path: Path) -> None:
    """Whatever its imports, threads and end would add."""
    (tmp_path / "taken").touch()
    refusal(liaison_process(*command, folder=tmp_path, LIAISON_DATABASE_URL="sqlite:///taken/liaison.db"))


def test_settings_are_read_from_a_file_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"LIAISON_BOT_TOKEN={BOT}\n")
    assert "LIAISON_APP_TOKEN is missing" in refusal(liaison("run", folder=tmp_path))


def test_a_settings_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfeLIAISON")
    assert ".env cannot be read" in refusal(liaison("run", folder=tmp_path))


def tokens(url: str, folder: Path) -> dict[str, str]:
    return {
        "LIAISON_BOT_TOKEN": BOT,
        "LIAISON_APP_TOKEN": APP,
        "LIAISON_API_BASE_URL": url,
        "LIAISON_DATABASE_URL": f"sqlite:///{folder / 'liaison.db'}",
    }


def migrate(folder: Path) -> None:
    upgrade(f"sqlite:///{folder / 'liaison.db'}")


WE = {"team": "Harbour", "team_id": "T1", "user": "liaison", "user_id": "U0", "bot_id": "B0"}
NO_SOCKET = {
    "auth.test": Answer.of(ok=True, **WE),
    "users.list": Answer.of(ok=True, members=[]),
    "conversations.list": Answer.of(ok=True, channels=[]),
    "users.conversations": Answer.of(ok=True, channels=[]),
    "apps.connections.open": Answer.of(ok=False, error="invalid_auth"),
}
REFUSING = {"auth.test": Answer.of(ok=False, error="invalid_auth")}
DOWN = {"auth.test": Answer(b"<html>", 503)}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (REFUSING, "LIAISON_BOT_TOKEN is refused by Slack (invalid_auth)"),
        (NO_SOCKET, "LIAISON_APP_TOKEN is refused by Slack (invalid_auth)"),
        (DOWN, "Slack cannot be reached (status 503)"),
    ],
    ids=["wrong token", "wrong app token", "down"],
)
def test_run_says_what_slack_refuses(answers: dict[str, Answer], said: str, tmp_path: Path) -> None:
    migrate(tmp_path)
    with web_api(answers) as api:
        done = liaison("run", folder=tmp_path, **tokens(api.url, tmp_path))
    assert said in refusal(done)


def test_run_refuses_a_database_without_its_tables(tmp_path: Path) -> None:
    done = liaison("run", folder=tmp_path, **tokens("http://127.0.0.1:9/", tmp_path))
    assert "the database is empty; run: liaison db upgrade" in refusal(done)


@pytest.mark.parametrize("command", [("run",), ("db", "upgrade")], ids=" ".join)
def test_a_newer_database_is_left_alone(command: tuple[str, ...], tmp_path: Path) -> None:
    migrate(tmp_path)
    with closing(sqlite3.connect(tmp_path / "liaison.db")) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()
    done = liaison(*command, folder=tmp_path, **tokens("http://127.0.0.1:9/", tmp_path))
    assert "newer than this Liaison" in refusal(done)


@pytest.mark.parametrize("command", [("run",), ("db", "upgrade")], ids=" ".join)
def test_a_file_that_is_no_database_is_refused(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "liaison.db").write_text("certainly not a database" * 100)
    done = liaison(*command, folder=tmp_path, **tokens("http://127.0.0.1:9/", tmp_path))
    assert "liaison.db cannot be used (file is not a database)" in refusal(done)


@pytest.mark.parametrize("command", [("run",), ("db", "upgrade")], ids=" ".join)
def test_somebody_elses_tables_are_left_alone(command: tuple[str, ...], tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "liaison.db")) as connection:
        connection.execute("create table invoices (number integer)")
    done = liaison(*command, folder=tmp_path, **tokens("http://127.0.0.1:9/", tmp_path))
    assert "holds tables that no Liaison made" in refusal(done)


def test_the_demo_names_its_own_store_and_the_way_out(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "seeded").touch()
    (data / "liaison.db").write_text("certainly not a database" * 100)
    said = refusal(liaison("demo", "--port", str(free_port()), "--data", str(data), folder=tmp_path))
    assert "file is not a database" in said
    assert f"liaison demo --data {data} --fresh" in said
    assert "LIAISON_DATABASE_URL" not in said


@pytest.mark.parametrize("taken", ["slack", "liaison.db", "seeded"])
def test_a_fresh_demo_does_not_remove_what_is_not_the_demos(taken: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    mine = data / taken / "keep.txt" if taken != "slack" else data / taken
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    assert "is not the demo's" in refusal(liaison("demo", "--data", str(data), "--fresh", folder=tmp_path))
    assert mine.read_text() == "mine"


def test_outputs_may_be_closed(tmp_path: Path) -> None:
    command = f"{sys.executable} -m bot manifest >&- 2>&-"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, env=environment, timeout=PATIENCE, check=False)
    assert done.returncode == 0


def test_a_database_server_that_is_down_is_refused(tmp_path: Path) -> None:
    url = "postgresql://liaison:hunter2@127.0.0.1:9/liaison"
    done = liaison("db", "upgrade", folder=tmp_path, LIAISON_DATABASE_URL=url)
    assert "hunter2" not in refusal(done)


@pytest.mark.parametrize("command", ["run", "demo"])
def test_a_second_one_on_the_same_data_is_refused(command: str, tmp_path: Path) -> None:
    with only_process(f"sqlite:///{tmp_path / 'liaison.db'}"):
        arguments = ("demo", "--data", str(tmp_path)) if command == "demo" else ("run",)
        done = liaison(*arguments, folder=tmp_path, **tokens("http://127.0.0.1:9/", tmp_path))
    assert "another Liaison is at work" in refusal(done)


def test_demo_refuses_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = liaison("demo", "--port", str(port), "--data", "data", folder=tmp_path)
    assert f"port {port} is taken" in refusal(done)


@pytest.mark.parametrize("command", [("demo", "--data", "data"), ("run",)], ids=["demo", "run"])
def test_a_data_folder_that_cannot_be_used_is_refused(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    environment = tokens("http://127.0.0.1:9/", tmp_path / "data")
    assert "data folder data cannot be used" in refusal(liaison(*command, folder=tmp_path, **environment)).replace(
        str(tmp_path) + "/", ""
    )


@pytest.mark.parametrize("port", ["0", "65536", "http", "²"])
def test_an_impossible_port_is_a_usage_mistake(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["demo", "--port", port])
    assert ended.value.code == 2
    assert "a port is a number" in capsys.readouterr().err


def test_a_folder_has_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["demo", "--data", ""])
    assert ended.value.code == 2
    assert "a folder has a name" in capsys.readouterr().err


def test_manifest_prints_the_file(tmp_path: Path) -> None:
    done = liaison("manifest", folder=tmp_path)
    assert done.returncode == 0
    assert done.stdout == MANIFEST.read_text()


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("https://liaison.example", "https://liaison.example/slack/events"),
        ("https://liaison.example/", "https://liaison.example/slack/events"),
        ("https://example.org/chat/liaison", "https://example.org/chat/liaison"),
    ],
)
def test_manifest_for_http(given: str, url: str, tmp_path: Path) -> None:
    done = liaison("manifest", "--url", given, folder=tmp_path)
    assert f"request_url: {url}\n" in done.stdout


@pytest.mark.parametrize("url", ["", "liaison.example", "http://liaison.example", "https://", "https://a.example/?x=1"])
def test_slack_calls_an_encrypted_address(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["manifest", "--url", url])
    assert ended.value.code == 2
    assert "Slack calls an https:// address" in capsys.readouterr().err


def test_run_refuses_an_address_that_cannot_be_listened_on(tmp_path: Path) -> None:
    migrate(tmp_path)
    with socket.socket() as taken, web_api(NO_SOCKET) as api:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        given = tokens(api.url, tmp_path) | {"LIAISON_SIGNING_SECRET": SECRET, "LIAISON_HTTP_PORT": str(port)}
        del given["LIAISON_APP_TOKEN"]
        done = liaison("run", folder=tmp_path, **given)
    assert f"127.0.0.1:{port} cannot be listened on (Address already in use)" in refusal(done)
    assert SECRET not in done.stderr


def test_doctor_says_where_slacks_requests_have_to_come(tmp_path: Path) -> None:
    migrate(tmp_path)
    with web_api(slack_that()) as api:
        given = tokens(api.url, tmp_path) | {"LIAISON_SIGNING_SECRET": SECRET}
        del given["LIAISON_APP_TOKEN"]
        done = liaison("doctor", folder=tmp_path, **given)
    assert done.returncode == 0, done
    assert "signing secret: set; your proxy leads Slack's requests to http://127.0.0.1:3000/slack/events" in done.stdout
    assert SECRET not in done.stdout


def test_doctor_without_settings_says_what_is_missing(tmp_path: Path) -> None:
    done = liaison("doctor", folder=tmp_path)
    assert done.returncode == 1
    assert "MEND  settings: LIAISON_BOT_TOKEN is missing" in done.stdout
    assert "ok    time zones" in done.stdout


def slack_that(**answers: Answer) -> dict[str, Answer]:
    scopes = ",".join(sorted(read(MANIFEST).scopes))
    facts = {"ok": True, "team": "Harbour", "team_id": "T1", "user": "liaison", "user_id": "U0", "bot_id": "B0"}
    healthy = {
        "auth.test": Answer(json.dumps(facts).encode(), headers={"x-oauth-scopes": scopes}),
        "apps.connections.open": Answer.of(ok=True, url="ws://127.0.0.1:9/"),
    }
    return {**healthy, **{name.replace("_", "."): answer for name, answer in answers.items()}}


def doctor(answers: dict[str, Answer], folder: Path) -> tuple[int, dict[str, dict[str, object]]]:
    migrate(folder)
    with web_api(answers) as api:
        done = liaison("doctor", "--json", folder=folder, **tokens(api.url, folder))
    assert BOT not in done.stdout
    return done.returncode, {finding["check"]: finding for finding in json.loads(done.stdout)}


def test_doctor_finds_a_healthy_liaison_well(tmp_path: Path) -> None:
    code, findings = doctor(slack_that(), tmp_path)
    assert code == 0, findings
    assert set(findings) == {"settings", "time zones", "store", "sending", "bot token", "scopes", "clock", "app token"}
    assert findings["bot token"]["says"] == "liaison in Harbour (T1)"


@pytest.mark.parametrize(
    ("answers", "check", "says"),
    [
        ({"auth_test": Answer.of(ok=False, error="invalid_auth")}, "bot token", "LIAISON_BOT_TOKEN is refused"),
        (
            {"auth_test": Answer(b'{"ok": true}', headers={"x-oauth-scopes": "commands"})},
            "scopes",
            "missing app_mentions:read",
        ),
        (
            {"auth_test": Answer(b'{"ok": true}', headers={"Date": "Thu, 01 Jan 2026 00:00:00 GMT"})},
            "clock",
            "away from Slack's",
        ),
        (
            {"auth_test": Answer(b'{"ok": true}', headers={"Date": "yesterday, more or less"})},
            "clock",
            "no date",
        ),
        (
            {"auth_test": Answer(b'{"ok": true}', headers={"Date": "Thu, 01 Jan 2026 00:00:00"})},
            "clock",
            "away from Slack's",
        ),
    ],
    ids=["token", "scopes", "clock", "no date", "date without a zone"],
)
def test_doctor_says_what_to_mend(answers: dict[str, Answer], check: str, says: str, tmp_path: Path) -> None:
    code, findings = doctor(slack_that(**answers), tmp_path)
    assert code == 1
    assert not findings[check]["ok"]
    assert says in str(findings[check]["says"])


def test_doctor_finds_a_refused_app_token(tmp_path: Path) -> None:
    answers = slack_that() | {"apps.connections.open": Answer.of(ok=False, error="not_allowed_token_type")}
    code, findings = doctor(answers, tmp_path)
    assert code == 1
    assert not findings["app token"]["ok"]

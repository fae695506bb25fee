"""`python -m sandbox`: what it prints, and how it ends."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
import yaml
from slack_sdk.signature import SignatureVerifier

from sandbox.__main__ import main
from sandbox.identity import AppIdentity
from sandbox.manifest import load
from tests.patience import PATIENCE
from tests.sandbox.manifest import SPECIMEN
from tests.sandbox.scripted import scripted


def written(folder: Path) -> Path:
    path = folder / "manifest.yml"
    path.write_text(yaml.safe_dump(SPECIMEN), encoding="utf-8")
    return path


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sandbox", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)


@contextmanager
def serving(*arguments: object) -> Iterator[tuple[subprocess.Popen[str], list[str], str]]:
    """The process, what it printed, and its address."""
    command = [sys.executable, "-m", "sandbox", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            printed = [process.stdout.readline().strip() for _ in range(5)]
            yield process, printed, printed[0].rpartition(" ")[2]
        finally:
            process.kill()


def test_it_serves_until_it_is_asked_to_stop(tmp_path: Path) -> None:
    with serving("--manifest", written(tmp_path), "--port", 0) as (process, printed, url):
        with urlopen(f"{url}/", timeout=PATIENCE) as page:
            assert page.status == 200
        # Several at once: from the terminal, and passed on by whatever started it.
        for number in (signal.SIGINT, signal.SIGTERM) * 20:
            process.send_signal(number)
        assert process.wait(PATIENCE) == 0

    assert printed[1:] == [
        f"SLACK_API_URL={url}/api/",
        "SLACK_BOT_TOKEN=xoxb-sandbox-specimen",
        "SLACK_APP_TOKEN=xapp-1-A0SPECIMEN-sandbox",
        f"SLACK_SIGNING_SECRET={AppIdentity.of(load(SPECIMEN)).signing_secret}",
    ]


def test_only_this_machine_reaches_it(tmp_path: Path) -> None:
    with serving("--manifest", written(tmp_path), "--port", 0) as (_, printed, url):
        # Another address of the same machine, which would answer if it listened everywhere.
        with (
            pytest.raises(ConnectionRefusedError),
            socket.create_connection(("127.0.0.2", int(url.rpartition(":")[2]))),
        ):
            pass
        assert printed[0].endswith(f" {url}")


def test_an_app_at_an_address(tmp_path: Path) -> None:
    arguments = ("--manifest", written(tmp_path), "--port", 0)
    with scripted() as app, serving(*arguments, "--request-url", app.url) as (_, printed, url):
        post(url, "command", user="ana", channel="acme", command="/log", text="x")
        [got] = app.got

    secret = printed[4].partition("=")[2]
    assert SignatureVerifier(secret).is_valid_request(got.body, got.headers)


def test_an_address_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--manifest", str(written(tmp_path)), "--request-url", "localhost:3000"]) == 2

    assert capsys.readouterr().err == "'localhost:3000' is no http:// or https:// address\n"


def post(url: str, verb: str, **body: object) -> None:
    with urlopen(Request(f"{url}/_sandbox/{verb}", json.dumps(body).encode()), timeout=PATIENCE) as response:
        assert response.status == 200


def test_a_killed_one_is_where_it_was(tmp_path: Path) -> None:
    arguments = ("--manifest", written(tmp_path), "--port", 0, "--data", tmp_path / "data")
    with serving(*arguments) as (process, _, url):
        post(url, "message", user="ana", channel="acme", text="still here?")
        post(url, "clock", advance=86400)
        process.kill()

    with serving(*arguments) as (_, _, url), urlopen(f"{url}/_sandbox/screen?user=ben&limit=1") as response:
        screen = json.load(response)
    acme = next(channel for channel in screen["channels"] if channel["name"] == "acme")
    assert acme["messages"][0]["text"] == "still here?"
    assert screen["clock"].startswith("2026-03-04T14:00")


def test_a_wrong_manifest(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text("display_information: {name: ''}", encoding="utf-8")

    ended = run("--manifest", path)

    assert ended.returncode == 2
    assert ended.stderr == f"{path}: /display_information/name: must have 1 to 35 characters, has 0\n"


def test_a_taken_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("--manifest", written(tmp_path), "--port", port)

    assert ended.returncode == 2
    assert ended.stderr.startswith(f"cannot use 127.0.0.1:{port}: ")
    assert "Traceback" not in ended.stderr


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    path = written(tmp_path)

    ended = run("--manifest", path, "--port", 0, "--data", path)

    assert ended.returncode == 2
    assert ended.stderr.startswith(f"cannot use {path}: ")

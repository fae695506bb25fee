"""`liaison demo` as a process: ready, ended, started again."""

import signal
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.outcome.process import Demo, asked, demo


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM], ids=lambda by: by.name)
def test_it_says_where_it_is_and_ends_when_told(by: signal.Signals, tmp_path: Path) -> None:
    with demo(tmp_path / "data") as running:
        url = running.wait_until_ready()
        with urlopen(url, timeout=10) as page:
            assert page.status == 200
        assert asked(f"{url}/_sandbox/violations") == []
        running.end(by)


def answered(running: Demo) -> int | None:
    """What `GET /` answers right now, if anybody listens."""
    connection = HTTPConnection("127.0.0.1", running.port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except ConnectionRefusedError:
        return None
    finally:
        connection.close()


def test_the_page_answers_only_once_all_is_ready(tmp_path: Path) -> None:
    with demo(tmp_path / "data") as running:
        before = set()
        while (status := answered(running)) != 200:
            before.add(status)
            assert running.process.poll() is None
        assert before == {None, 503}
        texts = words(f"http://127.0.0.1:{running.port}")
        assert any("R-1" in text for text in texts)
        running.wait_until_ready()
        running.end(signal.SIGTERM)


def words(url: str) -> list[str]:
    channels = asked(f"{url}/_sandbox/screen?user=ana")["channels"]
    return [message["text"] for channel in channels for message in channel["messages"]]


def test_it_goes_on_where_it_was_unless_started_over(tmp_path: Path) -> None:
    data = tmp_path / "data"
    said = {"user": "ana", "channel": "random", "text": "Remember this"}
    for more, kept in [((), 0), ((), 1), (("--fresh",), 0)]:
        with demo(data, *more) as running:
            url = running.wait_until_ready()
            assert words(url).count("Remember this") == kept
            asked(f"{url}/_sandbox/message", said)
            running.end(signal.SIGTERM)


def test_after_a_kill_it_starts_again(tmp_path: Path) -> None:
    data = tmp_path / "data"
    said = {"user": "ana", "channel": "random", "text": "Remember this"}
    with demo(data) as running:
        asked(f"{running.wait_until_ready()}/_sandbox/message", said)
        running.process.kill()
        running.process.communicate(timeout=5)
    with demo(data) as running:
        assert words(running.wait_until_ready()).count("Remember this") == 1
        running.end(signal.SIGTERM)

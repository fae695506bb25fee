"""`liaison demo` as a process: ready, ended, started again."""

import signal
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.outcome.process import Demo, asked, demo
from tests.patience import PATIENCE


def answered(running: Demo) -> int | None:
    """What `GET /` answers right now, if anybody listens."""
    connection = HTTPConnection("127.0.0.1", running.port, timeout=PATIENCE)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except ConnectionRefusedError:
        return None
    finally:
        connection.close()


@pytest.mark.timeout(180)
def test_the_page_answers_only_once_all_is_ready(tmp_path: Path) -> None:
    """And then it says where it is, until Ctrl-C, which may come twice: from the terminal, and passed on by make."""
    with demo(tmp_path / "data") as running:
        before = set()
        while (status := answered(running)) != 200:
            before.add(status)
            assert running.process.poll() is None
        assert before == {None, 503}
        url = f"http://127.0.0.1:{running.port}"
        assert any("R-1" in text for text in words(url))
        assert running.wait_until_ready() == url
        assert asked(f"{url}/_sandbox/violations") == []
        running.process.send_signal(signal.SIGINT)
        running.end(signal.SIGINT)


def words(url: str) -> list[str]:
    channels = asked(f"{url}/_sandbox/screen?user=ana")["channels"]
    return [message["text"] for channel in channels for message in channel["messages"]]


@pytest.mark.timeout(180)
def test_it_goes_on_where_it_was_unless_started_over(tmp_path: Path) -> None:
    """Also after a kill."""
    data = tmp_path / "data"
    said = {"user": "ana", "channel": "random", "text": "Remember this"}
    for more, kept in [((), 0), ((), 1), ((), 2), (("--fresh",), 0)]:
        with demo(data, *more) as running:
            url = running.wait_until_ready()
            assert words(url).count("Remember this") == kept
            asked(f"{url}/_sandbox/message", said)
            if kept == 1:
                running.process.kill()
                running.process.communicate(timeout=PATIENCE)
            else:
                running.end(signal.SIGTERM)

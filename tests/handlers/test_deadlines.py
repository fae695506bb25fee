"""A call ends in time also when its answer trickles in, byte by byte and without end."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from bot.domain.outbox import NotSent, Outcome
from handlers import response_urls
from handlers.attempts import attempted
from handlers.deadlines import no_byte_after
from handlers.web_clients import web_client
from tests.handlers.scripted_slack import Answer, web_api

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#: How an answer begins that goes on with one byte after the other; each read of it is well within any timeout.
BEGINNINGS = {
    "before the first line": b"",
    "in its head": OK + b"X-More: ",
    "in its body": OK + b"Content-Length: 99999\r\n\r\n{",
    "in the body of a refusal": b"HTTP/1.1 500 Oh\r\nContent-Length: 99999\r\n\r\n",
    "in a body without a length": OK + b"\r\n",
}


@contextmanager
def trickling(beginning: bytes) -> Iterator[str]:
    """A peer that never comes to an end."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                connected, _ = server.accept()
                with connected:
                    connected.recv(65536)
                    connected.sendall(beginning)
                    while not over.wait(0.01):
                        connected.sendall(b" ")

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/api/"
        finally:
            over.set()
            thread.join()


@pytest.mark.parametrize("beginning", BEGINNINGS.values(), ids=BEGINNINGS)
def test_a_private_answer_that_is_taken_in_slowly_holds_nobody_up(
    beginning: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four work for all who are answered after the ack. Slack has it once the first line says so."""
    monkeypatch.setattr(response_urls, "TIMEOUT", 0.2)
    with trickling(beginning) as url:
        assert response_urls.ResponseUrls(url).answer(f"{url}7", {"text": "done"}) is beginning.startswith(OK)


@pytest.mark.parametrize("beginning", BEGINNINGS.values(), ids=BEGINNINGS)
def test_an_answer_that_trickles_in_is_given_up(beginning: bytes) -> None:
    with trickling(beginning) as url:
        client = web_client("xoxb-1", url, 0.2)
        outcome = attempted("chat.postMessage", lambda: client.api_call("chat.postMessage", json={"text": "x"}))
    assert isinstance(outcome, Outcome)
    assert type(outcome).__name__ == "Unclear", "it may have arrived"


def test_answers_in_time_are_whole(caplog: pytest.LogCaptureFixture) -> None:
    long = Answer.of(ok=True, said="x" * 1_000_000)
    with web_api({"chat.postMessage": long, "chat.update": Answer(b'{"ok": false, "error": "x"}', 500)}) as api:
        client = web_client("xoxb-1", api.url, 5)
        assert len(client.api_call("chat.postMessage", json={})["said"]) == 1_000_000
        assert type(attempted("chat.update", lambda: client.api_call("chat.update", json={}))).__name__ == "Unclear"
    assert caplog.records == []


def test_what_is_too_late_when_the_connection_stands_never_leaves() -> None:
    with web_api({"chat.postMessage": Answer.of(ok=True)}) as api:
        client = web_client("xoxb-1", api.url, 5)
        now = time.clock_gettime(time.CLOCK_BOOTTIME)
        with no_byte_after(now - 0.001):
            outcome = attempted("chat.postMessage", lambda: client.api_call("chat.postMessage", json={}))
        assert outcome == NotSent("TooLateToSend")
        with no_byte_after(now + 60):
            assert client.api_call("chat.postMessage", json={})["ok"]
        assert len(api.calls) == 1


def test_what_was_hung_up_ends_at_once_and_for_good() -> None:
    client = web_client("xoxb-1", "", 30)
    with trickling(OK + b"\r\n") as url:
        client.base_url = url
        asking = threading.Thread(target=client.hang_up)

        def ask() -> Outcome | object:
            asking.start()
            return attempted("auth.test", client.auth_test)

        begun = time.monotonic()
        assert type(ask()).__name__ in {"Unclear", "NotSent"}
        assert attempted("auth.test", client.auth_test) == NotSent("TooLateToSend")
        asking.join()
        assert time.monotonic() - begun < 10

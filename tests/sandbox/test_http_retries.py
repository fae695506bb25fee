"""Events over HTTP that were not taken: sent again three times, with Slack's reason and the same event id."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from sandbox import Sandbox, World
from sandbox.addresses import Addresses
from tests.patience import PATIENCE
from tests.sandbox.manifest import SPECIMEN
from tests.sandbox.scripted import Got, Says, Scripted, obliging, scripted


@pytest.fixture(scope="module")
def app() -> Iterator[Scripted]:
    with scripted() as app:
        yield app


@pytest.fixture(scope="module")
def switched(app: Scripted) -> Iterator[Sandbox]:
    with Sandbox(SPECIMEN, World.office(), retry_seconds=(0, 0.01, 0.02)) as sandbox:
        sandbox.requests_to(app.url)
        yield sandbox


@pytest.fixture
def slack(switched: Sandbox, app: Scripted) -> Iterator[Sandbox]:
    switched.settle()
    switched.reset(World.office())
    switched.requests_to(app.url)
    switched.core.delivery.ack_seconds = 3
    app.got.clear()
    yield switched
    switched.settle()
    assert switched.violations == []


def retries(app: Scripted) -> list[tuple[str | None, str | None]]:
    names = ("x-slack-retry-num", "x-slack-retry-reason")
    return [(got.headers.get(names[0]), got.headers.get(names[1])) for got in app.asked]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        pytest.param(Says(500), "http_error", id="broken"),
        pytest.param(Says(404), "http_error", id="nobody listens to it"),
        pytest.param(Says(401), "http_error", id="not believed"),
        pytest.param(Says(302, headers={"Location": "/slack/events"}), "too_many_redirects", id="round and round"),
        pytest.param(Says(body="x" * 1_000_001), "unknown_error", id="too much"),
    ],
)
def test_three_retries(slack: Sandbox, app: Scripted, said: Says, reason: str) -> None:
    app.says(said)

    with slack.expect_violation(reason):
        slack.person("ana").says("<@U0SPECIMEN> hello", in_="acme")

    assert list(dict.fromkeys(retries(app))) == [(None, None), ("1", reason), ("2", reason), ("3", reason)]
    assert len({got.payload["event_id"] for got in app.asked}) == 1


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.parametrize(
    ("elsewhere", "reason"),
    [
        pytest.param(lambda app: app.url.replace("http:", "https:"), "ssl_error", id="no certificate there"),
        pytest.param(lambda _: f"http://127.0.0.1:{closed_port()}/", "connection_failed", id="nobody there"),
    ],
)
def test_what_is_not_the_apps_doing(
    slack: Sandbox, app: Scripted, elsewhere: Callable[[Scripted], str], reason: str
) -> None:
    app.says(Says(307, headers={"Location": elsewhere(app)}), Says())

    slack.person("ana").says("<@U0SPECIMEN> hello", in_="acme")

    assert retries(app) == [(None, None), ("1", reason)]


def test_a_slow_one(slack: Sandbox, app: Scripted) -> None:
    ready = Event()

    def answer(got: Got) -> Says:
        ready.wait(PATIENCE)
        return obliging(got)

    app.answer = answer
    slack.core.delivery.ack_seconds = 0.5
    with slack.expect_violation("ack_late"):
        slack.person("ana").says("<@U0SPECIMEN> hello", in_="acme")
    ready.set()

    assert [number for number, _ in retries(app)] == [None, "1", "2", "3"]
    assert {reason for _, reason in retries(app)[1:]} == {"http_timeout"}


def test_taken_at_last(slack: Sandbox, app: Scripted) -> None:
    app.says(Says(503), Says(503), Says())

    with slack.expect_violation("http_error"):
        slack.person("ana").says("<@U0SPECIMEN> hello", in_="acme")

    assert [number for number, _ in retries(app)] == [None, "1", "2"]


@pytest.mark.parametrize("status", [404, 500])
def test_an_app_that_wants_no_retry(slack: Sandbox, app: Scripted, status: int) -> None:
    app.says(Says(status, headers={"X-Slack-No-Retry": "1"}))

    with slack.expect_violation("http_error"):
        slack.person("ana").says("<@U0SPECIMEN> hello", in_="acme")

    assert retries(app) == [(None, None)]


def test_gestures_are_not_sent_again(slack: Sandbox, app: Scripted) -> None:
    app.says(Says(500))

    with slack.expect_violation("http_error"):
        slack.person("ana").slash("/log", in_="acme")

    assert retries(app) == [(None, None)]


def test_an_app_that_is_not_running(slack: Sandbox, app: Scripted) -> None:
    """It is no fault of the app; the address stays as it was verified."""
    with scripted() as stopped:
        slack.requests_to(stopped.url)
    ana = slack.person("ana")
    ana.says("<@U0SPECIMEN> hello", in_="acme")

    told = [call for call in slack.calls if call.name == "app_mention"]
    assert len(told) == 4
    assert all("refused" in str(call.response) for call in told)
    assert ana.slash("/log", in_="acme").error == "dispatch_failed"


@pytest.mark.parametrize(
    ("answer", "violations"),
    [
        pytest.param(b"", [], id="it hangs up"),
        pytest.param(b"SSH-2.0-server\r\n\r\n", ["unknown_error"], id="another protocol"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", ["unknown_error"], id="half an answer"),
    ],
)
def test_what_is_no_http(slack: Sandbox, answer: bytes, violations: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        slack.core.http.addresses = Addresses.one(url, None, ["/log"])
        typing = pool.submit(lambda: slack.person("ana").slash("/log", in_="acme"))
        connection, _ = server.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(answer)
        assert typing.result(5).error == "dispatch_failed"

    assert [violation.kind for violation in slack.violations] == violations
    slack.violations.clear()


@pytest.mark.parametrize("pauses", [(0, 60, 300), (60,)], ids=["Slack's", "one"])
def test_nobody_waits_for_a_retry_in_a_minute(app: Scripted, pauses: tuple[float, ...]) -> None:
    with Sandbox(SPECIMEN, World.office(), retry_seconds=pauses) as slack:
        slack.requests_to(app.url)
        app.got.clear()
        app.says(Says(500))

        with slack.expect_violation("http_error"):
            slack.person("ana").says("<@U0SPECIMEN> hello", in_="acme")

        assert len(app.asked) == pauses.index(60) + 1
        slack.reset()
        slack.settle()

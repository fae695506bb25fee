"""Socket Mode as the wire sees it: tickets, hello, several sockets, and their ends."""

from contextlib import ExitStack

import pytest
from slack_sdk.errors import SlackApiError
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from sandbox import DriverMistake, Sandbox
from tests.patience import PATIENCE
from tests.sandbox.http_face import mistake, post
from tests.sandbox.manifest import SPECIMEN
from tests.sandbox.sockets import address, frame


def test_hello_comes_first(bare: Sandbox) -> None:
    with connect(address(bare)) as socket:
        hello = frame(socket)

    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["connection_info"] == {"app_id": "A0SPECIMEN"}


def test_a_ticket_opens_one_socket(bare: Sandbox) -> None:
    url = address(bare)
    with connect(url) as socket:
        frame(socket)

        with pytest.raises(InvalidStatus), connect(url):
            pass


def test_ten_sockets_share_the_work(bare: Sandbox) -> None:
    with ExitStack() as stack:
        sockets = [stack.enter_context(connect(address(bare))) for _ in range(10)]
        assert [frame(socket)["num_connections"] for socket in sockets] == list(range(1, 11))

        with connect(address(bare)) as eleventh:
            refused = frame(eleventh)
            with pytest.raises(ConnectionClosed):
                eleventh.recv(timeout=PATIENCE)
        assert (refused["type"], refused["reason"]) == ("disconnect", "too_many_websockets")
        assert bare.connections == 10


@pytest.mark.parametrize("close", [False, True], ids=["the old socket stays", "the old socket is closed"])
def test_disconnect_frames(bare: Sandbox, *, close: bool) -> None:
    with connect(address(bare)) as socket:
        frame(socket)
        bare.disconnect("refresh_requested", close=close)

        assert frame(socket)["reason"] == "refresh_requested"
        if close:
            with pytest.raises(ConnectionClosed):
                socket.recv(timeout=PATIENCE)
            assert bare.connections == 0
        else:
            assert bare.connections == 1


def test_a_socket_that_was_told_to_go_is_closed_after_a_while(bare: Sandbox) -> None:
    bare.core.socket_mode.notice_seconds = 0.05
    with connect(address(bare)) as socket:
        frame(socket)
        bare.disconnect("warning")

        assert frame(socket)["reason"] == "warning"
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=PATIENCE)
        bare.settle()
    assert bare.connections == 0


def test_a_connection_ends_by_itself(bare: Sandbox) -> None:
    bare.core.socket_mode.debug_seconds, bare.core.socket_mode.notice_seconds = 0.1, 0.05
    with connect(address(bare)) as lasting, connect(f"{address(bare)}&debug_reconnects=true") as short:
        lives = [frame(socket)["debug_info"]["approximate_connection_time"] for socket in (lasting, short)]
        told = [frame(short)["reason"] for _ in range(2)]
        with pytest.raises(ConnectionClosed):
            short.recv(timeout=PATIENCE)
        assert bare.connections == 1

    assert lives == [3600, 0]
    assert told == ["warning", "refresh_requested"]


def test_a_life_that_is_set() -> None:
    with (
        Sandbox(SPECIMEN, debug_reconnect_seconds=7) as slack,
        connect(f"{address(slack)}&debug_reconnects=true") as it,
    ):
        assert frame(it)["debug_info"]["approximate_connection_time"] == 7


def test_a_ticket_ends(bare: Sandbox) -> None:
    bare.core.socket_mode.ticket_seconds = 0
    with pytest.raises(InvalidStatus), connect(address(bare)):
        pass


@pytest.mark.parametrize("ticket", ["", "?ticket=", "?ticket=unknown"])
def test_there_is_no_way_in_without_a_ticket(bare: Sandbox, ticket: str) -> None:
    with pytest.raises(InvalidStatus), connect(f"{bare.url.replace('http', 'ws', 1)}/socket{ticket}"):
        pass


def test_a_disabled_link_stays_so_until_it_is_switched_on(bare: Sandbox) -> None:
    ana = bare.person("ana")
    with connect(address(bare)) as socket:
        frame(socket)
        post(bare, "disconnect", reason="link_disabled")
        assert frame(socket)["reason"] == "link_disabled"
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=PATIENCE)
    with pytest.raises(SlackApiError, match="socket_mode_disabled"):
        address(bare)
    ana.says("<@U0SPECIMEN> hello", in_="acme")
    assert ana.slash("/log", in_="acme").error == "dispatch_failed"

    post(bare, "transport", socket_mode=True)
    with connect(address(bare)) as socket:
        assert frame(socket)["num_connections"] == 1
        with pytest.raises(TimeoutError):
            socket.recv(timeout=0.05)
    assert bare.violations == []


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets"])
def test_reasons_over_http(bare: Sandbox, reason: str) -> None:
    with connect(address(bare)) as socket:
        frame(socket)
        answer = post(bare, "disconnect", reason=reason)

        assert frame(socket)["reason"] == reason
        assert answer["connections"] == 1


def test_a_reason_that_slack_does_not_have(bare: Sandbox) -> None:
    with pytest.raises(DriverMistake, match="warning, refresh_requested"):
        bare.disconnect("because")
    assert mistake(bare, "disconnect", b'{"reason": "because"}')[1]["error"] == "bad_field"

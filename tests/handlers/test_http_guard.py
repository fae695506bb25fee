"""What the guard lets through and what it refuses, each with the status that is due and nothing of it in the log."""

import json
import logging
import time
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.http_guard import MOST_BYTES, Delivered, Guard, Refused, body_of
from tests.handlers.signed import FORM, JSON, SECRET, command, signed

NOW = 1_772_546_400.0
GUARD = Guard(SECRET, lambda: NOW)
MARK = b"MARKER-of-a-client"


def environment(body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    """As a WSGI server makes it."""
    names = {"Content-Type": "CONTENT_TYPE"}
    given = {names.get(name, f"HTTP_{name.upper().replace('-', '_')}"): value for name, value in headers.items()}
    return {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body), **given}


def read(body: bytes, headers: dict[str, str] | None = None, **more: str) -> Delivered:
    environ = environment(body, signed(body, at=NOW) if headers is None else headers) | more
    return GUARD.read(environ, body_of(environ))


def test_slacks_own_example_is_signed_as_we_reckon() -> None:
    """slack-platform.md 1.2."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    headers = {
        "X-Slack-Request-Timestamp": "1531420618",
        "X-Slack-Signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    }
    delivered = Guard(SECRET, lambda: 1_531_420_618.0).read(environment(body, headers), body)
    assert delivered.payload["command"] == "/webhook-collect"
    assert delivered.payload["text"] == ""


@pytest.mark.parametrize(
    "text", ["payload", "a payload=x of bricks", "pay & load", "ünï → ✓", "", "50% + 3", "a=b&payload"]
)
def test_what_was_typed_arrives(text: str) -> None:
    """Also what Bolt's own reader takes for a form without a command."""
    assert read(command(text=text)).payload["text"] == text


def test_an_interaction_and_an_event_arrive_as_over_a_socket() -> None:
    interaction, event = {"type": "block_actions", "user": {"id": "U0ANA"}}, {"type": "event_callback", "event": {}}
    form, text = urlencode({"payload": json.dumps(interaction)}).encode(), json.dumps(event).encode()
    assert read(form).payload == interaction
    delivered = read(text, signed(text, at=NOW, kind=f"{JSON}; charset=utf-8"), HTTP_X_SLACK_RETRY_NUM="1")
    assert (delivered.payload, delivered.retry) == (event, {"x-slack-retry-num": "1"})


SIGNED = signed(command(), at=NOW)
STAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="unsigned"),
        pytest.param(signed(command(), at=NOW, secret="another secret altogether"), id="another secret"),
        pytest.param(signed(command(text="other"), at=NOW), id="another body"),
        pytest.param(SIGNED | {STAMP: str(int(NOW) + 1)}, id="another time"),
        pytest.param({STAMP: SIGNED[STAMP]}, id="no signature"),
        pytest.param({SIGNATURE: SIGNED[SIGNATURE]}, id="no time"),
        pytest.param(SIGNED | {SIGNATURE: SIGNED[SIGNATURE].upper()}, id="upper case"),
        pytest.param(SIGNED | {SIGNATURE: SIGNED[SIGNATURE].removeprefix("v0=")}, id="no version"),
        pytest.param(SIGNED | {SIGNATURE: "v0=" + "é" * 64}, id="not ASCII"),
        pytest.param(SIGNED | {SIGNATURE: "v0=" + "a" * 1_000_000}, id="a megabyte"),
        pytest.param(SIGNED | {SIGNATURE: f"{SIGNED[SIGNATURE]}, {SIGNED[SIGNATURE]}"}, id="twice"),
        pytest.param(SIGNED | {SIGNATURE: ""}, id="blank"),
        *(pytest.param(signed(command(), at=NOW + away), id=f"{away:+} s") for away in (-86_400, -301, 301, 86_400)),
        *(
            pytest.param(SIGNED | {STAMP: stamp}, id=repr(stamp[:12]))
            for stamp in ("abc", "1.5", "-1", "", " ", "9" * 5000, "１７７２５４６４００", "1e9", "0x10", "1_000")
        ),
    ],
)
def test_what_slack_did_not_sign_just_now_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        read(command(), headers)
    assert refused.value.status == 401


@pytest.mark.parametrize("away", [-300, 0, 300])
def test_five_minutes_either_way_are_recent(away: int) -> None:
    assert read(command(), signed(command(), at=NOW + away)).payload["command"] == "/request"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(b"text=" + b"\xff\xfe" + MARK, FORM, id="a form that is no UTF-8"),
        pytest.param(b"text=%ff%fe", FORM, id="encoded and no UTF-8"),
        pytest.param(b'{"type": "\xff"}', JSON, id="JSON that is no UTF-8"),
        pytest.param(b"", FORM, id="nothing"),
        pytest.param(b"{", JSON, id="broken JSON"),
        pytest.param(b"[]", JSON, id="a list"),
        pytest.param(b"null", JSON, id="null"),
        pytest.param(b"{}", JSON, id="an empty object"),
        pytest.param(b"[" * 100_000, JSON, id="too deep to read"),
        pytest.param(b"payload=" + b"[" * 100_000, FORM, id="a form too deep to read"),
        pytest.param(b"payload={", FORM, id="a broken payload"),
        pytest.param(b"payload=%5B1%5D", FORM, id="a payload that is a list"),
        pytest.param(b"payload={}&payload={}", FORM, id="two payloads"),
        pytest.param(command() + b"&user_id=U0BEN", FORM, id="two users"),
        pytest.param(b'{"type": "block_actions"}', FORM, id="JSON in a form"),
        pytest.param(b"&".join(b"f%d=1" % number for number in range(101)), FORM, id="a hundred fields and one"),
        pytest.param(command(), JSON, id="a form that says it is JSON"),
        pytest.param(MARK, "multipart/form-data; boundary=x", id="another kind"),
    ],
)
def test_what_is_signed_and_cannot_be_read_is_refused(body: bytes, kind: str) -> None:
    with pytest.raises(Refused) as refused:
        read(body, signed(body, at=NOW, kind=kind))
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("length", "status"),
    [
        ("abc", 400),
        ("-1", 400),
        ("1.5", 400),
        ("+5", 400),
        ("0x5", 400),
        ("٣", 400),
        (str(MOST_BYTES + 1), 413),
        ("9" * 12, 413),
    ],
)
def test_a_length_that_cannot_be_is_refused(length: str, status: int) -> None:
    with pytest.raises(Refused) as refused:
        read(command(), CONTENT_LENGTH=length)
    assert refused.value.status == status


@given(stamp=st.text(max_size=30), signature=st.text(max_size=80))
def test_whatever_the_headers_hold_is_refused(stamp: str, signature: str) -> None:
    with pytest.raises(Refused) as refused:
        read(command(), {STAMP: stamp, SIGNATURE: signature})
    assert refused.value.status == 401


@given(body=st.binary(max_size=200), kind=st.sampled_from((FORM, JSON, "", "text/plain")))
def test_whatever_is_signed_is_read_or_refused(body: bytes, kind: str) -> None:
    status = 200
    try:
        read(body, signed(body, at=NOW, kind=kind))
    except Refused as refused:
        status = refused.status
    assert status in {200, 400}


def test_nothing_of_it_is_repeated(caplog: pytest.LogCaptureFixture) -> None:
    body = command(text=MARK.decode())
    with caplog.at_level(logging.DEBUG), pytest.raises(Refused) as refused:
        read(body, signed(body, at=time.time(), secret="wrong" * 5))
    assert MARK.decode() not in caplog.text + refused.value.why

"""Whatever is sent to a method, the answer is Slack's: `ok`, and an error code when it is false; never a status 500."""

import json
import re
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote_from_bytes, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient

from sandbox import Sandbox
from sandbox.web_api.dispatch import METHODS
from tests.patience import PATIENCE
from tests.sandbox.good_calls import GOOD, filled, staged
from tests.sandbox.manifest import specimen
from tests.sandbox.test_files import put

Json = dict[str, Any]
CODE = re.compile(r"[a-z][a-z_]+")
JSON, FORM = "application/json; charset=utf-8", "application/x-www-form-urlencoded"

IDS = ("C0ACME", "C0BOARD", "C0NOBOT", "C0OLD", "D0ANA", "U0ANA", "U0EVE", "U0DORA", "S0PROOFS", "F0NONE", "acme")
NAMES = sorted(
    {
        *(
            "channel",
            "channels",
            "channel_id",
            "user",
            "users",
            "user_id",
            "ts",
            "timestamp",
            "message_ts",
            "thread_ts",
        ),
        *("text", "blocks", "attachments", "metadata", "view", "view_id", "external_id", "hash", "trigger_id", "name"),
        *("types", "limit", "cursor", "oldest", "latest", "inclusive", "force", "email", "usergroup", "bot", "files"),
        *("filename", "length", "file", "file_ids", "initial_comment", "return_im", "include_all_metadata", "parse"),
        *("unfurls", "unfurl_id", "source"),
    }
)
TEXTS = st.one_of(
    st.sampled_from(IDS),
    st.sampled_from(
        ("", "0", "1", "true", "null", "[]", "{}", "[{}]", "1.5", "-1", "nan", "9" * 400, "1772546400.0001")
    ),
    st.text(max_size=20),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXTS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), inner),
    max_leaves=6,
)
ARGUMENTS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5)
RAW = st.tuples(
    st.sampled_from(
        (JSON, FORM, "", "text/plain", "multipart/form-data; boundary=x", "application/json; charset=x", "x/y")
    ),
    st.binary(max_size=60)
    | st.sampled_from((b"{", b"[]", b"null", b'"x"', b"\xff", b"a=%ff", b"=&=", b"[" * 2000, "{}".encode("utf-16"))),
)


@pytest.fixture(scope="module")
def alone() -> Iterator[Sandbox]:
    """No app is connected: what it would hear is not what is asked here."""
    with Sandbox(specimen(events=("app_home_opened",)), rates=False) as sandbox:
        yield sandbox


@pytest.fixture
def slack(alone: Sandbox) -> Iterator[Sandbox]:
    alone.reset()
    yield alone
    assert alone.violations == []


def call(slack: Sandbox, method: str, content_type: str, body: bytes, query: str = "") -> tuple[int, Json]:
    """As the wire has it."""
    host = slack.url.removeprefix("http://")
    connection = HTTPConnection(host, timeout=PATIENCE)
    try:
        headers = {"Authorization": f"Bearer {slack.bot_token}", "Content-Type": content_type}
        connection.request(
            "POST", f"/api/{method}{query}", body, {name: said for name, said in headers.items() if said}
        )
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def assert_is_slacks(status: int, answer: Json) -> None:
    assert status in {200, 429}
    assert answer["ok"] is True or CODE.fullmatch(answer["error"]), answer
    assert answer.get("error") != "internal_error"


PATIENT = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.parametrize("method", sorted(METHODS))
@PATIENT
@given(arguments=ARGUMENTS, as_form=st.booleans())
def test_arguments_of_any_kind(slack: Sandbox, method: str, arguments: Json, *, as_form: bool) -> None:
    if as_form:
        written = {name: value if isinstance(value, str) else json.dumps(value) for name, value in arguments.items()}
        body, kind = urlencode(written, errors="replace").encode(), FORM
    else:
        body, kind = json.dumps(arguments).encode(), JSON
    assert_is_slacks(*call(slack, method, kind, body))
    slack.violations.clear()


@st.composite
def spoilt(draw: st.DrawFn, good: Any) -> Any:
    """The same with one thing in it, however deep, made something else or left out."""
    if not isinstance(good, (dict, list)) or not good or draw(st.integers(0, 3)) == 0:
        return draw(VALUES)
    changed: Any = good.copy()
    place: Any = draw(st.sampled_from(sorted(good) if isinstance(good, dict) else range(len(good))))
    if draw(st.integers(0, 4)) == 0:
        del changed[place]
    else:
        changed[place] = draw(spoilt(good[place]))
    return changed


@pytest.mark.parametrize("method", sorted(name for name, arguments in GOOD.items() if arguments))
@PATIENT
@given(data=st.data(), as_form=st.booleans())
def test_good_calls_with_one_thing_spoilt(
    slack: Sandbox, client: WebClient, method: str, data: st.DataObject, *, as_form: bool
) -> None:
    good = filled(GOOD[method], staged(slack, client, put))
    arguments = data.draw(spoilt(good))
    if not isinstance(arguments, dict):
        return
    if as_form:
        written = {name: value if isinstance(value, str) else json.dumps(value) for name, value in arguments.items()}
        body, kind = urlencode(written, errors="replace").encode(), FORM
    else:
        body, kind = json.dumps(arguments).encode(), JSON
    assert_is_slacks(*call(slack, method, kind, body))
    slack.violations.clear()


@pytest.mark.parametrize("method", ["chat.postMessage", "conversations.history", "views.open", "auth.test"])
@PATIENT
@given(raw=RAW, query=st.binary(max_size=10))
@example(raw=(JSON, b'{"channel": "\xff"}'), query=b"")
@example(raw=(JSON, b'{"channel": "\\ud800", "text": "\\ud800"}'), query=b"")
@example(raw=(FORM, b"channel=C0ACME&text=%00"), query=b"text=")
def test_bodies_of_any_kind(slack: Sandbox, method: str, raw: tuple[str, bytes], query: bytes) -> None:
    kind, body = raw
    assert_is_slacks(*call(slack, method, kind, body, f"?{quote_from_bytes(query, safe='=&%')}"))
    slack.violations.clear()


MALFORMED = [
    pytest.param(JSON, b"{", "invalid_json", id="half JSON"),
    pytest.param(JSON, b'{"text": NaN}', "invalid_json", id="no number"),
    pytest.param(JSON, b"[]", "json_not_object", id="a list"),
    pytest.param("", b"text=x", "missing_post_type", id="no type"),
    pytest.param("application/xml", b"<text/>", "invalid_post_type", id="XML"),
    pytest.param(f"{FORM}; charset=utf-7", b"text=x", "invalid_charset", id="a charset of the past"),
    pytest.param(FORM, b"text=\xff", "invalid_charset", id="not UTF-8"),
    pytest.param("multipart/form-data", b"--x", "invalid_form_data", id="no boundary"),
    pytest.param("multipart/form-data; boundary=x", b"--x\r\n", "invalid_form_data", id="no end"),
    pytest.param(FORM, b"te-xt=x", "invalid_arg_name", id="a strange name"),
]


@pytest.mark.parametrize(("kind", "body", "error"), MALFORMED)
def test_bodies_that_slack_does_not_take(slack: Sandbox, kind: str, body: bytes, error: str) -> None:
    with slack.expect_violation(error):
        status, answer = call(slack, "api.test", kind, body)

    assert (status, answer["error"]) == (200, error)


WELL_FORMED = [
    pytest.param(JSON, b'{"n": "1", "t": "\\u00e9"}', id="JSON"),
    pytest.param("Application/JSON", b'{"n": "1", "t": "\xc3\xa9"}', id="JSON in capitals"),
    pytest.param(FORM, b"n=1&t=%C3%A9", id="form"),
    pytest.param(
        'multipart/form-data; boundary="x y"',
        b'--x y\r\nContent-Disposition: form-data; name="n"\r\n\r\n1\r\n'
        b'--x y\r\nContent-Disposition: form-data; name="t"\r\n\r\n\xc3\xa9\r\n--x y--\r\n',
        id="multipart",
    ),
]


@pytest.mark.parametrize(("kind", "body"), WELL_FORMED)
def test_four_forms_of_the_same(slack: Sandbox, kind: str, body: bytes) -> None:
    _, answer = call(slack, "api.test", kind, body, "?n=0&q=2")

    assert answer == {"ok": True, "args": {"n": "1", "t": "é", "q": "2"}}


def test_arguments_in_the_address(slack: Sandbox) -> None:
    """A GET, with the token in the header."""
    connection = HTTPConnection(slack.url.removeprefix("http://"), timeout=PATIENCE)
    address = "/api/conversations.history?channel=C0ACME&limit=1&inclusive=1"
    connection.request("GET", address, headers={"Authorization": f"Bearer {slack.bot_token}"})
    answer = json.loads(connection.getresponse().read())
    connection.close()

    assert (answer["ok"], answer["messages"]) == (True, [])


@pytest.mark.parametrize("method", ["", "chat", "chat.postMessage/", "chat.postMessage/x", "%00", "..%2fscreen"])
def test_addresses_that_are_no_method(slack: Sandbox, method: str) -> None:
    with slack.expect_violation("unknown_method"):
        assert call(slack, method, JSON, b"{}")[1]["error"] == "unknown_method"


def test_an_app_that_dies_in_the_middle_of_a_request(slack: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    """It is nobody's defect, so nothing is said of it."""
    address = urlsplit(slack.url)
    head = f"POST /api/chat.postMessage HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: 100\r\n\r\n{{"
    with socket.create_connection((address.hostname, address.port)) as app:
        app.sendall(head.encode())
        assert call(slack, "api.test", JSON, b"{}")[1]["ok"]
    slack.settle()

    assert [made.name for made in slack.calls] == ["chat.postMessage", "api.test"]
    assert caplog.records == []

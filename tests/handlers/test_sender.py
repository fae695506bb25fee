"""What each end of one Web API call means for the outbox (the table of reliability.md 3.1)."""

from dataclasses import replace
from datetime import UTC, datetime
from math import inf

import pytest
from slack_sdk import WebClient

from bot.domain.holds import MARK, MOST_TOLD
from bot.domain.ids import ChannelId, MessageTs, OutboxId, TeamId
from bot.domain.outbox import (
    Accepted,
    Claimed,
    InstallationDead,
    Lane,
    MessageKind,
    NotSent,
    Outcome,
    Posted,
    Refused,
    Throttled,
    Unchangeable,
    Unclear,
)
from handlers.calls import Call
from handlers.conversations import Conversations
from handlers.sender import Sender
from sandbox.validation import message_problems
from tests.handlers.scripted_slack import Answer, WebApi, web_api

POSTED = Answer.of(ok=True, channel="C1", ts="1.2")
CALL = Call("chat.postMessage", {"text": "R-1"})


def claimed(
    *,
    kind: MessageKind = MessageKind.REQUEST_CARD,
    to: str = "C1",
    edits: Posted | None = None,
    thread: str | None = None,
) -> Claimed:
    return Claimed(
        id=OutboxId("3f1c"),
        team_id=TeamId("T1"),
        token="claim",
        kind=kind,
        about="R-1",
        to=to,
        due_at=datetime(2026, 3, 3, 14, tzinfo=UTC),
        expires_at=None,
        lane=Lane.INTERACTIVE,
        attempt=1,
        tried_ago=None,
        edits=edits,
        thread_ts=MessageTs(thread) if thread else None,
        fallback=None,
        facts={},
    )


def sender_to(url: str) -> Sender:
    client = WebClient(token="xoxb-1", base_url=url, retry_handlers=[], timeout=1)
    return Sender(client, Conversations(client))


def sent_by(sender: Sender, row: Claimed) -> Outcome:
    ready = sender.prepare(row, CALL)
    return sender.send(ready, latest=inf) if isinstance(ready, Call) else ready


def sent(api: WebApi, row: Claimed) -> Outcome:
    return sent_by(sender_to(api.url), row)


OUTCOMES: list[tuple[str, Answer, Outcome]] = [
    ("accepted", POSTED, Accepted(Posted(ChannelId("C1"), MessageTs("1.2")))),
    ("accepted without a place", Answer.of(ok=True), Unclear("accepted without a place")),
    ("429", Answer(b"", 429, {"Retry-After": "7"}), Throttled("chat.postMessage", 7.0)),
    ("429 without header", Answer(b"", 429), Throttled("chat.postMessage", 30.0)),
    ("429 with an odd header", Answer(b"", 429, {"Retry-After": "soon"}), Throttled("chat.postMessage", 30.0)),
    ("429 with no wait", Answer(b"", 429, {"Retry-After": "0"}), Throttled("chat.postMessage", 1.0)),
    ("429 for an hour", Answer(b"", 429, {"Retry-After": "3600"}), Throttled("chat.postMessage", 3600.0)),
    ("429 with a negative wait", Answer(b"", 429, {"Retry-After": "-5"}), Throttled("chat.postMessage", 30.0)),
    (
        "429 with a digit that is no number",
        Answer(b"", 429, {"Retry-After": "\xb2"}),
        Throttled("chat.postMessage", 30.0),
    ),
    (
        "429 with the date in seconds",
        Answer(b"", 429, {"Retry-After": "1772632800"}),
        Throttled("chat.postMessage", 30.0),
    ),
    ("429 without end", Answer(b"", 429, {"Retry-After": "9" * 400}), Throttled("chat.postMessage", 30.0)),
    ("429 in small letters", Answer(b"", 429, {"retry-after": "3"}), Throttled("chat.postMessage", 3.0)),
    ("ratelimited", Answer.of(ok=False, error="ratelimited"), Throttled("chat.postMessage", 30.0)),
    ("archived", Answer.of(ok=False, error="is_archived"), Refused("is_archived")),
    ("removed", Answer.of(ok=False, error="not_in_channel"), Refused("not_in_channel")),
    ("too long", Answer.of(ok=False, error="msg_too_long"), Refused("msg_too_long")),
    ("revoked", Answer.of(ok=False, error="token_revoked"), InstallationDead("token_revoked")),
    ("fatal_error", Answer.of(ok=False, error="fatal_error"), Unclear("said fatal_error")),
    ("unknown code", Answer.of(ok=False, error="brand_new_code"), Unclear("said brand_new_code")),
    ("500", Answer(b"{}", 500), Unclear("status 500")),
    ("500 that says why", Answer(b'{"ok": false, "error": "is_archived"}', 500), Unclear("status 500")),
    ("502 with HTML", Answer(b"<html>", 502), Unclear("status 502")),
    ("closed without a word", Answer(raw=b""), Unclear("RemoteDisconnected")),
    ("half a body", Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), Unclear("IncompleteRead")),
    ("a list", Answer(b"[1]"), Unclear("AttributeError")),
    ("an empty list", Answer(b"[]"), Unclear("status 200")),
    ("HTML", Answer(b"<html>login</html>"), Unclear("status 200")),
    ("not UTF-8", Answer(b"\xff\xfe{"), Unclear("UnicodeDecodeError")),
    ("not HTTP", Answer(raw=b"hello\r\n\r\n"), Unclear("BadStatusLine")),
]


@pytest.mark.parametrize(("answer", "outcome"), [row[1:] for row in OUTCOMES], ids=[row[0] for row in OUTCOMES])
def test_outcome(answer: Answer, outcome: Outcome) -> None:
    with web_api({"chat.postMessage": answer}) as api:
        assert sent(api, claimed()) == outcome
        assert api.methods() == ["chat.postMessage"], "exactly one attempt"


def test_what_never_left_this_machine_is_not_sent() -> None:
    with web_api({}) as api:
        closed = api.url
    assert sent_by(sender_to(closed), claimed()) == NotSent("ConnectionRefusedError")


def test_a_new_message_carries_its_id_and_unfurls_nothing() -> None:
    with web_api({"chat.postMessage": POSTED}) as api:
        sent(api, claimed(thread="9.9"))
        assert api.body_of("chat.postMessage") == {
            "channel": "C1",
            "thread_ts": "9.9",
            "text": "R-1",
            "unfurl_links": False,
            "unfurl_media": False,
            "client_msg_id": "ffa11ca3-625e-5fe7-8379-03fc4722de19",
            "metadata": {"event_type": "liaison_outbox", "event_payload": {"id": "3f1c", "mark": ""}},
        }


def test_an_edit_goes_where_the_message_stands() -> None:
    with web_api({"chat.update": Answer.of(ok=True, channel="D7", ts="5.5")}) as api:
        outcome = sent(api, claimed(to="U1", edits=Posted(ChannelId("D7"), MessageTs("5.5"))))
        assert outcome == Accepted(Posted(ChannelId("D7"), MessageTs("5.5")))
        assert api.body_of("chat.update") == {"channel": "D7", "ts": "5.5", "text": "R-1"}


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("message_not_found", Unchangeable("message_not_found", stands=False)),
        ("cant_update_message", Unchangeable("cant_update_message", stands=True)),
        ("edit_window_closed", Unchangeable("edit_window_closed", stands=True)),
        ("is_archived", Refused("is_archived")),
    ],
)
def test_a_message_that_cannot_be_changed(code: str, outcome: Outcome) -> None:
    with web_api({"chat.update": Answer.of(ok=False, error=code)}) as api:
        assert sent(api, claimed(edits=Posted(ChannelId("C1"), MessageTs("5.5")))) == outcome


def test_a_message_is_named_alike_each_time_it_is_tried() -> None:
    with web_api({"chat.postMessage": POSTED}) as api:
        for _ in range(2):
            sent(api, claimed())
        first, second = (body["client_msg_id"] for _, body in api.calls)
        assert first == second


def test_a_home_is_published_and_has_no_place() -> None:
    with web_api({"views.publish": Answer.of(ok=True)}) as api:
        assert sent(api, claimed(kind=MessageKind.HOME, to="U1")) == Accepted(None)
        assert api.body_of("views.publish")["user_id"] == "U1"


def test_a_person_is_reached_in_their_direct_message_which_is_opened_once() -> None:
    answers = {"conversations.open": Answer.of(ok=True, channel={"id": "D7"}), "chat.postMessage": POSTED}
    with web_api(answers) as api:
        sender = sender_to(api.url)
        sent_by(sender, claimed(to="U1"))
        sent_by(sender, claimed(to="U1"))
        assert api.methods() == ["conversations.open", "chat.postMessage", "chat.postMessage"]
        assert api.body_of("chat.postMessage")["channel"] == "D7"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer.of(ok=False, error="user_disabled"), Refused("user_disabled")),
        (Answer(b"", 429, {"Retry-After": "2"}), Throttled("conversations.open", 2.0)),
        (Answer(b"", 503), NotSent("status 503")),
        (Answer(raw=b""), NotSent("RemoteDisconnected")),
        (Answer.of(ok=False, error="brand_new_code"), NotSent("said brand_new_code")),
        (Answer.of(ok=True), NotSent("opened without a place")),
        (Answer.of(ok=True, channel={"id": None}), NotSent("opened without a place")),
    ],
    ids=["refused", "throttled", "503", "closed", "an unknown code", "no channel", "a channel without an id"],
)
def test_a_direct_message_that_cannot_be_opened_posts_nothing(answer: Answer, outcome: Outcome) -> None:
    with web_api({"conversations.open": answer}) as api:
        assert sender_to(api.url).prepare(claimed(to="U1"), CALL) == outcome
        assert api.methods() == ["conversations.open"]


def test_preparing_posts_nothing() -> None:
    """It comes before the intent, and so may take as long as it takes."""
    answers = {"conversations.open": Answer.of(ok=True, channel={"id": "D7"}), "chat.postMessage": POSTED}
    with web_api(answers) as api:
        ready = sender_to(api.url).prepare(claimed(to="U1"), CALL)
        assert isinstance(ready, Call)
        assert (ready.method, ready.arguments["channel"]) == ("chat.postMessage", "D7")
        assert api.methods() == ["conversations.open"]


def test_as_many_marks_as_slack_takes() -> None:
    """They are as many as a message can have, and no more than its metadata may hold."""
    told = replace(claimed(), id=OutboxId("f" * 32), mark="a" * MARK, tells=["b" * MARK] * MOST_TOLD)
    with web_api({"chat.postMessage": POSTED}) as api:
        call = sender_to(api.url).prepare(told, CALL)
    assert isinstance(call, Call)
    assert message_problems({**call.arguments, "text": "R-1"}) == []

"""One Web API call, sent once, and what its end means for the outbox (reliability.md 3.1)."""

import logging
import ssl
from collections.abc import Mapping
from http.client import HTTPException
from socket import gaierror
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.domain.ids import ChannelId, MessageTs
from bot.domain.outbox import (
    Accepted,
    Claimed,
    InstallationDead,
    MessageKind,
    NotSent,
    Outcome,
    Posted,
    Refused,
    Throttled,
    Unclear,
)
from bot.services import delivery
from handlers.calls import Call
from handlers.slack_errors import INSTALLATION_DEAD, REFUSED_FOR_CERTAIN, THROTTLED
from handlers.web_clients import error_code

log = logging.getLogger(__name__)

TIMEOUT = 10
#: Slack says how long in Retry-After; this is for when it does not.
USUAL_PAUSE = 30.0
METADATA_TYPE = "liaison_outbox"

#: What opening a connection raises before a byte was written.
NEVER_LEFT = (ConnectionRefusedError, gaierror, ssl.SSLCertVerificationError)


class Sender:
    """`client` tells where and with which token; it must neither retry nor wait longer than TIMEOUT for a read."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._direct_messages: dict[str, ChannelId] = {}

    def prepare(self, claimed: Claimed, call: delivery.Call) -> Call | Outcome:
        assert isinstance(call, Call), "what rendering made comes back unchanged"
        if claimed.kind is MessageKind.HOME:
            return Call("views.publish", {**call.arguments, "user_id": claimed.to})
        if claimed.edits is not None:
            place = {"channel": claimed.edits.channel, "ts": claimed.edits.ts}
            return Call("chat.update", {**call.arguments, **place})
        channel = self._channel(claimed.to)
        return (
            Call("chat.postMessage", _as_new_message(claimed, call, channel)) if isinstance(channel, str) else channel
        )

    def send(self, call: delivery.Call) -> Outcome:
        assert isinstance(call, Call), "what was prepared comes back unchanged"
        return self._call(call.method, call.arguments)

    def _channel(self, to: str) -> ChannelId | Outcome:
        """A person is reached in the direct message with the bot, which is opened when it is first needed."""
        if not to.startswith(("U", "W")):
            return ChannelId(to)
        if to not in self._direct_messages:
            opened = self._attempt("conversations.open", {"users": to})
            if not isinstance(opened, SlackResponse):
                # Opening posts nothing, so the message itself has certainly not been sent.
                return NotSent(opened.reason) if isinstance(opened, Unclear) else opened
            self._direct_messages[to] = ChannelId(_text(opened.get("channel"), "id"))
        return self._direct_messages[to]

    def _call(self, method: str, arguments: Mapping[str, object]) -> Outcome:
        response = self._attempt(method, arguments)
        if not isinstance(response, SlackResponse):
            return response
        if method == "views.publish":
            return Accepted(None)
        channel, ts = response.get("channel"), response.get("ts")
        if not (isinstance(channel, str) and isinstance(ts, str)):
            return Unclear("accepted without a place")
        return Accepted(Posted(ChannelId(channel), MessageTs(ts)))

    def _attempt(self, method: str, arguments: Mapping[str, object]) -> SlackResponse | Outcome:
        try:
            return self._client.api_call(method, json=dict(arguments))
        except SlackApiError as error:
            return outcome_of_answer(method, error.response)
        except (OSError, HTTPException, SlackClientError, ValueError, AttributeError) as error:
            # ValueError: a body that is not UTF-8. AttributeError: JSON that is not an object, which the SDK assumes.
            return outcome_of_failure(error)


def outcome_of_answer(method: str, response: SlackResponse) -> Outcome:
    """Slack answered, and not with ok."""
    code = error_code(response)
    if response.status_code == 429 or code in THROTTLED:
        return Throttled(method, _retry_after(response.headers))
    if response.status_code >= 500 or code is None:
        return Unclear(f"status {response.status_code}")
    if code in INSTALLATION_DEAD:
        return InstallationDead(code)
    return Refused(code) if code in REFUSED_FOR_CERTAIN else Unclear(code)


def outcome_of_failure(error: Exception) -> Outcome:
    """Slack did not answer, or not in a way that says anything."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(error, URLError) and isinstance(cause, NEVER_LEFT):
        return NotSent(type(cause).__name__)
    return Unclear(type(cause).__name__)


def _as_new_message(claimed: Claimed, call: Call, channel: str) -> dict[str, object]:
    thread = {"thread_ts": claimed.thread_ts} if claimed.thread_ts else {}
    return {
        "unfurl_links": False,
        "unfurl_media": False,
        **call.arguments,
        **thread,
        "channel": channel,
        # Everybody in the workspace can read metadata, so it holds the random id and nothing else.
        "metadata": {"event_type": METADATA_TYPE, "event_payload": {"id": claimed.id}},
    }


def _retry_after(headers: Mapping[str, str]) -> float:
    said = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return max(1.0, float(said)) if said.strip().isdigit() else USUAL_PAUSE


def _text(of: object, key: str) -> str:
    return str(of.get(key)) if isinstance(of, dict) else ""

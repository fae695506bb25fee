"""The one call that puts a message before people: where to, and with what."""

from collections.abc import Mapping
from uuid import UUID, uuid5

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.domain.ids import ChannelId, MessageTs
from bot.domain.outbox import (
    Accepted,
    Claimed,
    MessageKind,
    Outcome,
    Posted,
    Refused,
    Unchangeable,
    Unclear,
)
from bot.services import delivery
from handlers.attempts import attempted
from handlers.calls import Call
from handlers.conversations import Conversations
from handlers.deadlines import no_byte_after
from handlers.slack_errors import DELETED, STAYS_AS_IT_IS
from handlers.uploads import SHARE, Upload, Uploads

TIMEOUT = 10
METADATA_TYPE = "liaison_outbox"
#: Any, as long as it is always the same.
NAMESPACE = UUID("4f0f4a53-9f4e-4d25-9a3c-6f0d4b7a2f11")


class Sender:
    """`client` tells where and with which token; it must neither retry nor wait longer than TIMEOUT for a read."""

    def __init__(self, client: WebClient, conversations: Conversations, uploads: Uploads | None = None) -> None:
        self._client = client
        self._conversations = conversations
        self._uploads = uploads

    def prepare(self, claimed: Claimed, call: delivery.Call) -> Call | Outcome:
        assert isinstance(call, Call), "what rendering made comes back unchanged"
        if claimed.kind is MessageKind.HOME:
            return Call("views.publish", {**call.arguments, "user_id": claimed.to})
        if claimed.edits is not None:
            place = {"channel": claimed.edits.channel, "ts": claimed.edits.ts}
            return Call("chat.update", {**call.arguments, **place})
        channel = self._conversations.channel(claimed.to)
        if not isinstance(channel, str):
            return channel
        upload = call.arguments.get("upload")
        if isinstance(upload, Upload):
            assert self._uploads is not None, "whoever renders files can send them"
            return self._uploads.prepare(claimed, upload, channel)
        return Call("chat.postMessage", _as_new_message(claimed, call, channel))

    def send(self, call: delivery.Call, *, latest: float) -> Outcome:
        assert isinstance(call, Call), "what was prepared comes back unchanged"
        with no_byte_after(latest):
            return self._call(call.method, call.arguments)

    def _call(self, method: str, arguments: Mapping[str, object]) -> Outcome:
        response = attempted(method, lambda: self._client.api_call(method, json=dict(arguments)))
        if not isinstance(response, SlackResponse):
            return _of_change(response) if method == "chat.update" else response
        if method == "views.publish":
            return Accepted(None)
        if method == SHARE:
            return Unclear("it is shared behind the answer")
        channel, ts = response.get("channel"), response.get("ts")
        if not (isinstance(channel, str) and isinstance(ts, str)):
            return Unclear("accepted without a place")
        return Accepted(Posted(ChannelId(channel), MessageTs(ts)))


def _of_change(outcome: Outcome) -> Outcome:
    match outcome:
        case Refused(code) if code == DELETED:
            return Unchangeable(code, stands=False)
        case Refused(code) if code in STAYS_AS_IT_IS:
            return Unchangeable(code, stands=True)
        case _:
            return outcome


def _as_new_message(claimed: Claimed, call: Call, channel: str) -> dict[str, object]:
    thread = {"thread_ts": claimed.thread_ts} if claimed.thread_ts else {}
    return {
        "unfurl_links": False,
        "unfurl_media": False,
        **call.arguments,
        **thread,
        "channel": channel,
        # Slack may or may not know a repeated message by it; nothing here relies on that.
        "client_msg_id": str(uuid5(NAMESPACE, claimed.id)),
        "metadata": {"event_type": METADATA_TYPE, "event_payload": _payload(claimed)},
    }


def _payload(claimed: Claimed) -> dict[str, object]:
    """Everybody in the workspace can read metadata, so nothing in it says anything to them."""
    told = {"tells": "".join(claimed.tells)} if claimed.tells else {}
    return {"id": claimed.id, "mark": claimed.mark, **told}

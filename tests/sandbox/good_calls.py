"""A good call of every method, for tests that spoil one thing at a time."""

from typing import Any

from slack_sdk import WebClient

from sandbox import Sandbox
from tests.sandbox.shapes import home, modal, section

Json = dict[str, Any]

#: What stands for the ts of a message of the app's in #acme, for a file of its own, and for bytes that have arrived.
TS, FILE, UPLOADED = "<ts>", "<file>", "<uploaded>"
#: And for the ts of a message of Ana's there with this link.
LINKING, LINK = "<linking>", "https://acme.test/1"

GOOD: dict[str, Json] = {
    "api.test": {"foo": "bar"},
    "auth.test": {},
    "apps.connections.open": {},
    "bots.info": {"bot": "B0SPECIMEN"},
    "team.info": {},
    "chat.postMessage": {"channel": "C0ACME", "text": "x", "blocks": [section("x")], "thread_ts": TS},
    "chat.update": {"channel": "C0ACME", "ts": TS, "text": "y", "blocks": [section("y")]},
    "chat.delete": {"channel": "C0ACME", "ts": TS},
    "chat.postEphemeral": {"channel": "C0ACME", "user": "U0ANA", "text": "x"},
    "chat.getPermalink": {"channel": "C0ACME", "message_ts": TS},
    "chat.unfurl": {"channel": "C0ACME", "ts": LINKING, "unfurls": {LINK: {"blocks": [section("x")]}}},
    "conversations.list": {"types": "public_channel", "exclude_archived": True, "limit": 10},
    "conversations.info": {"channel": "C0ACME", "include_num_members": True, "include_locale": False},
    "conversations.open": {"users": "U0ANA", "return_im": True, "prevent_creation": False},
    "conversations.members": {"channel": "C0ACME", "limit": 10},
    "conversations.history": {"channel": "C0ACME", "oldest": "0", "latest": TS, "inclusive": True, "limit": 10},
    "conversations.replies": {"channel": "C0ACME", "ts": TS, "oldest": "1.5", "limit": 10},
    "conversations.join": {"channel": "C0NOBOT"},
    "conversations.invite": {"channel": "C0BOARD", "users": "U0CARLA", "force": False},
    "users.info": {"user": "U0ANA", "include_locale": True},
    "users.list": {"limit": 10, "include_locale": False},
    "users.conversations": {"user": "U0ANA", "types": "public_channel", "exclude_archived": False, "limit": 10},
    "users.lookupByEmail": {"email": "ana@sandbox.example"},
    "usergroups.list": {"include_users": True, "include_count": True, "include_disabled": True},
    "usergroups.users.list": {"usergroup": "S0PROOFS", "include_disabled": False},
    "reactions.add": {"channel": "C0ACME", "timestamp": TS, "name": "eyes"},
    "reactions.get": {"channel": "C0ACME", "timestamp": TS, "full": True},
    "reactions.remove": {"channel": "C0ACME", "timestamp": TS, "name": "thumbsup"},
    "views.open": {"trigger_id": "1.2.3", "view": modal(section("x"))},
    "views.push": {"trigger_id": "1.2.3", "view": modal(section("x"))},
    "views.update": {"view_id": "V1", "hash": "h", "view": modal(section("x"))},
    "views.publish": {"user_id": "U0ANA", "view": home(section("x"))},
    "files.getUploadURLExternal": {"filename": "x.txt", "length": 1, "alt_txt": "a letter"},
    "files.completeUploadExternal": {"files": [{"id": UPLOADED, "title": "X"}], "channel_id": "C0ACME"},
    "files.info": {"file": FILE},
}

#: No app has a trigger or an open view without a gesture: there the good call is refused for that alone.
WITHOUT_GESTURE = {"views.open": "invalid_trigger_id", "views.push": "invalid_trigger_id", "views.update": "not_found"}


def staged(slack: Sandbox, client: WebClient, put: Any) -> dict[str, str]:
    """What the placeholders stand for; `put` sends bytes to an upload's address."""
    ts = str(client.chat_postMessage(channel="C0ACME", text="card")["ts"])
    client.reactions_add(channel="C0ACME", timestamp=ts, name="thumbsup")
    given = client.files_getUploadURLExternal(filename="x.txt", length=1)
    put(given["upload_url"], b"x")
    file = str(client.files_upload_v2(content="y", filename="y.txt")["files"][0]["id"])
    linking = slack.person("ana").says(LINK, in_="acme")
    return {TS: ts, FILE: file, UPLOADED: str(given["file_id"]), LINKING: linking}


def filled(value: Any, stands_for: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: filled(inner, stands_for) for name, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, stands_for) for inner in value]
    return stands_for.get(value, value) if isinstance(value, str) else value

"""Links to the domains that the app has claimed, of which it is told so that it can unfurl them."""

import hashlib
import re
import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit

from sandbox.authors import BOTS
from sandbox.delivery import Delivery
from sandbox.directory import app_is_in
from sandbox.errors import Json
from sandbox.mrkdwn import unescaped
from sandbox.payloads import is_shared
from sandbox.world import Channel, Message, User

LINK = re.compile(r"<(https?://[^<>|]+)(?:\|[^<>]*)?>")


def typed(delivery: Delivery, channel: Channel, user: User, text: str) -> None:
    """Told before the message is sent, when it has no conversation and no ts yet."""
    unfurl_id = f"{user.id}-{uuid.uuid4()}"
    there = {"channel": "COMPOSER", "user": user.id, "message_ts": unfurl_id, "unfurl_id": unfurl_id}
    _shared(delivery, channel, text, there | {"source": "composer"})


def posted(delivery: Delivery, channel: Channel, message: Message) -> None:
    """Nothing that an app says is told of."""
    user = delivery.slack.world.users.get(message.user)
    if user is None or user.kind in BOTS:
        return
    digest = hashlib.sha256(f"{channel.id}{message.ts}".encode()).hexdigest()
    there: Json = {"channel": channel.id, "user": message.user, "message_ts": message.ts}
    there |= {"unfurl_id": f"{channel.id}.{message.ts}.{digest}", "source": "conversations_history"}
    if message.thread_ts:
        there["thread_ts"] = message.thread_ts
    _shared(delivery, channel, message.text, there)


def _shared(delivery: Delivery, channel: Channel, text: str, there: Json) -> None:
    slack = delivery.slack
    links = list(_claimed(text, slack.manifest.unfurl_domains))
    if links:
        shape = {"type": "link_shared", **there, "links": links, "event_ts": slack.ts()}
        shape |= {"is_bot_user_member": app_is_in(slack, channel)}
        delivery.event("link_shared", shape, shared=is_shared(slack, channel))


def _claimed(text: str, domains: tuple[str, ...]) -> Iterator[Json]:
    """A domain stands for what is below it too, and none for the one above."""
    for url in dict.fromkeys(unescaped(found) for found in LINK.findall(text)):
        host = _host(url)
        domain = next((one for one in domains if host == one.lower() or host.endswith(f".{one.lower()}")), None)
        if domain is not None:
            yield {"domain": domain, "url": url}


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""

"""Links to the domains that the app has claimed, of which it is told so that it can unfurl them."""

import hashlib
import re
import uuid
from urllib.parse import urlsplit

from sandbox.authors import BOTS
from sandbox.delivery import Delivery
from sandbox.directory import app_is_in
from sandbox.errors import Json
from sandbox.mrkdwn import unescaped
from sandbox.payloads import is_shared
from sandbox.world import Channel, Message, User

LINK = re.compile(r"<(https?://[^<>|]+)(?:\|[^<>]*)?>")
SOURCES = frozenset({"composer", "conversations_history"})


def typed(delivery: Delivery, channel: Channel, user: User, text: str) -> str:
    """Told before the message is sent, when it has no conversation and no ts yet; returns what it goes by."""
    unfurl_id = f"{user.id}-{uuid.uuid4()}"
    there = {"channel": "COMPOSER", "user": user.id, "message_ts": unfurl_id, "unfurl_id": unfurl_id}
    _shared(delivery, channel, text, there | {"source": "composer"})
    return unfurl_id


def sent(delivery: Delivery, channel: Channel, message: Message, unfurl_id: str) -> None:
    """What was typed is this message now."""
    if urls(message.text):
        delivery.slack.unfurl_ids[unfurl_id] = (channel.id, message.ts)


def posted(delivery: Delivery, channel: Channel, message: Message) -> None:
    """Nothing that an app says is told of."""
    user = delivery.slack.world.users.get(message.user)
    if user is None or user.kind in BOTS:
        return
    digest = hashlib.sha256(f"{channel.id}{message.ts}".encode()).hexdigest()
    unfurl_id = f"{channel.id}.{message.ts}.{digest}"
    sent(delivery, channel, message, unfurl_id)
    there: Json = {"channel": channel.id, "user": message.user, "message_ts": message.ts}
    there |= {"unfurl_id": unfurl_id, "source": "conversations_history"}
    if message.thread_ts:
        there["thread_ts"] = message.thread_ts
    _shared(delivery, channel, message.text, there)


def _shared(delivery: Delivery, channel: Channel, text: str, there: Json) -> None:
    slack = delivery.slack
    domains = {url: domain_of(url, slack.manifest.unfurl_domains) for url in urls(text)}
    links = [{"domain": domain, "url": url} for url, domain in domains.items() if domain]
    if links:
        shape = {"type": "link_shared", **there, "links": links, "event_ts": slack.ts()}
        shape |= {"is_bot_user_member": app_is_in(slack, channel)}
        delivery.event("link_shared", shape, shared=is_shared(slack, channel))


def urls(text: str) -> list[str]:
    return list(dict.fromkeys(unescaped(found) for found in LINK.findall(text)))


def domain_of(url: str, domains: tuple[str, ...]) -> str | None:
    """A domain stands for what is below it too, and none for the one above."""
    host = _host(url)
    return next((one for one in domains if host == one.lower() or host.endswith(f".{one.lower()}")), None)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""

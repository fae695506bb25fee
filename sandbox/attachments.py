"""Attachments of messages: as Slack gives them back, and as people read and use them."""

from collections.abc import Iterator

from sandbox.errors import Json
from sandbox.views import completed
from sandbox.world import Message

NOTHING_TO_SEE = "[no preview available]"
TEXTS = ("pretext", "author_name", "title", "text", "footer")


def kept(attachments: list[Json]) -> list[Json]:
    """Numbered from 1, the blocks inside with the ids that they lack."""
    whole = [completed(one) | {"id": number} for number, one in enumerate(attachments, start=1)]
    return [{**one, "fallback": one.get("fallback") or NOTHING_TO_SEE} for one in whole]


def usable(message: Message) -> Iterator[tuple[Json | None, list[Json]]]:
    """The message's own blocks, then those of each attachment."""
    yield None, message.blocks
    for attachment in message.attachments:
        yield attachment, attachment.get("blocks") or []


def holding(message: Message) -> list[Json]:
    """All blocks that can hold what somebody puts into them."""
    return [block for _, blocks in usable(message) for block in blocks]


def shown(message: Message) -> list[Json]:
    """All that stands under the author's name; nothing for a mere text."""
    if not message.attachments:
        return message.blocks
    said = message.blocks or ([_paragraph(message.text)] if message.text else [])
    return [*said, *(block for attachment in message.attachments for block in _shown(attachment))]


def _shown(attachment: Json) -> Iterator[Json]:
    texts = [_linked(attachment, name) for name in TEXTS if attachment.get(name)]
    for entry in attachment.get("fields") or ():
        texts += [
            f"*{entry[name]}*" if name == "title" else str(entry[name]) for name in ("title", "value") if name in entry
        ]
    blocks = attachment.get("blocks") or []
    yield from map(_paragraph, texts)
    yield from blocks
    if not texts and not blocks:
        yield _paragraph(attachment["fallback"])


def _linked(attachment: Json, name: str) -> str:
    link = attachment.get("title_link") if name == "title" else None
    return f"<{link}|{attachment[name]}>" if link else str(attachment[name])


def _paragraph(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": False}}

"""The messages of one digest, a person's or a channel's: each waits until the one before it has arrived or failed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.ids import OutboxId
from bot.domain.outbox import Lane, Message
from bot.domain.schedules import Kind, late_limit
from bot.services.outbox_ports import Outbox


def queue(outbox: Outbox, parts: Iterable[Message]) -> Sequence[OutboxId]:
    """Of parts that say what they are, to whom and when."""
    queued: list[OutboxId] = []
    for part in parts:
        expires_at = part.due_at + late_limit(Kind.DIGEST)
        before = queued[-1] if queued else None
        queued.append(outbox.add(replace(part, lane=Lane.DIGEST, expires_at=expires_at, after=before)))
    return queued

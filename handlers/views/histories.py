"""What has happened to a request or task, in words."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.histories import UNDO, Change
from bot.domain.ids import LIAISON
from bot.domain.text import clipped
from bot.services.histories import History
from handlers import blocks
from handlers.blocks import Block
from handlers.ids import ActionId
from handlers.moments import wall
from handlers.text import Mrkdwn, capitalised, joined, mention, plainly, said
from handlers.views import paging, sources
from handlers.views.history_phrases import PHRASES, SEALED
from handlers.views.history_tellings import WORDS, Telling, in_short
from handlers.views.routing import by_rule

PAGE = 10
PART_OF, SEVERAL = {"": "", UNDO: " (undone)"}, " ({label}, several at once)"


def page(history: History, offset: int, zone: ZoneInfo, now: datetime) -> Block:
    telling = Telling(zone, now, history.clients)
    lines = [line for change in history.changes if (line := _line(change, telling)) is not None]
    item = history.item
    head = said("*{label}* {title}", label=item.label, title=clipped(item.title, WORDS))
    shown = [blocks.section(line) for line in lines[offset : offset + PAGE]]
    found = [blocks.section(head), *shown, *_pager(item.label, offset, len(lines))]
    return blocks.modal("history.shown", plainly("{label}: history", label=item.label), found, submit=None)


def _pager(label: str, offset: int, total: int) -> list[Block]:
    found = []
    if offset:
        found.append(blocks.button(plainly("Newer"), ActionId.HISTORY_PAGE, f"{label}@{max(offset - PAGE, 0)}"))
    if offset + PAGE < total:
        found.append(blocks.button(plainly("Older"), ActionId.HISTORY_PAGE, f"{label}@{offset + PAGE}"))
    if not found:
        return []
    standing = paging.standing(offset, min(PAGE, total - offset), total)
    return [blocks.context(capitalised(said("{standing}", standing=standing))), blocks.actions(found)]


def _line(change: Change, telling: Telling) -> Mrkdwn | None:
    phrases = list(_phrases(change, telling))
    if not phrases:
        return None
    who = said("Liaison") if change.by == LIAISON else mention(change.by)
    at = wall(change.at, telling.zone, telling.now)
    of = said("*{label}* · ", label=change.of) if change.of else Mrkdwn()
    batch = said(PART_OF.get(change.batch, SEVERAL), label=change.batch)
    what = joined(phrases, ", ")
    return said("{of}{at}\n{who} {what}{batch}", of=of, at=at, who=who, what=what, batch=batch)


def _phrases(change: Change, telling: Telling) -> Iterator[Mrkdwn]:
    if change.has("into_number") or "into_number" in change.before:
        yield _merge(change)
        return
    if change.action == "added":
        yield _added(change, telling)
        yield from _routed(change)
        return
    for field, phrase in PHRASES.items():
        if change.has(field) and change.was(field) != change.after[field]:
            told = (
                said("changed {what}", what=plainly(SEALED[field]))
                if change.sealed and field in SEALED
                else phrase(change, telling)
            )
            if told:
                yield told


def _merge(change: Change) -> Mrkdwn:
    """Of the one that stays."""
    if change.action == "added":
        return said("merged R-{number} into it", number=change.after["number"])
    return said("took R-{number} out of it again", number=change.was("number"))


def _routed(change: Change) -> Iterator[Mrkdwn]:
    if change.after.get("queue"):
        yield said("put it into the queue {name}", name=change.after["queue"])
    if change.after.get("assigned_by") == LIAISON:
        rule = by_rule(change.after.get("rule"))
        yield said("gave it to {who} {rule}", who=mention(change.after["owner"]), rule=rule)


def _added(change: Change, telling: Telling) -> Mrkdwn:
    if change.has("asked_of"):
        return _asked(change)
    if not change.has("logged_by"):
        return said("gave it out")
    came = _came(change, telling)
    return said("logged it, received {came}", came=came) if came else said("logged it")


def _asked(change: Change) -> Mrkdwn:
    who = mention(change.after["asked_of"])
    if change.sealed:
        return said("asked {who} something", who=who)
    return said("asked {who}: {words}", who=who, words=in_short(change.after["words"]))


def _came(change: Change, telling: Telling) -> Mrkdwn | None:
    at, source = change.after.get("received_at"), change.after.get("source")
    parts = [*([said("{at}", at=telling.at(at))] if at else []), *([sources.how(str(source))] if source else [])]
    return joined(parts, " ") if parts else None

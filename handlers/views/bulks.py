"""Changes of many at once in words: what would change and what not, what has, and what those concerned are told."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.bulks import UNDO_WINDOW, Bulk, BulkVerb, Picked
from bot.services.bulk_news import BulkNews
from bot.services.bulk_shown import Applied, Preview
from bot.services.cards import Item
from handlers import blocks
from handlers.blocks import Block, Message
from handlers.ids import ActionId
from handlers.language import Counted
from handlers.moments import wall
from handlers.text import Mrkdwn, capitalised, joined, mention, plainly, said, unstopped
from handlers.views import client_names, paging
from handlers.views.bulk_acts import standing, what
from handlers.views.bulk_left import NAMED, left, listed, stay

TITLE = 80
#: Lines of a preview that are read at once, and blocks that a message has for lines; of the rest it has the numbers.
PAGE, LINE_BLOCKS = 60, 40
#: Buttons beside *Undo*.
MOVES = 20
APPLIED = Counted("{label}: {count} is changed, {what}.", "{label}: {count} are changed, {what}.")
UNDONE_NONE = Counted("{label} is undone: it is not as before.", "{label} is undone: none of them is as before.")
UNDONE = Counted("{label} is undone: {count} is as before.", "{label} is undone: {count} are as before.")
OF_YOURS = Counted(
    "{by} changed several at once. {count} is yours or watched by you: {what}.",
    "{by} changed several at once. {count} are yours or watched by you: {what}.",
)
ALONG = Counted(
    "Going along, as it was merged into one of them: {named}.",
    "{count} going along, as they were merged into these: {named}.",
)
GONE_ALONG = Counted(
    "Gone along, as it was merged into one of them: {named}.",
    "{count} have gone along, as they were merged into these: {named}.",
)
STALE = "Nothing is saved yet: {named} changed since you looked. This is what would change now."


def preview(shown: Preview, zone: ZoneInfo, now: datetime, offset: int = 0) -> Message:
    """With a button that does it."""
    text = _would(shown, zone, now)
    apply = blocks.button(plainly("Apply"), ActionId.BULK_APPLY, str(shown.bulk.number), style="primary")
    buttons = [*([apply] if shown.bulk.free else []), *_turns(shown, offset)]
    return Message(text, [*body(shown, zone, now, offset), *([blocks.actions(buttons)] if buttons else [])])


def body(shown: Preview, zone: ZoneInfo, now: datetime, offset: int = 0) -> list[Block]:
    """All but the buttons."""
    lines = [_line(shown, one, zone, now) for one in shown.bulk.free]
    offset = _from(shown, offset)
    page = lines[offset : offset + PAGE]
    return [
        *_stale(shown),
        blocks.section(said("*{text}*", text=_would(shown, zone, now))),
        *_sections(page),
        *([_shown(offset, len(page), len(lines))] if len(lines) > PAGE else []),
        *([blocks.context(one) for one in _along(shown.along, ALONG)]),
        *left(_staying(shown.bulk, shown.along)),
    ]


def turns(shown: Preview, offset: int) -> list[Block]:
    found = _turns(shown, offset)
    return [blocks.actions(found)] if found else []


def applied(done: Applied, zone: ZoneInfo, now: datetime) -> Message:
    bulk = done.bulk
    if bulk.undone_at is not None:
        return undone(bulk)
    assert bulk.applied_at is not None
    text = said(
        APPLIED,
        label=bulk.label,
        count=len(bulk.changed),
        what=unstopped(what(done, zone, now)),
    )
    until = wall(bulk.applied_at + UNDO_WINDOW, zone, now)
    undo = blocks.button(plainly("Undo"), ActionId.BULK_UNDO, str(bulk.number))
    moves = [
        blocks.button(plainly("Milestones of {one}", one=one), ActionId.MILESTONES_MOVE, one)
        for one in done.milestones[:MOVES]
    ]
    staying = _staying(bulk, bulk.gone_along)
    notes = [
        *_named(bulk.changed),
        *_along(bulk.gone_along, GONE_ALONG),
        *_told(bulk),
        *_milestones(done),
        said("You can undo it until {until}.", until=until),
    ]
    return Message(
        text,
        [blocks.section(text), blocks.section(joined(notes)), *left(staying), blocks.actions([undo, *moves])],
    )


def undone(bulk: Bulk) -> Message:
    back = sum(not one.left for one in bulk.changed)
    words, count = (UNDONE, back) if back else (UNDONE_NONE, len(bulk.changed))
    text = said(words, label=bulk.label, count=count)
    return blocks.only(joined([text, *stay(bulk.changed)], " "))


def news(told: BulkNews, now: datetime) -> Message:
    """To one of those whom it concerns; once it is undone it says so."""
    bulk, zone = told.bulk, told.zone
    by, count = mention(bulk.made_by), len(told.items)
    done = unstopped(what(told, zone, now))
    if bulk.undone_at is not None:
        return _news_undone(told, now)
    text = said(OF_YOURS, by=by, count=count, what=done)
    first = told.items[0]
    command = "/task" if first.label.startswith("T") else "/request"
    shows = said("`{command} {label}` shows one with its buttons.", command=command, label=first.label)
    return Message(text, [blocks.section(text), *_named_each(told), blocks.context(shows)])


def result(message: Message) -> Block:
    """In place of the form, when the answer has no other place."""
    return blocks.modal("bulk.result", plainly("Several at once"), message.blocks, submit=None)


def _news_undone(told: BulkNews, now: datetime) -> Message:
    theirs = {one.label for one in told.items}
    changed = [one for one in told.bulk.changed if one.label in theirs]
    back = [one.label for one in changed if not one.left]
    by, done = mention(told.bulk.made_by), what(told, told.zone, now)
    words = said("{by} had changed several at once ({what}) and has undone it.", by=by, what=done)
    notes = [said("As before: {named}.", named=listed(back))] if back else []
    return blocks.only(joined([words, *notes, *stay(changed)], " "))


def _would(shown: Preview, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    free, all_, done = len(shown.bulk.free), len(shown.bulk.picked), unstopped(what(shown, zone, now))
    if not free:
        return said("Nothing would change: {what}.", what=done)
    words = "{count} of {all} would change: {what}. Nothing is saved yet."
    return said(words, count=free, all=all_, what=done)


def _stale(shown: Preview) -> list[Block]:
    return [blocks.section(said(STALE, named=listed(shown.changed)))] if shown.changed else []


def _line(shown: Preview, picked: Picked, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    item, act = shown.items.get(picked.label), shown.bulk.act
    if item is None:
        return said("• *{label}*", label=picked.label)
    names = None if act.verb is BulkVerb.CLIENT else shown.clients
    title = client_names.titled(item, names, TITLE)
    is_ = standing(item, act.verb, shown.clients, zone, now)
    return said("• *{label}* {title} · {is_}", label=item.label, title=title, is_=is_)


def _sections(lines: Sequence[Mrkdwn], between: str = "\n") -> list[Block]:
    return [blocks.section(joined(some, between)) for some in _fitting(lines, between)]


def _fitting(lines: Sequence[Mrkdwn], between: str) -> list[list[Mrkdwn]]:
    """As many together as one block holds."""
    found: list[list[Mrkdwn]] = []
    for line in lines:
        if found and len(joined([*found[-1], line], between)) <= blocks.TEXT:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _named_each(told: BulkNews) -> list[Block]:
    items, lines = told.items, [_named_one(one, told) for one in told.items]
    shown = [line for some in _fitting(lines, "\n")[:LINE_BLOCKS] for line in some]
    rest = [said("{label}", label=one.label) for one in items[len(shown) :]]
    return [*_sections(shown), *_sections(rest, ", ")]


def _named_one(item: Item, told: BulkNews) -> Mrkdwn:
    names = None if told.bulk.verb is BulkVerb.CLIENT else told.clients
    return said("• *{label}* {title}", label=item.label, title=client_names.titled(item, names, TITLE))


def _turns(shown: Preview, offset: int) -> list[blocks.Element]:
    found, number, offset = [], shown.bulk.number, _from(shown, offset)
    if offset:
        found.append(blocks.button(plainly("Previous"), ActionId.BULK_PAGE, f"{number}@{max(offset - PAGE, 0)}"))
    if offset + PAGE < len(shown.bulk.free):
        found.append(blocks.button(plainly("Next"), ActionId.BULK_PAGE, f"{number}@{offset + PAGE}"))
    return found


def _from(shown: Preview, offset: int) -> int:
    """The last page where there are fewer by now than when the button was made."""
    return min(offset, max(len(shown.bulk.free) - 1, 0) // PAGE * PAGE)


def _shown(offset: int, count: int, total: int) -> Block:
    return blocks.context(capitalised(said("{shown}", shown=paging.standing(offset, count, total))))


def _named(changed: Sequence[Picked]) -> list[Mrkdwn]:
    return [said("{named}", named=listed([one.label for one in changed]))]


def _along(labels: Sequence[str], words: Counted) -> list[Mrkdwn]:
    return [said(words, count=len(labels), named=listed(labels))] if labels else []


def _staying(bulk: Bulk, along: Sequence[str]) -> list[Picked]:
    """What was chosen and goes along with another is not left as it is."""
    return [one for one in bulk.hindered if one.label not in along]


def _told(bulk: Bulk) -> list[Mrkdwn]:
    if not bulk.told:
        return []
    who = joined([mention(one.user) for one in bulk.told[:NAMED]], ", ")
    more = len(bulk.told) - NAMED
    who = said("{who} and {count} more", who=who, count=more) if more > 0 else who
    words = Counted("Told with one message: {who}.", "Told with one message each: {who}.")
    return [said(words, who=who, count=len(bulk.told))]


def _milestones(done: Applied) -> list[Mrkdwn]:
    words = "Milestones stay where they were counted back to, of {named}. Their buttons show what would move."
    return [said(words, named=listed(done.milestones))] if done.milestones else []

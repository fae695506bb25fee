"""What many at once leave as it is, or what stays changed when they are taken back: which, and why."""

from collections.abc import Iterable, Sequence

from bot.domain.bulk_judging import Hindrance
from bot.domain.bulks import Left, Picked
from handlers import blocks
from handlers.blocks import Block
from handlers.language import Counted
from handlers.text import Mrkdwn, Plain, joined, plainly, said, theirs

#: Named one by one before the rest is counted.
NAMED = 30
#: Why one is left as it is, and why several are.
WHY = {
    Hindrance.HIDDEN: Counted("is not there, or not yours to see", "are not there, or not yours to see"),
    Hindrance.CLOSED: Counted("is closed already", "are closed already"),
    Hindrance.SAME: Counted("is like that already", "are like that already"),
    Hindrance.NO_REASON: Counted(
        "has a due date, and that is moved with a reason only",
        "have a due date, and that is moved with a reason only",
    ),
    Hindrance.ON_HOLD: Counted(
        "is on hold; it is resumed before it is done", "are on hold; resume them before they are done"
    ),
    Hindrance.PARTS: Counted(
        "has open tasks; close it by itself, or choose them too",
        "have open tasks; close each by itself, or choose those too",
    ),
    Hindrance.ANSWERS: Counted(
        "asks for more before it is done; press *Done* on its card",
        "ask for more before they are done; press *Done* on each card",
    ),
    Hindrance.TOO_LONG: Counted("may not be out of sight for so long", "may not be out of sight for so long"),
    Hindrance.NO_REQUEST: Counted("is a task, and only requests have that", "are tasks, and only requests have that"),
    Hindrance.LACKS: Counted(
        "lacks what that type asks for; change its type by itself, with *Edit*",
        "lack what that type asks for; change the type of each by itself, with *Edit*",
    ),
    Hindrance.LOSES: Counted(
        "has answers that would be lost; change its type by itself, with *Edit*",
        "have answers that would be lost; change the type of each by itself, with *Edit*",
    ),
}
LEFT = Counted("*{count} left as it is*", "*{count} left as they are*")
STAY = {
    Left.CHANGED: Counted(
        "Left as it is, because it was changed since: {named}.",
        "Left as they are, because they were changed since: {named}.",
    ),
    Left.HIDDEN: Counted(
        "Left as it is, because it is not yours to see any more: {named}.",
        "Left as they are, because they are not yours to see any more: {named}.",
    ),
    Left.LEFT: Counted(
        "Left as it is, because whoever had it is no full member any more: {named}.",
        "Left as they are, because whoever had them is no full member any more: {named}.",
    ),
    Left.CLOSED_ABOVE: Counted(
        "Left closed, because what it is part of is closed: {named}.",
        "Left closed, because what they are part of is closed: {named}.",
    ),
}


def left(hindered: Sequence[Picked]) -> list[Block]:
    """What is left as it is, by the reason."""
    if not hindered:
        return []
    lines = []
    for hindrance, why in WHY.items():
        labels = [picked.label for picked in hindered if picked.hindrance == hindrance]
        if labels:
            words = said(why, count=len(labels))
            lines.append(said("• {named}: {words}", named=listed(labels), words=words))
    head = said(LEFT, count=len(hindered))
    return [blocks.section(joined([head, *lines]))]


def stay(changed: Sequence[Picked]) -> list[Mrkdwn]:
    """What stays changed, by the reason."""
    found = []
    for reason, why in STAY.items():
        labels = [picked.label for picked in changed if picked.left == reason]
        if labels:
            found.append(said(why, named=listed(labels), count=len(labels)))
    return found


def listed(labels: Iterable[str]) -> Plain:
    every = list(labels)
    more, first = len(every) - NAMED, ", ".join(every[:NAMED])
    return plainly("{first} and {count} more", first=first, count=more) if more > 0 else theirs(first)

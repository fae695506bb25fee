"""Priorities in plain words: `URGENT: …`, `…, urgent please`, `high priority`, `prio: low`; and `asap`."""

import re
from collections.abc import Iterator

from bot.domain.moments import DateRefused, TooVague
from bot.domain.priority import Priority
from bot.domain.quick_due import TakenDue
from bot.domain.quick_marks import Line
from bot.domain.quick_results import PriorityAssumed
from bot.domain.quick_words import TAKEN

_LEVELS = {
    **{level.value: level for level in Priority},
    **dict.fromkeys(("medium", "med"), Priority.NORMAL),
    **dict.fromkeys(("top", "highest", "critical", "1"), Priority.URGENT),
    "2": Priority.HIGH,
    "3": Priority.NORMAL,
    **dict.fromkeys(("lowest", "4"), Priority.LOW),
}
_LEVEL = "high|low|urgent|normal|medium|med|top|highest|lowest|critical"
_EDGE = rf"(?=[\s.,;:!)]*(?:{TAKEN}|$)|\s*[,;:!)]|\s[-–—]\s)"
_BEGIN = rf"(?:^|(?<=[\s{TAKEN}(]))"
_POLITE = r"(?:\s+(?:please|pls|plz|thanks|thx|ta))?"
_NAMED = (
    re.compile(
        rf"{_BEGIN}prio(?:rity)?(?:\s*[:=]\s*|\s+is\s+|\s+|\s?-\s?)(?P<level>{_LEVEL}|[1-4])(?![\w-])", re.IGNORECASE
    ),
    re.compile(rf"{_BEGIN}(?P<level>{_LEVEL})[ -]prio(?:rity)?{_EDGE}", re.IGNORECASE),
)
_VERY = r"(?:(?:it's|its|this is|is|it is)\s+)?(?:(?:very|really|super|quite|most)\s+)?"
_LOUD = r"[*_]{0,2}URGENT[*_]{0,2}"
_URGENT = (
    re.compile(rf"^[\s{TAKEN}]*{_VERY}urgent(?P<sign>\s*[:,!]+|\s+[-–—](?=\s)|[-–—](?=\s))", re.IGNORECASE),
    re.compile(rf"\({_VERY}urgent!*\)", re.IGNORECASE),
    re.compile(
        rf"(?:[,;.!?–—-]\s*|(?<=[\s{TAKEN}]))(?<!not )(?<!non-){_VERY}urgent{_POLITE}[!.]*\s*(?={TAKEN}|$)",
        re.IGNORECASE,
    ),
    re.compile(rf"{_BEGIN}(?<!NOT )(?:{_LOUD}!*\s+){{0,2}}{_LOUD}(?=[\s!:,{TAKEN}]|$)!*"),
)
_NOT = re.compile(
    r"(?:\b(?:not|isn't|if|is|that|how|less|un|no)\s+(?:very\s+|so\s+|too\s+|that\s+)?|-)$", re.IGNORECASE
)
_ASSUMED = re.compile(r"^(?:very |really |super )?(urgent|critical)\b|\b(urgently)[.!]*$", re.IGNORECASE)
_SOON = r"(?P<soon>a\.?s\.?a\.?p\.?(?![\w'])|as soon as (?:possible|you can|poss)(?!\w))"
_SOON_FIRST = re.compile(rf"^[\s{TAKEN}]*{_SOON}!*(?:\s*[:,!]|\s[-–—](?=\s))?", re.IGNORECASE)
_SOON_LAST = re.compile(
    rf"(?:[,;–—-]\s*|(?<=[\s{TAKEN}(]))(?:(?:needed|required|wanted|needs it|needs this)\s+)?"
    rf"{_SOON}{_POLITE}[!.)]*\s*(?={TAKEN}|$)",
    re.IGNORECASE,
)
_SOON_NEXT = ("today", "tomorrow noon")


def take_urgency(line: Line) -> tuple[Priority, ...]:
    """Only what stands apart from the title; `urgent care leaflets` are asked about."""
    found: dict[Priority, None] = {}
    for pattern in _NAMED:
        match = pattern.search(line.seen)
        if match:
            line.take(match.start(), match.end())
            found[_LEVELS[match["level"].lower()]] = None
    for pattern in _URGENT:
        match = pattern.search(line.seen)
        if match and not _NOT.search(line.seen[: match.start()].rstrip(TAKEN)):
            line.take(match.start(), match.end())
            found[Priority.URGENT] = None
    return tuple(found)


def assumed(title: str) -> Iterator[PriorityAssumed]:
    match = _ASSUMED.search(title)
    if match:
        yield PriorityAssumed(match[1] or match[2], Priority.URGENT)


def take_soon(line: Line, due: TakenDue) -> tuple[TakenDue, tuple[PriorityAssumed, ...]]:
    """`asap` is no moment, and is asked about; beside a due date it says that it matters, which is asked in front of
    all and stays a word of the title elsewhere.
    """
    first = _SOON_FIRST.search(line.seen)
    dated = due.moment is not None or due.refused is not None
    match = first or (None if dated else _SOON_LAST.search(line.seen))
    if match is None:
        return due, ()
    typed = match["soon"]
    line.take(match.start(), match.end())
    if dated:
        return due, (PriorityAssumed(typed, Priority.HIGH),)
    refused: DateRefused = TooVague(typed, _SOON_NEXT)
    return TakenDue(refused=refused, ambiguities=(*due.ambiguities, refused)), ()

"""A line that puts one item out of sight, or takes it back: `snooze R-12 until fri 9am`, `wake R-12`."""

import re
from dataclasses import dataclass

from bot.domain.durations import DurationRefused, parse_duration
from bot.domain.text import one_line

_VERB = r"(?P<verb>snooze|unsnooze|wake(?:\s+up)?)"
_LABEL = r"(?:(?P<letter>[RT])\s?-?\s?|(?P<sign>#))(?P<number>[0-9]{1,9})(?![\w-])"
_BEFORE = re.compile(rf"{_VERB}\s+{_LABEL}[\s,:]*(?P<rest>.*)", re.IGNORECASE)
_BEHIND = re.compile(rf"{_LABEL}\s*[,:]?\s*{_VERB}\b[\s,:]*(?P<rest>.*)", re.IGNORECASE)
_BARE = re.compile(rf"{_VERB}\s+(?P<number>[0-9]{{1,9}})(?:[\s,:]+(?P<rest>(?:un?till?|for)\b.*))?", re.IGNORECASE)
_UNTIL = r"(?:un?till?|'?till?)\s+"
_ANSWERS = r"(?:repl(?:y|ies|ied)|answer(?:s|ed)?|respon(?:d|ds|ded|se)|(?:hear|heard)\s+back|write(?:s)?(?:\s+back)?)"
_REPLY = re.compile(
    rf"(?:{_UNTIL})?(?:(?:the|a|an|any|they|there\s+is\s+an?|next|somebody|someone|client|customer|have|has|we|i|'s)\s+)*"
    rf"{_ANSWERS}",
    re.IGNORECASE,
)
_LEAD = re.compile(r"(?P<word>for|un?till?|'?till?)\s+", re.IGNORECASE)
_LONGEST = 200


@dataclass(frozen=True)
class SnoozeLine:
    """`until` is what was typed of a moment, empty when nothing was; `wakes` ends a snooze."""

    label: str
    until: str = ""
    until_reply: bool = False
    wakes: bool = False


def snooze_meant(text: str, own: str) -> SnoozeLine | None:
    """`own` is the letter of the command's items. Only a line that names an item: `snooze button broken` names none."""
    line = one_line(text)
    found = _BEFORE.fullmatch(line) or _BEHIND.fullmatch(line) or _BARE.fullmatch(line)
    if found is None or len(line) > _LONGEST:
        return None
    label = f"{(found.groupdict().get('letter') or own).upper()}-{int(found['number'])}"
    rest = (found["rest"] or "").strip(" .!")
    if not found["verb"].lower().startswith("snooze"):
        return None if rest else SnoozeLine(label, wakes=True)
    if _REPLY.fullmatch(rest):
        return SnoozeLine(label, until_reply=True)
    return SnoozeLine(label, until=_as_date(rest))


def _as_date(typed: str) -> str:
    """`for 2 hours` and `until 2h` say how long, and name no time of day."""
    lead = _LEAD.match(typed)
    if lead is None:
        return typed
    rest = typed[lead.end() :]
    return rest if lead["word"].lower() == "for" or _is_span(rest) else typed


def _is_span(typed: str) -> bool:
    try:
        parse_duration(typed)
    except DurationRefused:
        return False
    return any(sign.isalpha() for sign in typed)

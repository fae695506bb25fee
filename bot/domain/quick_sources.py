"""How a client's word came in, as a quick line says it: `by phone`, `(e-mail)`, `source: visit`, `mail from Acme`,
`by fri, phone`.
"""

import re
from dataclasses import dataclass
from itertools import islice

from bot.domain.client_names import ClientNames, KnownClient
from bot.domain.quick_marks import Line, shown
from bot.domain.quick_results import Source
from bot.domain.quick_words import TAKEN

SOURCES = {
    **dict.fromkeys(("phone call", "telephone call", "phone", "telephone", "tel", "call", "voicemail"), Source.PHONE),
    **dict.fromkeys(("e mail", "e-mail", "email", "mail"), Source.MAIL),
    **dict.fromkeys(("visit", "in person", "in-person", "meeting", "face to face"), Source.VISIT),
    **dict.fromkeys(("chat", "slack", "teams", "whatsapp", "text message", "text", "sms", "dm"), Source.CHAT),
    **dict.fromkeys(("post", "letter"), Source.POST),
    **dict.fromkeys(("web form", "webform", "website", "contact form", "web"), Source.WEB),
}
#: In brackets and behind `via` each of them says where it came from; behind `by` only those that say nothing else.
_ANY = "|".join(re.escape(word) for word in SOURCES)
_PLAIN = (
    r"phone call|phone|telephone|tel|e-?mail|e mail|mail|post|letter|chat|slack|call|visit|text|sms|whatsapp|meeting"
)
_ENDS = rf"(?=[.,;:]?\s*(?:{TAKEN}|$)|\s*:|\s*[-–—]\s)"
_BEGINS = rf"(?:^|(?<=[\s{TAKEN}]))"
_MOST = 10
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_BEGINS}(?:source|src|channel)\s*[:=]\s*(?P<word>{_ANY})(?![\w-])",
        rf"\((?:(?:by|via|per|from)\s+)?(?:an?\s+|the\s+)?(?P<word>{_ANY})\)",
        rf"^[\s{TAKEN}]*(?:by|via|per)\s+(?:the\s+)?(?P<word>{_ANY})(?![\w-])",
        rf"{_BEGINS}(?:via|per|over|on)\s+the\s+(?P<word>phone|telephone|website|web form|contact form){_ENDS}",
        rf"{_BEGINS}(?:via|per)\s+(?P<word>{_ANY}){_ENDS}",
        rf"{_BEGINS}by\s+(?P<word>{_PLAIN}){_ENDS}",
        rf"{_BEGINS}(?P<word>in[ -]person|face to face){_ENDS}",
    )
)
#: Behind it a date may say when.
SOURCE_THEN = re.compile(
    rf"(?:(?P<open>\()(?:(?:by|via|per|on|over|from|in)\s+)?|{_BEGINS}(?:by|via|per|on|over|from|in)\s+|(?<=[,;–-]\s)|^[\s{TAKEN}]*)"
    rf"(?:the\s+|an?\s+)?(?P<word>{_ANY})(?![\w-])",
    re.IGNORECASE,
)
#: `Mail from Acme: …` says how it came and names the client; `reply to the mail from Acme` is what is to be done.
_FROM = re.compile(
    rf"^[\s{TAKEN}]*(?:an?\s+|new\s+|another\s+)*(?P<word>phone call|call|voicemail|e-?mail|mail|letter|text|whatsapp"
    rf"|message|visit)\s+(?:from\s+(?=[^\s{TAKEN}])|(?={TAKEN}))",
    re.IGNORECASE,
)
#: `Phone: Acme: …`.
_HEADING = re.compile(rf"^[\s{TAKEN}]*(?P<word>{_PLAIN})\s*(?:[:,;]|\s[-–—])\s+(?=\S)", re.IGNORECASE)
_SETS_OFF = r"(?:[,;|]|\s--?(?=\s)|--|[–—])"
#: A word of its own, between a mark and the end or another mark: `desk, phone` may be two things that are wanted.
_LONE = re.compile(
    rf"(?<={TAKEN})[)\]\s]*{_SETS_OFF}\s*(?P<word>{_ANY})(?![\w-])"
    rf"(?=[\s.!)\]]*(?:$|\n)|\s*(?:{_SETS_OFF}\s*)+{TAKEN}|\s*(?P<mark>{TAKEN}))",
    re.IGNORECASE,
)
#: `proof by thu, call @ben` is to be done; a priority or a type is nobody who could be called.
_NOT_CALLED = re.compile(r"[!#]|p[1-4]\b", re.IGNORECASE)
#: `reprint (Acme)`, `reprint - Acme, …`.
_NAME_SET_OFF = re.compile(
    rf"(?:[,;|]\s+|\s[-–—|]\s|[(\[])(?P<name>[^()\[\],;|\n{TAKEN}]{{1,60}}?)"
    rf"(?=[)\]]|\s*[,;|]|\s[-–—]\s|[\s{TAKEN}.!]*$)"
)


@dataclass(frozen=True)
class Mark:
    """Characters `start` to `end` say it."""

    source: Source
    start: int
    end: int


def sources_in(line: Line) -> list[Mark]:
    """In the order of the line, none within another."""
    found: list[Mark] = []
    for pattern in _PATTERNS:
        for match in islice(pattern.finditer(line.seen), _MOST):
            start = match.start() + len(match[0]) - len(match[0].lstrip(f" {TAKEN}"))
            if all(match.end() <= one.start or start >= one.end for one in found):
                found.append(Mark(source_named(match["word"]), start, match.end()))
    return sorted(found, key=lambda one: one.start)


def lone_sources(line: Line) -> list[Mark]:
    """`by fri, phone`, each with the sign in front."""
    return _lone_in(line, line.seen)


def lone_beside(line: Line, names: ClientNames) -> list[Mark]:
    """`reprint - Acme, phone`: those for which the name of a client, set off, is the mark."""
    seen, found = line.seen, lone_sources(line)
    for match in islice(_NAME_SET_OFF.finditer(line.seen), _MOST):
        start, end = match.span("name")
        if isinstance(names.known(shown(line.left[start:end])), KnownClient):
            seen = seen[:start] + TAKEN * (end - start) + seen[end:]
    return [mark for mark in _lone_in(line, seen) if mark not in found]


def _lone_in(line: Line, seen: str) -> list[Mark]:
    matches = islice(_LONE.finditer(seen), _MOST)
    return [Mark(source_named(one["word"]), one.start(), one.end()) for one in matches if not _is_called(line, one)]


def _is_called(line: Line, match: re.Match[str]) -> bool:
    return match["mark"] is not None and not _NOT_CALLED.match(line.typed, match.start("mark"))


def origin_of(line: Line) -> Mark | None:
    """`mail from` in front of who sent it."""
    match = _FROM.match(line.seen)
    if match is None or not line.typed[match.end("word") :].lstrip().lower().startswith("from"):
        return None
    start = len(match[0]) - len(match[0].lstrip(f" {TAKEN}"))
    return Mark(SOURCES.get(match["word"].lower(), Source.CHAT), start, match.end())


def heading_of(line: Line) -> Mark | None:
    """`Phone:` in front of all."""
    match = _HEADING.match(line.seen)
    return Mark(source_named(match["word"]), match.start("word"), match.end()) if match else None


def source_named(word: str) -> Source:
    return SOURCES[" ".join(word.lower().split())]

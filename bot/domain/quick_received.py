"""When a client's word came in: `called at 4.50pm yesterday`, `rec'd fri 9:00`, `by phone yesterday 16:50`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from bot.domain.client_names import ClientNames, KnownClient
from bot.domain.date_phrase import Clock, Phrase, Weekday
from bot.domain.moments import DateRefused, Moment
from bot.domain.quick_due import When
from bot.domain.quick_marks import Line, shown
from bot.domain.quick_past import PastDate, date_at, phrase_at
from bot.domain.quick_results import Ambiguity, DueOrReceived, Source, TwoSources
from bot.domain.quick_sources import (
    SOURCE_THEN,
    Mark,
    heading_of,
    lone_beside,
    lone_sources,
    origin_of,
    source_named,
    sources_in,
)
from bot.domain.quick_words import TAKEN

_SAID = {
    Source.PHONE: r"called|rang|phoned|telephoned|left (?:me |us )?(?:a |an )?(?:voicemail|voice mail|message)",
    Source.MAIL: r"e-?mailed|mailed",
    Source.VISIT: r"visited|dropped (?:in|by)|popped (?:in|by)|stopped by|came (?:by|round)",
    Source.CHAT: r"messaged|texted|whatsapped|slacked|pinged|dm'?d",
}
_CAME = r"received|rec'd|recd|rcvd|rec\.|came in|got (?:this|it)|asked|requested|wrote|sent (?:this|it)"
_VERBS = "|".join([*(f"(?P<{source.value}>{words})" for source, words in _SAID.items()), f"(?P<came>{_CAME})"])
_SUBJECT = r"(?:(?:which|who|they|she|he|the client|client|the customer|customer)\s+)?(?:just\s+|has\s+|have\s+)?"
_VERB = re.compile(
    rf"(?:^|(?<=[\s{TAKEN}(]))(?P<who>{_SUBJECT})(?:{_VERBS})(?![\w'-])(?:\s+(?:me|us|in|about (?:this|it)))?",
    re.IGNORECASE,
)
_TO_DATE = re.compile(rf"[\s{TAKEN}]*[:,=-]?[\s{TAKEN}]*(?:(?:at|on|from|@|of|dated)\s+)?", re.IGNORECASE)
_BEHIND = re.compile(rf"[ {TAKEN}]*(?:,[ {TAKEN}]*)?and (?=\S)", re.IGNORECASE)
_SPACES = re.compile(rf"[\s{TAKEN},(]*$")
_SETS_APART = re.compile(rf"\s*(?::|[,;](?=\s)|\s[-–—]\s|$|\))|[\s{TAKEN}]*$")
#: How something is to be sent is no word of how the wish for it came in.
_SENDING = re.compile(
    r"(?<!\w)(?:send|sending|reply|respond|answer|confirm|deliver|ship|return|contact|chase|call|ring|invite|remind"
    r"|notify|tell|ask|forward|share|submit|approve|get back|follow up|let them know|arrange)(?!\w)",
    re.IGNORECASE,
)
_STOP = re.compile(r":(?=\s)|,\s|\s[-–—]\s")
_MOST = 20
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class TakenReceived:
    """What was found of when and how it came in."""

    moment: Moment | None = None
    refused: DateRefused | None = None
    sources: tuple[Source, ...] = ()
    ambiguities: tuple[Ambiguity, ...] = ()

    @property
    def source(self) -> Source | None:
        return next(iter(self.sources), None)


def take_received(line: Line, when: When, names: ClientNames) -> TakenReceived:
    """Before the due date is looked for: what has been is none."""
    sources: list[Source] = []
    dated = _said_when(line, when, sources) or _marked_when(line, when, sources)
    if dated is None:
        unclear = _unclear(line, sources)
        _said_only(line, names, sources)
        return TakenReceived(sources=tuple(sources), ambiguities=unclear)
    asked = (dated.refused,) if dated.refused else ()
    return TakenReceived(dated.moment, dated.refused, tuple(sources), asked)


def take_source(line: Line, names: ClientNames, received: TakenReceived) -> TakenReceived:
    """Once the due date is out of the way: `reprint by phone by fri`."""
    sources = []
    for mark in _plain_marks(line):
        line.take(mark.start, mark.end)
        sources.append(mark.source)
    origin = origin_of(line)
    if origin is not None:
        line.origin = origin.end
    origin = origin or _heading(line, names)
    if origin is not None:
        line.take(origin.start, origin.end)
        sources.append(origin.source)
    return _with_sources(received, sources)


def take_source_beside(line: Line, names: ClientNames, received: TakenReceived) -> TakenReceived:
    """Before the client is looked for at the end: `reprint - Acme, phone`."""
    return _with_sources(received, _taken(line, lone_beside(line, names)))


def take_lone_source(line: Line, received: TakenReceived) -> TakenReceived:
    """Once all marks are out of the way: `reprint for Acme, phone`."""
    return _with_sources(received, _taken(line, lone_sources(line)))


def _taken(line: Line, marks: list[Mark]) -> list[Source]:
    """Of a line that says nothing else it is the title, and of one that says how to send something it is that."""
    found = []
    for mark in marks:
        others = Line(line.left[: mark.start] + TAKEN + line.left[mark.end :])
        if others.words() and not _says_how_to_send(others):
            line.take(mark.start, mark.end)
            found.append(mark.source)
    return found


def _with_sources(received: TakenReceived, sources: list[Source]) -> TakenReceived:
    distinct = tuple(dict.fromkeys((*received.sources, *sources)))
    others = tuple(one for one in received.ambiguities if not isinstance(one, TwoSources))
    asked = (TwoSources(distinct),) if len(distinct) > 1 else ()
    return replace(received, sources=distinct, ambiguities=(*others, *asked))


def _said_when(line: Line, when: When, sources: list[Source]) -> PastDate | None:
    """A word such as `called` or `received`, and behind it a date."""
    for match in islice(_VERB.finditer(line.seen), _MOST):
        lead = _TO_DATE.match(line.dated, match.end())
        dated = date_at(line.dated, lead.end() if lead else match.end(), when)
        if dated is not None:
            source = _source_of(match)
            sources += [source] if source else []
            _take(line, match.start(), dated.end)
            return dated
    return _said_before(line, when, sources)


_LEAD = re.compile(r"(?:at|on)\s+", re.IGNORECASE)


def _said_before(line: Line, when: When, sources: list[Source]) -> PastDate | None:
    """`yesterday 4.50pm Acme rang: …`: the date in front of all, the word before what sets the rest apart."""
    start = len(line.dated) - len(line.dated.lstrip())
    lead = _LEAD.match(line.dated, start)
    dated = date_at(line.dated, lead.end() if lead else start, when, only_past=True)
    match = _VERB.search(line.seen, dated.end) if dated else None
    if dated is None or match is None or not _SETS_APART.match(line.seen, match.end()):
        return None
    source = _source_of(match)
    sources += [source] if source else []
    _take(line, match.start(), match.end())
    line.take(start, dated.end)
    return dated


def _marked_when(line: Line, when: When, sources: list[Source]) -> PastDate | None:
    """`by phone yesterday 16:50`, `(e-mail, 2 March)`, `yesterday 16:50 by phone`."""
    text = line.dated
    for match in islice(SOURCE_THEN.finditer(line.seen), _MOST):
        lead = _TO_DATE.match(text, match.end())
        dated = date_at(line.dated, lead.end() if lead else match.end(), when, only_past=match["open"] is None)
        if dated is None:
            continue
        sources.append(source_named(match["word"]))
        end = dated.end + 1 if match["open"] and line.seen[dated.end : dated.end + 1] == ")" else dated.end
        line.take(match.start(), end)
        return dated
    for mark in (*sources_in(line), *_origin_stops(line)):
        for start in _starts_before(text, mark.start):
            dated = date_at(line.dated, start, when, only_past=True)
            if dated is not None and not text[dated.end : mark.start].strip(", ("):
                line.take(start, dated.end)
                return dated
    return None


def _origin_stops(line: Line) -> Iterator[Mark]:
    """`mail from Acme yesterday: …`: what sets the rest apart."""
    origin = origin_of(line)
    stop = _STOP.search(line.seen, origin.end) if origin else None
    if origin and stop:
        yield Mark(origin.source, stop.start(), stop.end())


def _starts_before(text: str, end: int) -> Iterator[int]:
    """Of the last words in front of a place, the first first."""
    words = [match.start() for match in _WORD.finditer(text, max(end - 40, 0), end)]
    yield from (start for start in words[-6:] if start == 0 or text[start - 1] in " (")


def _unclear(line: Line, sources: list[Source]) -> tuple[Ambiguity, ...]:
    """`by phone 16:30` may be when it is due or when it came in."""
    for match in islice(SOURCE_THEN.finditer(line.seen), _MOST):
        lead = _TO_DATE.match(line.dated, match.end())
        start = lead.end() if lead else match.end()
        phrase, end = phrase_at(line.dated, start)
        if phrase is not None and _may_be_either(phrase):
            sources.append(source_named(match["word"]))
            line.take(match.start(), match.end())
            return (DueOrReceived(line.read(start, end)),)
    return ()


def _may_be_either(phrase: Phrase) -> bool:
    is_coming = isinstance(phrase.day, Weekday) and phrase.day.week == "coming"
    is_clock = phrase.day is None and phrase.part is None and isinstance(phrase.clock, Clock)
    return is_coming or (is_clock and not (isinstance(phrase.clock, Clock) and phrase.clock.digits > 0))


def _said_only(line: Line, names: ClientNames, sources: list[Source]) -> None:
    """`Acme rang: …` says how, though not when."""
    for match in islice(_VERB.finditer(line.seen), _MOST):
        source = _source_of(match)
        apart = _SETS_APART.match(line.seen, match.end())
        if source is None or apart is None:
            continue
        before = shown(line.left[: match.start()].replace(TAKEN, " "))
        is_name = isinstance(names.known(before), KnownClient) if before else bool(match["who"].strip())
        if is_name or (apart[0].strip() == ":" and before and len(before.split()) <= 3):
            _take(line, match.start(), match.end())
            sources.append(source)
            return


def _plain_marks(line: Line) -> list[Mark]:
    """Where the line says how something is to be sent, only what is in brackets or called the source."""
    found = sources_in(line)
    if _says_how_to_send(line):
        found = [one for one in found if line.seen[one.start] == "(" or not _is_led(line, one)]
    return found


def _says_how_to_send(line: Line) -> bool:
    return _SENDING.search(line.seen.replace(TAKEN, " ")) is not None


def _is_led(line: Line, mark: Mark) -> bool:
    lead = line.seen[mark.start : mark.end].split()[0].lower()
    return lead in {"by", "via", "per", "over", "on", "in", "in-person"} and bool(
        line.seen[: mark.start].strip(f" {TAKEN}")
    )


def _heading(line: Line, names: ClientNames) -> Mark | None:
    """`Phone: Acme: …`, but `Email: fix the signature` is what it is about."""
    mark = heading_of(line)
    if mark is None:
        return None
    rest = line.left[mark.end :]
    ends = [match.end() for match in _WORD.finditer(rest)][:6]
    is_known = any(names.known(shown(rest[:end])) is not None for end in ends)
    return mark if is_known else None


def _take(line: Line, start: int, end: int) -> None:
    """With the brackets around it, and the `and` that leads on to what is wanted."""
    line.spoken = start
    if line.seen[start - 1 : start] == "(" and line.seen[end : end + 1] == ")":
        start, end = start - 1, end + 1
    behind = _BEHIND.match(line.seen, end)
    line.take(start, behind.end() if behind else end)


def _source_of(match: re.Match[str]) -> Source | None:
    return next((source for source in _SAID if match[source.value]), None)

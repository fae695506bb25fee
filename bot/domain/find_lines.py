"""What somebody types to find something: `brochure acme open >2026-10 @ana`.

Quoted words are always looked for as they stand, so whatever is taken for a filter can be had as a word.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.domain.client_names import ClientName, ClientNames, KnownClient
from bot.domain.find_dates import Span, span_of
from bot.domain.finds import State, Wanted
from bot.domain.ids import UserId
from bot.domain.quick_marks import Line, called, plain, take_priorities
from bot.domain.quick_results import PersonName
from bot.domain.search_words import term
from bot.domain.suggestions import nearest

#: More characters or words than this are not looked for: a button carries the line, and nobody types it.
LIMIT, MOST_TERMS = 400, 12

_USER = "\ue010"
_MENTION = re.compile(r"<@([A-Z0-9]{1,24})(?:\|[^<>]{0,80})?>")
_EXPORT = re.compile(r"(?:^|\s)export(?:\s+(?:as\s+)?(csv|json))?$", re.IGNORECASE)
_LABEL = re.compile(r"([RT])-?([0-9]{1,9})", re.IGNORECASE)
_PIECE = re.compile(r'(?:(client|status|from|owner):\s*)?(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_NAME_WORDS, _DATE_WORDS = 6, 3
_PRIORITY = re.compile(r"!\S+|p[1-4]", re.IGNORECASE)
_BOUND = re.compile(r"([<>]=?)(.*)")

STATES: Mapping[str, frozenset[State]] = MappingProxyType(
    {
        "open": frozenset({State.OPEN}),
        "done": frozenset({State.DONE}),
        "finished": frozenset({State.DONE}),
        "completed": frozenset({State.DONE}),
        "closed": frozenset({State.DONE, State.CANCELLED}),
        "cancelled": frozenset({State.CANCELLED}),
        "canceled": frozenset({State.CANCELLED}),
        "waiting": frozenset({State.WAITING}),
        "on hold": frozenset({State.ON_HOLD}),
        "paused": frozenset({State.WAITING, State.ON_HOLD}),
        **{
            f"waiting {word} {whom}": frozenset({state})
            for word in ("on", "for")
            for state, names in (
                (State.WAITING_ON_CLIENT, ("client", "customer")),
                (State.WAITING_ON_PROVIDER, ("provider", "supplier", "vendor")),
            )
            for whom in names
        },
    }
)
#: Words that stand in what people look for just as often: they count behind `status:` only.
_MARKED = {"new": State.NEW, "working": State.WORKING}
_OVERDUE = frozenset({"overdue", "late"})
_UNOWNED = frozenset({"unowned", "unassigned", "nobody", "nobody's"})
_ME = frozenset({"me", "mine", "@me"})
_SINCE, _AFTER, _BEFORE = frozenset({"since"}), frozenset({"after"}), frozenset({"before"})
_UNTIL, _WITHIN = frozenset({"until", "till"}), frozenset({"on", "in"})


@dataclass(frozen=True)
class NotKnown:
    """A filter whose value says nothing. `what` is client, person, status, priority or date; `meant` are near ones. Or
    a word that has nothing to look for, or a line of too great a length.
    """

    what: str
    typed: str
    meant: tuple[str, ...] = ()


@dataclass(frozen=True)
class FindLine:
    """`words` are the terms as typed, `client` the name of the one that is wanted."""

    wanted: Wanted = field(default_factory=Wanted)
    words: tuple[str, ...] = ()
    client: str | None = None
    label: str | None = None
    export: str | None = None
    problems: tuple[NotKnown, ...] = ()

    @property
    def asks_for_nothing(self) -> bool:
        return self.wanted == Wanted() and not self.problems and self.label is None


@dataclass(frozen=True)
class _Piece:
    word: str
    mark: str = ""
    is_quoted: bool = False


@dataclass(frozen=True)
class Known:
    """What words are read by: whose line it is, and who and what there is."""

    me: UserId
    now: datetime
    zone: ZoneInfo
    clients: Sequence[ClientName] = ()
    people: Callable[[], Sequence[PersonName]] = tuple


def parse_find(text: str, known: Known) -> FindLine:
    """`text` as Slack sends it."""
    line = " ".join(plain(_MENTION.sub(lambda match: f" {_USER}{match[1]} ", text)).split())
    if len(line) > LIMIT or len(text) > 3 * LIMIT:
        return FindLine(problems=(NotKnown("length", line),))
    wish, export = _EXPORT.search(line), None
    if wish is not None and line[: wish.start()].count('"') % 2 == 0:
        line, export = line[: wish.start()].strip(), (wish[1] or "csv").lower()
    label = _LABEL.fullmatch(line)
    if label is not None:
        return FindLine(label=f"{label[1].upper()}-{int(label[2])}", export=export)
    return replace(_Reader(known).read(line), export=export)


class _Reader:
    def __init__(self, known: Known) -> None:
        self._known = known
        self._names = ClientNames(known.clients)
        self._line = FindLine()

    def read(self, text: str) -> FindLine:
        pieces = [
            _Piece(match[2] if match[2] is not None else match[3], (match[1] or "").lower(), match[2] is not None)
            for match in _PIECE.finditer(text)
        ]
        while pieces:
            del pieces[: self._step(pieces)]
        if self._line.wanted == Wanted():
            return self._line
        # Beside something to look for, a mere sign such as a dash is no loss.
        return replace(self._line, problems=tuple(one for one in self._line.problems if one.what != "word"))

    def _step(self, pieces: list[_Piece]) -> int:
        """How many of the pieces are read."""
        first = pieces[0]
        if first.mark:
            return self._marked(first)
        if first.is_quoted:
            return self._term(first)
        steps = (self._state, self._who, self._priority, self._bound, self._dated, self._client)
        return next((taken for step in steps if (taken := step(pieces))), 0) or self._term(first)

    def _marked(self, piece: _Piece) -> int:
        match piece.mark:
            case "client":
                self._client_named(piece.word)
            case "status":
                self._state_named(piece.word)
            case "from":
                user = self._person(piece.word)
                self._want(asker=user or self._line.wanted.asker)
            case "owner":
                user = self._known.me if piece.word.casefold() in _ME else self._person(piece.word)
                self._want(owner=user or self._line.wanted.owner)
        return 1

    def _term(self, piece: _Piece) -> int:
        wanted = self._line.wanted
        found = term(piece.word, is_quoted=piece.is_quoted)
        if found is not None and len(wanted.terms) < MOST_TERMS:
            said = f'"{piece.word}"' if piece.is_quoted else piece.word
            self._line = replace(self._line, words=(*self._line.words, said))
            self._want(terms=(*wanted.terms, found))
        elif found is None:
            self._problem("word", piece.word)
        return 1

    def _state(self, pieces: list[_Piece]) -> int:
        for count in (3, 2, 1):
            states = STATES.get(_said(pieces, count))
            if states is not None:
                self._want(states=self._line.wanted.states | states)
                return count
        word = _said(pieces, 1)
        if word in _OVERDUE:
            self._want(late_at=self._known.now)
        elif word in _UNOWNED:
            self._want(is_unowned=True)
        return int(word in _OVERDUE | _UNOWNED)

    def _state_named(self, typed: str) -> None:
        word = typed.casefold().replace("_", " ").replace("-", " ")
        states = frozenset({_MARKED[word]}) if word in _MARKED else STATES.get(word)
        if states is not None:
            self._want(states=self._line.wanted.states | states)
        elif word in _OVERDUE:
            self._want(late_at=self._known.now)
        else:
            meant = nearest(word, (*STATES, *_MARKED, "overdue"))
            self._problem("status", typed, *([meant] if meant else []))

    def _who(self, pieces: list[_Piece]) -> int:
        word = pieces[0].word
        if word.casefold() in _ME:
            self._want(owner=self._known.me)
            return 1
        if word.casefold() in {"from", "by"} and len(pieces) > 1 and _names_somebody(pieces[1].word):
            self._want(asker=self._person(pieces[1].word) or self._line.wanted.asker)
            return 2
        if _names_somebody(word):
            self._want(owner=self._person(word) or self._line.wanted.owner)
            return 1
        return 0

    def _person(self, typed: str) -> UserId | None:
        if typed.startswith(_USER):
            return UserId(typed[1:])
        name = typed.lstrip("@").rstrip(".,:")
        people = self._known.people()
        found = called(name, people)
        if len(found) == 1:
            return found[0].user
        by_word = {word.casefold(): one.name for one in people for word in (one.name, *one.name.split())}
        near = nearest(name, by_word)
        self._problem("person", name, *([one.name for one in found[:5]] or ([by_word[near]] if near else [])))
        return None

    def _priority(self, pieces: list[_Piece]) -> int:
        word = pieces[0].word
        if not _PRIORITY.fullmatch(word):
            return 0
        found = take_priorities(Line(word))
        if found.levels:
            self._want(priorities=self._line.wanted.priorities | frozenset(found.levels))
        elif found.doubtful:
            self._problem("priority", word, *[f"!{one.level.value}" for one in found.doubtful])
        return int(bool(found.levels or found.doubtful))

    def _bound(self, pieces: list[_Piece]) -> int:
        """`>2026-10`, `<fri`, `2026-10..2026-11`."""
        word = pieces[0].word
        if ".." in word.strip("."):
            first, _, last = word.partition("..")
            start, end = self._span(first), self._span(last.lstrip("."))
            if start and end:
                self._between(start[0], end[1])
                return 1
            return 0
        match = _BOUND.fullmatch(word)
        if match is None:
            return 0
        inside = [*([_Piece(match[2])] if match[2] else []), *pieces[1:]]
        count, span = self._longest(inside)
        if span is None:
            self._problem("date", word if match[2] else _said(pieces, 2) or word)
            return 1 if match[2] else min(2, len(pieces))
        since = {">": span[0], ">=": span[0]}.get(match[1])
        self._between(since, {"<": span[0], "<=": span[1]}.get(match[1]))
        return count + (0 if match[2] else 1)

    def _dated(self, pieces: list[_Piece]) -> int:
        """`since monday`, `before 1 oct`, `in october`. Without a date behind them they are words like others."""
        word = pieces[0].word.casefold()
        if word not in _SINCE | _AFTER | _BEFORE | _UNTIL | _WITHIN:
            return 0
        count, span = self._longest(pieces[1:])
        if span is None:
            return 0
        since = span[1] if word in _AFTER else span[0] if word in _SINCE | _WITHIN else None
        until = span[0] if word in _BEFORE else span[1] if word in _UNTIL | _WITHIN else None
        self._between(since, until)
        return count + 1

    def _longest(self, pieces: list[_Piece]) -> tuple[int, Span | None]:
        for count in range(min(_DATE_WORDS, len(pieces)), 0, -1):
            words = _said(pieces, count)
            span = self._span(words) if words else None
            if span is not None:
                return count, span
        return 0, None

    def _span(self, typed: str) -> Span | None:
        return span_of(typed, self._known.now.astimezone(self._known.zone).date())

    def _between(self, first: date | None, end: date | None) -> None:
        if first is not None:
            self._want(since=self._midnight(first))
        if end is not None:
            self._want(until=self._midnight(end))

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._known.zone)

    def _client(self, pieces: list[_Piece]) -> int:
        """A known name, of as many words as it has. Of a second one the words are looked for."""
        if self._line.client is not None:
            return 0
        for count in range(min(_NAME_WORDS, len(pieces)), 0, -1):
            if any(piece.is_quoted or piece.mark for piece in pieces[:count]):
                continue
            known = self._names.known(" ".join(piece.word for piece in pieces[:count]))
            if isinstance(known, KnownClient):
                self._of_client(known)
                return count
        return 0

    def _client_named(self, typed: str) -> None:
        meant = self._names.meant_by(typed)
        if isinstance(meant, KnownClient):
            self._of_client(meant)
        else:
            self._problem("client", typed, *(one.name for one in getattr(meant, "candidates", ())))

    def _of_client(self, client: KnownClient) -> None:
        self._want(client=client.number)
        self._line = replace(self._line, client=client.name)

    def _want(self, **more: object) -> None:
        self._line = replace(self._line, wanted=replace(self._line.wanted, **more))  # type: ignore[arg-type]

    def _problem(self, what: str, typed: str, *meant: str) -> None:
        self._line = replace(self._line, problems=(*self._line.problems, NotKnown(what, typed, tuple(meant))))


def _names_somebody(word: str) -> bool:
    return word.startswith(_USER) or (word.startswith("@") and len(word) > 1)


def _said(pieces: Sequence[_Piece], count: int) -> str:
    """Empty when one of them is quoted or marked."""
    taken = pieces[:count]
    if len(taken) < count or any(piece.is_quoted or piece.mark for piece in taken):
        return ""
    return " ".join(piece.word.casefold() for piece in taken)

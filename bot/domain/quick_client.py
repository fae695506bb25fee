"""The client of a quick line: `Acme: …`, `client: Acme`, `for Acme`, or a line that begins with the name."""

import re
from dataclasses import dataclass
from itertools import islice, pairwise

from bot.domain.client_names import ClientName, ClientNames, KnownClient, Meant, NearlyKnown, UnknownClient
from bot.domain.date_scan import candidates
from bot.domain.quick_headings import NO_CLIENTS, SCHEMES
from bot.domain.quick_marks import Line, shown
from bot.domain.quick_results import Ambiguity, ClientAssumed, NoTitle
from bot.domain.quick_words import TAKEN

_LONGEST_UNKNOWN = 40
_MOST_WORDS = 5
_NAME_WORDS = 6
_ALIKE_WORDS = 3
_MOST_FORS = 5
_MOST_COLONS = 3
_COLON = re.compile(r"(?<![\d\s]):(?!//)(?=\s|[^\W\d]|$)|(?<=[\d\s]):(?=\s|$)|(?<=\s):(?=[^\W\d])|[\uff1a\ufe55\ufe13]")
_SUBJECT = r"(?:(?:re|fwd?|aw|wg)\s*:\s*|\[(?:external|extern|ext)\]\s*)+"
_FORWARDED = re.compile(rf"{_SUBJECT}(?=\S+.{{0,60}}:)", re.IGNORECASE)
_FORWARDS = re.compile(_SUBJECT, re.IGNORECASE)
#: In front of a name, no part of it.
_SENDER = re.compile(r"(?:from|for)\s+(?=[^\W\d_])", re.IGNORECASE)
#: Decoration in front of a name.
_SIGNS = re.compile(r"(?:(?::[a-z0-9_+'-]{1,60}:(?=\s)|[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\s*){1,4}(?=\w)")
_MARKER = re.compile(r"(?<!\S)(?:client|customer|account)\s?[:=\uff1a]\s*", re.IGNORECASE)
_FOR = re.compile(r"(?<!\S)for\s+", re.IGNORECASE)
_DASH = re.compile(r"\s(?:[-–—|>→»/]|&gt;|--|-&gt;)\s|[,;.]\s|(?<=[\])*])\s|(?<=\w)[—–](?=\w)")
_LAST = re.compile(rf"(?:\s[-–—|]\s|[,;]\s+|\s[(\[])(?P<name>[^()\[\],;|{TAKEN}]{{1,60}})[)\]]?[\s{TAKEN}.!,]*$")
_PERSON_AT = re.compile(r"\s(?:at|from|of|@)\s|[/,]\s*")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_FROM = re.compile(r"(?<!\S)(?:from|at)\s+", re.IGNORECASE)
_STOP = re.compile(rf"[{TAKEN},\n]|(?<!&amp);|\s[-–—|]\s|$")
_POSSESSIVE = re.compile(r"(\S.{0,60}?)'s(?=\s)")
_WORD = re.compile(r"\S+")
#: `Zenith Media and Acme` is about both.
_JOINING = frozenset({"and", "or", "&", "&amp;", "+", "vs", "with"})


@dataclass(frozen=True)
class _Place:
    """Characters `start` to `end` name a client; `client` says which."""

    start: int
    end: int
    client: Meant


@dataclass(frozen=True)
class TakenClient:
    """Who it is for, and what has to be asked about that."""

    client: Meant | None = None
    asked: tuple[Ambiguity, ...] = ()


def take_client(line: Line, names: ClientNames, here: ClientName | None = None) -> TakenClient:
    """A known name wins over one in front of a colon that nobody knows; one that is marked over one that is not. `here`
    is whose channel it is typed in.
    """
    marked = _marked(line, names)
    place = marked or _set_apart(line, names)
    if place is None:
        return _unmarked(line, names)
    line.take(place.start, place.end)
    client = place.client if marked else _doubted(place.client, here)
    return TakenClient(client, (client,) if isinstance(client, NearlyKnown) else ())


def _set_apart(line: Line, names: ClientNames) -> _Place | None:
    place = _prefix(line, names) or _before_dash(line, names)
    if place is not None and not isinstance(place.client, UnknownClient):
        return place
    return _between_colons(line, names) or _behind_for(line, names) or _at_end(line, names) or place


def _doubted(client: Meant, here: ClientName | None) -> Meant:
    """In a client's own channel a name that nobody knows may as well be a heading: `Phase 2: new menu boards`."""
    return NearlyKnown(client.name, (here,)) if here and isinstance(client, UnknownClient) else client


def _unmarked(line: Line, names: ClientNames) -> TakenClient:
    """`Zenith Media fix their logo` is for them; `Spring fair` may be about spring, so its words stay."""
    start = _begins(line)
    place = _longest_known(line, start, names)
    if place is None:
        return _mentioned(line, start, names) or _alike_throughout(line, start, names)
    place = _longer_alike(line, place, names) or place
    rest = line.left[place.end :].replace(TAKEN, " ").split()
    if isinstance(place.client, KnownClient) and not rest:
        line.take(place.start, place.end)
        return TakenClient(place.client, (NoTitle(),))
    if not isinstance(place.client, KnownClient):
        return TakenClient(place.client, (place.client,) if isinstance(place.client, NearlyKnown) else ())
    if _said_it(line, place):
        line.take(place.start, place.end)
        return TakenClient(place.client)
    stands_alone = line.left[place.end :].lstrip(f" {TAKEN}").startswith("\n")
    if stands_alone or _is_name_only(line.left[place.start : place.end], place.client.name, rest[0]):
        line.take(place.start, place.end)
        return TakenClient(place.client)
    return TakenClient(place.client, (ClientAssumed(place.client.name),))


def _said_it(line: Line, place: _Place) -> bool:
    """`Acme rang yesterday`, `mail from Acme`: who is named there is the client."""
    between = line.left[place.end : line.spoken] if line.spoken is not None and line.spoken >= place.end else "?"
    return line.origin == place.start or not between.strip(f" {TAKEN},-")


def _is_name_only(typed: str, name: str, following: str) -> bool:
    """Spelt as the client's, no ordinary word, and not the beginning of another name."""
    is_word = name.isalpha() and (name.islower() or name[1:].islower())
    return typed == name and not is_word and following not in _JOINING and not following[0].isupper()


def _mentioned(line: Line, start: int, names: ClientNames) -> TakenClient | None:
    """`complaint from Acme about it` and `Acme's logo` are likely to be for them: asked, and every word stays."""
    places = [_longest_known(line, match.end(), names) for match in islice(_FROM.finditer(line.seen), _MOST_FORS)]
    first = _POSSESSIVE.match(line.left, start)
    found = [place.client for place in places if place]
    found += [client for client in [names.known(shown(first[1]))] if client] if first else []
    client = next((one for one in found if isinstance(one, KnownClient)), None)
    return TakenClient(client, (ClientAssumed(client.name),)) if client else None


def _alike_throughout(line: Line, start: int, names: ClientNames) -> TakenClient:
    """A line that is nothing but a mistyped name."""
    words = shown(line.left[start:].replace(TAKEN, " "))
    if not words[:1].isupper() or len(words.split()) > _ALIKE_WORDS:
        return TakenClient()
    client = names.meant_by(words)
    return TakenClient(client, (client,)) if isinstance(client, NearlyKnown) else TakenClient()


def _marked(line: Line, names: ClientNames) -> _Place | None:
    match = _MARKER.search(line.seen)
    if match is None:
        return None
    if line.left[match.end() : match.end() + 1] == '"':
        end = line.left.find('"', match.end() + 1) + 1
        if end:
            return _Place(match.start(), end, names.meant_by(shown(line.left[match.end() : end])))
    known = _longest_known(line, match.end(), names)
    if known:
        return _Place(match.start(), known.end, known.client)
    stop = _STOP.search(line.seen, match.end())
    end = stop.start() if stop else len(line.seen)
    name = shown(line.left[match.end() : end])
    if not line.left[: match.start()].strip(f" {TAKEN}") and not line.left[end:].strip(f" {TAKEN}"):
        first = _WORD.search(line.left, match.end())
        end = first.end() if first else end
        name = shown(line.left[match.end() : end])
    return _Place(match.start(), end, names.meant_by(name)) if name else None


def _prefix(line: Line, names: ClientNames) -> _Place | None:
    """What stands before the first colon, if it looks like a client."""
    start = _begins(line)
    forwarded = _FORWARDED.match(line.seen, start)
    start = forwarded.end() if forwarded else start
    colon = _colon(line, start, names)
    if colon is None or TAKEN in line.seen[start : colon.start()].strip(f" {TAKEN}"):
        return None
    sender = _SENDER.match(line.left, start)
    name = shown(line.left[sender.end() if sender else start : colon.start()])
    if sender and not name[:1].isupper() and not isinstance(names.known(name), KnownClient):
        return None
    is_doubtful = forwarded or _is_dated(line, start, colon.start()) or line.seen[colon.start() - 1].isspace()
    if is_doubtful and not isinstance(names.known(name), KnownClient) and not _is_apart(line, colon, forwarded):
        return None
    client = names.meant_by(name) if name else None
    if client is None or (not isinstance(client, KnownClient) and not _looks_like_name(name)):
        return None
    client = _of_person(name, names) or client if isinstance(client, UnknownClient) else client
    if name.lower() in SCHEMES and not isinstance(client, KnownClient) and not _stands_apart(line, colon.end()):
        return None
    return _Place(start, colon.end(), client)


def _colon(line: Line, start: int, names: ClientNames) -> re.Match[str] | None:
    """The first one, or a later one behind a name that has a colon itself."""
    colons = list(islice(_COLON.finditer(line.seen, start), _MOST_COLONS))
    known = (one for one in colons[1:] if isinstance(names.known(shown(line.left[start : one.start()])), KnownClient))
    return next(known, colons[0] if colons else None)


def _between_colons(line: Line, names: ClientNames) -> _Place | None:
    """`Phase 2: Acme: …`."""
    colons = list(islice(_COLON.finditer(line.seen), _MOST_COLONS))
    for first, second in pairwise(colons):
        client = names.known(shown(line.left[first.end() : second.start()]))
        if isinstance(client, KnownClient):
            return _Place(first.end(), second.end(), client)
    return None


def _is_apart(line: Line, colon: re.Match[str], forwarded: re.Match[str] | None) -> bool:
    """`Nobody : reprint`, but neither `see :reprint` nor `meet at 4:30: bring papers`."""
    is_undated = not _is_dated(line, _begins(line), colon.start())
    return forwarded is None and is_undated and _stands_apart(line, colon.end())


def _of_person(name: str, names: ClientNames) -> NearlyKnown | None:
    """`Jane at Acme: …`, `Jane (Acme): …` and `FYI Acme: …` are likely to be for Acme."""
    words = name.split()
    parts = [*_PERSON_AT.split(name)[1:], *_BRACKETED.findall(name)]
    parts += [" ".join(words[start:]) for start in range(1, len(words))]
    known = [names.known(part) for part in parts]
    found = next((one for one in known if isinstance(one, KnownClient)), None)
    return NearlyKnown(name, (ClientName(found.number, found.name),)) if found else None


def _stands_apart(line: Line, end: int) -> bool:
    return line.left[end : end + 1].strip(TAKEN).strip() == ""


def _before_dash(line: Line, names: ClientNames) -> _Place | None:
    """`Acme - reprint`, `Acme, reprint`: only a name that is known."""
    start = _begins(line)
    forwards = _FORWARDS.match(line.seen, start)
    start = forwards.end() if forwards else start
    for dash in islice(_DASH.finditer(line.seen, start), _MOST_FORS):
        client = names.known(shown(line.left[start : dash.start()])) if dash.start() > start else None
        if isinstance(client, KnownClient):
            return _Place(start, dash.end(), client)
    return None


def _at_end(line: Line, names: ClientNames) -> _Place | None:
    """`reprint - Acme`, `reprint (Acme)`: only a name that is known, and not all there is."""
    match = _LAST.search(line.seen)
    client = names.known(shown(line.left[match.start("name") : match.end("name")])) if match else None
    if match is None or not isinstance(client, KnownClient) or not line.left[: match.start()].strip(f" {TAKEN}"):
        return None
    return _Place(match.start(), match.end(), client)


def _begins(line: Line) -> int:
    """Behind marks, and the signs that set them apart: `P1: Acme: …`."""
    start = len(line.left) - len(line.left.lstrip(f" {TAKEN}"))
    if TAKEN in line.left[:start]:
        start = len(line.left) - len(line.left[start:].lstrip(f" {TAKEN}.:,;|-–—"))
    signs = _SIGNS.match(line.left, start)
    return signs.end() if signs else start


def _is_dated(line: Line, start: int, end: int) -> bool:
    """`meet at 4:30: bring papers` names no client."""
    return line.date is not None and start <= line.date[0] < end


def _looks_like_name(name: str) -> bool:
    if len(name) > _LONGEST_UNKNOWN or len(name.split()) > _MOST_WORDS or name.lower() in NO_CLIENTS:
        return False
    has_letter = any(sign.isalpha() for sign in name)
    return has_letter and not any(sign in name for sign in "<>!?@#:") and not candidates(name)


def _behind_for(line: Line, names: ClientNames) -> _Place | None:
    """Only a name that is known, or nearly: `for the spring fair` names nobody."""
    matches = list(islice(_FOR.finditer(line.seen), _MOST_FORS))
    for match in matches:
        known = _longest_known(line, match.end(), names)
        if known:
            known = _longer_alike(line, known, names) or known
            return _Place(match.start(), known.end, known.client)
    for match in matches:
        alike = _alike(line, match.end(), names)
        if alike:
            return _Place(match.start(), alike.end, alike.client)
    return None


def _ends(line: Line, start: int) -> list[int]:
    """Behind the first words from here up to where a name must stop, the most words first."""
    stop = _STOP.search(line.seen, start)
    ends = [match.end() for match in _WORD.finditer(line.seen, start, stop.start() if stop else len(line.seen))]
    return ends[:_NAME_WORDS][::-1]


def _longest_known(line: Line, start: int, names: ClientNames) -> _Place | None:
    for end in _ends(line, start):
        client = names.known(shown(line.left[start:end]))
        if client is not None:
            return _Place(start, end, client)
    return None


def _longer_alike(line: Line, known: _Place, names: ClientNames) -> _Place | None:
    """`for Acme Norht` may mean Acme North, though Acme is known too."""
    if not line.left[known.end :].lstrip()[:1].isupper() or not isinstance(known.client, KnownClient):
        return None
    for end in (end for end in _ends(line, known.start) if end > known.end):
        client = names.meant_by(shown(line.left[known.start : end]))
        if isinstance(client, NearlyKnown) and any(one.number != known.client.number for one in client.candidates):
            return _Place(known.start, end, client)
    return None


def _alike(line: Line, start: int, names: ClientNames) -> _Place | None:
    if not line.left[start : start + 1].isupper():
        return None
    for end in _ends(line, start)[-_ALIKE_WORDS:]:
        client = names.meant_by(shown(line.left[start:end]))
        if not isinstance(client, UnknownClient):
            return _Place(start, end, client)
    return None

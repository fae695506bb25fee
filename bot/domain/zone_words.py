"""Reading whose clock a time is on: 4pm Berlin, 16:00 NY time, 4pm (CET), 4pm their time."""

from dataclasses import dataclass

from bot.domain.date_tokens import Token, Tokens
from bot.domain.date_words import CLOSING_SIGNS, SIGNS
from bot.domain.zones import is_city, is_zone

_WORDS = 3
_ZONE_SIGNS = frozenset("/_+-:")
_TIME = frozenset({"time", "timezone"})
_UTC = frozenset({"utc", "gmt"})
_OFFSET_DIGITS = 4
#: Say whose time is meant, though not which.
_WHOSE = frozenset(
    {"their", "theirs", "his", "her", "my", "our", "your", "its", "local", "client", "clients", "customer", "customers"}
    | {"head", "home", "office", "eastern", "western", "central", "pacific", "mountain", "east", "west", "us", "eu"}
)
#: At the end, `10am Pacific` is as much.
_AMERICAN = frozenset({"eastern", "central", "mountain", "pacific"})
#: What time is also called, and what is done with it: `fri 9:00 log time`, `by fri 4pm for the first time`.
_NO_ZONES = frozenset(
    {"a", "an", "the", "and", "or", "as", "at", "by", "for", "from", "in", "into", "of", "off", "on", "to", "with"}
    | {"this", "that", "next", "last", "first", "second", "third", "every", "each", "any", "some", "same", "one", "no"}
    | {"all", "more", "less", "much", "long", "short", "full", "part", "half", "real", "good", "high", "due", "extra"}
    | {"over", "down", "up", "run", "lead", "response", "waiting", "delivery", "turnaround", "travel", "loading"}
    | {"free", "spare", "break", "lunch", "tea", "dinner", "bed", "play", "prime", "show", "story", "start", "end"}
    | {"log", "book", "track", "submit", "enter", "record", "check", "block", "set", "find", "make", "take", "spend"}
    | {"save", "plan", "schedule", "report", "confirm", "approve", "review", "fill", "send", "give", "ask", "buy"}
)


@dataclass(frozen=True)
class ZoneRead:
    """`is_fragile`: a city's name alone may as well belong to what follows."""

    name: str
    stop: int
    is_fragile: bool = False


def read_zone(tokens: Tokens, index: int, *, timed: bool) -> ZoneRead | None:
    """The zone that starts here. Behind a time, words that end in `time` are taken for one even if they name none."""
    if tokens[index].word != "(":
        return _read(tokens, index, timed=timed)
    inside = _read(tokens, index + 1, timed=timed)
    if inside is None or tokens[inside.stop].word != ")":
        return None
    return ZoneRead(inside.name, inside.stop + 1)


def _read(tokens: Tokens, index: int, *, timed: bool) -> ZoneRead | None:
    offset = _read_offset(tokens, index, timed=timed)
    if offset is not None:
        return offset
    ends = _ends(tokens, index)
    for stop in ends[::-1]:
        name = tokens.text[tokens[index].start : tokens[stop - 1].end]
        says_time = tokens[stop].word in _TIME
        if is_zone(name) and (says_time or not _is_a_word(name, tokens[index])):
            return ZoneRead(name, _past_time(tokens, stop), is_city(name) and not says_time)
    return _unknown(tokens, index, ends) if timed else None


def _read_offset(tokens: Tokens, index: int, *, timed: bool) -> ZoneRead | None:
    """UTC+2, `gmt -5`, and behind a time also +05:30."""
    named = tokens[index].word in _UTC or (tokens[index + 1].glued and _is_short(tokens[index].word))
    sign = index + named
    number = tokens[sign + 1]
    if tokens[sign].word not in SIGNS or number.number is None or number.digits > _OFFSET_DIGITS:
        return None
    stop = sign + 2
    if tokens[stop].word == ":" and tokens[stop].glued and tokens[stop + 1].digits == 2 and tokens[stop + 1].glued:
        stop += 2
    if not (_follows_utc(tokens, sign) if named else timed and _follows_time(tokens, sign, stop)):
        return None
    before = tokens.text[tokens[index].start : tokens[sign].start].strip()
    plus_or_minus = "+" if tokens[sign].word == "+" else "-"
    return ZoneRead(f"{before}{plus_or_minus}{tokens.text[number.start : tokens[stop - 1].end]}", stop)


def _is_short(word: str) -> bool:
    """`CET+1` names no zone, though CET does."""
    return word.isalpha() and is_zone(word) and not is_city(word)


def _follows_utc(tokens: Tokens, sign: int) -> bool:
    """`9:00 UTC - 2 things` is a list."""
    return tokens[sign + 1].glued or tokens[sign].word == "+"


def _follows_time(tokens: Tokens, sign: int, stop: int) -> bool:
    """9:00+1, 9:00 +0100 and 9:00 -05:00; but 9:00-10:00 lasts an hour, unless seconds or an ISO day stand before."""
    number = tokens[sign + 1]
    is_long = number.digits == _OFFSET_DIGITS or (number.digits == 2 and stop > sign + 2)
    if not number.glued or not (is_long or (tokens[sign].glued and tokens[sign].word == "+")):
        return False
    is_iso = tokens[sign - 4].word == ":" or tokens[sign - 4].word == "t"
    leading_zero = tokens.text[number.start] == "0" and not tokens[sign].glued
    return tokens[sign].word == "+" or is_iso or leading_zero


def _unknown(tokens: Tokens, index: int, ends: list[int]) -> ZoneRead | None:
    words = [tokens[at] for at in (index, *ends)]
    if tokens[index].word in _AMERICAN and all(
        tokens[at].word in CLOSING_SIGNS for at in range(index + 1, len(tokens))
    ):
        return ZoneRead(tokens.text[tokens[index].start : tokens[index].end], index + 1)
    for count, stop in enumerate(ends, 1):
        if tokens[stop].word in _TIME and _is_place(tokens, words[:count]):
            after = _past_time(tokens, stop)
            return ZoneRead(tokens.text[tokens[index].start : tokens[after - 1].end], after)
    return None


def _is_place(tokens: Tokens, words: list[Token]) -> bool:
    """Their time, client time, Acme time, East Coast time, frankfurt time."""
    if any(word.word in _NO_ZONES for word in words):
        return False
    return len(words) == 1 or words[0].word in _WHOSE or all(tokens.text[word.start].isupper() for word in words)


def _past_time(tokens: Tokens, index: int) -> int:
    if tokens[index].word not in _TIME:
        return index
    return index + (2 if tokens.words(index, "time", "zone") else 1)


def _is_a_word(name: str, token: Token) -> bool:
    """`et`, `la` and `z` are zones only as `4pm ET`, `4pm LA` and `16:00z`."""
    return (len(name) == 2 and name.islower()) or (len(name) == 1 and not token.glued)


def _ends(tokens: Tokens, index: int) -> list[int]:
    """Behind one, two and three words from here; signs inside a word belong to it."""
    ends: list[int] = []
    while len(ends) < _WORDS and tokens[index].is_word and tokens[index].word not in _TIME:
        index += 1
        while tokens[index].glued and (tokens[index].word.isalnum() or _joins(tokens, index)):
            index += 1
        ends.append(index)
    return ends


def _joins(tokens: Tokens, index: int) -> bool:
    """Europe/Berlin, utc+2, port-au-prince, the client's."""
    sign, behind = tokens[index].word, tokens[index + 1]
    return behind.glued and ((sign in _ZONE_SIGNS and behind.word.isalnum()) or (sign == "'" and behind.word == "s"))

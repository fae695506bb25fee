"""The marks of a quick line, taken out of it one kind after the other: people, priorities, sources, numbers."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.ids import RequestNumber, UserId
from bot.domain.priority import Priority
from bot.domain.quick_results import Mention, NearPriority, PersonName, UnresolvedPerson
from bot.domain.quick_words import EMOJI, QUOTED, TAKEN, left_over, without_loose_ends
from bot.domain.slips import slips
from bot.domain.suggestions import nearest
from bot.domain.text import clean, folded, one_line, unescape_once

#: What is quoted or a link is never looked into.
_HIDDEN = "\x02"

_MENTION = re.compile(r"<@([A-Z0-9]{1,24})(?:\|([^<>|]{0,80}))?>")
#: `@ana's photo` is a photo.
_POSSESSIVE = re.compile(r"'s(?!\w)")
_MENTION_LIKE = re.compile(r"<@[^<>]{0,120}>?|(?<![\w@/.<;])@(?=\w)")
_BEFORE_MENTION = re.compile(
    r"(?:(?<!\S)(?P<asker>(?:as )?(?:asked|requested|wanted) by|for|from|on behalf of|(?:asker|requester|asked by)[:=])"
    r"|(?<!\S)(?:to|by|with|and|cc|owner[:=]?|owned by|assign(?:ed)?(?: it)?(?: to)?|give(?: it)? to"
    r"|-&gt;|→|=&gt;))\s*$",
    re.IGNORECASE,
)
_AT_NAME = re.compile(r"(?<![\w@/.<;])@([^\W_][\w.\-]{0,79})")
EVERYONE = frozenset({"here", "channel", "everyone"})
_LINK = re.compile(r"<((?:https?://|mailto:|tel:)[^<>|\s]{1,2000})(?:\|[^<>]{0,500})?>")
_ADDRESS = re.compile(
    rf"[\s{TAKEN}]*(?:<mailto:([^<>|\s]{{1,320}})(?:\|[^<>]{{0,500}})?>"
    r"|(?:mailto:)?([\w.+-]{1,64}@\w[\w.-]{0,250}\.\w{2,60}))"
    rf"[:,]?(?=[\s{TAKEN}]|$)"
)
_BRACKETS = {"(": ")", "[": "]", "*": "*", "_": "_", "~": "~"}
#: Not that of `p1 of 4`.
_PRIORITY = re.compile(r"(?<![^\s(\[])(?:!{1,3}([a-z]{2,10}|p[1-4])|(p[1-4]))(?![\w-]|\s+of\s+\d)", re.IGNORECASE)
_SHORT_LEVELS = {
    "p1": Priority.URGENT,
    "p2": Priority.HIGH,
    "p3": Priority.NORMAL,
    "p4": Priority.LOW,
    "med": Priority.NORMAL,
}
_LEVELS = {**{level.value: level for level in Priority}, "medium": Priority.NORMAL, **_SHORT_LEVELS}
#: A longer word may be mistyped by two letters.
_LONG_LEVEL = 6
_MINE = re.compile(
    r"(?<!\S)(?:@me|(?:owner[:=]?|assign(?:ed)?(?: it)? to|give(?: it)? to)\s+@?me)(?![\w'])", re.IGNORECASE
)
_ME = re.compile(r"(?:^\s*|(?<!\S)@)me(?=[:,]?(?:\s|$))[:,]?", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w-])(?:(?:for|on|about|re)\s+)?R-([0-9]{1,9})(?![\w-])", re.IGNORECASE)
_TYPE = re.compile(r"(?<![^\s\x01])(?:#([A-Za-z][\w-]{1,40})(?![\w-])|<#[A-Z0-9]{1,24}\|([^<>|]{1,80})>)")
_SPECIAL = re.compile(r"<[@#!][^<>]{1,200}>")
_NO_PERSON = re.compile(r"<[#!][^<>]{1,200}>")
_GROUPS = {"subteam": "group"}
_MARKUP = re.compile(r"<([@#!])([^<>|\s]{1,150})(?:\|([^<>]{0,200}))?>")


_URGENT = re.compile(r"(?<!\S)!urgent(?![\w-])", re.IGNORECASE)


class Line:
    """A line and what is left of it. `seen` hides quoted words and links at the same positions as `left` has them."""

    def __init__(self, text: str) -> None:
        self.typed = text
        self.left = text
        self.seen = text
        self.date: tuple[int, int] | None = None
        #: Where a word such as `called` stood: whoever is named in front of it said it.
        self.spoken: int | None = None
        #: Behind `mail from`: whoever is named there sent it.
        self.origin: int | None = None
        for pattern in (_LINK, *QUOTED, EMOJI):
            for match in pattern.finditer(text):
                self.seen = _filled(self.seen, match.start(), match.end(), _HIDDEN)

    @property
    def dated(self) -> str:
        """What dates are looked for in: what stands on both sides of something taken is one."""
        return _without_markup(self.seen.replace(TAKEN, " "))

    def read(self, start: int, end: int) -> str:
        """What stands there and was not taken yet, as a person reads it."""
        return one_line(plain(self.left[start:end].replace(TAKEN, " ")))

    def take(self, start: int, end: int) -> str:
        taken = self.left[start:end]
        self.left = _filled(self.left, start, end, TAKEN)
        self.seen = _filled(self.seen, start, end, TAKEN)
        return taken

    def take_date(self, start: int, end: int) -> str:
        """With the brackets or the asterisks that hold nothing else."""
        self.date = start, end
        if self.seen[end : end + 1] and _BRACKETS.get(self.seen[start - 1 : start]) == self.seen[end : end + 1]:
            start, end = start - 1, end + 1
        return self.take(start, end)

    def words(self) -> str:
        """What is left, as a title."""
        return said(self.left)


def _filled(text: str, start: int, end: int, sign: str) -> str:
    return text[:start] + sign * (end - start) + text[end:]


def _without_markup(seen: str) -> str:
    return _SPECIAL.sub(lambda match: _HIDDEN * len(match[0]), seen)


def said(left: str) -> str:
    """What is left of a line, as it is stored: links as plain addresses, Slack's escapes taken back."""
    return _unquoted(one_line(plain(left_over(left))))


def shown(text: str) -> str:
    """A name as it is stored, and without loose ends."""
    return _unquoted(without_loose_ends(one_line(plain(text))))


def _unquoted(words: str) -> str:
    inside = words[1:-1]
    is_quoted = len(words) > 1 and words[0] == words[-1] == '"' and '"' not in inside
    return inside.strip() if is_quoted else words


def plain(text: str) -> str:
    """Slack's markup in the words that a person reads, its escapes taken back. Once only, or what somebody typed
    would be read as markup.
    """
    without_links = _LINK.sub(lambda match: re.sub("^(mailto|tel):", "", match[1]), text)
    return clean(unescape_once(_MARKUP.sub(_in_words, without_links)))


def _in_words(markup: re.Match[str]) -> str:
    """`@ana`, `#acme`, `@here`, the words that stand for a date; what private channels are called Slack keeps back."""
    sign, what, label = markup[1], markup[2], (markup[3] or "").lstrip("@#")
    if sign == "#":
        return f"#{label or 'private-channel'}"
    if sign == "!":
        what, _, rest = what.partition("^")
        return label or rest if what == "date" else f"@{label or _GROUPS.get(what, what)}"
    return f"@{label}" if label else "somebody"


def unnamed(text: str) -> tuple[str, ...]:
    """The ids of people and channels that Slack sent without a name."""
    return tuple(match[2] for match in _MARKUP.finditer(text) if _is_unnamed(match))


def named(text: str, names: Mapping[str, str]) -> str:
    """With the names put in that Slack left out, as far as `names` has them by id."""
    return _MARKUP.sub(
        lambda match: f"<{match[1]}{match[2]}|{names.get(match[2], '')}>" if _is_unnamed(match) else match[0], text
    )


def _is_unnamed(markup: re.Match[str]) -> bool:
    return markup[1] != "!" and not markup[3]


def people_named(text: str) -> int:
    return sum(1 for _ in _MENTION_LIKE.finditer(_NO_PERSON.sub(" ", text)))


@dataclass(frozen=True)
class People:
    """Each distinct and in the order typed; `unresolved` would be owners, and `asking` those who ask."""

    owners: tuple[Mention, ...]
    askers: tuple[Mention, ...]
    unresolved: tuple[UnresolvedPerson, ...]
    asking: tuple[UnresolvedPerson, ...] = ()


def take_people(line: Line, known: Sequence[PersonName], *, for_asks: bool = True) -> People:
    """`for @ana` names who asks in a client request, and who does it in a task."""
    owners: dict[UserId, Mention] = {}
    askers: dict[UserId, Mention] = {}
    for match in _MENTION.finditer(line.seen):
        if _POSSESSIVE.match(line.seen, match.end()):
            continue
        mention = Mention(UserId(match[1]), match[2] or None)
        before = _BEFORE_MENTION.search(line.seen[max(match.start() - 20, 0) : match.start()])
        taken_from = match.start() - len(before[0]) if before else match.start()
        line.take(taken_from, match.end())
        is_asker = before is not None and bool(before["asker"]) and for_asks
        kept = askers if is_asker else owners
        if mention.label or mention.user not in kept:
            kept[mention.user] = mention
    owning, asking = _take_names(line, known, for_asks=for_asks)
    return People(tuple(owners.values()), tuple(askers.values()), owning, asking)


def take_workers(line: Line, known: Sequence[PersonName]) -> People:
    """Who is to do it: `@ana`, `for @ana`, or an e-mail address in front."""
    addressed = take_address(line, known)
    who = take_people(line, known, for_asks=False)
    return replace(who, unresolved=(addressed, *who.unresolved)) if addressed else who


def _take_names(
    line: Line, known: Sequence[PersonName], *, for_asks: bool
) -> tuple[tuple[UnresolvedPerson, ...], tuple[UnresolvedPerson, ...]]:
    """Those who would do it, and those who ask."""
    owning: list[UnresolvedPerson] = []
    asking: list[UnresolvedPerson] = []
    for match in _AT_NAME.finditer(_without_markup(line.seen)):
        words = match[1].rstrip(".-")
        if match[1].lower() in EVERYONE or _POSSESSIVE.match(line.seen, match.start() + 1 + len(words)):
            continue
        before = _BEFORE_MENTION.search(line.seen[max(match.start() - 20, 0) : match.start()])
        is_asker = before is not None and bool(before["asker"]) and for_asks
        (asking if is_asker else owning).append(UnresolvedPerson(words, called(words, known)))
        line.take(
            match.start() - len(before[0]) if before and is_asker else match.start(), match.start() + 1 + len(words)
        )
    return tuple(owning), tuple(asking)


def take_address(line: Line, known: Sequence[PersonName]) -> UnresolvedPerson | None:
    """An e-mail address in front names a person; whose it is Slack does not say, but the part before the @ may."""
    match = _ADDRESS.match(line.left)
    if match is None:
        return None
    address = match[1] or match[2]
    line.take(match.start(), match.end())
    return UnresolvedPerson(address, called(re.sub(r"[._+-]+", " ", address.partition("@")[0]), known))


def called(words: str, known: Sequence[PersonName]) -> tuple[PersonName, ...]:
    """Those whose whole name, or one word of it, is this."""
    key = folded(words)
    return tuple(person for person in known if key in {folded(person.name), *folded(person.name).split()})


def take_urgent(line: Line) -> bool:
    """Of a reminder, which has no other priority."""
    match = _URGENT.search(line.seen)
    if match is None:
        return False
    line.take(match.start(), match.end())
    return True


def take_me(line: Line) -> bool:
    """`me` in front, or `@me` anywhere."""
    match = _ME.search(line.seen)
    if match is None:
        return False
    line.take(match.start(), match.end())
    return True


def take_mine(line: Line) -> bool:
    """`@me` and `assign to me` in a client request, where `me` alone is a word."""
    match = _MINE.search(line.seen)
    if match is None:
        return False
    line.take(match.start(), match.end())
    return True


@dataclass(frozen=True)
class Priorities:
    """`levels` are distinct and in the order typed; `doubtful` are mistyped."""

    levels: tuple[Priority, ...]
    doubtful: tuple[NearPriority, ...]

    @property
    def first(self) -> Priority:
        """The one to begin with, until it is asked."""
        return next(iter((*self.levels, *(one.level for one in self.doubtful))), Priority.NORMAL)

    def with_words(self, levels: tuple[Priority, ...]) -> "Priorities":
        return replace(self, levels=tuple(dict.fromkeys((*self.levels, *levels))))


def take_priorities(line: Line) -> Priorities:
    """A word behind the `!` that is far from any priority stays."""
    found: dict[Priority, None] = {}
    doubtful = []
    for match in _PRIORITY.finditer(line.seen):
        word = (match[1] or match[2]).lower()
        level, near = _LEVELS.get(word), _near_level(word)
        if level is not None:
            found[level] = None
        elif near is not None:
            doubtful.append(NearPriority(match[0], near))
        if level is not None or near is not None:
            line.take(match.start(), match.end())
    return Priorities(tuple(found), tuple(doubtful))


def _near_level(word: str) -> Priority | None:
    for name, level in _LEVELS.items():
        allowed = 2 if len(name) >= _LONG_LEVEL else 1
        if name not in _SHORT_LEVELS and word[0] in name[:2] and slips(word, name, allowed) <= allowed:
            return level
    return None


def take_type(line: Line, known: Collection[str]) -> str | None:
    """`#print`, or what may be meant as such: in front, or like a type's name. Any other word behind a # is a word of
    the title. Slack turns a channel's name into that channel: so one counts where a type is called like it.
    """
    for match in _TYPE.finditer(line.seen):
        word = match[1] or match[2]
        is_in_front = not line.seen[: match.start()].strip(f" {TAKEN}")
        is_meant = folded(word) in known or (match[1] and (is_in_front or nearest(word, known)))
        if known and is_meant:
            line.take(match.start(), match.end())
            return word
    return None


def take_numbers(line: Line) -> tuple[RequestNumber, ...]:
    """The client requests named. A single one is taken out; several stay, because they are asked about."""
    matches = list(_NUMBER.finditer(line.seen))
    if len(matches) == 1:
        line.take(matches[0].start(), matches[0].end())
    return tuple(dict.fromkeys(RequestNumber(int(match[1])) for match in matches))

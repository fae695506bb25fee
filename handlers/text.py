"""What people read, in two kinds: markup that cannot be broken out of, and plain text.

Our own words are templates and go through `said` or `plainly`; what other people wrote goes in as a value, or through
`theirs`. So both are told apart wherever they meet, and only our own are ever replaced by a workspace's.
"""

import re
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import TypeAlias, TypeVar, overload

from bot.domain.ids import is_channel
from handlers.language import Counted, Ordinal, ours

Payload: TypeAlias = dict[str, object]

_STYLE = re.compile(r"[*_~`]")
_ADDRESS = re.compile(r"(https?://\S+)")
#: Breaks a style character's hold without being seen.
_WALL = "\u200b"


Kind = TypeVar("Kind", "Mrkdwn", "Plain")


class Mrkdwn(str):
    """Text in Slack's markup, with everything foreign in it made literal."""

    __slots__ = ()


class Plain(str):
    """Text without markup, for buttons and labels: ours through `plainly`, other people's through `theirs`."""

    __slots__ = ()


@overload
def plainly(template: str, *, count: int | None = None, **values: object) -> Plain: ...
@overload
def plainly(template: Counted | Ordinal, *, count: int, **values: object) -> Plain: ...
def plainly(template: str | Counted | Ordinal, *, count: int | None = None, **values: object) -> Plain:
    """Our own words where there is no markup: `plainly("More for {label}", label=item.label)`. What is counted in them
    is `count`, and nothing else is.
    """
    return Plain(ours(template, count).format(**_with(count, values)))


def theirs(text: str) -> Plain:
    """What somebody else wrote, or what is a name or a number: as it is."""
    return Plain(text)


@overload
def said(template: str, *, count: int | None = None, **values: object) -> Mrkdwn: ...
@overload
def said(template: Counted | Ordinal, *, count: int, **values: object) -> Mrkdwn: ...
def said(template: str | Counted | Ordinal, *, count: int | None = None, **values: object) -> Mrkdwn:
    """Our own words with other people's in them: `said("{title} is due", title=request.title)`. What is counted in them
    is `count`, and nothing else is.
    """
    literal = {name: _literal(value) for name, value in _with(count, values).items()}
    return Mrkdwn(ours(template, count).format(**literal))


def joined(parts: Sequence[Mrkdwn], between: str = "\n") -> Mrkdwn:
    return Mrkdwn(between.join(parts))


def all_of(parts: Sequence[Mrkdwn]) -> Mrkdwn:
    """`a, b and c`."""
    *first, last = parts
    return said("{first} and {last}", first=joined(first, ", "), last=last) if first else last


def one_of(parts: Sequence[Mrkdwn]) -> Mrkdwn:
    """`a or b or c`."""
    return reduce(lambda first, last: said("{first} or {last}", first=first, last=last), parts)


def code(typed: str) -> Mrkdwn:
    """What is typed to Liaison, as it stands."""
    return Mrkdwn(f"`{typed}`")


def linked(url: str, words: Plain) -> Mrkdwn:
    return Mrkdwn(f"<{escaped(url)}|{escaped(words)}>")


def unstopped(text: Kind) -> Kind:
    """For the end of a sentence of ours: what other people wrote may bring a full stop of its own."""
    return type(text)(text.removesuffix(".")) if not text.endswith("..") else text


def capitalised(text: Kind) -> Kind:
    return type(text)(text[:1].upper() + text[1:])


def mention(user: str | None) -> Mrkdwn:
    return Mrkdwn(f"<@{escaped(user)}>") if user else said("nobody")


def channel_link(channel: str) -> Mrkdwn:
    return Mrkdwn(f"<#{escaped(channel)}>")


def place(to: str) -> Mrkdwn:
    """Wherever a message goes: a channel, or a person."""
    return channel_link(to) if is_channel(to) else mention(to)


def escaped(text: str) -> str:
    """The three characters that Slack reads; nothing else is ever decoded."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _with(count: int | None, values: Mapping[str, object]) -> Mapping[str, object]:
    return values if count is None else {**values, "count": count}


def _literal(value: object) -> str | int:
    """A number stays one, for a template that says how it is written: `{count:,}`."""
    if isinstance(value, Mrkdwn | int):
        return value
    pieces = _ADDRESS.split(escaped(str(value)))
    return "".join(
        piece if n % 2 else _STYLE.sub(lambda sign: sign[0] + _WALL, piece) for n, piece in enumerate(pieces)
    )

"""What people and Slack may send: text as it is typed on phones and keyboards, moments as they are written, payloads
with parts missing. Meant to be wrong as often as it is right.
"""

import os
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from hypothesis import strategies as st

#: `make fuzz` tries many more cases than `make test`.
FUZZ = os.environ.get("FUZZ") == "1"

TITLES = (
    *(
        "reprint",
        "brochure",
        "menus",
        "logo",
        "the",
        "of",
        "new",
        "for",
        "launch",
        "café",
        "naïve",
        "Straße",
        "日本語",
        "مرحبا",
    ),
    *(
        "4",
        "12",
        "x",
        "A4",
        "R&amp;D",
        "&lt;b&gt;",
        "&amp;lt;",
        "£300",
        "50%",
        "{0}",
        "%s",
        "$(x)",
        "'; drop table x; --",
    ),
    *(
        "🎉",
        "👩‍👩‍👧",
        "🇬🇧",
        ":tada:",
        "“quoted”",
        "‘so’",
        '"by fri"',
        "it’s",
        "a—b",
        "…",
        "é" * 3,
        "a\u0301\u0301\u0301",
    ),
)
MARKS = (
    *(
        "!high",
        "!low",
        "p1",
        "P2",
        "!urgnt",
        "!!high",
        "urgent",
        "URGENT:",
        "(urgent)",
        "high priority",
        "asap",
        "ASAP,",
    ),
    *("<@U0ANA|ana>", "<@U0BEN>", "@bob", "@me", "for <@U0BEN>", "assign to <@U0ANA>", "from", "cc <@U0ANA>", "@here"),
    *("by phone", "(e-mail)", "via WhatsApp", "source: visit", "mail from", "called", "they rang", "received", "rec'd"),
    *(", phone", "; letter", "- e-mail,"),
    *(
        "Acme:",
        "Acme",
        "client: Acme",
        "for Acme",
        "Acmee:",
        "Nobody Ltd:",
        "[Acme]",
        "Zenith Media",
        "- Acme",
        "Acme’s",
    ),
    *(
        "<#C0ACME|acme>",
        "<!here>",
        "<!channel>",
        "<!subteam^S0TEAM|@team>",
        "<https://x.y/a_b|x.y>",
        "<mailto:a@b.c|a@b.c>",
    ),
    *(
        "#print",
        "#12",
        "R-12",
        ",",
        ";",
        ":",
        "-",
        "–",
        "—",
        "|",
        "(",
        ")",
        '"',
        "“",
        "”",
        "<",
        ">",
        "&amp;",
        "\n",
        "\r\n",
    ),
    *("\x00", "\u200b", "\u202e", "\u2066", "\ufeff", "\u00a0", "\x01", "\x02", "\ud800", "\u2028", "::", "..", "!"),
)
LEADS = (
    "by",
    "due",
    "before",
    "until",
    "on",
    "at",
    "in",
    "within",
    "for",
    "needed by",
    "no later than",
    "deadline:",
    "b4",
    "",
)
DAYS = (
    *(
        "fri",
        "Friday",
        "firday",
        "next tue",
        "this wed",
        "Thursday 12th",
        "Friday week",
        "a week on Friday",
        "tomorrow",
    ),
    *(
        "tmrw",
        "2moro",
        "today",
        "yesterday",
        "the 12th",
        "12 March",
        "March 12th",
        "3/4",
        "13/3",
        "2026-03-06",
        "6.3.",
        "9.10",
    ),
    *(
        "31 feb",
        "29 Feb 2027",
        "1 jan 1900",
        "1 jan 2150",
        "end of week",
        "eom",
        "may",
        "next week",
        "last friday",
        "w/c 9 Mar",
    ),
    *("2 days ago", "20 mins ago", "in a fortnight", "5 m", "9" * 20, ""),
)
HOURS = (
    *(
        "4pm",
        "4.50pm",
        "16:00",
        "1630",
        "16h30",
        "half four",
        "quarter to five",
        "noon",
        "midnight",
        "eod",
        "cob",
        "first thing",
    ),
    *("this morning", "tonight", "am", "pm", "4ish", "25:00", "12", "lunchtime", "last thing", ""),
)
ZONES = ("", "", "", "New York", "EST", "ET", "CET", "UTC", "UTC+5:30", "Berlin time", "their time", "Atlantis")


def cases(few: int, many: int) -> int:
    return many if FUZZ else few


def when_text() -> st.SearchStrategy[str]:
    """A date as people write it, or nearly so."""
    parts = st.tuples(*(st.sampled_from(some) for some in (LEADS, DAYS, HOURS, ZONES)))
    ordered = st.one_of(parts, parts.flatmap(lambda some: st.permutations(some).map(tuple)))
    return ordered.map(lambda some: " ".join(part for part in some if part))


#: Dates in the order in which they are written, and in any other.
_CHANCE = Random(3)
SOME_DATES = tuple(
    " ".join(part for part in _CHANCE.sample([_CHANCE.choice(some) for some in (LEADS, DAYS, HOURS, ZONES)], 4) if part)
    if number % 4 == 0
    else " ".join(part for part in (_CHANCE.choice(some) for some in (LEADS, DAYS, HOURS, ZONES)) if part)
    for number in range(800)
)
_PIECES = (*TITLES * 8, *MARKS * 5, *SOME_DATES)


def slack_text(*, most: int = 14) -> st.SearchStrategy[str]:
    """A line as Slack sends it: words, marks and dates in any order; sometimes any text at all."""
    # Numbers are drawn far faster than nested choices.
    pieces = st.lists(st.integers(0, len(_PIECES) - 1), max_size=most)
    glue = st.sampled_from((" ", " ", " ", "  ", "", ", "))
    glued = st.tuples(pieces, glue).map(lambda both: both[1].join(_PIECES[number] for number in both[0]))
    return st.one_of(glued, glued, glued, glued, st.text(max_size=60).map(lambda text: text * 3))


#: Put in place of anything.
ODD: tuple[Any, ...] = (
    None,
    "",
    " ",
    0,
    -1,
    True,
    [],
    {},
    [None],
    {"": None},
    "x" * 500,
    "<!channel>",
    "\x00",
    1e300,
)


def slack_payload(base: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """The same payload with a few of its parts gone, twice there or something else."""
    paths = tuple(_paths(base))
    change = st.tuples(st.sampled_from(paths), st.sampled_from(("gone", "odd", "twin")), st.sampled_from(ODD))
    return st.lists(change, min_size=1, max_size=3).map(lambda changes: _changed(base, changes))


def _paths(part: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = part.items() if isinstance(part, Mapping) else enumerate(part) if isinstance(part, list) else ()
    return [found for key, inner in items for found in ((*path, key), *_paths(inner, (*path, key)))]


def _changed(base: Mapping[str, Any], changes: Sequence[tuple[tuple[str | int, ...], str, Any]]) -> dict[str, Any]:
    copy: dict[str, Any] = _copied(base)
    for path, how, odd in changes:
        _change(copy, path, how, odd)
    return copy


def _copied(part: Any) -> Any:
    if isinstance(part, Mapping):
        return {key: _copied(inner) for key, inner in part.items()}
    return [_copied(inner) for inner in part] if isinstance(part, list) else part


def _change(copy: Any, path: tuple[str | int, ...], how: str, odd: Any) -> None:
    """Nothing, where an earlier change took away what it would be made in."""
    *above, last = path
    try:
        for key in above:
            copy = copy[key]
        if how == "gone":
            del copy[last]
        elif how == "twin" and isinstance(copy, list):
            copy.append(_copied(copy[int(last)]))
        else:
            copy[last] = _copied(odd)
    except (KeyError, IndexError, TypeError, ValueError):
        return

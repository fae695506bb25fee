"""The file in which an operator gives words in place of the English ones: each template and its replacement."""

import difflib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from bot.domain.config_files import BadFile, Fault, parsed
from bot.domain.slips import slips

LARGEST = 1_000_000
#: How alike an unknown key and the one that was meant are, and how much of either is read in a refusal.
ALIKE, QUOTED = 0.6, 80
#: Slack's mentions, links and dates; `<!channel>` would call everybody.
_SPECIAL = re.compile(r"<[^<>\s|]*>?")
#: Spaces at which no line breaks, as in French before a colon, and what joins letters or keeps them apart.
_UNSEEN = dict.fromkeys(map(ord, "\u00a0\u202f\u200c\u200d"))
_KEY = re.compile(r'\s*(?=")')


@dataclass(frozen=True)
class Template:
    """Words of the code. `limit` is how many characters Slack shows where they stand; None where that depends."""

    english: str
    where: str
    limit: int | None = None


def read_language(text: str, known: Mapping[str, Template]) -> Mapping[str, str]:
    """Replacements by their English. Raises BadFile with all that is wrong."""
    table = parsed(text, largest=LARGEST)
    lines = dict(_lines(text))
    faults = [
        Fault(lines.get(key), _quoted(key), reason)
        for key, value in table.items()
        for reason in _wrongs(key, value, known)
    ]
    if faults:
        raise BadFile(faults)
    return dict(table)


def written(templates: Mapping[str, Template]) -> Iterator[str]:
    """The file to begin with: every template stands for itself."""
    where = ""
    for template in templates.values():
        if template.where != where:
            where = template.where
            yield f"\n# {where}\n"
        name = _written(template.english)
        yield f"{name} = {name}\n"


def _wrongs(key: str, value: Any, known: Mapping[str, Template]) -> Iterator[str]:
    template = known.get(key)
    if template is None:
        near = _nearest(key, known)
        yield "is none of my words" + (f"; did you mean {_quoted(near)}?" if near else "; liaison words prints them")
    elif not isinstance(value, str):
        yield "must be given words in quotes"
    elif not value.translate(_UNSEEN).strip():
        yield "has nothing in its place; leave the line out to keep the English"
    else:
        yield from _misfits(template, value)


def _nearest(key: str, known: Mapping[str, Template]) -> str | None:
    """Of those that are as long, whichever takes the fewest slips of the finger."""
    near = difflib.get_close_matches(key, known, 5, ALIKE)
    return min(near, key=lambda one: slips(key, one, len(key)), default=None)


def _misfits(template: Template, value: str) -> Iterator[str]:
    """What a replacement may not do, which is what the English does not do either."""
    wanted, found = _placeholders(template.english), _placeholders(value)
    if found is None:
        yield "has a brace that belongs to no {placeholder}; a brace that is meant is written twice"
    elif wanted is not None and found != wanted:
        yield f"must hold {_names(wanted)}, and holds {_names(found)}"
    special = set(_SPECIAL.findall(value)) - set(_SPECIAL.findall(template.english))
    if special:
        yield f"may not hold {', '.join(sorted(special))}, which Slack reads as a mention or a link; write &lt; for <"
    if not value.translate(_UNSEEN).replace("\n", "").isprintable() or value.count("\n") > template.english.count("\n"):
        yield "may not hold more lines than the English, nor characters that are not seen"
    bare = len(_bare(value))
    if template.limit is not None and bare > template.limit:
        yield f"is too long: {bare} characters, and Slack shows {template.limit} there"


def _placeholders(text: str) -> frozenset[str] | None:
    """With what stands behind a colon in them; None where the braces cannot be read."""
    try:
        pieces = list(Formatter().parse(text))
    except ValueError:
        return None
    named = [(name, form, how) for _, name, form, how in pieces if name is not None]
    return frozenset(f"{name}{f':{form}' if form else ''}{f'!{how}' if how else ''}" for name, form, how in named)


def _bare(text: str) -> str:
    try:
        return "".join(words for words, *_ in Formatter().parse(text))
    except ValueError:
        return text


def _names(placeholders: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(placeholders)) or "no placeholder"


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """In which line a key stands. Strings of TOML are written as those of JSON are, as far as keys go."""
    decoder = json.JSONDecoder(strict=False)
    for number, line in enumerate(text.split("\n"), start=1):
        at = _KEY.match(line)
        if at:
            try:
                yield decoder.raw_decode(line, at.end())[0], number
            except ValueError:
                continue


def _quoted(words: str) -> str:
    short = words if len(words) <= QUOTED else f"{words[: QUOTED - 1]}…"
    return json.dumps(short, ensure_ascii=False)


def _written(words: str) -> str:
    """As a basic string of TOML."""
    name = json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
    assert tomllib.loads(f"a = {name}")["a"] == words, "what is printed is read again"
    return name

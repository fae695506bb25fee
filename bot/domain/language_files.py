"""The file in which an operator gives words in place of the English ones: each template and its replacement.

Where a number decides about the words there may be a replacement for each plural form of the language instead.
"""

import difflib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from bot.domain.config_files import BadFile, Fault, Wrong, parsed, wrong
from bot.domain.plurals import (
    CATEGORIES,
    ENGLISH_ORDINALS,
    ONE_OR_OTHER,
    Categories,
    Plurals,
    Replacement,
    plurals_of,
)
from bot.domain.slips import slips

LARGEST = 1_000_000
#: What a file names its language by, and the placeholder of the number that decides about the words.
LANGUAGE, COUNT = "language", "count"
#: The numbers for which English may have other words, and one of each.
FORMS = {"one": 1, "two": 2, "few": 3}
#: How alike an unknown key and the one that was meant are, and how much of either is read in a refusal.
ALIKE, QUOTED = 0.6, 80
#: Slack's mentions, links and dates; `<!channel>` would call everybody.
_SPECIAL = re.compile(r"<[^<>\s|]*>?")
#: Spaces at which no line breaks, as in French before a colon, and what joins letters or keeps them apart.
_UNSEEN = dict.fromkeys(map(ord, "\u00a0\u202f\u200c\u200d"))
_KEY, _FORM = re.compile(r'\s*(?=")'), re.compile(r"\s*\.\s*([a-z]+)")


@dataclass(frozen=True)
class Template:
    """Words of the code. `limit` is how many characters Slack shows where they stand; None where that depends.
    `one` is their English for 1, where that is another; `two` and `few` those for 2nd and 3rd, of a place in a row.
    """

    english: str
    where: str
    limit: int | None = None
    one: str | None = None
    two: str | None = None
    few: str | None = None

    @property
    def forms(self) -> Mapping[str, str]:
        given = ((form, getattr(self, form)) for form in FORMS)
        return {form: words for form, words in given if words is not None}

    def categories(self, plurals: Plurals) -> Categories:
        """Those that decide about its words."""
        return plurals.ordinals if self.two is not None else plurals

    def english_for(self, numbers: tuple[int, ...]) -> str:
        """To begin with in a form that is for these."""
        form = ENGLISH_ORDINALS.category(numbers[0]) if self.two is not None or numbers == (1,) else "other"
        return self.forms.get(form, self.english)

    @property
    def is_counted(self) -> bool:
        return self.one is not None or bool(_counts(_placeholders(self.english)))


@dataclass(frozen=True)
class LanguageFile:
    """`words` are by their English; `remarks` are on forms that are missing or never read, as it can be used so."""

    words: Mapping[str, Replacement]
    plurals: Plurals = ONE_OR_OTHER
    remarks: tuple[Fault, ...] = ()


def read_language(text: str, known: Mapping[str, Template]) -> LanguageFile:
    """Raises BadFile with all that is wrong."""
    table = dict(parsed(text, largest=LARGEST))
    plurals = _plurals(table.pop(LANGUAGE), text) if LANGUAGE in table else ONE_OR_OTHER
    lines = _lines(text)
    faults = [
        _fault(lines, key, form, reason)
        for key, value in table.items()
        for form, reason in _wrongs(key, value, known, plurals)
    ]
    if faults:
        raise BadFile(faults)
    remarks = [
        _fault(lines, key, form, reason)
        for key, value in table.items()
        if isinstance(value, dict)
        for form, reason in _uneven(value, known[key].categories(plurals), plurals.tag)
    ]
    return LanguageFile(table, plurals, tuple(remarks))


def written(templates: Mapping[str, Template], plurals: Plurals = ONE_OR_OTHER) -> Iterator[str]:
    """The file to begin with: every template stands for itself, in each form that its language needs."""
    if plurals.tag:
        yield f"{LANGUAGE} = {_written(plurals.tag)}\n"
    where = ""
    for template in templates.values():
        if template.where != where:
            where = template.where
            yield f"\n# {where}\n"
        yield from _entry(template, plurals)


def _entry(template: Template, plurals: Plurals) -> Iterator[str]:
    """What is English for any number stands in several forms only where the language was named."""
    name, forms = _written(template.english), template.categories(plurals).numbers
    if len(forms) > 1 and (template.is_counted if plurals.tag else template.one):
        for form, numbers in forms.items():
            yield f"{name}.{form} = {_written(template.english_for(numbers))}\n"
    else:
        yield f"{name} = {name}\n"


def _plurals(tag: Any, text: str) -> Plurals:
    try:
        return plurals_of(tag) if isinstance(tag, str) else wrong('must be a tag in quotes, such as "pl"')
    except Wrong as error:
        named = (n for n, line in enumerate(text.split("\n"), start=1) if line.lstrip().startswith(LANGUAGE))
        raise BadFile([Fault(next(named, None), LANGUAGE, str(error))]) from None


def _fault(lines: Mapping[tuple[str, str], int], key: str, form: str, reason: str) -> Fault:
    line = lines.get((key, form)) or lines.get((key, ""))
    return Fault(line, f"{_quoted(key)}.{form}" if form else _quoted(key), reason)


def _wrongs(key: str, value: Any, known: Mapping[str, Template], plurals: Plurals) -> Iterator[tuple[str, str]]:
    """In which form, and what; the form is empty where it is of the whole."""
    template = known.get(key)
    if template is None:
        yield "", _unknown(key, known)
    elif not isinstance(value, dict):
        yield from (("", reason) for reason in _misfits(template, value, "", template.categories(plurals)))
    elif not template.is_counted:
        yield "", f"says no number, so it has no forms such as {next(iter(value), 'few')}; give it words in quotes"
    else:
        categories = template.categories(plurals)
        yield from _without_fallback(value, categories)
        for form, words in value.items():
            if form in CATEGORIES:
                yield from ((form, reason) for reason in _misfits(template, words, form, categories))
            else:
                yield form, f"is no plural form; those are {', '.join(CATEGORIES)}"


def _without_fallback(forms: Mapping[str, Any], categories: Categories) -> Iterator[tuple[str, str]]:
    missing = [form for form in categories.numbers if form not in forms]
    if missing and "other" not in forms:
        instead = "" if "other" in missing else ", nor one for other, to be read instead"
        yield "", f"has no form for {_said_of(missing, categories)}{instead}"


def _uneven(forms: Mapping[str, Any], categories: Categories, tag: str) -> Iterator[tuple[str, str]]:
    """What can be used, and is not as the language has it."""
    missing = [form for form in categories.numbers if form not in forms]
    if missing:
        yield "", f"has no form for {_said_of(missing, categories)}; that for other is read instead"
    whose = tag or "a file that does not name its language"
    yield from ((form, f"is never read: {whose} has no such form") for form in forms if form not in categories.known)


def _said_of(forms: list[str], categories: Categories) -> str:
    return ", ".join(f"{form} ({categories.examples(form)})" for form in forms)


def _unknown(key: str, known: Mapping[str, Template]) -> str:
    all_forms = ((one, form) for one in known.values() for form, words in one.forms.items() if words == key)
    of, form = next(all_forms, (None, ""))
    if of is not None:
        name = _quoted(of.english)
        return f"is the form for {FORMS[form]} of {name}, and is given there: {name}.{form}"
    near = _nearest(key, known)
    return "is none of my words" + (f"; did you mean {_quoted(near)}?" if near else "; liaison words prints them")


def _nearest(key: str, known: Mapping[str, Template]) -> str | None:
    """Of those that are as long, whichever takes the fewest slips of the finger."""
    near = difflib.get_close_matches(key, known, 5, ALIKE)
    return min(near, key=lambda one: slips(key, one, len(key)), default=None)


def _misfits(template: Template, value: Any, form: str, categories: Categories) -> Iterator[str]:
    """What a replacement may not do, which is what the English does not do either."""
    if not isinstance(value, str):
        yield "must be given words in quotes"
        return
    if not value.translate(_UNSEEN).strip():
        yield "has nothing in its place; leave the line out to keep the English"
        return
    yield from _misplaced(template, value, form, categories)
    special = set(_SPECIAL.findall(value)) - set(_SPECIAL.findall(template.english))
    if special:
        yield f"may not hold {', '.join(sorted(special))}, which Slack reads as a mention or a link; write &lt; for <"
    if not value.translate(_UNSEEN).replace("\n", "").isprintable() or value.count("\n") > template.english.count("\n"):
        yield "may not hold more lines than the English, nor characters that are not seen"
    bare = len(_bare(value))
    if template.limit is not None and bare > template.limit:
        yield f"is too long: {bare} characters, and Slack shows {template.limit} there"


def _misplaced(template: Template, value: str, form: str, categories: Categories) -> Iterator[str]:
    """A form of one number alone may leave it out, as `a reminder` does."""
    wanted, found = _placeholders(template.english), _placeholders(value)
    if found is None:
        yield "has a brace that belongs to no {placeholder}; a brace that is meant is written twice"
    elif wanted is not None:
        counts = _counts(wanted) or frozenset({COUNT} if template.is_counted else ())
        needed = wanted - counts if categories.is_of_one_number(form) else wanted
        if not needed <= found <= wanted | counts:
            several = (
                f", as {form} is {categories.examples(form)}"
                if needed - found == counts and form in categories.numbers
                else ""
            )
            yield f"must hold {_names(needed)}, and holds {_names(found)}{several}"


def _counts(placeholders: frozenset[str] | None) -> frozenset[str]:
    return frozenset(name for name in placeholders or () if re.split("[:!]", name)[0] == COUNT)


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


def _lines(text: str) -> Mapping[tuple[str, str], int]:
    """In which line a key stands first, and in which its forms that have lines of their own. Strings of TOML are
    written as those of JSON are, as far as keys go.
    """
    decoder, found = json.JSONDecoder(strict=False), dict[tuple[str, str], int]()
    for number, line in enumerate(text.split("\n"), start=1):
        at = _KEY.match(line)
        if at:
            try:
                key, end = decoder.raw_decode(line, at.end())
            except ValueError:
                continue
            form = _FORM.match(line, end)
            found.setdefault((key, ""), number)
            found.setdefault((key, form[1] if form else ""), number)
    return found


def _quoted(words: str) -> str:
    short = words if len(words) <= QUOTED else f"{words[: QUOTED - 1]}…"
    return json.dumps(short, ensure_ascii=False)


def _written(words: str) -> str:
    """As a basic string of TOML."""
    name = json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
    assert tomllib.loads(f"a = {name}")["a"] == words, "what is printed is read again"
    return name

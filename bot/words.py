"""`liaison words`: the words that people read, to be given in another language or in a house's own wording."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.config_desk import text_of
from bot.domain.config_files import BadFile, Wrong
from bot.domain.language_files import LARGEST, LanguageFile, Template, read_language, written
from bot.domain.plurals import ONE_OR_OTHER, Categories, Plurals, Replacement, plurals_of
from bot.startup import CannotStart
from handlers.language import ENGLISH, Language
from handlers.templates import templates

BEGIN = """\
# The words of Liaison. On the left the English, which stays as it is; on the right what people read in its place.
# Keep every {placeholder}; lines that are left out stay English. Then: LIAISON_LANGUAGE_FILE=words.toml
"""
FORMS = """\
# Words that depend on a number have the forms of {tag}, which are for these; a line without a form is for all of them.
"""
PLACES = """\
# Those of a place in a row, such as "the {count}th", have these instead.
"""


def show(tag: str | None = None) -> int:
    plurals = _named(tag) if tag is not None else ONE_OR_OTHER
    sys.stdout.write(BEGIN)
    sys.stdout.writelines(_forms(plurals) if plurals.tag else ())
    sys.stdout.writelines(written(templates(), plurals))
    return 0


def check(path: Path) -> int:
    known = templates()
    file = _read(path, known)
    own = sum(_is_own(known[english], words) for english, words in file.words.items())
    sys.stdout.write(f"{path} can be used: {own} of {len(known)} are in its own words, the others stay English.\n")
    if file.remarks:
        sys.stdout.write("What is counted is not in the forms of the language everywhere:\n")
        sys.stdout.writelines(f"  {remark}\n" for remark in file.remarks)
    return 0


def spoken(path: Path | None) -> Language:
    """Raises CannotStart with all that is wrong with the file."""
    if path is None:
        return ENGLISH
    file = _read(path, templates())
    return Language(file.words, file.plurals)


def _named(tag: str) -> Plurals:
    try:
        return plurals_of(tag)
    except Wrong as error:
        raise CannotStart(str(error)) from None


def _forms(plurals: Plurals) -> Iterator[str]:
    yield FORMS.format(tag=plurals.tag)
    yield from _examples(plurals)
    yield PLACES
    yield from _examples(plurals.ordinals)


def _examples(categories: Categories) -> Iterator[str]:
    yield from (f"#   {form:5}  {categories.examples(form)}\n" for form in categories.numbers)


def _is_own(template: Template, words: Replacement) -> bool:
    english = {template.english, *template.forms.values()}
    return not english.issuperset([words] if isinstance(words, str) else words.values())


def _read(path: Path, known: Mapping[str, Template]) -> LanguageFile:
    try:
        return read_language(text_of(path, LARGEST), known)
    except BadFile as bad:
        found = "".join(f"\n  {fault}" for fault in bad.faults)
        raise CannotStart(f"{path} cannot be used as a file of words:{found}") from None

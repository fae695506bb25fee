"""Plural forms by a number, beside what CLDR says of the languages, written here by hand."""

import subprocess
import sys
from pathlib import Path

import pytest
from babel import Locale, localedata

from bot.domain.config_files import Wrong
from bot.domain.plurals import ONE_OR_OTHER, Plurals, plurals_of

ROOT = Path(__file__).resolve().parent.parent.parent
NUMBERS = (0, 1, 2, 3, 5, 11, 12, 21, 22, 100, 101, 1000)
#: In the order of the numbers.
FORMS = {
    "en": "other one other other other other other other other other other other",
    "pl": "many one few few many many many many few many many many",
    "ru": "many one few few many many many one few many one many",
    "cs": "other one few few other other other other other other other other",
    "ar": "zero one two few few many many many many other other other",
    "ga": "other one two few few other other other other other other other",
    "ja": "other other other other other other other other other other other other",
    "fr": "one one other other other other other other other other other other",
}
NEEDED = {
    "en": "one other",
    "pl": "one few many",
    "ru": "one few many",
    "cs": "one few other",
    "ar": "zero one two few many other",
    "ga": "one two few many other",
    "ja": "other",
    "fr": "one other",
}


@pytest.mark.parametrize(
    ("tag", "number", "form"),
    [
        pytest.param(tag, number, form, id=f"{tag} {number}")
        for tag, forms in FORMS.items()
        for number, form in zip(NUMBERS, forms.split(), strict=True)
    ],
)
def test_the_form_of_a_number(tag: str, number: int, form: str) -> None:
    assert plurals_of(tag).category(number) == form


@pytest.mark.parametrize("tag", NEEDED)
def test_what_whole_numbers_need(tag: str) -> None:
    """Fractions and round millions have more in some languages, which we neither ask for nor refuse."""
    plurals = plurals_of(tag)
    assert " ".join(plurals.numbers) == NEEDED[tag]
    assert plurals.known >= {*plurals.numbers, "other"}


def test_the_numbers_that_show_a_form() -> None:
    assert [plurals_of("pl").examples(form) for form in ("one", "few", "many")] == [
        "1",
        "2, 3, 4, 22, …",
        "0, 5, 6, 7, …",
    ]
    assert plurals_of("ga").examples("many") == "7, 8, 9, 10"
    assert plurals_of("pl").is_of_one_number("one")
    assert not plurals_of("ru").is_of_one_number("one")


def test_without_a_language_there_is_one_and_other() -> None:
    assert [ONE_OR_OTHER.category(number) for number in (0, 1, 2, 21)] == ["other", "one", "other", "other"]
    assert list(ONE_OR_OTHER.numbers) == ["one", "other"]


#: Of the same numbers, for places in a row.
ORDINALS = {
    "en": "other one two few other other other one two other one other",
    "fr": "other one other other other other other other other other other other",
    "sv": "other one one other other other other one one other one other",
    "pl": "other other other other other other other other other other other other",
    "cy": "zero one two few many other other other other other other other",
}


@pytest.mark.parametrize("tag", ORDINALS)
def test_the_form_of_a_place_in_a_row(tag: str) -> None:
    ordinals = plurals_of(tag).ordinals
    assert " ".join(map(ordinals.category, NUMBERS)) == ORDINALS[tag]
    assert ordinals.known >= ordinals.numbers.keys()


def test_without_a_language_places_are_those_of_english() -> None:
    english = Locale("en").ordinal_form
    assert [ONE_OR_OTHER.ordinals.category(number) for number in range(1_000)] == [*map(english, range(1_000))]


def test_a_missing_form_is_that_for_others() -> None:
    polish = plurals_of("pl")
    assert [polish.form({"one": "a", "many": "b", "other": "c"}, number) for number in (1, 2, 5, 22)] == list("acbc")


@pytest.mark.parametrize("tag", ["pl", "PL", "pl-PL", "pt-BR", "sr-Latn", "sr-Latn-RS", "zh-CN", "no", "ca-valencia"])
def test_tags_of_languages(tag: str) -> None:
    assert plurals_of(tag).tag == tag


@pytest.mark.parametrize(
    "tag", ["", "xx", "tlh", "pl_PL", "pl-", "Polish", "polski", "und", "root", "../pl", "a" * 300]
)
def test_what_is_no_language(tag: str) -> None:
    with pytest.raises(Wrong, match="is no language that I know; give its tag, such as pl or pt-BR"):
        plurals_of(tag)


def test_the_first_thousand_numbers_show_a_language() -> None:
    """So that a form of one number is of no other, and what has no form for others needs none."""
    languages = (one for one in localedata.locale_identifiers() if "_" not in one)
    for tag in sorted({str(Locale(one).plural_form): one for one in languages}.values()):
        plurals = plurals_of(tag) if tag != "root" else Plurals(Locale(tag).plural_form, frozenset({"other"}))
        later = {plurals.category(number) for number in (*range(1000, 3000), *range(3000, 200_000, 500), 10**6, 10**9)}
        assert not {form for form in later if plurals.is_of_one_number(form)}, tag
        assert "other" in plurals.numbers or later <= plurals.numbers.keys(), tag
        assert later - {"many"} <= plurals.numbers.keys(), tag


def test_nothing_is_loaded_where_no_language_is_named() -> None:
    code = "import sys, bot.app, bot.words, pathlib; bot.words.spoken(None); print('babel' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "False"

"""Which form of words goes with a number, by the categories of Unicode's CLDR, as the Babel library knows them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from bot.domain.config_files import wrong

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
#: Words by the category of a number.
Forms: TypeAlias = Mapping[str, str]
#: The same words for every number, or some for each category.
Replacement: TypeAlias = str | Forms
#: Numbers below it come to every category that whole ones have, but for those of round millions.
_ENOUGH = 1000
#: How many numbers of a category are named, and what names no language.
_NAMED, _NO_LANGUAGE = 4, frozenset({"und", "root"})


@dataclass(frozen=True, eq=False)
class Categories:
    """Which numbers have words of their own. `known` are also those that only millions or fractions come to."""

    category: Callable[[int], str]
    known: frozenset[str]

    def form(self, forms: Forms, count: int | None) -> str:
        """Where that of the number is missing it is the one for others."""
        own = forms.get(self.category(count)) if count is not None else None
        return forms["other"] if own is None else own

    @cached_property
    def numbers(self) -> Mapping[str, tuple[int, ...]]:
        """Those below a thousand, by the categories that are needed for them."""
        found: dict[str, list[int]] = {}
        for number in range(_ENOUGH):
            found.setdefault(self.category(number), []).append(number)
        return {category: tuple(found[category]) for category in CATEGORIES if category in found}

    def is_of_one_number(self, category: str) -> bool:
        return len(self.numbers.get(category, ())) == 1

    def examples(self, category: str) -> str:
        """`2, 3, 4, 22, …`."""
        numbers = self.numbers[category]
        return ", ".join([*map(str, numbers[:_NAMED]), *(["…"] if len(numbers) > _NAMED else [])])


def _english_ordinal(number: int) -> str:
    if number // 10 % 10 == 1:
        return "other"
    return {1: "one", 2: "two", 3: "few"}.get(number % 10, "other")


#: `1st`, `2nd`, `3rd` and `4th`.
ENGLISH_ORDINALS = Categories(_english_ordinal, frozenset({"one", "two", "few", "other"}))


@dataclass(frozen=True, eq=False)
class Plurals(Categories):
    """How many there are, in one language, or in none, whose `tag` is empty. `ordinals` are for places in a row."""

    tag: str = ""
    ordinals: Categories = ENGLISH_ORDINALS


ONE_OR_OTHER = Plurals(lambda count: "one" if count == 1 else "other", frozenset({"one", "other"}))


def plurals_of(tag: str) -> Plurals:
    """By a language's BCP 47 tag, such as `pl` or `pt-BR`. Raises Wrong."""
    # Loaded only where a language is named: it takes 0.1 s and 10 MiB.
    from babel import Locale, UnknownLocaleError

    try:
        locale = None if tag.lower() in _NO_LANGUAGE else Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        locale = None
    if locale is None:
        wrong(f"{json.dumps(tag, ensure_ascii=False)} is no language that I know; give its tag, such as pl or pt-BR")
    rule, ordinal = locale.plural_form, locale.ordinal_form
    ordinals = Categories(ordinal, ordinal.tags | {"other"})
    return Plurals(rule, rule.tags | {"other"}, tag, ordinals)

"""In whose words Liaison speaks: the English of the code, or what a workspace's operator has put in its place.

Set where work begins (a gesture, a message that is rendered) and asked for by `said` and `plainly`. It is of the
context and not of the module, so that two Liaisons in one process do not speak each other's language.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from bot.domain.plurals import ENGLISH_ORDINALS, ONE_OR_OTHER, Plurals, Replacement

Asked = ParamSpec("Asked")
Words = TypeVar("Words")


@dataclass(frozen=True)
class Counted:
    """English for 1 and for every other number. The latter is what other words are given for."""

    one: str
    other: str

    def english(self, count: int | None) -> str:
        return self.one if count == 1 else self.other


@dataclass(frozen=True)
class Ordinal:
    """English for a place in a row: that of 1st, 2nd and 3rd, and of 4th, which is what other words are given for."""

    one: str
    two: str
    few: str
    other: str

    def english(self, count: int | None) -> str:
        words = {"one": self.one, "two": self.two, "few": self.few}
        return words.get(ENGLISH_ORDINALS.category(count), self.other) if count is not None else self.other


@dataclass(frozen=True, eq=False)
class Language:
    """`words` are by the English that they stand for; what is missing stays English."""

    words: Mapping[str, Replacement] = field(default_factory=dict)
    plurals: Plurals = ONE_OR_OTHER

    @contextmanager
    def spoken(self) -> Iterator[None]:
        token = _spoken.set(self)
        try:
            yield
        finally:
            _spoken.reset(token)


ENGLISH = Language()
_spoken: ContextVar[Language] = ContextVar("spoken", default=ENGLISH)


def spoken_as_now(work: Callable[[], object]) -> Callable[[], object]:
    """For another thread. Only this goes along, and not the rest of the context, such as a gesture's deadline."""
    language = _spoken.get()
    if language is ENGLISH:
        return work

    def done() -> object:
        with language.spoken():
            return work()

    return done


def once_a_language(make: Callable[Asked, Words]) -> Callable[Asked, Words]:
    """For what is made of our own words only, by arguments that can be kept: put together once."""
    made: Callable[..., Words] = lru_cache(maxsize=100)(lambda _, *args, **kwargs: make(*args, **kwargs))

    @wraps(make)
    def kept(*args: Asked.args, **kwargs: Asked.kwargs) -> Words:
        return made(_spoken.get(), *args, **kwargs)

    return kept


def ours(template: str | Counted | Ordinal, count: int | None = None) -> str:
    """The words in place of this template, where they depend on a number in the form for `count`."""
    language = _spoken.get()
    words = language.words.get(template if isinstance(template, str) else template.other)
    if words is None:
        return template if isinstance(template, str) else template.english(count)
    categories = language.plurals.ordinals if isinstance(template, Ordinal) else language.plurals
    return words if isinstance(words, str) else categories.form(words, count)

"""In whose words Liaison speaks: the English of the code, or what a workspace's operator has put in its place.

Set where work begins (a gesture, a message that is rendered) and asked for by `said` and `plainly`. It is of the
context and not of the module, so that two Liaisons in one process do not speak each other's language.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import MappingProxyType

_NONE: Mapping[str, str] = MappingProxyType({})
_words: ContextVar[Mapping[str, str]] = ContextVar("words", default=_NONE)


@dataclass(frozen=True)
class Language:
    """`words` are by the English that they stand for; what is missing stays English."""

    words: Mapping[str, str] = field(default_factory=dict)

    @contextmanager
    def spoken(self) -> Iterator[None]:
        token = _words.set(self.words)
        try:
            yield
        finally:
            _words.reset(token)


ENGLISH = Language()


def spoken_as_now(work: Callable[[], object]) -> Callable[[], object]:
    """For another thread. Only this goes along, and not the rest of the context, such as a gesture's deadline."""
    words = _words.get()
    if words is _NONE:
        return work

    def done() -> object:
        with Language(words).spoken():
            return work()

    return done


def ours(template: str) -> str:
    """The words in place of this template."""
    return _words.get().get(template, template)

"""Typed text cut into numbers, words and signs, in one pass."""

import re
from typing import NamedTuple

_TOKEN = re.compile("([0-9]+)|([^\\W\\d_½¼¾]+)|(\\S)")
#: Longer runs of digits are no date, and Python refuses to read very long ones.
_DIGITS = 9
_TOO_LARGE = 10**_DIGITS


class Token(NamedTuple):
    """`word` is lower case; `number` is None for what is not digits; `glued` says that no space stands before it."""

    word: str
    number: int | None
    start: int
    end: int
    glued: bool

    @property
    def digits(self) -> int:
        return self.end - self.start

    @property
    def is_word(self) -> bool:
        return self.number is None and self.word.isalpha()


#: Stands behind the last token, so that looking ahead needs no bounds.
END = Token("", None, -1, -1, glued=False)


class Tokens:
    """A list that answers END for any index past its last one."""

    def __init__(self, text: str, tokens: list[Token] | None = None) -> None:
        self.text = text
        self._tokens = _cut(text) if tokens is None else tokens

    def __len__(self) -> int:
        return len(self._tokens)

    def __getitem__(self, index: int) -> Token:
        return self._tokens[index] if 0 <= index < len(self._tokens) else END

    def with_word(self, index: int, word: str) -> "Tokens":
        """The same places, another word at one of them."""
        tokens = [*self._tokens]
        tokens[index] = tokens[index]._replace(word=word)
        return Tokens(self.text, tokens)

    def words(self, index: int, *expected: str) -> bool:
        """Whether these words stand here, in this order."""
        return all(self[index + offset].word == word for offset, word in enumerate(expected))


def _cut(text: str) -> list[Token]:
    tokens = []
    before = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        number = _number(match[0]) if match.lastindex == 1 else None
        tokens.append(Token(match[0].lower(), number, start, end, start == before and start > 0))
        before = end
    return tokens


def _number(digits: str) -> int:
    return int(digits) if len(digits) <= _DIGITS else _TOO_LARGE

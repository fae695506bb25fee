"""Typed text cut into numbers, words and signs, in one pass."""

import re
from collections.abc import Iterable
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


class Tokens(dict[int, Token]):
    """By their index, and END for any other. A line is asked a thousand times for one, so a dictionary answers."""

    def __init__(self, text: str, tokens: Iterable[Token] | None = None) -> None:
        super().__init__(enumerate(_cut(text) if tokens is None else tokens))
        self.text = text

    def __missing__(self, index: int) -> Token:
        return END

    def with_word(self, index: int, word: str) -> "Tokens":
        """The same places, another word at one of them."""
        tokens = [*self.values()]
        tokens[index] = tokens[index]._replace(word=word)
        return Tokens(self.text, tokens)

    def words(self, index: int, first: str, *others: str) -> bool:
        """Whether these words stand here, in this order."""
        if self[index].word != first:
            return False
        return all(self[index + offset].word == word for offset, word in enumerate(others, 1))


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

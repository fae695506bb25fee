"""Text as it is searched: folded words, so that case, accents, width and the way of writing a letter do not matter."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.client_requests import ClientRequest
from bot.domain.tasks import Task
from bot.domain.text import clean

#: Of a word what is beyond is not compared, and of a text as many words are kept.
LONGEST, MOST = 60, 4_000
#: Stands between two fields, so that a phrase does not reach across.
BREAK = "\ue001"

#: Letters that Unicode does not take apart, as people write them without the sign.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n"}
)
#: Combining classes of accents and of the points of Hebrew and Arabic. Others change the sound, as dakuten do.
_POINTS, _ACCENTS = range(10, 36), 200
#: Written without spaces: each sign is a word, and a word that is typed a phrase.
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


@dataclass(frozen=True)
class Term:
    """Words that stand next to each other. `is_begun`: the last one may go on."""

    words: tuple[str, ...]
    is_begun: bool


def words_of(text: str) -> list[str]:
    if text.isascii():
        return _split(text.lower())
    apart = unicodedata.normalize("NFKD", clean(text)).casefold()
    kept = "".join(sign for sign in unicodedata.normalize("NFKD", apart) if not _is_dropped(sign))
    return _split(unicodedata.normalize("NFC", kept).translate(_PLAIN))


def term(typed: str, *, is_quoted: bool) -> Term | None:
    """None when nothing in it can be looked for. A number is the whole number, any other word may be a beginning."""
    words = tuple(words_of(typed)[:20])
    if not words:
        return None
    last = words[-1]
    return Term(words, not is_quoted and len(last) > 1 and not last.isdigit())


def searched(item: ClientRequest | Task, asker: str | None) -> list[str]:
    """The words under which it is found; `asker` is their name. What is searched besides belongs here."""
    texts = [item.title, item.details]
    if isinstance(item, ClientRequest):
        texts += [item.client_words or "", asker or "", item.source or ""]
    else:
        texts.append(item.department)
    texts += [check.text for check in item.checklist]
    fields = [words for words in map(words_of, texts) if words]
    found = [word for words in fields for word in (*words, BREAK)]
    return found[:-1][:MOST]


def _split(text: str) -> list[str]:
    return [word for run in "".join(map(_or_space, text)).split() for word in _of_run(run)]


def _or_space(sign: str) -> str:
    return sign if sign.isalnum() or unicodedata.category(sign)[0] == "M" else " "


def _of_run(run: str) -> Iterator[str]:
    if run.isascii():
        yield run[:LONGEST]
        return
    word = ""
    for sign in run:
        if _is_unspaced(sign):
            if word:
                yield word[:LONGEST]
            word = ""
            yield sign
        else:
            word += sign
    if word:
        yield word[:LONGEST]


def _is_unspaced(sign: str) -> bool:
    return sign > "\u0dff" and any(first <= ord(sign) <= last for first, last in _UNSPACED)


def _is_dropped(sign: str) -> bool:
    at = unicodedata.combining(sign)
    return at >= _ACCENTS or at in _POINTS

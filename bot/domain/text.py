"""The one place where typed text is made storable, comparable and short enough."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

#: What a slash command may hold before anything looks at it closely.
COMMAND_LIMIT = 3_000
MARKS_PER_BASE = 8
ELLIPSIS = "…"
#: What goes on for longer looks like no one sign.
_LONGEST_SIGN = 64

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
#: Phones and word processors turn the -- of an option into a dash.
_DASHED_OPTION = re.compile("(?<!\\S)[—–](?=[A-Za-z][A-Za-z-]*+(?!\\S))")
_ESCAPED = re.compile("&(amp|lt|gt);")
_UNESCAPED = {"amp": "&", "lt": "<", "gt": ">"}

_REMOVED = (
    *(code for code in range(0x20) if chr(code) not in "\n\t"),
    *range(0x7F, 0xA0),  # DEL and C1
    0xAD,  # soft hyphen
    0x200B,  # zero-width space
    *range(0x202A, 0x202F),  # bidi embeddings and overrides
    *range(0x2060, 0x2070),  # word joiner, invisible operators, bidi isolates, deprecated format characters
    0xFEFF,
    *range(0xFFF9, 0xFFFC),  # interlinear annotations
)
_PLAIN = (
    dict.fromkeys(_REMOVED)
    | dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b"), "'")
    | dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f"), '"')
    | dict.fromkeys(map(ord, "\u2010\u2011"), "-")
    | dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
)
#: Blank to the eye, though Unicode calls some of them letters: joiners, direction marks, Hangul fillers, blank Braille.
_BLANK_AT_EDGES = " \n\t\u061c\u180e\u200c\u200d\u200e\u200f\u2800\u115f\u1160\u3164\uffa0"
_BLANK = frozenset(_BLANK_AT_EDGES)
_UNSEEN = frozenset({"Mn", "Me", "Cc", "Cf", "Zs", "Zl", "Zp"})
_JOINERS = re.compile("[\u200c\u200d\u200e\u200f\u061c\u180e]")
_ZWJ = "\u200d"
#: Joiners, and the tags of a flag: they belong to the sign before them as its marks do.
_ATTACHED = frozenset({"\u200c", _ZWJ, *map(chr, range(0xE0001, 0xE0080))})


# One line is read by a dozen readers in a row.
@lru_cache(maxsize=64)
def clean(text: str) -> str:
    """Typed text as it is stored: plain quotes, hyphens, spaces and line ends; nothing unseen; NFC.

    Cleaning twice changes nothing more.
    """
    text = _LINE_BREAKS.sub("\n", text)
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _DASHED_OPTION.sub("--", text.translate(_PLAIN))
    if not text.isascii():
        # Marks are dropped first as well: putting thousands of them in canonical order takes quadratic time.
        text = _few_marks(unicodedata.normalize("NFC", _few_marks(text)))
    text = text.strip(_BLANK_AT_EDGES)
    return text if text.isascii() or not all(map(_is_unseen, text)) else ""


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def first_line_and_rest(text: str) -> tuple[str, str]:
    """A title and what follows it."""
    first, _, rest = clean(text).partition("\n")
    return one_line(first), clean(rest)


def folded(name: str) -> str:
    """The key under which two spellings of one name meet: case, width, compatibility forms and spaces folded."""
    if name.isascii() and name.isprintable():
        return " ".join(name.lower().split())
    plain = unicodedata.normalize("NFKC", _JOINERS.sub("", clean(name)))
    return " ".join(unicodedata.normalize("NFKC", plain.casefold()).split())


def clipped(text: str, limit: int) -> str:
    """At most `limit` characters, ending in … where something was cut, and never inside what looks like one sign."""
    if len(text) <= limit:
        return text
    end = limit - len(ELLIPSIS)
    nearest = (at for at in range(end, max(end - _LONGEST_SIGN, 0), -1) if _is_boundary(text, at))
    end = next(nearest, end if end > _LONGEST_SIGN else 0)
    return text[: max(end, 0)].rstrip() + ELLIPSIS if limit > 0 else ""


def unescape_once(text: str) -> str:
    """What Slack escaped, taken back once: `&amp;lt;` was typed as `&lt;` and stays so."""
    return _ESCAPED.sub(lambda match: _UNESCAPED[match[1]], text)


def _few_marks(text: str) -> str:
    return "".join(_with_few_marks(text))


def _with_few_marks(text: str) -> Iterator[str]:
    marks = 0
    for sign in text:
        marks = marks + 1 if _is_mark(sign) or sign in _ATTACHED else 0
        if marks <= MARKS_PER_BASE:
            yield sign


def _is_unseen(sign: str) -> bool:
    """Whether there is nothing to see of it when it stands alone."""
    return sign in _BLANK or unicodedata.category(sign) in _UNSEEN


def _is_mark(sign: str) -> bool:
    return sign > "\u02ff" and unicodedata.category(sign)[0] == "M"


def _is_boundary(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if _ZWJ in {before, after} or _is_mark(after) or _extends_emoji(after):
        return False
    if _is_flag_half(before) and _is_flag_half(after):
        return _flag_halves_before(text, at) % 2 == 0
    return not (_is_jamo(before) and _is_jamo(after))


def _extends_emoji(sign: str) -> bool:
    return "\U0001f3fb" <= sign <= "\U0001f3ff" or "\U000e0020" <= sign <= "\U000e007f"


def _is_flag_half(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _is_jamo(sign: str) -> bool:
    return "\u1100" <= sign <= "\u11ff"


def _flag_halves_before(text: str, at: int) -> int:
    start = at
    while start > 0 and _is_flag_half(text[start - 1]):
        start -= 1
    return at - start

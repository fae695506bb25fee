"""Words as somebody may remember them who has only read the screen: a last try after the exact ones."""

import re
from collections.abc import Callable
from unicodedata import category

Reading = Callable[[str], str]

SHORTCODE = re.compile(r":[a-z+][\w+'-]*:")
OPTIONAL = re.compile(r"\(optional\)\s*$")
PICTURES = frozenset({"So", "Sk", "Cf"})
VARIANT = "\N{VARIATION SELECTOR-16}"
EDGES = " :?!*_.…"


def as_is(words: str) -> str:
    return words


def folded(words: str) -> str:
    """Without case, emoji, a mark at the end and what the page adds to an optional field's label."""
    plain = words.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    plain = OPTIONAL.sub("", SHORTCODE.sub(" ", plain))
    kept = "".join(letter for letter in plain if category(letter) not in PICTURES and letter != VARIANT)
    return " ".join(kept.split()).strip(EDGES) or words.strip()


#: In this order: whoever knows the exact words means nothing else.
READINGS: tuple[Reading, ...] = (as_is, folded)

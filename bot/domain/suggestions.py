"""What somebody may have meant by a mistyped word."""

from collections.abc import Iterable

from bot.domain.slips import slips

LIMIT = 2


def nearest(word: str, verbs: Iterable[str]) -> str | None:
    """The known word at most two slips of the finger away; None for a known word, which needs no suggestion."""
    typed = word.strip().casefold()
    known = tuple(verbs)
    if not typed or typed in known:
        return None
    far, best = min(((slips(typed, verb, LIMIT), verb) for verb in known), default=(LIMIT + 1, ""))
    return best if far <= min(LIMIT, len(best) // 2) else None

"""Which part of a list is shown, as somebody would say it."""

from handlers.language import Counted
from handlers.text import Plain, plainly

ALL = Counted("only one", "{count:,} in all")


def standing(offset: int, count: int, total: int) -> Plain:
    """Of `count` on a page that `offset` others stand before: for the end of a line, behind what they are."""
    if count == total:
        return plainly(ALL, count=total)
    if count == 1 and offset + count == total:
        return plainly("the last of {total:,}", total=total)
    return plainly("{first:,}–{last:,} of {total:,}", first=offset + 1, last=offset + count, total=total)

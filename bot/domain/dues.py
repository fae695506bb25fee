"""A due date that others count on is not moved without a word."""

from bot.domain.client_requests import Due
from bot.domain.errors import FieldRefused

#: Under which the reason is asked for.
FIELD = "due_why"


def is_moved(standing: Due | None, wanted: Due | None) -> bool:
    """The first one is set, and moves nothing."""
    return standing is not None and (wanted is None or wanted.at != standing.at)


def must_have_reason(standing: Due | None, wanted: Due | None, why: str) -> None:
    if is_moved(standing, wanted) and not why:
        raise FieldRefused(FIELD, "missing")

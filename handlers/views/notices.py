"""Every notice by what it tells; and what stays of a card that may not be read any more."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from handlers import blocks
from handlers.blocks import Message
from handlers.text import said
from handlers.views import delivery_notices, item_notices
from handlers.views.notice_readers import Facts, Reader

#: In the place of a card, in a channel whose people may no longer read it: neither what it was about nor which.
WITHDRAWN = "What stood here is no longer shown in this channel."


def withdrawn() -> Message:
    return blocks.only(said(WITHDRAWN))


WORDS: Mapping[str, Callable[[str, Facts, Reader], Message]] = MappingProxyType(
    {
        "declined": item_notices.declined,
        "left": item_notices.left,
        "left_behind": item_notices.left,
        "watching": item_notices.watching,
        "merged": item_notices.merged,
        "split": item_notices.merged,
        "milestones": item_notices.milestones,
        "moved_together": item_notices.moved_together,
        "series_owner": item_notices.series_owner,
        "series_left_out": item_notices.series_left_out,
        "series_ended": item_notices.series_ended,
        "undelivered": delivery_notices.undelivered,
        "doubled": delivery_notices.doubled,
        "expired": delivery_notices.expired,
        "missed": delivery_notices.missed,
        "silence": delivery_notices.silence,
        "orphans": delivery_notices.orphans,
    }
)

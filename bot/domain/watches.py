"""What nobody has is watched, so that somebody hears of it before the client does."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import RequestNumber


@dataclass(frozen=True)
class Watch:
    """Nobody has it `since` then; its queue's lead was told so many `times`, and is told again at `next_at`."""

    number: RequestNumber
    since: datetime
    next_at: datetime
    times: int = 0

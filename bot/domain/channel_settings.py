"""What Liaison does by itself with what is said in a channel: nothing, unless somebody chose it there."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import FieldRefused
from bot.domain.ids import ChannelId, UserId
from bot.domain.teams import OfTeam

DEFAULT_EMOJI = "ticket"
DEFAULT_WINDOW, LONGEST_WINDOW = 5, 120
_SKIN_TONE = re.compile(r"::skin-tone-[2-6]$")
_EMOJI = re.compile(r"[a-z0-9_+'-]{1,100}")
#: What people type or paste where a name is asked for, and what Slack calls it.
_BY_SIGN = {
    "🎫": "ticket",
    "🎟": "admission_tickets",
    "📥": "inbox_tray",
    "✅": "white_check_mark",
    "👀": "eyes",
    "📌": "pushpin",
    "🚩": "triangular_flag_on_post",
    "📝": "memo",
    "⭐": "star",
    "🔥": "fire",
    "👍": "+1",
    "🙋": "raising_hand",
}
#: Names of one emoji that Slack knows by several.
_ALIASES = {"thumbsup": "+1", "thumbsdown": "-1", "pencil": "memo"}


class Replies(StrEnum):
    """What follows from answers in the thread of a request."""

    OFF = "off"
    #: A client's answer takes it up again; that ours leaves it with the client is put forward.
    OFFER = "offer"
    #: Ours lets it wait on the client at once.
    APPLY = "apply"


@dataclass(eq=False, kw_only=True)
class ChannelSetting(OfTeam):
    """`replies` is None where nobody chose: then it follows from whose channel it is. Without `emoji` none logs."""

    channel_id: ChannelId
    replies: Replies | None
    emoji: str | None
    captures: bool
    window_minutes: int
    set_by: UserId
    set_at: datetime
    version: int = 1


@dataclass(frozen=True)
class Chosen:
    """A channel's settings as they count."""

    replies: Replies
    emoji: str | None = None
    captures: bool = False
    window_minutes: int = DEFAULT_WINDOW

    @property
    def window(self) -> timedelta:
        return timedelta(minutes=self.window_minutes)


def fields_of(chosen: Chosen) -> dict[str, str]:
    """As edits compare them, by the names of the form's fields."""
    return {
        "replies": chosen.replies.value,
        "emoji": chosen.emoji or "",
        "captures": "on" if chosen.captures else "off",
        "window": str(chosen.window_minutes),
    }


def taken_over(standing: Chosen, wanted: Chosen, fields: frozenset[str]) -> Chosen:
    """What stands, with these fields as wanted."""
    return Chosen(
        replies=wanted.replies if "replies" in fields else standing.replies,
        emoji=wanted.emoji if "emoji" in fields else standing.emoji,
        captures=wanted.captures if "captures" in fields else standing.captures,
        window_minutes=wanted.window_minutes if "window" in fields else standing.window_minutes,
    )


def counting(setting: ChannelSetting | None, *, is_of_client: bool) -> Chosen:
    """Where nobody chose, answers count in a client's channel only."""
    default = Replies.OFFER if is_of_client else Replies.OFF
    if setting is None:
        return Chosen(default)
    return Chosen(setting.replies or default, setting.emoji, setting.captures, setting.window_minutes)


def emoji_named(typed: str) -> str:
    """`:Ticket:`, `ticket::skin-tone-3` and 🎫 are one; custom names too. Raises FieldRefused."""
    name = typed.strip().replace("\ufe0f", "")
    name = _BY_SIGN.get(name[:1], name) if len(name) <= 2 else name  # a sign and its skin tone
    name = without_skin_tone(name.strip(":").lower())
    name = _ALIASES.get(name, name)
    if not _EMOJI.fullmatch(name):
        raise FieldRefused("emoji", "not_emoji", typed[:100])
    return name


def is_trigger(setting: str | None, reaction: str) -> bool:
    """Whether what stands under a message is the emoji that was chosen, in any skin tone."""
    name = without_skin_tone(reaction)
    return setting is not None and _ALIASES.get(name, name) == setting


def without_skin_tone(reaction: str) -> str:
    return _SKIN_TONE.sub("", reaction)


def window_of(typed: str) -> int:
    """Minutes. Raises FieldRefused."""
    if not typed.isdecimal() or not 1 <= int(typed) <= LONGEST_WINDOW:
        raise FieldRefused("window", "not_minutes", str(LONGEST_WINDOW))
    return int(typed)

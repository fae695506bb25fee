"""What people are told of what was said in the thread of a request."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.text import clipped
from bot.services.replies import Shown
from handlers import blocks, values
from handlers.blocks import Element, Message
from handlers.ids import ActionId
from handlers.moments import wall
from handlers.text import Mrkdwn, linked, mention, plainly, said
from handlers.views.called import alone

TITLE = 300
ALREADY, UNREADABLE, DELETED, MERGED = "already", "unreadable", "deleted", "merged"
#: Said where everybody may read it, so nothing of the request is told but its label.
WITHOUT_REQUEST = frozenset({ALREADY, UNREADABLE, MERGED})


def plain(about: str, facts: Mapping[str, str]) -> Message:
    if facts["what"] == ALREADY:
        return blocks.only(said("Already {label}: `/request {label}` shows it.", label=about))
    if facts["what"] == MERGED:
        there = said(" {card}", card=linked(facts["link"], plainly("Its card"))) if "link" in facts else Mrkdwn()
        words = "{label} was merged into {into}: what is said of it belongs there.{there}"
        return blocks.only(said(words, label=about, into=facts["into"], there=there))
    words = "I may not read messages there, so your emoji logged nothing. *Log as client request* in its menu works."
    return blocks.only(said(words))


def told(shown: Shown, facts: Mapping[str, str], zone: ZoneInfo, now: datetime) -> Message:
    request = shown.request
    given: dict[str, Any] = {
        "who": mention(facts["who"]),
        "head": said("*{label}* {title}", label=request.label, title=clipped(request.title, TITLE)),
        "state": alone.state(request),
    }
    text = said(WORDS[facts["what"]], **given)
    buttons = _buttons(shown, facts["what"], zone, now)
    found = [blocks.actions(buttons, block_id=f"buttons:{request.label}")] if buttons else []
    return Message(text, [blocks.section(text), *found])


WORDS = {
    "answered": "💬 {who} answered about {head}. It is in sight and in work again ({state}).",
    "reopen": "💬 {who} wrote about {head}, which is closed ({state}). Reopen it?",
    "offer": "💬 You answered about {head}. Does it wait on the client now?",
    DELETED: "💬 {who} deleted a message that {head} was logged from. The request stays as it is ({state}).",
}


def _buttons(shown: Shown, what: str, zone: ZoneInfo, now: datetime) -> list[Element]:
    request = shown.request
    if what == "reopen":
        value = values.as_closed(request.label, request.closed_at)
        return [] if request.is_open else [blocks.button(plainly("Reopen"), ActionId.REQUEST_REOPEN, value)]
    if not request.is_open:
        return []
    if what == "offer":
        return [blocks.button(plainly("Waiting on client"), ActionId.REQUEST_WAIT, request.label, style="primary")]
    if what == DELETED:
        return [blocks.button(plainly("Cancel it"), ActionId.REQUEST_CANCEL, request.label)]
    if shown.until is None or shown.until <= now:
        return []
    words = plainly("Snooze until {at} again", at=wall(shown.until, zone, now))
    return [blocks.button(words, ActionId.SNOOZE_AGAIN, f"{request.label}@{shown.until.isoformat()}")]

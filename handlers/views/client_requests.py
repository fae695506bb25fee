"""How a client request looks: its card, its owner's message, the answers, the lists."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.clients import Client
from bot.domain.heard import UNDO_EMOJI, HeardBy
from bot.domain.ids import UserId
from bot.domain.priority import Priority
from bot.domain.sub_tasks import NO_PARTS, Progress
from bot.domain.text import clipped
from bot.services.cards import Place
from bot.services.client_requests import Listed
from bot.services.pages import Page, Which
from handlers import blocks
from handlers.blocks import Block, Element, Message
from handlers.ids import ActionId
from handlers.moments import city, due_moment, wall
from handlers.text import Mrkdwn, capitalised, channel_link, joined, linked, mention, plainly, said
from handlers.views import client_names, paging, snoozes, sources, type_fields
from handlers.views.called import alone
from handlers.views.hand_overs import note
from handlers.views.more import card_actions
from handlers.views.request_states import paused, why_closed
from handlers.views.routing import by_rule, routed
from handlers.views.sub_tasks import standing

PRIORITY = {Priority.LOW: "Low", Priority.NORMAL: "Normal", Priority.HIGH: "High", Priority.URGENT: "Urgent"}
#: What a card shows of the details.
DETAILS = 600
IS_DONE = "it is done."
USE_THE_BUTTONS = "Nothing is changed yet: its buttons do that, the rarer ones behind *More…*."
WHY_NOT_THERE = {
    "not_member": "I am not in {channel}. Type `/invite @Liaison` there, and later cards go there.",
    "archived": "{channel} is archived.",
    "shared": "{channel} is shared with another company, so I post nothing there.",
}
MARKS = {Priority.HIGH: " · :small_red_triangle: High", Priority.URGENT: " · :rotating_light: Urgent"}


def card(
    request: ClientRequest, client: Client | None, now: datetime, progress: Progress = NO_PARTS, heard: str = ""
) -> Message:
    """For everybody in the channel: what it is, whose it is, what is next and when."""
    text = said("{label} {title}: {state}", label=request.label, title=request.title, state=alone.state(request))
    head = said("*{label}* · *{title}*", label=request.label, title=request.title)
    told = _told(request, facts(request, client, now, progress), now, head)
    return Message(text, [*told, *_undo(request, heard, now), card_actions(request)])


def for_owner(
    request: ClientRequest, client: Client | None, reader: UserId, now: datetime, progress: Progress = NO_PARTS
) -> Message:
    """For whoever it was given to; once it is somebody else's it says so and offers nothing."""
    if request.owner != reader:
        # Without the title: whoever had it may not be allowed to see it any more.
        words = "{label} is now with {who}." if request.owner else "{label} is no longer with you."
        return blocks.only(said(words, label=request.label, who=mention(request.owner)))
    text = _given(request)
    known = facts(request, client, now, progress)
    return Message(text, [*_told(request, known, now, text, *note(request)), card_actions(request, reader)])


def _given(request: ClientRequest) -> Mrkdwn:
    if request.is_given_by_rule:
        return said("{label} came to you {rule}: {title}", rule=by_rule(request.rule), **_named(request))
    return said("{by} gave you {label}: {title}", by=mention(request.assigned_by), **_named(request))


def given_again(request: ClientRequest) -> Message:
    """An older message to whoever has it once more: one is to be acted on."""
    return blocks.only(said("{label} came to you again: the newer message has its buttons.", label=request.label))


def _told(request: ClientRequest, known: Mrkdwn, now: datetime, *heads: Mrkdwn) -> list[Block]:
    """What it is, how far it is and when it is due, whose it is and where from, what it waits for; then the details."""
    whose = joined([ownership(request), *_origin(request, now)], ". ")
    more = [*routed(request), *type_fields.shown_on_card(request), *paused(request, now), *snoozes.line(request, now)]
    lines = blocks.section(joined([*heads, known, whose, *more]))
    details = said("{details}", details=clipped(request.details, DETAILS))
    return [lines, *([blocks.context(details)] if request.details else [])]


def _origin(request: ClientRequest, now: datetime) -> list[Mrkdwn]:
    """Where it comes from, as far as that was said."""
    found = []
    if request.asker:
        found.append(said("Asked by {who}", who=mention(request.asker)))
    came = sources.on_card(request, now)
    if came:
        told = said("received {came}", came=came) if request.received else came
        found.append(told if found else capitalised(told))
    if request.source_permalink:
        found.append(linked(request.source_permalink, plainly("The message")))
    return [joined(found, ", ")] if found else []


def moved(request: ClientRequest) -> Message:
    """What stays in a channel whose people may no longer see it."""
    return blocks.only(said("{label} has moved to another channel.", label=request.label))


def facts(request: ClientRequest, client: Client | None, now: datetime, progress: Progress = NO_PARTS) -> Mrkdwn:
    due = due_line(request, now)
    parts = [
        client_name(request, client),
        said("{state}", state=alone.state(request)),
        due,
        *standing(request, progress),
    ]
    return joined([joined([part for part in parts if part], " · "), mark(request)], "")


def mark(request: ClientRequest) -> Mrkdwn:
    words = MARKS.get(request.priority)
    return said(words) if words else Mrkdwn()


def client_name(request: ClientRequest, client: Client | None) -> Mrkdwn:
    if client is not None:
        return said("{name}", name=client.name)
    return said("{name} (not a client yet)", name=request.client_words) if request.client_words else said("No client")


def due_line(request: ClientRequest, now: datetime) -> Mrkdwn:
    if request.due is None:
        return said("no due date")
    word = plainly("was due" if request.is_open and request.due.at < now else "due")
    return said("{word} {when}", word=word, when=due_moment(request.due, now))


def in_short(request: ClientRequest, now: datetime) -> Mrkdwn:
    """Without its title and client."""
    due = (
        [joined([said("{state}", state=alone.state(request)), due_line(request, now)], " · ")]
        if request.is_open
        else []
    )
    return joined([*due, ownership(request), *paused(request, now)])


def ownership(request: ClientRequest) -> Mrkdwn:
    if not request.is_open:
        words = "{state} by {who}{why}"
        return said(words, state=alone.state(request), who=mention(request.closed_by), why=why_closed(request))
    if request.owner is None:
        return said("Nobody has it yet. Logged by {by}", by=mention(request.logged_by))
    return said("With {who}. Logged by {by}", who=mention(request.owner), by=mention(request.logged_by))


def _undo(request: ClientRequest, heard: str, now: datetime) -> list[Block]:
    """Of what was logged without anybody filling in a form."""
    if not request.is_open or not heard or (heard == HeardBy.EMOJI and now - request.logged_at > UNDO_EMOJI):
        return []
    words = plainly("Not a request" if heard == HeardBy.CAPTURE else "Undo")
    button = blocks.button(words, ActionId.HEARD_UNDO, request.label)
    return [blocks.actions([button], block_id=f"heard:{request.label}")]


def _named(request: ClientRequest) -> dict[str, Any]:
    return {"label": request.label, "title": request.title}


def changed(request: ClientRequest, what: Mrkdwn) -> Message:
    """The private answer to a button: `R-3 is yours.`"""
    return blocks.only(said("{label} {title}: {what}", what=what, **_named(request)))


def listed(found: Listed, which: Which, zone: ZoneInfo, now: datetime) -> Message:
    page = found.page
    if not page.total:
        return blocks.only(_nothing(which))
    heading = plainly("Open client requests" if which is Which.OPEN else "Your client requests")
    shown = paging.standing(page.offset, len(page.items), page.total)
    text = said("{heading}: {shown}", heading=heading, shown=shown)
    rows = [blocks.section(_line(request, found.clients, zone, now), _row_button(request)) for request in page.items]
    several = blocks.button(plainly("Choose several…"), ActionId.BULK_LIST, f"R:{which.value}")
    buttons = blocks.actions([*_turns(page, which.value), several])
    return Message(text, [blocks.section(said("*{text}*", text=text)), *rows, buttons])


def pager(page: Page[ClientRequest], which: str) -> list[Block]:
    found = _turns(page, which)
    return [blocks.actions(found)] if found else []


def _turns(page: Page[ClientRequest], which: str) -> list[Element]:
    """Previous and Next, where there is a previous and a next."""
    size = max(len(page.items), 10)
    found = []
    if page.offset:
        found.append(blocks.button(plainly("Previous"), ActionId.REQUEST_PAGE, f"{which}:{max(page.offset - 10, 0)}"))
    if page.offset + len(page.items) < page.total:
        found.append(blocks.button(plainly("Next"), ActionId.REQUEST_PAGE, f"{which}:{page.offset + size}"))
    return found


def _line(request: ClientRequest, names: client_names.Names, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    late = ":warning: " if request.is_open and request.due is not None and request.due.at < now else ""
    due = wall(request.due.at, zone, now) if request.due else plainly("no due date")
    head = said("{late}*{label}* {title}", late=late, **_named(request))
    facts = [said("{state}", state=alone.state(request)), mention(request.owner), said("{due}", due=due)]
    return joined([head, joined([*client_names.named(request, names), *facts], " · ")])


def _row_button(request: ClientRequest) -> Element:
    return blocks.button(plainly("Show"), ActionId.REQUEST_SHOW, request.label)


def _nothing(which: Which) -> Mrkdwn:
    if which is Which.MINE:
        return said("Nothing of yours is open. `/request list` shows what others have, or nobody.")
    return said("Nothing is open. Log one: `/request Acme: reprint the brochure by fri 4pm`")


def zone_note(zone: ZoneInfo) -> Mrkdwn:
    """For people whose profile names no zone that exists."""
    words = "Your Slack profile has no usable time zone, so I read times in {city} time."
    return said(words, city=city(zone))


def where(place: Place) -> Mrkdwn:
    """Where the card is, and how to have it where it belongs."""
    here = channel_link(place.audience) if place.audience is not None else said("your messages with me")
    why = WHY_NOT_THERE.get(place.why_not or "") if place.wanted else None
    told = [said("Its card is in {here}.", here=here)]
    return joined([*told, *([said(why, channel=channel_link(place.wanted))] if why and place.wanted else [])], " ")

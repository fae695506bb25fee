"""How a reminder looks: when it was set, when it arrives, in the list."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.moments import Moment
from bot.domain.nudges import Nudge
from bot.domain.zones import ZoneChoice, zone_or
from bot.services.nudge_moves import Moved
from bot.services.nudges import PAGE, Item, Listed, NudgeSet
from bot.services.pages import Page
from bot.services.pings import Waits
from handlers import blocks
from handlers.blocks import Block, Element, Message
from handlers.ids import ActionId
from handlers.language import Counted
from handlers.moments import city, wall
from handlers.text import Mrkdwn, channel_link, joined, mention, plainly, said
from handlers.views import hours, paging, questions
from handlers.views.digests import day_named
from handlers.views.rhythms import rhythm
from handlers.views.typed import with_typed

#: The list that a button stands in is shown again after the click; this names the page.
LIST_BLOCK = "list"
YOUR_ZONE_UNKNOWN = "Slack does not tell me your time zone, so I used this workspace's: {city} time."
THEIR_ZONE_UNKNOWN = "Slack does not tell me {who}'s time zone, so I used this workspace's: {city} time."
ZONE_LOST = "Slack does not tell me your time zone any more, so I go by this workspace's: {city} time."
MOVED = "*{label}* moved to {at}"
STAYS = "*{label}* has no such time left today and stays at {at}"
HELD_BACK = "Held back, because {who} had enough messages from me on {day}. It comes with {what} on {at}."
HELD_AFTER = Counted(
    "Held back, because {who} had 1 message from me on {day}. It comes with {what} on {at}.",
    "Held back, because {who} had {count} messages from me on {day}. It comes with {what} on {at}.",
)
WHICH_ONE = {
    "cancel": "Which one? `/nudge list` shows them, and `/nudge cancel N-3` stops one.",
    "skip": "Which one? `/nudge list` shows them, and `/nudge skip N-3` leaves out the next one of N-3.",
}


def set_answer(done: NudgeSet, reader: str, at: ZoneInfo, read: Moment | None = None) -> Message:
    """What was understood, on every clock concerned, with Cancel."""
    text = joined(_understood(done, reader, at, read))
    anyway = [_anyway(done.nudge, done.zone)] if done.held else []
    return Message(text, [blocks.section(text), blocks.actions([*anyway, _cancel(done.nudge)])])


def set_view(done: NudgeSet, reader: str, at: ZoneInfo, read: Moment | None) -> Block:
    """The same for a form: no message shows what was set until it is due."""
    label = done.nudge.label
    stop = said("Changed your mind? `/nudge cancel {label}`", label=label)
    anyway = [said("At the time you gave all the same: `/nudge urgent {label}`", label=label)] if done.held else []
    told = [blocks.section(joined(_understood(done, reader, at, read))), blocks.context(*anyway, stop)]
    return blocks.modal("nudge.was_set", plainly("Reminder set"), told, submit=None)


def _understood(done: NudgeSet, reader: str, at: ZoneInfo, read: Moment | None) -> list[Mrkdwn]:
    nudge, rule = done.nudge, done.nudge.recurrence
    when = on_clocks(nudge.wanted_at, (done.zone, done.reached, at), nudge.set_at)
    head = said(
        "*{label}* {first}I'll remind {whom} {when}{what}",
        label=nudge.label,
        first=said("is set already: ") if done.repeated else "",
        whom=_whom(nudge, reader),
        when=said("on {when}", when=when) if rule is None else said("{rhythm}", rhythm=rhythm(rule)),
        what=_what(nudge, done.item),
    )
    if rule is not None:
        head = joined([head, said("The next one comes on {when}.", when=when)])
    if done.held is not None:
        head = joined([head, hours.held(done.held, _whom(nudge, reader), nudge.set_at)])
    notes = [questions.noted(note) for note in read.notes] if read else []
    return [head, *notes, *(_stray(user, reader, done) for user in done.strays)]


def on_clocks(at: datetime, zones: Sequence[ZoneInfo], now: datetime) -> Mrkdwn:
    """`Fri 6 Mar, 09:00 Berlin time (Fri 6 Mar, 08:00 London time)`: each clock that shows another time, once."""
    shown: dict[datetime, str] = {}
    for zone in zones:
        shown.setdefault(at.astimezone(zone).replace(tzinfo=None), wall(at, zone, now))
    first, *others = shown.values()
    rest = f" ({'; '.join(others)})" if others else ""
    return said("{first}{rest}", first=first, rest=rest)


def _stray(user: str, reader: str, done: NudgeSet) -> Mrkdwn:
    zone = done.reached if user == done.nudge.user_id else done.zone
    words = YOUR_ZONE_UNKNOWN if user == reader else THEIR_ZONE_UNKNOWN
    return said(words, who=mention(user), city=city(zone))


def shown(one: Listed, reader: str, zone: ZoneInfo, now: datetime) -> Message:
    """One that was asked for by its number."""
    nudge = one.nudge
    if nudge.cancelled_at is not None:
        return blocks.only(said("{label} was cancelled.", label=nudge.label))
    text = _line(one, reader, zone, now)
    buttons = [_cancel(nudge), *([_skip(nudge)] if nudge.rule is not None else [])]
    return Message(text, [blocks.section(text), blocks.actions(buttons)])


def released(nudge: Nudge, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    return said("{label} is urgent now, and comes on {at}.", label=nudge.label, at=wall(nudge.due_at, zone, now))


def skipped(nudge: Nudge, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    return said(
        "{label} leaves one out. The next one comes on {at}.", label=nudge.label, at=wall(nudge.due_at, zone, now)
    )


def listed(page: Page[Listed], reader: str, zone: ZoneInfo, now: datetime, notice: Mrkdwn | None = None) -> Message:
    top = [blocks.section(notice)] if notice else []
    if not page.total:
        text = said("No reminder is waiting. Set one: `/nudge me in 2h to call Acme`")
        return Message(notice or text, [*top, blocks.section(text)])
    words = "Reminders: {shown}" if page.total == 1 else "Reminders, soonest first: {shown}"
    text = said(words, shown=paging.standing(page.offset, len(page.items), page.total))
    rows = [
        blocks.section(
            _line(one, reader, zone, now), _cancel(one.nudge), f"{LIST_BLOCK}:{page.offset}:{one.nudge.label}"
        )
        for one in page.items
    ]
    return Message(notice or text, [*top, blocks.section(said("*{text}*", text=text)), *rows, *_pager(page)])


def _line(one: Listed, reader: str, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    nudge, rule = one.nudge, one.nudge.recurrence
    next_ = wall(nudge.due_at, zone, now)
    again = [wall(at, zone, now) for at in one.again]
    line = said(
        "*{label}* {text}\n{when}{again} · for {whom} · {origin}",
        label=nudge.label,
        text=_words(nudge),
        when=next_ if rule is None else said("{rhythm}, next on {next}", rhythm=rhythm(rule), next=next_),
        again=said(" · snoozed until {moments}", moments="; ".join(again)) if again else "",
        whom=_whom(nudge, reader),
        origin=_origin(one, reader),
    )
    return joined([line, _held(one.held, nudge, reader, zone, now)]) if one.held else line


def _origin(one: Listed, reader: str) -> Mrkdwn:
    by = _who(one.nudge.set_by, reader)
    if one.first_set_by is None:
        return said("set by {by}", by=by)
    return said("set by {first}, handed on by {by}", first=_who(one.first_set_by, reader), by=by)


def _held(held: Waits, nudge: Nudge, reader: str, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    """How many messages somebody had is theirs to know."""
    is_theirs = nudge.user_id == reader
    facts: dict[str, Any] = {
        "who": _whom(nudge, reader),
        "day": day_named(held.day),
        "what": plainly(("your digest" if is_theirs else "their digest") if held.is_for_digest else "the others"),
        "at": wall(held.until, zone, now),
    }
    return said(HELD_BACK, **facts) if held.sent is None else said(HELD_AFTER, count=held.sent, **facts)


def _words(nudge: Nudge) -> Mrkdwn:
    about = said("about {label}", label=nudge.about) if nudge.about else Mrkdwn()
    return joined([part for part in (said("{text}", text=nudge.text), about) if part], " ")


def _pager(page: Page[Listed]) -> list[Block]:
    buttons = []
    if page.offset:
        buttons.append(blocks.button(plainly("Previous"), ActionId.NUDGE_PAGE, str(max(page.offset - PAGE, 0))))
    if page.offset + len(page.items) < page.total:
        buttons.append(blocks.button(plainly("Next"), ActionId.NUDGE_PAGE, str(page.offset + PAGE)))
    return [blocks.actions(buttons)] if buttons else []


def cancelled(nudge: Nudge) -> Mrkdwn:
    if nudge.rule is not None:
        return said("{label} is cancelled, and no more of it will come: {text}", label=nudge.label, text=_words(nudge))
    return said("{label} is cancelled: {text}", label=nudge.label, text=_words(nudge))


def which_one(verb: str) -> Message:
    return blocks.only(said(WHICH_ONE[verb]))


def no_words(typed: str) -> Message:
    text = "What shall I say? Write it after the time, for example `/nudge @ana fri 9:00 call Acme`. Nothing was set."
    return with_typed(blocks.only(said(text)), "/nudge", typed)


def no_groups(typed: str) -> Message:
    text = "I can't remind a group yet: nothing was set. Name one person, or a channel that they all read."
    return with_typed(blocks.only(said(text)), "/nudge", typed)


def travelled(facts: Mapping[str, str]) -> Message:
    """The one question after a journey. `from` is the zone that the waiting reminders were set in; `assumed` is there
    when Slack names no usable zone and `zone` is the workspace's.
    """
    choice = zone_or(facts["zone"], ZoneInfo("UTC"))
    text = said(
        "{change} Your reminders still come at the moments they were set for. "
        "Shall they keep their time of day instead, so that 09:00 stays 09:00 on your new clock?",
        change=_change(choice, is_assumed="assumed" in facts),
    )
    buttons = [
        blocks.button(plainly("Move to my new time"), ActionId.NUDGE_MOVE, facts.get("from", ""), style="primary"),
        blocks.button(plainly("Keep"), ActionId.NUDGE_KEEP),
    ]
    return Message(text, [blocks.section(text), blocks.actions(buttons)])


def _change(choice: ZoneChoice, *, is_assumed: bool) -> Mrkdwn:
    if choice.problem:
        return said("Your time zone has changed.")
    if is_assumed:
        return said(ZONE_LOST, city=city(choice.zone))
    return said("You are on {city} time now.", city=city(choice.zone))


NOTHING_TO_MOVE = (
    "Nothing to move: none of your reminders is on the time of where you were. `/nudge list` shows when they come."
)


def moved(done: Moved, zone: ZoneInfo, now: datetime) -> Message:
    if not done.moved and not done.passed:
        return blocks.only(said(NOTHING_TO_MOVE))
    lines = [_on_its_time(nudge, zone, now, MOVED) for nudge in done.moved[:PAGE]]
    lines += [_on_its_time(nudge, zone, now, STAYS) for nudge in done.passed[:PAGE]]
    if len(done.moved) > PAGE or len(done.passed) > PAGE:
        lines.append(said("`/nudge list` shows the others."))
    return blocks.only(joined(lines))


def _on_its_time(nudge: Nudge, zone: ZoneInfo, now: datetime, words: str) -> Mrkdwn:
    return said(words, label=nudge.label, at=wall(nudge.due_at, zone, now))


def kept() -> Message:
    return blocks.only(said("Your reminders stay at the moments they were set for. `/nudge list` shows them."))


def _whom(nudge: Nudge, reader: str) -> Mrkdwn:
    if nudge.channel_id is not None:
        return channel_link(nudge.channel_id)
    return _who(nudge.user_id, reader)


def _who(user: str | None, reader: str) -> Mrkdwn:
    return said("you") if user == reader else mention(user)


def _what(nudge: Nudge, item: Item | None) -> Mrkdwn:
    about = said(" about {label} {title}", label=item.label, title=item.title) if item else Mrkdwn()
    return said("{about}: {text}", about=about, text=nudge.text) if nudge.text else about


def _cancel(nudge: Nudge) -> Element:
    return blocks.button(plainly("Cancel"), ActionId.NUDGE_CANCEL, nudge.label)


def _skip(nudge: Nudge) -> Element:
    return blocks.button(plainly("Skip the next one"), ActionId.NUDGE_SKIP, f"{nudge.label}@{nudge.next_date}")


def _anyway(nudge: Nudge, zone: ZoneInfo) -> Element:
    at = f"{nudge.wanted_at.astimezone(zone):%H:%M}"
    return blocks.button(plainly("Send at {at} anyway", at=at), ActionId.NUDGE_ANYWAY, nudge.label)

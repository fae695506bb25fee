"""A channel's digest, and what is said when one is set, shown or stopped."""

from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Due
from bot.domain.clients import Client
from bot.domain.digests import EVERY_DAY, WEEKDAYS, DigestSchedule
from bot.domain.schedule_zones import Zoned
from bot.domain.schedules import DailyRule
from bot.domain.text import clipped
from bot.services.digest_contents import Digest, Heading, Line
from bot.services.digests import Setting
from handlers import blocks
from handlers.blocks import Block, Message
from handlers.ids import ActionId
from handlers.language import Counted
from handlers.moments import at_time, city, due_moment, long_day, wall, weekday_name
from handlers.text import Mrkdwn, Plain, joined, mention, plainly, said
from handlers.views import liaison, rhythms

HEADINGS = {
    Heading.OVERDUE: "Overdue",
    Heading.TODAY: "Due today",
    Heading.UNOWNED: "Nobody's yet",
    Heading.OTHERS: "Also open",
}
CLOSED = {"done": "done", "cancelled": "cancelled"}
#: The whole title stands on the card.
TITLE = 150
WEEKEND = (5, 6)
NOTHING_OPEN = (
    "Nothing is open here, so no digest would be posted now. "
    "Log something: `/request Acme: reprint the brochure by fri 4pm`"
)
LEFT_OUT = Counted(
    "The one before it was left out: by the time I could post, it was too late.",
    "{count} before it were left out: by the time I could post, it was too late.",
)
HIDDEN = Counted(
    "1 more open item is not listed here, because not everybody here may see it.",
    "{count} more open items are not listed here, because not everybody here may see them.",
)
REST = "And {count} more, which would be posted in further messages."
IN_CHANNEL = "In it: what is overdue, due today, nobody's yet and otherwise open, of this channel."
IN_ALL = "In it: what is overdue, due today, nobody's yet and otherwise open, of this channel and of all public ones."
WHEN_EMPTY = "On a day with nothing open I post nothing, nor on a holiday of this channel."


def posted(digest: Digest) -> Message:
    """One part of the day's digest, for everybody in the channel."""
    heading = plainly("Digest for {day}{part}", day=day_named(digest.day), part=_part(digest))
    text = said("{heading}: {counts}", heading=heading, counts=counted(digest))
    return Message(text, [blocks.header(heading), *_top(digest), *sections(digest), *_last_notes(digest)])


def preview(digest: Digest) -> Message:
    """The same to one person alone, as far as one message goes."""
    if not digest.lines:
        return blocks.only(said(NOTHING_OPEN))
    first = said("Only you see this: the digest as it would be now. {counts}", counts=counted(digest))
    return Message(first, [blocks.section(first), *sections(digest), *_more(digest), *_last_notes(digest)])


def _top(digest: Digest) -> list[Block]:
    counts = counted(digest)
    return [*_late_notes(digest), *([blocks.section(counts)] if counts else [])]


def _late_notes(digest: Digest) -> list[Block]:
    """On the first part: how late it is, and whether some before it never came."""
    if digest.part > 1:
        return []
    found = []
    if digest.was_due is not None:
        found.append(said("Late: it was due {when}.", when=wall(digest.was_due, digest.zone, _read_at(digest))))
    if digest.missed:
        found.append(said(LEFT_OUT, count=digest.missed))
    return [blocks.context(joined(found, " "))] if found else []


def _last_notes(digest: Digest) -> list[Block]:
    """What is counted and not named, because not everybody in the channel may see it."""
    count = digest.counts.restricted
    if not count or digest.part < digest.parts:
        return []
    return [blocks.context(said(HIDDEN, count=count))]


def sections(digest: Digest) -> list[Block]:
    found: list[Block] = []
    for heading, lines in groupby(digest.lines, key=lambda line: line.heading):
        bullets = [_line(line, _read_at(digest)) for line in lines]
        found += filled([said("*{heading}*", heading=plainly(HEADINGS[heading])), *bullets])
    return found


def counted(digest: Digest) -> Mrkdwn:
    """`4 open: 2 overdue · 1 nobody's yet`, of the whole day. An item may be in several of these."""
    counts = digest.counts
    named = (
        (counts.overdue, "{count} overdue"),
        (counts.today, "{count} due today"),
        (counts.unowned, "{count} nobody's yet"),
        (counts.new, "{count} new since the last digest"),
        (counts.waiting, "{count} not accepted yet"),
    )
    parts = [said(words, count=count) for count, words in named if count]
    total = [said("{count} open", count=counts.open)] if counts.open else []
    return joined([*total, *([joined(parts, " · ")] if parts else [])], ": ")


def setting(done: Setting, note: Mrkdwn | None) -> Message:
    """The answer to setting one: when the first comes, what stands in it, and what an empty one does."""
    schedule = done.schedule
    text = said(
        "I post a digest here {rhythm}. The first one comes {first}.",
        rhythm=rhythm(schedule),
        first=_coming(done, schedule.set_at),
    )
    lines = [text, contents(done.client), said(WHEN_EMPTY)]
    if done.replaced is not None:
        lines.append(said("It replaces the one {before}.", before=rhythm(done.replaced)))
    if note is not None:
        lines.append(note)
    return Message(joined([text, said(WHEN_EMPTY)], " "), [blocks.section(joined(lines)), _buttons(schedule)])


def status(standing: Setting | None, now: datetime) -> Message:
    """What is set here, and what could be."""
    help_ = liaison.command_help("digest")
    if standing is None:
        text = said("No digest is set here.")
        return Message(text, [blocks.section(text), *help_.blocks])
    schedule = standing.schedule
    text = said(
        "I post a digest here {rhythm}. The next one comes {next_}.",
        rhythm=rhythm(schedule),
        next_=_coming(standing, now),
    )
    lines = [text, contents(standing.client), said(WHEN_EMPTY), said("Set by {who}.", who=mention(schedule.set_by))]
    if standing.zone.problem is not None:
        lines.insert(1, _lost_zone(schedule.zone_name, city(standing.zone.zone)))
    return Message(text, [blocks.section(joined(lines)), _buttons(schedule), *help_.blocks])


def _coming(setting: Setting, now: datetime) -> Mrkdwn:
    at = said("{at}", at=wall(setting.comes_at, setting.zone.zone, now))
    return said("{at}, when the quiet hours of this channel are over", at=at) if setting.is_held else at


def off(schedule: DigestSchedule) -> Message:
    text = said(
        "The digest {rhythm} is off. Nothing more comes until you set one, for example `/digest weekdays 9:00`.",
        rhythm=rhythm(schedule),
    )
    return blocks.only(text)


def without_days(typed: str) -> Message:
    text = said("*{typed}* says the time but not the days. Try `/digest daily {typed}`, or `weekdays`.", typed=typed)
    return blocks.only(text)


def without_zone(typed: Zoned, zone: ZoneInfo) -> Message:
    text = said(
        "A digest follows the clock of whoever sets it, so no time zone is needed: for you that is {city} time, "
        "not *{zone}*. Try `/digest {schedule}`.",
        city=city(zone),
        zone=typed.zone,
        schedule=typed.schedule,
    )
    return blocks.only(text)


def rhythm(schedule: DigestSchedule) -> Plain:
    """`every day at 09:00 Berlin time`, also of a zone that no longer exists."""
    rule = schedule.as_set
    days = days_named(sorted(rule.weekdays)) if isinstance(rule, DailyRule) else rhythms.days(rule)
    return plainly("{days} at {at}", days=days, at=at_time(rule.local_time, rule.zone))


def contents(client: Client | None) -> Mrkdwn:
    """A client's channel lists whatever has its card there, its own work and anybody else's."""
    return said(IN_ALL if client is None else IN_CHANNEL)


def _lost_zone(name: str, stand_in: str) -> Mrkdwn:
    return said(
        "The time zone *{name}* no longer exists, so I go by {city} time. Set the digest again to change that.",
        name=name,
        city=stand_in,
    )


def days_named(weekdays: Sequence[int]) -> Plain:
    match tuple(weekdays):
        case days if days == EVERY_DAY:
            return plainly("every day")
        case days if days == WEEKDAYS:
            return plainly("Monday to Friday")
        case days if days == WEEKEND:
            return plainly("Saturday and Sunday")
        case (*first, last) if first:
            named = ", ".join(weekday_name(day) for day in first)
            return plainly("{first} and {last}", first=named, last=weekday_name(last))
        case days:
            return plainly("every {days}", days=weekday_name(days[0]))


def _line(line: Line, now: datetime) -> Mrkdwn:
    if line.item is None:
        return said("• {label} has moved to another channel", label=line.label)
    title = clipped(" ".join(line.item.title.split()), TITLE)
    if not line.item.is_open:
        # Without the bold label: one style inside another does not show everywhere.
        return said(
            "• ~{label} {title}~ {how}", label=line.label, title=title, how=plainly(CLOSED[line.item.status.value])
        )
    first = said("*{label}* {title}", label=line.label, title=title)
    facts = [*_client(line), *_owner(line, line.item.owner), *_due(line, line.item.due, now)]
    return said("• {parts}", parts=joined([first, *facts], " · "))


def _client(line: Line) -> list[Mrkdwn]:
    return [said("{client}", client=clipped(line.client, TITLE))] if line.client else []


def _owner(line: Line, owner: str | None) -> list[Mrkdwn]:
    return [] if owner is None and line.heading is Heading.UNOWNED else [mention(owner)]


def _due(line: Line, due: Due | None, now: datetime) -> list[Mrkdwn]:
    word = plainly("was due" if line.heading is Heading.OVERDUE else "due")
    return [said("{word} {when}", word=word, when=due_moment(due, now))] if due else []


def filled(lines: Sequence[Mrkdwn]) -> list[Block]:
    """As few sections as hold the lines, which are never cut."""
    found: list[list[Mrkdwn]] = [[]]
    for line in lines:
        if found[-1] and len(joined([*found[-1], line])) > blocks.TEXT:
            found.append([])
        found[-1].append(line)
    return [blocks.section(joined(some)) for some in found]


def _more(digest: Digest) -> list[Block]:
    left = digest.listed - len(digest.lines)
    return [blocks.context(said(REST, count=left))] if left else []


def _buttons(schedule: DigestSchedule) -> Block:
    return blocks.actions([blocks.button(plainly("Turn it off"), ActionId.DIGEST_OFF, schedule.shown)])


def day_named(day: date) -> Plain:
    return long_day(day)


def _read_at(digest: Digest) -> datetime:
    """Sometime on its day."""
    return datetime.combine(digest.day, time(12), digest.zone)


def _part(digest: Digest) -> Plain:
    return plainly(" ({part} of {parts})", part=digest.part, parts=digest.parts) if digest.parts > 1 else Plain()

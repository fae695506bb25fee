"""Dates, lengths of time and schedules that were not taken, in words, each with an example that would be."""

from calendar import month_abbr, monthrange
from collections.abc import Sequence
from datetime import timedelta
from functools import singledispatch

from bot.domain import durations, hours, moments, recurrence_words
from bot.domain import schedules as schedule_rules
from bot.domain.text import clipped
from handlers.language import Counted
from handlers.moments import dated_day, month_name, wall
from handlers.text import Mrkdwn, Plain, code, one_of, plainly, said

#: What is glued to what looks like a date may be as long as a line.
_MOST = 100
#: Of so many seconds.
UNITS = {
    31_536_000: Counted("{count} year", "{count} years"),
    86_400: Counted("{count} day", "{count} days"),
    3_600: Counted("{count} hour", "{count} hours"),
    60: Counted("{count} minute", "{count} minutes"),
}


@singledispatch
def worded(refused: Exception) -> Mrkdwn:
    raise LookupError(type(refused).__name__)


@worded.register
def _(refused: moments.NoSuchDate) -> Mrkdwn:
    if not 1 <= refused.month <= 12:
        return said("There is no month {month}. Try `28 feb 9:00`.", month=refused.month)
    last = monthrange(refused.year or 2027, refused.month)[1]
    return said(
        "There is no {day} {month} in {year}. Try {example}."
        if refused.year
        else "There is no {day} {month}. Try {example}.",
        day=refused.day,
        month=month_name(refused.month),
        year=refused.year,
        example=code(f"{min(max(refused.day, 1), last)} {month_abbr[refused.month].lower()} 9:00"),
    )


@worded.register
def _(refused: moments.NoSuchTime) -> Mrkdwn:
    return said("There is no *{text}* on the clock. Try `9:00` or `4pm`.", text=refused.text)


@worded.register
def _(refused: moments.Ambiguous) -> Mrkdwn:
    one, other = (said("*{day}*", day=dated_day(it.local)) for it in refused.readings)
    text = "*{typed}* could be {one} or {other}. Which one? Write the month as a word, for example {example}."
    return said(
        text, typed=refused.typed, one=one, other=other, example=code(f"{refused.readings[0].local:%-d %b}".lower())
    )


@worded.register
def _(refused: moments.TooVague) -> Mrkdwn:
    return said(
        "*{typed}* could be several moments. Say {words}.", typed=refused.typed, words=_codes(refused.suggestions)
    )


@worded.register
def _(refused: moments.InThePast) -> Mrkdwn:
    text = "That was {ago} ago: {at}. Say a moment that is still to come."
    return said(
        text, ago=length(refused.ago), at=wall(refused.moment.at, refused.moment.zone, refused.moment.at + refused.ago)
    )


@worded.register
def _(_refused: moments.LongPast) -> Mrkdwn:
    return said("That is long past. Say a moment that is still to come.")


@worded.register
def _(refused: moments.NotYet) -> Mrkdwn:
    at = wall(refused.moment.at, refused.moment.zone, refused.moment.at)
    return said("That is still to come: {at}. Say when it came in, for example `yesterday 16:50`.", at=at)


@worded.register
def _(refused: moments.TooLongAgo) -> Mrkdwn:
    return said("That is too long ago. What came in at most {count} years ago can be logged.", count=refused.years)


@worded.register
def _(refused: moments.TooFar) -> Mrkdwn:
    return said("That is too far away. At most {count} years ahead.", count=refused.years)


@worded.register
def _(refused: moments.NotUnderstood) -> Mrkdwn:
    text = "I don't understand *{typed}* as a date. Try `fri 16:00`, `tomorrow`, `in 2h` or `28 feb 9:00`."
    return said(text, typed=clipped(refused.typed, _MOST))


@worded.register
def _(refused: moments.Misspelt) -> Mrkdwn:
    return said(
        "I don't understand *{typed}* as a date. Do you mean `{meant}`?", typed=refused.typed, meant=refused.meant
    )


@worded.register
def _(refused: moments.TooLong) -> Mrkdwn:
    text = "Too long for a date: {length} of {count:,} characters. Try `fri 16:00`."
    return said(text, length=f"{refused.length:,}", count=refused.limit)


@worded.register
def _(refused: moments.AmbiguousZone) -> Mrkdwn:
    text = "*{name}* is the time of several places. Name one: {places}."
    return said(text, name=refused.name, places=_codes(refused.readings))


@worded.register
def _(refused: moments.UnknownZone) -> Mrkdwn:
    return said("I don't know the time zone *{name}*. Name a city, such as `Berlin`.", name=refused.name)


@worded.register
def _(refused: durations.NotADuration) -> Mrkdwn:
    text = "I don't understand *{typed}* as a length of time. Try `90m`, `1h30` or `2 days`."
    return said(text, typed=refused.typed)


@worded.register
def _(refused: durations.DurationTooLong) -> Mrkdwn:
    return said("That is too long. At most {longest}.", longest=length(refused.longest))


@worded.register
def _(_refused: schedule_rules.NoWeekdays) -> Mrkdwn:
    return said("No day is left. Name at least one, for example `mon wed 9:00`, or `weekdays 9:00`.")


@worded.register
def _(refused: schedule_rules.NotASchedule) -> Mrkdwn:
    text = "I don't understand *{typed}* as a schedule. Try `daily 9:00`, `weekdays 9:00` or `mon wed 16:30`."
    return said(text, typed=refused.typed)


@worded.register
def _(refused: schedule_rules.NoTimeOfDay) -> Mrkdwn:
    return said("*{typed}* says the days but not the time. Try `{typed} 9:00`.", typed=refused.typed)


@worded.register
def _(refused: recurrence_words.NoDayOfMonth) -> Mrkdwn:
    examples = [f"{refused.per}ly on the 1st 9:00", f"last friday of every {refused.per} 9:00"]
    return said("*{typed}* does not say on which day. Try {examples}.", typed=refused.typed, examples=_codes(examples))


@worded.register
def _(refused: recurrence_words.NoDateOfYear) -> Mrkdwn:
    return said("*{typed}* does not say on which date. Try `every year on 24 dec 9:00`.", typed=refused.typed)


@worded.register
def _(refused: recurrence_words.EitherSchedule) -> Mrkdwn:
    text = "*{typed}* can be read in two ways. Say {readings}."
    return said(text, typed=refused.typed, readings=_codes(refused.readings))


@worded.register
def _(refused: hours.NotHours) -> Mrkdwn:
    text = (
        "I don't understand *{typed}* as hours. Try `mon-fri 9:00-17:30`, `quiet 22:00-7:00` or `leave 24 dec - 2 jan`."
    )
    return said(text, typed=refused.typed)


@worded.register
def _(refused: hours.NoSuchHours) -> Mrkdwn:
    text = "*{typed}* ends before it begins, or overlaps. Try `mon-fri 9:00-12:30 13:00-17:30` or `22:00-6:00`."
    return said(text, typed=refused.typed)


@worded.register
def _(_refused: hours.NeverOpen) -> Mrkdwn:
    return said("Nothing would be left of the week, so nothing could be sent. Shorten the quiet hours, or work longer.")


@worded.register
def _(_refused: hours.NotLeave) -> Mrkdwn:
    return said("That is no leave. Give the first and the last day, for example `24 dec - 2 jan`.")


@worded.register
def _(refused: hours.LeaveTooLong) -> Mrkdwn:
    text = "{count} days are too long for one leave. At most {most}."
    return said(text, count=refused.days, most=hours.LONGEST_LEAVE)


@worded.register
def _(refused: hours.TooManyLeaves) -> Mrkdwn:
    text = "That is one leave too many: I keep {count} that are not over. `/liaison hours leave off` forgets them."
    return said(text, count=refused.most)


@worded.register
def _(refused: hours.UnknownCountry) -> Mrkdwn:
    text = "I know no holidays for *{typed}*. Name a country or its code, such as `Germany`, `DE` or `DE-BY`."
    return said(text, typed=refused.typed or plainly("nothing"))


def length(span: timedelta) -> Plain:
    """`1 minute`, `3 hours`, `10 years`: the largest unit that fits."""
    seconds = int(span.total_seconds())
    size = next((size for size in UNITS if seconds >= size), 60)
    return plainly(UNITS[size], count=max(seconds // size, 1))


def _codes(examples: Sequence[str]) -> Mrkdwn:
    return one_of([said("`{it}`", it=it) for it in examples])

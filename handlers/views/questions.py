"""What must be asked before a line can be saved, and how a date was read where it may surprise."""

from functools import singledispatch
from zoneinfo import ZoneInfo

from bot.domain import client_names, moments, quick_results
from handlers.moments import city, short_date
from handlers.text import Mrkdwn, all_of, capitalised, joined, mention, one_of, said, theirs
from handlers.views.called import within
from handlers.views.snoozes import priority_name

#: So many types are named in a question.
MOST_TYPES = 12


@singledispatch
def asked(ambiguity: object) -> Mrkdwn:
    raise LookupError(type(ambiguity).__name__)


@asked.register
def _(ambiguity: client_names.NearlyKnown) -> Mrkdwn:
    names = one_of([said("*{name}*", name=one.name) for one in ambiguity.candidates])
    return said("There is no client *{name}*. Do you mean {names}?", name=ambiguity.name, names=names)


@asked.register
def _(ambiguity: quick_results.UnresolvedPerson) -> Mrkdwn:
    return said("I am not sure who *{words}* is. Please pick the person.", words=ambiguity.words)


@asked.register
def _(ambiguity: quick_results.UnresolvedChannel) -> Mrkdwn:
    return said("I am not sure which channel *{words}* is. Please pick the channel.", words=ambiguity.words)


@asked.register
def _(ambiguity: quick_results.TwoOwners) -> Mrkdwn:
    people = all_of([mention(one.user) for one in ambiguity.owners])
    return said("{people} are named. One person can have it: please pick one.", people=people)


@asked.register
def _(ambiguity: quick_results.TwoPriorities) -> Mrkdwn:
    levels = all_of([said("{level}", level=priority_name(one)) for one in ambiguity.priorities])
    return said("{levels} are both named as priority. Please pick one.", levels=levels)


@asked.register
def _(ambiguity: quick_results.NearPriority) -> Mrkdwn:
    text = "There is no priority *{typed}*. Do you mean *{level}*?"
    return said(text, typed=ambiguity.typed, level=priority_name(ambiguity.level))


@asked.register
def _(ambiguity: quick_results.ClientAssumed) -> Mrkdwn:
    return said("Is this for the client *{name}*? If not, change the client below.", name=ambiguity.name)


@asked.register
def _(_ambiguity: quick_results.NoTitle) -> Mrkdwn:
    return said("That names a client only. What is to be done? Please write a title.")


@asked.register
def _(_ambiguity: quick_results.SeveralTargets) -> Mrkdwn:
    return said("More than one is named. A reminder goes to one person or one channel: please pick one.")


@asked.register
def _(ambiguity: quick_results.Broadcast) -> Mrkdwn:
    text = "A reminder goes to one person or one channel, not to *{word}*: please pick one."
    return said(text, word=f"@{ambiguity.word}")


@asked.register
def _(ambiguity: quick_results.Repeats) -> Mrkdwn:
    text = (
        "I can't repeat a reminder *{typed}*. "
        "Try `every weekday 9:00`, `every 2 weeks on fri 9:00`, `monthly on the 1st 9:00` or `every year on 24 dec`."
    )
    return said(text, typed=ambiguity.typed)


@asked.register
def _(ambiguity: quick_results.TwoDates) -> Mrkdwn:
    text = "There are two dates, *{first}* and *{second}*. Which one is meant?"
    return said(text, first=ambiguity.first, second=ambiguity.second)


@asked.register
def _(ambiguity: quick_results.DueOrReceived) -> Mrkdwn:
    text = "Is *{typed}* when it is due, or when it came in? Please check both below."
    return said(text, typed=ambiguity.typed)


@asked.register
def _(ambiguity: quick_results.TwoSources) -> Mrkdwn:
    ways = all_of([said("{way}", way=within.source(one)) for one in ambiguity.sources])
    return said("{ways} are both named as the way it came in. Please pick one.", ways=capitalised(ways))


@asked.register
def _(ambiguity: quick_results.TwoAskers) -> Mrkdwn:
    people = all_of([mention(one.user) for one in ambiguity.askers])
    return said("{people} are named as who asks. Please pick one.", people=people)


@asked.register
def _(ambiguity: quick_results.PriorityAssumed) -> Mrkdwn:
    text = "Is *{typed}* its priority? I put *{level}* below: please check it."
    return said(text, typed=ambiguity.typed, level=priority_name(ambiguity.level))


@asked.register
def _(ambiguity: quick_results.TwoRequests) -> Mrkdwn:
    labels = all_of([said("{label}", label=f"R-{number}") for number in ambiguity.numbers])
    return said("{labels} are named. It can belong to one: please pick one.", labels=labels)


@asked.register
def _(ambiguity: quick_results.UnknownType) -> Mrkdwn:
    if ambiguity.near:
        return said("There is no type *#{typed}*. Do you mean *#{near}*?", typed=ambiguity.typed, near=ambiguity.near)
    known = joined([said("*#{name}*", name=name) for name in ambiguity.known[:MOST_TYPES]], ", ")
    more = said(" and {count} more", count=len(ambiguity.known) - MOST_TYPES)
    text = "There is no type *#{typed}*. There are {known}{more}: pick one below, or none."
    return said(text, typed=ambiguity.typed, known=known, more=more if len(ambiguity.known) > MOST_TYPES else Mrkdwn())


@asked.register
def _(ambiguity: quick_results.TypeAsks) -> Mrkdwn:
    fields = joined([said("*{label}*", label=label) for label in ambiguity.fields], ", ")
    return said("{label} needs a little more: {fields}", label=ambiguity.label, fields=fields)


@asked.register
def _(_ambiguity: quick_results.NoTime) -> Mrkdwn:
    return said("There is no moment in it. Say when, for example `fri 9:00` or `in 2h`.")


@singledispatch
def noted(note: object) -> Mrkdwn:
    raise LookupError(type(note).__name__)


@noted.register
def _(note: moments.GapMoved) -> Mrkdwn:
    text = "{asked} does not exist on {day} because the clocks go forward; I'll use {used}."
    return said(text, asked=f"{note.asked:%H:%M}", day=short_date(note.asked), used=f"{note.used:%H:%M}")


@noted.register
def _(_note: moments.FoldFirst) -> Mrkdwn:
    return said("The clocks go back then and show this time twice; I'll use the first.")


@noted.register
def _(note: moments.ZoneGiven) -> Mrkdwn:
    name = city(ZoneInfo(note.name))
    return said("Read as {city} time.", city=theirs("UTC (GMT)") if name == "UTC" else name)


@noted.register
def _(_note: moments.RolledToTomorrow) -> Mrkdwn:
    return said("That time has passed today, so I took tomorrow.")


@noted.register
def _(_note: moments.RolledToYesterday) -> Mrkdwn:
    return said("That time is still ahead today, so I took yesterday.")


@noted.register
def _(note: moments.RolledToNextYear) -> Mrkdwn:
    return said("That day has passed this year, so I took {year}.", year=note.year)


@noted.register
def _(note: moments.AfternoonAssumed) -> Mrkdwn:
    return said("I took {hour} to be in the afternoon.", hour=note.hour - 12)


@noted.register
def _(_note: moments.AtOnce) -> Mrkdwn:
    return said("That is now, so at once.")

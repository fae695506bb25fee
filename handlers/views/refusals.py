"""Every refusal in words: what happened, what next."""

from datetime import datetime
from functools import singledispatch
from zoneinfo import ZoneInfo

from bot.domain import durations, errors, hours, milestones, moments, quick_results, schedules, series
from bot.domain.text import clipped
from bot.domain.zones import zone_or
from handlers.moments import dated
from handlers.text import Mrkdwn, Plain, channel_link, joined, mention, plainly, said
from handlers.views import date_refusals, differences, item_refusals, questions, undo_refusals, unusable
from handlers.views.called import within
from handlers.views.questions import noted
from handlers.views.snoozes import MOST, priority_name

__all__ = ["asked", "noted", "tells_time", "words"]

WHO_MAY_ACT = {
    "guest": "{who} is a guest here. Only full members can work with client requests: please pick or ask one of them.",
    "external": "{who} belongs to another company. Only members of this workspace can be assigned: please pick one.",
    "bot": "{who} is an app, and apps cannot be given work. Please pick a person.",
    "deactivated": "{who} has left this workspace. Please pick somebody else.",
    "unknown": "Only members of this workspace can be assigned or act here, and I could not find {who} among them.",
}
WHO_MAY_SPEAK = {
    "guest": "You are a guest here, and only full members can work with me. Please ask one of them.",
    "external": "You belong to another company, and only members of this workspace can work with me. "
    "Please ask one of them.",
    "bot": "Apps cannot work with me. Please ask a person.",
    "deactivated": "Your account in this workspace is deactivated. Please ask an administrator.",
    "unknown": "Only members of this workspace can work with me, and I could not find you among them. "
    "Please try again in a minute.",
}
WHAT = {"R": "request", "T": "task", "N": "reminder", "C": "client", "D": "digest", "S": "series"}
#: Named before the rest is counted.
PARTS = 5
LISTS = {
    "R": "/request list",
    "T": "/task list",
    "N": "/nudge list",
    "C": "/client list",
    "D": "/digest",
    "S": "/request repeat list",
}
REQUEST_TOO_LONG = "{label} is {level}, so it can be snoozed for {most} at most: until {at}."
TASK_TOO_LONG = "{label} can be snoozed for {most} at most: until {at}."
HOW_CLOSED = {"done": "closed", "cancelled": "cancelled", "sent": "sent"}
NOT_HERE = {
    "not_member": "I am not in this channel, so I cannot post here. Type `/invite @Liaison` first, then try again.",
    "private": "I am not in this conversation, so I cannot post here. Use this in a channel that I am in. "
    "If this is a private channel, `/invite @Liaison` lets me in.",
    "archived": "This channel is archived, so nothing can be posted here. Use a channel that is in use.",
    "shared": "This channel is shared with another company, so I post nothing here. Use a channel of your own.",
    "direct": "This does not work in a direct message. Use it in a channel that I am in.",
}
NOT_THERE = {
    "not_member": "I am not in {channel}, so I cannot post there. Type `/invite @Liaison` there, then try again.",
    "archived": "{channel} is archived, so nothing can be posted there. Use a channel that is in use.",
    "shared": "{channel} is shared with another company, so I post nothing there. Use a channel of your own.",
}


def words(refused: Exception, *, zone: ZoneInfo | None = None) -> Mrkdwn:
    """`zone` is the reader's, where it is known. Raises LookupError for what nobody has worded."""
    return _worded(refused, zone)


def of_speaker(refused: errors.NotAMember) -> Mrkdwn:
    """To whoever it is about: they wanted to act, not to be given work."""
    return said(WHO_MAY_SPEAK.get(refused.kind, WHO_MAY_SPEAK["unknown"]))


def asked(ambiguity: quick_results.Ambiguity, *, zone: ZoneInfo | None = None) -> Mrkdwn:
    """What must be asked before a line can be saved. Dates are asked in the words in which they are refused."""
    if isinstance(ambiguity, quick_results.RepeatsUnclear):
        return words(ambiguity.refused, zone=zone)
    return words(ambiguity, zone=zone) if isinstance(ambiguity, moments.DateRefused) else questions.asked(ambiguity)


def tells_time(refused: errors.DomainError) -> bool:
    """Whether the reader's zone is needed to word it."""
    return isinstance(refused, errors.AlreadyClosed | errors.ChangedMeanwhile | errors.SnoozeTooLong)


@singledispatch
def _worded(refused: Exception, _zone: ZoneInfo | None) -> Mrkdwn:
    raise LookupError(type(refused).__name__)


@_worded.register
def _(refused: errors.NotAMember, _zone: ZoneInfo | None) -> Mrkdwn:
    return said(WHO_MAY_ACT.get(refused.kind, WHO_MAY_ACT["unknown"]), who=mention(refused.user_id))


@_worded.register
def _(refused: errors.NotFound, _zone: ZoneInfo | None) -> Mrkdwn:
    kind, _, number = refused.label.partition("-")
    if kind in WHAT and number.isdigit():
        text = "No {what} {label}. Check the number: `{list}` shows those that you can see."
        return said(text, what=plainly(WHAT[kind]), label=refused.label, list=LISTS[kind])
    return said("I found nothing called *{label}*.", label=refused.label)


@_worded.register
def _(refused: errors.AlreadyDone, _zone: ZoneInfo | None) -> Mrkdwn:
    if refused.reference:
        return said("That was saved already as {label}.", label=refused.reference)
    return said("That was done already.")


@_worded.register
def _(refused: errors.AlreadyTaken, _zone: ZoneInfo | None) -> Mrkdwn:
    return said("{who} has taken {label} already.", who=mention(refused.by), label=refused.label)


@_worded.register
def _(refused: errors.SnoozeTooLong, zone: ZoneInfo | None) -> Mrkdwn:
    at = _instant(refused.latest, zone or zone_or(refused.zone_name, ZoneInfo("UTC")).zone)
    words = REQUEST_TOO_LONG if refused.label.startswith("R-") else TASK_TOO_LONG
    level, most = priority_name(refused.priority), plainly(MOST[refused.priority])
    return said(words, label=refused.label, level=level, most=most, at=at)


@_worded.register
def _(refused: errors.NotSnoozed, _zone: ZoneInfo | None) -> Mrkdwn:
    return said("{label} is not snoozed.", label=refused.label)


@_worded.register
def _(refused: errors.AlreadyClosed, zone: ZoneInfo | None) -> Mrkdwn:
    how = plainly(HOW_CLOSED.get(refused.how, "closed"))
    by = said(" by {who}", who=mention(refused.by)) if refused.by else Mrkdwn()
    at = said(", {at}", at=_instant(refused.at, zone)) if refused.at else Mrkdwn()
    return said("{label} was {how}{by}{at}. Nothing was changed.", label=refused.label, how=how, by=by, at=at)


@_worded.register
def _(refused: errors.StillOpen, _zone: ZoneInfo | None) -> Mrkdwn:
    return said("{label} is open already.", label=refused.label)


@_worded.register
def _(refused: errors.PartsOpen, _zone: ZoneInfo | None) -> Mrkdwn:
    few = ", ".join(refused.parts[:PARTS])
    more = len(refused.parts) - PARTS + refused.hidden if len(refused.parts) > PARTS else refused.hidden
    parts = plainly("{first} and {count} more" if few else "{count} that only others can see", first=few, count=more)
    text = "{label} still has open tasks: {parts}. Nothing was changed. *Done* or *Cancel* on its card asks about them."
    return said(text, label=refused.label, parts=parts if more else few)


@_worded.register
def _(refused: errors.NoPartsOfParts, _zone: ZoneInfo | None) -> Mrkdwn:
    text = "{label} is itself a part of {whole}, and parts have no parts of their own. Give it as a part of {whole}."
    return said(text, label=refused.label, whole=refused.whole)


@_worded.register
def _(refused: series.NotDueIn, _zone: ZoneInfo | None) -> Mrkdwn:
    text = "I don't understand *{typed}* as a time to do it. Try `3 working days`, `2 weeks` or `same day`."
    return said(text, typed=clipped(refused.typed, 100))


@_worded.register
def _(refused: milestones.NotAStep, _zone: ZoneInfo | None) -> Mrkdwn:
    text = "Line {line}, *{typed}*, is no step. Write it as `T-3 business days: proof to client` or `T: delivery`."
    return said(text, line=refused.line, typed=clipped(refused.typed, 60))


@_worded.register
def _(refused: milestones.TooManySteps, _zone: ZoneInfo | None) -> Mrkdwn:
    return said("At most {count} steps; these are {given}.", count=refused.limit, given=refused.count)


@_worded.register
def _(refused: milestones.NoTemplateName, _zone: ZoneInfo | None) -> Mrkdwn:
    text = "*{typed}* is no name for a template: a letter, then letters, digits and - such as `print-job`, 24 at most."
    return said(text, typed=clipped(refused.typed, 60))


@_worded.register
def _(refused: milestones.NoDueDate, _zone: ZoneInfo | None) -> Mrkdwn:
    return said("{label} has no due date to count back from. *Edit* on its card sets one.", label=refused.label)


@_worded.register
def _(refused: errors.MergeRefused, _zone: ZoneInfo | None) -> Mrkdwn:
    return item_refusals.merging(refused)


@_worded.register
def _(refused: errors.NobodyToAsk | errors.MayNotSee | errors.NotWatched, _zone: ZoneInfo | None) -> Mrkdwn:
    return item_refusals.worded(refused)


@_worded.register
def _(refused: errors.PausedOtherwise, _zone: ZoneInfo | None) -> Mrkdwn:
    text = "{label} is {state} by now: {why}. Nothing was changed."
    return said(text, label=refused.label, state=within.status(refused.now), why=refused.why)


@_worded.register
def _(refused: errors.NotPaused, _zone: ZoneInfo | None) -> Mrkdwn:
    return said("{label} waits for nobody and is not on hold, so there is nothing to resume.", label=refused.label)


@_worded.register
def _(refused: errors.WrongState, _zone: ZoneInfo | None) -> Mrkdwn:
    now, wanted = (within.status(one) for one in (refused.now, refused.wanted))
    text = "{label} is {now}, so it cannot be {wanted} yet. Nothing was changed: *Resume* it first."
    return said(text, label=refused.label, now=now, wanted=wanted)


@_worded.register
def _(refused: errors.NotRecurring, _zone: ZoneInfo | None) -> Mrkdwn:
    return said("{label} comes once. `/nudge cancel {label}` stops it.", label=refused.label)


@_worded.register
def _(refused: errors.NotYours, _zone: ZoneInfo | None) -> Mrkdwn:
    if refused.owner is None:
        return said("{label} belongs to nobody at the moment. Press *I'll take this* first.", label=refused.label)
    return said("Only {who} can do this with {label}.", who=mention(refused.owner), label=refused.label)


@_worded.register
def _(refused: errors.ChangedMeanwhile, zone: ZoneInfo | None) -> Mrkdwn:
    return differences.told(refused, zone)


@_worded.register
def _(refused: errors.LoggedAMomentAgo, _zone: ZoneInfo | None) -> Mrkdwn:
    text = "You logged the same words a moment ago as {label}, so I saved nothing new. `/request {label}` shows it."
    return said(text, label=refused.label)


@_worded.register
def _(refused: errors.FieldRefused, _zone: ZoneInfo | None) -> Mrkdwn:
    return unusable.worded(refused)


@_worded.register
def _(refused: errors.NeedsAnswers, _zone: ZoneInfo | None) -> Mrkdwn:
    fields = joined([said("*{one}*", one=one) for one in refused.fields], ", ")
    text = (
        "{label} ({type}) is not done before this is filled in: {fields}. Press *Done* on its card: `/request {label}`"
    )
    return said(text, label=refused.label, type=refused.type_label, fields=fields)


@_worded.register
def _(refused: errors.ClientExists, _zone: ZoneInfo | None) -> Mrkdwn:
    return said("There is a client called *{name}* already. `/client {name}` shows it.", name=refused.name)


@_worded.register
def _(_refused: errors.AlreadyAnswered, _zone: ZoneInfo | None) -> Mrkdwn:
    return said("That has been answered already, so nothing was changed.")


@_worded.register
def _(refused: undo_refusals.UndoRefused, _zone: ZoneInfo | None) -> Mrkdwn:
    return undo_refusals.worded(refused)


@_worded.register
def _(_refused: errors.NoDigestHere, _zone: ZoneInfo | None) -> Mrkdwn:
    return said("There is no digest in this channel. Set one with `/digest weekdays 9:00`.")


@_worded.register
def _(refused: errors.NoSuchQueue, _zone: ZoneInfo | None) -> Mrkdwn:
    no = said("There is no queue *{typed}*.", typed=clipped(refused.typed, 100))
    if not refused.queues:
        return joined([no, said("None is set up here yet: `liaison route load` does that.")], " ")
    if refused.nearest is not None:
        return joined([no, said("Did you mean *{nearest}*?", nearest=refused.nearest)], " ")
    return joined([no, said("There are: {queues}.", queues=clipped(", ".join(refused.queues), 1000))], " ")


@_worded.register
def _(refused: errors.NotHere, _zone: ZoneInfo | None) -> Mrkdwn:
    if refused.channel is None:
        return said(NOT_HERE.get(refused.reason, NOT_HERE["not_member"]))
    return said(NOT_THERE.get(refused.reason, NOT_THERE["not_member"]), channel=channel_link(refused.channel))


@_worded.register
def _(_refused: errors.TooSlow, _zone: ZoneInfo | None) -> Mrkdwn:
    return said("That took too long, so nothing was stored. Please try again in a minute.")


@_worded.register
def _(_refused: errors.StoreUnavailable, _zone: ZoneInfo | None) -> Mrkdwn:
    return said("I can't save right now: nothing was stored. Please try again in a minute.")


@_worded.register
def _(_refused: quick_results.NothingToLog, _zone: ZoneInfo | None) -> Mrkdwn:
    return said("I found no words that say what it is about. Try `reprint of the brochure by fri 16:00`.")


@_worded.register
def _(refused: quick_results.LineTooLong, _zone: ZoneInfo | None) -> Mrkdwn:
    text = "Too long: {length} of {count:,} characters. Please shorten it."
    return said(text, length=f"{refused.length:,}", count=refused.limit)


@_worded.register
def _(refused: quick_results.TooManyPeople, _zone: ZoneInfo | None) -> Mrkdwn:
    return said("At most {count} people in one line; this one names {named}.", count=refused.limit, named=refused.count)


@_worded.register
def _(refused: moments.DateRefused, _zone: ZoneInfo | None) -> Mrkdwn:
    return date_refusals.worded(refused)


@_worded.register
def _(refused: durations.DurationRefused, _zone: ZoneInfo | None) -> Mrkdwn:
    return date_refusals.worded(refused)


@_worded.register
def _(refused: schedules.ScheduleRefused, _zone: ZoneInfo | None) -> Mrkdwn:
    return date_refusals.worded(refused)


@_worded.register
def _(refused: hours.HoursRefused, _zone: ZoneInfo | None) -> Mrkdwn:
    return date_refusals.worded(refused)


def _instant(at: datetime, zone: ZoneInfo | None) -> Plain:
    return dated(at, zone or ZoneInfo("UTC"))

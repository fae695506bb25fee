"""Notices in words: declined, not delivered, too late; and what stays of a card that may not be read any more."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.outbox import UNCLEAR, MessageKind
from bot.domain.people import PersonKind
from handlers import blocks
from handlers.blocks import Message
from handlers.ids import ActionId
from handlers.moments import wall
from handlers.text import Mrkdwn, joined, mention, place, said

Facts: TypeAlias = Mapping[str, str]


@dataclass(frozen=True)
class Reader:
    """To whom it is told, on which clock, and when."""

    user: str
    zone: ZoneInfo
    now: datetime


THINGS = {
    MessageKind.REQUEST_CARD: "the card of {about}",
    MessageKind.REQUEST_FOR_OWNER: "the message about {about}",
    MessageKind.TASK_CARD: "the card of {about}",
    MessageKind.TASK_FOR_OWNER: "the message about {about}",
    MessageKind.NUDGE: "the reminder {about}",
    MessageKind.CATCH_UP: "a message with several reminders, {about} first",
    MessageKind.RUNG: "the reminder of {about}",
    MessageKind.DIGEST: "the digest",
}
REASONS = {
    "not_in_channel": "I am not in that channel. Type `/invite @Liaison` there.",
    "channel_not_found": "that channel is gone, or I am not in it. If it is there, type `/invite @Liaison` in it.",
    "is_archived": "that channel is archived. Use one that is in use.",
    "shared": "that channel is shared with another company, so I post nothing there. Use one of your own.",
    "user_disabled": "that person has left the workspace.",
    "restricted_action": "the workspace does not let me post there. Its admins can change that.",
    "not_rendered": "something went wrong on our side. Please tell whoever runs Liaison; the log says more.",
}
#: What may help with a thing that was not delivered, as far as its reason says nothing.
SHOWN_BY = {
    MessageKind.REQUEST_CARD: "`/request {about}` shows it to you.",
    MessageKind.REQUEST_FOR_OWNER: "`/request {about}` shows it to you, to tell them or assign somebody else.",
    MessageKind.TASK_CARD: "`/task {about}` shows it to you.",
    MessageKind.TASK_FOR_OWNER: "`/task {about}` shows it to you, to tell them or assign somebody else.",
    MessageKind.RUNG: "Tell them yourself, or assign somebody else.",
    MessageKind.NUDGE: "If it still matters, tell them yourself or set another with `/nudge`.",
}
AGAIN = {
    MessageKind.NUDGE: "If it still matters, set it again, for example `/nudge me tomorrow 9:00 call Acme`.",
    MessageKind.DIGEST: "The next one comes as usual; `/digest preview` there shows what is open now.",
}
ANSWERS = {"again": "You asked me to send it again.", "arrived": "You said that it arrived."}
COMMANDS = {"R": "/request", "T": "/task"}

HOW_LEFT = {PersonKind.DEACTIVATED: "has left this workspace", PersonKind.GUEST: "is a guest here now"}
#: So many labels are read in one line.
MOST_LABELS = 20

#: In the place of a card, in a channel whose people may no longer read it: neither what it was about nor which.
WITHDRAWN = blocks.only(said("What stood here is no longer shown in this channel."))


def declined(about: str, facts: Facts, _reader: Reader) -> Message:
    words = (
        "{who} declined {label}. It is nobody's now: `{command} {label}` shows it, to assign it or take it yourself."
    )
    return blocks.only(said(words, who=mention(facts["by"]), label=about, command=COMMANDS[about[0]]))


def left(about: str, facts: Facts, _reader: Reader) -> Message:
    """`about` was deactivated; the labels of what they have of this reader."""
    labels = facts["items"].split()
    shown = ", ".join(labels[:MOST_LABELS])
    more = said(" and {count} more", count=len(labels) - MOST_LABELS) if len(labels) > MOST_LABELS else Mrkdwn()
    return blocks.only(
        said(
            "{who} {left}, and still has what you gave them: {shown}{more}. "
            "`{command} {first}` shows it, to assign somebody else.",
            who=mention(about),
            left=HOW_LEFT.get(PersonKind(facts["is"]), "is no full member here any more"),
            shown=shown,
            more=more,
            command=COMMANDS[labels[0][0]],
            first=labels[0],
        )
    )


def undelivered(about: str, facts: Facts, reader: Reader) -> Message:
    code = facts["error"]
    if code == UNCLEAR:
        return _question(about, facts, reader)
    reason = said(REASONS.get(code, "Slack refused it ({code})."), code=code)
    what = said(
        "I could not deliver {thing}{quoted} to {to}: {reason}",
        thing=_thing(about, facts),
        quoted=_quoted(facts),
        to=_whom(facts["to"], reader),
        reason=reason,
    )
    return blocks.only(joined([what, *_next(SHOWN_BY, about, facts), *_others(facts)], " "))


def _others(facts: Facts) -> list[Mrkdwn]:
    """What else could not be delivered there, for the same reason and within the hour."""
    labels = facts.get("others", "").split()
    if not labels:
        return []
    *first, last = [*labels, f"{facts['more']} more"] if "more" in facts else labels
    named = said("{first} and {last}", first=", ".join(first), last=last) if first else said("{last}", last=last)
    return [said("The same goes for {named}.", named=named)]


def _question(about: str, facts: Facts, reader: Reader) -> Message:
    """Once it is answered it says how, and has no buttons any more."""
    words = said(
        "I cannot tell whether {thing}{quoted} reached {to}: Slack did not say, and I may not look there. {next}",
        thing=_thing(about, facts),
        quoted=_quoted(facts),
        to=_whom(facts["to"], reader),
        next=ANSWERS.get(facts.get("answer", ""), "Please look there: did it arrive?"),
    )
    if "answer" in facts or "row" not in facts:
        return blocks.only(words)
    arrived = blocks.button("It arrived", ActionId.NOTICE_ARRIVED, facts["row"], style="primary")
    again = blocks.button("Send again", ActionId.NOTICE_AGAIN, facts["row"])
    return Message(words, [blocks.section(words), blocks.actions([arrived, again])])


def doubled(about: str, facts: Facts, reader: Reader) -> Message:
    thing = _thing(about, facts)
    what = said(
        "{thing}{quoted} reached {to} twice, because Slack did not say in time that the first had arrived. "
        "I have deleted the second.",
        thing=Mrkdwn(thing[:1].upper() + thing[1:]),
        quoted=_quoted(facts),
        to=_whom(facts["to"], reader),
    )
    return blocks.only(joined([what, *_others(facts)], " "))


def expired(about: str, facts: Facts, reader: Reader) -> Message:
    thing = _thing(about, facts)
    what = said(
        "{thing}{quoted} for {to} was due {due}. I could not send it then, and now it is too late for it.",
        thing=Mrkdwn(thing[:1].upper() + thing[1:]),
        quoted=_quoted(facts),
        to=_whom(facts["to"], reader),
        due=_when(facts["due"], reader),
    )
    return blocks.only(joined([what, *_next(AGAIN, about, facts)], " "))


def missed(_about: str, facts: Facts, reader: Reader) -> Message:
    """All that were due while nothing could be sent, and now are too late."""
    told, count = json.loads(facts["lines"]), int(facts["count"])
    lines = [
        said("• *{label}* {text}, due {at}", label=label, text=text, at=_when(due, reader)) for label, text, due in told
    ]
    more = [said("and {more} more.", more=count - len(told))] if count > len(told) else []
    text = "{count} reminders that you set were not sent: I could not send them then, and now it is too late for them."
    return blocks.only(joined([said(text, count=count), *lines, *more, said(AGAIN[MessageKind.NUDGE])]))


def _when(due: str, reader: Reader) -> str:
    return wall(datetime.fromisoformat(due), reader.zone, reader.now)


def _thing(about: str, facts: Facts) -> Mrkdwn:
    if facts["kind"] != MessageKind.REPLY:
        return said(THINGS.get(MessageKind(facts["kind"]), "a message"), about=about)
    if about[1:2] == "-":
        return said("my answer about {about}", about=about)
    return said("my answer to “{asked}”", asked=about)


def _quoted(facts: Facts) -> Mrkdwn:
    text = facts.get("text", "")
    return said(" (“{text}”)", text=text) if text else Mrkdwn()


def _whom(to: str, reader: Reader) -> Mrkdwn:
    """A direct message is in nobody's hands but the reader's."""
    return Mrkdwn("you") if to == reader.user or to.startswith("D") else place(to)


def _next(steps: Mapping[MessageKind, str], about: str, facts: Facts) -> list[Mrkdwn]:
    step = steps.get(MessageKind(facts["kind"]))
    return [said(step, about=about)] if step else []


WORDS: Mapping[str, Callable[[str, Facts, Reader], Message]] = MappingProxyType(
    {
        "declined": declined,
        "left": left,
        "undelivered": undelivered,
        "doubled": doubled,
        "expired": expired,
        "missed": missed,
    }
)

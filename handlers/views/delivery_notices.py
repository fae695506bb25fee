"""Notices of what could not be delivered, came twice or came too late, and what may help."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from bot.domain.ids import is_direct
from bot.domain.outbox import UNCLEAR, MessageKind
from handlers import blocks
from handlers.blocks import Message
from handlers.ids import ActionId
from handlers.language import Counted
from handlers.moments import wall
from handlers.text import Mrkdwn, all_of, capitalised, joined, mention, place, plainly, said
from handlers.views.notice_readers import COMMANDS, Facts, Reader, at_wall, when

THINGS = {
    MessageKind.REQUEST_CARD: "the card of {about}",
    MessageKind.REQUEST_FOR_OWNER: "the message about {about}",
    MessageKind.RECEIPT: "the receipt of {about}",
    MessageKind.TASK_CARD: "the card of {about}",
    MessageKind.TASK_FOR_OWNER: "the message about {about}",
    MessageKind.NUDGE: "the reminder {about}",
    MessageKind.CATCH_UP: "a message with several reminders, {about} first",
    MessageKind.REPLIED: "what I had to say of an answer about {about}",
    MessageKind.RUNG: "the reminder of {about}",
    MessageKind.UNOWNED: "the message that nobody has {about}",
    MessageKind.UNHEEDED: "the message that nobody acts on {about}",
    MessageKind.UNHEEDED_WEEK: "the list of what nobody acted on",
    MessageKind.QUESTION: "the question about {about}",
    MessageKind.ANSWER: "the answer about {about}",
    MessageKind.CHANGED: "what changed about {about}",
    MessageKind.ALIKE: "what may be the same as {about}",
    MessageKind.BULK: "what was changed at once as {about}",
    MessageKind.EXPORT: "your file of what was found",
    MessageKind.CHASE: "the message that brings {about} back",
    MessageKind.DIGEST: "the digest",
    MessageKind.MORNING: "your digest of the day",
    MessageKind.HELD_BACK: "what I held back for you",
}
NOT_DELIVERED = "I could not deliver {thing}{quoted} to {to}: {reason}"
NOT_CHANGED = "I could not bring up to date what I sent to {to}, {thing}{quoted}: {reason}"
REASONS = {
    "not_in_channel": "I am not in that channel. Type `/invite @Liaison` there.",
    "channel_not_found": "that channel is gone, or I am not in it. If it is there, type `/invite @Liaison` in it.",
    "is_archived": "that channel is archived. Use one that is in use.",
    "shared": "that channel is shared with another company, so I post nothing there. Use one of your own.",
    "user_disabled": "that person has left the workspace.",
    "not_a_member": "that person is no full member of this workspace any more.",
    "restricted_action": "the workspace does not let me post there. Its admins can change that.",
    "missing_scope": "the workspace has not allowed me that yet. Its admins can.",
    "outdated": "what was found has changed since, and the file that I tried may still come.",
    "not_rendered": "something went wrong on our side. Please tell whoever runs Liaison; the log says more.",
}
#: What may help with a thing that was not delivered, as far as its reason says nothing.
SHOWN_BY = {
    MessageKind.REQUEST_CARD: "`/request {about}` shows it to you.",
    MessageKind.REQUEST_FOR_OWNER: "`/request {about}` shows it to you, to tell them or assign somebody else.",
    MessageKind.RECEIPT: "Tell them yourself that it is logged.",
    MessageKind.TASK_CARD: "`/task {about}` shows it to you.",
    MessageKind.TASK_FOR_OWNER: "`/task {about}` shows it to you, to tell them or assign somebody else.",
    MessageKind.RUNG: "Tell them yourself, or assign somebody else.",
    MessageKind.UNOWNED: "`/request {about}` shows it to you, to take it or assign somebody.",
    MessageKind.CHASE: "`{command} {about}` shows it to you.",
    MessageKind.UNHEEDED: "`{command} {about}` shows it to you.",
    MessageKind.QUESTION: "Ask them yourself, or decline it.",
    MessageKind.ANSWER: "Tell them yourself: *History* behind *More…* of `{command} {about}` has your answer.",
    MessageKind.CHANGED: "Tell them yourself.",
    MessageKind.ALIKE: "`/request {about}` shows it to you.",
    MessageKind.BULK: "Tell them yourself.",
    MessageKind.EXPORT: "Ask for it again.",
    MessageKind.NUDGE: "If it still matters, tell them yourself or set another with `/nudge`.",
}
#: The same, where it was for the reader.
SHOWN_TO_READER = {
    MessageKind.RUNG: "`{command} {about}` shows it to you.",
    MessageKind.NUDGE: "If it still matters, set another with `/nudge`.",
    MessageKind.MORNING: "My Home shows what is yours to do.",
}
AGAIN = {
    MessageKind.NUDGE: "If it still matters, set it again, for example `/nudge me tomorrow 9:00 call Acme`.",
    MessageKind.EXPORT: "Ask for it again.",
    MessageKind.DIGEST: "The next one comes as usual; `/digest preview` there shows what is open now.",
    MessageKind.MORNING: "The next one comes as usual; my Home shows what is yours to do.",
}
COMES_AGAIN = "It comes again, next {when}."
ANSWERS = {"again": "You asked me to send it again.", "arrived": "You said that it arrived."}
ORPHANS = Counted(
    "My records had to be brought back to an earlier state, and a message of mine here, of {at}, is no longer in them. "
    "Buttons on it do nothing any more. If what it says still matters, please enter it again.",
    "My records had to be brought back to an earlier state, and {count} messages of mine here, the first of {at}, are "
    "no longer in them. Buttons on them do nothing any more. If what they say still matters, please enter it again.",
)


def _for_whom(facts: Facts) -> list[Mrkdwn]:
    """A report that somebody else reads, without what it tells of: they might not read that."""
    text = "{who}, who has left this workspace or cannot be reached, would have read:"
    return [said(text, who=mention(facts["for"]))] if "for" in facts else []


def undelivered(about: str, facts: Facts, reader: Reader) -> Message:
    code = facts["error"]
    if code == UNCLEAR:
        return _question(about, facts, reader)
    reason = said(REASONS.get(code, "Slack refused it ({code})."), code=code)
    what = said(
        NOT_CHANGED if "stands" in facts else NOT_DELIVERED,
        thing=_thing(about, facts),
        quoted=_quoted(facts),
        to=_whom(facts["to"], reader),
        reason=reason,
    )
    then = [] if "for" in facts else _next(_shown_by(facts, reader), about, facts, reader)
    return blocks.only(joined([*_for_whom(facts), what, *then, *_others(facts)], " "))


def _others(facts: Facts) -> list[Mrkdwn]:
    """What else could not be delivered there, for the same reason and within the hour."""
    labels = facts.get("others", "").split()
    if not labels:
        return []
    named = [said("{label}", label=label) for label in labels]
    more = [said("{count} more", count=int(facts["more"]))] if "more" in facts else []
    return [said("The same goes for {named}.", named=all_of([*named, *more]))]


def _question(about: str, facts: Facts, reader: Reader) -> Message:
    """Once it is answered it says how, and has no buttons any more."""
    words = said(
        "I cannot tell whether {thing}{quoted} reached {to}: Slack did not say, and I may not look there. {next}",
        thing=_thing(about, facts),
        quoted=_quoted(facts),
        to=_whom(facts["to"], reader),
        next=said(ANSWERS.get(facts.get("answer", ""), "Please look there: did it arrive?")),
    )
    if "answer" in facts or "row" not in facts:
        return blocks.only(joined([*_for_whom(facts), words], " "))
    arrived = blocks.button(plainly("It arrived"), ActionId.NOTICE_ARRIVED, facts["row"], style="primary")
    again = blocks.button(plainly("Send again"), ActionId.NOTICE_AGAIN, facts["row"])
    return Message(words, [blocks.section(words), blocks.actions([arrived, again])])


def doubled(about: str, facts: Facts, reader: Reader) -> Message:
    thing = _thing(about, facts)
    what = said(
        "{thing}{quoted} reached {to} twice, because Slack did not say in time that the first had arrived. "
        "I have deleted the second.",
        thing=capitalised(thing),
        quoted=_quoted(facts),
        to=_whom(facts["to"], reader),
    )
    return blocks.only(joined([what, *_others(facts)], " "))


def expired(about: str, facts: Facts, reader: Reader) -> Message:
    thing = _thing(about, facts)
    words = "{thing}{quoted} for {to} was due {due}. I could not send it then, and now it is too late for it."
    if facts["to"] == reader.user:
        words = "{thing}{quoted} was due {due}. I could not send it then, and now it is too late for it."
    what = said(
        words,
        thing=capitalised(thing),
        quoted=_quoted(facts),
        to=_whom(facts["to"], reader),
        due=when(facts["due"], reader),
    )
    then = [] if "for" in facts else _next(AGAIN, about, facts, reader)
    return blocks.only(joined([*_for_whom(facts), what, *then], " "))


def silence(_about: str, facts: Facts, reader: Reader) -> Message:
    """Slack refused the app's token, and takes it again."""
    count = int(facts["waiting"])
    late = Counted(
        "One message that was due in that time is being sent now, late.",
        "{count} messages that were due in that time are being sent now, late.",
    )
    what = said(
        "Slack did not let me in from {since} to {until}, so nothing was sent to anybody here.",
        since=when(facts["since"], reader),
        until=when(facts["until"], reader),
    )
    sent = said(late, count=count) if count else said("Nothing was due in that time.")
    return blocks.only(joined([what, sent, said("You need not do anything.")], " "))


def missed(_about: str, facts: Facts, reader: Reader) -> Message:
    """All that were due while nothing could be sent, and now are too late."""
    told, count = json.loads(facts["lines"]), int(facts["count"])
    lines = [_missed(label, text, due, reader) for label, text, due in told]
    more = [said("and {count} more.", count=count - len(told))] if count > len(told) else []
    text = "{count} reminders that you set were not sent: I could not send them then, and now it is too late for them."
    all_come_again = not more and all(label in reader.coming for label, _text, _due in told)
    how = [] if all_come_again else [said(AGAIN[MessageKind.NUDGE])]
    return blocks.only(joined([said(text, count=count), *lines, *more, *how]))


def reminders_of(about: str, facts: Facts) -> set[str]:
    """The labels of those that a notice names."""
    told = [label for label, _text, _due in json.loads(facts.get("lines", "[]"))]
    return {label for label in (about, *told) if label.startswith("N-")}


def _missed(label: str, text: str, due: str, reader: Reader) -> Mrkdwn:
    line = said("• *{label}* {text}, due {at}", label=label, text=text, at=when(due, reader))
    if label not in reader.coming:
        return line
    return joined([line, said("comes again {when}", when=at_wall(reader.coming[label], reader))], "; ")


def orphans(_about: str, facts: Facts, reader: Reader) -> Message:
    """What stood in them was lost with the database's last state, and nobody can say any more what that was."""
    first = datetime.fromtimestamp(float(facts["first"]), UTC)
    at = wall(first, reader.zone, reader.now)
    return blocks.only(said(ORPHANS, count=int(facts["count"]), at=at))


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
    return said("you") if to == reader.user or is_direct(to) else place(to)


def _next(steps: Mapping[MessageKind, str], about: str, facts: Facts, reader: Reader) -> list[Mrkdwn]:
    if about in reader.coming:
        return [said(COMES_AGAIN, when=at_wall(reader.coming[about], reader))]
    step = steps.get(MessageKind(facts["kind"]))
    return [said(step, about=about, command=COMMANDS.get(about[0], ""))] if step else []


def _shown_by(facts: Facts, reader: Reader) -> Mapping[MessageKind, str]:
    return SHOWN_BY | SHOWN_TO_READER if facts["to"] == reader.user else SHOWN_BY

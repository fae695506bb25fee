"""Notices of what has become of an item: declined, merged, left without an owner, moved, come again."""

from bot.domain.people import PersonKind
from handlers import blocks
from handlers.blocks import Message
from handlers.ids import ActionId
from handlers.language import Counted
from handlers.text import Mrkdwn, joined, mention, plainly, said
from handlers.views import milestones as milestone_views
from handlers.views.notice_readers import COMMANDS, Facts, Reader, when

DECLINED = (
    "{who} declined {label}{why}. It is nobody's now: `{command} {label}` shows it, to assign it or take it yourself."
)
DECLINED_HIDDEN = "{who} declined {label}{why}. It is nobody's now."
HOW_LEFT = {PersonKind.DEACTIVATED: "has left this workspace", PersonKind.GUEST: "is a guest here now"}
#: So many labels are read in one line.
MOST_LABELS = 20


def declined(about: str, facts: Facts, _reader: Reader) -> Message:
    """`hidden` from a reader who gave away what was not theirs alone: whoever began it sees to it."""
    words = DECLINED_HIDDEN if "hidden" in facts else DECLINED
    why = said(": {why}", why=facts["why"]) if facts.get("why") else Mrkdwn()
    return blocks.only(said(words, who=mention(facts["by"]), label=about, why=why, command=COMMANDS[about[0]]))


def watching(about: str, facts: Facts, _reader: Reader) -> Message:
    words = (
        "{who} asked me to tell you what becomes of *{label}* {title}: another due date, another owner and its end. "
        "`{command} unwatch {label}` ends that."
    )
    who, title = mention(facts["by"]), facts["title"]
    return blocks.only(said(words, who=who, label=about, title=title, command=COMMANDS[about[0]]))


def merged(about: str, facts: Facts, reader: Reader) -> Message:
    """`about` went into the other, or came out of it. Without titles: the other is perhaps not for this reader."""
    words = "{who} merged {label} into {other}: it is one request now. `/request {other}` shows it."
    if facts["what"] == "split":
        words = "{who} took {label} out of {other} again: it is a request of its own. `/request {label}` shows it."
    due = said(" It is due {at} now.", at=when(facts["due"], reader)) if "due" in facts else Mrkdwn()
    told = said(words, who=mention(facts["by"]), label=about, other=facts["other"])
    return blocks.only(joined([joined([told, due], ""), *_left_behind(about, facts)], " "))


def _left_behind(about: str, facts: Facts) -> list[Mrkdwn]:
    """What did not go over with it, and of that what is as before when it comes out again."""
    nudges, asked_by = facts.get("nudges", "").split(), facts.get("asked_by")
    words = "{labels} about {label} will not come: whoever it is for may not see {other}."
    if facts["what"] == "split":
        words = "{labels} about {label} will come after all."
    silenced = [said(words, labels=", ".join(nudges), label=about, other=facts["other"])] if nudges else []
    words = "What {who} asked about {label} still waits for an answer there."
    asked = [said(words, who=mention(asked_by), label=about)] if asked_by else []
    return [*silenced, *asked]


def left(about: str, facts: Facts, _reader: Reader) -> Message:
    """`about` was deactivated; the labels of what they have, of this reader or left behind by others."""
    labels = facts["items"].split()
    words = "{who} {left}, and still has {shown}{more}. `{command} {first}` shows it, to assign somebody else."
    if facts["what"] == "left":
        words = (
            "{who} {left}, and still has what you gave them: {shown}{more}. "
            "`{command} {first}` shows it, to assign somebody else."
        )
    shown = ", ".join(labels[:MOST_LABELS])
    more = said(" and {count} more", count=len(labels) - MOST_LABELS) if len(labels) > MOST_LABELS else Mrkdwn()
    return blocks.only(
        said(
            words,
            who=mention(about),
            left=plainly(HOW_LEFT.get(PersonKind(facts["is"]), "is no full member here any more")),
            shown=shown,
            more=more,
            command=COMMANDS[labels[0][0]],
            first=labels[0],
        )
    )


def series_owner(about: str, facts: Facts, _reader: Reader) -> Message:
    """What has come again is nobody's: the one it was for has left."""
    words = (
        "{label} came again from {series} and has no owner: {who} is no full member of this workspace any more. "
        "`{command} {label}` shows it, to assign somebody else; `/request repeat edit {series}` names one for the next."
    )
    who = mention(facts["owner"])
    return blocks.only(said(words, label=about, series=facts["series"], who=who, command=COMMANDS[about[0]]))


def series_left_out(about: str, facts: Facts, _reader: Reader) -> Message:
    words = Counted(
        "One time {label} ({title}) was not logged: I was away for too long. The latest ones are logged, late.",
        "{label} ({title}) was not logged {count} times: I was away for too long. The latest ones are logged, late.",
    )
    return blocks.only(said(words, label=about, title=facts["title"], count=int(facts["count"])))


def series_ended(about: str, _facts: Facts, _reader: Reader) -> Message:
    words = "{label}, which logs something again and again, has stopped: whoever set it and its owner have left."
    return blocks.only(said(words, label=about))


def milestones(about: str, facts: Facts, reader: Reader) -> Message:
    """Whoever moved the due date is asked."""
    words = "{label} is now due {at}. Its milestones were counted back from another date: should they move too?"
    if facts.get("count") == "1":
        words = "{label} is now due {at}. A milestone of it was counted back from another date: should it move too?"
    text = said(words, label=about, at=when(facts["due"], reader))
    look = blocks.button(plainly("Show what would move"), ActionId.MILESTONES_MOVE, about)
    return Message(text, [blocks.section(text), blocks.actions([look])])


def moved_together(about: str, facts: Facts, reader: Reader) -> Message:
    return milestone_views.moved_together(about, facts, reader.zone, reader.now)

"""The form of a reminder, and what it asks when a line or a date was not clear."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.errors import DomainError
from bot.domain.moments import Ambiguous, DateRefused, InThePast, Misspelt, Moment, NoSuchTime, ZoneGiven
from bot.domain.nudge_repeats import Repeat
from bot.domain.quick_results import Ambiguity, ChannelMention, Mention, QuickNudge, UnresolvedPerson
from bot.services.nudge_occurrences import Reminder
from bot.services.nudges import TEXT_LIMIT, Item
from handlers import blocks
from handlers.blocks import Block, Element
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.moments import city, dated_day
from handlers.text import Plain, joined, plainly, said, theirs
from handlers.views import field_errors, refusals
from handlers.views.typed import typed_back

WHEN_HINT = "On the clock of whoever is reminded; for a channel on yours. Such as: tomorrow 9:00, fri 16:00, in 2h"
SNOOZE_HINT = "On your clock. Such as: tomorrow 9:00, fri 16:00, in 2h"
READINGS = "readings"
#: Before a rule in the words in which it was typed.
TYPED = "="
#: No rule; an option without a value is none to Slack.
ONCE = "once"
#: As long as the value of an option may be, without the mark.
LONGEST_RULE = 74
REPEATS = {
    ONCE: "Comes once",
    Repeat.DAY.value: "Every day",
    Repeat.WEEKDAY.value: "Every weekday, Monday to Friday",
    Repeat.WEEK.value: "Every week, on the same day",
    Repeat.FORTNIGHT.value: "Every 2 weeks, on the same day",
    Repeat.MONTH.value: "Every month, on the same date",
    Repeat.YEAR.value: "Every year, on the same date",
}
REPEATS_HINT = "From the moment above on, at its time of day. More in a line: /nudge me every last friday 15:00 report"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a form starts with."""

    user: str | None
    channel: str | None = None
    when: str = ""
    text: str = ""
    about: str | None = None
    repeats: str = ""


def form(shown: Shown, *, asked_in: str | None, item: Item | None = None, notice: Sequence[Block] = ()) -> Block:
    about = [blocks.section(said("About *{label}* {title}", label=item.label, title=item.title))] if item else []
    text = blocks.text_field(shown.text, limit=TEXT_LIMIT, lines=True, placeholder=plainly("Call Acme about the proof"))
    channel = blocks.field_block(
        BlockId.CHANNEL,
        plainly("Or a channel"),
        blocks.channel_field(shown.channel),
        optional=True,
        hint=plainly("If you pick one, the reminder goes there instead. I must be in it."),
    )
    return blocks.modal(
        CallbackId.NUDGE_SET,
        plainly("Set a reminder"),
        [
            *notice,
            *about,
            blocks.field_block(BlockId.TARGET, plainly("Person"), blocks.person_field(shown.user), optional=True),
            channel,
            _when(shown.when, plainly(WHEN_HINT), optional=bool(shown.repeats)),
            _repeats(shown.repeats),
            blocks.field_block(BlockId.TEXT, plainly("What to say"), text, optional=shown.about is not None),
        ],
        submit=plainly("Set it"),
        metadata=json.dumps({"about": shown.about, "channel": asked_in}),
    )


def snooze_form(due: Reminder) -> Block:
    """For a time that the menu does not have."""
    nudge = due.nudge
    what = said("*{label}* {text}", label=nudge.label, text=nudge.text or nudge.about)
    blocks_ = [blocks.section(what), _when("", plainly(SNOOZE_HINT))]
    kept = json.dumps({"occurrence": str(due.occurrence.coming)})
    return blocks.modal(
        CallbackId.NUDGE_SNOOZE, plainly("Snooze a reminder"), blocks_, submit=plainly("Snooze"), metadata=kept
    )


def hand_form(due: Reminder) -> Block:
    """Somebody else is reminded instead."""
    nudge = due.nudge
    what = said("*{label}* {text}", label=nudge.label, text=nudge.text or nudge.about)
    then = "They are reminded now. The next time it comes to you again." if nudge.rule else "They are reminded now."
    blocks_ = [
        blocks.section(what),
        blocks.field_block(BlockId.OWNER, plainly("Who should be reminded?"), blocks.person_field()),
        blocks.context(said(then)),
    ]
    kept = json.dumps({"occurrence": str(due.occurrence.coming)})
    return blocks.modal(
        CallbackId.NUDGE_HAND, plainly("Hand over a reminder"), blocks_, submit=plainly("Hand over"), metadata=kept
    )


def from_quick(quick: QuickNudge, user: str) -> Shown:
    """What of a line is certain."""
    target, named = quick.target, [one for one in quick.ambiguities if isinstance(one, UnresolvedPerson)]
    likely = [one.candidates[0].user for one in named if len(one.candidates) == 1]
    if isinstance(target, Mention):
        whom: str | None = target.user
    else:
        whom = next(iter(likely), None) if target is None else user
    return Shown(
        user=whom,
        channel=target.channel if isinstance(target, ChannelMention) else None,
        when=quick.moment.typed if quick.moment else typed_date(quick.refused),
        text=quick.text,
        about=f"R-{quick.request_number}" if quick.request_number else None,
        repeats=quick.rule_typed[:LONGEST_RULE],
    )


def typed_date(refused: DateRefused | None) -> str:
    """The words that were refused, where the refusal holds them, without their slip of the finger."""
    if isinstance(refused, Misspelt):
        return refused.meant
    if isinstance(refused, InThePast):
        return refused.moment.typed
    if isinstance(refused, NoSuchTime):
        return refused.text
    return str(getattr(refused, "typed", ""))


def questions(ambiguities: Sequence[Ambiguity], typed: str) -> list[Block]:
    """Why the form opened, with the whole line as it was typed."""
    lines = [refusals.asked(one) for one in ambiguities]
    found = [blocks.section(joined(lines), block_id=BlockId.NOTICE.value)]
    for one in ambiguities:
        found += readings(one) if isinstance(one, Ambiguous) else []
    told = [said("Nothing is saved yet."), *typed_back("/nudge", typed)]
    return [*found, *(blocks.context(one) for one in told)]


def readings(doubt: Ambiguous) -> list[Block]:
    return [blocks.actions([_reading(one) for one in doubt.readings], READINGS)]


def asking(view: dict[str, Any], doubt: Ambiguous) -> Block:
    """The form as it stands, with what was typed, and the two readings on top."""
    notice = blocks.section(refusals.words(doubt), block_id=BlockId.NOTICE.value)
    return _again(view, [notice, *readings(doubt), *_fields(view)])


def errors_at(refused: DomainError, block_id: str) -> dict[str, str]:
    """At the field for the moment, as it is called now."""
    found = field_errors.of(refused, {"blocks": [{"type": "input", "block_id": BlockId.WHEN.value}]})
    return {block_id: found[BlockId.WHEN.value]}


def with_when(view: dict[str, Any], typed: str) -> Block:
    """The form with this date in it and the question gone. An input keeps what was typed as long as its block keeps
    its id, so the field gets a new one.
    """
    return _again(view, [_filled(block, typed) for block in _fields(view)])


def is_when(block_id: str) -> bool:
    return block_id.split(":", maxsplit=1)[0] == BlockId.WHEN


def _fields(view: dict[str, Any]) -> list[Block]:
    questions = {BlockId.NOTICE.value, READINGS}
    return [block for block in view["blocks"] if block.get("block_id") not in questions]


def _again(view: dict[str, Any], content: Sequence[Block]) -> Block:
    kept = ("type", "callback_id", "title", "submit", "close", "private_metadata")
    return {**{key: view[key] for key in kept}, "blocks": list(content)}


def _filled(block: Block, typed: str) -> Block:
    name, _, count = str(block.get("block_id")).partition(":")
    if name != BlockId.WHEN:
        return block
    return {**block, "element": _moment_field(typed), "block_id": f"{name}:{int(count or 0) + 1}"}


def _when(typed: str, hint: Plain, *, optional: bool = False) -> Block:
    return blocks.field_block(BlockId.WHEN, plainly("When"), _moment_field(typed), hint=hint, optional=optional)


def _repeats(typed: str) -> Block:
    """`typed` is a rule as it stood in a line, which none of the others may be."""
    options = [blocks.option(plainly(words), how) for how, words in REPEATS.items()]
    if typed:
        options.insert(0, blocks.option(theirs(typed[:1].upper() + typed[1:]), f"{TYPED}{typed}"))
    field = blocks.select(options, f"{TYPED}{typed}" if typed else ONCE)
    return blocks.field_block(BlockId.REPEATS, plainly("Repeats"), field, optional=True, hint=plainly(REPEATS_HINT))


def _moment_field(typed: str) -> Element:
    return blocks.text_field(typed, limit=120, placeholder=plainly("tomorrow 9:00"))


def _reading(moment: Moment) -> Element:
    """Its value is read again by our own grammar, hence the zone where one was typed."""
    zone = next((f" {_typed_zone(note)}" for note in moment.notes if isinstance(note, ZoneGiven)), "")
    words = plainly("{date}, {time}", date=dated_day(moment.local), time=f"{moment.local:%H:%M}")
    return blocks.button(words, ActionId.NUDGE_DATE, f"{moment.local:%Y-%m-%d %H:%M}{zone}")


def _typed_zone(note: ZoneGiven) -> str:
    """Offsets are not typed as they are listed: UTC+2 is Etc/GMT-2."""
    return city(ZoneInfo(note.name)) if note.name.startswith("Etc/") else note.name

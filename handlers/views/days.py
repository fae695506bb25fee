"""A person's day, each line with the button that is most likely wanted: the same in the Home, a message and a form."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import TypeVar

from bot.domain.client_requests import Acceptance, ClientRequest
from bot.domain.days import DayLine, Filters, Kind, Section
from bot.domain.priority import Priority
from bot.domain.request_states import PAUSED
from bot.domain.text import clipped
from bot.services.homes import Home
from handlers import blocks, values
from handlers.blocks import Block, Element, Message
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.language import Counted
from handlers.moments import wall
from handlers.text import Mrkdwn, Plain, capitalised, joined, mention, plainly, said, theirs
from handlers.views import client_names, paging
from handlers.views.called import alone
from handlers.views.client_requests import PRIORITY

TITLES = {
    Section.OVERDUE: "Overdue",
    Section.TODAY: "Due today",
    Section.WAITING: "Waiting for others",
    Section.PROMISED: "Promised",
    Section.LATER: "Your other work",
    Section.UNOWNED: "Nobody's yet",
    Section.GIVEN: "Given to others, not accepted yet",
    Section.REMINDERS: "Reminders waiting for you",
}
#: To choose from; nothing keeps promises yet.
SECTIONS: dict[Section, str] = {section: words for section, words in TITLES.items() if section is not Section.PROMISED}
COUNTED: dict[Section, str | Counted] = {
    Section.OVERDUE: "{count} overdue",
    Section.TODAY: "{count} due today",
    Section.WAITING: "{count} waiting",
    Section.PROMISED: "{count} promised",
    Section.LATER: "{count} not due today",
    Section.UNOWNED: "{count} nobody's yet",
    Section.GIVEN: "{count} given and not accepted",
    Section.REMINDERS: Counted("{count} reminder", "{count} reminders"),
}
KINDS = {Kind.REQUEST: "Client requests", Kind.TASK: "Tasks", Kind.REMINDER: "Reminders"}
MARKS = {Priority.HIGH: ":small_red_triangle: High", Priority.URGENT: ":rotating_light: Urgent"}
#: Begins the ids of blocks whose buttons draw the day anew, which then tell the page.
BLOCK = "day"
#: The choice of no filter.
ANY = "any"
#: The whole title stands on the card.
TITLE, WHY = 250, 120
EMPTY = (
    "Nothing open is yours, and nothing waits for somebody to take it.\n"
    "• `/request Acme: reprint the brochure by fri 4pm` in a channel logs what a client asked for\n"
    "• `/task @ana prepare the proof by thu 3pm` gives somebody a piece of work\n"
    "• `/nudge me tomorrow 9:00 call Acme` reminds you"
)
NO_MATCH = "Nothing of your day fits what is chosen above. *Show all* brings everything back."
NOT_FOR_YOU = "Only full members of this workspace work with Liaison. Ask one of them for what you need."

_Choice = TypeVar("_Choice", Section, Kind, Priority)


def home(shown: Home, notice: Mrkdwn | None = None) -> Block:
    return {"type": "home", "blocks": [*_notice(shown, notice), blocks.header(plainly("Your day")), *_day(shown)]}


def form(shown: Home, notice: Mrkdwn | None = None) -> Block:
    found = [*_notice(shown, notice), *_day(shown, is_form=True)]
    return blocks.modal(CallbackId.DAY_OPEN, plainly("Your day"), found, submit=None)


def message(shown: Home, notice: Mrkdwn | None = None) -> Message:
    text = said("Your day: {counts}", counts=_counts(shown))
    return Message(notice or text, [*_notice(shown, notice), blocks.section(said("*{text}*", text=text)), *_day(shown)])


def _counts(shown: Home) -> str:
    counts = [plainly(COUNTED[section], count=count) for section, count in shown.counts.items() if count]
    return ", ".join(counts) or plainly("nothing open")


def _notice(shown: Home, notice: Mrkdwn | None) -> list[Block]:
    if notice is None or not shown.is_member:
        return []
    return [blocks.section(notice, _reopen(shown), BlockId.NOTICE.value)]


def _day(shown: Home, *, is_form: bool = False) -> list[Block]:
    if not shown.is_member:
        return [blocks.section(said(NOT_FOR_YOU))]
    # A form opens no other in its place.
    top = [] if is_form else [_buttons()]
    nothing = said(NO_MATCH if shown.filters.is_set else EMPTY)
    body = _sections(shown) if shown.lines else [blocks.section(nothing)]
    return [*top, _filters(shown), *body, *_pager(shown), _footer(shown)]


def _buttons() -> Block:
    return blocks.actions(
        [
            blocks.button(plainly("Log a client request"), ActionId.HOME_LOG, style="primary"),
            blocks.button(plainly("Give a task"), ActionId.HOME_TASK),
            blocks.button(plainly("Find"), ActionId.FIND_OPEN),
            blocks.button(plainly("Choose several…"), ActionId.BULK_DAY),
            blocks.button(plainly("My hours"), ActionId.HOURS_OPEN),
        ]
    )


def _filters(shown: Home) -> Block:
    """The id says what is chosen: Slack would show an older choice again in a block that it knows."""
    chosen = shown.filters
    elements = [
        _choice(ActionId.HOME_SECTION, plainly("All sections"), SECTIONS, chosen.section),
        _choice(ActionId.HOME_KIND, plainly("Every kind"), KINDS, chosen.kind),
        _choice(ActionId.HOME_PRIORITY, plainly("Any priority"), PRIORITY, chosen.priority),
        _clients(shown),
        *([blocks.button(plainly("Show all"), ActionId.HOME_CLEAR)] if chosen.is_set else []),
    ]
    return blocks.actions(elements, block_id=f"{BLOCK}:0:{_named(chosen)}")


def _named(chosen: Filters) -> str:
    parts = (chosen.section, chosen.kind, chosen.priority, chosen.client)
    return "-".join(str(part or "") for part in parts)


def _choice(action: ActionId, of_all: Plain, words: dict[_Choice, str], chosen: _Choice | None) -> Element:
    options = [blocks.option(of_all, ANY), *(blocks.option(plainly(said_), one.value) for one, said_ in words.items())]
    return {**blocks.select(options, chosen.value if chosen else ANY), "action_id": action.value}


def _clients(shown: Home) -> Element:
    chosen = shown.filters.client
    option = any_client() if chosen is None else client_option(chosen, shown.client)
    return {
        "type": "external_select",
        "action_id": ActionId.HOME_CLIENT.value,
        "placeholder": blocks.plain(plainly("Client")),
        "initial_option": option,
        "min_query_length": 0,
    }


def client_option(number: int, name: str) -> Element:
    return blocks.option(theirs(name), str(number))


def any_client() -> Element:
    return blocks.option(plainly("Any client"), ANY)


def _sections(shown: Home) -> list[Block]:
    found: list[Block] = []
    for section, lines in groupby(shown.lines, key=lambda line: line.section):
        found.append(
            blocks.header(plainly("{title} ({count:,})", title=plainly(TITLES[section]), count=shown.counts[section]))
        )
        for line in lines:
            found += _line(line, shown)
    return found


def _line(line: DayLine, shown: Home) -> list[Block]:
    title = clipped(" ".join(line.title.split()), TITLE)
    head = said("*{label}* {title}", label=line.label, title=title)
    facts = joined(_facts(line, shown), " · ")
    text = joined([head, facts] if facts else [head])
    buttons = [blocks.button(words, action, _value(line, action)) for words, action in _buttons_of(line)]
    return [blocks.section(text), blocks.actions(buttons, block_id=f"{BLOCK}:{shown.offset}:{line.label}")]


def _value(line: DayLine, action: ActionId) -> str:
    if action is ActionId.REQUEST_RESUME and line.status in PAUSED:
        return values.as_paused(line.label, line.status)
    return line.label


def _buttons_of(line: DayLine) -> list[tuple[Plain, ActionId]]:
    """The most likely one, as on the card, so that the same listeners answer it; *Open* for the rest."""
    if line.kind is Kind.REMINDER:
        return [(plainly("Cancel"), ActionId.NUDGE_CANCEL)]
    likely, open_ = _likely(line, is_request=line.kind is Kind.REQUEST), (plainly("Open"), ActionId.MORE_OPEN)
    return [likely, open_] if likely else [open_]


def _likely(line: DayLine, *, is_request: bool) -> tuple[Plain, ActionId] | None:
    if line.section is Section.GIVEN:
        return None
    if line.section is Section.UNOWNED:
        return plainly("I'll take this"), ActionId.REQUEST_TAKE if is_request else ActionId.TASK_TAKE
    if line.acceptance is Acceptance.ASKED:
        return plainly("Accept"), ActionId.REQUEST_ACCEPT if is_request else ActionId.TASK_ACCEPT
    if line.section is Section.WAITING:
        return plainly("Resume"), ActionId.REQUEST_RESUME
    return plainly("Done"), ActionId.REQUEST_DONE if is_request else ActionId.TASK_DONE


def _facts(line: DayLine, shown: Home) -> list[Mrkdwn]:
    if line.kind is Kind.REMINDER:
        about = [said("about {about}", about=line.about)] if line.about else []
        return [said("{when}", when=wall(line.due_at, shown.zone, shown.at)) if line.due_at else Mrkdwn(), *about]
    return [*_whose(line, shown), *_state(line, shown), *_due(line, shown), *_marks(line)]


def _whose(line: DayLine, shown: Home) -> list[Mrkdwn]:
    client = [client_names.short(line.client)] if line.client and shown.filters.client is None else []
    part = [said("part of R-{number}", number=line.request_number)] if line.request_number else []
    given = [said("with {who}", who=mention(line.owner))] if line.section is Section.GIVEN else []
    return [*client, *part, *given]


def _state(line: DayLine, shown: Home) -> list[Mrkdwn]:
    """What it waits for, and the day it comes back."""
    if line.status not in PAUSED:
        return []
    why = said("{state}: {why}", state=alone.status(line.status), why=clipped(line.why, WHY))
    if line.until is None:
        return [why]
    word = plainly("back on" if line.until > shown.at else "was to be back on")
    return [why, said("{word} {when}", word=word, when=wall(line.until, shown.zone, shown.at))]


def _due(line: DayLine, shown: Home) -> list[Mrkdwn]:
    if line.due_at is None:
        return [] if line.section is Section.WAITING else [said("no due date")]
    return [said("{word} {when}", word=_word(line.due_at, shown.at), when=wall(line.due_at, shown.zone, shown.at))]


def _word(due_at: datetime, now: datetime) -> Plain:
    return plainly("was due" if due_at < now else "due")


def _marks(line: DayLine) -> list[Mrkdwn]:
    is_asked = line.acceptance is Acceptance.ASKED and line.section is not Section.GIVEN
    waiting = [said("not accepted yet")] if is_asked else []
    mark = MARKS.get(line.priority) if line.priority else None
    return [*waiting, *([said(mark)] if mark else [])]


def _reopen(shown: Home) -> Element | None:
    if shown.closed is None:
        return None
    action = ActionId.REQUEST_REOPEN if isinstance(shown.closed, ClientRequest) else ActionId.TASK_REOPEN
    return blocks.button(plainly("Reopen"), action, shown.closed.label)


def _pager(shown: Home) -> Sequence[Block]:
    """`21-40 of 301`, with Previous and Next where there is a previous and a next."""
    if shown.total <= shown.size:
        return []
    after = shown.offset + len(shown.lines)
    words = capitalised(said("{shown}", shown=paging.standing(shown.offset, len(shown.lines), shown.total)))
    found = []
    if shown.offset:
        found.append(blocks.button(plainly("Previous"), ActionId.HOME_PAGE, str(shown.offset - shown.size)))
    if after < shown.total:
        found.append(blocks.button(plainly("Next"), ActionId.HOME_PAGE, str(after)))
    return [blocks.context(words), blocks.actions(found, block_id=f"{BLOCK}:{shown.offset}:page")]


def _footer(shown: Home) -> Block:
    return blocks.context(said("As of {at}", at=wall(shown.at, shown.zone, shown.at)))

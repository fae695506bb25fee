"""The Home: a person's day, each line with the button that is most likely wanted."""

from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Acceptance, ClientRequest
from bot.domain.nudges import Nudge
from bot.domain.priority import Priority
from bot.domain.tasks import Task
from bot.domain.text import clipped
from bot.services.homes import PAGE, Home, Section
from handlers import blocks
from handlers.blocks import Block, Element
from handlers.ids import ActionId, BlockId
from handlers.moments import wall
from handlers.text import Mrkdwn, joined, said

TITLES = {
    Section.OVERDUE: "Overdue",
    Section.TODAY: "Due today",
    Section.LATER: "Your other work",
    Section.UNOWNED: "Nobody's yet",
    Section.REMINDERS: "Reminders waiting for you",
}
MARKS = {Priority.HIGH: ":small_red_triangle: High", Priority.URGENT: ":rotating_light: Urgent"}
#: The whole title stands on the card.
TITLE = 250
EMPTY = Mrkdwn(
    "Nothing open is yours, and nothing waits for somebody to take it.\n"
    "• `/request Acme: reprint the brochure by fri 4pm` in a channel logs what a client asked for\n"
    "• `/task @ana prepare the proof by thu 3pm` gives somebody a piece of work\n"
    "• `/nudge me tomorrow 9:00 call Acme` reminds you"
)
NOT_FOR_YOU = Mrkdwn("Only full members of this workspace work with Liaison. Ask one of them for what you need.")


def home(shown: Home, notice: Mrkdwn | None = None) -> Block:
    return {"type": "home", "blocks": _blocks(shown, notice)}


def _blocks(shown: Home, notice: Mrkdwn | None) -> list[Block]:
    if not shown.is_member:
        return [blocks.header("Your day"), blocks.section(NOT_FOR_YOU)]
    top = [blocks.section(notice, _reopen(shown), BlockId.NOTICE.value)] if notice else []
    body = _sections(shown) if shown.lines else [blocks.section(EMPTY)]
    return [*top, blocks.header("Your day"), _buttons(), *body, *_pager(shown), _footer(shown)]


def _buttons() -> Block:
    return blocks.actions(
        [
            blocks.button("Log a client request", ActionId.HOME_LOG, style="primary"),
            blocks.button("Give a task", ActionId.HOME_TASK),
            blocks.button("My hours", ActionId.HOURS_OPEN),
        ]
    )


def _sections(shown: Home) -> list[Block]:
    found: list[Block] = []
    for section, lines in groupby(shown.lines, key=lambda line: line.section):
        found.append(blocks.header(f"{TITLES[section]} ({shown.counts[section]})"))
        for line in lines:
            found += _line(line.what, section, shown)
    return found


def _line(what: ClientRequest | Task | Nudge, section: Section, shown: Home) -> list[Block]:
    if isinstance(what, Nudge):
        cancel = blocks.button("Cancel", ActionId.NUDGE_CANCEL, what.label)
        return [blocks.section(_reminder(what, shown.zone, shown.at), cancel)]
    title = said("*{label}* {title}", label=what.label, title=clipped(" ".join(what.title.split()), TITLE))
    facts = joined([*_whose(what, shown), *_due(what, section, shown), *_marks(what)], " · ")
    text = joined([title, facts] if facts else [title])
    first, *others = _buttons_of(what)
    # Only one button fits beside a line.
    return [blocks.section(text), blocks.actions([first, *others])] if others else [blocks.section(text, first)]


def _buttons_of(item: ClientRequest | Task) -> list[Element]:
    """The same buttons as on the card, so that the same listeners answer them."""
    is_request = isinstance(item, ClientRequest)
    if item.owner is None:
        take = ActionId.REQUEST_TAKE if is_request else ActionId.TASK_TAKE
        return [blocks.button("I'll take this", take, item.label)]
    done = blocks.button("Done", ActionId.REQUEST_DONE if is_request else ActionId.TASK_DONE, item.label)
    if item.acceptance is not Acceptance.ASKED:
        return [done]
    accept = ActionId.REQUEST_ACCEPT if is_request else ActionId.TASK_ACCEPT
    return [blocks.button("Accept", accept, item.label), done]


def _reopen(shown: Home) -> Element | None:
    if shown.closed is None:
        return None
    action = ActionId.REQUEST_REOPEN if isinstance(shown.closed, ClientRequest) else ActionId.TASK_REOPEN
    return blocks.button("Reopen", action, shown.closed.label)


def _reminder(nudge: Nudge, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    text = clipped(" ".join(nudge.text.split()), TITLE)
    about = [said("about {about}", about=nudge.about)] if nudge.about else []
    first = said("*{label}* {text}", label=nudge.label, text=text)
    return joined([first, joined([said("{when}", when=wall(nudge.due_at, zone, now)), *about], " · ")])


def _whose(item: ClientRequest | Task, shown: Home) -> list[Mrkdwn]:
    if isinstance(item, Task):
        return [said("part of R-{number}", number=item.request_number)] if item.request_number else []
    known = shown.clients.get(item.client_number) if item.client_number else None
    name = known or item.client_words
    return [said("{name}", name=clipped(name, TITLE))] if name else []


def _due(item: ClientRequest | Task, section: Section, shown: Home) -> list[Mrkdwn]:
    if item.due_at is None:
        return [Mrkdwn("no due date")]
    word = "was due" if section is Section.OVERDUE else "due"
    return [said("{word} {when}", word=word, when=wall(item.due_at, shown.zone, shown.at))]


def _marks(item: ClientRequest | Task) -> list[Mrkdwn]:
    waiting = [Mrkdwn("not accepted yet")] if item.acceptance is Acceptance.ASKED else []
    mark = MARKS.get(item.priority) if isinstance(item, ClientRequest) else None
    return [*waiting, *([Mrkdwn(mark)] if mark else [])]


def _pager(shown: Home) -> list[Block]:
    """`21-40 of 301`, with Previous and Next where there is a previous and a next."""
    if shown.total <= PAGE:
        return []
    after = shown.offset + len(shown.lines)
    words = said("{first}–{last} of {total}", first=shown.offset + 1, last=after, total=shown.total)
    found = []
    if shown.offset:
        found.append(blocks.button("Previous", ActionId.HOME_PAGE, str(shown.offset - PAGE)))
    if after < shown.total:
        found.append(blocks.button("Next", ActionId.HOME_PAGE, str(after)))
    return [blocks.context(words), blocks.actions(found)]


def _footer(shown: Home) -> Block:
    return blocks.context(said("As of {at}", at=wall(shown.at, shown.zone, shown.at)))

"""What Liaison replies where it was mentioned. Everybody there reads it, so times are shown in each reader's zone."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.client_requests import ClientRequest
from bot.domain.tasks import Task
from bot.domain.text import clipped
from bot.services.mentions import Items
from bot.services.ports import Which
from handlers.blocks import Message, context, only, section
from handlers.moments import due_moment
from handlers.text import Mrkdwn, joined, mention, said
from handlers.views import client_requests, tasks
from handlers.views.refusals import WHAT

TITLE = 100
HEADINGS = {Which.OPEN: "Open", Which.MINE: "Open with {who}"}
COMMANDS = {"R": "/request", "T": "/task"}


def item(found: ClientRequest | Task, now: datetime) -> Message:
    text = said("{label} {title}: {state}", label=found.label, title=clipped(found.title, TITLE), state=_state(found))
    head = said("*{label}* · *{title}*", label=found.label, title=found.title)
    facts = said("{state} · {due}", state=_state(found), due=_due(found, now))
    return Message(text, [section(joined([head, facts, _ownership(found)]))])


def not_here(label: str, *, is_direct: bool) -> Message:
    """In a channel missing, hidden and not for everybody there sound the same."""
    command, what = COMMANDS[label[0]], WHAT[label[0]]
    if is_direct:
        words = "No {what} {label}. Check the number: `{command} list` shows those that you can see."
        return only(said(words, what=what, label=label, command=command))
    words = "I can't show a {what} {label} in this channel. If it is yours to see, `{command} {label}` shows it to you."
    return only(said(words, what=what, label=label, command=command))


def items(found: Items, which: Which, user: str, now: datetime, *, is_direct: bool) -> Message:
    pages = (found.requests, found.tasks)
    total = sum(page.total for page in pages)
    if not total:
        return only(_nothing(which, is_direct=is_direct))
    heading = said(HEADINGS[which] + ": {total}", who=mention(user), total=total)
    lines = [_line(one, now) for page in pages for one in page.items]
    hidden = total - len(lines)
    more = said("{count} more: `/request list` and `/task list` show all.", count=hidden) if hidden else Mrkdwn()
    shown = [section(said("*{heading}*", heading=heading)), *_sections(lines)]
    return Message(heading, [*shown, *([context(more)] if more else [])])


def short_help() -> Message:
    text = said("Mention me with a number or a word, and I answer here.")
    lines = [
        said("• `@Liaison R-12` or `@Liaison T-4` – how it stands"),
        said("• `@Liaison status` – under a card: how that one stands"),
        said("• `@Liaison mine` – what is yours, `@Liaison list` – everything open"),
        said("Log one with `/request Acme: reprint of the brochure by fri 4pm`. `/liaison help` shows all commands."),
    ]
    return Message(text, [section(joined([text, *lines]))])


def _line(found: ClientRequest | Task, now: datetime) -> Mrkdwn:
    return said(
        "*{label}* {title}\n{state} · {who} · {due}",
        label=found.label,
        title=clipped(found.title, TITLE),
        state=_state(found),
        who=mention(found.owner),
        due=_due(found, now),
    )


def _sections(lines: Sequence[Mrkdwn]) -> list[dict[str, object]]:
    """Five to a block stay below its 3,000 characters."""
    return [section(joined(list(lines[at : at + 5]))) for at in range(0, len(lines), 5)]


def _state(found: ClientRequest | Task) -> str:
    return client_requests.state(found) if isinstance(found, ClientRequest) else tasks.state(found)


def _ownership(found: ClientRequest | Task) -> Mrkdwn:
    return client_requests.ownership(found) if isinstance(found, ClientRequest) else tasks.ownership(found)


def _due(found: ClientRequest | Task, now: datetime) -> Mrkdwn:
    if found.due is None:
        return Mrkdwn("no due date")
    word = "was due" if found.is_open and found.due.at < now else "due"
    return said("{word} {when}", word=word, when=due_moment(found.due, now))


def _nothing(which: Which, *, is_direct: bool) -> Mrkdwn:
    where = "" if is_direct else " that everybody here may see"
    if which is Which.MINE:
        return said("Nothing of yours is open{where}.", where=where)
    return said("Nothing is open{where}. Log one: `/request Acme: reprint of the brochure by fri 4pm`", where=where)

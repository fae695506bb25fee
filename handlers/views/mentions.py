"""What Liaison replies where it was mentioned. Everybody there reads it, so times are shown in each reader's zone."""

from datetime import datetime

from bot.domain.client_requests import Acceptance, ClientRequest
from bot.domain.ids import UserId
from bot.domain.tasks import Task
from bot.domain.text import clipped
from bot.services.mentions import Found, Items
from bot.services.pages import Which
from handlers.blocks import Element, Message, button, context, only, section
from handlers.ids import ActionId
from handlers.moments import due_moment
from handlers.text import Mrkdwn, channel_link, joined, mention, plainly, said
from handlers.views import client_names, client_requests, liaison, tasks
from handlers.views.called import alone
from handlers.views.refusals import WHAT

TITLE = 100
HEADINGS = {Which.OPEN: "Open: {count}", Which.MINE: "Open with {who}: {count}"}
COMMANDS = {"R": "/request", "T": "/task"}


def item(found: Found, to: str, now: datetime) -> Message:
    """Its card with the card's buttons; to somebody alone whom it waits for, with theirs."""
    one = found.item
    is_asked = one.owner == to and one.is_open and one.acceptance is Acceptance.ASKED
    if isinstance(one, Task):
        return tasks.for_owner(one, now) if is_asked else tasks.card(one, now)
    if is_asked:
        return client_requests.for_owner(one, found.client, UserId(to), now)
    return client_requests.card(one, found.client, now)


def not_here(label: str, *, is_direct: bool) -> Message:
    """In a channel missing, hidden and not for everybody there sound the same."""
    command, what = COMMANDS[label[0]], plainly(WHAT[label[0]])
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
    heading = said(HEADINGS[which], who=mention(user), count=total)
    rows = [section(_line(one, found, now), _show(one)) for page in pages for one in page.items]
    hidden = total - len(rows)
    more = said("{count} more: `/request list` and `/task list` show all.", count=hidden) if hidden else Mrkdwn()
    shown = [section(said("*{heading}*", heading=heading)), *rows]
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


def did_you_mean(typed: str, meant: str, *, is_direct: bool) -> Message:
    before = "" if is_direct else "@Liaison "
    words = "I don't know *{typed}*. Did you mean *{meant}*? Write `{before}{meant}`, or `{before}help`."
    return only(said(words, typed=typed, meant=meant, before=before))


def direct_help() -> Message:
    """All commands, and what can be written here without one."""
    full = liaison.help()
    here = said(
        "Here you can also write `R-12` or `T-4` to see one, `mine` for what is yours, `list` for all that is open."
    )
    return Message(full.text, [*full.blocks, context(here)])


def elsewhere(answer: Message, asked_in: str) -> Message:
    """To the asker alone, because nothing is posted where they asked."""
    words = "You asked in {channel}. People of another company may read along there, so I answer you here."
    return Message(answer.text, [context(said(words, channel=channel_link(asked_in))), *answer.blocks])


def _line(one: ClientRequest | Task, found: Items, now: datetime) -> Mrkdwn:
    facts = [
        *client_names.named(one, found.clients),
        said("{state}", state=alone.state(one)),
        mention(one.owner),
        _due(one, now),
    ]
    mark = client_requests.mark(one) if isinstance(one, ClientRequest) else Mrkdwn()
    first = said("*{label}* {title}", label=one.label, title=clipped(one.title, TITLE))
    return joined([joined([first, joined(facts, " · ")]), mark], "")


def _show(one: ClientRequest | Task) -> Element:
    action = ActionId.REQUEST_SHOW if isinstance(one, ClientRequest) else ActionId.TASK_SHOW
    return button(plainly("Show"), action, one.label)


def _due(found: ClientRequest | Task, now: datetime) -> Mrkdwn:
    if found.due is None:
        return said("no due date")
    word = plainly("was due" if found.is_open and found.due.at < now else "due")
    return said("{word} {when}", word=word, when=due_moment(found.due, now))


def _nothing(which: Which, *, is_direct: bool) -> Mrkdwn:
    where = "" if is_direct else plainly(" that everybody here may see")
    if which is Which.MINE:
        more = said(
            "`/request list` shows what others have." if is_direct else "`/liaison my day` shows you all that is yours."
        )
        return said("Nothing of yours is open{where}. {more}", where=where, more=more)
    return said("Nothing is open{where}. Log one: `/request Acme: reprint of the brochure by fri 4pm`", where=where)

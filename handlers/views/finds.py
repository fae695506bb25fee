"""What a search found, above it what was understood, and what to do when that is nothing."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.find_lines import LIMIT, FindLine, NotKnown
from bot.domain.finds import Kind, State
from bot.domain.tasks import Task
from bot.domain.text import clipped, unescape_once
from bot.services.finds import PAGE, Found
from handlers import blocks
from handlers.blocks import Block, Element, Message
from handlers.ids import ActionId, BlockId, CallbackId
from handlers.moments import long_date, wall
from handlers.text import Mrkdwn, Plain, code, joined, mention, one_of, plainly, said, theirs
from handlers.views import client_names, client_requests, paging
from handlers.views.called import alone

TITLE = 250
COMMANDS = {Kind.REQUESTS: "/request find", Kind.TASKS: "/task find", Kind.BOTH: "/liaison find"}
THINGS = {Kind.REQUESTS: "requests", Kind.TASKS: "tasks", Kind.BOTH: "requests and tasks"}
STATES = {
    State.OPEN: "Open",
    State.NEW: "New",
    State.WORKING: "In work",
    State.WAITING: "Waiting",
    State.WAITING_ON_CLIENT: "Waiting on the client",
    State.WAITING_ON_PROVIDER: "Waiting on a provider",
    State.ON_HOLD: "On hold",
    State.DONE: "Done",
    State.CANCELLED: "Cancelled",
}
NOT_KNOWN = {
    "client": "I know no client *{typed}* that you can see. `/client list` shows them.",
    "person": "I know nobody called *{typed}* here. Pick somebody from the list that Slack shows behind the `@`.",
    "status": "I know no status *{typed}*. There are `open`, `waiting`, `on hold`, `done`, `cancelled`, `overdue` and "
    "`unowned`.",
    "priority": "I know no priority *{typed}*. There are `!urgent`, `!high`, `!normal` and `!low`.",
    "date": "I don't understand *{typed}* as a date. Write it as `&gt;2026-10`, `&lt;fri`, `since monday` or "
    "`2026-10..2026-11`.",
    "word": "*{typed}* has no letter or digit that I could look for. Use a word, such as `brochure`.",
    "length": "That is longer than the {count} characters that I look for. Use a few words of it.",
}
MEANT = {
    "client": "I don't know the client *{typed}*. Did you mean {meant}?",
    "person": "I don't know the person *{typed}*. Did you mean {meant}?",
    "status": "I don't know the status *{typed}*. Did you mean {meant}?",
    "priority": "I don't know the priority *{typed}*. Did you mean {meant}?",
}
QUOTED = 'To look for the words themselves, put them in quotes: `"open day"`.'
LITERALLY = {
    Kind.REQUESTS: "If a client asked for that, type `/request new find …`.",
    Kind.TASKS: "If that is to be done, type `/task new find …`.",
}
FILTERS = (
    "Filters: `open`, `done`, `waiting`, `on hold`, `overdue`, `unowned`, `@ana`, `me`, `!high`, a client's name, "
    "`&gt;2026-10`, `since monday`."
)


def listed(found: Found, zone: ZoneInfo, now: datetime) -> Message:
    if found.line.problems:
        return not_understood(found.line.problems)
    if found.line.asks_for_nothing:
        return how(found.kind)
    looked_for = understood(found.line, zone)
    if not found.items:
        return _nothing(found, looked_for)
    heading = joined([looked_for, said("{shown}", shown=_shown(found))], " · ")
    rows = [blocks.section(_line(item, found, zone, now), _open(item)) for item in found.items]
    text = said("Found: {heading}", heading=heading)
    return Message(
        text,
        [
            blocks.section(said("*{heading}*", heading=heading)),
            *rows,
            *pager(found),
            blocks.context(_dropping(found.line)),
        ],
    )


def _shown(found: Found) -> Plain:
    last = found.offset + len(found.items)
    if found.has_more:
        return plainly("{first}–{last}, and there are more", first=found.offset + 1, last=last)
    return paging.standing(found.offset, len(found.items), last)


def not_understood(problems: tuple[NotKnown, ...]) -> Message:
    lines = [*[_problem(problem) for problem in problems[:5]], said(QUOTED)]
    return blocks.only(joined(lines))


def how(kind: Kind) -> Message:
    """For a search that names nothing to look for."""
    words = "Say what to look for, for example `{command} brochure acme open &gt;2026-10 @ana`."
    return blocks.only(joined([said(words, command=COMMANDS[kind]), said(FILTERS), said(QUOTED)]))


def pager(found: Found) -> list[Block]:
    save = blocks.button(plainly("Save this search"), ActionId.SAVED_SAVE, f"{found.kind.value}:0:{found.text}")
    return [blocks.actions([*_turns(found), _several(found), save, _file(found)])]


def _several(found: Found) -> Element:
    return blocks.button(plainly("Choose several…"), ActionId.BULK_FOUND, f"{found.kind.value}:0:{found.text}")


def _file(found: Found) -> Element:
    return blocks.button(plainly("Send as a file"), ActionId.EXPORT_FOUND, f"{found.kind.value}:0:{found.text}")


def _turns(found: Found) -> list[Element]:
    elements = []
    if found.offset:
        elements.append(_turn(plainly("Previous"), found, max(found.offset - PAGE, 0)))
    if found.has_more:
        elements.append(_turn(plainly("Next"), found, found.offset + PAGE))
    return elements


def form(query: str = "") -> Block:
    """One field, as behind the command."""
    field = blocks.text_field(query, limit=LIMIT, placeholder=plainly("brochure acme open >2026-10 @ana"))
    hint = plainly(
        "Words, a client's name, open, done, overdue, @ana, me, !high, since monday. Quotes take words as they stand."
    )
    asked = blocks.field_block(BlockId.QUERY, plainly("What do you look for?"), field, hint=hint)
    return blocks.modal(CallbackId.FIND, plainly("Find"), [asked], submit=plainly("Find"), metadata="{}")


def in_form(found: Found, zone: ZoneInfo, now: datetime) -> Block:
    """The same page where there is no message to put it into."""
    shown = listed(found, zone, now).blocks
    rows = [_pushing(block) for block in shown if block["type"] != "actions"]
    turns = [*_turns(found), *([_several(found), _file(found)] if found.items else [])]
    return blocks.modal(
        "find.found", plainly("Found"), [*rows, *([blocks.actions(turns)] if turns else [])], submit=None
    )


def item(label: str, card: Message) -> Block:
    """On top of what was found: its card's buttons stand on its card."""
    shown = [block for block in card.blocks if block["type"] != "actions"]
    command = "/task" if label.startswith("T") else "/request"
    where = said("`{command} {label}` shows it with its buttons.", command=command, label=label)
    return blocks.modal("find.shown", theirs(label), [*shown, blocks.context(where)], submit=None)


def refused(problems: tuple[NotKnown, ...]) -> str:
    """Beside a field, where there is no markup."""
    plain = "\n".join(_problem(problem) for problem in problems[:5])
    return unescape_once(plain.translate({ord(sign): None for sign in "*`\u200b"}))


def _pushing(block: Block) -> Block:
    """A button that opens an item in the form itself."""
    accessory = block.get("accessory")
    if not isinstance(accessory, dict):
        return block
    return {**block, "accessory": blocks.button(plainly("Open"), ActionId.FIND_SHOW, str(accessory["value"]))}


def _turn(words: Plain, found: Found, offset: int) -> Element:
    return blocks.button(words, ActionId.FIND_PAGE, f"{found.kind.value}:{offset}:{found.text}")


def _line(item: ClientRequest | Task, found: Found, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    late = item.is_open and item.due_at is not None and item.due_at < now
    due = said("due {when}", when=wall(item.due_at, zone, now)) if item.due_at else said("no due date")
    state = alone.state(item)
    mark = client_requests.mark(item) if isinstance(item, ClientRequest) else Mrkdwn()
    head = said(
        "{late}*{label}* {title}",
        late=Mrkdwn(":warning: " if late else ""),
        label=item.label,
        title=clipped(item.title, TITLE),
    )
    facts = joined([*_client(item, found), said("{state}", state=state), mention(item.owner), due], " · ")
    return joined([joined([head, facts]), mark], "")


def _client(item: ClientRequest | Task, found: Found) -> list[Mrkdwn]:
    if isinstance(item, Task):
        return [said("for R-{number}", number=item.request_number)] if item.request_number else []
    return client_names.named(item, found.clients)


def _open(item: ClientRequest | Task) -> Element:
    action = ActionId.REQUEST_SHOW if isinstance(item, ClientRequest) else ActionId.TASK_SHOW
    return blocks.button(plainly("Open"), action, item.label)


def understood(line: FindLine, zone: ZoneInfo) -> Mrkdwn:
    """`Open · Acme · owner @Ana · since 1 October 2026`."""
    wanted = line.wanted
    parts = [said("{word}", word=word) for word in line.words]
    states = [said("{state}", state=plainly(words)) for state, words in STATES.items() if state in wanted.states]
    parts += [one_of(states)] if states else []
    parts += [said("Overdue")] if wanted.late_at else []
    parts += [said("{client}", client=line.client)] if line.client else []
    parts += [said("owner {who}", who=mention(wanted.owner))] if wanted.owner else []
    parts += [said("nobody's")] if wanted.is_unowned else []
    parts += [said("asked by {who}", who=mention(wanted.asker))] if wanted.asker else []
    levels = sorted(said("{level}", level=plainly(client_requests.PRIORITY[one])) for one in wanted.priorities)
    parts += [said("priority {levels}", levels=one_of(levels))] if levels else []
    parts += [said("since {day}", day=_day(wanted.since, zone))] if wanted.since else []
    parts += [said("before {day}", day=_day(wanted.until, zone))] if wanted.until else []
    return joined(parts, " · ")


def _day(at: datetime, zone: ZoneInfo) -> Plain:
    return long_date(at.astimezone(zone))


def _nothing(found: Found, looked_for: Mrkdwn) -> Message:
    words = "Nothing that you can see matches: {looked_for}."
    next_step = said("Leave out a word or filter, or see all that is open: {list}.", list=code(_all_of(found.kind)))
    lines = [said(words, looked_for=looked_for), next_step, _dropping(found.line), *_literally(found.kind)]
    return blocks.only(joined(lines))


def _literally(kind: Kind) -> list[Mrkdwn]:
    """A line that began with the word by chance."""
    return [said(LITERALLY[kind])] if kind in LITERALLY else []


def _all_of(kind: Kind) -> str:
    return "/task list" if kind is Kind.TASKS else "/request list"


def _dropping(line: FindLine) -> Mrkdwn:
    """How to be rid of a filter."""
    is_filtered = len(line.wanted.terms) == 0 or _filters(line)
    return joined([said("Leave a filter's word out to drop it."), said(QUOTED)], " ") if is_filtered else said(FILTERS)


def _filters(line: FindLine) -> bool:
    wanted = line.wanted
    named = (wanted.owner, wanted.is_unowned, wanted.asker, wanted.client, wanted.since, wanted.until, wanted.late_at)
    return bool(wanted.states or wanted.priorities or any(named))


def _problem(problem: NotKnown) -> Mrkdwn:
    typed = clipped(problem.typed, 100)
    if problem.meant:
        meant = one_of([said("*{one}*", one=one) for one in problem.meant])
        return said(MEANT[problem.what], typed=typed, meant=meant)
    return said(NOT_KNOWN[problem.what], typed=typed, count=LIMIT)

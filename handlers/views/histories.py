"""What has happened to a request or task, in words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Acceptance, SnoozedFor
from bot.domain.histories import UNDO, Change
from bot.domain.ids import LIAISON
from bot.domain.priority import Priority
from bot.domain.request_states import CLOSED, PAUSED, Cause, RequestStatus
from bot.domain.request_types import FieldKind
from bot.domain.tasks import TaskStatus
from bot.domain.text import clipped
from bot.services.histories import History
from handlers import blocks
from handlers.blocks import Block
from handlers.ids import ActionId
from handlers.moments import wall
from handlers.text import Mrkdwn, channel_link, joined, mention, plainly, said
from handlers.views import sources, type_fields
from handlers.views.client_requests import PRIORITY
from handlers.views.request_states import CAUSES
from handlers.views.routing import by_rule

PAGE = 10
#: Letters of a title or a name in a line.
WORDS = 120
PART_OF, SEVERAL = {"": "", UNDO: " (undone)"}, " ({label}, several at once)"
_CLOSED = {*CLOSED, TaskStatus.DONE, TaskStatus.CANCELLED}
_PAUSED = {
    RequestStatus.WAITING_ON_CLIENT: "let it wait on the client: {why}",
    RequestStatus.WAITING_ON_PROVIDER: "let it wait on the provider: {why}",
    RequestStatus.ON_HOLD: "put it on hold: {why}",
}


@dataclass(frozen=True)
class Telling:
    """To whom, when, and what clients are called."""

    zone: ZoneInfo
    now: datetime
    clients: Mapping[int, str]

    def at(self, moment: Any) -> str:
        return wall(datetime.fromisoformat(str(moment)), self.zone, self.now)


Phrase: TypeAlias = Callable[[Change, Telling], Mrkdwn | None]


def page(history: History, offset: int, zone: ZoneInfo, now: datetime) -> Block:
    telling = Telling(zone, now, history.clients)
    lines = [line for change in history.changes if (line := _line(change, telling)) is not None]
    item = history.item
    head = said("*{label}* {title}", label=item.label, title=clipped(item.title, WORDS))
    shown = [blocks.section(line) for line in lines[offset : offset + PAGE]]
    found = [blocks.section(head), *shown, *_pager(item.label, offset, len(lines))]
    return blocks.modal("history.shown", plainly("{label}: history", label=item.label), found, submit=None)


def _pager(label: str, offset: int, total: int) -> list[Block]:
    found = []
    if offset:
        found.append(blocks.button(plainly("Newer"), ActionId.HISTORY_PAGE, f"{label}@{max(offset - PAGE, 0)}"))
    if offset + PAGE < total:
        found.append(blocks.button(plainly("Older"), ActionId.HISTORY_PAGE, f"{label}@{offset + PAGE}"))
    if not found:
        return []
    standing = said("{first}–{last} of {total}", first=offset + 1, last=min(offset + PAGE, total), total=total)
    return [blocks.context(standing), blocks.actions(found)]


def _line(change: Change, telling: Telling) -> Mrkdwn | None:
    phrases = list(_phrases(change, telling))
    if not phrases:
        return None
    who = said("Liaison") if change.by == LIAISON else mention(change.by)
    at = wall(change.at, telling.zone, telling.now)
    of = said("*{label}* · ", label=change.of) if change.of else Mrkdwn()
    batch = said(PART_OF.get(change.batch, SEVERAL), label=change.batch)
    what = joined(phrases, ", ")
    return said("{of}{at}\n{who} {what}{batch}", of=of, at=at, who=who, what=what, batch=batch)


def _phrases(change: Change, telling: Telling) -> Iterator[Mrkdwn]:
    if change.has("into_number") or "into_number" in change.before:
        yield _merge(change)
        return
    if change.action == "added":
        yield _added(change, telling)
        yield from _routed(change)
        return
    for field, phrase in PHRASES.items():
        if change.has(field) and change.was(field) != change.after[field]:
            told = (
                said("changed {what}", what=plainly(SEALED[field]))
                if change.sealed and field in SEALED
                else phrase(change, telling)
            )
            if told:
                yield told


def _merge(change: Change) -> Mrkdwn:
    """Of the one that stays."""
    if change.action == "added":
        return said("merged R-{number} into it", number=change.after["number"])
    return said("took R-{number} out of it again", number=change.was("number"))


def _merged(change: Change, _telling: Telling) -> Mrkdwn:
    """Of the one that goes."""
    into = change.after["merged_into"]
    if into is None:
        return said("took it out of R-{into} again", into=change.was("merged_into"))
    return said("merged it into R-{into}", into=into)


def _of_request(change: Change, _telling: Telling) -> Mrkdwn:
    request = change.after["request_number"]
    return said("moved it to R-{request}", request=request) if request else said("took it from its request")


def _routed(change: Change) -> Iterator[Mrkdwn]:
    if change.after.get("queue"):
        yield said("put it into the queue {name}", name=change.after["queue"])
    if change.after.get("assigned_by") == LIAISON:
        rule = by_rule(change.after.get("rule"))
        yield said("gave it to {who} {rule}", who=mention(change.after["owner"]), rule=rule)


def _added(change: Change, telling: Telling) -> Mrkdwn:
    if change.has("asked_of"):
        return _asked(change)
    if not change.has("logged_by"):
        return said("gave it out")
    came = _came(change, telling)
    return said("logged it, received {came}", came=came) if came else said("logged it")


def _asked(change: Change) -> Mrkdwn:
    who = mention(change.after["asked_of"])
    if change.sealed:
        return said("asked {who} something", who=who)
    return said("asked {who}: {words}", who=who, words=_clipped(change.after["words"]))


def _answer_given(change: Change, _telling: Telling) -> Mrkdwn:
    return said("answered: {words}", words=_clipped(change.after["answer"]))


def _came(change: Change, telling: Telling) -> Mrkdwn | None:
    at, source = change.after.get("received_at"), change.after.get("source")
    parts = [*([said("{at}", at=telling.at(at))] if at else []), *([sources.how(str(source))] if source else [])]
    return joined(parts, " ") if parts else None


def _received(change: Change, telling: Telling) -> Mrkdwn:
    at = change.after["received_at"]
    return said("noted that it came in {at}", at=telling.at(at)) if at else said("noted that it came in just then")


def _source(change: Change, _telling: Telling) -> Mrkdwn:
    source = change.after["source"]
    if not source:
        return said("took away how it came in")
    return said("noted that it came {how}", how=sources.how(str(source)))


def _status(change: Change, telling: Telling) -> Mrkdwn | None:
    now, before = change.after["status"], change.was("status")
    if change.has("merged_into"):
        return None
    if now in _PAUSED:
        return _paused(change, telling)
    if now == RequestStatus.CANCELLED:
        return _cancelled(change)
    if now == RequestStatus.DONE:
        why = _clipped(change.after.get("why"))
        return said("closed it as done: {why}", why=why) if why else said("closed it as done")
    if before in _CLOSED:
        return said("opened it again")
    return said("took it up again") if before in PAUSED else None


def _paused(change: Change, telling: Telling) -> Mrkdwn:
    told = said(_PAUSED[RequestStatus(change.after["status"])], why=_clipped(change.after.get("why")))
    until = change.after.get("paused_until")
    return joined([told, said("until {at}", at=telling.at(until))], ", ") if until else told


def _cancelled(change: Change) -> Mrkdwn:
    if change.after.get("undone"):
        return said("took the logging back")
    cause, why = change.after.get("cause"), _clipped(change.after.get("why"))
    if not cause:
        return said("cancelled it: {why}", why=why) if why else said("cancelled it")
    if cause == Cause.OTHER:
        return said("cancelled it: {why}", why=why)
    words = "cancelled it: {cause}. {why}" if why else "cancelled it: {cause}"
    return said(words, cause=plainly(CAUSES[Cause(cause)]).lower(), why=why)


def _until(change: Change, telling: Telling) -> Mrkdwn | None:
    """Where only that changed: with a change of state it is said there."""
    until = change.after["paused_until"]
    return said("let it wait until {at}", at=telling.at(until)) if until and not change.has("status") else None


def _snoozed(change: Change, telling: Telling) -> Mrkdwn | None:
    """One that ends with its item, or because somebody else has it, is told there."""
    until = change.after["snoozed_until"]
    if until is None:
        is_told = change.has("owner") or change.after.get("status") in _CLOSED
        return None if is_told else said("brought it back into sight")
    if change.after.get("snoozed_for") == SnoozedFor.REPLY:
        return said("snoozed it until somebody replies, at the latest until {at}", at=telling.at(until))
    return said("snoozed it until {at}", at=telling.at(until))


def _owner(change: Change, _telling: Telling) -> Mrkdwn:
    now, before = change.after["owner"], change.was("owner")
    noted = "" if change.sealed else _clipped(change.after.get("note"))
    note = said(": {note}", note=noted) if noted else Mrkdwn()
    if now is not None and change.has("declined_by"):
        return said("declined it{note}, so that it went on to {who}", note=note, who=mention(now))
    if now is None:
        return said("declined it{note}" if before == change.by else "put it back into the queue{note}", note=note)
    if before is not None and before != now:
        was = mention(before)
        if now == change.by:
            return said("took it over from {was}", was=was)
        return said("handed it from {was} to {who}{note}", was=was, who=mention(now), note=note)
    return said("took it") if now == change.by else said("gave it to {who}{note}", who=mention(now), note=note)


def _queue(change: Change, _telling: Telling) -> Mrkdwn:
    now = _clipped(change.after["queue"])
    return said("put it into the queue {name}", name=now) if now else said("took it out of its queue")


def _department(change: Change, _telling: Telling) -> Mrkdwn:
    now, before = (_clipped(one) for one in (change.after["department"], change.was("department")))
    noted = "" if change.has("owner") else _clipped(change.after.get("note"))
    note = said(": {note}", note=noted) if noted else Mrkdwn()
    if not now:
        return said("took it out of {was}{note}", was=before, note=note)
    words = "passed it from {was} to {now}{note}" if before else "passed it to {now}{note}"
    return said(words, was=before, now=now, note=note)


def _checklist(change: Change, _telling: Telling) -> Mrkdwn:
    now, before = (_ticks(one) for one in (change.after["checklist"], change.was("checklist")))
    on = [text for text in now if now[text] and text in before and not before[text]]
    off = [text for text in now if not now[text] and before.get(text)]
    said_ = [said("ticked {items}", items=_clipped(", ".join(on)))] if on else []
    said_ += [said("unticked {items}", items=_clipped(", ".join(off)))] if off else []
    if list(now) != list(before):
        said_.append(said("wrote the checklist of {count}", count=len(now)) if now else said("removed the checklist"))
    return joined(said_, ", ")


def _ticks(kept: Any) -> dict[str, bool]:
    return {str(one["text"]): "by" in one for one in kept or ()}


def _accepted(change: Change, _telling: Telling) -> Mrkdwn | None:
    steps = (change.was("acceptance"), change.after["acceptance"])
    is_answer = steps == (Acceptance.ASKED, Acceptance.ACCEPTED)
    return said("accepted it") if is_answer and not change.has("owner") else None


def _due(change: Change, telling: Telling) -> Mrkdwn:
    now, before = change.after["due_at"], change.was("due_at")
    reason = _clipped(change.after.get("due_why"))
    why = said(": {why}", why=reason) if reason else Mrkdwn()
    if now is None:
        return said("took the due date away, which was {was}{why}", was=telling.at(before), why=why)
    if before is None:
        return said("set it due {at}", at=telling.at(now))
    return said("moved it from {was} to {at}{why}", was=telling.at(before), at=telling.at(now), why=why)


def _client(change: Change, telling: Telling) -> Mrkdwn:
    number = change.after.get("client_number")
    if number is not None:
        return said("put it under {name}", name=telling.clients.get(number) or plainly("another client"))
    words = change.after.get("client_words")
    return said("put it under {name}", name=_clipped(words)) if words else said("took it from its client")


def _words(change: Change, _telling: Telling) -> Mrkdwn | None:
    """A client's name that no client has; with a number it is said there."""
    return None if change.has("client_number") else _client(change, _telling)


def _title(change: Change, _telling: Telling) -> Mrkdwn:
    return said("changed the title, which was: {was}", was=_clipped(change.was("title")))


def _priority(change: Change, _telling: Telling) -> Mrkdwn:
    was, now = (plainly(PRIORITY[Priority(one)]).lower() for one in (change.was("priority"), change.after["priority"]))
    return said("changed the priority from {was} to {now}", was=was, now=now)


def _asker(change: Change, _telling: Telling) -> Mrkdwn:
    asker = change.after["asker"]
    return said("noted that {who} asked for it", who=mention(asker)) if asker else said("noted that nobody asked")


def _type(change: Change, _telling: Telling) -> Mrkdwn:
    label = _clipped(change.after.get("type_label"))
    return said("made it a {type}", type=label) if change.after["type_name"] else said("took its type away")


def _answers(change: Change, _telling: Telling) -> Mrkdwn | None:
    """Field by field; with another type all of them are others."""
    if change.has("type_name"):
        return None
    was, now = ({key: (label, kind, value) for key, label, kind, value in held or ()} for held in _held_answers(change))
    lines = [
        said(
            "changed {field} from {was} to {now}",
            field=(now.get(key) or was[key])[0],
            was=_answer(was.get(key)),
            now=_answer(now.get(key)),
        )
        for key in dict.fromkeys((*was, *now))
        if was.get(key) != now.get(key)
    ]
    return joined(lines, ", ") if lines else None


def _held_answers(change: Change) -> tuple[Any, Any]:
    return change.was("answers"), change.after["answers"]


def _answer(held: tuple[str, str, str] | None) -> Mrkdwn:
    if held is None:
        return said("nothing")
    _label, kind, value = held
    return type_fields.worded(kind, value if kind == FieldKind.PERSON else _clipped(value))


def _audience(change: Change, _telling: Telling) -> Mrkdwn:
    to = change.after["audience"]
    return said("moved it to {place}", place=channel_link(to)) if to else said("took it out of its channel")


def _clipped(words: object) -> str:
    return clipped(str(words or ""), WORDS)


PHRASES: Mapping[str, Phrase] = {
    "status": _status,
    "merged_into": _merged,
    "request_number": _of_request,
    "paused_until": _until,
    "snoozed_until": _snoozed,
    "owner": _owner,
    "acceptance": _accepted,
    "queue": _queue,
    "due_at": _due,
    "client_number": _client,
    "client_words": _words,
    "title": _title,
    "details": lambda _change, _telling: said("changed the details"),
    "priority": _priority,
    "asker": _asker,
    "type_name": _type,
    "answers": _answers,
    "source": _source,
    "received_at": _received,
    "audience": _audience,
    "department": _department,
    "checklist": _checklist,
    "answer": _answer_given,
}
#: What only those may read to whom it was said.
SEALED = {
    "status": "its state",
    "paused_until": "how long it waits",
    "due_at": "its due date",
    "client_number": "its client",
    "client_words": "its client",
    "title": "its title",
    "asker": "who asked for it",
    "type_name": "its type",
    "answers": "what was filled in",
    "source": "how it came in",
    "received_at": "when it came in",
    "audience": "its channel",
    "department": "its department",
    "checklist": "its checklist",
    "answer": "what was asked about it",
}

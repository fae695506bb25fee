"""What has changed of a request or task, field by field, in words."""

from collections.abc import Mapping
from typing import Any

from bot.domain.histories import Change
from bot.domain.priority import Priority
from bot.domain.request_types import FieldKind
from handlers.text import Mrkdwn, channel_link, joined, mention, plainly, said
from handlers.views import history_states, sources, type_fields
from handlers.views.history_tellings import Phrase, Telling, in_short
from handlers.views.snoozes import priority_name


def _merged(change: Change, _telling: Telling) -> Mrkdwn:
    """Of the one that goes."""
    into = change.after["merged_into"]
    if into is None:
        return said("took it out of R-{into} again", into=change.was("merged_into"))
    return said("merged it into R-{into}", into=into)


def _of_request(change: Change, _telling: Telling) -> Mrkdwn:
    request = change.after["request_number"]
    return said("moved it to R-{request}", request=request) if request else said("took it from its request")


def _answer_given(change: Change, _telling: Telling) -> Mrkdwn:
    return said("answered: {words}", words=in_short(change.after["answer"]))


def _received(change: Change, telling: Telling) -> Mrkdwn:
    at = change.after["received_at"]
    return said("noted that it came in {at}", at=telling.at(at)) if at else said("noted that it came in just then")


def _source(change: Change, _telling: Telling) -> Mrkdwn:
    source = change.after["source"]
    if not source:
        return said("took away how it came in")
    return said("noted that it came {how}", how=sources.how(str(source)))


def _owner(change: Change, _telling: Telling) -> Mrkdwn:
    now, before = change.after["owner"], change.was("owner")
    noted = "" if change.sealed else in_short(change.after.get("note"))
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
    now = in_short(change.after["queue"])
    return said("put it into the queue {name}", name=now) if now else said("took it out of its queue")


def _department(change: Change, _telling: Telling) -> Mrkdwn:
    now, before = (in_short(one) for one in (change.after["department"], change.was("department")))
    noted = "" if change.has("owner") else in_short(change.after.get("note"))
    note = said(": {note}", note=noted) if noted else Mrkdwn()
    if not now:
        return said("took it out of {was}{note}", was=before, note=note)
    words = "passed it from {was} to {now}{note}" if before else "passed it to {now}{note}"
    return said(words, was=before, now=now, note=note)


def _checklist(change: Change, _telling: Telling) -> Mrkdwn:
    now, before = (_ticks(one) for one in (change.after["checklist"], change.was("checklist")))
    on = [text for text in now if now[text] and text in before and not before[text]]
    off = [text for text in now if not now[text] and before.get(text)]
    said_ = [said("ticked {items}", items=in_short(", ".join(on)))] if on else []
    said_ += [said("unticked {items}", items=in_short(", ".join(off)))] if off else []
    if list(now) != list(before):
        said_.append(said("wrote the checklist of {count}", count=len(now)) if now else said("removed the checklist"))
    return joined(said_, ", ")


def _ticks(kept: Any) -> dict[str, bool]:
    return {str(one["text"]): "by" in one for one in kept or ()}


def _due(change: Change, telling: Telling) -> Mrkdwn:
    now, before = change.after["due_at"], change.was("due_at")
    reason = in_short(change.after.get("due_why"))
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
    return said("put it under {name}", name=in_short(words)) if words else said("took it from its client")


def _words(change: Change, _telling: Telling) -> Mrkdwn | None:
    """A client's name that no client has; with a number it is said there."""
    return None if change.has("client_number") else _client(change, _telling)


def _title(change: Change, _telling: Telling) -> Mrkdwn:
    return said("changed the title, which was: {was}", was=in_short(change.was("title")))


def _priority(change: Change, _telling: Telling) -> Mrkdwn:
    was, now = (priority_name(Priority(one)) for one in (change.was("priority"), change.after["priority"]))
    return said("changed the priority from {was} to {now}", was=was, now=now)


def _asker(change: Change, _telling: Telling) -> Mrkdwn:
    asker = change.after["asker"]
    return said("noted that {who} asked for it", who=mention(asker)) if asker else said("noted that nobody asked")


def _type(change: Change, _telling: Telling) -> Mrkdwn:
    label = in_short(change.after.get("type_label"))
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
    return type_fields.worded(kind, value if kind == FieldKind.PERSON else in_short(value))


def _audience(change: Change, _telling: Telling) -> Mrkdwn:
    to = change.after["audience"]
    return said("moved it to {place}", place=channel_link(to)) if to else said("took it out of its channel")


PHRASES: Mapping[str, Phrase] = {
    "status": history_states.status,
    "merged_into": _merged,
    "request_number": _of_request,
    "paused_until": history_states.until,
    "snoozed_until": history_states.snoozed,
    "owner": _owner,
    "acceptance": history_states.accepted,
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

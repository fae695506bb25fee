"""What a line that changes many says of it, or what to answer where a part of it cannot be read."""

from bot.domain.bulk_lines import BulkLine
from bot.domain.bulks import BulkAct, BulkVerb
from bot.domain.client_requests import Due
from bot.domain.clients import Client
from bot.domain.moments import Moment
from bot.domain.origins import Gesture
from bot.domain.request_states import Cause
from bot.domain.text import one_line
from handlers.blocks import Message
from handlers.command_lines import read
from handlers.parts import Parts
from handlers.views import bulk_lines as views


def act_of(parts: Parts, by: Gesture, line: BulkLine) -> BulkAct | Message:
    match line.verb:
        case BulkVerb.ASSIGN:
            owner = line.owner(by.user_id)
            return BulkAct(verb=line.verb, owner=owner) if owner else views.no_person(read(parts, by, line.rest))
        case BulkVerb.DUE:
            wanted = parts.dues.understand(by, line.rest)
            return BulkAct(verb=line.verb, due=_due(wanted.moment), why=wanted.why)
        case BulkVerb.SNOOZE:
            return BulkAct(verb=line.verb, due=_due(parts.snoozes.moment(by, line.rest)))
        case BulkVerb.CANCEL:
            why = one_line(line.rest)
            return BulkAct(verb=line.verb, cause=Cause.OTHER if why else Cause.NOT_NEEDED, why=why)
        case BulkVerb.MOVE | BulkVerb.CLIENT | BulkVerb.TYPE | BulkVerb.PRIORITY:
            return _of_requests(parts, by, line, line.verb)
        case _:
            return BulkAct(verb=BulkVerb.DONE)


def _of_requests(parts: Parts, by: Gesture, line: BulkLine, verb: BulkVerb) -> BulkAct | Message:
    match verb:
        case BulkVerb.CLIENT:
            return _client(parts, by, line.word)
        case BulkVerb.TYPE:
            return _type(parts, by, line.word)
        case BulkVerb.PRIORITY:
            priority = line.priority()
            return BulkAct(verb=verb, priority=priority) if priority else views.no_priority(line.rest)
        case _:
            return BulkAct(verb=verb, queue=parts.queues.one(by, one_line(line.rest)))


def _client(parts: Parts, by: Gesture, word: str) -> BulkAct | Message:
    found = parts.clients.meant(by, word) if word else None
    if found is not None and not isinstance(found, Client):
        return views.no_client(word, found)
    return BulkAct(verb=BulkVerb.CLIENT, client=found.number if found else None)


def _type(parts: Parts, by: Gesture, word: str) -> BulkAct | Message:
    types = parts.request_types.live(by.team_id)
    found = types.meant_by(word)
    if word and found is None:
        return views.no_type(word, types)
    return BulkAct(verb=BulkVerb.TYPE, type_name=found.name if found else None)


def _due(moment: Moment | None) -> Due | None:
    return Due(moment.at, moment.zone.key) if moment else None

"""What is said once a message has come to its end without having arrived, or could not be changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from bot.domain.ids import TeamId, UserId, is_person
from bot.domain.outbox import (
    UNCLEAR,
    Claimed,
    Expired,
    Lane,
    Message,
    MessageKind,
    Outcome,
    Refused,
    Unchangeable,
    Withheld,
    follow_up_key,
)

#: Who looks after a workspace.
Responsible: TypeAlias = Callable[[TeamId], UserId | None]
#: Refusals of the place and not of the message: whom they concern cannot be told there either.
OF_THE_PLACE = frozenset(
    {
        "cannot_dm_bot",
        "cant_dm_bot",
        "channel_not_found",
        "is_archived",
        "messages_tab_disabled",
        "restricted_action",
        "user_disabled",
        "user_not_found",
        "users_not_found",
    }
)
#: Those of a person, in Slack's words or ours.
OUT_OF_REACH = OF_THE_PLACE | {"not_a_member"}
#: A report itself, a Home, which comes again, a greeting, what is told of an answer, and what is reported to whoever
#: set each of its reminders.
UNREPORTED = frozenset(
    {MessageKind.NOTICE, MessageKind.HOME, MessageKind.WELCOME, MessageKind.CATCH_UP, MessageKind.REPLIED}
)
#: What a report says to somebody else than whom it was for: nothing that they might not read.
PASSED_ON = frozenset({"what", "error", "to", "kind", "due", "others", "more"})


def follow_up(row: Claimed, outcome: Outcome, now: datetime, responsible: Responsible) -> Message | None:
    """What cannot be delivered is reported to a person, never dropped. A report about a report would go round, so
    one that does not reach whom it is for goes once to whoever looks after the workspace.
    """
    concerned = _concerned(row)
    match outcome:
        case Refused(error) | Withheld(error) if error in OUT_OF_REACH and _is_report(row):
            return _passed_on(row, responsible(row.team_id), now)
        case Unchangeable(stands=stands):
            return _posted_again(row, now, stands=stands)
        case Refused(error) | Withheld(error) if concerned is not None and _may_be_told(row, concerned, error):
            return _undelivered(row, concerned, error, now)
        case Expired() if concerned is not None:
            told = {"what": "expired", "to": row.to, "kind": row.kind.value, "due": row.due_at.isoformat()}
            return _notice(row, concerned, told, now)
        case _:
            return None


def _is_report(row: Claimed) -> bool:
    return row.kind is MessageKind.NOTICE and row.facts.get("what") in {"undelivered", "expired"}


def _passed_on(row: Claimed, to: UserId | None, now: datetime) -> Message | None:
    if to is None or to == row.to or "for" in row.facts:
        return None
    kept = {name: value for name, value in row.facts.items() if name in PASSED_ON}
    return _notice(replace(row, facts=kept), to, {"for": row.to}, now)


def _posted_again(row: Claimed, now: datetime, *, stands: bool) -> Message | None:
    """Once: who deletes it a second time means it. One that stands as it is has the new one in its thread."""
    if row.base is None or row.kind is MessageKind.NOTICE or row.facts.get("again"):
        return None
    return Message(
        kind=row.kind,
        about=row.about,
        to=row.to,  # type: ignore[arg-type]
        key=f"again:{row.base}",
        due_at=now,
        under=row.base if stands else None,
        instead_of=row.base,
        fallback=row.fallback,
        facts={**row.facts, "again": "1"},
    )


def _concerned(row: Claimed) -> UserId | None:
    """Who asked for it, or else whom it was for."""
    if row.kind in UNREPORTED:
        return None
    return row.fallback or (UserId(row.to) if is_person(row.to) else None)


def _may_be_told(row: Claimed, concerned: UserId, error: str) -> bool:
    """Where nobody writes any more, nobody reads what stands there either."""
    if row.base is not None:
        return error not in OF_THE_PLACE | {"not_in_channel"}
    return concerned != row.to or error not in OF_THE_PLACE


def _undelivered(row: Claimed, to: UserId, error: str, now: datetime) -> Message:
    """Of what is asked about each has its own answer; the others are told together."""
    told = {"what": "undelivered", "error": error, "to": row.to, "kind": row.kind.value, "row": row.id}
    if row.base is not None:
        told["stands"] = row.base
    alert = None if error == UNCLEAR else f"{to}:{row.to}:{error}"
    return _notice(row, to, told, now, alert)


def _notice(row: Claimed, to: UserId, told: dict[str, str], now: datetime, alert: str | None = None) -> Message:
    return Message(
        kind=MessageKind.NOTICE,
        about=row.about,
        to=to,
        key=follow_up_key(row.id),
        due_at=now,
        lane=Lane.INTERACTIVE,
        alert=alert,
        facts={**row.facts, **told},
    )

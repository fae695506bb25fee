"""Two requests that are the same become one: what goes over, and what may come back when they are split again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.domain.client_requests import UNDO_WINDOW, ClientRequest, Due, Pause
from bot.domain.errors import AlreadyMerged, HasMerged, MergeStands, NotItself, OtherClient
from bot.domain.ids import RequestNumber, UserId
from bot.domain.nudges import Nudge
from bot.domain.request_states import PAUSED, WAITING, RequestStatus
from bot.domain.tasks import Task
from bot.domain.teams import OfTeam


class PieceKind(StrEnum):
    TASK = "task"
    NUDGE = "nudge"
    WATCHER = "watcher"
    DUE = "due"
    PAUSE = "pause"
    LINK = "link"


class Piece(NamedTuple):
    """`what` is its label, a person or a moment, `stood` how it was: what has changed since does not come back."""

    kind: PieceKind
    what: str
    stood: str = ""


@dataclass(eq=False, kw_only=True)
class Merge(OfTeam):
    """The request `number` was merged into `into_number`. The pause is the one that it had before."""

    into_number: RequestNumber
    number: RequestNumber
    merged_by: UserId
    merged_at: datetime
    pieces: tuple[Piece, ...] = ()
    status: RequestStatus
    why: str
    paused_until: datetime | None
    paused_zone: str | None
    version: int = 1

    @property
    def pause(self) -> Pause | None:
        until = Due(self.paused_until, self.paused_zone) if self.paused_until and self.paused_zone else None
        return Pause(self.status, self.why, until) if self.status in PAUSED else None

    def of(self, kind: PieceKind) -> Iterator[Piece]:
        return (piece for piece in self.pieces if piece.kind == kind)

    def must_be_into(self, shown: RequestNumber | None) -> None:
        """As whoever takes it out was told, if they were: it may have been taken out and merged into another since."""
        if shown not in {None, self.into_number}:
            raise AlreadyMerged(f"R-{self.number}", f"R-{self.into_number}")

    def must_be_undone_by(self, user: UserId, at: datetime) -> None:
        if user != self.merged_by or at - self.merged_at > UNDO_WINDOW:
            raise MergeStands(f"R-{self.number}", int(UNDO_WINDOW.total_seconds() // 60))


@dataclass(eq=False, kw_only=True)
class Apart(OfTeam):
    """Somebody said that two requests are not the same; `number` is the lower one."""

    number: RequestNumber
    other: RequestNumber
    said_by: UserId
    said_at: datetime


def must_fit(request: ClientRequest, into: ClientRequest, has: tuple[str, ...]) -> None:
    """`has` are the labels of what was merged into the request before: a chain of three would be read by nobody."""
    if request.number == into.number:
        raise NotItself(request.label)
    request.must_be_open()
    into.must_be_open()
    if has:
        raise HasMerged(request.label, has, into.label)
    if _has_client(request) and _client(request) != _client(into):
        raise OtherClient(request.label, into.label)


def due_taken(request: ClientRequest, into: ClientRequest) -> Due | None:
    return request.due if into.due is None else None


def pause_taken(request: ClientRequest, into: ClientRequest) -> Pause | None:
    """What one of the two waits for is waited for; where both wait, the one that stays says for what."""
    if into.is_paused or request.status not in WAITING:
        return None
    return Pause(request.status, request.why, request.until)


def task_stood(task: Task) -> str:
    due = task.due_at.isoformat() if task.due_at else ""
    return "|".join((task.status.value, task.owner or "", due, str(task.parent_number or ""), task.title))


def nudge_stood(nudge: Nudge) -> str:
    return "|".join((nudge.user_id or "", nudge.local, nudge.rule or "", nudge.text))


def _has_client(request: ClientRequest) -> bool:
    return request.client_number is not None or bool(request.client_words)


def _client(request: ClientRequest) -> tuple[int | None, str]:
    return request.client_number, (request.client_words or "").casefold()


#: With its letter: a bare number may count pages.
_NAMED, _NUMBER = r"(?:R\s?-?\s?|#)([0-9]{1,9})", r"(?:R\s?-?\s?|#)?([0-9]{1,9})"
_INTO = re.compile(rf"merge\s+{_NAMED}(?:\s+(?:in\s?to|to|in)\s+{_NUMBER})?", re.IGNORECASE)
_BOTH = re.compile(rf"merge\s+{_NAMED}\s+(?:with|and|\+|&)\s+{_NUMBER}", re.IGNORECASE)
_SPLIT = re.compile(rf"(?:split|unmerge)\s+(?:off\s+)?{_NAMED}(?:\s+(?:from|off|out\s+of)\s+{_NUMBER})?", re.IGNORECASE)


@dataclass(frozen=True)
class MergeLine:
    """`into` is None where the line does not say it, and for one that splits."""

    number: RequestNumber
    into: RequestNumber | None = None
    splits: bool = False


def merge_meant(text: str) -> MergeLine | None:
    """`merge R-15 into R-12`, `split R-15`. Of two that are named alike the older one stays."""
    line = text.strip().rstrip(".")
    if found := _INTO.fullmatch(line):
        return MergeLine(_number(found[1]), _number(found[2]) if found[2] else None)
    if found := _BOTH.fullmatch(line):
        older, newer = sorted((_number(found[1]), _number(found[2])))
        return MergeLine(newer, older)
    found = _SPLIT.fullmatch(line)
    return MergeLine(_number(found[1]), splits=True) if found else None


def _number(digits: str) -> RequestNumber:
    return RequestNumber(int(digits))

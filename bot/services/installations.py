"""A workspace whose token Slack refuses: nothing is sent there, what waits is kept, and it goes on by itself once the
token works again.
"""

import logging
import time
from collections.abc import Callable, Collection
from threading import Lock
from typing import Protocol

from bot.domain.clock import Clock
from bot.domain.ids import TeamId, UserId
from bot.domain.installations import Dead, Silence, Unanswered, Verdict, Works
from bot.domain.outbox import Message, MessageKind
from bot.services.ports import Teams

log = logging.getLogger(__name__)

#: Seconds between two questions whether a token works again.
PROBE = 60.0
#: Seconds that one cause is not told again.
TOLD = 3600.0


class Pauses(Protocol):
    """Shared by all processes, and kept over restarts."""

    def refused(self, teams: Collection[TeamId]) -> Collection[TeamId]: ...
    def refuse(self, team: TeamId) -> None: ...
    def accept(self, team: TeamId, told: Callable[[Silence], Message | None]) -> bool:
        """Says whether it was refused; what is `told` of that is sent with what waited."""
        ...


class InstallationService:
    """`ask` costs a call, and so is made only where something speaks against the token; `resumed` wakes delivery;
    `responsible` is who is told afterwards.
    """

    def __init__(
        self,
        pauses: Pauses,
        teams: Teams,
        ask: Callable[[TeamId], Verdict],
        resumed: Callable[[], None],
        *,
        responsible: Callable[[TeamId], UserId | None],
        clock: Clock,
    ) -> None:
        self._pauses = pauses
        self._teams = teams
        self._ask = ask
        self._resumed = resumed
        self._responsible = responsible
        self._clock = clock
        self._lock = Lock()
        self._suspected: set[TeamId] = set()
        self._asked_at: dict[TeamId, float] = {}
        self._told_at: dict[tuple[TeamId, str], float] = {}
        self._refused: dict[TeamId, str] = {}

    def suspect(self, team: TeamId) -> None:
        """Slack said that the installation ended. That may be old news, of before it was made anew."""
        with self._lock:
            self._suspected.add(team)

    def check(self) -> int:
        """A loop's work. Raises StoreUnavailable."""
        teams = self._teams()
        paused = self._pauses.refused(teams)
        for team in teams:
            self._check(team, is_paused=team in paused)
        return 0

    def resume(self, team: TeamId) -> None:
        """Slack takes the token. Raises StoreUnavailable."""
        if self._pauses.accept(team, self._told):
            log.warning("Slack takes LIAISON_BOT_TOKEN again; what waited goes out")
            self._resumed()

    def fault(self) -> str | None:
        if not self._refused:
            return None
        return f"Slack refuses LIAISON_BOT_TOKEN ({', '.join(sorted(set(self._refused.values())))})"

    def _check(self, team: TeamId, *, is_paused: bool) -> None:
        if not (is_paused or team in self._suspected):
            self._refused.pop(team, None)
        elif self._may_ask(team):
            self._conclude(team, self._ask(team), is_paused=is_paused)

    def _may_ask(self, team: TeamId) -> bool:
        now = time.monotonic()
        if now - self._asked_at.get(team, -PROBE) < PROBE:
            return False
        self._asked_at[team] = now
        return True

    def _conclude(self, team: TeamId, verdict: Verdict, *, is_paused: bool) -> None:
        match verdict:
            case Works():
                if is_paused:
                    self.resume(team)
                self._settle(team)
            case Dead(code):
                self._pauses.refuse(team)
                self._settle(team)
                self._refused[team] = code
                self._tell(team, code)
            case Unanswered():
                self._refused.setdefault(team, "not confirmed")

    def _settle(self, team: TeamId) -> None:
        self._refused.pop(team, None)
        with self._lock:
            self._suspected.discard(team)

    def _told(self, silence: Silence) -> Message | None:
        to, now = self._responsible(silence.team_id), self._clock.now()
        if to is None:
            return None
        return Message(
            kind=MessageKind.NOTICE,
            about=to,
            to=to,
            key=f"silence:{silence.since.isoformat()}",
            due_at=now,
            # An old token beside a new one would end and mend it every minute.
            alert=f"{to}:silence",
            facts={
                "what": "silence",
                "since": silence.since.isoformat(),
                "until": now.isoformat(),
                "waiting": str(silence.waiting),
            },
        )

    def _tell(self, team: TeamId, code: str) -> None:
        now = time.monotonic()
        if now - self._told_at.get((team, code), -TOLD) < TOLD:
            return
        self._told_at[team, code] = now
        log.error(
            "Slack refuses LIAISON_BOT_TOKEN (%s). Nothing is sent, and what waits is kept. Install the app again; "
            "if its token is another one then, set LIAISON_BOT_TOKEN and restart",
            code,
        )

"""People who gesture in a workspace of their own while its sockets are cut, and what they were told.

They live in the process of the local Slack.
"""

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from benchmarks.chaos.world import CHANNELS, PEOPLE
from sandbox import Sandbox
from sandbox.traffic import Call

#: Seconds between two gestures of one person, and between two cuts.
THINKING, PEACE = (1.0, 3.0), (0.5, 1.5)
#: Of the deliveries so many go wrong in each of these ways; some never come, some come twice, and some kill the socket.
SHARES = {
    "socket_reset": 0.04,
    "socket_dead": 0.02,
    "duplicated": 0.1,
    "repeated": 0.1,
    "ack_lost": 0.05,
    "late": 0.03,
    "reordered": 0.03,
    "unreachable": 0.03,
    "lost": 0.02,
}
REQUEST, TASK, MENTION = "request", "task", "mention"
MENTIONED = "app_mention"


@dataclass(frozen=True)
class Asked:
    """`mark` is the title of a request or task, or the ts of a mention. `answer` is what came back, if anything did."""

    what: str
    mark: str
    answer: str | None


class Callers:
    """`hush` ends it; only then there is something to tell."""

    def __init__(self, slack: Sandbox, seed: int) -> None:
        self._slack = slack
        self._over = threading.Event()
        self._asked: list[Asked] = []
        self.cuts = 0
        for place, (kind, share) in enumerate(SHARES.items()):
            slack.fault(kind, on="delivery", share=share, seed=seed * len(SHARES) + place)
        works: list[Callable[[random.Random], None]] = [partial(self._call, person) for person in PEOPLE]
        self._threads = [
            threading.Thread(target=work, args=(random.Random(seed * 10 + place),), daemon=True)
            for place, work in enumerate([*works, self._cut])
        ]
        for thread in self._threads:
            thread.start()

    def hush(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        self._slack.clear_faults()

    def asked(self) -> Sequence[Asked]:
        """A mention is answered when Slack got an ack of its event, whichever attempt that was."""
        acked = {call.request["event"]["ts"] for call in self._mentions() if call.response == {}}
        return [
            Asked(MENTION, one.mark, "" if one.mark in acked else None) if one.what == MENTION else one
            for one in self._asked
        ]

    def _mentions(self) -> Sequence[Call]:
        return [call for call in self._slack.calls if call.name == MENTIONED]

    def _call(self, person: str, chance: random.Random) -> None:
        who, number = self._slack.person(person), 0
        while not self._over.wait(chance.uniform(*THINKING)):
            number += 1
            place = chance.choice(CHANNELS)
            what = chance.choice((REQUEST, TASK, MENTION))
            if what == MENTION:
                ts = who.says(f"<@{self._slack.bot_user_id}> help", in_=place, settle=False)
                self._asked.append(Asked(MENTION, ts, None))
                continue
            title = f"Ring back {person.lower()}-{number:05}"
            answer = who.slash(f"/{what} new {title}", in_=place, settle=False)
            self._asked.append(Asked(what, title, None if answer.acked_ms is None else answer.text))

    def _cut(self, chance: random.Random) -> None:
        slack = self._slack
        ways: Sequence[Callable[[], None]] = (
            partial(slack.disconnect, "warning"),
            slack.disconnect,
            partial(slack.disconnect, close=True),
            partial(slack.disconnect, "too_many_websockets", close=True),
            lambda: slack.server.run(slack.core.socket_mode.babble()),
        )
        while not self._over.wait(chance.uniform(*PEACE)):
            chance.choice(ways)()
            self.cuts += 1

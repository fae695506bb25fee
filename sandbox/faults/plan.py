"""Which faults are waiting, for what, and whether the next call or delivery meets one."""

import asyncio
import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sandbox.errors import Json
from sandbox.faults.kinds import Kind

EVERYTHING = "*"


@dataclass(eq=False)
class Fault:
    """For `name`, a method, or an event, command or interaction, or `*`; `hits` is how often it has happened.

    `times` is how often it will at most, None for no end. `share` of what it is for is hit, by chance of its `seed`.
    """

    on: str
    name: str
    kind: str
    times: int | None = None
    share: float = 1.0
    seconds: float = 0
    seed: int = 0
    hits: int = 0

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    def strikes(self) -> bool:
        # The chance is drawn every time, so that the same calls meet the same fate whatever the share.
        if self._chance.random() >= self.share or self.over:
            return False
        self.hits += 1
        return True

    @property
    def over(self) -> bool:
        return self.times is not None and self.hits >= self.times

    def as_json(self) -> Json:
        return {name: value for name, value in vars(self).items() if not name.startswith("_")}


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._held: list[asyncio.Event] = []
        self._world = object()

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def take(self, on: str, names: Collection[str], kinds: Mapping[str, Kind]) -> Fault | None:
        """What the next one that goes by these names meets: the first that is due, in the order they were asked for."""
        wanted = (f for f in self.waiting if f.on == on and f.kind in kinds and _is_for(f, kinds[f.kind], names))
        return next((fault for fault in wanted if fault.strikes()), None)

    @property
    def waiting(self) -> list[Fault]:
        """Those that may still happen."""
        self._faults = [fault for fault in self._faults if not fault.over]
        return list(self._faults)

    def clear(self) -> None:
        """Nothing goes wrong any more; what has gone wrong already does so to its end."""
        self._faults.clear()

    def forget(self) -> None:
        """A reset: what is held back must not happen in the new world."""
        self.clear()
        self._world = object()
        for held in self._held:
            held.set()

    async def hold(self, seconds: float, let_go: asyncio.Event) -> bool:
        """Wait so long or until let go, and say whether it may still happen: all may have been forgotten meanwhile."""
        world = self._world
        self._held.append(let_go)
        try:
            async with asyncio.timeout(seconds):
                await let_go.wait()
        except TimeoutError:
            pass
        finally:
            self._held.remove(let_go)
        return self._world is world


def _is_for(fault: Fault, kind: Kind, names: Collection[str]) -> bool:
    meant = fault.name == EVERYTHING or fault.name in names
    return meant and (not kind.names or not kind.names.isdisjoint(names))

"""After the time in which what may have arrived is looked for."""

from dataclasses import dataclass

from bot.liaison import Liaison
from sandbox import Sandbox
from tests.storage.conftest import DatabaseTime


@dataclass(frozen=True)
class Later:
    """What may have arrived is looked for after a while by the database's clock, which nobody can turn."""

    slack: Sandbox
    liaison: Liaison
    time: DatabaseTime

    def __call__(self) -> None:
        self.time.passes(40)
        self.liaison.wake()
        self.slack.settle()

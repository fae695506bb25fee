"""What the processes of one run tell each other, in memory that outlives whoever is killed."""

import ctypes
import time
from multiprocessing.sharedctypes import RawArray
from typing import TypeAlias

Integers: TypeAlias = "ctypes.Array[ctypes.c_int]"


class Board:
    """A place for each slot, in which one process at a time works. Orders and skews are the parent's to write, all else
    its own only, so that nothing is lost between them.
    """

    def __init__(self, slots: int) -> None:
        #: How many claims it holds right now.
        self.held: Integers = RawArray("i", slots)
        #: How many outcomes it has recorded in its life.
        self.done: Integers = RawArray("i", slots)
        #: At which point, by number from 1, it shall send itself which signal; and at which it did.
        self.order: Integers = RawArray("i", slots)
        self.signal: Integers = RawArray("i", slots)
        self.obeyed: Integers = RawArray("i", slots)
        #: Seconds that its clock is off.
        self.skew: ctypes.Array[ctypes.c_double] = RawArray("d", slots)
        #: Turns that failed by a defect, those that failed by the database, and of these those in which it was locked.
        self.defects: Integers = RawArray("i", slots)
        self.unusable: Integers = RawArray("i", slots)
        self.locked: Integers = RawArray("i", slots)
        #: Commits whose reply was lost on purpose.
        self.lost_commits: Integers = RawArray("i", slots)
        #: Statements that were slow on purpose.
        self.slow: Integers = RawArray("i", slots)
        self._flags: Integers = RawArray("i", 2)
        self._moment: Integers = RawArray("i", 1)
        self._moved_at: ctypes.Array[ctypes.c_double] = RawArray("d", 1)

    def forget(self, slot: int) -> None:
        """Before the next process works there."""
        for array in (self.held, self.done, self.order, self.obeyed):
            array[slot] = 0

    @property
    def is_full(self) -> bool:
        """SQLite's file may not grow."""
        return bool(self._flags[0])

    @is_full.setter
    def is_full(self, full: bool) -> None:
        self._flags[0] = int(full)

    @property
    def moment(self) -> int:
        """How often the clock of the almanac was moved on, which its workers do."""
        return int(self._moment[0])

    @moment.setter
    def moment(self, position: int) -> None:
        self._moment[0] = position
        self._moved_at[0] = time.monotonic()

    @property
    def moved_at(self) -> float:
        """When that was, in seconds of `time.monotonic()`, which is the same for all processes."""
        return float(self._moved_at[0])

    @property
    def is_over(self) -> bool:
        """The writer has written enough."""
        return bool(self._flags[1])

    @is_over.setter
    def is_over(self, over: bool) -> None:
        self._flags[1] = int(over)

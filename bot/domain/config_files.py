"""Files in which a workspace is set up: TOML, read strictly, each fault with its line and what is wrong there."""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn, TypeAlias, TypeVar

from bot.domain.suggestions import nearest
from bot.domain.teams import OfTeam
from bot.domain.toml_lines import Lines, Path, dotted

T = TypeVar("T")
Table: TypeAlias = Mapping[str, Any]

LARGEST = 100_000
_FAULT_AT = re.compile(r"\s*\(at (?:line ([0-9]+), column [0-9]+|end of document)\)")


@dataclass(eq=False, kw_only=True)
class ConfigVersion(OfTeam):
    """A file of one `kind` that was loaded. The highest `number` of a kind is in force. `loaded_by` is whoever was at
    the machine.
    """

    kind: str
    number: int
    text: str
    loaded_by: str
    loaded_at: datetime


@dataclass(frozen=True)
class Fault:
    """`line` is where it stands, or the nearest thing around it; None where it is of the whole file."""

    line: int | None
    key: str
    reason: str

    def __str__(self) -> str:
        at = [f"line {self.line}"] if self.line else []
        return ": ".join([*at, *([self.key] if self.key else []), self.reason])


class BadFile(Exception):
    """It cannot be used. All that is wrong with it, by line."""

    def __init__(self, faults: Collection[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line or 0))
        super().__init__(self.faults)


class Wrong(Exception):
    """What a value should be instead."""


def wrong(reason: str) -> NoReturn:
    raise Wrong(reason)


def parsed(text: str, largest: int = LARGEST, *, parse_float: Callable[[str], Any] = float) -> Table:
    """Raises BadFile."""
    if len(text.encode("utf-8", "replace")) > largest:
        raise BadFile([Fault(None, "", f"larger than {largest:,} bytes")])
    try:
        return tomllib.loads(text, parse_float=parse_float)
    except tomllib.TOMLDecodeError as error:
        at = _FAULT_AT.search(str(error))
        line = int(at[1]) if at and at[1] else len(text.splitlines())
        reason = _FAULT_AT.sub("", str(error)).strip()
        raise BadFile([Fault(line, "", f"not valid TOML: {reason}")]) from None
    except (ValueError, RecursionError):
        raise BadFile([Fault(None, "", "not valid TOML")]) from None


class Reading:
    """What is read of one file. Faults are gathered, so that all of them are told at once."""

    def __init__(self, text: str) -> None:
        self.table = parsed(text)
        self._lines = Lines(text)
        self._faults: list[Fault] = []

    def value(self, path: Path, table: Table, key: str, read: Callable[[Any], T], *, needed: bool = False) -> T | None:
        """None where it is missing, or is not what it should be."""
        if key not in table:
            if needed:
                self.fault(path, f"has no {key}")
            return None
        return self.at((*path, key), lambda: read(table[key]))

    def at(self, path: Path, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except Wrong as error:
            self.fault(path, str(error))
            return None

    def only(self, path: Path, table: Table, known: Collection[str]) -> None:
        for key in table:
            if key not in known:
                meant = nearest(key, known)
                hint = f"did you mean {meant}?" if meant else f"known are {', '.join(known)}"
                self.fault((*path, key), f"is unknown; {hint}")

    def fault(self, path: Path, reason: str) -> None:
        """Tables that come several times are counted from 1."""
        key = dotted(path)
        self._faults.append(Fault(self.line(path), key, reason))

    def line(self, path: Path) -> int | None:
        return self._lines.of(path)

    def must_be_faultless(self) -> None:
        if self._faults:
            raise BadFile(self._faults)

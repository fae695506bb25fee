"""In which line of a TOML file something stands, which the library that reads it does not say."""

import re
import tomllib
from typing import Any, TypeAlias

#: Names of tables and keys, and the places of tables that come several times.
Path: TypeAlias = tuple[str | int, ...]

_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_KEYS = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEYS})\s*\]\]?\s*(?:#.*)?")
_ASSIGNED = re.compile(rf"\s*({_KEYS})\s*=")
_WITHIN = re.compile(rf"[{{,]\s*({_KEYS})\s*=")
_LONG = re.compile(r'"""|\'\'\'')


def dotted(path: Path) -> str:
    """As people say it: `rule.3.client` is of the third."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


class Lines:
    """Found once, by looking at the lines only: good enough to lead somebody to the place."""

    def __init__(self, text: str) -> None:
        self._found: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        table: Path = ()
        inside = False
        for number, line in enumerate(text.split("\n"), start=1):
            was_inside, inside = inside, inside ^ bool(len(_LONG.findall(line)) % 2)
            if was_inside:
                continue
            header = _HEADER.fullmatch(line)
            if header:
                table = self._table(_keys(header[2]), is_one_of_several=header[1] == "[[")
                self._note(table, number)
            else:
                self._assigned(table, line, number)

    def of(self, path: Path) -> int | None:
        """That of the nearest thing around it, where it has none of its own."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._found:
                return self._found[path[:length]]
        return None

    def _table(self, keys: Path, *, is_one_of_several: bool) -> Path:
        if not is_one_of_several:
            return keys
        self._counts[keys] = self._counts.get(keys, -1) + 1
        return (*keys, self._counts[keys])

    def _assigned(self, table: Path, line: str, number: int) -> None:
        assigned = _ASSIGNED.match(line)
        if assigned is None:
            return
        path = (*table, *_keys(assigned[1]))
        self._note(path, number)
        for within in _WITHIN.finditer(line, assigned.end()):
            self._note((*path, *_keys(within[1])), number)

    def _note(self, path: Path, number: int) -> None:
        for length in range(1, len(path) + 1):
            self._found.setdefault(path[:length], number)


def _keys(written: str) -> Path:
    """`print."fields".copies` as its parts, read by the library itself."""
    try:
        found: Any = tomllib.loads(f"{written} = 0")
    except tomllib.TOMLDecodeError:
        return (written,)
    path = []
    while isinstance(found, dict):
        key, found = next(iter(found.items()))
        path.append(key)
    return tuple(path)

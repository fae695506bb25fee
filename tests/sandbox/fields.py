"""Comparing a payload with a table in the manner of slack-platform.md 2: `team.id s, enterprise null, thread_ts -`."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

KINDS: dict[str, tuple[type, ...]] = {
    "s": (str,),
    "i": (int,),
    "b": (bool,),
    "o": (dict,),
    "a": (list,),
    "null": (type(None),),
}
ABSENT, OPEN = "-", "+"


def differences(payload: Json, table: str) -> list[str]:
    """Fields are `path kind`, apart by commas, the last of a name counts; a kind in quotes is the value itself.

    `-` is a field that is not there. What is not in the table must not be in the payload either, except inside a
    mapping that is a mere `o`, or where the table says `path +`.
    """
    wanted = dict(field.split(maxsplit=1) for field in table.split(","))
    wanted = {path: kind.strip() for path, kind in wanted.items()}
    return [*_missing(payload, wanted), *_unknown(payload, "", wanted)]


def _missing(payload: Json, wanted: dict[str, str]) -> Iterator[str]:
    for path, kind in wanted.items():
        there, value = _at(payload, path)
        if kind == ABSENT and there:
            yield f"{path} should not be there, is {value!r:.80}"
        elif kind not in {ABSENT, OPEN} and not there:
            yield f"{path} is not there"
        elif kind not in {ABSENT, OPEN} and not _is(value, kind):
            yield f"{path} is {value!r:.80}, not {kind}"


def _unknown(value: Json, path: str, wanted: dict[str, str]) -> Iterator[str]:
    for name, inner in value.items():
        here = f"{path}{name}"
        below = any(known.startswith(f"{here}.") for known in wanted)
        if here not in wanted and not below and wanted.get(path.rstrip(".")) != OPEN:
            yield f"{here} is not in the table: {inner!r:.80}"
        elif isinstance(inner, dict) and below:
            yield from _unknown(inner, f"{here}.", wanted)


def _at(payload: Json, path: str) -> tuple[bool, Any]:
    value: Any = payload
    for name in path.split("."):
        if isinstance(value, list) and name == "0" and value:
            value = value[0]
        elif isinstance(value, dict) and name in value:
            value = value[name]
        else:
            return False, None
    return True, value


def _is(value: Any, kind: str) -> bool:
    if kind.startswith('"'):
        return bool(value == kind.strip('"'))
    if kind in {"true", "false"}:
        return value is (kind == "true")
    return type(value) in KINDS[kind]

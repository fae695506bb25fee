"""Asking for a fault, in the same words from Python and over HTTP; what cannot happen is a mistake."""

import math
from collections.abc import Collection
from typing import Any

from sandbox.errors import DriverMistake, Json
from sandbox.faults.kinds import KINDS, Kind
from sandbox.faults.plan import EVERYTHING, Fault
from sandbox.gestures.fields import needed, optional

LONGEST = 3600.0
FIELDS = frozenset({"on", "name", "kind", "times", "share", "seconds", "seed"})


def fault_of(body: Json, methods: Collection[str]) -> Fault:
    """`methods` are those that the app can call."""
    if unknown := sorted(body.keys() - FIELDS):
        raise DriverMistake("bad_field", f"there is no {unknown[0]:.100}; the fields are {', '.join(sorted(FIELDS))}")
    on, name = _one_of(KINDS, "on", needed(body, "on")), optional(body, "name") or EVERYTHING
    kind = KINDS[on][_one_of(KINDS[on], "kind", needed(body, "kind"))]
    if on == "api":
        _checked(body["kind"], kind, name, methods)
    return Fault(
        on=on,
        name=name,
        kind=body["kind"],
        times=_whole(body, "times"),
        share=_number(body, "share", 1.0, above=0, most=1),
        seconds=_number(body, "seconds", kind.seconds, above=None, most=LONGEST),
        seed=_whole(body, "seed", least=0) or 0,
    )


def kinds() -> Json:
    """Everything that there is to choose from, for a page."""
    return {
        on: {name: vars(kind) | {"names": sorted(kind.names)} for name, kind in of.items()} for on, of in KINDS.items()
    }


def _one_of(known: Collection[str], field: str, given: str) -> str:
    if given not in known:
        raise DriverMistake("bad_field", f"{field} is one of {', '.join(known)}, not {given!r:.100}")
    return given


def _checked(called: str, kind: Kind, name: str, methods: Collection[str]) -> None:
    if name != EVERYTHING and name not in methods:
        raise DriverMistake(
            "unknown_method", f"{name!r:.100} is no method here; there are {', '.join(sorted(methods))}"
        )
    if kind.names and name not in {EVERYTHING, *kind.names}:
        raise DriverMistake("bad_field", f"{called} is for {' and '.join(sorted(kind.names))}, not {name:.100}")


def _whole(body: Json, name: str, *, least: int = 1) -> int | None:
    value: Any = body.get(name)
    if value is not None and (type(value) is not int or not least <= value < 10**15):
        raise DriverMistake("bad_field", f"{name} must be a whole number from {least} on, not {value!r:.100}")
    return value


def _number(body: Json, name: str, otherwise: float, *, above: float | None, most: float) -> float:
    value: Any = body.get(name)
    if value is None:
        return otherwise
    fits = type(value) in {int, float} and math.isfinite(value) and 0 <= value <= most
    if not fits or (above is not None and value <= above):
        raise DriverMistake("bad_field", f"{name} must be a number up to {most:g}, not {value!r:.100}")
    return float(value)

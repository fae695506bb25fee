"""Reading JSON that came over the wire, as Slack does."""

import json
from typing import Any

MOST_NESTED = 100


def parsed(body: bytes | str) -> Any:
    """Raises ValueError. Half a surrogate pair, which no UTF-8 can carry on, becomes a question mark."""
    try:
        value = json.loads(body)
        _shallow(value)
        written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except RecursionError as trouble:
        raise ValueError("it is nested too deep") from trouble
    try:
        written.encode()
    except UnicodeEncodeError:
        return json.loads(written.encode(errors="replace"))
    return value


def _shallow(value: Any) -> None:
    """What walks through it later has a stack that ends."""
    layer = [value]
    for _ in range(MOST_NESTED):
        layer = [inner for outer in layer for inner in _inside(outer)]
        if not layer:
            return
    raise ValueError(f"it is nested more than {MOST_NESTED} deep")


def _inside(value: Any) -> Any:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()

"""Reading JSON that came over the wire, as Slack does."""

import json
from typing import Any


def parsed(body: bytes | str) -> Any:
    """Raises ValueError. Half a surrogate pair, which no UTF-8 can carry on, becomes a question mark."""
    value = json.loads(body)
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
    return value

"""Whatever an app sends, the validator answers instead of failing."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.validation import initial_values, message_problems, text_warnings, view_problems
from tests.sandbox.validation.payloads import (
    IMAGE,
    METADATA,
    OVERFLOW,
    RICH_TEXT,
    STATEFUL,
    TABLE,
    VIDEO,
    Payload,
    actions,
    asking,
    bent,
    element,
    message,
    modal,
    section,
)

NONSENSE: list[Any] = [None, True, "", [None], {"type": []}, {"text": 5}]
PAYLOADS: dict[str, Payload] = {
    "modal": modal(*[asking(element(kind)) for kind in STATEFUL]),
    "message": message(
        section(accessory=OVERFLOW),
        actions(element("static_select")),
        IMAGE,
        TABLE,
        VIDEO,
        RICH_TEXT,
        metadata=METADATA,
        attachments=[{"blocks": [section()]}],
    ),
}


def pointers(value: object, pointer: str = "") -> Iterator[str]:
    nested = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in nested:
        yield f"{pointer}/{name}"
        yield from pointers(item, f"{pointer}/{name}")


@pytest.mark.parametrize("nonsense", NONSENSE, ids=repr)
@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_nonsense_anywhere_is_answered(payload: Payload, nonsense: object) -> None:
    for pointer in pointers(payload):
        odd = bent(payload, pointer, nonsense)
        assert {*message_problems(odd), *view_problems(odd)}
        assert isinstance(text_warnings(odd), list)
        assert isinstance(initial_values(odd["blocks"]), dict)

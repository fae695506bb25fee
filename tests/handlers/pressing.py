"""Presses a button of an item behind its *More…*."""

from typing import Any

from sandbox.driver import Person
from sandbox.seen import Answer


def press(who: Person, button: str, in_: str, **named: Any) -> Answer:
    """What is open before is closed; `named` as in Person.click, where `value` says of which item."""
    if who.modal is not None:
        who.close(everything=True)
    who.click("More…", in_=in_, **{key: named[key] for key in ("ts", "value", "settle") if key in named})
    return who.click(button, **{key: given for key, given in named.items() if key not in {"ts", "block_id", "value"}})

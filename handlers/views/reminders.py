"""The buttons under everything that reminds somebody of a request or a task: the same ones, and five at most."""

from collections.abc import Sequence

from bot.domain.client_requests import ClientRequest
from bot.domain.request_states import RequestStatus
from bot.services.cards import Item
from handlers import blocks
from handlers.blocks import Block, Element
from handlers.ids import ActionId
from handlers.text import Plain, plainly

MOST = 5


def actions(item: Item, elements: Sequence[Element]) -> Block:
    """What is more is left out; the item's card has all of it behind *More…*."""
    return blocks.actions(list(elements)[:MOST], block_id=f"buttons:{item.label}")


def done(item: Item, *, style: str | None = None) -> list[Element]:
    """Not of what is on hold: it is taken up first."""
    if not item.is_open or item.status is RequestStatus.ON_HOLD:
        return []
    action = ActionId.REQUEST_DONE if isinstance(item, ClientRequest) else ActionId.TASK_DONE
    return [blocks.button(plainly("Done"), action, item.label, style=style)]


def snooze(item: Item) -> list[Element]:
    """Opens the form: out of everybody's sight until a moment or a reply."""
    return [blocks.button(plainly("Snooze"), ActionId.SNOOZE_OPEN, item.label)]


def give(item: Item, words: Plain | None = None) -> list[Element]:
    action = ActionId.REQUEST_ASSIGN if isinstance(item, ClientRequest) else ActionId.TASK_ASSIGN
    return [blocks.button(words or plainly("Hand over"), action, item.label)]


def wait(waits: str | None) -> list[Element]:
    """`waits` is the label of the request whose client is asked: see cards.waits_with."""
    return [blocks.button(plainly("Waiting on client"), ActionId.REQUEST_WAIT, waits)] if waits else []

"""The answer to a line that is about one item: the item itself, with its buttons. Nothing is changed by typing."""

from bot.domain.ids import RequestNumber, TaskNumber
from bot.domain.item_lines import ItemMeant
from bot.domain.origins import Gesture
from handlers import request_answers, task_buttons
from handlers.blocks import Message, context
from handlers.parts import Parts
from handlers.text import said
from handlers.views.client_requests import USE_THE_BUTTONS


def shown(parts: Parts, by: Gesture, meant: ItemMeant) -> Message:
    if meant.letter == "T":
        item = task_buttons.one(parts, by, TaskNumber(meant.number))
    else:
        item = request_answers.shown(parts, by, RequestNumber(meant.number))
    return Message(item.text, [*item.blocks, context(said(USE_THE_BUTTONS))]) if meant.wants else item

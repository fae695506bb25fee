"""What may be done with a request or a task: a few buttons on its card, all of it behind *More…*.

A new action is one row below: its button, what it does in a line, and when it is offered. Whoever listens to its id
opens forms with `opening.form` and answers with `answers.instead`, which serve messages and *More…* alike.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType

from bot.domain.client_requests import ClientRequest
from bot.domain.ids import UserId
from bot.domain.request_states import RequestStatus
from bot.domain.tasks import Task
from bot.domain.text import clipped
from bot.services.cards import Item
from bot.services.more import Look
from handlers import blocks, values
from handlers.blocks import Block, Element
from handlers.ids import ActionId, BlockId
from handlers.text import Mrkdwn, joined, plainly, said

MENU = "more.shown"
TITLE = 300
#: Buttons of a card, beside *More…*.
MOST = 4


@dataclass(frozen=True)
class Action:
    """`may` says in which state and to whom it is offered; the service that does it decides. What is `everyday` stands
    on cards, as far as there is room, in the order of the rows. `sure` is asked before it is done. `value` is what its
    button carries: of what undoes something also what that is, as another may have come since.
    """

    words: str
    id: ActionId
    what: str
    may: Callable[[Look], bool]
    is_everyday: bool = False
    sure: str | None = None
    value: Callable[[Item], str] = attrgetter("label")


def _closed(item: Item) -> str:
    return values.as_closed(item.label, item.closed_at)


def _paused(item: Item) -> str:
    assert isinstance(item, ClientRequest)
    return values.as_paused(item.label, item.status)


def _merged(item: Item) -> str:
    assert isinstance(item, ClientRequest)
    return f"{item.label}:R-{item.merged_into}"


def _is_open(look: Look) -> bool:
    return look.item.is_open


def _is_merged(look: Look) -> bool:
    return isinstance(look.item, ClientRequest) and look.item.merged_into is not None


def _is_closed(look: Look) -> bool:
    return not look.item.is_open and not _is_merged(look)


def _is_unowned(look: Look) -> bool:
    return look.item.is_open and look.item.owner is None


def _is_asked(look: Look) -> bool:
    return look.is_asked


def _may_still_ask(look: Look) -> bool:
    return look.is_owner and not look.is_asked and look.item.assigned_by != look.reader


def _is_not_watched(look: Look) -> bool:
    return look.reader is not None and look.reader not in look.watchers


def _is_watched(look: Look) -> bool:
    return look.reader is not None and look.reader in look.watchers


def _always(_look: Look) -> bool:
    return True


def _is_paused(look: Look) -> bool:
    return isinstance(look.item, ClientRequest) and look.item.is_paused


def _is_whole(look: Look) -> bool:
    return look.item.is_open and isinstance(look.item, Task) and look.item.parent_number is None


def _is_not_paused(look: Look) -> bool:
    return look.item.is_open and not _is_paused(look)


def _can_be_done(look: Look) -> bool:
    return look.item.is_open and look.item.status is not RequestStatus.ON_HOLD


_R, _T = ClientRequest, Task
DUE = "Set or move it, and say why."
WATCH = "Hear of another due date, another owner and its end."
ASK = "Ask whoever gave it to you."
LEAVES = "It leaves every list. You can reopen it from its card."

ACTIONS: Mapping[type[Item], Sequence[Action]] = MappingProxyType(
    {
        _R: (
            Action("I'll take this", ActionId.REQUEST_TAKE, "It is yours from now on.", _is_unowned, is_everyday=True),
            Action("Accept", ActionId.REQUEST_ACCEPT, "Say yes to what you were given.", _is_asked, is_everyday=True),
            Action("Decline", ActionId.REQUEST_DECLINE, "Give it back and say why.", _is_asked, is_everyday=True),
            Action("Ask", ActionId.ASK_OPEN, ASK, _is_asked, is_everyday=True),
            Action("Ask", ActionId.ASK_OPEN, ASK, _may_still_ask),
            Action(
                "Resume", ActionId.REQUEST_RESUME, "Work on it goes on.", _is_paused, is_everyday=True, value=_paused
            ),
            Action("Done", ActionId.REQUEST_DONE, "Close it as done.", _can_be_done, is_everyday=True),
            Action("Wait", ActionId.REQUEST_WAIT, "Somebody has to answer first.", _is_not_paused, is_everyday=True),
            Action("Wait longer", ActionId.REQUEST_WAIT, "Until another day.", _is_paused, is_everyday=True),
            Action("Edit", ActionId.REQUEST_EDIT, "Change what it says.", _is_open, is_everyday=True),
            Action(
                "Reopen", ActionId.REQUEST_REOPEN, "Work on it goes on.", _is_closed, is_everyday=True, value=_closed
            ),
            Action("Assign", ActionId.REQUEST_ASSIGN, "Give it to somebody, with a note.", _is_open),
            Action("Due date", ActionId.DUE_OPEN, DUE, _is_open),
            Action("Add a task", ActionId.PARTS_ADD, "Give somebody a piece of it.", _is_open),
            Action("Checklist", ActionId.CHECKLIST_OPEN, "What is to be ticked off.", _is_open),
            Action("Snooze", ActionId.SNOOZE_OPEN, "Out of sight until another day or a reply.", _is_open),
            Action("Remind me", ActionId.REQUEST_REMIND, "Set a reminder about it.", _is_open),
            Action("Watch", ActionId.WATCH_ON, WATCH, _is_not_watched),
            Action("Stop watching", ActionId.WATCH_OFF, "Hear of its changes no more.", _is_watched),
            Action("History", ActionId.HISTORY_OPEN, "Who did what, and when.", _always),
            Action("Merge…", ActionId.MERGE_OPEN, "It is the same as another request.", _is_open),
            Action("Split", ActionId.MERGE_SPLIT, "A request of its own again.", _is_merged, value=_merged),
            Action("Cancel", ActionId.REQUEST_CANCEL, "Close it without it being done.", _is_open),
        ),
        _T: (
            Action("I'll take this", ActionId.TASK_TAKE, "It is yours from now on.", _is_unowned, is_everyday=True),
            Action("Accept", ActionId.TASK_ACCEPT, "Say yes to what you were given.", _is_asked, is_everyday=True),
            Action("Decline", ActionId.TASK_DECLINE, "Give it back and say why.", _is_asked, is_everyday=True),
            Action("Ask", ActionId.ASK_OPEN, ASK, _is_asked, is_everyday=True),
            Action("Ask", ActionId.ASK_OPEN, ASK, _may_still_ask),
            Action("Done", ActionId.TASK_DONE, "Close it as done.", _is_open, is_everyday=True),
            Action("Edit", ActionId.TASK_EDIT, "Change what it says.", _is_open, is_everyday=True),
            Action("Reopen", ActionId.TASK_REOPEN, "Work on it goes on.", _is_closed, is_everyday=True, value=_closed),
            Action("Assign", ActionId.TASK_ASSIGN, "Give it to somebody, with a note.", _is_open),
            Action("Hand over", ActionId.PARTS_HAND, "To another person or department, with a note.", _is_open),
            Action("Due date", ActionId.DUE_OPEN, DUE, _is_open),
            Action("Add a task", ActionId.PARTS_ADD, "Give somebody a piece of it.", _is_whole),
            Action("Checklist", ActionId.CHECKLIST_OPEN, "What is to be ticked off.", _is_open),
            Action("Snooze", ActionId.SNOOZE_OPEN, "Out of sight until another day or a reply.", _is_open),
            Action("Remind me", ActionId.TASK_REMIND, "Set a reminder about it.", _is_open),
            Action("Watch", ActionId.WATCH_ON, WATCH, _is_not_watched),
            Action("Stop watching", ActionId.WATCH_OFF, "Hear of its changes no more.", _is_watched),
            Action("History", ActionId.HISTORY_OPEN, "Who did what, and when.", _always),
            Action("Cancel", ActionId.TASK_CANCEL, "Close it without it being done.", _is_open, sure=LEAVES),
        ),
    }
)


def offered(look: Look) -> list[Action]:
    return [action for action in ACTIONS[type(look.item)] if action.may(look)]


def on_card(look: Look) -> list[Action]:
    return [action for action in offered(look) if action.is_everyday][:MOST]


def card_actions(item: Item, reader: UserId | None = None) -> Block:
    """What stands under a card; `reader` when it is for one person."""
    buttons = [_button(action, item) for action in on_card(Look(item, reader))]
    if item.is_open:
        buttons[0] = {**buttons[0], "style": "primary"}
    more = blocks.button(plainly("More…"), ActionId.MORE_OPEN, item.label)
    return blocks.actions([*buttons, more], block_id=f"buttons:{item.label}")


def menu(look: Look, about: Mrkdwn, kept: Mapping[str, str], notice: Mrkdwn | None = None) -> Block:
    """All that its reader may do now, the rarer things first; `kept` says which message it was opened from."""
    item, everyday = look.item, on_card(Look(look.item))
    rare = [action for action in offered(look) if action not in everyday]
    head = said("*{label}* {title}", label=item.label, title=clipped(item.title, TITLE))
    found = [blocks.section(joined([head, about])), *[_row(action, item) for action in rare]]
    if everyday:
        found += [blocks.context(said("On its card as well:")), *[_row(action, item) for action in everyday]]
    return _modal(item.label, found, kept, notice)


def gone(label: str, kept: Mapping[str, str], notice: Mrkdwn) -> Block:
    """Once its reader may not see it any more."""
    return _modal(label, [], kept, notice)


def _modal(label: str, found: Sequence[Block], kept: Mapping[str, str], notice: Mrkdwn | None) -> Block:
    told = [blocks.section(notice, block_id=BlockId.NOTICE.value)] if notice else []
    metadata = json.dumps({**kept, "label": label})
    return blocks.modal(MENU, plainly("More for {label}", label=label), [*told, *found], submit=None, metadata=metadata)


def _row(action: Action, item: Item) -> Block:
    return blocks.section(said(action.what), _button(action, item))


def _button(action: Action, item: Item) -> Element:
    words, sure = plainly(action.words), None
    if action.sure:
        title = plainly("{what} {label}?", what=words, label=item.label)
        sure = blocks.confirm(title, plainly(action.sure), plainly("{what} it", what=words))
    return blocks.button(words, action.id, action.value(item), confirm=sure)

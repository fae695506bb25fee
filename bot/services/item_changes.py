"""What follows from any change of a request or task: the messages that show it, its reminders, its
coming back, and what those who watch it are told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.client_requests import ClientRequest
from bot.domain.ids import UserId
from bot.services import cards, chases, item_news, nudge_items, rungs, watches
from bot.services.cards import Item
from bot.services.ports import Transaction


@dataclass(frozen=True)
class Before:
    """What an item was before a change."""

    rungs: rungs.Basis
    chases: chases.Basis
    news: item_news.Basis

    @classmethod
    def of(cls, item: Item) -> "Before":
        return cls(rungs.Basis.of(item), chases.Basis.of(item), item_news.Basis.of(item))


def follow(tx: Transaction, item: Item, before: Before, at: rungs.At, *, also: Iterable[UserId] = ()) -> None:
    follow_untold(tx, item, before, at, also=also)
    item_news.follow(tx, item, before.news, at.now)
    if isinstance(item, ClientRequest) and item.is_paused and not before.rungs.is_paused:
        _say_so_of_tasks(tx, item, at)


def follow_untold(tx: Transaction, item: Item, before: Before, at: rungs.At, *, also: Iterable[UserId] = ()) -> None:
    """Where those who watch it are told in other words."""
    nudge_items.hold(tx, [(item, before.rungs)])
    cards.refresh(tx, item, now=at.now, also=(before.rungs.owner, *also))
    rungs.follow(tx, item, before.rungs, at)
    _follow_otherwise(tx, item, before, at)


def follow_many(tx: Transaction, changed: Sequence[tuple[Item, Before]], at: rungs.At) -> None:
    """What people are told of all of them is one message, and reminders are planned behind the change."""
    shown = tx.outbox.cards_about_each([item.label for item, _ in changed])
    nudge_items.hold(tx, [(item, before.rungs) for item, before in changed])
    later = []
    for item, before in changed:
        cards.show_anew(tx, item, shown.get(item.label, ()), now=at.now)
        if rungs.follow_later(tx, item, before.rungs, at):
            later.append(item.label)
        _follow_otherwise(tx, item, before, at)
    tx.replans.mark(later)
    homes = {user for item, before in changed for user in (*cards.shown_to(item), before.rungs.owner)}
    cards.refresh_homes(tx, homes, now=at.now)


def _follow_otherwise(tx: Transaction, item: Item, before: Before, at: rungs.At) -> None:
    chases.follow(tx, item, before.chases, at)
    nudge_items.follow(tx, item, before.rungs, at)
    if isinstance(item, ClientRequest):
        watches.woken(tx, item, before.rungs.snoozed_until, at)


def _say_so_of_tasks(tx: Transaction, request: ClientRequest, at: rungs.At) -> None:
    """Whoever lets the client be waited for has answered the reminders of their own tasks for that client too."""
    for task in tx.tasks.open_below([request.number], []):
        if task.owner == request.changed_by:
            rungs.say_why(tx, task, at, by=request.changed_by)

"""Forms that change what is there: field by field, and never over what somebody else has changed meanwhile unseen."""

from collections.abc import Mapping, Sequence

from bot.domain.client_requests import Due
from bot.domain.dues import must_have_reason
from bot.domain.edits import changed_fields, conflicts, overwritten
from bot.domain.errors import ChangedMeanwhile, Difference
from bot.domain.ids import UserId
from bot.services import cards
from bot.services.cards import Item
from bot.services.histories import ENTITIES
from bot.services.ports import Transaction

#: As far back as is looked for who it was: a form is not open for longer.
MOST = 50
#: What edits compare under another name than that of the field.
FIELDS = {
    "due": ("due_at",),
    "client": ("client_number", "client_words"),
    "received": ("received_at",),
    "type": ("type_name", "answers"),
    "waits": ("status",),
    "until": ("paused_until", "snoozed_until"),
}


def changed(
    tx: Transaction, item: Item, shown: Mapping[str, str], current: Mapping[str, str], wanted: Mapping[str, str]
) -> frozenset[str]:
    """The fields to set. Raises ChangedMeanwhile for those that somebody else has changed since they were `shown`."""
    differing = conflicts(shown, current, wanted)
    if differing:
        raise ChangedMeanwhile(item.label, _by_whom(tx, item, differing), differing)
    return changed_fields(shown, wanted)


def must_be_as_shown(
    tx: Transaction, item: Item, shown: Mapping[str, str] | None, current: Mapping[str, str], wanted: Mapping[str, str]
) -> None:
    """Of what a form sets as a whole, so that what is left as it was `shown` counts too; a line means whatever stands.
    Raises ChangedMeanwhile for what somebody else has changed since and the form would change back.
    """
    differing = overwritten(shown, current, wanted) if shown is not None else ()
    if differing:
        raise ChangedMeanwhile(item.label, _by_whom(tx, item, differing), differing)


def move_due(item: Item, due: Due | None, why: str) -> None:
    must_have_reason(item.due, due, why)
    item.set_due(due, why)


def text_of(moment: Due | None) -> str:
    """As it is compared."""
    return moment.at.isoformat(timespec="minutes") if moment else ""


def _by_whom(tx: Transaction, item: Item, differing: Sequence[Difference]) -> UserId:
    """Whoever changed one of these fields last: others may have changed other fields since."""
    names = {name for one in differing for name in _fields(one.field)}
    changes = tx.histories.of(ENTITIES[type(item)], str(item.number), most=MOST)
    who = next((one.by for one in reversed(changes) if names & one.after.keys()), None)
    return who or item.changed_by or cards.beginner(item)


def _fields(name: str) -> tuple[str, ...]:
    kind = name.partition(".")[0]
    return FIELDS.get(kind, (kind,))

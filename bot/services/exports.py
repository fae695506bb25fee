"""What a search finds as a file, some hundred rows at a time: as many rows as `find` has lines."""

from collections.abc import Iterator
from itertools import islice
from zoneinfo import ZoneInfo

from bot.domain.client_requests import ClientRequest
from bot.domain.exports import REQUEST_COLUMNS, TASK_COLUMNS, Format, as_csv, as_json, row_of
from bot.domain.finds import Kind, Wanted
from bot.domain.ids import ClientNumber, UserId
from bot.services.finds import every_request, every_task
from bot.services.ports import Transaction


def exported(
    tx: Transaction,
    kind: Kind,
    wanted: Wanted,
    how: Format,
    *,
    seen_by: UserId | None,
    zone: ZoneInfo,
    most: int | None = None,
) -> Iterator[str]:
    """In one piece more than there are rows. `kind` is of requests or of tasks. `seen_by` None is an operator, who
    reads everything.
    """
    columns = TASK_COLUMNS if kind is Kind.TASKS else REQUEST_COLUMNS
    return (as_csv if how is Format.CSV else as_json)(columns, islice(_rows(tx, kind, wanted, seen_by, zone), most))


def _rows(
    tx: Transaction, kind: Kind, wanted: Wanted, seen_by: UserId | None, zone: ZoneInfo
) -> Iterator[dict[str, str]]:
    names = {str(person.user_id): person.name for person in tx.people.all()}
    clients: dict[ClientNumber, str | None] = {}
    items = every_task(tx, wanted, seen_by) if kind is Kind.TASKS else every_request(tx, wanted, seen_by)
    for item in items:
        number = item.client_number if isinstance(item, ClientRequest) else None
        if number and number not in clients:
            known = tx.clients.known(number)
            clients[number] = known.name if known else None
        yield row_of(item, names, clients.get(number) if number else None, zone)

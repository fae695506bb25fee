"""`liaison export`: requests or tasks as a file, as somebody would find them or all that there are."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from bot import database
from bot.domain.client_names import ClientName
from bot.domain.errors import StoreUnavailable
from bot.domain.exports import Format
from bot.domain.find_lines import LIMIT, FindLine, Known, NotKnown, parse_find
from bot.domain.finds import Kind, Wanted
from bot.domain.ids import LIAISON, TeamId
from bot.domain.people import Person
from bot.domain.quick_results import PersonName
from bot.domain.zones import zone_or
from bot.services.exports import exported
from bot.services.ports import Transaction
from bot.settings import load_for_store
from bot.startup import CannotStart
from storage.engine import make_engine
from storage.people import teams_of
from storage.store import SqlStore


@dataclass(frozen=True, kw_only=True)
class Wish:
    """`reader` is a person's id or name; None is for all that there is. Without `out` it goes to the output."""

    kind: Kind
    how: Format
    query: str
    reader: str | None
    team: str | None
    out: Path | None


def export(wish: Wish) -> int:
    settings = load_for_store()
    url = settings.database_url.get_secret_value()
    fault = database.fault(url)
    if fault is not None:
        raise CannotStart(fault)
    engine = make_engine(url)
    try:
        team = _team(teams_of(engine), wish.team)
        with SqlStore(engine, lambda: None).read(team) as tx, _written(wish.out) as out:
            out.writelines(_lines(tx, wish))
    except StoreUnavailable:
        raise CannotStart(database.UNREACHABLE) from None
    finally:
        engine.dispose()
    return 0


def _lines(tx: Transaction, wish: Wish) -> Iterator[str]:
    reader = _reader(tx, wish.reader) if wish.reader is not None else None
    zone = zone_or(reader.zone_name if reader else None, ZoneInfo("UTC")).zone
    people = [PersonName(person.user_id, person.name) for person in tx.people.members()]
    clients = [ClientName(one.number, one.name) for one in tx.clients.all(seen_by=reader.user_id)] if reader else []
    me = reader.user_id if reader else LIAISON
    line = parse_find(wish.query, Known(me, datetime.now(UTC), zone, clients, lambda: people))
    wanted = _must_be_understood(line)
    return exported(tx, wish.kind, wanted, wish.how, seen_by=reader.user_id if reader else None, zone=zone)


def _must_be_understood(line: FindLine) -> Wanted:
    if line.label is not None:
        raise CannotStart("a query looks for words and filters; a number such as R-12 is one item")
    if line.problems:
        raise CannotStart("; ".join(map(_said, line.problems)))
    return line.wanted


def _said(problem: NotKnown) -> str:
    if problem.what == "length":
        return f"the query is longer than {LIMIT} characters"
    meant = f"; did you mean {' or '.join(problem.meant)}?" if problem.meant else ""
    return f"the query's {problem.what} {problem.typed!r} is not known{meant}"


def _team(teams: list[TeamId], named: str | None) -> TeamId:
    if named is not None and named in teams:
        return TeamId(named)
    if named is None and len(teams) == 1:
        return teams[0]
    if not teams:
        raise CannotStart("the database has no workspace yet; liaison run fills it")
    raise CannotStart(f"say which workspace with --team: {', '.join(teams)}")


def _reader(tx: Transaction, named: str) -> Person:
    name = named.lstrip("@").casefold()
    found = [one for one in tx.people.members() if name in {one.user_id.casefold(), one.name.casefold()}]
    if len(found) != 1:
        who = "nobody" if not found else "more than one person"
        raise CannotStart(f"{who} here is called {named!r}; say the member's id, such as U012AB3CD")
    return found[0]


@contextmanager
def _written(out: Path | None) -> Iterator[TextIO]:
    """Whole or not at all."""
    if out is None:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        yield sys.stdout
        return
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            yield file
        unfinished.replace(out)
    except OSError as error:
        raise CannotStart(f"{out} cannot be written: {error.strerror}") from None
    finally:
        unfinished.unlink(missing_ok=True)

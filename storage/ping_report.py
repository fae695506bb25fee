"""What reached people unasked, by person and cause, for whoever runs Liaison."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Engine, and_, func, or_, select

from bot.domain.pings import Ping, Tally
from storage.engine import asking, refusing
from storage.outbox import REACHES, outbox
from storage.people import people, teams_of

_COUNTED = (outbox.c.team_id, outbox.c.recipient, outbox.c.kind, outbox.c.ping)
_COUNTS = or_(outbox.c.ping == Ping.FOLDED, REACHES)
_IS_THEIRS = and_(people.c.team_id == outbox.c.team_id, people.c.user_id == outbox.c.recipient)


def tallies(engine: Engine, day: date) -> Sequence[Tally]:
    """Of everybody's own `day`, by workspace and person. Raises StoreUnavailable."""
    teams = teams_of(engine)
    found = (
        select(*_COUNTED, people.c.name, func.count(), func.count(outbox.c.acted_at))
        .select_from(outbox.outerjoin(people, _IS_THEIRS))
        .where(outbox.c.team_id.in_(teams), outbox.c.pinged_on == day, _COUNTS)
        .group_by(*_COUNTED, people.c.name)
        .order_by(outbox.c.team_id, people.c.name, outbox.c.recipient, outbox.c.kind, outbox.c.ping)
    )
    with refusing(), asking(engine).connect() as connection:
        rows = connection.execute(found).all()
    return [
        Tally(team, user, name or user, kind, ping, count, acted)
        for team, user, kind, ping, name, count, acted in rows
        if ping
    ]

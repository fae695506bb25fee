"""Of all that is planned ahead, what there is to do now: one question instead of one for each sweep."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Engine, Integer, Select, bindparam, func, or_, select

from bot.domain.ids import TeamId
from bot.domain.planning import Work
from storage.catch_up import ENDED_PARTS
from storage.digests import DUE_DIGESTS, OUTDATED_DIGESTS
from storage.engine import asking
from storage.mornings import DUE_MORNINGS, WITHOUT_MORNING
from storage.nudges import DUE_NUDGES
from storage.pings import WITH_FOLDED
from storage.reactions import BEGUN_WEEKS, UNHEEDED, monday_at
from storage.replans import TO_REPLAN
from storage.series import DUE_SERIES
from storage.sweeping import swept
from storage.watches import DUE_WATCHES
from storage.zone_data import UP_TO_DATE


def _any(statement: Select[*tuple[Any, ...]]) -> ColumnElement[bool]:
    return statement.order_by(None).exists()


_UP_TO_DATE = select(func.count()).select_from(UP_TO_DATE.subquery()).scalar_subquery()

#: By the very statements of the sweeps that follow.
_THERE_IS: Mapping[Work, ColumnElement[bool]] = MappingProxyType(
    {
        Work.ZONE_DATA: bindparam("workspaces", type_=Integer()) > _UP_TO_DATE,
        Work.DIGESTS: or_(_any(DUE_DIGESTS), _any(OUTDATED_DIGESTS)),
        Work.MORNINGS: or_(_any(DUE_MORNINGS), _any(WITHOUT_MORNING)),
        Work.NUDGES: _any(DUE_NUDGES),
        Work.SERIES: _any(DUE_SERIES),
        Work.WATCHES: _any(DUE_WATCHES),
        Work.PINGS: _any(WITH_FOLDED),
        Work.REACTIONS: or_(
            _any(UNHEEDED),
            bindparam("workspaces", type_=Integer())
            > select(func.count()).select_from(BEGUN_WEEKS.subquery()).scalar_subquery(),
        ),
        Work.REPLANNING: _any(TO_REPLAN),
        Work.CATCH_UP: _any(ENDED_PARTS),
    }
)
_LOOK = select(*(there_is.label(work.value) for work, there_is in _THERE_IS.items()))


class PlanSweep:
    """For the teams whose work is ours. Raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._asking = asking(engine)

    def wanted(self, now: datetime, edition: str, teams: Collection[TeamId]) -> frozenset[Work]:
        given = {"felt": now, "edition": edition, "workspaces": len(teams), "monday": monday_at(now)}
        (row,) = swept(self._asking, _LOOK, teams, **given)
        return frozenset(work for work in _THERE_IS if getattr(row, work.value))

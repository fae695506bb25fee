"""The doors to the store across all workspaces, put together."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from bot.domain.clock import Clock
from storage.catch_up import CatchUpSweep
from storage.doubles import DoublesSweep
from storage.housekeeping import OldDeliveries
from storage.installations import SqlInstallations
from storage.mornings import MorningSweep
from storage.orphans import OrphanSweep
from storage.pings import PingSweep
from storage.planning import PlanSweep
from storage.reactions import ReactionSweep
from storage.replans import ReplanSweep
from storage.series import SeriesSweep
from storage.watches import WatchSweep
from storage.zone_data import ZoneDataSweep


@dataclass(frozen=True)
class Sweeps:
    """`close` shuts all of it."""

    plan: PlanSweep
    mornings: MorningSweep
    catch_up: CatchUpSweep
    watches: WatchSweep
    pings: PingSweep
    reactions: ReactionSweep
    doubles: DoublesSweep
    orphans: OrphanSweep
    replans: ReplanSweep
    series: SeriesSweep
    zone_data: ZoneDataSweep
    deliveries: OldDeliveries
    installations: SqlInstallations
    close: Callable[[], None]


def sweeps_of(engine: Engine, clock: Clock) -> Sweeps:
    return Sweeps(
        plan=PlanSweep(engine),
        mornings=MorningSweep(engine),
        catch_up=CatchUpSweep(engine),
        watches=WatchSweep(engine),
        pings=PingSweep(engine),
        reactions=ReactionSweep(engine),
        doubles=DoublesSweep(engine),
        orphans=OrphanSweep(engine),
        replans=ReplanSweep(engine),
        series=SeriesSweep(engine),
        zone_data=ZoneDataSweep(engine),
        deliveries=OldDeliveries(engine),
        installations=SqlInstallations(engine, clock),
        close=engine.dispose,
    )

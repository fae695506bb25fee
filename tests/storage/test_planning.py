"""What there is to plan, asked in one question: it must find whatever the sweep that follows would find."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.domain.planning import Work
from bot.domain.reactions import monday_of
from bot.domain.watches import Watch
from storage.planning import PlanSweep
from storage.store import SqlStore, SqlTransaction
from tests.storage import make
from tests.storage.make import NOW, OWN_WORK, T1, T2

HOUR, EDITION = timedelta(hours=1), "2026a"


def up_to_date(tx: SqlTransaction) -> None:
    """All moments, and the week is begun."""
    tx.zone_data.worked_out_by(EDITION)
    tx.reactions.begin_week(monday_of(NOW.date()))


def on_recurring_nudge(tx: SqlTransaction) -> None:
    tx.nudges.add(make.nudge(rule="every day", due_at=NOW))


def on_watch(tx: SqlTransaction) -> None:
    tx.watches.begin(Watch(make.request().number, NOW - HOUR, NOW, 0))


DUE: dict[Callable[[SqlTransaction], object], frozenset[Work]] = {
    lambda tx: tx.digests.add(make.schedule(next_at=NOW, zone_data=EDITION)): frozenset({Work.DIGESTS}),
    lambda tx: tx.digests.add(make.schedule(next_at=NOW + HOUR, zone_data="2025z")): frozenset({Work.DIGESTS}),
    lambda tx: tx.digests.add(make.schedule(next_at=NOW + HOUR, zone_data=EDITION)): frozenset(),
    lambda tx: tx.mornings.add(make.morning(next_at=NOW)): frozenset({Work.MORNINGS}),
    lambda tx: tx.mornings.add(make.morning(next_at=NOW + HOUR)): frozenset(),
    on_recurring_nudge: frozenset({Work.NUDGES}),
    on_watch: frozenset({Work.WATCHES}),
}


@pytest.mark.parametrize(("happen", "wanted"), DUE.items(), ids=map(str, range(len(DUE))))
def test_only_what_is_due(
    engine: Engine, store: SqlStore, happen: Callable[[SqlTransaction], object], wanted: frozenset[Work]
) -> None:
    with store.begin(OWN_WORK) as tx:
        up_to_date(tx)
        happen(tx)
    sweep = PlanSweep(engine)
    assert sweep.wanted(NOW, EDITION, [T1]) == wanted
    assert sweep.wanted(NOW, EDITION, []) == frozenset()


def test_what_is_to_be_planned_anew(engine: Engine, store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        up_to_date(tx)
        tx.nudges.add(make.nudge(rule="every day", due_at=NOW + HOUR))
    with store.begin(OWN_WORK) as tx:
        tx.replans.mark_recurring()
    assert PlanSweep(engine).wanted(NOW, EDITION, [T1]) == {Work.REPLANNING}


def test_newer_zone_data_a_new_week_and_workspaces_that_never_had_any(engine: Engine, store: SqlStore) -> None:
    sweep = PlanSweep(engine)
    assert sweep.wanted(NOW, EDITION, [T1]) == {Work.ZONE_DATA, Work.REACTIONS}
    with store.begin(OWN_WORK) as tx:
        up_to_date(tx)
    assert sweep.wanted(NOW, EDITION, [T1]) == frozenset()
    assert sweep.wanted(NOW, EDITION, [T1, T2]) == {Work.ZONE_DATA, Work.REACTIONS}
    assert sweep.wanted(NOW, "2026b", [T1]) == {Work.ZONE_DATA}
    assert sweep.wanted(NOW + timedelta(days=5), EDITION, [T1]) == {Work.REACTIONS}


def test_somebody_with_work_who_has_no_morning_yet(engine: Engine, store: SqlStore) -> None:
    with store.begin(OWN_WORK) as tx:
        up_to_date(tx)
        tx.people.add(make.person())
        tx.client_requests.add(make.request(owner=make.person().user_id))
    assert PlanSweep(engine).wanted(NOW, EDITION, [T1]) == {Work.MORNINGS}

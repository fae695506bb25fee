"""The parts of the bench that decide what it counts: what a worker holds, where it dies, and what was committed."""

import json
import signal
from dataclasses import asdict
from pathlib import Path

import pytest

from benchmarks.chaos.board import Board
from benchmarks.chaos.feed import FORMS, write
from benchmarks.chaos.mutants import ASSEMBLIES, assembly_of
from benchmarks.chaos.plan import SIZES, STOPPED, Database, everything
from benchmarks.chaos.points import HARMLESS_STOPS, OF_WORKERS, Phase, Point, Trail, number
from benchmarks.chaos.processes import forked
from benchmarks.chaos.proof import DIRECTED
from benchmarks.chaos.slots import Death, Slot
from benchmarks.chaos.weather import STORMS
from benchmarks.chaos.world import TEAMS
from benchmarks.chaos.writer import Entry, entries
from bot.domain.ids import OutboxId


def test_what_is_held_outlives_who_holds_it() -> None:
    board = Board(2)
    died = dead(board, Point.CALL_ANSWERED, holding=("a", "b"))
    assert (died.held, died.point, died.code) == (True, Point.CALL_ANSWERED, -signal.SIGKILL)


def test_who_holds_nothing_dies_without_counting() -> None:
    assert not dead(Board(1), Point.RECORD_COMMITTED, holding=()).held


def dead(board: Board, point: Point, holding: tuple[str, ...]) -> Death:
    """How a process ends that holds this and comes to the point at which it shall die."""

    def work() -> None:
        trail = Trail(board, 0)
        trail.hold(holding)
        trail.passes(Point.BEFORE_CALL)
        trail.passes(point)

    process = forked.Process(target=work)
    board.order[0], board.signal[0] = number(point), signal.SIGKILL
    process.start()
    process.join()
    slot = Slot(0, board, lambda: process)
    return slot.death_of(process)


def test_a_turn_that_is_over_holds_nothing() -> None:
    board = Board(1)
    trail = Trail(board, 0)
    trail.hold(("a", "b"))
    trail.let_go(("a",))
    assert board.held[0] == 1
    trail.let_all_go()
    assert board.held[0] == 0


def test_a_phase_ends_with_its_block() -> None:
    trail = Trail(Board(1), 0)
    phases = []
    with trail.during(Phase.CLAIM):
        phases.append(trail.phase)
    assert [*phases, trail.phase] == [Phase.CLAIM, Phase.NONE]


def test_a_write_that_is_repeated_asks_for_the_same() -> None:
    once, again = write(7, 12), write(7, 12)
    assert (once.team, once.form) == (again.team, again.form)
    assert once.message().to == again.message().to
    assert {write(7, n).form for n in range(400)} == set(FORMS)
    assert {write(7, n).team for n in range(400)} == set(TEAMS)


def test_the_journal_counts_each_write_once_and_no_half_line(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    assert list(entries(journal)) == []
    first = Entry(0, TEAMS[0], "post", [OutboxId("a")])
    lines = [json.dumps(asdict(one)) for one in (first, Entry(0, TEAMS[0], "post", [OutboxId("a")], again=True))]
    journal.write_text("\n".join([*lines, lines[0][:20]]), encoding="utf-8")
    assert list(entries(journal)) == [first]


@pytest.mark.parametrize("database", Database)
def test_everything_breaks_in_a_run(database: Database) -> None:
    plan = everything(database, kills=200, seed=1)
    assert plan.deaths == OF_WORKERS
    assert set(OF_WORKERS) - set(HARMLESS_STOPS) == {Point.BEFORE_CALL}
    assert plan.threads * plan.processes == 3
    assert plan.rate * plan.seconds >= 2000
    assert plan.seconds <= 100


def test_the_weather_stays_within_what_is_promised() -> None:
    """Accepted and shown before anybody looks, or the bench would find what nobody denies."""
    grace, settle = SIZES.grace.total_seconds(), SIZES.settle.total_seconds()
    late = max(spell.seconds or 0 for spell in STORMS if spell.kind == "late")
    lag = max(spell.seconds or 0 for spell in STORMS if spell.kind == "lagging")
    assert grace + late + lag < min(settle, SIZES.lease.total_seconds())
    assert SIZES.lease.total_seconds() < STOPPED


def test_each_mutant_has_a_run_that_is_directed_at_it() -> None:
    assert {name for name in ASSEMBLIES if name} == set(DIRECTED)


@pytest.mark.parametrize("name", [name for name in ASSEMBLIES if name])
def test_a_mutant_differs_in_one_part(name: str) -> None:
    product, mutant = vars(assembly_of("")), vars(assembly_of(name))
    assert [part for part in product if product[part] != mutant[part]] != []
    assert sum(product[part] != mutant[part] for part in product) == 1

"""The parts of the bench that decide what it counts: what a worker holds, where it dies, and what was committed."""

import json
import signal
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from benchmarks.chaos import almanac
from benchmarks.chaos.board import Board
from benchmarks.chaos.feed import FORMS, write
from benchmarks.chaos.mischief import Happening
from benchmarks.chaos.mutants import ASSEMBLIES, assembly_of
from benchmarks.chaos.plan import SIZES, STOPPED, Database, everything
from benchmarks.chaos.points import HARMLESS_STOPS, OF_WORKERS, Phase, Point, Trail, number
from benchmarks.chaos.processes import forked
from benchmarks.chaos.progress import Progress
from benchmarks.chaos.proof import DIRECTED
from benchmarks.chaos.slots import Death, Slot
from benchmarks.chaos.weather import STORMS
from benchmarks.chaos.world import TEAMS
from benchmarks.chaos.writer import Entry, Job, Writer, entries, settle_in
from bot.domain.ids import OutboxId
from bot.domain.schedules import Kind, late_limit, occurrence_on
from tests.engines import kept_engine


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


def test_what_was_committed_as_the_writer_died_is_written_down_at_the_end(
    empty_sqlite_url: str, tmp_path: Path
) -> None:
    """By one more writer, though there is enough by then."""
    board, engine = Board(1), kept_engine(empty_sqlite_url)
    settle_in(empty_sqlite_url)
    job = Job(slot=0, url="", log=tmp_path / "log", journal=tmp_path / "journal", seed=7, rate=1, lost_commits=0)
    writer = Writer(job, board, Trail(board, 0), engine)
    died = writer._committed(write(7, 0))
    board.is_over = True
    Writer(job, board, Trail(board, 0), engine).write_on()
    assert [(entry.again, entry.ids) for entry in entries(job.journal)] == [(True, died.ids)]


def test_a_slow_machine_is_not_stopped_more_often() -> None:
    happened = iter(range(100))
    kind = Happening(1.0, lambda: next(happened) < 100, 0.0, Random(7), most=3)
    for second in range(100):
        kind.happen_if_due(float(second))
    assert next(happened) == 3


def test_what_cannot_happen_now_happens_soon() -> None:
    tries = iter([False, False, True, True])
    kind = Happening(1.0, lambda: next(tries), 0.0, Random(7), most=1)
    for moment in (0.0, 1.0, 1.1, 1.2, 5.0):
        kind.happen_if_due(moment)
    assert list(tries) == [True]


@pytest.mark.parametrize("database", Database)
def test_everything_breaks_in_a_run(database: Database) -> None:
    plan = everything(database, kills=200, seed=1)
    assert plan.deaths == OF_WORKERS
    assert set(OF_WORKERS) - set(HARMLESS_STOPS) == {Point.BEFORE_CALL}
    assert plan.threads * plan.processes == 3
    assert plan.rate * plan.seconds >= 2000
    assert plan.seconds <= 100


@pytest.mark.parametrize("seed", range(7))
def test_the_almanac_comes_by_every_local_date_that_counts(seed: int) -> None:
    """In steps that nothing is too late in, and only once a day has passed everywhere it must have had its turn."""
    moments = almanac.moments(seed)
    assert list(moments) == sorted(moments)
    for series, day in almanac.due(seed, len(moments)):
        occurrence = occurrence_on(series.rule, day)
        assert occurrence is not None
        next_moment = min(moment for moment in moments if moment >= occurrence.at_utc)
        assert next_moment - occurrence.at_utc < late_limit(Kind.REMINDER) - 2 * timedelta(hours=1)
        assert moments[0] < occurrence.at_utc
    assert list(almanac.due(seed, len(moments) // almanac.DAYS_A_RUN - 1)) == []


def test_at_the_end_it_is_later_than_it_was_by_any_clock() -> None:
    """What somebody whose clock was ahead has planned and left behind must fall due."""
    board, moments = Board(2), almanac.moments(1)
    ahead, clock = almanac.LeapingClock(board, 0, moments), almanac.LeapingClock(board, 1, moments)
    board.skew[0] = timedelta(hours=1, minutes=5).total_seconds()
    clock.move_on(0)
    clock.move_on(0)
    was = ahead.now()
    assert was - clock.now() == timedelta(hours=1, minutes=5)
    assert clock.now() == moments[1], "moved on twice from the same moment it has moved once"
    board.is_over = True
    clock.move_on(1)
    assert (clock.position, clock.now() > was) == (1, True)


@pytest.mark.parametrize("day", almanac.DAYS)
def test_on_each_of_its_days_some_clock_changes(day: date) -> None:
    noon = datetime.combine(day, time(12))
    zones = [ZoneInfo(zone) for _, zone in almanac.RULES]
    assert any(
        noon.replace(tzinfo=zone).utcoffset() != (noon - timedelta(days=1)).replace(tzinfo=zone).utcoffset()
        for zone in zones
    )


def test_the_zone_data_of_late_starters_differ(tmp_path: Path) -> None:
    almanac.write_zone_data(tmp_path)
    with (tmp_path / almanac.CHANGED).open("rb") as file:
        changed = ZoneInfo.from_file(file)
    summer, winter = datetime(2025, 7, 1, tzinfo=changed), datetime(2025, 12, 1, tzinfo=changed)
    assert summer.utcoffset() == winter.utcoffset() == timedelta(hours=2)


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


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_whoever_waits_at_a_terminal_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, file = Terminal(), StringIO()
    for stream in (terminal, file):
        monkeypatch.setattr("sys.stderr", stream)
        progress = Progress(everything(Database.SQLITE, kills=200, seed=1))
        progress.killed(3)
        progress.left(40)
        progress.clear()
    assert "sqlite: 3 of 200 kills, 0 s" in terminal.getvalue()
    assert "40" not in terminal.getvalue(), "not more often than anybody reads it"
    assert file.getvalue() == ""

"""The bench's own proof: each mutant is caught by a short run directed at it, and the same run without it is clean."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from benchmarks.chaos.plan import SIZES, Database, Intervals, Plan
from benchmarks.chaos.points import Point
from benchmarks.chaos.report import say, say_outcome
from benchmarks.chaos.run import outcome_of
from benchmarks.chaos.weather import POST, Spell

LOST_REPLIES = Plan(
    database=Database.SQLITE, seed=0, seconds=2, rate=30, weather=(Spell("reset_after", POST, 0.3),), patience=30
)
#: Later than a call may take and sooner than settling ends.
LATE = replace(LOST_REPLIES, seconds=4, rate=15, weather=(Spell("late", POST, 0.5, seconds=1.8),))
STOPS = Plan(
    database=Database.POSTGRESQL,
    seed=0,
    seconds=14,
    rate=10,
    processes=3,
    stops=(Point.INTENT_COMMITTED,),
    # Long enough for the others to find out that what it holds is not there, and to post it.
    stopped=SIZES.lease.total_seconds() * 3,
    intervals=Intervals(stop=0.5),
    patience=30,
)
DEATHS = Plan(
    database=Database.SQLITE,
    seed=0,
    seconds=6,
    rate=20,
    kills=8,
    deaths=(Point.CALL_ACCEPTED, Point.CALL_ANSWERED),
    patience=30,
)
CROWD = Plan(database=Database.SQLITE, seed=0, seconds=3, rate=60, threads=3, patience=30)

#: On a busy machine the others may be too slow to take over what a stopped one holds: then there is nothing to catch.
TRIES = 3

DIRECTED: Mapping[str, Plan] = {
    "naive_resend": LOST_REPLIES,
    "sdk_retries": LOST_REPLIES,
    "no_settle": LATE,
    "no_deadline_check": STOPS,
    "no_fence": STOPS,
    "intent_after_send": DEATHS,
    "deferred_begin": CROWD,
}


def proved(seed: int) -> bool:
    """Whether all mutants were caught and nothing else was."""
    return all([*_controls(seed), *(_caught(mutant, plan, seed) for mutant, plan in DIRECTED.items())])


def _controls(seed: int) -> Iterator[bool]:
    for plan in dict.fromkeys(DIRECTED.values()):
        outcome = outcome_of(replace(plan, seed=seed))
        if not outcome.is_clean:
            say_outcome(outcome)
        names = ", ".join(mutant for mutant, directed in DIRECTED.items() if directed == plan)
        say(f"no mutant, as for {names}: {'clean' if outcome.is_clean else 'CAUGHT'}")
        yield outcome.is_clean


def _caught(mutant: str, plan: Plan, seed: int) -> bool:
    caught = any(_is_caught(mutant, replace(plan, seed=seed + n, mutant=mutant)) for n in range(TRIES))
    say(f"mutant {mutant}: {'caught' if caught else 'NOT CAUGHT'}")
    return caught


def _is_caught(mutant: str, plan: Plan) -> bool:
    verdict = outcome_of(plan).verdict
    # What a transaction that waits for nothing brings about is neither, but a failure of many a turn.
    return bool(verdict.broken if mutant == "deferred_begin" else verdict.lost or verdict.duplicated)

"""What the bench prints: the figures first, then what they are made of, then each thing that is wrong."""

import sys
from collections.abc import Sequence

from benchmarks.chaos.plan import Plan
from benchmarks.chaos.points import OF_WORKERS
from benchmarks.chaos.run import Outcome

#: Of each kind of fault so many are named.
NAMED = 10


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def say_outcome(outcome: Outcome) -> None:
    verdict = outcome.verdict
    say(
        f"{outcome.plan.database}: messages={verdict.messages} kills={outcome.kills} faults={outcome.faults} "
        f"lost={len(verdict.lost)} duplicated={len(verdict.duplicated)}"
    )
    say(f"  {_details(outcome)}")
    for title, found in (("lost", verdict.lost), ("twice", verdict.duplicated), ("wrong", verdict.broken)):
        _name(title, found)
    if outcome.kills < outcome.plan.kills:
        say(f"  wrong: only {outcome.kills} of {outcome.plan.kills} kills met a worker that held something")
    if not outcome.is_clean:
        say(f"  what it left behind is in {outcome.folder}")


def _details(outcome: Outcome) -> str:
    hit = [point for point in OF_WORKERS if outcome.points[point]]
    return ", ".join(
        (
            f"points of death {len(hit)}/{len(OF_WORKERS)} ({sum(outcome.points[point] for point in hit)} times)",
            *(f"{what} {times}" for what, times in sorted(outcome.happened.items()) if times),
            f"local dates around changes of clocks {outcome.days}",
            f"faults of Slack {outcome.faults_of_slack}",
            f"{outcome.seconds:.0f} s",
            _how(outcome.plan),
        )
    )


def _how(plan: Plan) -> str:
    return f"seed {plan.seed}, {plan.processes} processes of {plan.threads} threads"


def _name(title: str, found: Sequence[str]) -> None:
    for one in found[:NAMED]:
        say(f"  {title}: {one}")
    if len(found) > NAMED:
        say(f"  {title}: and {len(found) - NAMED} more")

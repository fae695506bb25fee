"""`make chaos`: what was counted in each database, and whether it was nothing lost and nothing twice."""

import sys
from argparse import ArgumentParser

from benchmarks.chaos.plan import Database, everything
from benchmarks.chaos.proof import proved
from benchmarks.chaos.report import say_outcome
from benchmarks.chaos.run import outcome_of


def main() -> int:
    asked = _parser().parse_args()
    if asked.mutants:
        return 0 if proved(asked.seed) else 1
    kinds = list(Database) if asked.database == "both" else [Database(asked.database)]
    clean = [_holds(kind, asked.kills, asked.seed) for kind in kinds]
    return 0 if all(clean) else 1


def _holds(kind: Database, kills: int, seed: int) -> bool:
    outcome = outcome_of(everything(kind, kills, seed))
    say_outcome(outcome)
    return outcome.is_clean


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        "chaos", description="Kills and stops the delivery of messages, and counts what people saw."
    )
    parser.add_argument("--kills", type=int, default=200, help="of workers that hold a claim, for each database")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=[*Database, "both"], default="both")
    parser.add_argument("--mutants", action="store_true", help="whether deliveries with one step left out are caught")
    return parser


if __name__ == "__main__":
    sys.exit(main())

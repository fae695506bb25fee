"""`liaison pings …` as it is typed. What is heavy is imported by the command that needs it."""

import argparse
from datetime import date


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    pings = commands.add_parser("pings", help="what reached people unasked on a day, and what of it was held back")
    pings.add_argument("--day", type=_day, help="as 2026-11-28, on everybody's own calendar (default today)")
    pings.add_argument("--json", action="store_true", help="for scripts")
    pings.set_defaults(command=_pings)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise argparse.ArgumentTypeError("say the day as 2026-11-28") from None


def _pings(given: argparse.Namespace) -> int:
    from bot.pings import report

    return report(given.day, as_json=given.json)

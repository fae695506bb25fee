"""`liaison db …` as it is typed. What is heavy is imported by the command that needs it."""

import argparse
import sys
from datetime import UTC, datetime

EARLIEST = datetime(2013, 1, 1, tzinfo=UTC)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    db = commands.add_parser("db", help="look after the store")
    actions = db.add_subparsers(required=True, metavar="action")
    upgrade = actions.add_parser("upgrade", help="bring it to this version")
    upgrade.set_defaults(command=_upgrade)
    restored = actions.add_parser("restored", help="an older copy was brought back: look before sending anything again")
    restored.add_argument(
        "--since",
        type=_moment,
        metavar="MOMENT",
        help="when the copy was made, if that is earlier than its traces (UTC)",
    )
    restored.set_defaults(command=_restored)


def _moment(text: str) -> datetime:
    """In UTC where it names no zone."""
    try:
        read = datetime.fromisoformat(text.strip())
        moment = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError('say it as "2026-11-28 14:00" in UTC, or "2026-11-28 15:00+01:00"') from None
    if not EARLIEST <= moment <= datetime.now(UTC):
        raise argparse.ArgumentTypeError("a copy was made in the past, and after Slack began in 2013")
    return moment


def _upgrade(_: argparse.Namespace) -> int:
    from bot.database import upgrade
    from bot.settings import load_for_store

    revision = upgrade(load_for_store().database_url.get_secret_value())
    sys.stdout.write(f"The database is at revision {revision}.\n")
    return 0


def _restored(given: argparse.Namespace) -> int:
    from bot.restored import hold

    return hold(given.since)

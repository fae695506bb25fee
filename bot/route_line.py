"""`liaison route …` as it is typed. What is heavy is imported by the command that needs it."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.priority import Priority


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    route = commands.add_parser("route", help="the rules that say where new requests go")
    actions = route.add_subparsers(required=True, metavar="action")
    check = actions.add_parser("check", help="say what is wrong with a file, and change nothing")
    check.add_argument("file", type=Path)
    check.set_defaults(command=_check)
    load = actions.add_parser("load", help="put a file into force; what was in force stays when it is wrong")
    load.add_argument("file", type=Path)
    load.set_defaults(command=_load)
    show = actions.add_parser("show", help="the rules in force, and the versions that were loaded")
    form = show.add_mutually_exclusive_group()
    form.add_argument("--json", dest="form", action="store_const", const="json", default="lines", help="for scripts")
    form.add_argument("--toml", dest="form", action="store_const", const="toml", help="the file itself, to change it")
    show.set_defaults(command=_show)
    explain = actions.add_parser("explain", help="which rule a request would meet, why no earlier one, and whose it is")
    explain.add_argument("--client", help="its name")
    explain.add_argument("--type", help="its type")
    explain.add_argument("--priority", type=Priority, default=Priority.NORMAL, help="low, normal, high or urgent")
    explain.add_argument("--text", default="", help="its title and details")
    explain.add_argument("--channel", help="the id of the channel where it is asked for")
    explain.add_argument("--source", help="how the client asked, such as email")
    explain.add_argument("--at", type=_moment, help="when it is logged, in UTC (default now)")
    explain.add_argument("--json", action="store_true", help="for scripts")
    explain.set_defaults(command=_explain)
    for action in (check, load, show, explain):
        action.add_argument("--workspace", type=workspace, help="which, where there are several")


def _moment(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text.strip())
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError('say it as "2026-11-28 14:00" in UTC, or "2026-11-28 15:00+01:00"') from None


def workspace(text: str) -> str:
    if not (text.isascii() and text.isalnum()):
        raise argparse.ArgumentTypeError("say its id, such as T0123ABCD")
    return text


def _check(given: argparse.Namespace) -> int:
    from bot.routes import check

    return check(given.file, given.workspace)


def _load(given: argparse.Namespace) -> int:
    from bot.routes import load

    return load(given.file, given.workspace)


def _show(given: argparse.Namespace) -> int:
    from bot.routes import show

    return show(given.workspace, given.form)


def _explain(given: argparse.Namespace) -> int:
    from bot.domain.routing import Facts
    from bot.routes import explain

    facts = Facts(
        at=given.at or datetime.now(UTC),
        text=given.text,
        client=given.client,
        type=given.type,
        priority=given.priority,
        channel=given.channel,
        source=given.source,
    )
    return explain(facts, given.workspace, as_json=given.json)

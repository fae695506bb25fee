"""`liaison types …` as it is typed. What is heavy is imported by the command that needs it."""

import argparse
from pathlib import Path

from bot.route_line import workspace


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    types = commands.add_parser("types", help="which types of requests there are, and what each asks for")
    actions = types.add_subparsers(required=True, metavar="action")
    check = actions.add_parser("check", help="say what is wrong with a file, and change nothing")
    check.add_argument("file", type=Path)
    check.set_defaults(command=_check)
    load = actions.add_parser("load", help="put a file into force; what was in force stays when it is wrong")
    source = load.add_mutually_exclusive_group(required=True)
    source.add_argument("file", type=Path, nargs="?")
    source.add_argument("--version", type=_version, help="an older one once more; 0 are those that Liaison comes with")
    load.add_argument("--workspace", type=workspace, help="which, where there are several")
    load.set_defaults(command=_load)
    show = actions.add_parser("show", help="those in force, and the versions that were loaded")
    show.add_argument("--version", type=_version, help="an older one")
    show.add_argument("--workspace", type=workspace, help="which, where there are several")
    form = show.add_mutually_exclusive_group()
    form.add_argument("--json", dest="form", action="store_const", const="json", default="lines", help="for scripts")
    form.add_argument("--toml", dest="form", action="store_const", const="toml", help="the file itself, to change it")
    show.set_defaults(command=_show)


def _version(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise argparse.ArgumentTypeError("a version is a number, as liaison types show lists it")
    return int(text)


def _check(given: argparse.Namespace) -> int:
    from bot.request_types import check

    return check(given.file)


def _load(given: argparse.Namespace) -> int:
    from bot.request_types import load, load_again

    if given.file is not None:
        return load(given.file, given.workspace)
    return load_again(given.version, given.workspace)


def _show(given: argparse.Namespace) -> int:
    from bot.request_types import show

    return show(given.version, given.workspace, given.form)

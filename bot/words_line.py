"""`liaison words …` as it is typed. What is heavy is imported by the command that needs it."""

import argparse
from pathlib import Path


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    words = commands.add_parser("words", help="print all that people read, to put it into other words")
    words.add_argument("--language", metavar="TAG", help="with the plural forms of this one, such as pl or pt-BR")
    words.set_defaults(command=_show)
    actions = words.add_subparsers(metavar="action")
    check = actions.add_parser("check", help="say what is wrong with a file of words, and change nothing")
    check.add_argument("file", type=Path)
    check.set_defaults(command=_check)


def _show(given: argparse.Namespace) -> int:
    from bot.words import show

    return show(given.language)


def _check(given: argparse.Namespace) -> int:
    from bot.words import check

    return check(given.file)

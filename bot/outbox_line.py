"""`liaison outbox …` as it is typed. What is heavy is imported by the command that needs it."""

import argparse

from bot.domain.undelivered import Standing


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    outbox = commands.add_parser("outbox", help="list what waits or failed; send it again or discard it")
    outbox.add_argument("--only", choices=[standing.value for standing in Standing], help="those of one kind")
    outbox.add_argument("--limit", type=_count, default=20, help="at most so many of each kind (default %(default)s)")
    outbox.add_argument("--json", action="store_true", help="for scripts")
    outbox.set_defaults(command=_outbox)
    decisions = outbox.add_subparsers(metavar="decision")
    again = decisions.add_parser("retry", help="send a message again, however late it is")
    again.add_argument("message", type=_id, help="its id, as listed")
    again.set_defaults(command=_retry)
    never = decisions.add_parser("discard", help="give a message up")
    never.add_argument("message", type=_id, help="its id, as listed")
    never.add_argument("--reason", type=_words, required=True, help="is kept with it")
    never.set_defaults(command=_discard)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError("say a number from 1 to 10000")
    return int(text)


def _id(text: str) -> str:
    if not (text.isascii() and text.isalnum()):
        raise argparse.ArgumentTypeError("say its id, as liaison outbox lists it")
    return text


def _words(text: str) -> str:
    if not text.strip() or not text.isprintable() or len(text) > 200:
        raise argparse.ArgumentTypeError("say why, in one line of at most 200 characters")
    return text.strip()


def _outbox(given: argparse.Namespace) -> int:
    from bot.outbox import report

    return report(standing=Standing(given.only) if given.only else None, limit=given.limit, as_json=given.json)


def _retry(given: argparse.Namespace) -> int:
    from bot.outbox import retry

    return retry(given.message)


def _discard(given: argparse.Namespace) -> int:
    from bot.outbox import discard

    return discard(given.message, given.reason)

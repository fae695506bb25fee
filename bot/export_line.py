"""`liaison export …` as it is typed. What is heavy is imported by the command that needs it."""

import argparse
from pathlib import Path


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    export = commands.add_parser("export", help="write requests or tasks to a file for spreadsheets or scripts")
    export.add_argument("what", choices=["requests", "tasks"])
    export.add_argument("--format", choices=["csv", "json"], default="csv", help="(default %(default)s)")
    export.add_argument("--out", type=_file, help="the file (default: the output)")
    export.add_argument("--query", default="", help="only what /request find would find, such as 'brochure open'")
    export.add_argument("--team", help="the workspace's id, where the database holds several")
    whose = export.add_mutually_exclusive_group(required=True)
    whose.add_argument("--as", dest="reader", metavar="USER", help="what this member may see: an id or a name")
    whose.add_argument("--all", action="store_true", help="everything, whoever may see it")
    export.set_defaults(command=_export)


def _file(text: str) -> Path:
    path = Path(text)
    if not text.strip() or path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError("say a file in a folder that exists")
    return path


def _export(given: argparse.Namespace) -> int:
    from bot.domain.exports import Format
    from bot.domain.finds import Kind
    from bot.export import Wish, export

    wish = Wish(
        kind=Kind(given.what),
        how=Format(given.format),
        query=given.query,
        reader=None if given.all else given.reader,
        team=given.team,
        out=given.out,
    )
    return export(wish)

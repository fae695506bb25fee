"""The `liaison` command line. Everything heavy is imported by the command that needs it."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from bot import route_line, words_line
from bot.domain.undelivered import Standing
from bot.signals import INTERRUPTED, StopSignal
from bot.startup import CannotStart, only_process, shut_out_the_sandbox, uncollected

Command = Callable[[argparse.Namespace], int]

EARLIEST = datetime(2013, 1, 1, tzinfo=UTC)
EPILOG = "Settings come from the environment or .env: LIAISON_BOT_TOKEN, LIAISON_APP_TOKEN and those in README.md."


def main(arguments: Sequence[str] | None = None) -> int:
    _must_have_outputs()
    given = parser().parse_args(arguments)
    command: Command = given.command
    try:
        return command(given)
    except CannotStart as refusal:
        sys.stderr.write(f"liaison: {refusal}\n")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough, such as `head`.
        return 0


def _must_have_outputs() -> None:
    """Python leaves None for what was closed before the start, as daemons are started."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115 - until the process ends
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115 - until the process ends


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="liaison", description="Client requests in Slack.", epilog=EPILOG)
    commands = top.add_subparsers(required=True, metavar="command")

    run = commands.add_parser("run", help="work in a real workspace")
    run.set_defaults(command=_run)

    demo = commands.add_parser("demo", help="work in a local Slack on this machine, with a page to try it on")
    demo.add_argument("--port", type=_port, default=8123, help="where the page is (default %(default)s)")
    demo.add_argument("--data", type=_folder, default=Path("data/demo"), help="where all is kept (default %(default)s)")
    demo.add_argument("--fresh", action="store_true", help="start over: forget the demo's people, messages and store")
    demo.set_defaults(command=_demo)

    doctor = commands.add_parser("doctor", help="check tokens, permissions, store and clock; say what to do")
    doctor.add_argument("--json", action="store_true", help="for scripts")
    doctor.set_defaults(command=_doctor)

    manifest = commands.add_parser("manifest", help="print the manifest to paste into Slack's app page")
    manifest.add_argument("--url", type=_address, help="for HTTP: where Slack reaches this Liaison, https://…")
    manifest.set_defaults(command=_manifest)

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
    _add_pings(commands)
    _add_types(commands)

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
    route_line.add(commands)
    words_line.add(commands)
    return top


def _add_pings(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    pings = commands.add_parser("pings", help="what reached people unasked on a day, and what of it was held back")
    pings.add_argument("--day", type=_day, help="as 2026-11-28, on everybody's own calendar (default today)")
    pings.add_argument("--json", action="store_true", help="for scripts")
    pings.set_defaults(command=_pings)


def _add_types(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    types = commands.add_parser("types", help="which types of requests there are, and what each asks for")
    actions = types.add_subparsers(required=True, metavar="action")
    check = actions.add_parser("check", help="say what is wrong with a file, and change nothing")
    check.add_argument("file", type=Path)
    check.set_defaults(command=_types_check)
    load = actions.add_parser("load", help="put a file into force; what was in force stays when it is wrong")
    source = load.add_mutually_exclusive_group(required=True)
    source.add_argument("file", type=Path, nargs="?")
    source.add_argument("--version", type=_version, help="an older one once more; 0 are those that Liaison comes with")
    load.add_argument("--workspace", type=_id, help="which, where there are several")
    load.set_defaults(command=_types_load)
    show = actions.add_parser("show", help="those in force, and the versions that were loaded")
    show.add_argument("--version", type=_version, help="an older one")
    show.add_argument("--workspace", type=_id, help="which, where there are several")
    form = show.add_mutually_exclusive_group()
    form.add_argument("--json", dest="form", action="store_const", const="json", default="lines", help="for scripts")
    form.add_argument("--toml", dest="form", action="store_const", const="toml", help="the file itself, to change it")
    show.set_defaults(command=_types_show)


def _version(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise argparse.ArgumentTypeError("a version is a number, as liaison types show lists it")
    return int(text)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError("say a number from 1 to 10000")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise argparse.ArgumentTypeError("say the day as 2026-11-28") from None


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


def _id(text: str) -> str:
    if not (text.isascii() and text.isalnum()):
        raise argparse.ArgumentTypeError("say its id, as liaison outbox lists it")
    return text


def _words(text: str) -> str:
    if not text.strip() or not text.isprintable() or len(text) > 200:
        raise argparse.ArgumentTypeError("say why, in one line of at most 200 characters")
    return text.strip()


def _address(text: str) -> str:
    """With the path that Liaison listens at, where none is given."""
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment or not text.isprintable():
        raise argparse.ArgumentTypeError("Slack calls an https:// address without a query")
    return text if parts.path.strip("/") else f"{text.rstrip('/')}/slack/events"


def _folder(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError("a folder has a name")
    return Path(text)


def _file(text: str) -> Path:
    path = Path(text)
    if not text.strip() or path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError("say a file in a folder that exists")
    return path


def _run(_: argparse.Namespace) -> int:
    shut_out_the_sandbox()
    ended = StopSignal()
    with uncollected():
        from bot import logs
        from bot.app import build
        from bot.settings import load
        from bot.shared_clock import SharedClock

    settings = load()
    logs.configure(settings.log_level)
    with only_process(settings.database_url.get_secret_value()):
        liaison = build(settings, SharedClock())
        try:
            is_started = ended.during(liaison.start)
            ended.wait()
        finally:
            is_whole = liaison.stop()
        if not is_started:
            # It may hear of Slack or the store much later, and Python would wait for that.
            leave(0)
    return end(is_whole=is_whole)


def _demo(given: argparse.Namespace) -> int:
    ended = StopSignal()
    with uncollected():
        from bot.demo import Demo

    with Demo(port=given.port, data=given.data, is_fresh=given.fresh) as demo:
        sys.stdout.write(f"Liaison's demo is ready: {demo.url}\n")
        sys.stdout.flush()
        ended.wait()
    return end(is_whole=demo.is_whole)


def end(*, is_whole: bool) -> int:
    """The exit code. Work that was cut off has threads that Python would wait for, without limit: so it ends here."""
    if not is_whole:
        sys.stderr.write("liaison: stopped with work cut off; what was saved is safe and goes on at the next start\n")
        leave(1)
    return 0


def leave(code: int) -> NoReturn:
    """Whatever threads are doing."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _doctor(given: argparse.Namespace) -> int:
    from bot.doctor import report

    return report(as_json=given.json)


def _outbox(given: argparse.Namespace) -> int:
    from bot.outbox import report

    return report(standing=Standing(given.only) if given.only else None, limit=given.limit, as_json=given.json)


def _pings(given: argparse.Namespace) -> int:
    from bot.pings import report

    return report(given.day, as_json=given.json)


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


def _retry(given: argparse.Namespace) -> int:
    from bot.outbox import retry

    return retry(given.message)


def _discard(given: argparse.Namespace) -> int:
    from bot.outbox import discard

    return discard(given.message, given.reason)


def _types_check(given: argparse.Namespace) -> int:
    from bot.request_types import check

    return check(given.file)


def _types_load(given: argparse.Namespace) -> int:
    from bot.request_types import load, load_again

    if given.file is not None:
        return load(given.file, given.workspace)
    return load_again(given.version, given.workspace)


def _types_show(given: argparse.Namespace) -> int:
    from bot.request_types import show

    return show(given.version, given.workspace, given.form)


def _manifest(given: argparse.Namespace) -> int:
    from bot.manifest import over_http, read
    from bot.settings import MANIFEST

    manifest = read(MANIFEST)
    sys.stdout.write(over_http(manifest, given.url) if given.url else manifest.text)
    return 0


def _upgrade(_: argparse.Namespace) -> int:
    from bot.database import upgrade
    from bot.settings import load_for_store

    revision = upgrade(load_for_store().database_url.get_secret_value())
    sys.stdout.write(f"The database is at revision {revision}.\n")
    return 0


def _restored(given: argparse.Namespace) -> int:
    from bot.restored import hold

    return hold(given.since)


if __name__ == "__main__":
    sys.exit(main())

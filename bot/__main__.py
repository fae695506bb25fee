"""The `liaison` command line. Everything heavy is imported by the command that needs it."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from bot.domain.undelivered import Standing
from bot.signals import INTERRUPTED, StopSignal
from bot.startup import CannotStart, only_process, shut_out_the_sandbox

Command = Callable[[argparse.Namespace], int]

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
    again.add_argument("message", help="its id, as listed")
    again.set_defaults(command=_retry)
    never = decisions.add_parser("discard", help="give a message up")
    never.add_argument("message", help="its id, as listed")
    never.add_argument("--reason", type=_words, required=True, help="is kept with it")
    never.set_defaults(command=_discard)

    db = commands.add_parser("db", help="look after the store")
    upgrade = db.add_subparsers(required=True, metavar="action").add_parser("upgrade", help="bring it to this version")
    upgrade.set_defaults(command=_upgrade)
    return top


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError("say a number from 1 to 10000")
    return int(text)


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


def _run(_: argparse.Namespace) -> int:
    shut_out_the_sandbox()
    from bot import logs
    from bot.app import build
    from bot.domain.clock import SystemClock
    from bot.settings import load

    ended = StopSignal()
    settings = load()
    logs.configure(settings.log_level)
    with only_process(settings.database_url.get_secret_value()):
        liaison = build(settings, SystemClock())
        try:
            liaison.start()
            ended.wait()
        finally:
            is_whole = liaison.stop()
    return end(is_whole=is_whole)


def _demo(given: argparse.Namespace) -> int:
    from bot.demo import Demo

    ended = StopSignal()
    with Demo(port=given.port, data=given.data, is_fresh=given.fresh) as demo:
        sys.stdout.write(f"Liaison's demo is ready: {demo.url}\n")
        sys.stdout.flush()
        ended.wait()
    return end(is_whole=demo.is_whole)


def end(*, is_whole: bool) -> int:
    """The exit code. Work that was cut off has threads that Python would wait for, without limit: so it ends here."""
    if is_whole:
        return 0
    sys.stderr.write("liaison: stopped with work cut off; what was saved is safe and goes on at the next start\n")
    sys.stderr.flush()
    os._exit(1)


def _doctor(given: argparse.Namespace) -> int:
    from bot.doctor import report

    return report(as_json=given.json)


def _outbox(given: argparse.Namespace) -> int:
    from bot.outbox import report

    return report(standing=Standing(given.only) if given.only else None, limit=given.limit, as_json=given.json)


def _retry(given: argparse.Namespace) -> int:
    from bot.outbox import retry

    return retry(given.message)


def _discard(given: argparse.Namespace) -> int:
    from bot.outbox import discard

    return discard(given.message, given.reason)


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


if __name__ == "__main__":
    sys.exit(main())

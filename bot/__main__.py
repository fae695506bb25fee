"""The `liaison` command line. Everything heavy is imported by the command that needs it."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from bot import db_line, export_line, outbox_line, pings_line, route_line, types_line, words_line
from bot.signals import INTERRUPTED, StopSignal
from bot.startup import CannotStart, only_process, shut_out_the_sandbox, uncollected

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

    for line in (outbox_line, export_line, pings_line, types_line, db_line, route_line, words_line):
        line.add(commands)
    return top


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


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


def _manifest(given: argparse.Namespace) -> int:
    from bot.manifest import over_http, read
    from bot.settings import MANIFEST

    manifest = read(MANIFEST)
    sys.stdout.write(over_http(manifest, given.url) if given.url else manifest.text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

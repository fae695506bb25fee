"""`python -m sandbox --manifest manifest.yml`: serve the local Slack to any app until it is interrupted."""

import argparse
import signal
import sys
from pathlib import Path

from sandbox import DELAYED_EVENTS, BadAddress, BadFolder, BadManifest, Sandbox, World
from sandbox.http_requests import RETRY_SECONDS

STOPS = (signal.SIGINT, signal.SIGTERM)
GREETING = """A local Slack, for development only: {slack.url}
SLACK_API_URL={slack.api_url}
SLACK_BOT_TOKEN={slack.bot_token}
SLACK_APP_TOKEN={slack.app_token}
SLACK_SIGNING_SECRET={slack.signing_secret}
"""


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    try:
        slack = _made(given)
    except BadManifest as trouble:
        sys.stderr.write(f"{given.manifest}: {trouble}\n")
        return 2
    except (BadAddress, BadFolder, OSError) as trouble:
        sys.stderr.write(f"{_worded(trouble, f'{given.host}:{given.port}')}\n")
        return 2
    _serve(slack)
    return 0


def _worded(trouble: Exception, address: str) -> str:
    if isinstance(trouble, OSError):
        return f"cannot use {trouble.filename or address}: {trouble.strerror or trouble}"
    return str(trouble)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A local Slack for the app of a manifest.")
    parser.add_argument("--manifest", type=Path, default=Path("manifest.yml"), help="the app's manifest.yml")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen; it is for this machine only")
    parser.add_argument("--port", type=int, default=8123, help="0 takes any that is free")
    parser.add_argument("--data", type=Path, help="a folder that keeps people, messages, Homes and the clock")
    parser.add_argument(
        "--request-url",
        help="where the app takes signed requests; without it, as the manifest says: sockets or its URLs",
    )
    parser.add_argument(
        "--delayed-events",
        dest="retry_seconds",
        action="store_const",
        const=DELAYED_EVENTS,
        default=RETRY_SECONDS,
        help="an event that is not taken is also sent hourly, for a day",
    )
    return parser


def _made(given: argparse.Namespace) -> Sandbox:
    return Sandbox(
        given.manifest,
        World.demo(),
        host=given.host,
        port=given.port,
        data=given.data,
        request_url=given.request_url,
        retry_seconds=given.retry_seconds,
    )


def _serve(slack: Sandbox) -> None:
    # Blocked before any thread starts, and not handled: Python handles them in the main thread, which sleeps on when
    # the system hands several that come at once to other threads.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    with slack:
        sys.stdout.write(GREETING.format(slack=slack))
        sys.stdout.flush()
        signal.sigwait(STOPS)


if __name__ == "__main__":
    sys.exit(main())

"""How Liaison logs: one line per fact, and never a token or a response address."""

import logging
import re
import secrets

LIBRARIES = ("slack_bolt", "slack_sdk", "apscheduler", "urllib3", "alembic", "uvicorn", "websockets")

SECRET = re.compile(
    r"xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+|https://hooks\.slack\.com/\S+|(?<=ticket=)[^&\s]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
)


class Redacted(logging.Formatter):
    """Works on the finished line, so that what a library or a traceback says is covered too."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub("[redacted]", super().format(record))


class OursOnly(logging.Filter):
    """At DEBUG the SDK logs whole requests, at INFO Bolt logs the body of what it refuses and skips.

    By record and not by logger, because Bolt gives its loggers the root's level. What the SDK calls an error it also
    raises, and we say it in our words.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        library = record.name.partition(".")[0]
        least = logging.CRITICAL if library == "slack_sdk" else logging.WARNING
        return library not in LIBRARIES or record.levelno >= least


def configure(level: str) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(Redacted("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(OursOnly())
    logging.basicConfig(level=level, handlers=[handler], force=True)


def new_reference() -> str:
    """What a person is told and what the log says of the same failure, so that the one leads to the other."""
    return secrets.token_hex(4)

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


def configure(level: str) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(Redacted("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in LIBRARIES:
        # At DEBUG the SDK logs whole requests, at INFO Bolt logs the body of what it refuses.
        logging.getLogger(name).setLevel(logging.WARNING)


def new_reference() -> str:
    """What a person is told and what the log says of the same failure, so that the one leads to the other."""
    return secrets.token_hex(4)

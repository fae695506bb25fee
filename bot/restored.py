"""`liaison db restored`: an older copy of the database was brought back, and what was sent since is not sent again."""

import sys
from datetime import datetime

from bot import database
from bot.domain.errors import StoreUnavailable
from bot.domain.holds import NothingToHold
from bot.settings import load_for_store
from bot.startup import CannotStart, only_process
from storage.engine import make_engine
from storage.holds import Begun, HoldDesk

DONE = """\
What this copy lacks was sent after {since:%Y-%m-%d %H:%M} UTC. {held}
What is planned anew for a moment until now ({until:%Y-%m-%d %H:%M} UTC) is looked for in Slack as well. {numbers}
Start liaison run now. Whatever is newer goes out as usual.
"""
HELD = {
    0: "Nothing waits in it that may have been sent since.",
    1: "1 message waits in it that may have been sent since: it is looked for in Slack before it is sent again.",
}
MANY = (
    "{held} messages wait in it that may have been sent since: they are looked for in Slack before they are sent again."
)
SKIPPED = "New numbers begin at the next thousand, because those of lost requests and tasks stand in Slack."
KEPT = "This copy was held already: the numbers stay as they are."


def hold(since: datetime | None) -> int:
    url = load_for_store().database_url.get_secret_value()
    fault = database.fault(url)
    if fault is not None:
        raise CannotStart(fault)
    with only_process(url):
        sys.stdout.write(_said(_begun(url, since)))
    return 0


def _begun(url: str, since: datetime | None) -> Begun:
    engine = make_engine(url)
    try:
        return HoldDesk(engine).begin(since=since)
    except NothingToHold:
        raise CannotStart("nothing was ever sent from this database, so nothing can be sent twice") from None
    except StoreUnavailable:
        raise CannotStart(database.UNREACHABLE) from None
    finally:
        engine.dispose()


def _said(begun: Begun) -> str:
    held = HELD.get(begun.held, MANY).format(held=begun.held)
    numbers = SKIPPED if begun.skipped_numbers else KEPT
    return DONE.format(since=begun.hold.since, until=begun.hold.until, held=held, numbers=numbers)

"""`liaison doctor`: each thing that a working Liaison needs, found well or said how to mend."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_sdk import WebClient

from bot import database
from bot.domain.errors import StoreUnavailable
from bot.faults import slack_fault
from bot.manifest import read
from bot.settings import Settings, SettingsRefused, load
from bot.startup import CannotStart
from bot.words import spoken
from handlers.http_mode import PATH
from handlers.web_clients import (
    UNHURRIED,
    Identity,
    SlackRefused,
    SlackUnreachable,
    identity,
    may_open_sockets,
    web_client,
)
from storage.engine import make_engine
from storage.undelivered import OutboxDesk

#: Slack refuses nothing by our clock, but people's reminders are as wrong as it is.
MOST_SKEW = 30.0
WITHOUT_SOME = "of a message that may have arrived somebody is asked, and what /liaison channel offers does nothing"


@dataclass(frozen=True)
class Finding:
    """`says` is what was found, or what to do."""

    check: str
    ok: bool
    says: str


def examine(settings: Settings | None = None) -> Iterator[Finding]:
    """All that can be looked at: without usable settings that is what needs none."""
    try:
        settings = settings or load()
    except SettingsRefused as refused:
        yield Finding("settings", ok=False, says=str(refused))
        yield _zone_data()
        return
    yield Finding("settings", ok=True, says="complete")
    yield _zone_data()
    yield from _words(settings)
    yield from _store(settings)
    yield from _slack(settings)


def report(*, as_json: bool) -> int:
    """The exit code: 1 on any fault."""
    findings = list(examine())
    if as_json:
        sys.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=2) + "\n")
    else:
        for finding in findings:
            sys.stdout.write(f"{'ok  ' if finding.ok else 'MEND'}  {finding.check}: {finding.says}\n")
    return 0 if all(finding.ok for finding in findings) else 1


def _zone_data() -> Finding:
    try:
        ZoneInfo("Europe/London")
        return Finding("time zones", ok=True, says=f"tzdata {version('tzdata')}")
    except (ZoneInfoNotFoundError, PackageNotFoundError):
        return Finding(
            "time zones", ok=False, says="no zone data; install Liaison with its requirements, tzdata is one"
        )


def _words(settings: Settings) -> Iterator[Finding]:
    """Of a file of words, where there is one."""
    if settings.language_file is None:
        return
    try:
        says = f"{len(spoken(settings.language_file).words)} are in place of the English ones"
        yield Finding("words", ok=True, says=says)
    except CannotStart as refused:
        yield Finding("words", ok=False, says=str(refused))


def _store(settings: Settings) -> Iterator[Finding]:
    url = settings.database_url.get_secret_value()
    fault = database.fault(url)
    yield Finding("store", ok=fault is None, says=fault or "there and up to date")
    if fault is None:
        yield _sending(url)


def _sending(database_url: str) -> Finding:
    engine = make_engine(database_url)
    try:
        silences = OutboxDesk(engine).silences(datetime.now(UTC))
    except StoreUnavailable:
        return Finding("sending", ok=False, says=database.UNREACHABLE)
    finally:
        engine.dispose()
    says = "; ".join(
        f"nothing in {silence.team_id} since {silence.since:%Y-%m-%d %H:%M} UTC, because Slack refused the bot token; "
        f"{silence.waiting} wait and go out by themselves once Slack takes it and Liaison runs"
        for silence in silences
    )
    return Finding("sending", ok=not silences, says=says or "nothing is held back")


def _slack(settings: Settings) -> Iterator[Finding]:
    client = web_client(settings.bot_token.get_secret_value(), settings.api_base_url, UNHURRIED)
    try:
        we = identity(client)
    except (SlackRefused, SlackUnreachable) as error:
        yield Finding("bot token", ok=False, says=slack_fault("LIAISON_BOT_TOKEN", error))
    else:
        yield Finding("bot token", ok=True, says=f"{we.user} in {we.team} ({we.team_id})")
        yield _scopes(settings, we)
        yield _clock(we)
    yield _way_in(settings, client)


def _way_in(settings: Settings, client: WebClient) -> Finding:
    if settings.app_token is None:
        where = f"http://{settings.http_host}:{settings.listens_on}{PATH}"
        return Finding("signing secret", ok=True, says=f"set; your proxy leads Slack's requests to {where}")
    try:
        may_open_sockets(client, settings.app_token.get_secret_value())
        return Finding("app token", ok=True, says="may open sockets")
    except (SlackRefused, SlackUnreachable) as error:
        return Finding("app token", ok=False, says=slack_fault("LIAISON_APP_TOKEN", error))


def _scopes(settings: Settings, we: Identity) -> Finding:
    try:
        manifest = read(settings.manifest)
    except CannotStart as error:
        return Finding("scopes", ok=False, says=str(error))
    missing = manifest.scopes - we.scopes
    if needed := missing - manifest.optional_scopes:
        names = ", ".join(sorted(needed))
        return Finding(
            "scopes", ok=False, says=f"missing {names}; paste manifest.yml into the app's page and reinstall it"
        )
    if missing:
        names = ", ".join(sorted(missing))
        return Finding(
            "scopes",
            ok=True,
            says=f"all but {names}: {WITHOUT_SOME}",
        )
    return Finding("scopes", ok=True, says=f"all {len(manifest.scopes)} of manifest.yml")


def _clock(we: Identity) -> Finding:
    """Slack's clock is in every answer; a sandbox need not say."""
    if we.date is None:
        return Finding("clock", ok=True, says="Slack did not say what time it is")
    theirs = _moment(we.date)
    if theirs is None:
        says = "the answer's date is no date, so something between us and Slack has changed it; look at the proxy"
        return Finding("clock", ok=False, says=says)
    skew = abs((datetime.now(UTC) - theirs).total_seconds())
    if skew > MOST_SKEW:
        return Finding("clock", ok=False, says=f"{skew:.0f} s away from Slack's; let this machine keep time by NTP")
    return Finding("clock", ok=True, says="agrees with Slack's")


def _moment(header: str) -> datetime | None:
    """A date without a zone is meant in UTC, as all of HTTP's are."""
    try:
        said = parsedate_to_datetime(header)
    except ValueError:
        return None
    return said if said.tzinfo else said.replace(tzinfo=UTC)

"""Moments in words: always with a zone, the reader's own where Slack can work it out."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Due
from handlers.text import Mrkdwn


def wall(at: datetime, zone: ZoneInfo) -> str:
    """`Fri 6 Mar, 16:00 London time`."""
    local = at.astimezone(zone)
    return f"{day(local)}, {local:%H:%M} {city(zone)} time"


def day(local: datetime) -> str:
    return f"{local:%a} {local.day} {local:%b}"


def city(zone: ZoneInfo) -> str:
    return zone.key.rsplit("/", 1)[-1].replace("_", " ")


def moment(at: datetime, zone: ZoneInfo) -> Mrkdwn:
    """For messages that several people read: Slack shows it in each one's zone, the fallback names ours."""
    return Mrkdwn(f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{wall(at, zone)}>")


def due_moment(due: Due) -> Mrkdwn:
    return moment(due.at, ZoneInfo(due.zone_name))

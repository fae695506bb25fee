"""Moments in words: always with a zone, the reader's own where Slack can work it out."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Due
from bot.domain.zones import zone_or
from handlers.text import Mrkdwn

UTC = ZoneInfo("UTC")


def wall(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """`Fri 6 Mar, 16:00 London time`; in another year than now's also `Mon 1 Mar 2027, …`."""
    is_this_year = at.astimezone(zone).year == now.astimezone(zone).year
    return _told(at, zone, "" if is_this_year else _year(at, zone))


def dated(at: datetime, zone: ZoneInfo) -> str:
    """With its year, where nothing tells in which one it is read."""
    return _told(at, zone, _year(at, zone))


def day(local: datetime) -> str:
    return f"{local:%a} {local.day} {local:%b}"


def city(zone: ZoneInfo) -> str:
    return city_named(zone.key)


def city_named(zone_name: str) -> str:
    """`New York`, also of a zone that no longer exists; `UTC+2` for Etc/GMT-2, whose sign is the other way round."""
    name = zone_name.rsplit("/", 1)[-1].replace("_", " ")
    if zone_name.startswith("Etc/GMT") and name[3:4] in {"+", "-"}:
        return f"UTC{'-' if name[3] == '+' else '+'}{name[4:]}"
    return name


def moment(at: datetime, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    """For messages that several people read: Slack shows it in each one's zone, the fallback names ours."""
    return Mrkdwn(f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{wall(at, zone, now)}>")


def due_moment(due: Due, now: datetime) -> Mrkdwn:
    return moment(due.at, zone_or(due.zone_name, UTC).zone, now)


def _told(at: datetime, zone: ZoneInfo, year: str) -> str:
    local = at.astimezone(zone)
    return f"{day(local)}{year}, {local:%H:%M} {city(zone)} time"


def _year(at: datetime, zone: ZoneInfo) -> str:
    return f" {at.astimezone(zone).year}"

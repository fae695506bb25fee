"""Moments in words: always with a zone, the reader's own where Slack can work it out."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.client_requests import Due
from bot.domain.zones import zone_or
from handlers.text import Mrkdwn, Plain, plainly, theirs

UTC = ZoneInfo("UTC")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: What ends a part of Slack's token, for words of a workspace's own that have it.
_INSIDE = str.maketrans("<>|^", "‹›/ˆ")


def wall(at: datetime, zone: ZoneInfo, now: datetime) -> Plain:
    """`Fri 6 Mar, 16:00 London time`; in another year than now's also `Mon 1 Mar 2027, …`."""
    local = at.astimezone(zone)
    return _told(day(local) if local.year == now.astimezone(zone).year else dated_day(local), local, zone)


def dated(at: datetime, zone: ZoneInfo) -> Plain:
    """With its year, where nothing tells in which one it is read."""
    local = at.astimezone(zone)
    return _told(dated_day(local), local, zone)


def at_time(local: time, zone_name: str) -> Plain:
    """`09:00 Berlin time`."""
    return plainly("{time} {city} time", time=f"{local:%H:%M}", city=city_named(zone_name))


def day(local: date) -> Plain:
    """`Fri 6 Mar`."""
    return plainly("{weekday} {day} {month}", weekday=_short_weekday(local), day=local.day, month=_short_month(local))


def short_date(local: date) -> Plain:
    """`6 Mar`."""
    return plainly("{day} {month}", day=local.day, month=_short_month(local))


def dated_day(local: date) -> Plain:
    """`Fri 6 Mar 2026`."""
    return plainly("{day} {year}", day=day(local), year=local.year)


def long_day(local: date) -> Plain:
    """`Friday 6 March`."""
    month = month_name(local.month)
    return plainly("{weekday} {day} {month}", weekday=weekday_name(local.weekday()), day=local.day, month=month)


def long_date(local: date) -> Plain:
    """`6 March 2026`."""
    return plainly("{day} {month} {year}", day=local.day, month=month_name(local.month), year=local.year)


def offered(local: datetime) -> Plain:
    """`Fri 6 March 2026, 16:00`, for a button that means exactly this."""
    clock = f"{local:%H:%M}"
    return plainly("{weekday} {date}, {time}", weekday=_short_weekday(local), date=long_date(local), time=clock)


def weekday_name(number: int) -> Plain:
    """Monday is 0."""
    return plainly(WEEKDAYS[number])


def month_name(number: int) -> Plain:
    """January is 1."""
    return plainly(MONTHS[number - 1])


def city(zone: ZoneInfo) -> Plain:
    return city_named(zone.key)


def city_named(zone_name: str) -> Plain:
    """`New York`, also of a zone that no longer exists; `UTC+2` for Etc/GMT-2, whose sign is the other way round."""
    name = zone_name.rsplit("/", 1)[-1].replace("_", " ")
    if zone_name.startswith("Etc/GMT") and name[3:4] in {"+", "-"}:
        return theirs(f"UTC{'-' if name[3] == '+' else '+'}{name[4:]}")
    return theirs(name)


def moment(at: datetime, zone: ZoneInfo, now: datetime) -> Mrkdwn:
    """For messages that several people read: Slack shows it in each one's zone, the fallback names ours."""
    shown = plainly("{date} at {time}", date="{date_short_pretty}", time="{time}")
    here = wall(at, zone, now)
    return Mrkdwn(f"<!date^{int(at.timestamp())}^{shown.translate(_INSIDE)}|{here.translate(_INSIDE)}>")


def due_moment(due: Due, now: datetime) -> Mrkdwn:
    return moment(due.at, zone_or(due.zone_name, UTC).zone, now)


def _short_weekday(local: date) -> Plain:
    return plainly(SHORT_WEEKDAYS[local.weekday()])


def _short_month(local: date) -> Plain:
    return plainly(SHORT_MONTHS[local.month - 1])


def _told(told_day: Plain, local: datetime, zone: ZoneInfo) -> Plain:
    return plainly("{day}, {time} {city} time", day=told_day, time=f"{local:%H:%M}", city=city(zone))

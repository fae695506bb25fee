"""Time zones by the names that Slack sends and that people type."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.moments import AmbiguousZone, UnknownZone


class ZoneProblem(StrEnum):
    """Slack named no zone, or one that does not exist (any more)."""

    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ZoneChoice:
    zone: ZoneInfo
    problem: ZoneProblem | None = None


#: An abbreviation that one zone uses names it; the others are asked about.
_ABBREVIATIONS = {
    "est": ("America/New_York", "Australia/Sydney"),
    "edt": ("America/New_York", "Australia/Sydney"),
    "et": ("America/New_York",),
    "cst": ("America/Chicago", "Asia/Shanghai", "America/Havana"),
    "cdt": ("America/Chicago", "America/Havana"),
    "ct": ("America/Chicago",),
    "mst": ("America/Denver", "America/Phoenix"),
    "mdt": ("America/Denver",),
    "mt": ("America/Denver",),
    "pst": ("America/Los_Angeles", "Asia/Manila"),
    "pdt": ("America/Los_Angeles",),
    "pt": ("America/Los_Angeles",),
    "ast": ("America/Halifax", "Asia/Riyadh"),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "cest": ("Europe/Berlin",),
    "eest": ("Europe/Athens",),
    "aest": ("Australia/Sydney", "Australia/Brisbane"),
    "aedt": ("Australia/Sydney",),
    "nzst": ("Pacific/Auckland",),
    "nzdt": ("Pacific/Auckland",),
    "jst": ("Asia/Tokyo",),
    "sgt": ("Asia/Singapore",),
    "gst": ("Asia/Dubai", "Atlantic/South_Georgia"),
}
#: Cities and a country that people abbreviate, or that are not in the IANA list.
_PLACES = {
    **dict.fromkeys(("ny", "nyc", "new_york_city"), "America/New_York"),
    **dict.fromkeys(("la", "sf", "san_francisco"), "America/Los_Angeles"),
    "hk": "Asia/Hong_Kong",
    "uk": "Europe/London",
}
_SHORT = {"utc": "UTC", "gmt": "UTC", "z": "UTC", "cet": "CET", "eet": "EET", "wet": "WET"}
_CONTINENTS = tuple(
    f"{place}/"
    for place in (
        *("Africa", "America", "Antarctica", "Arctic", "Asia"),
        *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
    )
)
#: Names in the IANA list that are words or provinces before they are cities.
_NO_CITIES = frozenset(
    {"act", "center", "christmas", "currie", "east-indiana", "easter", "knox", "lhi", "midway", "north", "nsw"}
    | {"reunion", "south", "tasmania", "troll", "victoria", "wake", "west", "yukon"}
)
_OFFSET = ("utc+", "utc-", "gmt+", "gmt-", "+", "-")
_OFFSET_PARTS = re.compile(r"(?:utc|gmt)?([+-])([0-9]{1,2})(?::?([0-9]{2}))?")
#: As the IANA list writes the offsets, west is plus; UTC-12 to UTC+14 exist in whole hours.
_OFFSETS = {(hours, 0): f"Etc/GMT{-hours:+d}" for hours in range(-12, 15) if hours} | {(0, 0): "UTC"}
#: Those in between, each by a place that keeps it all year round.
_PLACES_AT = {
    (3, 30): "Asia/Tehran",
    (4, 30): "Asia/Kabul",
    (5, 30): "Asia/Kolkata",
    (5, 45): "Asia/Kathmandu",
    (6, 30): "Asia/Yangon",
    (8, 45): "Australia/Eucla",
    (9, 30): "Australia/Darwin",
    (-9, 30): "Pacific/Marquesas",
}


def zone_or(name: str | None, fallback: ZoneInfo) -> ZoneChoice:
    """The zone of that name, or the fallback together with what was wrong."""
    if not name:
        return ZoneChoice(fallback, ZoneProblem.MISSING)
    zone = _loaded(name)
    return ZoneChoice(zone) if zone else ZoneChoice(fallback, ZoneProblem.UNKNOWN)


def typed_zone(words: str) -> ZoneInfo | None:
    """`Europe/Berlin`, `Berlin`, `new york`, `UTC` or `UTC+2` as a zone; None when the words name no zone at all."""
    key = words.lower().replace(" ", "_")
    readings = _ABBREVIATIONS.get(key, ())
    if len(readings) > 1:
        raise AmbiguousZone(words, readings)
    if key.startswith(_OFFSET):
        return _at_offset(words)
    found = readings[0] if readings else _SHORT.get(key) or _by_typed_name().get(key)
    return _loaded(found) if found else None


def is_zone(words: str) -> bool:
    """Whether `typed_zone` has something to say about these words, be it a refusal."""
    key = words.lower().replace(" ", "_")
    return (
        key in _ABBREVIATIONS
        or key in _SHORT
        or key in _by_typed_name()
        or (key.startswith(_OFFSET) and "_" not in key)
    )


def is_city(words: str) -> bool:
    key = words.lower().replace(" ", "_")
    return "/" not in key and key in _by_typed_name()


def known_zones() -> tuple[str, ...]:
    return tuple(files("tzdata").joinpath("zones").read_text("ascii").split())


def _at_offset(words: str) -> ZoneInfo:
    parts = _OFFSET_PARTS.fullmatch(words.lower())
    offset = (int(f"{parts[1]}{parts[2]}"), int(parts[3] or 0)) if parts else None
    name = (_OFFSETS | _PLACES_AT).get(offset) if offset else None
    if name is None:
        raise UnknownZone(words)
    return ZoneInfo(name)


def _loaded(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # A folder's name, one with .. or NUL in it, or one too long for a path raises the latter two.
        return None


@cache
def _by_typed_name() -> dict[str, str]:
    """Full names and cities, lower case with underscores. A city that lies in several zones is left out."""
    names = [name for name in known_zones() if name.startswith(_CONTINENTS)]
    cities: dict[str, set[str]] = {}
    for name in names:
        city = name.rpartition("/")[2].lower()
        if city not in _NO_CITIES and name.count("/") == 1:
            cities.setdefault(city, set()).add(name)
    lone = {city: found.pop() for city, found in cities.items() if len(found) == 1}
    return _PLACES | lone | {name.lower(): name for name in names}

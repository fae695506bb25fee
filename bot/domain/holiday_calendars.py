"""Public holidays by country and part of it, as the `holidays` library knows them."""

from collections.abc import Mapping
from datetime import date
from functools import cache

#: Codes are `DE`, or `DE-BY` with a part of the country.
_SEPARATOR = "-"


@cache
def countries() -> Mapping[str, str]:
    """Names by code, in the order of names."""
    # Loaded when it is needed: most of the time nobody asks.
    from holidays.registry import COUNTRIES

    names = {entry[1]: name.replace("_", " ").title() for name, entry in COUNTRIES.items()}
    return dict(sorted(names.items(), key=lambda each: each[1]))


def is_known(code: str) -> bool:
    country, _, part = code.partition(_SEPARATOR)
    return country in countries() and (not part or part in _parts(country))


def found(typed: str) -> str | None:
    """The code of what people call a country: `DE`, `de-by`, `Germany`, `united kingdom`, `UK`."""
    code = typed.strip().upper()
    code = {"UK": "GB", "USA": "US"}.get(code, code)
    if is_known(code):
        return code
    name = typed.strip().casefold()
    return next((one for one, called in countries().items() if called.casefold() == name), None)


def name_of(code: str) -> str:
    country, _, part = code.partition(_SEPARATOR)
    name = countries().get(country, country)
    return f"{name} ({part})" if part else name


def holiday(code: str, day: date) -> str | None:
    """The holiday's name, of a day that is one there."""
    return _of_year(code, day.year).get(day)


@cache
def _parts(country: str) -> frozenset[str]:
    """Of this country alone: to ask for those of all loads every country's calendar, for a second and more."""
    import holidays

    return frozenset(holidays.country_holidays(country).subdivisions)


@cache
def _of_year(code: str, year: int) -> Mapping[date, str]:
    """Worked out at once: the library fills its calendars while they are read, which two threads must not see."""
    import holidays

    country, _, part = code.partition(_SEPARATOR)
    return dict(holidays.country_holidays(country, subdiv=part or None, years=year, language="en_US"))

"""A schedule follows the clock of whoever sets it; people name a zone all the same."""

from dataclasses import dataclass

from bot.domain.date_tokens import Tokens
from bot.domain.schedules import LENGTH_LIMIT, ScheduleRefused, parse_schedule
from bot.domain.text import one_line
from bot.domain.zone_words import read_zone

#: `(New York City time)`.
_MOST_WORDS = 4


@dataclass(frozen=True)
class Zoned:
    """What was typed, taken apart: `daily 9:00` and `Berlin`."""

    schedule: str
    zone: str


def zoned(typed: str, *, zone: str) -> Zoned | None:
    """None unless it is a schedule and the name of a zone, and nothing else."""
    words = one_line(typed[:LENGTH_LIMIT]).split()
    for start in range(len(words)):
        for stop in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1):
            name, rest = " ".join(words[start:stop]), " ".join([*words[:start], *words[stop:]])
            if _is_zone(name) and is_schedule(rest, zone=zone):
                return Zoned(rest, name.strip("()"))
    return None


def is_schedule(typed: str, *, zone: str) -> bool:
    try:
        parse_schedule(typed, zone=zone)
    except ScheduleRefused:
        return False
    return True


def _is_zone(name: str) -> bool:
    tokens = Tokens(name)
    read = read_zone(tokens, 0, timed=True)
    return read is not None and read.stop == len(tokens)

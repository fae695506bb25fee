"""Which edition of the zone data this process reads: what was worked out by an older one is worked out again."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from zoneinfo import TZPATH

#: In the first line of this file, wherever the zone data lie.
_FILE, _MARK = "tzdata.zi", "# version "


@cache
def edition() -> str:
    """`2026a`; later ones sort after earlier ones. The system's zone data go before those of the package."""
    folders: list[Traversable] = [*map(Path, TZPATH), files("tzdata").joinpath("zoneinfo")]
    said = (_said_by(folder.joinpath(_FILE)) for folder in folders)
    return next((found for found in said if found), "")


def _said_by(file: Traversable) -> str | None:
    if not file.is_file():
        return None
    with file.open(encoding="utf-8") as lines:
        first = lines.readline().strip()
    return first.removeprefix(_MARK) if first.startswith(_MARK) else None

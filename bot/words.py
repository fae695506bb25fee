"""`liaison words`: the words that people read, to be given in another language or in a house's own wording."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bot.config_desk import text_of
from bot.domain.config_files import BadFile
from bot.domain.language_files import LARGEST, read_language, written
from bot.startup import CannotStart
from handlers.language import ENGLISH, Language
from handlers.templates import templates

BEGIN = """\
# The words of Liaison. On the left the English, which stays as it is; on the right what people read in its place.
# Keep every {placeholder}; lines that are left out stay English. Then: LIAISON_LANGUAGE_FILE=words.toml
"""


def show() -> int:
    sys.stdout.write(BEGIN)
    sys.stdout.writelines(written(templates()))
    return 0


def check(path: Path) -> int:
    words = _read(path)
    known = len(templates())
    own = sum(english != other for english, other in words.items())
    sys.stdout.write(f"{path} can be used: {own} of {known} are in its own words, the others stay English.\n")
    return 0


def spoken(path: Path | None) -> Language:
    """Raises CannotStart with all that is wrong with the file."""
    return ENGLISH if path is None else Language(_read(path))


def _read(path: Path) -> Mapping[str, str]:
    try:
        return read_language(text_of(path, LARGEST), templates())
    except BadFile as bad:
        found = "".join(f"\n  {fault}" for fault in bad.faults)
        raise CannotStart(f"{path} cannot be used as a file of words:{found}") from None

"""Engines that outlive a test: what one has compiled the next would compile anew, a sixth of all tests' time."""

import shutil
from functools import cache
from pathlib import Path

from storage.engine import make_engine

kept_engine = cache(make_engine)


def renewed(template: Path) -> str:
    """The address of a copy in the one place where all of them are, so that one engine does for all."""
    copy = template.with_name("now.db")
    for left in copy.parent.glob(f"{copy.name}*"):
        left.unlink()
    return f"sqlite:///{shutil.copy(template, copy)}"

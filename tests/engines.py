"""Engines that outlive a test: what one has compiled the next would compile anew, a sixth of all tests' time."""

import shutil
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from storage.engine import make_engine


@cache
def kept_engine(url: str) -> Engine:
    """A server has a process for each connection: those are kept too, as to start and to warm them up is more work than
    most tests ask of them. Whoever takes the server away needs an engine of their own.
    """
    engine = make_engine(url)
    if engine.dialect.name == "postgresql":
        engine.dispose = _left_open  # type: ignore[method-assign]
    return engine


def _left_open(close: bool = True) -> None:
    """At the end the server goes, and the connections with it."""


def renewed(template: Path) -> str:
    """The address of a copy in the one place where all of them are, so that one engine does for all."""
    copy = template.with_name("now.db")
    # Connections that a test has left open would go on with the file that is taken away.
    kept_engine(f"sqlite:///{copy}").dispose()
    for left in copy.parent.glob(f"{copy.name}*"):
        left.unlink()
    return f"sqlite:///{shutil.copy(template, copy)}"

"""Whether Slack still takes the token that we hold for a workspace."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Works:
    pass


@dataclass(frozen=True)
class Dead:
    """`code` is Slack's word for why."""

    code: str


@dataclass(frozen=True)
class Unanswered:
    """Slack could not be asked, which says nothing of the token."""


Verdict: TypeAlias = Works | Dead | Unanswered

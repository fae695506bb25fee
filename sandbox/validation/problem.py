"""What the validator answers with: one finding in a payload, and what a person could not have done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`pointer` is a JSON pointer into the payload, such as `/blocks/2/text/text`."""

    pointer: str
    code: str
    message: str


@dataclass(eq=False)
class NotPossible(Exception):
    """Raised when a person could not have typed or picked this in the element."""

    reason: str

    def __str__(self) -> str:
        return self.reason

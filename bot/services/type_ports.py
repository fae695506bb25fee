"""What the store keeps of the types of requests."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.request_type_files import RequestTypeFile


class RequestTypes(Protocol):
    def newest(self) -> RequestTypeFile | None:
        """That which is in force."""
        ...

    def of_version(self, number: int) -> RequestTypeFile | None: ...
    def loaded(self) -> Sequence[RequestTypeFile]:
        """Oldest first."""
        ...

    def add(self, file: RequestTypeFile) -> bool:
        """False when somebody else has loaded one in this very moment."""
        ...

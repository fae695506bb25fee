"""Uploads that were announced and are not complete yet."""

from dataclasses import dataclass, field

from sandbox.world import File


@dataclass
class Ticket:
    """An upload that was announced: `length` bytes are to come."""

    file: File
    length: int
    arrived: bool = False


@dataclass
class Tickets:
    """By the token in the address that they were given; the app is forgotten with its world."""

    by_token: dict[str, Ticket] = field(default_factory=dict)

    def of_file(self, file_id: str) -> Ticket | None:
        """Of a file whose bytes have arrived."""
        return next((t for t in self.by_token.values() if t.file.id == file_id and t.arrived), None)

    def close(self, ticket: Ticket) -> None:
        self.by_token = {token: other for token, other in self.by_token.items() if other is not ticket}

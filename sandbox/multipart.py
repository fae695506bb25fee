"""Reading multipart/form-data (RFC 7578), which forms with files in them are sent as."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

BOUNDARY = re.compile(r";\s*boundary=(?:\"([^\"]{1,70})\"|([^\s;\"]{1,70}))", re.IGNORECASE)
NAME = re.compile(rb";\s*name=\"([^\"\r\n]*)\"", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    name: str
    content: bytes


def parts(content_type: str, body: bytes) -> Iterator[Part]:
    """Raises ValueError for a body that is none."""
    boundary = BOUNDARY.search(content_type)
    if boundary is None:
        raise ValueError("multipart/form-data needs a boundary")
    dashes = b"--" + (boundary[1] or boundary[2]).encode("latin-1")
    first, *others = (b"\r\n" + body).split(b"\r\n" + dashes)
    if first or not others or not others[-1].startswith(b"--"):
        raise ValueError("the form does not begin and end with its boundary")
    for written in others[:-1]:
        head, between, content = written.partition(b"\r\n\r\n")
        if not between:
            raise ValueError("a part has no end of its header")
        name = NAME.search(head)
        yield Part(name[1].decode(errors="replace") if name else "", content)

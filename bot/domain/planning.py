"""What is planned ahead of its moment, or follows from what has happened since."""

from enum import StrEnum


class Work(StrEnum):
    """In the order in which it is done: moments are right by today's zone data before anything is made of them."""

    ZONE_DATA = "zone_data"
    DIGESTS = "digests"
    MORNINGS = "mornings"
    NUDGES = "nudges"
    SERIES = "series"
    WATCHES = "watches"
    PINGS = "pings"
    REACTIONS = "reactions"
    REPLANNING = "replanning"
    CATCH_UP = "catch_up"

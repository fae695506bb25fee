"""Lines that do one thing with one item, and those that only look like it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.dates import DAY_END, understand
from bot.domain.item_acts import act_meant, due_asked
from bot.domain.moments import DateRefused, Moment

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 3, 14, tzinfo=UTC)


def read(typed: str) -> Moment:
    return understand(typed, now=NOW, zone=BERLIN, default_time=DAY_END)


@pytest.mark.parametrize(
    ("line", "own", "meant"),
    [
        ("ask R-12 which format?", "R", ("ask", "R-12", "which format?")),
        ("Ask about r12: which format?", "R", ("ask", "R-12", "which format?")),
        ("ask #4 which\nformat?", "T", ("ask", "T-4", "which\nformat?")),
        ("ask 12", "R", ("ask", "R-12", "")),
        ("due R-12 fri 4pm because it rains", "R", ("due", "R-12", "fri 4pm because it rains")),
        ("due date of T-4 to monday", "R", ("due", "T-4", "to monday")),
        ("reschedule T-4", "T", ("due", "T-4", "")),
        ("watch 12", "T", ("watch", "T-12", "")),
        ("watch R-12 <@U0BEN|ben>", "R", ("watch", "R-12", "<@U0BEN|ben>")),
        ("watch 12 <@U0BEN>", "R", ("watch", "R-12", "<@U0BEN>")),
        ("stop watching R-12", "R", ("unwatch", "R-12", "")),
        ("unwatch R-12", "R", ("unwatch", "R-12", "")),
        ("watch the delivery", "R", None),
        ("ask 12 people about the menu", "R", None),
        ("due 12 march", "R", None),
        ("ask R-12-b for a quote", "R", None),
        ("asking R-12", "R", None),
        ("watch", "R", None),
    ],
)
def test_what_is_meant(line: str, own: str, meant: tuple[str, str, str] | None) -> None:
    act = act_meant(line, own)
    assert (act and (act.verb, act.label, act.rest)) == meant


@pytest.mark.parametrize(
    ("typed", "local", "why"),
    [
        ("fri 4pm because the printer is late", "2026-03-06T16:00", "the printer is late"),
        ("Fri 4pm, because of the strike", "2026-03-06T16:00", "the strike"),
        ("fri 4pm since Ana is away", "2026-03-06T16:00", "Ana is away"),
        ("fri 4pm due to snow", "2026-03-06T16:00", "snow"),
        ("fri 4pm - the printer is late", "2026-03-06T16:00", "the printer is late"),
        ("fri 16:00: the printer is late", "2026-03-06T16:00", "the printer is late"),
        ("fri 4pm (printer is late)", "2026-03-06T16:00", "printer is late"),
        ("fri 4pm, printer late", "2026-03-06T16:00", "printer late"),
        ("fri 4pm the printer is late", "2026-03-06T16:00", "the printer is late"),
        ("to 9 march 10:00 as the client asked", "2026-03-09T10:00", "the client asked"),
        ("tomorrow", "2026-03-04T17:00", ""),
        ("to fri 4pm", "2026-03-06T16:00", ""),
        ("2026-03-09 because we wait - still", "2026-03-09T17:00", "we wait - still"),
        ("none because it was cancelled", None, "it was cancelled"),
        ("no date", None, ""),
    ],
)
def test_a_moment_and_its_reason(typed: str, local: str | None, why: str) -> None:
    asked = due_asked(typed, read)
    assert (asked.moment and asked.moment.local.isoformat(timespec="minutes"), asked.why) == (local, why)


@pytest.mark.parametrize("typed", ["because it rains", "soon because it rains", "31 feb because it rains", "x" * 3000])
def test_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(DateRefused):
        due_asked(typed, read)

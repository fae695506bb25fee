"""A number in front of a date belongs to what the line is about, unless a clock is asked for. Tuesday 14:00, London."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.dates import Found, leading, scan, understand
from bot.domain.quick_nudge import parse_nudge
from bot.domain.quick_request import parse_request
from bot.domain.quick_task import parse_task

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 3, 3, 14, 0, tzinfo=LONDON)

ROWS = [
    ("order 12 tomorrow morning", "order 12", "2026-03-04 09:00"),
    ("order 12 first thing tomorrow", "order 12", "2026-03-04 09:00"),
    ("order 12, tomorrow", "order 12", "2026-03-04 17:00"),
    ("order 12 end of next week", "order 12", "2026-03-13 17:00"),
    ("order 12 2026-03-05", "order 12", "2026-03-05 17:00"),
    ("page 3 today", "page 3", "2026-03-03 17:00"),
    ("page 3 today eod", "page 3", "2026-03-03 17:00"),
    ("size 10 tonight", "size 10", "2026-03-03 20:00"),
    ("version 3 in two days", "version 3", "2026-03-05 17:00"),
    ("proof 2 in 2 days", "proof 2", "2026-03-05 17:00"),
    ("proof 2 in 2 hours", "proof 2", "2026-03-03 16:00"),
    ("iPhone 15 this afternoon", "iPhone 15", "2026-03-03 15:00"),
    ("iPhone 5s tomorrow", "iPhone 5s", "2026-03-04 17:00"),
    ("part 1 12 march", "part 1", "2026-03-12 17:00"),
    ("chapter 5 fri", "chapter 5", "2026-03-06 17:00"),
    ("chapter 5 fri 4pm", "chapter 5", "2026-03-06 16:00"),
    ("chapter 5 fri at night", "chapter 5", "2026-03-06 20:00"),
    ("chapter 5 next fri", "chapter 5", "2026-03-13 17:00"),
    ("chapter 5 tomorrow", "chapter 5", "2026-03-04 17:00"),
    ("invoice 4711 tomorrow", "invoice 4711", "2026-03-04 17:00"),
    ("invoice 4711 tomorrow at 4pm", "invoice 4711", "2026-03-04 16:00"),
    ("invoice 1200 mon", "invoice 1200", "2026-03-09 17:00"),
    ("invoice 123456 mon", "invoice 123456", "2026-03-09 17:00"),
    ("route 66 today", "route 66", "2026-03-03 17:00"),
    ("version 4.30 tomorrow", "version 4.30", "2026-03-04 17:00"),
    ("version 2.0 tomorrow", "version 2.0", "2026-03-04 17:00"),
    ("v2.1 tomorrow", "v2.1", "2026-03-04 17:00"),
    ("v2.1 monday", "v2.1", "2026-03-09 17:00"),
    ("appendix 3a tomorrow", "appendix 3a", "2026-03-04 17:00"),
    ("brochure 16p tomorrow", "brochure 16p", "2026-03-04 17:00"),
    ("appendix 3a", "appendix 3a", ""),
    ("pages 10 to 12 tomorrow", "pages 10 to 12", "2026-03-04 17:00"),
    ("pages 4 to 6 tomorrow", "pages 4 to 6", "2026-03-04 17:00"),
    ("pages 20 to 30 tomorrow", "pages 20 to 30", "2026-03-04 17:00"),
    ("pages 10-12 fri", "pages 10-12", "2026-03-06 17:00"),
    ("budget $5 fri", "budget $5", "2026-03-06 17:00"),
    ("banner 16:9 tomorrow", "banner 16:9", "2026-03-04 17:00"),
    ("banner v2 tomorrow", "banner v2", "2026-03-04 17:00"),
    ("banner v2 tomorrow morning", "banner v2", "2026-03-04 09:00"),
    ("flyer2 monday", "flyer2", "2026-03-09 17:00"),
    ("flyer2 monday at night", "flyer2", "2026-03-09 20:00"),
    ("flyer19 in two days", "flyer19", "2026-03-05 17:00"),
    ("reprint A4 monday", "reprint A4", "2026-03-09 17:00"),
    ("ticket #12 monday", "ticket #12", "2026-03-09 17:00"),
    ("table for 4 tomorrow", "table for 4", "2026-03-04 17:00"),
    ("notes on 7 tomorrow", "notes on 7", "2026-03-04 17:00"),
    ("a poster 60 by 90", "a poster 60 by 90", ""),
    ("a poster 60 by 90 fri", "a poster 60 by 90", "2026-03-06 17:00"),
    ("room 12 at 4pm", "room 12", "2026-03-03 16:00"),
    ("table 5 tonight at 8", "table 5", "2026-03-03 20:00"),
    ("room 12 tomorrow at 4", "room 12", "2026-03-04 16:00"),
    ("mock-up 2 by friday afternoon", "mock-up 2", "2026-03-06 15:00"),
    ("step 2 tomorrow 4pm", "step 2", "2026-03-04 16:00"),
    ("step 2 28 mar 4pm", "step 2", "2026-03-28 16:00"),
    ("poster A3 fri 4pm", "poster A3", "2026-03-06 16:00"),
    ("poster by 4 tomorrow", "poster", "2026-03-04 16:00"),
    ("poster at 9 tomorrow", "poster", "2026-03-04 09:00"),
    ("poster @ 9 tomorrow", "poster", "2026-03-04 09:00"),
    ("poster due 9 tomorrow", "poster", "2026-03-04 09:00"),
    ("poster 9:30 tomorrow", "poster", "2026-03-04 09:30"),
    ("poster 9am tomorrow", "poster", "2026-03-04 09:00"),
    ("poster half 4 tomorrow", "poster", "2026-03-04 16:30"),
    ("poster ten to 5 tomorrow", "poster", "2026-03-04 16:50"),
    ("poster 10 past 4 tomorrow", "poster", "2026-03-04 16:10"),
    ("poster 28 feb", "poster", "2027-02-28 17:00"),
    ("poster tomorrow 4", "poster", "2026-03-04 16:00"),
    ("monday 3 copies", "monday 3 copies", ""),
    ("12 sunday lunch menus", "12 sunday lunch menus", ""),
    ("bus tour monday/tuesday 4pm", "bus tour monday/tuesday 4pm", ""),
    ("minutes of monday 9:00", "minutes of monday 9:00", ""),
]
TABLE = pytest.mark.parametrize(("line", "title", "due"), ROWS, ids=[row[0] for row in ROWS])


@TABLE
def test_in_a_request(line: str, title: str, due: str) -> None:
    request = parse_request(f"Acme: {line}", now=TUESDAY, zone=LONDON)
    assert (request.title, request.due.local.isoformat(" ", "minutes") if request.due else "") == (title, due)
    assert request.ambiguities == ()


@TABLE
def test_in_a_task(line: str, title: str, due: str) -> None:
    task = parse_task(f"<@U0BEN|ben> {line}", now=TUESDAY, zone=LONDON)
    assert (task.title, task.due.local.isoformat(" ", "minutes") if task.due else "") == (title, due)
    assert task.ambiguities == ()


@pytest.mark.parametrize("line", ["9 tomorrow", "at 9 tomorrow", "4.30 tomorrow", "0930 tomorrow", "3p tomorrow"])
def test_a_date_alone_keeps_its_hour(line: str) -> None:
    moment = understand(line, now=TUESDAY, zone=LONDON)
    assert moment.local.hour in {9, 15, 16}
    found = scan(line, now=TUESDAY, zone=LONDON)
    assert isinstance(found, Found)
    assert found.moment.local == moment.local


@pytest.mark.parametrize(
    ("line", "text", "due"),
    [
        ("me 9 tomorrow call Acme", "call Acme", "2026-03-04 09:00"),
        ("me order 12 tomorrow", "order 12", "2026-03-04 09:00"),
        ("me 3 flyers tomorrow", "3 flyers", "2026-03-04 09:00"),
        ("me 2nd proof to Ben tomorrow 9:00", "2nd proof to Ben", "2026-03-04 09:00"),
        ("me the 12th call Acme", "call Acme", "2026-03-12 09:00"),
    ],
)
def test_in_a_reminder(line: str, text: str, due: str) -> None:
    nudge = parse_nudge(line, now=TUESDAY, zone_of=lambda _: LONDON)
    assert nudge.moment is not None
    assert (nudge.text, nudge.moment.local.isoformat(" ", "minutes")) == (text, due)


def test_an_ordinal_describes_what_follows() -> None:
    assert leading("2nd proof", now=TUESDAY, zone=LONDON) is None

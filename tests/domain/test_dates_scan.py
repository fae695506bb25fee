"""The date found in a line about something else, and the one that is none."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.dates import Doubtful, Found, anywhere, leading, scan

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("line", "typed", "meant"),
    [
        ("reprint by fri 4pm", "by fri 4pm", "2026-03-06 16:00"),
        ("by fri 4pm reprint", "by fri 4pm", "2026-03-06 16:00"),
        ("reprint due by tomorrow for the fair", "due by tomorrow", "2026-03-04 17:00"),
        ("reprint, due: 28 mar.", "due: 28 mar", "2026-03-28 17:00"),
        ("reprint before next fri please", "before next fri", "2026-03-13 17:00"),
        ("closed until monday", "until monday", "2026-03-09 17:00"),
        ("call at 4", "at 4", "2026-03-03 16:00"),
        ("call on the 12th", "on the 12th", "2026-03-12 17:00"),
        ("meeting fri at 4pm to plan", "fri at 4pm", "2026-03-06 16:00"),
        ("meeting 28 mar at 4pm to plan", "28 mar at 4pm", "2026-03-28 16:00"),
        ("dinner tonight at 8 to plan", "tonight at 8", "2026-03-03 20:00"),
        ("dinner this evening at 7", "this evening at 7", "2026-03-03 19:00"),
        ("poster 28 mar 9am", "28 mar 9am", "2026-03-28 09:00"),
        ("reprint tomorrow", "tomorrow", "2026-03-04 17:00"),
        ("reprint tomorrow!", "tomorrow", "2026-03-04 17:00"),
        ("reprint today 4pm please", "today 4pm", "2026-03-03 16:00"),
        ("reprint friday at the latest", "friday at the latest", "2026-03-06 17:00"),
        ("by fri 4pm sharp at the desk", "by fri 4pm sharp", "2026-03-06 16:00"),
        ("by the way call on friday", "on friday", "2026-03-06 17:00"),
        ("reprint fri, 4pm", "fri, 4pm", "2026-03-06 16:00"),
        ("reprint 28 mar", "28 mar", "2026-03-28 17:00"),
        ("reprint in 2 hours", "in 2 hours", "2026-03-03 12:00"),
        ("reprint 2026-03-05", "2026-03-05", "2026-03-05 17:00"),
        ("send 16:00", "16:00", "2026-03-03 16:00"),
        ("reprint eod", "eod", "2026-03-03 17:00"),
        ("brochure for fri 4pm", "for fri 4pm", "2026-03-06 16:00"),
        ("by fri 9 copies", "by fri", "2026-03-06 17:00"),
        ("by fri 4pm Paris brochure", "by fri 4pm", "2026-03-06 16:00"),
        ("brochure by fri 4pm Paris", "by fri 4pm Paris", "2026-03-06 16:00"),
        ("by the 12th floor plan", "", ""),
        ("minutes of Monday by fri", "by fri", "2026-03-06 17:00"),
        ("by phone, due tue 11:00", "due tue 11:00", "2026-03-03 11:00"),
        ("by fri or by mon 9:00", "by mon 9:00", "2026-03-09 09:00"),
        ("on mon call, due thu", "due thu", "2026-03-05 17:00"),
        ("reprint by tom", "by tom", "2026-03-04 17:00"),
        ("reprint by half past four", "by half past four", "2026-03-03 16:30"),
        ("call Ben quarter past four", "quarter past four", "2026-03-03 16:15"),
        ("reprint by four please", "by four", "2026-03-03 16:00"),
        ("reprint by 4 please", "by 4", "2026-03-03 16:00"),
        ("by fri 9 and tell Ben", "by fri 9", "2026-03-06 09:00"),
        ("reprint by 17h please", "by 17h", "2026-03-03 17:00"),
        ("reprint before 17h30", "before 17h30", "2026-03-03 17:30"),
        ("reprint within 3 days", "within 3 days", "2026-03-06 17:00"),
        ("within two hours call Ben", "within two hours", "2026-03-03 12:00"),
    ],
)
def test_found(line: str, typed: str, meant: str) -> None:
    found = scan(line, now=TUESDAY, zone=BERLIN)
    if not typed:
        assert found is None
        return
    assert isinstance(found, Found)
    assert (line[found.start : found.end], found.moment.local) == (typed, datetime.fromisoformat(meant))


@pytest.mark.parametrize(
    "line",
    [
        *(
            "menu for Sunday",
            "minutes of Monday",
            "dish on which we sat",
            "pictures of the sun",
            "ask tom",
            "reprint by Tom",
        ),
        *(
            "by 3D printing",
            "at 2m height",
            "order 90m cable",
            "version 4.30",
            "chapter 9",
            "brochure 2026",
            "brochure for may",
            "we may",
            "by 4 people",
        ),
        *(
            "on 2nd floor",
            "at 2 locations",
            "cut the price by 10 %",
            "by phone",
            "on 3/4 of the pages",
            "Friday meeting",
        ),
        *(
            "follow up on yesterday's call",
            "every friday",
            "needs 2 days",
            "due diligence",
            "due to the weekend",
            "by the way",
            *("one by one", "two by four", "60 by 90", "by four people", "by one of us", "fri 2h", "from four to five"),
            *("shorten the film by 10 min", "move the call by 1 hour"),
            *("longer by 2 days", "by 5 m of cable", "10-2h", "the job of 2 days ago", "at -2 degrees"),
            *("within budget", "pay within 3 days of delivery", "half a page", "pages 4 to 6", "pages 10 to 20"),
            "at",
            "",
            "by",
        ),
    ],
)
def test_not_a_date(line: str) -> None:
    assert scan(line, now=TUESDAY, zone=BERLIN) is None


@pytest.mark.parametrize(
    ("line", "typed", "refusal"),
    [
        ("reprint by 3/4 please", "by 3/4", "Ambiguous"),
        ("reprint by 31 feb", "by 31 feb", "NoSuchDate"),
        ("reprint 31 feb", "31 feb", "NoSuchDate"),
        ("call at 25:00", "at 25:00", "NoSuchTime"),
        ("reprint by may", "by may", "TooVague"),
        ("reprint by next week", "by next week", "TooVague"),
        ("reprint by the weekend", "by the weekend", "NotUnderstood"),
        ("reprint before lunch", "before lunch", "NotUnderstood"),
        ("reprint by early next week", "by early next week", "NotUnderstood"),
        ("reprint by mon 9-ish", "by mon 9-ish", "NotUnderstood"),
        ("by friday's meeting", "by friday's", "NotUnderstood"),
        ("reprint by yesterday", "by yesterday", "InThePast"),
        ("reprint by fri 4pm EST", "by fri 4pm EST", "AmbiguousZone"),
        ("reprint by 2031-01-01", "by 2031-01-01", "TooFar"),
        ("photo 10 by 15", "by 15", "NotUnderstood"),
        ("phase 2 march 12", "2 march 12", "NotUnderstood"),
        ("reprint within the week", "within the week", "NotUnderstood"),
        ("reprint by 2h", "by 2h", "TooVague"),
        ("reprint by 5 m", "by 5 m", "TooVague"),
        ("reprint by 1,5h", "by 1,5h", "NotUnderstood"),
        ("reprint in 1,5h", "in 1,5h", "NotUnderstood"),
        ("reprint by 90 min", "by 90 min", "NotUnderstood"),
        ("reprint by 2 days before the fair", "by 2 days before", "NotUnderstood"),
        ("reprint by -2h", "by -2h", "InThePast"),
        ("reprint in -2h", "in -2h", "InThePast"),
        ("reprint by 1 hour ago", "by 1 hour ago", "InThePast"),
        ("reprint due 2 days ago", "due 2 days ago", "InThePast"),
        ("reprint by 1 jan 0001", "by 1 jan 0001", "LongPast"),
        ("reprint by 1/9/930/2026", "by 1/9/930/2026", "NotUnderstood"),
        ("reprint by fri 9:00 - 10:00", "by fri 9:00 - 10:00", "NotUnderstood"),
        ("reprint by 03.04.", "by 03.04", "Ambiguous"),
        ("reprint by fri 4pm their time", "by fri 4pm their time", "UnknownZone"),
    ],
)
def test_doubtful(line: str, typed: str, refusal: str) -> None:
    found = scan(line, now=TUESDAY, zone=BERLIN)
    assert isinstance(found, Doubtful)
    assert (line[found.start : found.end], type(found.refused).__name__) == (typed, refusal)


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("fri 9:00 call Acme", "fri 9:00"),
        ("in 2h to call Acme", "in 2h"),
        ("at 4 call Acme", "at 4"),
        ("tomorrow: call", "tomorrow"),
        ("fri 9:00 Berlin call", "fri 9:00 Berlin"),
        ("call fri", None),
        ("tomorrow 4-page flyer", "tomorrow"),
        ("4-page flyer", None),
        ("fri 9:00:call Acme", "fri 9:00"),
    ],
)
def test_leading(line: str, typed: str | None) -> None:
    found = leading(line, now=TUESDAY, zone=BERLIN)
    assert (line[found.start : found.end] if found else None) == typed


@pytest.mark.parametrize(
    ("line", "typed", "refusal"),
    [
        ("1 hour ago call Acme", "1 hour ago", "InThePast"),
        ("-2h call Acme", "-2h", "InThePast"),
        ("0001-01-01 call Acme", "0001-01-01", "LongPast"),
        ("03.04. call Acme", "03.04.", "Ambiguous"),
        ("1/9/930/2026 call Acme", "1/9/930/2026", "NotUnderstood"),
        ("fri 9:00-10:00 call Acme", "fri 9:00-10:00", "NotUnderstood"),
        ("fri 9:00 - 10:00 call Acme", "fri 9:00 - 10:00", "NotUnderstood"),
        ("4pm-5pm call Acme", "4pm-5pm", "NotUnderstood"),
        ("mon 9-ish call Acme", "mon 9-ish", "NotUnderstood"),
        ("1 hour before the fair call", "1 hour before", "NotUnderstood"),
        ("in 2 days after the fair", "in 2 days after", "NotUnderstood"),
        ("1.9.930.2026 call", "1.9.930.2026", "NotUnderstood"),
        ("fri 14-15 call", "fri 14-15", "NotUnderstood"),
    ],
)
def test_leading_doubtfully(line: str, typed: str, refusal: str) -> None:
    found = leading(line, now=TUESDAY, zone=BERLIN)
    assert isinstance(found, Doubtful)
    assert (line[found.start : found.end], type(found.refused).__name__) == (typed, refusal)


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("call Acme fri 9:00 about it", "fri 9:00"),
        ("Zoe tomorrow call Acme", "tomorrow"),
        ("Zoe in 2h call Acme", "in 2h"),
        ("Zoe 12 march 4pm call Acme", "12 march 4pm"),
        ("what Ben did 2 days ago again", "2 days ago"),
        ("prepare the Friday 9:00 train", None),
        ("minutes of monday 9:00 meeting", None),
        ("the Friday meeting", None),
        ("order 9 tomorrow bottles", "tomorrow"),
        ("call about 12 copies", None),
        ("", None),
    ],
)
def test_anywhere(line: str, typed: str | None) -> None:
    found = anywhere(line, now=TUESDAY, zone=BERLIN)
    assert (line[found.start : found.end] if found else None) == typed

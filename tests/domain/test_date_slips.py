"""Days and months with a slip of the finger in them are asked about, words that are words are not. Tuesday, Berlin."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.dates import Doubtful, Misspelt, leading, scan, understand

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("line", "typed", "meant"),
    [
        ("reprint by firday", "by firday", "by Friday"),
        ("reprint by wendesday please", "by wendesday", "by Wednesday"),
        ("reprint by wensday", "by wensday", "by Wednesday"),
        ("reprint due thrusday 4pm", "due thrusday 4pm", "due Thursday 4pm"),
        ("reprint by next firday", "by next firday", "by next Friday"),
        ("reprint by 4pm firday", "by 4pm firday", "by 4pm Friday"),
        ("reprint by noon on satruday", "by noon on satruday", "by noon on Saturday"),
        ("reprint by 15 mrach", "by 15 mrach", "by 15 March"),
        ("reprint by mrach 15", "by mrach 15", "by March 15"),
        ("reprint by 15 aprl 4pm", "by 15 aprl 4pm", "by 15 April 4pm"),
        ("reprint before the end of febuary", "before the end of febuary", "before the end of February"),
        ("reprint by tomrrow", "by tomrrow", "by tomorrow"),
        ("reprint by toady", "by toady", "by today"),
        ("call at 4pm firday", "at 4pm firday", "at 4pm Friday"),
        ("reprint firday 4pm", "firday 4pm", "Friday 4pm"),
        ("reprint 4pm firday", "4pm firday", "4pm Friday"),
    ],
)
def test_asked(line: str, typed: str, meant: str) -> None:
    found = scan(line, now=TUESDAY, zone=BERLIN)
    assert isinstance(found, Doubtful)
    assert isinstance(found.refused, Misspelt)
    assert (found.refused.typed, found.refused.meant) == (typed, meant)
    assert line[found.start : found.end] == typed
    assert understand(meant, now=TUESDAY, zone=BERLIN).at > TUESDAY


@pytest.mark.parametrize(
    "line",
    [
        *("reprint by match", "reprint by Marsh", "reprint firday", "win by 15 points", "stand by me", "by Julie"),
        *("due diligence", "before remember", "written by Frida", "by Mandy", "until many", "by sundry means"),
    ],
)
def test_words_that_are_none(line: str) -> None:
    assert scan(line, now=TUESDAY, zone=BERLIN) is None


def test_a_match_has_an_hour_of_its_own() -> None:
    found = scan("football match 4pm", now=TUESDAY, zone=BERLIN)
    assert not isinstance(found, Doubtful)


def test_at_the_beginning_of_a_reminder() -> None:
    found = leading("firday 9:00 call Acme", now=TUESDAY, zone=BERLIN)
    assert isinstance(found, Doubtful)
    assert isinstance(found.refused, Misspelt)


@pytest.mark.parametrize(
    ("typed", "meant"), [("firday", "Friday"), ("wendesday 9:00", "Wednesday 9:00"), ("15 mrach", "15 March")]
)
def test_in_a_field(typed: str, meant: str) -> None:
    with pytest.raises(Misspelt) as refused:
        understand(typed, now=TUESDAY, zone=BERLIN)
    assert (refused.value.typed, refused.value.meant) == (typed, meant)

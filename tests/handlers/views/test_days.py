"""A day as it is drawn: whatever stands in it fits everywhere, each line has its likely action."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.client_requests import Acceptance
from bot.domain.days import DayLine, Filters, Kind, Section, overlapped, page_start
from bot.domain.ids import ClientNumber, RequestNumber
from bot.domain.priority import Priority
from bot.domain.request_states import RequestStatus
from bot.services.homes import PAGE, Home
from handlers.days import IN_MESSAGE
from handlers.text import Mrkdwn
from handlers.views import days as views
from sandbox.validation import message_problems, view_problems
from tests.storage import make
from tests.storage.make import ANA, BEN, NOW

COUNTS = (0, 1, 9, 10, 11, 49, 50, 51, 99, 100, 101, 301, 10_000)
HOSTILE = "<!channel> & *bold* ~gone~ `code` <https://x|y> " + "&<>" * 100
LONGEST = DayLine(
    Section.OVERDUE,
    Kind.REQUEST,
    999_999_999,
    HOSTILE[:300],
    NOW,
    acceptance=Acceptance.ASKED,
    owner=BEN,
    priority=Priority.URGENT,
    status=RequestStatus.WAITING_ON_CLIENT,
    until=NOW,
    why=HOSTILE[:300],
    client=HOSTILE[:100],
    request_number=RequestNumber(1),
)
EMPTY = Home(ANA, is_member=True, zone=ZoneInfo("Asia/Kolkata"), at=NOW, counts=dict.fromkeys(Section, 0))


def shown(total: int, offset: int, size: int, sections: tuple[Section, ...] = tuple(Section)) -> Home:
    """A page of so many, spread over the sections."""
    counts = dict.fromkeys(Section, 0)
    for n, section in enumerate(sections):
        counts[section] = total // len(sections) + (n < total % len(sections))
    start = page_start(offset, total, size)
    read, skip = overlapped(counts, start, size)
    listed = [section for section in read for _ in range(min(counts[section], skip + size))][skip : skip + size]
    lines = tuple(replace(LONGEST, section=section, number=n) for n, section in enumerate(listed, start=1))
    return replace(EMPTY, counts=counts, lines=lines, offset=start, size=size)


@pytest.mark.parametrize("total", COUNTS)
def test_any_count_fits_on_every_page(total: int) -> None:
    closed = make.request(title=HOSTILE[:300])
    closed.finish(by=ANA, at=NOW)
    filters = Filters(ClientNumber(1), Priority.LOW, Kind.TASK, Section.GIVEN)
    for offset in {0, PAGE, total // 2, total - 1, total}:
        page = replace(shown(total, offset, PAGE), closed=closed, filters=filters, client=HOSTILE[:100])
        for view in (views.home(page, Mrkdwn("R-1 is done.")), views.form(page, Mrkdwn("R-1 is done."))):
            assert view_problems(view) == []
            assert len(view["blocks"]) <= 100  # type: ignore[arg-type]
        message = views.message(replace(shown(total, offset, IN_MESSAGE), closed=closed), Mrkdwn("R-1 is done."))
        assert message_problems(message.payload()) == []
        assert len(message.blocks) <= 47, "the help stands below it"


@pytest.mark.parametrize(
    ("fields", "buttons"),
    [
        pytest.param({}, ["Accept", "Open"], id="not accepted"),
        pytest.param({"acceptance": Acceptance.ACCEPTED}, ["Done", "Open"], id="accepted"),
        pytest.param({"section": Section.WAITING, "acceptance": Acceptance.ACCEPTED}, ["Resume", "Open"], id="waiting"),
        pytest.param({"section": Section.UNOWNED, "acceptance": Acceptance.NOT_ASKED}, ["I'll take this", "Open"]),
        pytest.param({"section": Section.GIVEN}, ["Open"], id="given"),
        pytest.param({"kind": Kind.TASK, "acceptance": Acceptance.ACCEPTED}, ["Done", "Open"], id="task"),
        pytest.param({"section": Section.REMINDERS, "kind": Kind.REMINDER}, ["Cancel"], id="reminder"),
    ],
)
def test_the_likely_action_comes_first(fields: dict[str, Any], buttons: list[str]) -> None:
    line = replace(LONGEST, **fields)
    assert [words for words, _ in views._buttons_of(line)] == buttons


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        pytest.param(Filters(), "`/request Acme", id="nothing at all"),
        pytest.param(Filters(kind=Kind.TASK), "*Show all*", id="nothing of what is chosen"),
    ],
)
def test_an_empty_day_says_what_to_do(filters: Filters, said: str) -> None:
    assert said in str(views.home(replace(EMPTY, filters=filters)))


def test_counts_stand_in_the_headings_and_the_zone_below() -> None:
    text = str(views.home(shown(10_000, 0, PAGE, (Section.UNOWNED,))))
    assert "Nobody's yet (10,000)" in text
    assert "1–20 of 10,000" in text
    assert "Kolkata time" in text

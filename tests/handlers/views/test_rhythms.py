"""How often something comes, in words, for each rule that a form or a line can give."""

from datetime import date, datetime, time

import pytest

from bot.domain.nudge_repeats import Repeat, repeating
from bot.domain.plurals import Replacement, plurals_of
from bot.domain.recurrence import LAST, MonthlyRule, NthWeekdayRule, NthWorkdayRule, Period, Rule, WeeksRule, YearlyRule
from bot.domain.schedules import DailyRule
from handlers.language import Language
from handlers.views.rhythms import days, rhythm

NINE, BERLIN = time(9), "Europe/Berlin"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (DailyRule(NINE, frozenset(range(7)), BERLIN), "every day"),
        (DailyRule(NINE, frozenset(range(5)), BERLIN), "every weekday"),
        (DailyRule(NINE, frozenset({5, 6}), BERLIN), "every Saturday and Sunday"),
        (DailyRule(NINE, frozenset({0}), BERLIN), "every Monday"),
        (DailyRule(NINE, frozenset({0, 2, 4}), BERLIN), "every Monday, Wednesday and Friday"),
        (WeeksRule(NINE, frozenset({4}), 2, date(2026, 3, 6), BERLIN), "every 2 weeks on Friday"),
        (MonthlyRule(NINE, frozenset({1}), BERLIN), "on the 1st of every month"),
        (
            MonthlyRule(NINE, frozenset({2, 3, 11, 22, 23}), BERLIN),
            "on the 2nd, the 3rd, the 11th, the 22nd and the 23rd of every month",
        ),
        (MonthlyRule(NINE, frozenset({15, 31}), BERLIN), "on the 15th and the last day of every month"),
        (NthWeekdayRule(NINE, LAST, 4, BERLIN), "on the last Friday of every month"),
        (NthWorkdayRule(NINE, LAST, BERLIN), "on the last working day (Monday to Friday) of every month"),
        (NthWorkdayRule(NINE, 5, BERLIN), "on the 5th working day (Monday to Friday) of every month"),
        (NthWeekdayRule(NINE, 2, 1, BERLIN), "on the second Tuesday of every month"),
        (MonthlyRule(NINE, frozenset({1, 31}), BERLIN, Period.QUARTER), "on the 1st and the last day of every quarter"),
        (MonthlyRule(NINE, frozenset({15}), BERLIN, Period.QUARTER), "on the 15th of the first month of every quarter"),
        (NthWeekdayRule(NINE, 1, 0, BERLIN, Period.QUARTER), "on the first Monday of every quarter"),
        (
            NthWorkdayRule(NINE, LAST, BERLIN, Period.QUARTER),
            "on the last working day (Monday to Friday) of every quarter",
        ),
        (YearlyRule(NINE, 12, 24, BERLIN), "every year on 24 December"),
    ],
)
def test_rhythm(rule: Rule, words: str) -> None:
    assert rhythm(rule) == f"{words} at 09:00 Berlin time"


@pytest.mark.parametrize(
    ("tag", "words", "shown"),
    [
        ("fr", {"one": "le 1er", "other": "le {count}"}, ["le 1er", "le 2", "le 21"]),
        ("sv", {"one": "den {count}:a", "other": "den {count}:e"}, ["den 1:a", "den 2:a", "den 21:a"]),
        ("de", "am {count}.", ["am 1.", "am 2.", "am 21."]),
    ],
)
def test_the_language_chooses_how_a_place_in_a_row_ends(tag: str, words: Replacement, shown: list[str]) -> None:
    with Language({"the {count}th": words, "on {days} of {every}": "{days}"}, plurals_of(tag)).spoken():
        assert [days(MonthlyRule(NINE, frozenset({day}), BERLIN)) for day in (1, 2, 21)] == shown


@pytest.mark.parametrize("how", Repeat)
def test_every_choice_of_the_form_begins_with_its_moment(how: Repeat) -> None:
    first = datetime(2026, 3, 31, 9, 0)  # noqa: DTZ001  # wall time
    rule = repeating(how, first, BERLIN)
    assert rule.falls_on(first.date())
    assert (rule.local_time, rule.zone) == (NINE, BERLIN)

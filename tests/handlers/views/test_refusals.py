"""Every refusal, question and note has its words, and nothing that people typed breaks out of them."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from bot.domain import client_names, durations, errors, moments, quick_results, recurrence, schedules
from bot.domain.errors import DomainError
from bot.domain.ids import LIAISON, ChannelId, UserId
from bot.domain.plurals import plurals_of
from bot.domain.priority import Priority
from bot.domain.request_states import RequestStatus
from handlers.language import Language
from handlers.text import Mrkdwn
from handlers.views import field_errors, refusals, unusable

LONDON = ZoneInfo("Europe/London")
AT = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
NASTY = "<!channel> *x* `y` &amp; <@U0EVE> {0.__class__} %s"
MOMENT = moments.Moment(datetime(2026, 3, 3, 14), LONDON, AT, (), NASTY)  # noqa: DTZ001  # wall time
PERSON = quick_results.PersonName(UserId("U0ANA"), NASTY)
VALUES: dict[str, Any] = {
    "user_id": UserId("U0ANA"),
    "by": UserId("U0ANA"),
    "owner": UserId("U0ANA"),
    "channel": ChannelId("C0NOBOT"),
    "at": AT,
    "ago": timedelta(minutes=1),
    "longest": timedelta(days=366),
    "moment": MOMENT,
    "readings": (MOMENT, MOMENT),
    "suggestions": (NASTY,),
    "fields": (NASTY,),
    "known": (NASTY, NASTY),
    "differences": (errors.Difference("title", NASTY, NASTY),),
    "year": None,
    "now": RequestStatus.ON_HOLD,
    "wanted": RequestStatus.DONE,
    "candidates": (client_names.ClientName(1, NASTY),),  # type: ignore[arg-type]
    "parts": (NASTY, "T-2"),
    "owners": (quick_results.Mention(UserId("U0ANA")), quick_results.Mention(UserId("U0BEN"))),
    "priorities": (Priority.LOW, Priority.HIGH),
    "numbers": (1, 2),
    "sources": (quick_results.Source.PHONE, quick_results.Source.MAIL),
    "askers": (quick_results.Mention(UserId("U0ANA")), quick_results.Mention(UserId("U0BEN"))),
    "level": Priority.HIGH,
    "priority": Priority.HIGH,
    "latest": AT,
    "zone_name": "Europe/London",
    "per": recurrence.Period.QUARTER,
    "refused": schedules.NotASchedule(NASTY),
    "asked": datetime(2026, 3, 29, 2, 30),  # noqa: DTZ001  # wall time
    "used": datetime(2026, 3, 29, 3, 0),  # noqa: DTZ001  # wall time
}
NUMBERS = {
    "hidden": 2,
    "line": 2,
    "day": 31,
    "month": 2,
    "length": 3240,
    "limit": 3000,
    "count": 200,
    "years": 2,
    "minutes": 10,
    "hour": 16,
}


def leaves(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    below = kind.__subclasses__()
    if not below:
        yield kind
    for one in below:
        yield from leaves(one)


def nasty(kind: type[Any]) -> Any:
    """With whatever people could have typed in every field that holds words."""
    values = {**VALUES, **NUMBERS}
    return kind(**{field.name: values.get(field.name, NASTY) for field in dataclasses.fields(kind)})


def example(kind: type[Any]) -> Any:
    made = nasty(kind) if dataclasses.is_dataclass(kind) else kind()
    if isinstance(made, moments.AmbiguousZone):
        made.readings = ("America/Chicago", "Asia/Shanghai")
    return made


def assert_plain(text: Mrkdwn) -> None:
    assert text
    assert "<!channel>" not in text
    assert "<@U0EVE>" not in text
    assert "*x*" not in text
    assert "`y`" not in text


@pytest.mark.parametrize("kind", sorted(leaves(DomainError), key=str))
@pytest.mark.parametrize("zone", [None, LONDON], ids=["no zone", "zone"])
def test_every_refusal_has_words(kind: type[DomainError], zone: ZoneInfo | None) -> None:
    assert_plain(refusals.words(example(kind), zone=zone))


@pytest.mark.parametrize("kind", [one for one in get_args(quick_results.Ambiguity) if one is not moments.DateRefused])
def test_every_question_has_words(kind: type[Any]) -> None:
    assert_plain(refusals.asked(example(kind)))


@pytest.mark.parametrize("kind", get_args(moments.Note))
def test_every_note_has_words(kind: type[Any]) -> None:
    note = moments.ZoneGiven("Europe/Berlin") if kind is moments.ZoneGiven else example(kind)
    assert_plain(refusals.noted(note))


def test_what_nobody_worded_is_a_defect() -> None:
    class Unworded(DomainError):
        pass

    with pytest.raises(LookupError, match="Unworded"):
        refusals.words(Unworded())


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (moments.NoSuchDate(31, 2, None), "There is no 31 February. Try `28 feb 9:00`."),
        (moments.NoSuchDate(29, 2, 2027), "There is no 29 February in 2027. Try `28 feb 9:00`."),
        (moments.NoSuchDate(1, 13, 2026), "There is no month 13. Try `28 feb 9:00`."),
        (moments.NoSuchDate(0, 0, 0), "There is no month 0. Try `28 feb 9:00`."),
        (moments.NoSuchDate(0, 1, 0), "There is no 0 January. Try `1 jan 9:00`."),
        (moments.NoSuchTime("25:00"), "There is no *25:00* on the clock. Try `9:00` or `4pm`."),
        (moments.TooFar(2), "That is too far away. At most 2 years ahead."),
        (
            moments.TooVague("may", ("1 may", "may 9:00")),
            "*may* could be several moments. Say `1 may` or `may 9:00`.",
        ),
        (
            quick_results.LineTooLong(3240, 3000),
            "Too long: 3,240 of 3,000 characters. Please shorten it.",
        ),
        (errors.FieldRefused("name", "too_long", "1,200", 40), "Too long: 1,200 of 40 characters. Please shorten it."),
        (
            errors.FieldRefused("checklist", "too_many_items", "31", 30),
            "Too long: 31 of 30 items. Please shorten it.",
        ),
        (quick_results.TooManyPeople(200, 10), "At most 10 people in one line; this one names 200."),
        (errors.StoreUnavailable(), "I can't save right now: nothing was stored. Please try again in a minute."),
        (
            errors.AlreadyClosed("R-12", "done", UserId("U0ANA"), AT),
            "R-12 was closed by <@U0ANA>, Tue 3 Mar 2026, 14:00 London time. Nothing was changed.",
        ),
        (errors.AlreadyClosed("R-12", "cancelled", None, None), "R-12 was cancelled. Nothing was changed."),
        (
            errors.NotFound("R-12"),
            "No request R-12. Check the number: `/request list` shows those that you can see.",
        ),
        (errors.NotFound("N-3"), "No reminder N-3. Check the number: `/nudge list` shows those that you can see."),
        (schedules.NoTimeOfDay("mon"), "*mon* says the days but not the time. Try `mon 9:00`."),
        (durations.DurationTooLong(timedelta(days=366)), "That is too long. At most 1 year."),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_words(refused: DomainError, said: str) -> None:
    assert refusals.words(refused, zone=LONDON) == said


def test_a_limit_has_the_forms_of_its_number() -> None:
    forms = {"few": "{length}, a {count} znaki", "other": "{length}, a {count} znaków"}
    polish = Language({"Too long: {length} of {count:,} characters. Please shorten it.": forms}, plurals_of("pl"))
    with polish.spoken():
        told = [refusals.words(errors.FieldRefused("name", "too_long", "50", most)) for most in (22, 25)]
    assert told == ["50, a 22 znaki", "50, a 25 znaków"]


def test_a_moment_that_passed_says_how_long_ago() -> None:
    text = refusals.words(moments.InThePast(MOMENT, timedelta(minutes=3)))
    assert text == "That was 3 minutes ago: Tue 3 Mar, 14:00 London time. Say a moment that is still to come."


def test_both_values_of_a_field_that_two_people_changed_are_said() -> None:
    changed = errors.ChangedMeanwhile(
        "R-12",
        UserId("U0ANA"),
        (
            errors.Difference("due", "2026-03-06T16:00+00:00", ""),
            errors.Difference("owner", "U0BEN", "U0CARLA"),
        ),
    )
    text = refusals.words(changed, zone=LONDON)
    assert "<@U0ANA> changed R-12" in text
    assert "*due*: theirs Fri 6 Mar 2026, 16:00 London time, yours _empty_" in text
    assert "*owner*: theirs <@U0BEN>, yours <@U0CARLA>" in text


def test_nobody_is_named_where_the_other_is_not_known() -> None:
    assert refusals.words(errors.ChangedMeanwhile("C-1", LIAISON, ())).startswith("Somebody changed C-1")


FORM = {"blocks": [{"type": "input", "block_id": name} for name in ("name", "owner", "when", "due_date")]}


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (errors.FieldRefused("name", "missing"), {"name": "Please write the client's name."}),
        (errors.FieldRefused("due", "past"), {"due_date": unusable.UNUSABLE["past"]}),
        (errors.FieldRefused("elsewhere", "missing"), {}),
        (errors.ClientExists("A&B"), {"name": "There is a client called A&B already. /client A&B shows it."}),
        (moments.NoSuchTime("25:00"), {"when": "There is no 25:00 on the clock. Try 9:00 or 4pm."}),
        (errors.NotAMember(UserId("U0ANA"), "guest"), {}),
        (errors.TooSlow(), {}),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_at_a_field_it_is_plain_text(refused: DomainError, said: dict[str, str]) -> None:
    assert field_errors.of(refused, FORM) == said

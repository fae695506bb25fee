"""Whatever is typed is understood, asked about or refused, and no word of it is lost. `make fuzz` tries more of it."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.client_names import ClientName, Meant
from bot.domain.date_meaning import GRACE
from bot.domain.ids import ClientNumber, UserId
from bot.domain.moments import DateRefused
from bot.domain.past_meaning import YEARS_BACK
from bot.domain.quick_marks import plain
from bot.domain.quick_nudge import parse_nudge
from bot.domain.quick_request import parse_request
from bot.domain.quick_results import LineRefused, QuickRequest
from bot.domain.quick_sources import SOURCES
from bot.domain.quick_task import parse_task
from bot.domain.request_types import TypeSet
from bot.domain.text import clean, folded
from bot.services.request_types import Offered
from handlers.views import client_request_forms as forms
from tests import strategies
from tests.strategies import cases, slack_text, when_text

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=LONDON)
CLIENTS = tuple(ClientName(ClientNumber(n), name) for n, name in enumerate(("Acme", "Zenith Media", "3M"), 1))
ME = UserId("U0ME")
#: Of these the marks consist; any other word is a title's.
GRAMMAR = frozenset(
    re.findall(
        r"\w+",
        """
        by due before until till on at in within for from to with and cc the a an of or needed
        wanted required is are it deadline latest no later than not b4 high low normal medium med
        urgent urgently p1 p2 p3 p4 prio priority asap as s soon possible very really super quite
        most this please pls plz thanks thx ta client customer account acme zenith media 3m owner
        assign assigned give asker me by via per over phone telephone tel call voicemail e mail
        email visit person meeting chat slack teams whatsapp text sms dm post letter web form
        website source src channel message new another called rang phoned they she he who which just
        has have received rec d recd rcvd came got asked requested wrote sent us about ltd nobody
        acmee date w c wc week fri sat somebody
        """,
    )
)
#: Glued words are two.
_MARKUP = re.compile(r"(<[^<>]*>)")
_WORD = re.compile(r"[^\W\d_]{2,}")


#: Which words of dates are understood says `test_quick_lines_golden`.
DATED = frozenset(
    re.findall(r"[^\W\d_]{2,}", folded(" ".join((*strategies.DAYS, *strategies.HOURS, *strategies.ZONES))))
)


def parsed(line: str) -> QuickRequest:
    return parse_request(line, now=TUESDAY, zone=LONDON, clients=CLIENTS, me=ME)


def holds(quick: QuickRequest) -> str:
    """All words that it kept, and those that it asks about."""
    client: Meant | None = quick.client
    moments = [moment.typed for moment in (quick.due, quick.received) if moment]
    asked = [str(vars(doubt)) if isinstance(doubt, DateRefused) else str(doubt) for doubt in quick.ambiguities]
    people = [person.label or "" for person in (quick.owner, quick.asker) if person]
    names = [client.name if client else "", quick.owner_words or "", quick.asker_words or "", *people]
    return folded(" ".join((quick.title, quick.details, *names, *moments, *asked)))


def check(line: str) -> None:
    try:
        quick = parsed(line)
    except LineRefused:
        return
    kept = holds(quick)
    typed = folded(plain(clean(_MARKUP.sub(r" \1 ", line))))
    lost = [word for word in _WORD.findall(typed) if word not in kept and word not in GRAMMAR | DATED]
    assert not lost, line
    assert quick.title or quick.ambiguities, line
    if quick.received is not None:
        assert quick.received.at <= TUESDAY
        assert TUESDAY.year - quick.received.local.year <= YEARS_BACK
    shown = forms.log_form(forms.from_quick(quick), (), LONDON, Offered(TypeSet(0)), notice=forms.questions(quick))
    assert len(str(shown["private_metadata"])) <= 3_000
    blocks = shown["blocks"]
    assert isinstance(blocks, list)
    assert len(blocks) <= 100


@settings(max_examples=cases(100, 2_600), deadline=None)
@given(line=slack_text())
def test_a_line_alone_is_read_as_with_details_below(line: str) -> None:
    alone = " ".join(["Print", *clean(line).split()])
    try:
        quick = parse_task(alone, now=TUESDAY, zone=LONDON, me=ME)
        below = parse_task(f"{alone}\nSee below", now=TUESDAY, zone=LONDON, me=ME)
    except LineRefused:
        return
    assert repr(replace(below, details="")) == repr(quick)


@settings(max_examples=cases(300, 5_200), deadline=None)
@given(line=slack_text())
def test_no_word_of_a_line_is_lost(line: str) -> None:
    check(line)


@settings(max_examples=cases(60, 2_300), deadline=None)
@given(line=slack_text(), when=when_text())
def test_tasks_and_reminders_are_read_or_refused(line: str, when: str) -> None:
    """What is understood has words and lies ahead; what has none, or no time where it needs one, is asked about."""
    for typed in (f"{line} {when}", f"{when} {line}"):
        with suppress(LineRefused):
            task = parse_task(typed, now=TUESDAY, zone=LONDON, me=ME)
            assert task.title or task.ambiguities, typed
            assert task.due is None or task.due.at >= TUESDAY - GRACE, typed
        with suppress(LineRefused):
            nudge = parse_nudge(typed, now=TUESDAY, zone_of=lambda _target: LONDON)
            assert nudge.text or nudge.ambiguities, typed
            assert nudge.moment or nudge.rule or nudge.ambiguities, typed
            assert nudge.moment is None or nudge.moment.at >= TUESDAY - GRACE, typed


@pytest.mark.parametrize("word", ["reprint", "menus"])
@settings(max_examples=cases(60, 1_900), deadline=None)
@given(when=when_text())
def test_a_title_beside_a_date_stays(word: str, when: str) -> None:
    for line in (f"Acme: {word} {when}", f"{when} Acme: {word}", f"Acme: {word} called {when}"):
        assert word in folded(parsed(line).title), line


_DATED = ("by fri 4pm", "(by fri)", "due thu noon")
_OTHERS = ("!high", "<@U0ANA|ana>", "for Acme", "client: Zenith Media")
_MARKS = (*_DATED, *_OTHERS, *(f"{one} {other}" for one in _DATED for other in _OTHERS))
_SIGNS = (", ", "; ", " - ", " – ", " — ", " | ", " ; ")
_WORDS = st.lists(st.sampled_from(("reprint", "menus", "café", "A4", "logo", "desk")), min_size=1, max_size=4)


@settings(max_examples=cases(100, 1_150), deadline=None)
@given(
    words=_WORDS,
    marks=st.sampled_from(_MARKS),
    sign=st.sampled_from(_SIGNS),
    way=st.sampled_from(sorted(SOURCES)),
    end=st.sampled_from(("", ".", ", p1")),
)
def test_a_lone_word_behind_a_mark_says_how_it_came_in(
    words: list[str], marks: str, sign: str, way: str, end: str
) -> None:
    quick = parsed(f"{' '.join(words)} {marks}{sign}{way}{end}")
    assert (quick.title.removesuffix("."), quick.source) == (" ".join(words), SOURCES[way])


@settings(max_examples=cases(100, 1_150), deadline=None)
@given(words=_WORDS, way=st.sampled_from(sorted(set(SOURCES) - {"in person", "in-person", "face to face"})))
def test_one_thing_of_several_stays_in_the_title(words: list[str], way: str) -> None:
    title = ", ".join([*words, way])
    for line in (title, f"{title} !high", f"{title}, !high", f"!high {title}", f"by fri: {title}", f"{title} for Acme"):
        quick = parsed(line)
        assert (quick.title, quick.source) == (title, None), line
    quick = parsed(f"{words[0]} !high, {title}")
    assert (quick.title, quick.source) == (f"{words[0]}, {title}", None)

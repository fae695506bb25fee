"""Finding the date in a line that is about something else."""

from collections.abc import Iterator
from itertools import islice

from bot.domain.date_before import with_day_before, with_day_in_front
from bot.domain.date_candidate import (
    Candidate,
    is_clear,
    is_name,
    is_number_first,
    is_numbered,
    is_step,
    made,
    misspelt,
)
from bot.domain.date_ending import ending, is_described
from bot.domain.date_phrase import DayOfMonth, Near, Phrase, Span
from bot.domain.date_reader import read_phrase
from bot.domain.date_slips import find_slip
from bot.domain.date_tokens import Tokens
from bot.domain.date_uncounted import counts_what_follows, is_amount
from bot.domain.date_words import (
    BETWEEN,
    CHANGING,
    CLOSING_SIGNS,
    COUNTS,
    DEADLINES,
    HINTS,
    JOINING,
    MINUS,
    PLACES,
    PLEASANTRIES,
    RELATING,
    UNITS,
)

_LEAD_WORDS = 3
_MOST_LEADS = 50
_MOST_LOOKED_AT = 100
_HINT_WORDS = 4
_CHANGED_WORDS = 8
_LEADS = DEADLINES | PLACES | {"for", "within"}
_AMOUNTS = frozenset("%€$£×")
_TAILS = frozenset("'-/–:%&+_")


def candidates(text: str) -> list[Candidate]:
    """The dates in a line, the best first: behind a deadline's word, then the longest, then the last."""
    tokens = Tokens(text)
    found = list(_led(tokens))
    last = ending(tokens)
    if last is not None and all(last.end > one.end or _holds(text, last, one) for one in found):
        found.append(last)
    return sorted(found, key=lambda one: one.rank, reverse=True)


def _holds(text: str, last: Candidate, one: Candidate) -> bool:
    """`a week on friday` is more than `on friday`, `in on friday` is not."""
    further = text[last.start : one.start].lower().split()
    return last.end == one.end and not one.asked and not BETWEEN.issuperset(further)


def opening(tokens: Tokens, index: int, lead: str) -> Candidate | None:
    """The date at the beginning of a line, whatever follows it; the ordinal of `2nd proof` is none."""
    phrase = read_phrase(tokens, index, lead)
    slip = find_slip(tokens, index, phrase, lead)
    if slip is not None:
        return misspelt(tokens, 0, slip)
    if phrase is None or (phrase.is_day_alone and isinstance(phrase.day, DayOfMonth) and not tokens[0].is_word):
        return None
    if isinstance(phrase.day, Span) and tokens[phrase.stop].word in RELATING:
        return _related(tokens, 0, phrase)
    ends = not _runs_on(tokens, phrase.stop) or _is_colon(tokens, phrase.stop)
    if ends and not counts_what_follows(tokens, phrase):
        return made(tokens, 0, phrase, asked=True, clear=is_clear(tokens, phrase))
    if phrase.shorter is None or not _is_compound(tokens, phrase.stop):
        return _running_on(tokens, 0, phrase)
    phrase = phrase.shorter
    return None if phrase.is_empty else made(tokens, 0, phrase, asked=True, clear=is_clear(tokens, phrase))


def opens(text: str) -> bool:
    """Whether a line begins with a date, be it one that is asked about."""
    tokens = Tokens(text)
    candidate = opening(tokens, *past_lead(tokens, 0))
    return candidate is not None and (candidate.clear or candidate.phrase is None or bool(candidate.meant))


def inside(text: str) -> Candidate | None:
    """The first date with an hour, or the first that counts from today, wherever it stands."""
    tokens = Tokens(text)
    start = 0
    while start < min(len(tokens), _MOST_LOOKED_AT):
        phrase = read_phrase(tokens, start)
        fitting = fitting_phrase(tokens, phrase) if phrase else None
        if phrase is not None and is_described(tokens, start):
            start = phrase.stop
        elif fitting is None or is_numbered(tokens, start) or not _is_moment(tokens, start, fitting):
            start += 1
        else:
            return made(tokens, start, fitting, asked=False, clear=True)
    return None


def _is_moment(tokens: Tokens, start: int, phrase: Phrase) -> bool:
    if isinstance(phrase.day, Span):
        return phrase.day.is_past or is_clear(tokens, phrase)
    counts = isinstance(phrase.day, Near) or phrase.clock is not None or phrase.part is not None
    return counts and is_clear(tokens, phrase) and not is_number_first(tokens, start, phrase)


def past_lead(tokens: Tokens, index: int) -> tuple[int, str]:
    """Behind `due by`, `due:` or `before`, and the word that counts."""
    lead = ""
    for _ in range(_LEAD_WORDS):
        word = tokens[index].word
        if word not in DEADLINES and word not in PLACES and not (lead and word == ":"):
            break
        lead = lead if word == ":" or lead in DEADLINES else word
        index += 1
    return index, lead


def is_end(tokens: Tokens, index: int) -> bool:
    return all(tokens[at].word in CLOSING_SIGNS for at in range(index, len(tokens)))


def _led(tokens: Tokens) -> Iterator[Candidate]:
    """No line that somebody means has more than a few such words; the others cost time only."""
    leads = islice((at for at in range(len(tokens)) if _leads(tokens, at)), _MOST_LEADS)
    stop = 0
    for index in leads:
        if index >= stop:
            within = tokens[index].word == "within"
            candidate, stop = (_within(tokens, index), index + 1) if within else _led_from(tokens, index)
            if candidate is not None:
                yield candidate


def _leads(tokens: Tokens, index: int) -> bool:
    """Not that of `stand-by`, nor that of `drop by on fri`."""
    if tokens[index].word == "by" and tokens[index + 1].word in PLACES:
        return False
    is_compound = tokens[index].glued and tokens[index - 1].word == "-" and tokens[index - 1].glued
    return tokens[index].word in _LEADS and not is_compound and not is_step(tokens, index)


def _led_from(tokens: Tokens, start: int) -> tuple[Candidate | None, int]:
    index, lead = past_lead(tokens, start)
    if tokens[start].word == "for":
        index, lead = start + 1, "for"
    phrase = read_phrase(tokens, index, lead)
    slip = find_slip(tokens, index, phrase, lead) if lead in DEADLINES or phrase else None
    if slip is not None and not _runs_on(tokens, slip.phrase.stop):
        return misspelt(tokens, start, slip), slip.phrase.stop
    if phrase is None:
        return _hinted(tokens, start, index, lead), index
    if is_name(tokens, phrase) or is_number_first(tokens, start, phrase):
        return None, index
    if _is_measure(phrase) or is_amount(tokens, start, phrase):
        return _measured(tokens, start, phrase), index
    if lead in PLACES:
        start, phrase = with_day_before(tokens, start, phrase)
    elif lead in DEADLINES:
        start, phrase = with_day_in_front(tokens, start, phrase)
    fitting = fitting_phrase(tokens, phrase)
    if fitting is not None:
        return _fitted(tokens, start, fitting, lead), fitting.stop
    runs_on = lead in DEADLINES and _runs_on(tokens, phrase.stop)
    return (_running_on(tokens, start, phrase) if runs_on else None), phrase.stop


def _fitted(tokens: Tokens, start: int, phrase: Phrase, lead: str) -> Candidate | None:
    """`one by one` is no hour, `10 by 15` may be one or a size, `for fri` may describe."""
    if _is_product(tokens, start, phrase):
        is_size = tokens[start - 1].number is not None and tokens[start + 1].number is not None
        return _running_on(tokens, start, phrase) if is_size else None
    clear = is_clear(tokens, phrase)
    if lead == "for" and not (clear and phrase.clock is not None):
        return None
    return made(tokens, start, phrase, asked=lead in DEADLINES, clear=clear)


def _within(tokens: Tokens, start: int) -> Candidate | None:
    """`within 3 days`, but not `within 3 days of delivery`; `within the week` is asked about."""
    phrase = read_phrase(tokens, start)
    if phrase is not None and isinstance(phrase.day, Span) and tokens[phrase.stop].word != "of":
        return made(tokens, start, phrase, asked=True, clear=True)
    if tokens[start + 1].word in {"the", "this"} and tokens[start + 2].word in UNITS:
        return Candidate(tokens[start].start, tokens[start + 2].end, None, asked=True, clear=False)
    return None


def _hinted(tokens: Tokens, start: int, index: int, lead: str) -> Candidate | None:
    """`by the weekend`, `before early next week`: a date is meant, though none that is understood."""
    if lead not in DEADLINES:
        return None
    for at in range(index, index + _HINT_WORDS):
        word = tokens[at].word
        if word in HINTS:
            return Candidate(tokens[start].start, tokens[at].end, None, asked=True, clear=False)
        if word in _LEADS or not tokens[at].is_word or word == "to":
            break
    return None


def _is_measure(phrase: Phrase) -> bool:
    """`by 3D printing`, `at 2m height`: a length of time is led by `in` or `due`."""
    return isinstance(phrase.day, Span) and phrase.lead not in {"in", "due"} and not phrase.day.is_past


def _measured(tokens: Tokens, start: int, phrase: Phrase) -> Candidate | None:
    """`proof by 90 min` may be due then, though `shorten it by 90 min`, `by 2 days` and `by 5 m of cable` are not."""
    if not isinstance(phrase.day, Span):
        return _running_on(tokens, start, phrase) if fitting_phrase(tokens, phrase) == phrase else None
    if phrase.lead in DEADLINES and tokens[phrase.stop].word in RELATING:
        return _related(tokens, start, phrase)
    if phrase.lead not in DEADLINES or phrase.day.names_day or not is_end(tokens, phrase.stop):
        return None
    if any(tokens[at].word in CHANGING for at in range(max(start - _CHANGED_WORDS, 0), start)):
        return None
    read = phrase if phrase.day.doubtful else None
    return Candidate(tokens[start].start, tokens[phrase.stop - 1].end, read, asked=True, clear=False)


def _is_product(tokens: Tokens, start: int, phrase: Phrase) -> bool:
    before = tokens[start - 1]
    counts = before.number is not None or before.word in COUNTS
    return tokens[start].word == "by" and counts and not before.glued and phrase.number_first and phrase.zone is None


def fitting_phrase(tokens: Tokens, phrase: Phrase) -> Phrase | None:
    """The phrase up to where the line goes on: the 9 of `by fri 9 copies` belongs to the copies."""
    if phrase.shorter is not None and _goes_on(tokens, phrase.stop):
        return None if phrase.shorter.is_empty else fitting_phrase(tokens, phrase.shorter)
    return None if _runs_on(tokens, phrase.stop) else phrase


def _goes_on(tokens: Tokens, index: int) -> bool:
    following = tokens[index]
    if following.word in PLEASANTRIES or (following.word in JOINING and tokens[index + 1].is_word):
        return False
    return following.is_word or following.number is not None or following.word in _AMOUNTS


def _runs_on(tokens: Tokens, index: int) -> bool:
    """`9-ish`, `friday's`, `4pm-5pm`: something is glued to the end. `9:00 - 10:00` is no moment either."""
    following, behind = tokens[index], tokens[index + 1]
    if not following.glued:
        return _is_range(tokens, index)
    if following.word in {".", ";"}:
        return behind.glued and behind.number is not None
    return following.is_word or following.number is not None or (following.word in _TAILS and behind.glued)


def _related(tokens: Tokens, start: int, phrase: Phrase) -> Candidate:
    """`1 hour before the fair` counts from something else than now."""
    return Candidate(tokens[start].start, tokens[phrase.stop].end, None, asked=True, clear=False)


def _is_compound(tokens: Tokens, index: int) -> bool:
    """`4-page`, but not `9-ish`."""
    return tokens[index].word == "-" and tokens[index + 1].is_word and tokens[index + 1].word != "ish"


def _is_range(tokens: Tokens, index: int) -> bool:
    return tokens[index].word in MINUS and tokens[index + 1].number is not None and tokens[index + 2].word == ":"


def _is_colon(tokens: Tokens, index: int) -> bool:
    """`fri 9:00:call Acme`."""
    return tokens[index].word == ":" and tokens[index + 1].is_word


def _running_on(tokens: Tokens, start: int, phrase: Phrase) -> Candidate:
    stop = phrase.stop + (2 if _is_range(tokens, phrase.stop) else 0)
    while tokens[stop].glued:
        stop += 1
    return Candidate(tokens[start].start, tokens[stop - 1].end, None, asked=True, clear=False)

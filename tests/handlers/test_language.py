"""A file of words in which each letter of ours is a Cyrillic one: whatever is Latin still was not asked for in it."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.language_files import Template, read_language
from bot.domain.plurals import plurals_of
from handlers.templates import templates
from sandbox import Sandbox
from sandbox.driver import Person
from tests.conftest import Pair

PAIRS = (Pair.SOCKET_SQLITE,)
RUSSIAN = plurals_of("ru")
CYRILLIC = {ord(latin) + n: first + n for latin, first in (("a", 0x430), ("A", 0x410)) for n in range(26)}
#: What is typed, as `/request list`; holes, emoji, mentions and signs that are written out.
KEPT = re.compile(r"`[^`]*`|\{[^}]*\}|:[a-z_]+:|<[^>]*>|&[a-z]+;|\b[TRNSCB]-(?=\d|\{)")
#: What other people have written, and names: of clients, places and the date tokens of Slack's own.
THEIRS = re.compile(
    r"/(?:request|task|nudge|client|digest|liaison)\b.*|\b(?:reprint (?:of )?the brochure|prepare the proof|proof"
    r"|Monthly report|call the printer|(?:because )?the printer is late|they are away|which format|by lsit|hgh"
    r"|Print job or reprint|Report or figures|Complaint|Access or account|Question|Note for ourselves|until fri"
    r"|London|Berlin|New York|lsit|dance|list|hello|it is ready|print-job|brochure|acme|Acme|me|other)\b"
)
LETTERS = re.compile(r"[A-Za-z]{2,}")
#: What a channel and its people have set, and what is looked for.
SETTINGS = """
/client add Acme
/client Acme
/liaison dance
/liaison hours
/liaison channel
/liaison queue
/liaison reminders
/liaison find brochure
/request find
/liaison hours mon-fri 9:00-17:30
"""
#: One request, and what becomes of it.
REQUEST = """
/request Acme: reprint of the brochure by fri 4pm !high @ben
/request reprint the brochure
/request list
/request find brochure acme open
/request history R-1
/request checklist R-1
/request due R-1 fri 5pm because the printer is late
/request watch R-1
/request ask R-1 which format
/request snooze R-1 until fri 9am
/request wake R-1
/request R-1
/request R-9
/request R-1 done
"""
#: Several at once, and one with others.
SEVERAL = """
/request bulk R-1 R-2 due fri 4pm because they are away
/request bulk
/request bulk R-1 R-2 lsit
/request merge R-2 into R-1
/request split R-2
/request plan
/request plan R-1 print-job
"""
#: What comes again.
SERIES = """
/request repeat Monthly report first working day of the month 9:00 @ana due in 3 working days
/request repeat list
/request repeat pause S-1
/request repeat edit S-1
/request repeat stop S-1
"""
#: What is asked back.
UNCLEAR = """
/request by 3/4
/request asap
/request reprint the brochure by 31 feb
/request !hgh proof by lsit
"""
TASKS = """
/task @ben prepare the proof by tomorrow 3pm for R-1
/task T-1
/task hand T-1 @ana it is ready
/task prepare the proof for T-1
/task checklist T-1
/task history T-1
/task find proof
"""
NUDGES = """
/nudge me in 2h call the printer
/nudge @ben every monday 9:00 call the printer
/nudge list
/nudge N-1
/nudge me tomorrow
/nudge #acme tomorrow 9:00 about R-1
/nudge skip N-2
/nudge cancel N-2
/nudge skip
/nudge me monthly on the 21st 9:00 call the printer
"""
DIGESTS = """
/digest daily 9:00
/digest preview
/digest
/digest 9:00
/digest me
/digest me weekdays 8:00
"""


def marked(english: str) -> str:
    pieces = re.split(f"({KEPT.pattern})", english)
    return "".join(piece if n % 2 else piece.translate(CYRILLIC) for n, piece in enumerate(pieces))


@pytest.fixture
def language_file(tmp_path: Path) -> Path:
    path = tmp_path / "words.toml"
    lines = (line for template in templates().values() for line in in_its_forms(template))
    path.write_text("".join(['language = "ru"\n', *lines]), encoding="utf-8")
    return path


def in_its_forms(template: Template) -> Iterator[str]:
    name, words = (json.dumps(one, ensure_ascii=False) for one in (template.english, marked(template.english)))
    forms = template.categories(RUSSIAN).numbers if template.is_counted else {}
    for form in [f".{one}" for one in forms] if len(forms) > 1 else [""]:
        yield f"{name}{form} = {words}\n"


def texts(found: Any) -> Iterator[str]:
    """Every text element in a payload."""
    match found:
        case {"type": "plain_text" | "mrkdwn", "text": str(text)}:
            yield text
        case dict():
            for key, value in found.items():
                if key in {"blocks", "view", "errors"} and isinstance(value, str):
                    yield from texts(json.loads(value))
                elif key not in {"state", "private_metadata", "message", "trigger_id"}:
                    yield from texts(value)
            top = found.get("text") if "blocks" in found else None
            yield from [top] if isinstance(top, str) else []
            errors = found.get("errors")
            yield from errors.values() if isinstance(errors, dict) else ()
        case list():
            for one in found:
                yield from texts(one)


def shown(slack: Sandbox) -> Iterator[str]:
    """What Liaison has shown to anybody: what it sent, and what it answered."""
    for call in slack.calls:
        yield from texts(call.request if call.direction == "app" else call.response)


def leaks(slack: Sandbox) -> set[str]:
    found = set()
    for text in shown(slack):
        rest = THEIRS.sub("", KEPT.sub("", text))
        if LETTERS.search(rest):
            found.add(text)
    return found


def filled(who: Person) -> None:
    """A form that is open, with what it was filled with."""
    if who.modal is not None and any(block["type"] == "input" for block in who.modal.blocks):
        who.submit({}, settle=False)
    if who.modal is not None:
        who.close(everything=True, settle=False)


def lines(who: Person, *typed: str) -> None:
    """Each with the form that it may open."""
    for line in typed:
        who.slash(line, in_="acme", settle=False)
        filled(who)


def buttons(who: Person, in_: str, *labels: str) -> None:
    for label in labels:
        who.click(marked(label), in_=in_)
        filled(who)


def morning(slack: Sandbox) -> None:
    for later in (timedelta(hours=3), timedelta(days=1), timedelta(days=4)):
        slack.clock.to(slack.clock.now() + later)
        slack.settle()


def test_no_word_of_ours_is_left_out(slack: Sandbox, ana: Person, ben: Person) -> None:
    for name in ("request", "task", "nudge", "client", "digest", "liaison"):
        lines(ana, f"/{name}", f"/{name} help", f"/{name} lsit", f"/{name} list")
    for typed in (SETTINGS, REQUEST, SEVERAL, SERIES, UNCLEAR, TASKS, NUDGES, DIGESTS):
        lines(ana, *typed.strip().split("\n"))
    slack.settle()
    ana.home()
    buttons(ben, ben.dm().id, "Accept", "Wait", "Edit", "More…")
    buttons(ana, "acme", "More…", "Done", "Edit", "Wait", "Choose several…", "Save this search")
    slack.person("gus").slash("/request hello", in_="acme")
    ana.says("<@U0LIAISON> status", in_="acme")
    morning(slack)
    assert len(list(shown(slack))) > 400
    assert not leaks(slack), "\n".join(sorted(leaks(slack)))


def test_the_whole_file_is_one_that_can_be_used(language_file: Path) -> None:
    file = read_language(language_file.read_text(encoding="utf-8"), templates())
    words = file.words
    assert file.remarks == ()
    assert words["Nothing is saved yet."] == marked("Nothing is saved yet.")
    assert len(words) > 1500


def test_what_somebody_typed_stays_though_it_is_a_word_of_ours(ana: Person) -> None:
    ana.slash("/request Done", in_="acme")
    words = ana.sees("acme").newest().words
    assert "Done" in words
    assert marked("Done") in words

"""Twenty requests and the rules of a file: which rule fits, and why no earlier one."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.config_files import BadFile
from bot.domain.ids import ChannelId, UserId
from bot.domain.priority import Priority
from bot.domain.queues import EVERYONE
from bot.domain.routing import FALLBACK, Daily, Facts, Miss, Passed, Times, apply
from bot.domain.routing_files import read_routing
from tests.storage import make

FILE = """\
zone = "Europe/London"

[[queue]]
name = "Print"
people = ["U0ANA", "U0BEN", "U0CARLA"]
lead = "U0LEAD"
strategy = "round_robin"
cap = 5

[[queue]]
name = "Night desk"
people = ["U0BEN"]
lead = "U0LEAD"
strategy = "least_open"
unowned_minutes = 10

[[queue]]
name = "Accounts"
lead = "U0LEAD"
strategy = "owner"

[[rule]]                                    # 1
priority = "urgent"
weekdays = "mon-fri"
time = "18:00-08:00"
queue = "Night desk"

[[rule]]                                    # 2
client = ["Acme", "Brightside"]
type = "print"
queue = "print"

[[rule]]                                    # 3
words = ["reprint", "business cards", "名刺"]
queue = "Print"
set_priority = "high"

[[rule]]                                    # 4
channel = "C0FINANCE"
source = ["email", "phone"]
owner = "U0FIN"

[[rule]]                                    # 5
client = "Acme"
queue = "Accounts"
post_in = "C0ACME"

[[rule]]                                    # 6
weekdays = ["sat", "sun"]
queue = "Night desk"

[fallback]
queue = "Accounts"
"""
RULES = read_routing(FILE).routing
#: A Tuesday, 14:00 in London.
NOON = datetime(2026, 3, 3, 14, tzinfo=UTC)
FINANCE = ChannelId("C0FINANCE")


def facts(**given: Any) -> Facts:
    return Facts(**{"at": NOON, "text": "", **given})


def night(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


URGENT = Priority.URGENT
REQUESTS = [
    pytest.param({"text": "x", "priority": URGENT}, FALLBACK, "Accounts", None, id="urgent by day"),
    pytest.param({"priority": URGENT, "at": night(3, 18)}, 1, "Night desk", None, id="urgent when the night begins"),
    pytest.param({"priority": URGENT, "at": night(4, 7)}, 1, "Night desk", None, id="urgent before it ends"),
    pytest.param({"priority": URGENT, "at": night(7, 3)}, 1, "Night desk", None, id="Saturday early is Friday's night"),
    pytest.param({"priority": URGENT, "at": night(9, 3)}, FALLBACK, "Accounts", None, id="Monday early is Sunday's"),
    pytest.param(
        {"priority": URGENT, "at": night(7, 20)}, 6, "Night desk", None, id="Saturday's night is none of them"
    ),
    pytest.param({"at": night(3, 23)}, FALLBACK, "Accounts", None, id="not urgent by night"),
    pytest.param({"client": "Acme", "type": "print"}, 2, "Print", None, id="client and type"),
    pytest.param({"client": "BRIGHTSIDE ", "type": "Print"}, 2, "Print", None, id="in other letters"),
    pytest.param({"client": "Acme", "type": "web"}, 5, "Accounts", None, id="client, another type"),
    pytest.param({"client": "Cedar", "type": "print"}, FALLBACK, "Accounts", None, id="type, another client"),
    pytest.param({"type": "print"}, FALLBACK, "Accounts", None, id="type, no client"),
    pytest.param({"text": "Reprint of the flyer"}, 3, "Print", None, id="a word"),
    pytest.param({"text": "new business-cards, please"}, 3, "Print", None, id="two words with a hyphen"),
    pytest.param({"text": "our business has cards"}, FALLBACK, "Accounts", None, id="the words apart"),
    pytest.param({"text": "reprinted already"}, FALLBACK, "Accounts", None, id="a longer word"),
    pytest.param({"text": "新しい名刺をお願いします"}, 3, "Print", None, id="a word of a script without spaces"),
    pytest.param({"client": "Acme", "type": "print", "text": "reprint"}, 2, "Print", None, id="two fit: the first"),
    pytest.param({"channel": FINANCE, "source": "email"}, 4, None, "U0FIN", id="channel and source"),
    pytest.param({"channel": FINANCE}, FALLBACK, "Accounts", None, id="channel, no source"),
    pytest.param({"at": night(7, 12)}, 6, "Night desk", None, id="on a Saturday"),
]


@pytest.mark.parametrize(("given", "number", "queue", "owner"), REQUESTS)
def test_the_first_rule_that_fits_counts(
    given: dict[str, Any], number: int, queue: str | None, owner: str | None
) -> None:
    decision = RULES.decide(facts(**given))
    assert decision.rule is not None
    assert (decision.rule.number, decision.rule.queue, decision.rule.owner) == (number, queue, owner)
    assert [one.number for one in decision.passed] == list(range(1, number or len(RULES.rules) + 1))
    assert all(one.misses for one in decision.passed)


@pytest.mark.parametrize(
    ("moment", "fits"),
    [(night(3, 9), True), (night(3, 12), False), (night(3, 13), True), (night(3, 17), False), (night(4, 9), False)],
)
def test_one_of_several_times_of_a_day(moment: datetime, fits: bool) -> None:
    office = Times(ZoneInfo("Europe/London"), frozenset({1}), (Daily(9 * 60, 12 * 60), Daily(13 * 60, 17 * 60)))
    assert (moment in office) is fits


@pytest.mark.parametrize(
    ("said", "becomes"), [(Priority.NORMAL, Priority.HIGH), (Priority.LOW, Priority.LOW), (URGENT, URGENT)]
)
def test_what_somebody_said_of_its_priority_stands(said: Priority, becomes: Priority) -> None:
    rule = RULES.decide(facts(text="reprint")).rule
    request = make.request(priority=said)
    apply(rule, request)
    assert (request.rule, request.queue, request.priority) == (3, "Print", becomes)
    apply(None, request)
    assert (request.rule, request.queue, request.priority) == (3, "Print", becomes)


def test_why_not_is_said_of_each_condition() -> None:
    decision = RULES.decide(facts(client="Acme", type="web"))
    assert decision.passed[:3] == (
        Passed(
            1,
            (
                Miss("priority", "urgent", "normal"),
                Miss("time", "mon,tue,wed,thu,fri 18:00-08:00 Europe/London", "tue 14:00"),
            ),
        ),
        Passed(2, (Miss("type", "print", "web"),)),
        Passed(3, (Miss("words", "reprint or business cards or 名刺", "none of them"),)),
    )


def test_without_a_fallback_it_is_for_everyone() -> None:
    rules = replace(RULES, fallback=None)
    assert rules.decide(facts()).rule is None
    assert rules.queue(None) is EVERYONE
    assert rules.queue("one that is gone") is EVERYONE


def test_whose_queues() -> None:
    assert [queue.name for queue in RULES.of(UserId("U0BEN"))] == ["Print", "Night desk"]
    assert [queue.name for queue in RULES.of(UserId("U0LEAD"))] == ["Print", "Night desk", "Accounts"]
    assert RULES.of(UserId("U0FIN")) == ()


QUEUE = '[[queue]]\nname = "Print"\nlead = "U0LEAD"\n'


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        pytest.param("", ["there is nothing in it"], id="empty"),
        pytest.param('zone = "x"\na b\n', ["line 2: not valid TOML"], id="no TOML"),
        pytest.param('[[queue]]\nname = "A\n', ["line 2: not valid TOML"], id="an open quote"),
        pytest.param("x" * 200_000, ["larger than 100,000 bytes"], id="too large"),
        pytest.param(
            '[[rule]]\nclint = "A"\nqueue = "Print"\n' + QUEUE,
            ["line 1", "line 2: rule.1.clint: is unknown; did you mean client?"],
            id="a slip in a key",
        ),
        pytest.param(
            f'{QUEUE}[[rule]]\nclient = "A"\nqueue = "Pint"\n',
            ["line 6: rule.1.queue: there is no queue Pint; did you mean print?"],
            id="no such queue",
        ),
        pytest.param(f'{QUEUE}[[rule]]\nqueue = "Print"\n', ["line 4: rule.1: has no condition"], id="no condition"),
        pytest.param('[[rule]]\nclient = "A"\n', ["line 1: rule.1: says nothing of the request"], id="no result"),
        pytest.param('[[rule]]\nclient = []\nowner = "U1"\n', ["line 2: rule.1.client: is empty"], id="an empty list"),
        pytest.param('[[rule]]\nclient = 3\nowner = "U1"\n', ["line 2: rule.1.client: is no text"], id="a number"),
        pytest.param(
            '[[rule]]\npriority = "hot"\nowner = "U1"\n', ["line 2: rule.1.priority: 'hot' is none of"], id="priority"
        ),
        pytest.param(
            '[[rule]]\nclient = "A"\nowner = "ana"\n', ["line 3: rule.1.owner: 'ana' is nobody's id"], id="a name"
        ),
        pytest.param(
            '[[rule]]\nclient = "A"\npost_in = "#acme"\n',
            ["line 3: rule.1.post_in: '#acme' is no channel's id"],
            id="a channel's name",
        ),
        pytest.param(
            '[[rule]]\ntime = "9:00-17:00"\nowner = "U1"\n', ["line 2: rule.1.time: by which clock?"], id="no zone"
        ),
        pytest.param(
            'zone = "UTC"\n[[rule]]\ntime = "9-17"\nowner = "U1"\n',
            ["line 3: rule.1.time: '9-17' are no times of day"],
            id="hours only",
        ),
        pytest.param(
            'zone = "UTC"\n[[rule]]\ntime = "9:00-9:00"\nowner = "U1"\n',
            ["line 3: rule.1.time: '9:00-9:00' are no times"],
            id="no time at all",
        ),
        pytest.param(
            'zone = "UTC"\n[[rule]]\nweekdays = "mon-"\nowner = "U1"\n',
            ["line 3: rule.1.weekdays: 'mon-' is no weekday"],
            id="half a week",
        ),
        pytest.param(
            'zone = "Mars/Olympus"\n[fallback]\nowner = "U1"\n', ["line 1: zone: there is no zone"], id="no such zone"
        ),
        pytest.param('[[queue]]\nname = "A"\n', ["line 1: queue.1: has no lead"], id="no lead"),
        pytest.param(f"{QUEUE}{QUEUE}", ["line 5: queue.2.name: there is another queue called Print"], id="twice"),
        pytest.param(
            '[[queue]]\nname = "everyone"\nlead = "U1"\n',
            ["line 2: queue.1.name: there is another"],
            id="a name of ours",
        ),
        pytest.param(
            f'{QUEUE}strategy = "round_robin"\n', ["line 1: queue.1: has no people"], id="nobody to take turns"
        ),
        pytest.param(
            f'{QUEUE}people = ["U1", "U1"]\n', ["line 4: queue.1.people: names one of them twice"], id="one twice"
        ),
        pytest.param(f"{QUEUE}cap = 0\n", ["line 4: queue.1.cap: 0 is no number from 1"], id="a cap of none"),
        pytest.param(f"{QUEUE}cap = true\n", ["line 4: queue.1.cap: True is no number"], id="a cap of truth"),
        pytest.param(
            f"{QUEUE}unowned_minutes = -5\n", ["line 4: queue.1.unowned_minutes: -5 is no number"], id="before"
        ),
        pytest.param(
            '[fallback]\nclient = "A"\nowner = "U1"\n',
            ["line 2: fallback.client: the fallback fits everything"],
            id="a fallback with a condition",
        ),
        pytest.param(
            'rule = 3\nqueue = "x"\n',
            ["line 1: rule: write each one under", "line 2: queue: write each"],
            id="no tables",
        ),
        pytest.param("fallback = 3\n", ["line 1: fallback: is no table"], id="no table"),
    ],
)
def test_a_bad_file_says_where_and_why(text: str, faults: list[str]) -> None:
    with pytest.raises(BadFile) as refused:
        read_routing(text)
    said = list(map(str, refused.value.faults))
    assert len(said) == len(faults), said
    for told, wanted in zip(said, faults, strict=True):
        assert told.startswith(wanted), said


def test_all_faults_are_told_at_once_by_line() -> None:
    with pytest.raises(BadFile) as refused:
        read_routing('[[rule]]\nclint = "x"\nqueue = "y"\n[[rule]]\nclient = ""\n')
    assert [fault.line for fault in refused.value.faults] == [1, 2, 3, 4, 5]

"""What people find in a new demo."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.demo import Demo
from bot.demo_world import PEOPLE
from sandbox import Sandbox, World


@pytest.fixture(scope="module")
def slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """One demo for all: these tests only look."""
    with Demo(port=0, data=tmp_path_factory.mktemp("demo") / "data") as demo:
        yield demo.slack
        assert demo.slack.violations == []


def test_it_is_tuesday_afternoon(slack: Sandbox) -> None:
    start = World.demo().start
    assert start <= slack.clock.now() < start + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("channel", "label", "words"),
    [
        pytest.param("acme", "R-1", "Waiting on client", id="waiting for an answer"),
        pytest.param("brightside", "R-2", "Done", id="done"),
        pytest.param("cedar-and-co", "R-3", "Nobody has it yet", id="new and nobody's"),
        pytest.param("cedar-and-co", "R-3", "Print job or reprint · How many copies? 2", id="a type"),
        pytest.param("brightside", "R-4", "Working", id="overdue"),
        pytest.param("acme", "R-5", "not accepted yet", id="given, due today"),
        pytest.param("brightside", "R-6", "Working", id="accepted by Dev"),
        pytest.param("cedar-and-co", "R-7", "Done", id="done on Tuesday"),
        pytest.param("acme", "R-8", "Cancelled", id="cancelled"),
        pytest.param("cedar-and-co", "R-9", "Nobody has it yet", id="new, low"),
        pytest.param("coordination", "T-1", "Done", id="a task that is done"),
        pytest.param("acme", "T-2", "not accepted", id="a task given"),
        pytest.param("brightside", "T-3", "due", id="a task of one's own"),
        pytest.param("cedar-and-co", "T-4", "due", id="a task for later"),
        pytest.param("acme", "T-5", "0 of 1 tasks done", id="a task for today, with a part"),
        pytest.param("acme", "T-6", "print", id="a part of a task, for a department"),
    ],
)
def test_a_card_stands_in_its_channel(slack: Sandbox, channel: str, label: str, words: str) -> None:
    assert words in slack.person("ben").sees(channel).newest(f"*{label}*").words


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_was_welcomed_with_three_things_to_try(slack: Sandbox, who: str) -> None:
    first, *others = slack.person(who).dm().messages
    assert "I am Liaison" in first.words
    assert len(re.findall("`/", first.words)) == 3
    assert first.text not in [message.text for message in others]


def test_something_is_overdue(slack: Sandbox) -> None:
    assert ":warning: *R-4*" in slack.person("carla").slash("/request mine", in_="brightside").words


def test_the_digest_came_once(slack: Sandbox) -> None:
    seen = slack.person("ben").sees("coordination").texts
    assert [text.partition(":")[0] for text in seen if "Digest" in text] == ["Digest for Tuesday 3 March"]


def test_a_reminder_waits(slack: Sandbox) -> None:
    assert "photo shoot" in slack.person("dev").slash("/nudge list", in_="cedar-and-co").words


def test_something_comes_again(slack: Sandbox) -> None:
    assert "Brightside" in slack.person("ben").slash("/request repeat S-1", in_="brightside").words


def test_no_line_of_the_script_opened_a_form(slack: Sandbox) -> None:
    assert [who for who in PEOPLE if slack.person(who).modal] == []

"""A message that stands twice after all: within the hour the later copy is gone, and whoever wrote it is told."""

from dataclasses import dataclass
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.liaison import Liaison
from sandbox import Sandbox
from sandbox.driver import Person
from tests.conftest import kept_house
from tests.handlers.stores import changed
from tests.handlers.test_slack_at_fault import cards


@dataclass(frozen=True)
class Planted:
    """What stands in acme twice: as an answer that came too late would have left it."""

    slack: Sandbox
    liaison: Liaison
    database_url: str

    def again(self, in_: str, words: str, thread_ts: str | None = None) -> None:
        """The copy says something else, so that one sees which of the two stays."""
        client = WebClient(self.slack.bot_token, self.slack.api_url)
        original = self._ours(client, in_, thread_ts)
        client.chat_postMessage(channel=in_, text=words, metadata=original["metadata"], thread_ts=thread_ts)
        changed(self.database_url, "update outbox set attempt = 2")

    def sweep(self) -> None:
        self.liaison._parts.housekeeping.wake()
        with kept_house(self.liaison, self.slack):
            self.slack.settle()

    def _ours(self, client: WebClient, in_: str, thread_ts: str | None) -> dict[str, Any]:
        if thread_ts:
            found = client.conversations_replies(channel=in_, ts=thread_ts, include_all_metadata=True)["messages"][-1]
        else:
            found = client.conversations_history(channel=in_, include_all_metadata=True)["messages"][0]
        assert isinstance(found, dict)
        return found


@pytest.fixture
def planted(slack: Sandbox, liaison: Liaison, database_url: str) -> Planted:
    return Planted(slack, liaison, database_url)


def words(person: Person, in_: str) -> list[str]:
    return [message.words for message in person.sees(in_).messages if not message.ephemeral]


def test_the_later_one_is_deleted_and_its_card_goes_on(planted: Planted, ana: Person) -> None:
    ana.slash("/request Poster", in_="acme")
    planted.again(ana.sees("acme").id, "R-1 again")
    assert cards(ana) == 2
    planted.sweep()
    assert (cards(ana), "R-1 again" in words(ana, "acme")) == (1, False)
    ana.click("Done", in_="acme")
    assert "Done" in words(ana, "acme")[-1]


def test_whoever_wrote_it_is_told_once(planted: Planted, ana: Person) -> None:
    ana.slash("/request Poster", in_="acme")
    planted.again(ana.sees("acme").id, "R-1 again")
    for _ in range(2):
        planted.sweep()
    (told,) = [said for said in words(ana, ana.dm().id) if "twice" in said]
    assert told == (
        "The card of R-1 reached #acme twice, because Slack did not say in time that the first had arrived. "
        "I have deleted the second."
    )


def test_in_a_thread(planted: Planted, ana: Person) -> None:
    ana.slash("/request Poster", in_="acme")
    ana.slash("/task prepare the proof for R-1", in_="acme")
    acme = ana.sees("acme")
    card = next(message for message in acme.messages if "R-1" in message.words and not message.ephemeral)
    planted.again(acme.id, "T-1 again", thread_ts=card.ts)
    planted.sweep()
    assert "T-1 again" not in words(ana, "acme")


def test_where_it_may_not_look_nothing_is_done(planted: Planted, slack: Sandbox, ana: Person) -> None:
    ana.slash("/request Poster", in_="acme")
    planted.again(ana.sees("acme").id, "R-1 again")
    ana.kick("liaison", from_="acme")
    planted.sweep()
    assert cards(ana) == 2


def test_what_stands_once_is_left_alone(planted: Planted, slack: Sandbox, database_url: str, ana: Person) -> None:
    ana.slash("/request Poster", in_="acme")
    ana.slash("/request Brochure", in_="acme")
    changed(database_url, "update outbox set attempt = 2")
    planted.sweep()
    assert len([said for said in words(ana, "acme") if "R-" in said]) == 2


def test_where_nothing_was_tried_twice_slack_is_not_asked(planted: Planted, slack: Sandbox, ana: Person) -> None:
    ana.slash("/request Poster", in_="acme")
    planted.sweep()
    assert "conversations.history" not in {call.name for call in slack.calls}

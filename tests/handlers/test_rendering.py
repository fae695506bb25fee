"""What still goes into a channel that takes nothing any more, although it did when the message was written."""

from collections.abc import Callable, Iterator

import pytest

from bot.domain.ids import ChannelId, TeamId
from bot.domain.origins import OwnWork
from bot.domain.people import Channel
from sandbox import Sandbox
from sandbox.driver import Person
from storage.engine import make_engine
from storage.store import SqlStore

HOUR = 3_600
ACME = ChannelId("C0ACME")
Change = Callable[[Channel], None]
Store = Callable[[Change], None]


def shared(channel: Channel) -> None:
    """Another company's people are in it."""
    channel.is_shared = True


def archived(channel: Channel) -> None:
    channel.is_archived = True


def left(channel: Channel) -> None:
    channel.is_member = False


CHANGES = pytest.mark.parametrize("change", [shared, archived, left])


@pytest.fixture
def acme(liaison: object, slack: Sandbox, database_url: str) -> Iterator[Store]:
    """Changes what the store knows of #acme, as an event would."""
    engine = make_engine(database_url)
    team = TeamId(slack.team_id)

    def change(how: Change) -> None:
        with SqlStore(engine, lambda: None).begin(OwnWork(team_id=team)) as tx:
            channel = tx.channels.for_change(ACME)
            assert channel is not None
            how(channel)

    yield change
    engine.dispose()


def words_in(person: Person, channel: str) -> str:
    return "\n".join(message.words for message in person.sees(channel).messages if not message.ephemeral)


@pytest.mark.parametrize("command", ["/request", "/task"])
@CHANGES
def test_a_card_there_says_nothing_any_more(ana: Person, acme: Store, command: str, change: Change) -> None:
    ana.slash(f"{command} secret offer", in_="acme")
    assert "secret offer" in words_in(ana, "acme")
    acme(change)
    number = "R-1" if command == "/request" else "T-1"
    ana.click("Done", in_="acme")
    assert "secret" not in words_in(ana, "acme")
    assert number not in words_in(ana, "acme")
    assert "no longer shown" in words_in(ana, "acme")


@CHANGES
def test_a_reminder_is_not_posted_there_and_whoever_set_it_is_told(
    slack: Sandbox, ana: Person, acme: Store, change: Change
) -> None:
    ana.slash("/nudge #acme in 2h send the secret offer", in_="acme")
    acme(change)
    slack.clock.advance(2 * HOUR)
    slack.settle()
    assert "secret" not in words_in(ana, "acme")
    assert "could not deliver the reminder N-1" in ana.dm().newest("N-1").words


@CHANGES
def test_a_digest_is_not_posted_there(slack: Sandbox, ana: Person, acme: Store, change: Change) -> None:
    ana.slash("/request secret offer", in_="acme")
    ana.slash("/digest daily 15:00", in_="acme")
    acme(change)
    slack.clock.advance(HOUR)
    slack.settle()
    assert "Digest for" not in words_in(ana, "acme")


def test_who_asks_in_a_shared_channel_is_answered_in_their_own_messages(ana: Person, acme: Store) -> None:
    ana.slash("/request secret offer", in_="acme")
    acme(shared)
    ana.says("@liaison R-1", in_="acme")
    assert [message for message in ana.sees("acme").messages if message.thread_ts and message.app] == []
    assert "secret offer" in ana.dm().newest("R-1").words

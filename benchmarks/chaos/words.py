"""What the messages of the bench say, from the state that is current when they are sent."""

from collections.abc import Callable, Iterable

from bot.domain.ids import ChannelId, ClientNumber, TeamId, UserId
from bot.domain.outbox import Claimed, Dropped, MessageKind
from bot.domain.people import Channel
from handlers import blocks
from handlers.blocks import Block, Message
from handlers.rendering import Rendering
from handlers.text import said
from storage.store import SqlStore

#: In every text, so that a log that quotes one can be told.
CANARY = "canary"
RAISES, INVALID = "raises", "invalid blocks"


class Unrenderable(Exception):
    """Of a row that no renderer copes with."""


class Words:
    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def rendering(self) -> Rendering:
        shown: dict[MessageKind, Callable[[Claimed], Message | Block | Dropped]] = {
            **dict.fromkeys(MessageKind, self.message),
            MessageKind.REQUEST_CARD: self.card,
            MessageKind.HOME: self.home,
        }
        return Rendering(shown, self.channel, lambda _: None)

    def channel(self, team: TeamId, channel: ChannelId) -> Channel | None:
        with self._store.read(team) as tx:
            return tx.channels.one(channel)

    def message(self, claimed: Claimed) -> Message:
        # What tells of it has its facts too.
        match None if claimed.kind is MessageKind.NOTICE else claimed.facts.get("poison"):
            case "raises":
                raise Unrenderable(claimed.about)
            case "invalid blocks":
                return Message(said("{row}", row=claimed.id), [{"type": "no such block"}])
            case _:
                return blocks.only(said("{canary} {about} {row}", canary=CANARY, about=claimed.about, row=claimed.id))

    def card(self, claimed: Claimed) -> Message:
        with self._store.read(claimed.team_id) as tx:
            client = tx.clients.known(ClientNumber(int(claimed.facts["card"])))
        assert client is not None, "a card is written with what it shows"
        return blocks.only(said("{canary} {version}", canary=CANARY, version=client.name))

    def home(self, claimed: Claimed) -> Block:
        owner = UserId(claimed.about)
        with self._store.read(claimed.team_id) as tx:
            names = [client.name for client in tx.clients.all(seen_by=owner) if client.owner == owner]
        section = blocks.section(said("{canary} {version}", canary=CANARY, version=newest(names)))
        return {"type": "home", "blocks": [section]}


def version(number: int) -> str:
    """The name of a client since that write; of two with as many digits the newer is the greater."""
    return f"version-{number:06}"


def newest(versions: Iterable[str]) -> str:
    return max(versions)

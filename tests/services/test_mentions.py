"""Where somebody is answered: Slack counts the messages of each channel by themselves."""

from bot.domain.ids import ChannelId, MessageTs
from bot.domain.outbox import MessageKind
from bot.services.mentions import Mentioned, MentionService
from storage.delivery import SqlOutbox
from tests.services.office import Office
from tests.storage import make
from tests.storage.make import OWN_WORK, PUBLIC, T1

ROOM = ChannelId("CROOM")


def test_what_is_said_in_two_channels_at_one_moment_is_answered_in_both(office: Office) -> None:
    with office.store.begin(OWN_WORK) as tx:
        tx.channels.add(make.channel(channel_id=ROOM))
    service = MentionService(office.store, office.clock, SqlOutbox(office.engine, office.clock, 0, make.teams))
    for channel in (PUBLIC, ROOM):
        said = Mentioned(by=office.by(), channel=channel, ts=MessageTs("9.5"), thread_ts=None, text="help")
        service.answer(said)
    with office.store.read(T1) as tx:
        assert {str(one.to) for one in tx.outbox.news("help", MessageKind.REPLY)} == {PUBLIC, ROOM}

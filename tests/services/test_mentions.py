"""Where somebody is answered: Slack counts the messages of each channel by themselves."""

import pytest

from bot.domain.ids import ChannelId, MessageTs
from bot.domain.outbox import MessageKind
from bot.services.mentions import Mentioned, MentionService
from bot.services.pages import Which
from storage.delivery import SqlOutbox
from tests.services.office import Office
from tests.storage import make
from tests.storage.make import ANA, OWN_WORK, PRIVATE, PUBLIC, T1

ROOM = ChannelId("CROOM")


def service_of(office: Office) -> MentionService:
    return MentionService(office.store, office.clock, SqlOutbox(office.engine, office.clock, 0, make.teams))


def test_what_is_said_in_two_channels_at_one_moment_is_answered_in_both(office: Office) -> None:
    with office.store.begin(OWN_WORK) as tx:
        tx.channels.add(make.channel(channel_id=ROOM))
    service = service_of(office)
    for channel in (PUBLIC, ROOM):
        said = Mentioned(by=office.by(), channel=channel, ts=MessageTs("9.5"), thread_ts=None, text="help")
        service.answer(said)
    with office.store.read(T1) as tx:
        assert {str(one.to) for one in tx.outbox.news("help", MessageKind.REPLY)} == {PUBLIC, ROOM}


@pytest.mark.parametrize("become", ["is_shared", "is_archived"])
def test_what_was_asked_is_not_said_where_others_read_along_by_then(office: Office, become: str) -> None:
    """To the one who asked it is. Nor is it counted, as nothing is that others there may not see."""
    number, service = office.request(PUBLIC), service_of(office)
    office.request(PRIVATE)

    def shown(place: str) -> tuple[bool, int]:
        listed = service.items(T1, Which.OPEN, ANA, place).requests
        return service.item(T1, f"R-{number}", ANA, place) is not None, listed.total

    assert (shown(PUBLIC), shown(ANA)) == ((True, 1), (True, 2))
    with office.store.begin(OWN_WORK) as tx:
        setattr(tx.channels.for_change(PUBLIC), become, True)
    assert (shown(PUBLIC), shown(ANA)) == ((False, 0), (True, 2))

"""Who we are at Slack, and what may stand in the way of asking."""

import pytest

from handlers.web_clients import SlackRefused, SlackUnreachable, identity, may_open_sockets, web_client
from tests.handlers.scripted_slack import Answer, web_api


def test_identity() -> None:
    facts = Answer.of(ok=True, team="Harbour", team_id="T1", user="liaison", user_id="U0", bot_id="B0")
    facts.headers = {"X-OAuth-Scopes": "commands, chat:write"}
    with web_api({"auth.test": facts}) as api:
        we = identity(web_client("xoxb-1", api.url, 1))
    assert (we.team_id, we.user_id, we.bot_id) == ("T1", "U0", "B0")
    assert we.scopes == {"commands", "chat:write"}
    assert we.date is None


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer.of(ok=False, error="invalid_auth"), SlackRefused("invalid_auth")),
        (Answer(b"<html>", 503), SlackUnreachable("status 503")),
        (Answer(b"<html>"), SlackUnreachable("status 200")),
        (Answer(b"[]"), SlackUnreachable("status 200")),
        (Answer(raw=b""), SlackUnreachable("Remote end closed connection without response")),
    ],
    ids=["refused", "down", "a page", "a list", "closed"],
)
def test_what_may_go_wrong(answer: Answer, error: SlackRefused | SlackUnreachable) -> None:
    with web_api({"auth.test": answer}) as api, pytest.raises(type(error)) as raised:
        identity(web_client("xoxb-1", api.url, 1))
    assert vars(raised.value) == vars(error)


def test_nobody_there() -> None:
    with web_api({}) as api:
        closed = api.url
    with pytest.raises(SlackUnreachable, match="Connection refused") as raised:
        may_open_sockets(web_client("xoxb-1", closed, 1), "xapp-1")
    assert raised.value.why == "Connection refused"

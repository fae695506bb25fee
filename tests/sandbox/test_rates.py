"""One message a second in a channel, in real time."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Sandbox
from sandbox.rates import ChannelPace


def test_a_message_too_early(slack: Sandbox, client: WebClient) -> None:
    slack.rates(on=True)
    client.chat_postMessage(channel="C0ACME", text="one")
    client.chat_postMessage(channel="C0BRIGHTSIDE", text="elsewhere")

    with slack.expect_violation("rate_limited"), pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C0ACME", text="two")

    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "1"
    assert refused.value.response["error"] == "ratelimited"
    assert slack.person("ana").sees("acme").texts == ["one"]


def test_private_answers_and_updates_are_not_counted(slack: Sandbox, client: WebClient) -> None:
    slack.rates(on=True)
    ts = client.chat_postMessage(channel="C0ACME", text="one")["ts"]

    client.chat_update(channel="C0ACME", ts=ts, text="two")
    client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="three")

    assert slack.person("ana").sees("acme").texts == ["two", "three"]


def test_without_rates(slack: Sandbox, client: WebClient) -> None:
    slack.rates(on=False)

    for text in ("one", "two"):
        client.chat_postMessage(channel="C0ACME", text=text)

    assert slack.person("ana").sees("acme").texts == ["one", "two"]


@pytest.mark.parametrize(
    ("after", "wait"),
    [
        pytest.param(0.0, 1, id="at once"),
        pytest.param(0.9, 1, id="a little early"),
        pytest.param(0.96, None, id="as early as a scheduler may wake"),
        pytest.param(1.2, None, id="in time"),
    ],
)
def test_the_pace_of_a_channel(after: float, wait: int | None) -> None:
    now = [50.0]
    pace = ChannelPace(lambda: now[0])
    assert pace.post("C0ACME") is None

    now[0] += after

    assert pace.post("C0ACME") == wait
    assert pace.post("C0OTHER") is None


def test_what_is_posted_unpaced_is_not_counted_afterwards(slack: Sandbox, client: WebClient) -> None:
    slack.rates(on=False)
    client.chat_postMessage(channel="C0ACME", text="one")

    slack.rates(on=True)
    client.chat_postMessage(channel="C0ACME", text="two")

    assert slack.person("ana").sees("acme").texts == ["one", "two"]

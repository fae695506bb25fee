"""How fast an app may call: tiers by the minute, one message a second in a channel. Time is handed in."""

from collections.abc import Callable, Iterator
from http.client import HTTPConnection

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from sandbox import Sandbox
from sandbox.rates import Rates, Tier, Wait
from sandbox.web_api.dispatch import METHODS
from tests.patience import PATIENCE
from tests.sandbox.http_face import mistake, post

# slack-platform.md 3.3, and 1.4 for the connection; special ones are "several hundred".
TIERS = {
    1: "",
    20: "conversations.list users.list reactions.remove usergroups.list usergroups.users.list",
    50: "chat.update chat.delete chat.unfurl conversations.info conversations.open conversations.history "
    "conversations.replies conversations.join conversations.invite users.conversations users.lookupByEmail "
    "reactions.add reactions.get team.info bots.info apps.connections.open",
    100: "chat.postEphemeral conversations.members users.info views.open views.push views.update views.publish "
    "api.test files.getUploadURLExternal files.completeUploadExternal files.info",
    300: "chat.postMessage auth.test chat.getPermalink",
}
TIER_OF = {name: most for most, names in TIERS.items() for name in names.split()}


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time(slack: Sandbox) -> Iterator[Time]:
    """The meter's, which stands still."""
    handed = Time()
    slack.rates(on=True, real_time=handed)
    yield handed
    slack.rates(on=False)


def refused(call: Callable[[], object]) -> SlackResponse:
    with pytest.raises(SlackApiError) as refusal:
        call()
    response = refusal.value.response
    assert isinstance(response, SlackResponse)
    return response


def statuses(slack: Sandbox, method: str, times: int) -> list[tuple[int, str | None]]:
    """On one connection: a client of its own for each of some hundred calls would take a second."""
    connection = HTTPConnection(slack.url.removeprefix("http://"), timeout=PATIENCE)
    token = slack.app_token if METHODS[method].app_token else slack.bot_token
    seen = []
    for _ in range(times):
        connection.request("POST", f"/api/{method}", headers={"Authorization": f"Bearer {token}"})
        response = connection.getresponse()
        response.read()
        seen.append((response.status, response.headers["Retry-After"]))
    connection.close()
    return seen


def test_every_method_has_its_tier() -> None:
    assert {name: int(method.tier) for name, method in METHODS.items()} == TIER_OF


@pytest.mark.parametrize(("method", "most"), TIER_OF.items(), ids=TIER_OF)
def test_a_tier_at_its_number_and_one_more(slack: Sandbox, time: Time, method: str, most: int) -> None:
    """Also calls that fail count; whoever comes back before Retry-After could have known."""
    assert {status for status, _ in statuses(slack, method, most)} == {200}
    time.now += 20.5
    assert statuses(slack, method, 1) == [(429, "40")]
    other = "auth.test" if method != "auth.test" else "api.test"
    assert statuses(slack, other, 1) == [(200, None)]
    slack.violations.clear()

    time.now += 39
    with slack.expect_violation("rate_limited"):
        assert statuses(slack, method, 1) == [(429, "1")]
    time.now += 1
    assert statuses(slack, method, 1) == [(200, None)]
    slack.violations.clear()


def test_the_first_refusal_is_no_violation(slack: Sandbox, client: WebClient, time: Time) -> None:
    for _ in range(20):
        client.users_list()

    answer = refused(client.users_list)

    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "60")
    assert slack.violations == []


def test_a_burst_in_a_channel_and_then_one_a_second(slack: Sandbox, client: WebClient, time: Time) -> None:
    for text in ("one", "two", "three"):
        client.chat_postMessage(channel="C0ACME", text=text)
    client.chat_postMessage(channel="C0BRIGHTSIDE", text="elsewhere")

    with slack.expect_violation("rate_limited"):
        answer = refused(lambda: client.chat_postMessage(channel="C0ACME", text="four"))
    time.now += 1
    client.chat_postMessage(channel="C0ACME", text="five")

    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "1")
    assert slack.person("ana").sees("acme").texts == ["one", "two", "three", "five"]


def test_a_workspace_takes_some_hundred_messages_a_minute(slack: Sandbox, client: WebClient, time: Time) -> None:
    places = ("C0ACME", "C0BRIGHTSIDE", "C0GENERAL", "C0PARTNERS", "C0BOARD", "U0ANA", "U0BEN", "U0CARLA")
    for number in range(300):
        client.chat_postMessage(channel=places[number % len(places)], text="x")
        time.now += 0.15

    answer = refused(lambda: client.chat_postMessage(channel="U0GUS", text="x"))
    client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="goes on")

    assert (answer.status_code, answer["error"]) == (429, "rate_limited")
    assert answer.headers["Retry-After"] == "15"


def test_private_answers_and_updates_have_no_pace_by_the_second(slack: Sandbox, client: WebClient, time: Time) -> None:
    ts = client.chat_postMessage(channel="C0ACME", text="one")["ts"]
    for number in range(10):
        client.chat_update(channel="C0ACME", ts=str(ts), text=str(number))
        client.chat_postEphemeral(channel="C0ACME", user="U0ANA", text="x")

    assert slack.violations == []


def test_without_rates(slack: Sandbox, client: WebClient) -> None:
    slack.rates(on=False)

    for text in "abcdef":
        client.chat_postMessage(channel="C0ACME", text=text)

    assert slack.person("ana").sees("acme").texts == list("abcdef")


def test_what_is_posted_unpaced_is_not_counted_afterwards(slack: Sandbox, client: WebClient) -> None:
    slack.rates(on=False)
    for text in "abcdef":
        client.chat_postMessage(channel="C0ACME", text=text)

    slack.rates(on=True)
    client.chat_postMessage(channel="C0ACME", text="g")

    assert slack.person("ana").sees("acme").texts == list("abcdefg")


def test_a_reset_forgets_what_was_counted(slack: Sandbox, client: WebClient, time: Time) -> None:
    for _ in range(20):
        client.users_list()
    slack.reset()

    assert client.users_list()["ok"]


@pytest.mark.parametrize("method", ["conversations.history", "conversations.replies"])
def test_an_app_sold_outside_the_marketplace_reads_less(slack: Sandbox, client: WebClient, method: str) -> None:
    ts = client.chat_postMessage(channel="C0ACME", text="0")["ts"]
    for number in range(1, 20):
        client.chat_postMessage(channel="C0ACME", text=str(number), thread_ts=str(ts), reply_broadcast=True)
    asked = {"channel": "C0ACME", "ts": ts, "limit": 100}
    time = Time()
    slack.rates(on=True, distributed=True, real_time=time)

    first = client.api_call(method, params=asked)
    again = refused(lambda: client.api_call(method, params=asked))
    time.now += 60
    second = client.api_call(method, params={**asked, "cursor": first["response_metadata"]["next_cursor"]})

    assert (len(first["messages"]), len(second["messages"])) == (15, 5)
    assert (again.status_code, again.headers["Retry-After"]) == (429, "60")


@pytest.mark.parametrize(
    ("after", "wait"),
    [
        pytest.param(0.0, Wait(1, foreseen=True), id="at once"),
        pytest.param(0.9, Wait(1, foreseen=True), id="a little early"),
        pytest.param(0.96, None, id="as early as a scheduler may wake"),
        pytest.param(1.2, None, id="in time"),
    ],
)
def test_the_pace_of_a_channel_that_had_its_burst(after: float, wait: Wait | None) -> None:
    time, rates = Time(), Rates()
    rates.set(on=True, real_time=time)
    assert [rates.post("C0ACME") for _ in range(3)] == [None] * 3

    time.now += after

    assert rates.post("C0ACME") == wait
    assert rates.post("C0OTHER") is None


def test_an_early_scheduler_does_not_run_away() -> None:
    """Each a little early is early in all."""
    time, rates = Time(), Rates()
    rates.set(on=True, real_time=time)

    def posted() -> Wait | None:
        time.now += 0.96
        return rates.post("C0ACME")

    assert any(posted() for _ in range(100))


def test_tiers_are_counted_apart() -> None:
    rates = Rates()
    rates.set(on=True, real_time=Time())

    assert rates.call("a", Tier.T1) is None
    assert [rates.call("a", Tier.T1), rates.call("a", Tier.T1)] == [Wait(60, foreseen=False), Wait(60, foreseen=True)]
    assert rates.call("b", Tier.T1) is None


def test_rates_over_http(slack: Sandbox) -> None:
    assert post(slack, "rates", on=False) == {"on": False}
    assert post(slack, "rates", on=True, distributed=True) == {"on": True, "distributed": True}
    assert mistake(slack, "rates", b'{"on": 1}')[1]["error"] == "bad_field"
    post(slack, "rates", on=False)

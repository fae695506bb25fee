"""Slack takes no more forms for a while: people are told for how long, and it is not asked again before that."""

from functools import partial
from time import monotonic

import pytest

from handlers.gesture_client import GestureClient, SlackBusy
from handlers.web_clients import made
from sandbox import Sandbox
from sandbox.driver import Person
from tests.handlers.scripted_slack import Answer, web_api


def asked(slack: Sandbox, method: str) -> int:
    return sum(call.name == method for call in slack.calls if call.direction == "app")


def heard(person: Person, channel: str = "acme") -> str:
    return [message for message in person.sees(channel).messages if message.ephemeral][-1].text


@pytest.mark.parametrize("kind", ["ratelimited", "ratelimited_none", "ratelimited_word"])
def test_who_asks_for_a_form_hears_when_to_try_again(slack: Sandbox, ana: Person, ben: Person, kind: str) -> None:
    slack.fault(kind, "views.open", times=1, seconds=20)
    ana.slash("/request", in_="acme")
    ben.slash("/task", in_="acme")
    for person in (ana, ben):
        assert person.modal is None
        assert "Nothing was saved. Please try again in " in heard(person)
        assert "went wrong" not in heard(person)
    assert asked(slack, "views.open") == 1, "the second knows already"


def test_what_was_typed_comes_back(slack: Sandbox, ana: Person) -> None:
    slack.fault("ratelimited", "views.open", times=1, seconds=20)
    ana.slash("/nudge @ben call Acme", in_="acme")
    assert "call Acme" in heard(ana)


def test_other_methods_go_on(slack: Sandbox, ana: Person) -> None:
    slack.fault("ratelimited", "views.open", times=1, seconds=20)
    ana.slash("/request", in_="acme")
    ana.slash("/request Poster", in_="acme")
    assert any("Poster" in message.words for message in ana.sees("acme").messages if not message.ephemeral)


def test_afterwards_it_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {"views.open": [Answer(b"", 429, {"Retry-After": "20"}), Answer.of(ok=True)]}
    with web_api(answers) as api:
        client = made(GestureClient, "xoxb-1", api.url, 5)
        begun = monotonic()
        for later in (0.0, 19.0):
            monkeypatch.setattr("handlers.gesture_client.monotonic", partial(float, begun + later))
            with pytest.raises(SlackBusy):
                client.views_open(trigger_id="1", view={})
        monkeypatch.setattr("handlers.gesture_client.monotonic", partial(float, begun + 21))
        assert client.views_open(trigger_id="1", view={})["ok"]
        assert len(api.calls) == 2

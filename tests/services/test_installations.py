"""A token that Slack refuses: asked after seldom, told once, and trusted again by itself."""

import logging
from collections.abc import Callable, Collection
from datetime import timedelta

import pytest

from bot.domain.ids import TeamId, UserId
from bot.domain.installations import Dead, Silence, Unanswered, Verdict, Works
from bot.domain.outbox import Message
from bot.services.installations import InstallationService
from tests.storage.make import ANA, NOW, HandClock

T1 = TeamId("T1")


class Slack:
    """Answers what it is told, and counts; and is the pauses and the delivery too."""

    def __init__(self) -> None:
        self.verdict: Verdict = Dead("token_revoked")
        self.asked = 0
        self.paused = False
        self.resumed = 0
        self.now = 1000.0
        self.told: list[Message | None] = []
        self.responsible: UserId | None = ANA
        self.service = InstallationService(
            self, lambda: [T1], self.ask, self.resume, responsible=lambda _: self.responsible, clock=HandClock(NOW)
        )

    def ask(self, team: TeamId) -> Verdict:
        self.asked += team == T1
        return self.verdict

    def resume(self) -> None:
        self.resumed += 1

    def refused(self, teams: Collection[TeamId]) -> Collection[TeamId]:
        return list(teams) if self.paused else []

    def refuse(self, team: TeamId) -> None:
        self.paused = team == T1

    def accept(self, team: TeamId, told: Callable[[Silence], Message | None]) -> bool:
        was_paused, self.paused = self.paused, team != T1
        if was_paused:
            self.told.append(told(Silence(team, NOW - timedelta(hours=2), 7)))
        return was_paused

    def check(self, after: float = 0.0) -> None:
        self.now += after
        self.service.check()


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Slack:
    slack = Slack()
    monkeypatch.setattr("bot.services.installations.time.monotonic", lambda: slack.now)
    return slack


def test_nothing_is_asked_while_nothing_speaks_against_the_token(slack: Slack) -> None:
    for _ in range(3):
        slack.check(after=600)
    assert (slack.asked, slack.service.fault()) == (0, None)


def test_it_is_asked_once_a_minute_and_told_once_an_hour(slack: Slack, caplog: pytest.LogCaptureFixture) -> None:
    slack.paused = True
    with caplog.at_level(logging.WARNING):
        for _ in range(12 * 59):
            slack.check(after=5)
        assert (slack.asked, len(caplog.records)) == (59, 1)
        for _ in range(12 * 5):
            slack.check(after=5)
    assert len(caplog.records) == 2
    assert slack.service.fault() == "Slack refuses LIAISON_BOT_TOKEN (token_revoked)"


def test_each_cause_is_told(slack: Slack, caplog: pytest.LogCaptureFixture) -> None:
    slack.paused = True
    for code in ("token_revoked", "account_inactive", "token_revoked"):
        slack.verdict = Dead(code)
        slack.check(after=61)
    assert [record.args for record in caplog.records] == [("token_revoked",), ("account_inactive",)]


def test_once_it_works_delivery_goes_on(slack: Slack) -> None:
    slack.paused = True
    slack.check()
    slack.verdict = Works()
    slack.check(after=30)
    assert (slack.paused, slack.resumed) == (True, 0), "the minute is not over"
    slack.check(after=31)
    assert (slack.paused, slack.resumed, slack.service.fault()) == (False, 1, None)
    (notice,) = slack.told
    assert notice is not None
    assert (notice.to, notice.facts["waiting"], notice.facts["since"]) == (ANA, "7", "2026-03-04T07:00:00+00:00")


def test_where_nobody_looks_after_the_workspace_it_goes_on_all_the_same(slack: Slack) -> None:
    slack.paused, slack.responsible = True, None
    slack.service.resume(T1)
    slack.service.resume(T1)
    assert (slack.told, slack.paused, slack.resumed) == ([None], False, 1)


def test_another_process_found_out_first(slack: Slack) -> None:
    slack.paused = True
    slack.check()
    slack.paused = False
    slack.check(after=5)
    assert slack.service.fault() is None


@pytest.mark.parametrize(
    ("verdict", "pauses"), [(Works(), False), (Dead("token_revoked"), True), (Unanswered(), False)]
)
def test_the_end_that_slack_tells_of_may_be_an_old_one(slack: Slack, verdict: Verdict, *, pauses: bool) -> None:
    slack.verdict = verdict
    slack.service.suspect(T1)
    slack.check()
    assert (slack.asked, slack.paused, slack.resumed) == (1, pauses, 0)


def test_what_was_not_answered_is_asked_again(slack: Slack) -> None:
    slack.verdict = Unanswered()
    slack.service.suspect(T1)
    slack.check()
    slack.verdict = Dead("account_inactive")
    slack.check(after=61)
    assert slack.paused

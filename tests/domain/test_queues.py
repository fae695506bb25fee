"""Whose turn it is, as tables."""

from collections import Counter

import pytest

from bot.domain.ids import UserId
from bot.domain.people import PersonKind
from bot.domain.queues import Queue, Standing, Strategy, WhyNot, candidates, chosen

ANA, BEN, CAT = map(UserId, ("UANA", "UBEN", "UCAT"))
MEMBER = PersonKind.MEMBER


def one(user: UserId, **changed: object) -> Standing:
    return Standing(**{"user": user, "kind": MEMBER, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("standing", "why"),
    [
        pytest.param(one(ANA), None, id="a member"),
        *(
            pytest.param(one(ANA, kind=kind), WhyNot.NO_MEMBER, id=kind)
            for kind in PersonKind
            if kind is not PersonKind.MEMBER
        ),
        pytest.param(one(ANA, is_there=False), WhyNot.NOT_THERE, id="outside of a private channel"),
        pytest.param(one(ANA, has_declined=True), WhyNot.DECLINED, id="declined it"),
        pytest.param(one(ANA, open=1), None, id="one below the cap"),
        pytest.param(one(ANA, open=2), WhyNot.AT_CAP, id="at the cap"),
        pytest.param(one(ANA, open=9), WhyNot.AT_CAP, id="above the cap"),
    ],
)
def test_who_is_passed_over(standing: Standing, why: WhyNot | None) -> None:
    assert standing.why_not(2) is why
    assert candidates([standing], 2) == (() if why else (standing,))


@pytest.mark.parametrize(
    ("strategy", "people", "to"),
    [
        pytest.param(Strategy.ROUND_ROBIN, [one(ANA), one(BEN)], ANA, id="the first begins"),
        pytest.param(Strategy.ROUND_ROBIN, [one(ANA, turn=3), one(BEN, turn=2)], BEN, id="longest ago"),
        pytest.param(Strategy.ROUND_ROBIN, [one(ANA, turn=3), one(BEN, turn=2, open=2)], ANA, id="at cap"),
        pytest.param(Strategy.ROUND_ROBIN, [one(ANA, turn=3, open=1), one(BEN, turn=4)], ANA, id="load does not count"),
        pytest.param(Strategy.LEAST_OPEN, [one(ANA, open=1), one(BEN)], BEN, id="least open"),
        pytest.param(Strategy.LEAST_OPEN, [one(ANA, turn=9), one(BEN, turn=8)], BEN, id="a tie: longest ago"),
        pytest.param(Strategy.LEAST_OPEN, [one(ANA, open=2), one(BEN, open=2)], None, id="all at cap"),
        pytest.param(Strategy.OWNER, [one(CAT)], CAT, id="the client's owner"),
        pytest.param(Strategy.OWNER, [one(CAT, open=2)], None, id="the client's owner has enough"),
        pytest.param(Strategy.OWNER, [one(CAT, kind=PersonKind.DEACTIVATED)], None, id="the client's owner has left"),
        pytest.param(Strategy.OWNER, [], None, id="no client"),
        pytest.param(Strategy.NONE, [one(ANA)], None, id="whoever takes it"),
    ],
)
def test_whose_turn_it_is(strategy: Strategy, people: list[Standing], to: UserId | None) -> None:
    assert chosen(strategy, people, 2) == to


@pytest.mark.parametrize("strategy", [Strategy.ROUND_ROBIN, Strategy.LEAST_OPEN])
def test_ten_among_three(strategy: Strategy) -> None:
    turns, counts = dict.fromkeys((ANA, BEN, CAT), 0), Counter[UserId]()
    for turn in range(1, 11):
        to = chosen(strategy, [one(user, turn=turns[user], open=counts[user]) for user in turns])
        assert to is not None
        turns[to], counts[to] = turn, counts[to] + 1
    assert sorted(counts.values()) == [3, 3, 4]


def test_a_queue_is_that_of_its_people_and_of_its_lead() -> None:
    queue = Queue(name="Print", people=(ANA,), lead=BEN)
    assert [queue.has(user) for user in (ANA, BEN, CAT)] == [True, True, False]

"""The outbox protocol is right in every state that workers, Slack, the clock and crashes can bring it to, and none of
its steps can be left out.
"""

import pytest

from tests.model.explorer import Fault, explored
from tests.model.protocol import (
    LEASE,
    SETTLE,
    CancelsWhatWasTried,
    HeldForEver,
    IntentAfterSend,
    NaiveResend,
    NoDeadlineCheck,
    NoFence,
    NoFenceAtTheEnd,
    NoLookup,
    Protocol,
    SentBeforeSeen,
)


@pytest.mark.parametrize(("workers", "states"), [(1, 100), (2, 2_000), (3, 30_000)])
def test_seen_once_and_never_lost(workers: int, states: int) -> None:
    found = explored(Protocol(), workers)
    assert found.faults == {}
    assert len(found.came_from) > states, "it would be right if nothing could happen"


@pytest.mark.parametrize(
    ("mutant", "fault"),
    [
        pytest.param(NaiveResend(), Fault.SEEN_TWICE, id="naive resend"),
        pytest.param(NoLookup(), Fault.SEEN_TWICE, id="no lookup"),
        pytest.param(Protocol(settle=0), Fault.SEEN_TWICE, id="no settle"),
        pytest.param(Protocol(settle=SETTLE - 1), Fault.SEEN_TWICE, id="too short a settle"),
        pytest.param(Protocol(lease=LEASE - 1), Fault.SEEN_TWICE, id="too short a lease"),
        pytest.param(NoDeadlineCheck(), Fault.SEEN_TWICE, id="no deadline check"),
        pytest.param(NoFence(), Fault.SEEN_TWICE, id="no fence"),
        pytest.param(NoFenceAtTheEnd(), Fault.SEEN_TWICE, id="no fence when recording"),
        pytest.param(IntentAfterSend(), Fault.SEEN_TWICE, id="intent after send"),
        pytest.param(CancelsWhatWasTried(), Fault.ENDED_AND_SEEN, id="stops what was tried"),
        pytest.param(SentBeforeSeen(), Fault.SENT_UNSEEN, id="sent before seen"),
        pytest.param(HeldForEver(), Fault.NEVER_ENDS, id="held for ever"),
    ],
)
def test_without_one_of_its_steps_it_is_not(mutant: Protocol, fault: Fault) -> None:
    assert fault in explored(mutant, 2, until=fault).faults

"""Of a message that stands twice the first copy stays."""

import pytest

from bot.domain.doubles import Copy, Double, doubles
from bot.domain.ids import ChannelId, MessageTs, OutboxId
from bot.domain.outbox import Posted

ONE, TWO = OutboxId("one"), OutboxId("two")


def at(ts: str) -> Posted:
    return Posted(ChannelId("C1"), MessageTs(ts))


@pytest.mark.parametrize(
    ("copies", "found"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([(ONE, "1.1"), (TWO, "1.2")], [], id="each once"),
        pytest.param([(ONE, "1.1"), (ONE, "1.1")], [], id="one seen on two pages"),
        pytest.param([(ONE, "1.2"), (ONE, "1.1")], [Double(ONE, at("1.1"), (at("1.2"),))], id="newest first"),
        pytest.param([(ONE, "9.0"), (ONE, "10.0")], [Double(ONE, at("9.0"), (at("10.0"),))], id="as numbers"),
        pytest.param(
            [(ONE, "3.0"), (TWO, "2.5"), (ONE, "2.0"), (ONE, "1.0"), (TWO, "0.5")],
            [Double(ONE, at("1.0"), (at("2.0"), at("3.0"))), Double(TWO, at("0.5"), (at("2.5"),))],
            id="three times, and another",
        ),
    ],
)
def test_which_copy_stays(copies: list[tuple[OutboxId, str]], found: list[Double]) -> None:
    assert doubles(Copy(id_, at(ts)) for id_, ts in copies) == found

"""The seconds that an app has are those in which the machine lets it run."""

import asyncio
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from websockets.sync.client import connect

from sandbox import Sandbox
from sandbox.running_time import RunningTime
from tests.sandbox.sockets import ack, address, frame


def stand_still(seconds: float) -> None:
    """All of this process, as a machine that is suspended or that others keep busy does."""
    subprocess.run(["sh", "-c", f"kill -STOP {os.getpid()}; sleep {seconds}; kill -CONT {os.getpid()}"], check=True)


def be_busy() -> None:
    """Nobody else in this process has a turn meanwhile."""
    sum(range(60_000_000))


def test_a_standstill_is_nobodys_lateness(bare: Sandbox) -> None:
    with connect(address(bare)) as socket:
        frame(socket)
        bare.person("ana").says("@specimen hello", in_="acme", settle=False)
        envelope = frame(socket)
        stand_still(1.0)
        ack(socket, envelope)
        bare.settle()

    assert bare.violations == []
    assert [(call.ms or 0) >= 1000 for call in bare.calls if call.name == "app_mention"] == [True]


def test_who_keeps_the_sandbox_from_its_turn_is_late(bare: Sandbox) -> None:
    with connect(address(bare)) as socket:
        frame(socket)
        bare.person("ana").says("@specimen hello", in_="acme", settle=False)
        envelope = frame(socket)
        be_busy()
        ack(socket, envelope)
        bare.settle()

    assert [violation.kind for violation in bare.violations] == ["ack_late"]


@pytest.mark.parametrize(
    ("stood", "worked", "lost"),
    [(2.0, 0.0, 2.0), (2.0, 0.5, 1.5), (2.0, 2.0, 0.0), (2.0, 3.5, 0.0), (0.09, 0.0, 0.0), (0.0, 0.0, 0.0)],
)
def test_what_was_lost(stood: float, worked: float, lost: float) -> None:
    clock, cpu = [100.0], [7.0]
    running = RunningTime(lambda: clock[0], lambda: cpu[0])

    async def beats() -> None:
        running.watch()
        clock[0] += 0.05 + stood
        cpu[0] += worked
        await asyncio.sleep(0.08)

    # Not in this thread, in which a browser of earlier tests may have a loop of its own.
    with ThreadPoolExecutor(1) as beside:
        beside.submit(lambda: asyncio.run(beats())).result()
    assert running.now() == pytest.approx(100.05 + stood - lost)

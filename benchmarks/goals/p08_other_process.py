"""P8: a reminder that another process wrote, due in a second, against the tick at which each looks by itself."""

import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from zoneinfo import ZoneInfo

from benchmarks.gestures import CHANNELS, at_work, by_sockets, wait
from benchmarks.goals.figures import Figure, NotMeasured, at_most
from bot.app import DELIVER_TICK
from bot.domain.clock import SystemClock
from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.moments import Moment
from bot.domain.origins import Gesture
from bot.services.nudges import NudgeService, SetNudge
from bot.services.people import PeopleService
from handlers.directory import SlackDirectory
from handlers.web_clients import GESTURE, patient_client, web_client
from sandbox import Sandbox
from storage.engine import make_engine
from storage.store import SqlStore
from tests.postgres import AS_IT_COMES, running

REMINDERS = 100
#: Between two of them, no multiple of a tick, so that they fall due at all moments between two looks.
APART = 0.17
AHEAD = timedelta(seconds=1)
REACTION = 0.25
TEAM, ANA = TeamId("T0SANDBOX"), UserId("U0ANA")
UTC_ZONE = ZoneInfo("Etc/UTC")

#: They end at once: a scheduler that is shut down runs what is due before it ends.
_WORKER = """
import os, sys
from datetime import timedelta
from benchmarks.goals.peers import Apscheduler, has_run
Apscheduler(sys.argv[1]).scheduler().start()
print("ready", flush=True)
print(has_run(timedelta(seconds=4)), flush=True)
os._exit(0)
"""
_WRITER = """
import os, sys
from datetime import UTC, datetime, timedelta
from benchmarks.goals.peers import Apscheduler
apscheduler = Apscheduler(sys.argv[1])
scheduler = apscheduler.scheduler()
scheduler.start(paused=True)
apscheduler.add(scheduler, datetime.now(UTC) + timedelta(seconds=1))
os._exit(0)
"""


def figures() -> Iterator[Figure]:
    with running(AS_IT_COMES) as postgres:
        url = postgres.url(postgres.create())
        with at_work(by_sockets, url) as slack:
            late = lateness(slack, url)
        cuts = quantiles(late, n=100, method="inclusive")
        ours = f"s late at p99 of {len(late)} that another process wrote, p50 {cuts[49]:.2f}, worst {max(late):.2f}"
        theirs = "came" if _comes_from_theirs(postgres.url(postgres.create())) else "never came"
        yield at_most(DELIVER_TICK + REACTION, cuts[98], f"{ours}; from APScheduler's store it {theirs}")


def lateness(slack: Sandbox, url: str) -> list[float]:
    """Seconds after each was due until it stood in its channel."""
    due = dict(_written(slack, url))
    wait(lambda: len(_arrived(slack)) >= REMINDERS, "the last reminder")
    # What people feel as now runs at the pace of real time there.
    ahead = slack.clock.now() - datetime.now(UTC)
    return [(at - ahead - due[text]).total_seconds() for text, at in _arrived(slack).items()]


def _written(slack: Sandbox, url: str) -> Iterator[tuple[str, datetime]]:
    """By the services of this process, which sends nothing itself."""
    engine, clock = make_engine(url), SystemClock()
    store = SqlStore(engine, lambda: None)
    quick = web_client(slack.bot_token, slack.api_url, GESTURE)
    directory = SlackDirectory(quick, patient_client(slack.bot_token, slack.api_url))
    nudges = NudgeService(store, PeopleService(store, directory, clock, UTC_ZONE), clock)
    for n in range(REMINDERS):
        due, text = clock.now() + AHEAD, f"reminder {n:03}"
        moment = Moment(due.replace(tzinfo=None), UTC_ZONE, due, (), "in 1s")
        nudges.set(SetNudge(by=_ana(), text=text, moment=moment, channel=ChannelId(f"C0BUSY{n % CHANNELS:02}")))
        yield text, due
        time.sleep(APART)
    engine.dispose()


def _ana() -> Gesture:
    return Gesture(team_id=TEAM, user_id=ANA, zone=UTC_ZONE, key=uuid.uuid4().hex, deadline=float("inf"))


def _arrived(slack: Sandbox) -> dict[str, datetime]:
    said = [sight for sight in slack.truth if sight.what == "message" and "reminder " in sight.words]
    return {"reminder " + sight.words.partition("reminder ")[2][:3]: sight.at for sight in said}


def _comes_from_theirs(url: str) -> bool:
    """Whether a scheduler that had nothing to do before runs a job that another process adds to its store."""
    with subprocess.Popen([sys.executable, "-c", _WORKER, url], stdout=subprocess.PIPE, text=True) as worker:  # noqa: S603 - ours
        assert worker.stdout is not None
        worker.stdout.readline()
        if subprocess.run([sys.executable, "-c", _WRITER, url], check=False).returncode:  # noqa: S603 - ours
            raise NotMeasured("APScheduler's job could not be written")
        return worker.stdout.read().strip() == "True"

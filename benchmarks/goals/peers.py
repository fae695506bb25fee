"""The others, each in its own database of the same server, with jobs that do nothing."""

import asyncio
import logging
import queue
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import procrastinate
import psycopg
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from procrastinate.app import App as ProcrastinateApp

from benchmarks.goals.figures import NotMeasured, seconds

T = TypeVar("T")
#: Seconds that others may take before they count as having lost a job.
PATIENCE = 30.0

#: Its triggers would tell of each row as it comes.
_FUTURE = """
alter table procrastinate_jobs disable trigger user;
insert into procrastinate_jobs (queue_name, task_name, args, status, scheduled_at)
    select 'default', 'nothing', '{}', 'todo', now() + interval '1 day' from generate_series(1, %d);
alter table procrastinate_jobs enable trigger user;
analyze procrastinate_jobs
"""


class Procrastinate:
    """One worker, ten jobs at a time."""

    CONCURRENCY = 10

    def __init__(self, url: str) -> None:
        logging.getLogger("procrastinate").setLevel(logging.WARNING)
        self._url = url.replace("+psycopg", "")
        self._do(lambda app: app.schema_manager.apply_schema_async())

    def rate(self, jobs: int) -> float:
        """Jobs a second from being due to being recorded as done."""
        return jobs / self._do(partial(self._worked_off, jobs=jobs))

    def add_future(self, jobs: int) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute((_FUTURE % jobs).encode())

    def _do(self, work: Callable[[ProcrastinateApp], Coroutine[Any, Any, T]]) -> T:
        async def with_app() -> T:
            app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=self._url))
            async with app.open_async():
                return await work(app)

        return asyncio.run(with_app())

    async def _worked_off(self, app: ProcrastinateApp, jobs: int) -> float:
        """Seconds."""
        done = list[None]()

        @app.task(name="nothing")
        async def nothing() -> None:
            done.append(None)

        await nothing.batch_defer_async(*({} for _ in range(jobs)))
        now = asyncio.get_running_loop().time
        begun = now()
        await app.run_worker_async(
            concurrency=self.CONCURRENCY, wait=False, install_signal_handlers=False, listen_notify=False
        )
        if len(done) != jobs:
            raise NotMeasured(f"procrastinate did {len(done)} of {jobs} jobs")
        return now() - begun


_ran: queue.SimpleQueue[None] = queue.SimpleQueue()


def ran() -> None:
    """A job of APScheduler's, whose store keeps it by its name."""
    _ran.put(None)


class Apscheduler:
    """A scheduler over its SQLAlchemyJobStore, as its documentation sets it up."""

    def __init__(self, url: str) -> None:
        self._url = url

    def rate(self, jobs: int) -> float:
        """Jobs a second from the scheduler's start to the last of them."""
        scheduler = self.scheduler()
        scheduler.start(paused=True)
        for _ in range(jobs):
            self.add(scheduler, datetime.now(UTC))
        taken = seconds(lambda: self._worked_off(scheduler, jobs))
        scheduler.shutdown()
        return jobs / taken

    def scheduler(self) -> BackgroundScheduler:
        store = SQLAlchemyJobStore(self._url)
        defaults = {"misfire_grace_time": None, "coalesce": False}
        return BackgroundScheduler(jobstores={"default": store}, job_defaults=defaults, timezone=UTC)

    @staticmethod
    def add(scheduler: BackgroundScheduler, at: datetime) -> None:
        scheduler.add_job(f"{__name__}:ran", "date", run_date=at)

    @staticmethod
    def _worked_off(scheduler: BackgroundScheduler, jobs: int) -> None:
        scheduler.resume()
        for _ in range(jobs):
            _ran.get(timeout=PATIENCE)


def has_run(within: timedelta) -> bool:
    """Whether a job of APScheduler's ran in this process before so much time went by."""
    try:
        _ran.get(timeout=within.total_seconds())
    except queue.Empty:
        return False
    return True

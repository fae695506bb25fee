"""`liaison demo`: a local Slack, a store and Liaison in one process, with one clock."""

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot import database, demo_world, logs, settings
from bot.app import build
from bot.liaison import Liaison
from bot.startup import CannotStart, make_folder, only_process, reason
from sandbox import BadFolder, BadManifest, Sandbox, forget

#: The demo's people are shown London's time unless they say otherwise.
ZONE = "Europe/London"
LOOPBACK = "127.0.0.1"


class Demo:
    """Ready once entered: `GET /` answers, Liaison is connected and what was there before is there again."""

    def __init__(self, *, port: int, data: Path, is_fresh: bool = False) -> None:
        self._port = port
        self._data = data
        self._is_fresh = is_fresh
        self._running = ExitStack()
        #: Whether nothing was cut off at an end so far.
        self.is_whole = True

    @property
    def url(self) -> str:
        return self.slack.url

    def __enter__(self) -> Self:
        logs.configure("WARNING")
        _stay_on_this_machine()
        with ExitStack() as starting:
            make_folder(self._data)
            starting.enter_context(only_process(self._database_url))
            if self._is_fresh or not self._seeded.exists():
                self._start_over()
            self._start(starting)
            self._running = starting.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._running.close()

    def _start(self, starting: ExitStack) -> None:
        self.slack = self._sandbox()
        starting.callback(self.slack.stop)
        self._upgrade()
        self.slack.start()
        if not self._seeded.exists():
            self._seed()
        self._at_work = ExitStack()
        starting.callback(self._end_work)
        self._at_work.enter_context(self._liaison())
        self.slack.on_reset(self._reset)
        self.slack.show()

    def _reset(self) -> None:
        """Both sides forget, and the story is told anew: half of it forgotten would be a world that never was."""
        self._end_work()
        self._forget_store()
        self.slack.reset(demo_world.beginning())
        self._upgrade()
        self._seed()
        self._at_work = ExitStack()
        self._at_work.enter_context(self._liaison())

    def _upgrade(self) -> None:
        """In the demo's own words: no setting names its store."""
        try:
            database.upgrade(self._database_url)
        except CannotStart as error:
            what = str(error).partition(";")[0]
            raise CannotStart(f"{what}. {self._way_out}") from None

    def _end_work(self) -> None:
        self._at_work.close()

    def _seed(self) -> None:
        """A day and a half of work in a few seconds: nobody is watching, so nothing is paced. Its people press buttons
        by their English names.
        """
        self.slack.rates(on=False)
        with self._liaison(channel_spacing=0, messages_per_minute=0, language_file=None):
            demo_world.seed(self.slack)
        self.slack.rates(on=True)
        self._seeded.touch()

    @contextmanager
    def _liaison(self, **more: Any) -> Iterator[None]:
        """Connected, and on the workspace's clock, which may jump."""
        liaison = self._built(**more)
        with ExitStack() as running:
            running.callback(self._stop, liaison)
            liaison.start()
            running.callback(self.slack.watch(liaison.idle))
            running.callback(self.slack.clock.subscribe(liaison.wake))
            yield

    def _stop(self, liaison: Liaison) -> None:
        self.is_whole = liaison.stop() and self.is_whole

    def _sandbox(self) -> Sandbox:
        try:
            return self._hidden_sandbox()
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                why = "is taken" if error.errno == errno.EADDRINUSE else "needs more rights than you have"
                free = self._port + 1 if self._port < 65_535 else 8123
                raise CannotStart(f"port {self._port} {why}. Choose another: liaison demo --port {free}") from None
            why = reason(error)
            raise CannotStart(f"the demo's data in {self._data} cannot be used ({why}). {self._way_out}") from None
        except BadFolder as error:
            raise CannotStart(f"the demo's data cannot be understood ({error}). {self._way_out}") from None
        except BadManifest as error:
            raise CannotStart(f"{settings.MANIFEST.name} is not one that Slack would take ({error}).") from None

    def _hidden_sandbox(self) -> Sandbox:
        world, folder = demo_world.beginning(), self._data / "slack"
        return Sandbox(settings.MANIFEST, world, host=LOOPBACK, port=self._port, data=folder, shown=False)

    def _built(self, **more: Any) -> Liaison:
        given = settings.load(
            _env_file=None,
            bot_token=self.slack.bot_token,
            app_token=self.slack.app_token,
            api_base_url=self.slack.api_url,
            database_url=self._database_url,
            workspace_zone=ZONE,
            log_level="WARNING",
            manifest=settings.MANIFEST,
            **more,
        )
        return build(given, self.slack.clock)

    def _start_over(self) -> None:
        """Also after a first start that was cut short, which leaves a half-made world behind.

        Whatever else lies there is somebody's and stays.
        """
        try:
            forget(self._data / "slack")
            self._forget_store()
        except OSError as error:
            raise CannotStart(
                f"{error.filename} is not the demo's ({reason(error)}). Choose another folder: liaison demo --data …"
            ) from None

    def _forget_store(self) -> None:
        self._seeded.unlink(missing_ok=True)
        for name in ("liaison.db", "liaison.db-wal", "liaison.db-shm"):
            (self._data / name).unlink(missing_ok=True)

    @property
    def _database_url(self) -> str:
        return f"sqlite:///{self._data / 'liaison.db'}"

    @property
    def _seeded(self) -> Path:
        return self._data / "seeded"

    @property
    def _way_out(self) -> str:
        return f"Start over with: liaison demo --data {self._data} --fresh"


def _stay_on_this_machine() -> None:
    """A proxy of the company's would be asked for 127.0.0.1 as well."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        os.environ.pop(name, None)

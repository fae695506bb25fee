"""The sandbox as a Python object: start it, drive people, turn the clock, and look at what happened."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sandbox import directory, http_client, installation
from sandbox.addresses import Addresses
from sandbox.clock import VirtualClock
from sandbox.core import build
from sandbox.delivery import ACK_SECONDS, Delivery
from sandbox.driver import Person
from sandbox.errors import Json
from sandbox.faults.asking import fault_of
from sandbox.faults.plan import EVERYTHING, Fault
from sandbox.gestures import profiles
from sandbox.http_requests import RETRY_SECONDS
from sandbox.manifest import Manifest, load
from sandbox.running_time import RealTime
from sandbox.server import Server, bind
from sandbox.socket_mode import DEBUG_SECONDS
from sandbox.traffic import Call
from sandbox.truth import Truth
from sandbox.violations import Violation, expecting
from sandbox.web_api.dispatch import NAMES
from sandbox.world import World

LOOPBACK = "127.0.0.1"


def _addresses(request_url: str | None, declared: Manifest) -> Addresses | None:
    if request_url is None:
        return None
    http_client.address(request_url)
    return Addresses.one(request_url, None, declared.commands)


class Sandbox:
    def __init__(
        self,
        manifest: str | Path | Json = "manifest.yml",
        world: World | None = None,
        *,
        host: str = LOOPBACK,
        port: int = 0,
        data: str | Path | None = None,
        rates: bool = True,
        clock: VirtualClock | None = None,
        ack_seconds: float = ACK_SECONDS,
        retry_seconds: tuple[float, ...] = RETRY_SECONDS,
        debug_reconnect_seconds: float = DEBUG_SECONDS,
        request_url: str | None = None,
        shown: bool = True,
    ) -> None:
        """With `request_url` the app is reached there, and asked for Slack's challenge before the first event.

        Raises BadManifest, BadAddress when that is no URL, and OSError when the port is taken or the folder cannot be
        used.
        """
        declared = load(manifest)
        addresses = _addresses(request_url, declared)
        bound = bind(host, port)
        self.url = f"http://{host}:{bound.getsockname()[1]}"
        with ExitStack() as unless_built:
            unless_built.callback(bound.close)
            self.core = build(
                declared,
                world or World.office(),
                clock=clock,
                data=Path(data) if data else None,
                rates=rates,
                url=self.url,
                ack_seconds=ack_seconds,
                retry_seconds=retry_seconds,
                debug_reconnect_seconds=debug_reconnect_seconds,
                addresses=addresses,
            )
            unless_built.pop_all()
        self.server = Server(self.core, bound, shown=shown)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        self.server.start()

    def stop(self) -> None:
        self.server.stop()

    def show(self) -> None:
        """Let people see the page of a sandbox that was made with `shown=False`."""
        self.server.shown = True

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        return self.core.slack.app.bot_token

    @property
    def app_token(self) -> str:
        return self.core.slack.app.app_token

    @property
    def signing_secret(self) -> str:
        return self.core.slack.app.signing_secret

    @property
    def team_id(self) -> str:
        return self.core.slack.world.team.id

    @property
    def bot_user_id(self) -> str:
        return self.core.slack.app.user_id

    @property
    def clock(self) -> VirtualClock:
        return self.core.slack.clock

    @property
    def violations(self) -> list[Violation]:
        return self.core.slack.violations

    @property
    def truth(self) -> Truth:
        return self.core.slack.truth

    @property
    def calls(self) -> list[Call]:
        return list(self.core.slack.traffic)

    @property
    def connections(self) -> int:
        """How many sockets the app holds open."""
        return self.core.socket_mode.connections

    def person(self, name: str) -> Person:
        """By name or id."""
        return Person(self, self.server.call(lambda: directory.person(self.core.slack, name).id))

    def join(self, name: str, tz: str = "Europe/London", kind: str = "member") -> Person:
        """Somebody new; `kind` may be guest."""
        self.settle()
        user = self.server.call(lambda: profiles.join(self.core.delivery, name, tz, kind))
        self.settle()
        return Person(self, user.id)

    def uninstall(self) -> None:
        """An administrator removes the app: dead tokens, tokens_revoked and app_uninstalled."""
        self._installation(installation.uninstall)

    def revoke(self) -> None:
        self._installation(installation.revoke)

    def reinstall(self) -> None:
        """With the same tokens; channels have to invite it again."""
        self._installation(installation.reinstall)

    def _installation(self, change: Callable[[Delivery], None]) -> None:
        self.settle()
        self.server.call(lambda: change(self.core.delivery))
        self.settle()

    def watch(self, idle: Callable[[], bool]) -> Callable[[], None]:
        """`settle` asks this too, until what this returns is called: whether the app here has nothing more to do."""
        return self.core.slack.activity.watch(idle)

    def settle(self, timeout: float = 30) -> None:
        self.core.slack.activity.settle(timeout)

    def reset(self, world: World | None = None) -> None:
        """Forget everything and begin again, by default with the first world; open sockets stay."""
        self.server.call(lambda: self.core.reset(world))

    def on_reset(self, start_over: Callable[[], None]) -> None:
        """What `/_sandbox/reset` does instead, where the app in the same process has to forget as well."""
        self.core.start_over = start_over

    def rates(self, on: bool, *, distributed: bool = False, real_time: RealTime = time.monotonic) -> None:
        """Off, nothing is counted; `distributed` narrows history as for apps sold outside the Marketplace."""
        self.core.slack.rates.set(on=on, distributed=distributed, real_time=real_time)

    def page_sizes(self, *sizes: int) -> None:
        """Pages of lists hold no more than these, one after the other and again; none for as many as asked.

        Raises ValueError when all are 0: no app would come to an end.
        """
        self.server.call(lambda: self.core.slack.pages.limit(*sizes))

    def fault(
        self,
        kind: str,
        name: str = EVERYTHING,
        *,
        on: str = "api",
        times: int | None = None,
        share: float | None = None,
        seconds: float | None = None,
        seed: int = 0,
    ) -> Fault:
        """From now on this goes wrong with calls of a method, or with deliveries (`on="delivery"`) of that name.

        Until `clear_faults` or a reset, or so many `times`; `share` is the part that it hits, by chance of `seed`.
        Raises DriverMistake for what cannot happen.
        """
        asked = {"on": on, "name": name, "kind": kind, "times": times, "share": share, "seconds": seconds, "seed": seed}
        fault = fault_of(asked, NAMES)
        self.server.call(lambda: self.core.slack.faults.add(fault))
        return fault

    def clear_faults(self) -> None:
        """Nothing goes wrong any more."""
        self.server.call(self.core.slack.faults.clear)

    def disconnect(self, reason: str = "refresh_requested", *, close: bool = False) -> None:
        """Send every socket a disconnect frame; `close` hangs up at once, `link_disabled` switches Socket Mode off."""
        self.server.run(self.core.ways.disconnect(reason, close=close))

    def requests_to(self, url: str, options_url: str | None = None) -> None:
        """From now on signed HTTP requests go there, after Slack's challenge; sockets are closed with link_disabled.

        Raises DriverMistake, and changes nothing, when the challenge does not come back.
        """
        self.server.run(self.core.ways.to_requests(url, options_url))

    def socket_mode(self, *, on: bool = True) -> None:
        """Switched off, nothing is delivered but over HTTP, to the addresses given before or in the manifest."""
        self.server.run(self.core.ways.to_sockets() if on else self.core.ways.off())

    def ssl_check(self) -> None:
        """Slack's occasional request to the addresses of commands; a status other than 200 is a violation."""
        self.server.run(self.core.ways.check_certificates())

    @contextmanager
    def expect_violation(self, *kinds: str) -> Iterator[None]:
        """Exactly these kinds of violation are allowed, and needed, inside the block; it ends when all is quiet."""
        with expecting(self.violations, kinds):
            yield
            self.settle()

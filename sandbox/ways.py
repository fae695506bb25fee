"""The ways to the app and which of them is on: Socket Mode, signed requests to its addresses, or none."""

from dataclasses import dataclass

from sandbox import http_client
from sandbox.addresses import Addresses
from sandbox.delivery import Delivery
from sandbox.errors import BadAddress, DriverMistake
from sandbox.http_client import NoAnswer
from sandbox.http_requests import HttpRequests, NotVerified
from sandbox.socket_mode import REASONS, SocketMode


@dataclass(frozen=True)
class Ways:
    delivery: Delivery
    socket_mode: SocketMode
    http: HttpRequests

    @property
    def on(self) -> str:
        """`socket_mode`, `http` or `none`."""
        if self.delivery.transport is self.socket_mode:
            return "socket_mode"
        return "none" if self.delivery.transport is None else "http"

    async def to_sockets(self) -> None:
        """Nothing goes over HTTP any more."""
        self.socket_mode.on = True
        self.delivery.transport = self.socket_mode
        self.delivery.hour.begin_again()

    async def to_requests(self, url: str, options_url: str | None = None) -> None:
        """Raises DriverMistake, and leaves all as it was, when the address does not answer Slack's challenge."""
        for asked in (url, options_url):
            if asked is not None:
                _checked(asked)
        await self._verify(url)
        await self._hang_up()
        self.http.addresses = Addresses.one(url, options_url, self.http.slack.manifest.commands)
        self.delivery.transport = self.http
        self.delivery.hour.begin_again()
        self.delivery.connected()

    async def off(self) -> None:
        """Socket Mode is switched off: back to the addresses that the app has, if any."""
        await self._hang_up()
        self.delivery.transport = self.http if self.http.addresses.every else None

    async def disconnect(self, reason: str, *, close: bool) -> None:
        """A frame to every socket; `link_disabled` is what it says, and switches Socket Mode off."""
        if reason not in REASONS:
            raise DriverMistake("bad_field", f"reason is one of {', '.join(REASONS)}, not {reason!r:.100}")
        if reason == "link_disabled":
            await self.off()
        else:
            await self.socket_mode.disconnect_all(reason, close=close)

    async def check_certificates(self) -> None:
        """The ssl_check that an app for several workspaces gets now and then; what is not 200 is a violation."""
        for url in dict.fromkeys(self.http.addresses.commands.values()):
            try:
                async with self.delivery.slack.running_time.within(self.delivery.ack_seconds):
                    said = str(await self.http.check_certificate(url))
            except NoAnswer as trouble:
                said = trouble.detail
            except TimeoutError:
                said = "nothing"
            if said != "200":
                self.http.slack.violate("ssl_check", f"{url:.200} answered {said}", "ssl_check")

    async def _verify(self, url: str) -> None:
        try:
            async with self.delivery.slack.running_time.within(self.delivery.ack_seconds):
                await self.http.verify(url)
        except NotVerified as trouble:
            raise DriverMistake("url_not_verified", str(trouble)) from trouble
        except NoAnswer as trouble:
            raise DriverMistake("url_not_verified", f"{trouble.reason}: {trouble.detail}") from trouble
        except TimeoutError as trouble:
            hint = f"{url:.200} did not answer within {self.delivery.ack_seconds:g} s"
            raise DriverMistake("url_not_verified", hint) from trouble

    async def _hang_up(self) -> None:
        self.socket_mode.on = False
        await self.socket_mode.disconnect_all("link_disabled", close=True)


def _checked(url: str) -> None:
    try:
        http_client.address(url)
    except BadAddress as trouble:
        raise DriverMistake("bad_url", str(trouble)) from trouble

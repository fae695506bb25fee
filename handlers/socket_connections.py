"""One connection of Bolt's builtin Socket Mode client with its defects repaired; each class says which."""

import os
import socket
import ssl
import struct
import time
from contextlib import suppress
from typing import cast

from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin.connection import Connection

FINAL_TEXT = 0x81
MASKED = 0x80
#: After so many ping intervals without a byte, pongs included, or without its hello, a socket is deaf. The monitor
#: looks once an interval, so that it is replaced within two.
DEAF_AFTER = 1.5


def text_frame(payload: bytes) -> bytes:
    """One masked text frame (RFC 6455, 5.2). The SDK's own knows no length above 65,535 bytes."""
    key = os.urandom(4)
    length = len(payload)
    if length <= 125:
        head = struct.pack("!BB", FINAL_TEXT, MASKED | length)
    elif length <= 0xFFFF:
        head = struct.pack("!BBH", FINAL_TEXT, MASKED | 126, length)
    else:
        head = struct.pack("!BBQ", FINAL_TEXT, MASKED | 127, length)
    mask = (key * (length // 4 + 1))[:length]
    masked = int.from_bytes(payload, "big") ^ int.from_bytes(mask, "big")
    return head + key + masked.to_bytes(length, "big")


def boottime() -> float:
    """Seconds that go on while the machine sleeps, after which a socket is hardly ever alive."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class SteadySocket:
    """Sends whole frames, and says when the peer is gone.

    The SDK may send a part of a frame, and at the end of the stream it would read nothing over and over.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._ended_by_us = False
        self.heard_at = boottime()

    def recv(self, size: int) -> bytes:
        received = self._sock.recv(size)
        self.heard_at = boottime()
        if not received and not self._ended_by_us:
            raise ConnectionResetError("the other side closed the socket")
        return received

    def send(self, data: bytes) -> None:
        self._sock.sendall(data)

    def end_receiving(self) -> None:
        """A receiver in `recv` would hold its lock for up to three seconds; so it returns at once."""
        self._ended_by_us = True
        with suppress(OSError):
            # Not sock.shutdown: an SSLSocket's own would drop its encryption, and acks still have to go out.
            socket.socket.shutdown(self._sock, socket.SHUT_RD)

    def close(self) -> None:
        self._sock.close()


class SteadyConnection(Connection):
    """Acks of any size, a quick end, and no trust in one that says nothing: the SDK waits for four ping intervals, and
    for ever where not one pong came.
    """

    steady: SteadySocket | None = None
    is_greeted = False

    def is_deaf(self) -> bool:
        if self.steady is None:
            return False
        now, patience = boottime(), DEAF_AFTER * self.ping_interval
        return now - self.steady.heard_at > patience or (not self.is_greeted and now - self._connected_at > patience)

    def connect(self) -> None:
        super().connect()
        self._connected_at = boottime()
        if self.sock is not None:
            self.steady = SteadySocket(self.sock)
            # The SDK only calls recv, send and close.
            self.sock = cast("ssl.SSLSocket", self.steady)

    def send(self, payload: str) -> None:
        frame = text_frame(payload.encode())
        with self.sock_send_lock:
            try:
                self.sock.send(frame)  # type: ignore[union-attr]
            except (OSError, AttributeError) as error:
                raise SlackClientNotConnectedError("the connection was closed or replaced") from error

    def end_receiving(self) -> None:
        if self.steady is not None:
            self.steady.end_receiving()

    def disconnect(self) -> None:
        """By whichever thread comes first: the SDK's fails in the second, which is the one that receives or watches,
        and is gone for good then.
        """
        self.end_receiving()
        with self.sock_send_lock, self.sock_receive_lock:
            sock, self.sock = self.sock, None
        if sock is not None:
            sock.close()

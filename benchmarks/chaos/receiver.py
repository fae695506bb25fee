"""A receiver: the whole product over Socket Mode for the one workspace where people gesture, until it is killed."""

import logging
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from slack_bolt import BoltResponse
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

import bot.app
import bot.base
import handlers.sockets
from benchmarks.chaos.board import Board
from benchmarks.chaos.plan import SIZES
from benchmarks.chaos.points import Point, Trail
from benchmarks.chaos.slack import Door
from benchmarks.chaos.worker import hurry, log_to
from bot.domain.errors import StoreUnavailable
from bot.liaison import Liaison
from bot.services.delivery import Delivery
from bot.settings import Settings, load
from bot.signals import StopSignal
from bot.startup import CannotStart
from handlers.socket_mode import LiaisonSocketMode
from storage.delivery import SqlOutbox

log = logging.getLogger(__name__)

#: Seconds: a socket that says nothing is replaced within two, where the product takes ten times as long.
PING_INTERVAL = 1.0
AGAIN = 0.2


@dataclass(frozen=True, kw_only=True)
class Job:
    slot: int
    url: str
    log: Path
    door: Door


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def receive(job: Job, board: Board) -> None:
    """In the process that was forked for it; returns when it is asked to end."""
    asked = StopSignal()
    log_to(job.log)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    _hurry()
    _watch_answers(Trail(board, job.slot))
    liaison = _started(_settings(job))
    asked.wait()
    liaison.stop()
    os._exit(0)


def _settings(job: Job) -> Settings:
    tokens = {"bot_token": job.door.bot_token, "app_token": job.door.app_token, "api_base_url": job.door.api_url}
    # A few people gesture for thousands there, and each message is to be seen as what it is.
    unpaced = {"channel_spacing": 0, "messages_per_minute": 0, "pings_per_day": 0}
    return load(_env_file=None, database_url=job.url, **unpaced, **tokens)


def _started(settings: Settings) -> Liaison:
    """However often it takes, as whatever keeps a server running would do it."""
    while True:
        liaison = bot.app.build(settings, RealClock())
        try:
            liaison.start()
        except (CannotStart, StoreUnavailable) as why:
            log.warning("cannot start: %s", why)
            time.sleep(AGAIN)
        else:
            return liaison


def _hurry() -> None:
    hurry()
    parts = {
        (bot.app, "Delivery"): partial(Delivery, sizes=SIZES),
        (bot.app, "SENDING"): SIZES.call.total_seconds(),
        (bot.base, "SqlOutbox"): partial(SqlOutbox, sizes=SIZES),
    }
    for (where, name), part in parts.items():
        setattr(where, name, part)
    handlers.sockets.PING_INTERVAL = PING_INTERVAL


def _watch_answers(trail: Trail) -> None:
    """Between what a gesture did and its answer there is a moment, and one before the next gesture."""
    answer, handle = LiaisonSocketMode._answer, LiaisonSocketMode.handle  # noqa: SLF001

    def answered(socket: LiaisonSocketMode, request: SocketModeRequest) -> BoltResponse:
        response = answer(socket, request)
        trail.passes(Point.GESTURE_DONE)
        return response

    def handled(socket: LiaisonSocketMode, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        handle(socket, client, request)
        trail.has_done(1)
        trail.passes(Point.GESTURE_ANSWERED)

    for name, method in {"_answer": answered, "handle": handled}.items():
        setattr(LiaisonSocketMode, name, method)

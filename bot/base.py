"""What all the parts of one Liaison stand on: its store, its clocks, its token and its ways to Slack."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from bot.domain.clock import Clock
from bot.loops import Bell
from bot.readiness import WriteTrial
from bot.settings import Settings
from bot.shared_clock import SharedClock
from bot.steady_clock import SteadyClock
from bot.words import spoken
from handlers.after_ack import AfterAck
from handlers.deadlines import DeadlineClient
from handlers.installation import Installation
from handlers.language import Language
from handlers.paces import rates
from handlers.web_clients import web_client
from storage.delivery import SqlOutbox
from storage.engine import clock_of, make_engine
from storage.ping_budget import PingBudget
from storage.store import SqlStore
from storage.sweeps import Sweeps, sweeps_of

#: Ten quick changes of an item are one change of its card, and one alone is seen at once all the same.
CARD_REST = timedelta(milliseconds=200)


@dataclass(frozen=True)
class Base:
    """What all the parts stand on. `turns` is the clock as it stood when a turn of delivery began."""

    settings: Settings
    clock: Clock
    turns: SteadyClock
    bell: Bell
    store: SqlStore
    sweeps: Sweeps
    outbox: SqlOutbox
    installation: Installation
    after_ack: AfterAck
    trial: WriteTrial
    language: Language
    #: By the database's clock; a demo's is left where it was put.
    set_right: Callable[[], int] | None

    readers: list[DeadlineClient] = field(default_factory=list)

    def client(self, timeout: float) -> DeadlineClient:
        return web_client(self.installation.token, self.settings.api_base_url, timeout)

    def reader(self, timeout: float) -> DeadlineClient:
        """For what nobody waits for and can be asked again: hung up at the end."""
        self.readers.append(self.client(timeout))
        return self.readers[-1]

    def hang_up(self) -> None:
        for client in self.readers:
            client.hang_up()


def base_of(settings: Settings, clock: Clock) -> Base:
    bell = Bell()
    engine = make_engine(settings.database_url.get_secret_value())
    installation = Installation(settings.bot_token.get_secret_value())
    # Else a jump of the clock could come between what is gathered and what is claimed.
    turns = SteadyClock(clock)
    trial = WriteTrial(lambda: store.must_be_writable(installation.teams()))
    rest = CARD_REST if settings.channel_spacing else timedelta()
    store = SqlStore(engine, bell.ring, failed=trial.suspect, rest=rest, clock=clock)
    outbox = SqlOutbox(
        engine,
        turns,
        settings.channel_spacing,
        installation.teams,
        rates=rates(settings.messages_per_minute),
        pings=PingBudget(settings.pings_per_day, settings.zone),
    )
    return Base(
        settings=settings,
        clock=clock,
        turns=turns,
        bell=bell,
        store=store,
        sweeps=sweeps_of(engine, clock),
        outbox=outbox,
        installation=installation,
        after_ack=AfterAck(),
        trial=trial,
        language=spoken(settings.language_file),
        set_right=partial(clock.set_right, partial(clock_of, engine)) if isinstance(clock, SharedClock) else None,
    )

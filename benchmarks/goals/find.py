"""`/request find` over 100,000 requests, from the line to its answer, against a bare Bolt app that answers the same."""

import json
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.goals import p13_search
from benchmarks.goals.beside_bare import BEGINS, ENDS, OURS, compared, running, settings
from benchmarks.goals.databases import upgraded
from benchmarks.goals.figures import Figure, NotMeasured
from bot.domain.ids import ChannelId, TeamId, UserId
from bot.settings import MANIFEST
from sandbox import Sandbox, World
from tests.postgres import AS_IT_COMES
from tests.postgres import running as postgres_running

MANY, TIMES = 100_000, 100
ANA, ACME = UserId("U0ANA"), ChannelId("C0ACME")
#: What is typed, and what its answer says.
SEARCHES = {
    "a common word": ("find brochure", "1–10, and there are more"),
    "two words and a state": ("find brochure spring open", "1–10, and there are more"),
    "a rare word": ("find zebra", "only one"),
}
_BARE = f"""{BEGINS}
@app.command("/request")
def asked(ack, command):
    ack(response_type="ephemeral", text="found", blocks=answers[command["text"]])
{ENDS}"""


def figures(rows: int = MANY) -> Iterator[Figure]:
    with TemporaryDirectory() as name:
        yield from _measured("SQLite", Path(name), f"sqlite:///{Path(name) / 'liaison.db'}", rows)
        with postgres_running(AS_IT_COMES) as postgres:
            yield from _measured("PostgreSQL", Path(name), postgres.url(postgres.create()), rows)


def _measured(database: str, folder: Path, url: str, rows: int) -> Iterator[Figure]:
    engine = upgraded(url)
    with Sandbox(MANIFEST, World.office(), rates=False) as ours, Sandbox(MANIFEST, World.office(), rates=False) as bare:
        p13_search.fill(engine, rows, TeamId(ours.team_id), ACME, ANA)
        engine.dispose()
        answers = folder / "answers.json"
        with running(OURS, ours, settings(ours, url)):
            answers.write_text(json.dumps({typed: _found(ours, typed, says) for typed, says in SEARCHES.values()}))
            env = {"TOKEN": bare.bot_token, "APP_TOKEN": bare.app_token, "API": bare.api_url, "ANSWERS": str(answers)}
            with running(_BARE, bare, env):
                for what, (typed, _) in SEARCHES.items():
                    said = f"{database}, {what} in {rows:,} requests"
                    yield from compared(said, ours, bare, partial(_taken, typed=typed), times=TIMES)


def _found(slack: Sandbox, typed: str, says: str) -> list[object]:
    answer = slack.person("ana").slash(f"/request {typed}", in_="acme", settle=False)
    if says not in answer.words:
        raise NotMeasured(f"{typed} was answered {answer.text}")
    return list(answer.blocks)


def _taken(slack: Sandbox, typed: str) -> float:
    """Milliseconds until the answer is there."""
    begun = time.perf_counter()
    answer = slack.person("ana").slash(f"/request {typed}", in_="acme", settle=False)
    if not answer.blocks:
        raise NotMeasured(f"{typed} was answered {answer.text}")
    return (time.perf_counter() - begun) * 1000

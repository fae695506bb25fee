"""What somebody looks after, in the lines that help has for them alone."""

from collections.abc import Iterator, Sequence

from bot.domain.duties import Duties
from handlers.text import Mrkdwn, joined, said

#: Named before the rest is counted.
MOST = 5
RUNS = (
    "• You look after this workspace: I tell you when Slack shuts me out, and what nobody else can see to. "
    "Where I run, `liaison types`, `liaison route` and `liaison words` say which requests there are, where they go and "
    "in which words I speak; `liaison doctor` and `liaison outbox` say what is wrong and what could not be delivered."
)
LEADS = "• You lead {queues}: I tell you what nobody there has. `/liaison queue {first}` lists it."
WORKS_IN = "• You work in {queues}: what comes into it can be given to you. `/liaison queue` lists what waits."
ANSWERS_FOR = "• You answer for {clients}: I come to you when whoever has one of their requests does not see to it."


def lines(duties: Duties) -> list[Mrkdwn]:
    return list(_lines(duties))


def _lines(duties: Duties) -> Iterator[Mrkdwn]:
    if duties.has_workspace:
        yield said(RUNS)
    if duties.leads:
        yield said(LEADS, queues=_named(duties.leads), first=duties.leads[0])
    if duties.works_in:
        yield said(WORKS_IN, queues=_named(duties.works_in))
    if duties.clients:
        yield said(ANSWERS_FOR, clients=_named(duties.clients))


def _named(names: Sequence[str]) -> Mrkdwn:
    found = [said("*{name}*", name=name) for name in names[:MOST]]
    more = [said("{count} more", count=len(names) - MOST)] if len(names) > MOST else []
    return joined([*found, *more], ", ")

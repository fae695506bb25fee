"""Queues as people see them: the card, what a lead is told, the list. It is Tuesday 3 March, 14:00 in London."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.services.routing_files import RoutingFileService
from sandbox import Sandbox
from sandbox.driver import Person
from storage.people import teams_of
from storage.store import SqlStore
from tests.engines import kept_engine
from tests.handlers.pressing import press

LONDON = ZoneInfo("Europe/London")
RULES = """\
[[queue]]
name = "Print"
people = ["U0BEN", "U0CARLA"]
lead = "U0CARLA"
strategy = "round_robin"

[[queue]]
name = "Web"
people = ["U0BEN"]
lead = "U0CARLA"
unowned_minutes = 30

[[rule]]
client = "Nobody we know"
queue = "Web"

[[rule]]
words = "proof"
queue = "Print"

[[rule]]
words = "website"
queue = "Web"
"""


@pytest.fixture
def ruled(ana: Person, database_url: str, slack: Sandbox) -> Callable[[str], None]:
    engine = kept_engine(database_url)

    def load(text: str) -> None:
        service = RoutingFileService(SqlStore(engine, lambda: None), slack.clock)
        service.load(teams_of(engine)[0], text, "somebody")

    load(RULES)
    return load


def turn(slack: Sandbox, local: str) -> None:
    slack.clock.to(datetime.fromisoformat(local).replace(tzinfo=LONDON))
    slack.settle()


def card(person: Person) -> str:
    (one,) = (message for message in person.sees("acme").messages if not message.ephemeral)
    return one.words


def alarms(person: Person) -> list[str]:
    return [one.words for one in person.dm().messages if "nobody has it" in one.words]


@pytest.mark.usefixtures("ruled")
def test_by_a_rule_it_is_bens_and_declined_it_is_carlas(ana: Person, ben: Person, carla: Person) -> None:
    answer = ana.slash("/request proof of the poster", in_="acme")
    assert "Queue Print · given to @ben by rule 2" in answer.words
    assert "With @ben. Logged by @ana\nQueue Print · given to @ben by rule 2" in card(ana)
    given = ben.dm().newest().words
    assert given.startswith("R-1 came to you by rule 2: proof of the poster")
    ben.click("Decline", in_=ben.dm().id)
    assert ben.submit({"Why?": "I am away"}).closed
    assert "given to @carla by rule 2" in card(ana)
    assert "“I am away”" in carla.dm().newest().words
    carla.click("Accept", in_=carla.dm().id)
    assert "Working" in card(ana)
    history = press(ana, "History", in_="acme", value="R-1").modal
    assert history is not None
    told = history.words
    assert "logged it, put it into the queue Print, gave it to @ben by rule 2" in told
    assert "declined it: I am away, so that it went on to @carla" in told


@pytest.mark.usefixtures("ruled")
def test_nobody_has_it_and_then_somebody(slack: Sandbox, ana: Person, ben: Person, carla: Person) -> None:
    """Carla works in New York, where it is 9:30."""
    ana.slash("/request website is down", in_="acme")
    assert "Nobody has it yet. Logged by @ana\nQueue Web" in card(ana)
    turn(slack, "2026-03-03 14:29")
    assert alarms(carla) == []
    turn(slack, "2026-03-03 14:30")
    (alarm,) = alarms(carla)
    said = "R-1 website is down: nobody has it, since Tue 3 Mar, 09:00 New York time. Queue Web."
    assert said in alarm.replace("*", "")
    carla.click("I'll take this", in_=carla.dm().id)
    assert alarms(carla) == []
    assert "With @carla" in card(ana)
    turn(slack, "2026-03-04 15:00")
    assert (alarms(carla), alarms(ana), alarms(ben)) == ([], [], [])


@pytest.mark.usefixtures("ruled")
def test_what_was_left_with_the_client_in_its_thread_and_is_answered_has_nobody_again(
    slack: Sandbox, ana: Person, ben: Person, carla: Person
) -> None:
    """It waited for longer than its queue has to take something."""
    ana.slash("/client add Acme", in_="acme")
    ana.submit({})
    ana.slash("/liaison channel", in_="acme")
    ana.click("Change", in_="acme")
    ana.submit({"Answers in threads of requests": "A client's answer takes it up again; ours lets it wait on them"})
    ana.slash("/request website of the fair", in_="acme")
    thread = next(one.ts for one in ana.sees("acme").messages if one.text.startswith("R-1") and not one.ephemeral)
    ben.says("Which blue do you mean?", "acme", thread)
    turn(slack, "2026-03-03 15:00")
    assert alarms(carla) == []
    slack.person("gus").says("The dark one please", "acme", thread)
    turn(slack, "2026-03-03 15:29")
    assert alarms(carla) == []
    turn(slack, "2026-03-03 15:31")
    (alarm,) = alarms(carla)
    assert "since Tue 3 Mar, 10:00 New York time" in alarm


@pytest.mark.usefixtures("ruled")
def test_what_waits_in_ones_queues(ana: Person, ben: Person) -> None:
    for number in range(12):
        ana.slash(f"/request website page {number}", in_="acme", settle=False)
    ana.slash("/request something else", in_="acme")
    first = ben.slash("/liaison queue", in_="acme").words
    assert "Waiting in Print, Web: 1–10 of 12" in first
    assert "something else" not in first
    ben.click("Next", in_="acme")
    assert "Waiting in Print, Web: 11–12 of 12" in ben.sees("acme").newest().words
    assert "1–10 of 12" in ben.slash("/liaison queue web", in_="acme").words
    assert "Nothing waits in Print" in ben.slash("/liaison queue Print", in_="acme").words
    everything = ana.slash("/liaison queue", in_="acme").words
    assert "Waiting in any queue: 1–10 of 13" in everything
    assert "You are in no queue" in everything


def test_a_queue_whose_name_is_written_otherwise_since_holds_what_it_held(
    ana: Person, ben: Person, ruled: Callable[[str], None]
) -> None:
    ana.slash("/request website is down", in_="acme")
    ruled(RULES.replace('"Web"', '"WEB"'))
    assert "*R-1* website is down" in ben.slash("/liaison queue", in_="acme").words
    assert "Waiting in WEB: only one" in ben.slash("/liaison queue web", in_="acme").words
    assert "Nothing waits in Print" in ben.slash("/liaison queue print", in_="acme").words


def test_several_are_not_put_into_a_queue_that_is_none_any_more(ana: Person, ruled: Callable[[str], None]) -> None:
    ana.slash("/request flyer", in_="acme")
    ana.slash("/request bulk R-1 queue web", in_="acme")
    ruled(RULES.replace('"Web"', '"Site"'))
    assert "There is no queue Web." in ana.click("Apply", in_="acme").words.replace("*", "")
    assert "Queue Web" not in card(ana)


@pytest.mark.usefixtures("ruled")
def test_of_everyone_is_all_that_nobody_has(ana: Person, ben: Person) -> None:
    for title in ("website is down", "something else"):
        ana.slash(f"/request {title}", in_="acme")
    everything = ben.slash("/liaison queue everyone", in_="acme").words
    assert "Waiting in any queue: 2 in all" in everything
    assert "You are in no queue" not in everything
    assert "There is no queue *everyone*" in ana.slash("/request bulk R-1 queue everyone", in_="acme").words


@pytest.mark.usefixtures("ruled")
def test_what_somebody_may_not_see_does_not_wait_for_them(ana: Person, ben: Person, carla: Person) -> None:
    """Carla leads the queue and is not in the channel."""
    ana.slash("/request website of the merger", in_="board")
    assert "Nothing waits in Print, Web" in carla.slash("/liaison queue", in_="general").words
    assert "website of the merger" in ana.slash("/liaison queue web", in_="board").words


@pytest.mark.usefixtures("ruled")
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        pytest.param("queue prnt", "There is no queue prnt. Did you mean Print?", id="a slip"),
        pytest.param("queue Accounts", "There is no queue Accounts. There are: Print, Web.", id="another"),
        pytest.param("quee", "I don't know quee. Did you mean queue?", id="the word itself"),
    ],
)
def test_what_is_no_queue(ben: Person, typed: str, says: str) -> None:
    assert says in ben.slash(f"/liaison {typed}", in_="acme").words.replace("*", "")


def test_no_queues_yet(ben: Person) -> None:
    assert "None is set up here yet" in ben.slash("/liaison queue Print", in_="acme").words


@pytest.mark.usefixtures("ruled")
def test_several_are_put_into_another_queue_whose_lead_is_told_in_time(
    slack: Sandbox, ana: Person, carla: Person
) -> None:
    for title in ("flyer one", "flyer two"):
        ana.slash(f"/request {title}", in_="acme")
    ana.slash("/request find flyer", in_="acme")
    ana.click("Choose several…", in_="acme")
    ana.submit({"All of them": "All 2", "What to do": "Put them into a queue"})
    shown = ana.submit({"Queue": "Web"}).modal
    assert shown is not None
    assert "2 of 2 would change: put into the queue Web." in shown.words
    assert ana.submit().closed
    assert "Queue Web" in ana.sees("acme").newest("flyer two").words
    turn(slack, "2026-03-03 14:31")
    assert len(alarms(carla)) == 2
    assert (
        "There is no queue *Prin*. Did you mean *Print*?" in ana.slash("/request bulk R-1 queue Prin", in_="acme").words
    )
    ana.slash("/request bulk R-1, R-2 queue print", in_="acme")
    assert "put into the queue Print" in ana.click("Apply", in_="acme").words
    assert "2 are as before" in ana.slash("/request bulk undo", in_="acme").words
    assert "Queue Web" in ana.sees("acme").newest("flyer two").words

"""A channel's digest, from `/digest` to the morning after. It is Tuesday 3 March, 14:00 in London."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.digests import Counts
from bot.domain.ids import UserId
from bot.domain.request_states import RequestStatus
from bot.services.digest_contents import LINES, Digest, Heading, Line
from handlers.views import digests as views
from sandbox import Sandbox
from sandbox.driver import Person
from sandbox.seen import Message
from sandbox.validation import message_problems, text_warnings
from tests.storage import make

LONDON = ZoneInfo("Europe/London")
HOUR, DAY = 3_600, 86_400
TO_NINE = 19 * HOUR


def digests(person: Person, channel: str) -> list[Message]:
    return [message for message in person.sees(channel).messages if message.words.startswith("Digest for")]


def wait(slack: Sandbox, seconds: int) -> None:
    slack.clock.advance(seconds)
    slack.settle()


@pytest.mark.parametrize(
    ("line", "rhythm", "first"),
    [
        ("daily 9:00", "every day at 09:00 London time", "Wed 4 Mar, 09:00 London time"),
        ("daily at 4.30pm", "every day at 16:30 London time", "Tue 3 Mar, 16:30 London time"),
        ("weekdays 9:00", "Monday to Friday at 09:00 London time", "Wed 4 Mar, 09:00 London time"),
        ("weekends 10:00", "Saturday and Sunday at 10:00 London time", "Sat 7 Mar, 10:00 London time"),
        (
            "mon, wed & fri 8:15",
            "Monday, Wednesday and Friday at 08:15 London time",
            "Wed 4 Mar, 08:15 London time",
        ),
        ("9:00 every tuesday", "every Tuesday at 09:00 London time", "Tue 10 Mar, 09:00 London time"),
        ("weekly monday 9:00", "every Monday at 09:00 London time", "Mon 9 Mar, 09:00 London time"),
        ("monthly on the 1st 9:00", "on the 1st of every month at 09:00 London time", "Wed 1 Apr, 09:00 London time"),
        (
            "last friday of every month 16:00",
            "on the last Friday of every month at 16:00 London time",
            "Fri 27 Mar, 16:00 London time",
        ),
        ("Daily 9:00", "every day at 09:00 London time", "Wed 4 Mar, 09:00 London time"),
    ],
)
def test_the_answer_says_when_what_and_what_an_empty_day_does(ana: Person, line: str, rhythm: str, first: str) -> None:
    words = ana.slash(f"/digest {line}", in_="general").words
    assert f"I post a digest here {rhythm}. The first one comes {first}." in words
    assert "overdue, due today, nobody's yet and otherwise open, of this channel and of all public ones." in words
    assert "On a day with nothing open I post nothing" in words


def test_in_the_speakers_zone(carla: Person) -> None:
    words = carla.slash("/digest daily 9:00", in_="general").words
    assert "The first one comes Wed 4 Mar, 09:00 New York time." in words


def test_it_comes_every_morning_once(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/digest daily 9:00", in_="acme")
    ana.slash("/request reprint of the brochure by tue 20:00 @ben", in_="acme")
    ana.slash("/request logo by wed 4pm", in_="acme")
    ana.slash("/request website texts", in_="acme")
    ana.slash("/task @ben photos for the team page", in_="acme")
    wait(slack, TO_NINE - 60)
    assert digests(ben, "acme") == []

    wait(slack, 60)
    (digest,) = digests(ben, "acme")
    assert digest.text == (
        "Digest for Wednesday 4 March: "
        "4 open: 1 overdue · 1 due today · 2 nobody's yet · 4 new since the last digest · 2 not accepted yet"
    )
    assert digest.words.splitlines()[2:] == [
        "*Overdue*",
        "• *R-1* reprint of the brochure · @ben · was due Tue 3 Mar, 20:00 London time",
        "*Due today*",
        "• *R-2* logo · nobody · due Wed 4 Mar, 16:00 London time",
        "*Nobody's yet*",
        "• *R-3* website texts",
        "*Also open*",
        "• *T-1* photos for the team page · @ben",
    ]

    wait(slack, 10 * HOUR)
    assert len(digests(ben, "acme")) == 1
    wait(slack, 14 * HOUR)
    assert [message.words.splitlines()[0] for message in digests(ben, "acme")] == [
        "Digest for Wednesday 4 March",
        "Digest for Thursday 5 March",
    ]


def test_a_day_with_nothing_open_is_silent(slack: Sandbox, ana: Person) -> None:
    ana.slash("/digest daily 9:00", in_="acme")
    wait(slack, TO_NINE)
    assert ana.sees("acme").messages[-1].ephemeral
    ana.slash("/request website texts", in_="acme")
    wait(slack, DAY)
    assert [message.words.splitlines()[0] for message in digests(ana, "acme")] == ["Digest for Thursday 5 March"]


@pytest.mark.parametrize(
    ("later", "first_lines"),
    [
        pytest.param(TO_NINE + 4 * HOUR - 60, ["Digest for Wednesday 4 March"], id="still of use"),
        pytest.param(TO_NINE + 4 * HOUR + 60, [], id="too late"),
        pytest.param(TO_NINE + 3 * DAY + HOUR, ["Digest for Saturday 7 March"], id="the latest of four"),
    ],
)
def test_a_clock_that_jumps(slack: Sandbox, ana: Person, later: int, first_lines: list[str]) -> None:
    ana.slash("/digest daily 9:00", in_="acme")
    ana.slash("/request website texts", in_="acme")
    wait(slack, later)
    assert [message.words.splitlines()[0] for message in digests(ana, "acme")] == first_lines


def test_a_clients_channel_lists_its_own_work_alone(slack: Sandbox, ana: Person) -> None:
    ana.slash("/client add Acme", in_="acme")
    assert ana.submit({"Name": "Acme"}).closed
    ana.slash("/request Acme: reprint", in_="general")
    ana.slash("/request lunch for everybody", in_="general")
    for secret in ("plans for the takeover", "a house for the founders"):
        ana.slash(f"/request {secret}", in_="board")
    assert "otherwise open, of this channel." in ana.slash("/digest daily 9:00", in_="acme").words
    ana.slash("/digest daily 9:00", in_="general")
    wait(slack, TO_NINE)
    (of_acme,), (of_all,) = digests(ana, "acme"), digests(ana, "general")
    assert of_acme.words.splitlines()[2:] == ["*Nobody's yet*", "• *R-1* reprint · Acme"]
    assert of_all.words.splitlines()[2:] == [
        "*Nobody's yet*",
        "• *R-1* reprint · Acme",
        "• *R-2* lunch for everybody",
        "2 more open items are not listed here, because not everybody here may see them.",
    ]


def test_alone_it_says_what_is_set_and_what_could_be(ana: Person, ben: Person) -> None:
    empty = ana.slash("/digest", in_="acme")
    assert "No digest is set here." in empty.words
    assert "/digest weekdays 9:00" in empty.words
    ana.slash("/digest weekdays 9:00", in_="acme")
    words = ben.slash("/digest", in_="acme").words
    assert "Monday to Friday at 09:00 London time. The next one comes Wed 4 Mar, 09:00 London time." in words
    assert "Set by @ana." in words
    assert "/digest preview" in words
    assert "No digest is set here." in ben.slash("/digest", in_="general").words


def test_a_late_one_says_so_and_that_others_were_left_out(slack: Sandbox, ana: Person) -> None:
    ana.slash("/digest daily 9:00", in_="acme")
    ana.slash("/request website texts", in_="acme")
    wait(slack, TO_NINE + DAY + HOUR)
    (digest,) = digests(ana, "acme")
    assert "Late: it was due Thu 5 Mar, 09:00 London time." in digest.words
    assert "The one before it was left out: by the time I could post, it was too late." in digest.words
    wait(slack, DAY)
    assert "left out" not in digests(ana, "acme")[-1].words


def test_whoever_set_it_hears_once_that_it_came_too_late(slack: Sandbox, ana: Person) -> None:
    ana.slash("/digest daily 9:00", in_="acme")
    ana.slash("/request website texts", in_="acme")
    for seconds in (TO_NINE + 5 * HOUR, DAY):
        wait(slack, seconds)
    told = [one.words for one in ana.sees("liaison").messages if "now it is too late for it" in one.words]
    assert len(told) == 1
    assert "was due Wed 4 Mar, 09:00 London time" in told[0]


def test_setting_again_replaces(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/digest daily 9:00", in_="acme")
    ana.slash("/request website texts", in_="acme")
    words = ben.slash("/digest daily 11:00", in_="acme").words
    assert "It replaces the one every day at 09:00 London time." in words
    wait(slack, TO_NINE)
    assert len(digests(ana, "acme")) == 0
    wait(slack, HOUR)
    assert len(digests(ana, "acme")) == 1
    wait(slack, 5 * HOUR)
    assert len(digests(ana, "acme")) == 1


@pytest.mark.parametrize("how", ["typed", "pressed"])
def test_off(slack: Sandbox, ana: Person, how: str) -> None:
    ana.slash("/request website texts", in_="acme")
    ana.slash("/digest daily 9:00", in_="acme")
    if how == "typed":
        words = ana.slash("/digest off", in_="acme").words
    else:
        ana.click("Turn it off", in_="acme")
        words = ana.sees("acme").messages[-1].words
    assert "The digest every day at 09:00 London time is off." in words
    assert "/digest weekdays 9:00" in words
    wait(slack, TO_NINE)
    assert digests(ana, "acme") == []
    assert "There is no digest in this channel." in ana.slash("/digest off", in_="acme").words


def test_a_button_does_not_turn_off_what_was_set_since(ana: Person, ben: Person) -> None:
    ben.slash("/digest weekdays 9:00", in_="acme")
    ana.slash("/digest daily 8:00", in_="acme")
    answer = ben.click("Turn it off", in_="acme")
    assert "I post a digest here every day at 08:00 London time." in answer.words
    assert "is off" in ben.click("Turn it off", in_="acme").words


def test_the_preview_is_for_one_person_and_posts_nothing(slack: Sandbox, ana: Person, ben: Person) -> None:
    assert "no digest would be posted now" in ana.slash("/digest preview", in_="acme").words
    ana.slash("/request website texts", in_="acme")
    answer = ana.slash("/digest preview", in_="acme")
    assert "Only you see this" in answer.words
    assert "*R-1* website texts" in answer.words
    assert "Only you see this" not in ben.sees("acme").newest().words
    wait(slack, TO_NINE)
    assert digests(ben, "acme") == []


@pytest.mark.parametrize("line", ["daily 9:00", "preview"])
@pytest.mark.parametrize(
    ("channel", "words"),
    [
        pytest.param("liaison", "does not work in a direct message", id="a direct message"),
        pytest.param("nobot", "/invite @Liaison", id="the bot is not there"),
        pytest.param("partners", "shared with another company", id="shared"),
    ],
)
def test_where_it_cannot_be(ana: Person, line: str, channel: str, words: str) -> None:
    assert words in ana.slash(f"/digest {line}", in_=channel).words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("previw", "I don't know *previw*. Did you mean *preview*?"),
        ("of", "Did you mean *off*?"),
        ("dialy 9:00", "I don't know *dialy 9:00*. Did you mean *daily 9:00*?"),
        ("dialy 9:00 nonsense", "I don't understand *dialy 9:00 nonsense* as a schedule."),
        ("monthly 9:00", "does not say on which day"),
        ("weekly 9:00", "Name at least one"),
        ("every 2nd friday 9:00", "can be read in two ways"),
        ("daily", "*daily* says the days but not the time. Try `daily 9:00`."),
        ("9:00", "*9:00* says the time but not the days. Try `/digest daily 9:00`, or `weekdays`."),
        ("whenever you like", "I don't understand *whenever you like* as a schedule."),
        ("daily 25:00", "25:00"),
        ("daily 9:00 10:00", "daily 9:00 10:00"),
        ("<!channel> *bold* {x}", "*bold"),
        ("help", "*/digest* posts what is open in this channel"),
        ("HELP", "*/digest* posts what is open in this channel"),
        ("d" * 3_000, "as a schedule"),
        ("d" * 3_001, "Too long: 3,001 of 3,000 characters. Please shorten it."),
        ("daily 9:00 Berlin", "for you that is London time, not *Berlin*. Try `/digest daily 9:00`."),
        ("weekdays 9am EST", "for you that is London time, not *EST*. Try `/digest weekdays 9am`."),
        ("9:00 New York time daily", "not *New York time*. Try `/digest 9:00 daily`."),
        ("mon wed at 16:30 (UTC+2)", "not *UTC+2*. Try `/digest mon wed at 16:30`."),
        ("daily 9:00 please", "I don't understand *daily 9:00 please* as a schedule."),
        ("<@U0BEN> daily", "I don't understand *@ben daily* as a schedule."),
    ],
    ids=lambda text: text[:20],
)
def test_what_it_cannot_read_is_given_back_and_sets_nothing(ana: Person, line: str, words: str) -> None:
    answer = ana.slash(f"/digest {line}", in_="acme")
    assert words in answer.words.replace("\u200b", "")
    assert "No digest is set here." in ana.slash("/digest", in_="acme").words


@pytest.mark.parametrize("person", ["gus", "eve"])
def test_guests_and_externals_set_none(slack: Sandbox, ana: Person, person: str) -> None:
    channel = {"gus": "acme", "eve": "partners"}[person]
    assert "can work with me" in slack.person(person).slash("/digest daily 9:00", in_=channel).words
    assert "No digest is set here." in ana.slash("/digest", in_=channel).words


HOSTILE = "<!channel> & *bold* ~gone~ `code` <https://x|y> " + "&<>" * 100


def long_digest(count: int) -> Digest:
    request = make.request(title=HOSTILE[:300], owner=UserId("U0ANA"), due_at=make.NOW, due_zone="America/New_York")
    lines = tuple(Line(list(Heading)[n % 4], f"R-{n}", request, HOSTILE[:100]) for n in range(count))
    ordered = tuple(sorted(lines, key=lambda line: list(Heading).index(line.heading)))
    counts = Counts(open=count, overdue=count, today=count, unowned=count, new=count, waiting=count, restricted=count)
    return Digest(date(2026, 3, 4), ZoneInfo("Europe/London"), counts, ordered, count, 2, 2)


@pytest.mark.parametrize("count", [1, 9, LINES - 1, LINES])
def test_the_longest_lines_fit(count: int) -> None:
    posted = views.posted(long_digest(count)).payload()
    assert message_problems(posted) == []
    assert text_warnings(posted) == []
    blocks = posted["blocks"]
    assert isinstance(blocks, list)
    assert str(blocks).count("• ") == count
    assert blocks[0]["text"]["text"] == "Digest for Wednesday 4 March (2 of 2)"
    assert message_problems(views.preview(long_digest(count)).payload()) == []


def test_what_was_closed_or_moved_since() -> None:
    done = make.request(title="Old\nnews", status=RequestStatus.DONE)
    lines = (Line(Heading.OVERDUE, "R-1", done), Line(Heading.OVERDUE, "R-2", None))
    digest = replace(long_digest(1), lines=lines)
    words = str(views.posted(digest).blocks)
    assert "• ~R-1 Old news~ done" in words
    assert "• R-2 has moved to another channel" in words


@pytest.mark.parametrize("typed", ["workspace holidays uk", "channel leave 3 apr"])
def test_none_on_a_day_off_of_the_channel(slack: Sandbox, ana: Person, typed: str) -> None:
    """3 April is Good Friday."""
    ana.slash("/request draft a plan", in_="acme")
    ana.slash("/digest daily 9:00", in_="acme")
    ana.slash(f"/liaison hours {typed}", in_="acme")
    for day in (2, 3, 4):
        if day == 3:
            assert "The next one comes Sat 4 Apr, 09:00" in ana.slash("/digest", in_="acme").words
        slack.clock.to(datetime(2026, 4, day, 9, 1, tzinfo=LONDON))
        slack.settle()
    came = [message.words.splitlines()[0] for message in digests(ana, "acme")]
    assert came == ["Digest for Thursday 2 April", "Digest for Saturday 4 April"]


def test_quiet_hours_of_the_channel_hold_it(slack: Sandbox, ana: Person) -> None:
    ana.slash("/request draft a plan", in_="acme")
    ana.slash("/liaison hours channel quiet 20:00-10:00", in_="acme")
    ana.slash("/digest daily 9:00", in_="acme")
    assert "The next one comes Wed 4 Mar, 10:00 London time, when the quiet hours of this channel are over." in (
        ana.slash("/digest", in_="acme").words
    )
    slack.clock.to(datetime(2026, 3, 4, 9, 59, tzinfo=LONDON))
    slack.settle()
    assert "Digest for" not in ana.sees("acme").newest().words
    slack.clock.to(datetime(2026, 3, 4, 10, tzinfo=LONDON))
    slack.settle()
    words = ana.sees("acme").newest("Digest for").words
    assert "Digest for Wednesday 4 March" in words
    assert "Late" not in words


def test_what_quiet_hours_hold_is_late_by_their_end(slack: Sandbox, ana: Person) -> None:
    """Nobody was there to plan it from nine until a quarter to two."""
    ana.slash("/request draft a plan", in_="acme")
    ana.slash("/liaison hours channel quiet 20:00-14:00", in_="acme")
    ana.slash("/digest daily 9:00", in_="acme")
    for moment in (datetime(2026, 3, 4, 13, 45, tzinfo=LONDON), datetime(2026, 3, 4, 14, tzinfo=LONDON)):
        slack.clock.to(moment)
        slack.settle()
    (message,) = digests(ana, "acme")
    assert "Late" not in message.words


def test_none_is_missed_on_a_day_off(slack: Sandbox, ana: Person) -> None:
    ana.slash("/request draft a plan", in_="acme")
    ana.slash("/digest daily 9:00", in_="acme")
    ana.slash("/liaison hours channel leave 4 mar - 6 mar", in_="acme")
    for moment in (datetime(2026, 3, 6, 20, tzinfo=LONDON), datetime(2026, 3, 7, 9, tzinfo=LONDON)):
        slack.clock.to(moment)
        slack.settle()
    (message,) = digests(ana, "acme")
    assert "left out" not in message.words
    assert ana.dm().messages == []

"""What is found as a file in direct messages: once, and only what is its reader's to see. It is Tuesday 3 March."""

import csv
import io
import json

import pytest

from bot.domain.undelivered import Standing
from sandbox import Sandbox
from sandbox.driver import Person
from sandbox.seen import Message
from storage.undelivered import OutboxDesk
from tests.conftest import Pair
from tests.engines import kept_engine
from tests.handlers.later import Later

PAIRS = (Pair.SOCKET_SQLITE,)
BEGIN, SHARE = "files.getUploadURLExternal", "files.completeUploadExternal"


def sent(person: Person) -> list[Message]:
    return [one for one in person.dm().messages if one.files]


def content(slack: Sandbox, message: Message) -> str:
    (file,) = message.files
    return slack.core.slack.world.files[file["id"]].content.decode()


def test_what_is_found_comes_as_a_file_with_what_its_reader_may_see(
    slack: Sandbox, ana: Person, carla: Person, later: Later
) -> None:
    ana.slash("/request =poster für Zoë", in_="acme")
    ana.slash("/request poster of the board", in_="board")
    ana.slash("/request leaflet", in_="acme")
    ana.slash("/task hang the poster", in_="acme")
    answer = carla.slash("/request export poster open", in_="acme")
    assert "The requests that fit *poster · Open* come as a spreadsheet (CSV) in a direct message" in answer.words
    (message,) = sent(carla)
    assert message.words.startswith("1 request fits *poster · Open*.")
    assert message.files[0]["title"] == "Requests, 3 March 2026"
    (row,) = csv.DictReader(io.StringIO(content(slack, message).removeprefix("\ufeff")))
    assert (row["number"], row["title"], row["logged_by"]) == ("R-1", "'=poster für Zoë", "ana")

    ana.slash("/task find poster export as json", in_="acme")
    ana.slash("/request export poster json", in_="general")
    tasks, requests = (json.loads(content(slack, one)) for one in sent(ana))
    assert [one["number"] for one in tasks] == ["T-1"]
    assert [one["number"] for one in requests] == ["R-2", "R-1"]
    for _ in range(12):
        later()
    assert [len(sent(person)) for person in (ana, carla)] == [2, 1]
    assert not [one for one in carla.dm().messages if "could not deliver" in one.words]


def test_moments_in_a_file_are_told_by_its_readers_clock(slack: Sandbox, ana: Person, ben: Person) -> None:
    ana.slash("/request poster", in_="acme")
    for person in (ana, ben):
        person.slash("/request export poster json", in_="acme")
    told = [json.loads(content(slack, sent(person)[0]))[0]["logged_at"] for person in (ana, ben)]
    assert [(moment[:13], moment[19:]) for moment in told] == [("2026-03-03T14", "+00:00"), ("2026-03-03T15", "+01:00")]


def test_what_is_found_is_sent_by_its_button(slack: Sandbox, ana: Person) -> None:
    """Requests and tasks in a file each, also from the form of the Home."""
    ana.slash("/request poster", in_="acme")
    ana.slash("/task poster", in_="acme")
    ana.slash("/task find poster", in_="acme")
    assert "The tasks that fit *poster* come as" in ana.click("Send as a file", in_="acme").words
    assert [one.files[0]["title"] for one in sent(ana)] == ["Tasks, 3 March 2026"]
    ana.home()
    ana.click("Find")
    ana.submit({"What do you look for?": "poster"})
    ana.click("Send as a file")
    assert ana.modal is not None
    assert "The requests and tasks that fit *poster* come in a file each, as a spreadsheet (CSV)," in ana.modal.words
    assert sorted(one.files[0]["title"] for one in sent(ana)[1:]) == ["Requests, 3 March 2026", "Tasks, 3 March 2026"]

    ana.close()
    slack.fault("http_503_before", "views.push", times=1)
    ana.click("Send as a file")
    assert len(sent(ana)) == 5
    assert ana.modal is not None
    assert "again" not in ana.modal.words, "nobody is told to ask for the same files twice"


def test_what_is_no_file_is_said(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2):
        ana.slash(f"/request poster {number}", in_="acme")
    assert "Say what to look for" in ana.slash("/request export", in_="acme").words
    assert (
        "Nothing fits *licence · papers*, so there is no file."
        in ana.slash("/request export licence papers", in_="acme").words
    )
    assert "I know no client" in ana.slash("/request export client:Nobody", in_="acme").words
    for module in ("bot.services.export_files", "handlers.export_files"):
        monkeypatch.setattr(f"{module}.MOST", 1)
    assert "come as" in ana.slash("/request export poster", in_="acme").words
    assert "requests fit *poster*, and a file has at most so many" in ana.dm().messages[-1].words
    assert "R-3 is logged: export licence" in ana.slash("/request new export licence", in_="acme").words
    assert sent(ana) == []


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("files.getUploadURLExternal", "reset_after"),
        ("upload", "http_503_before"),
        (SHARE, "reset_before"),
        (SHARE, "reset_after"),
        (SHARE, "half_body"),
        (SHARE, "internal_error_after"),
        (SHARE, "ratelimited"),
    ],
)
def test_it_comes_once_whatever_becomes_of_a_call(
    slack: Sandbox, ana: Person, later: Later, method: str, kind: str
) -> None:
    ana.slash("/request poster", in_="acme")
    slack.fault(kind, method, times=1)
    ana.slash("/request export poster", in_="acme")
    for _ in range(3):
        later()
    assert not slack.core.slack.faults.waiting
    assert len(sent(ana)) == 1


def test_what_cannot_be_sent_is_told(slack: Sandbox, ana: Person, later: Later) -> None:
    ana.slash("/request poster", in_="acme")
    slack.fault("no_permission", SHARE)
    ana.slash("/request export poster", in_="acme")
    later()
    assert sent(ana) == []
    assert "I could not deliver your file of what was found to you" in ana.dm().messages[-1].words


def test_what_could_not_be_uploaded_for_an_hour_is_told(slack: Sandbox, ana: Person, later: Later) -> None:
    """Files go to another address than messages: a firewall may let only those through."""
    ana.slash("/request poster", in_="acme")
    slack.fault("http_503_before", "upload")
    ana.slash("/request export poster", in_="acme")
    slack.clock.advance(61 * 60)
    for _ in range(2):
        later()
    told = ana.dm().messages[-1].words
    assert told.startswith("Your file of what was found was due")
    assert told.endswith("now it is too late for it. Ask for it again.")


@pytest.mark.parametrize("address", ["https://[files.slack.com", "https://files..slack.com"])
def test_what_is_no_address_holds_up_nothing_and_is_told_as_what_could_not_be_uploaded(
    slack: Sandbox,
    ana: Person,
    later: Later,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
) -> None:
    """That the second is none is noticed only where its host is looked up."""
    ana.slash("/request poster", in_="acme")
    monkeypatch.setattr(slack.core.slack, "url", address)
    ana.slash("/request export poster", in_="acme")
    assert {one.name for one in slack.calls if one.name.startswith("files.")} == {"files.getUploadURLExternal"}
    slack.clock.advance(61 * 60)
    later()
    monkeypatch.undo()
    told = ana.dm().messages[-1].words
    assert told.startswith("Your file of what was found was due Tue 3 Mar, 14:00 London time.")
    assert told.endswith("now it is too late for it. Ask for it again.")
    ana.slash("/request export poster", in_="acme")
    assert len(sent(ana)) == 1


def test_what_is_accepted_and_never_shared_is_told_and_not_sent_twice(
    slack: Sandbox, ana: Person, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Slack does now and then; an upload is shared once."""
    monkeypatch.setattr(slack.core.slack, "share_seconds", None)
    ana.slash("/request poster", in_="acme")
    ana.slash("/request export poster", in_="acme")
    for _ in range(12):
        later()
    assert sent(ana) == []
    assert len([one for one in ana.dm().messages if "I could not deliver your file" in one.words]) == 1


def test_what_failed_is_uploaded_anew_for_a_retry(
    slack: Sandbox, ana: Person, later: Later, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack takes an upload for one share, so that the old one would fail again."""
    desk = OutboxDesk(kept_engine(database_url))
    monkeypatch.setattr(slack.core.slack, "share_seconds", None)
    ana.slash("/request poster", in_="acme")
    ana.slash("/request export poster", in_="acme")
    for _ in range(12):
        later()
    (failed,) = desk.newest(Standing.FAILED, ana.sandbox.clock.now(), 10)
    monkeypatch.setattr(slack.core.slack, "share_seconds", 0.05)
    desk.retry(failed.id)
    for _ in range(3):
        later()
    assert len(sent(ana)) == 1


def test_what_its_reader_may_not_see_any_more_is_not_in_it_however_late_it_is_shared(
    slack: Sandbox, ana: Person, carla: Person, later: Later
) -> None:
    ana.slash("/request poster", in_="acme")
    ana.slash("/request poster of the board", in_="board")
    ana.invite("carla", "board")
    slack.fault("reset_before", SHARE, times=1)
    carla.slash("/request export poster", in_="acme")
    assert sent(carla) == []
    ana.kick("carla", "board")
    for _ in range(3):
        later()
    assert sent(carla) == []
    assert "the file that I tried may still come" in carla.dm().messages[-1].words
    carla.slash("/request export poster", in_="acme")
    (message,) = sent(carla)
    assert message.words.startswith("1 request fits *poster*.")
    assert "board" not in content(slack, message)


def test_whoever_is_no_full_member_by_then_gets_no_file(
    slack: Sandbox, ana: Person, carla: Person, later: Later
) -> None:
    ana.slash("/request poster", in_="acme")
    slack.fault("reset_before", SHARE, times=1)
    carla.slash("/request export poster", in_="acme")
    assert sent(carla) == []
    carla.becomes("guest")
    for _ in range(3):
        later()
    assert carla.dm().messages == []


def test_of_what_may_still_come_no_other_file_is_made(
    slack: Sandbox, ana: Person, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However late Slack shares the first, there are not two that differ."""
    monkeypatch.setattr(slack.core.slack, "share_seconds", None)
    ana.slash("/request poster", in_="acme")
    ana.slash("/request export poster", in_="acme")
    ana.slash("/request another poster", in_="acme")
    for _ in range(12):
        later()
    assert [call.name for call in slack.core.slack.traffic].count(BEGIN) == 1
    told = [one.words for one in ana.dm().messages if "I could not deliver your file" in one.words]
    assert len(told) == 1
    assert told[0].endswith(
        "what was found has changed since, and the file that I tried may still come. Ask for it again."
    )


def test_of_a_client_that_is_not_theirs_to_see_any_more_there_is_no_file_of_everything(
    slack: Sandbox, ana: Person, carla: Person, later: Later
) -> None:
    ana.invite("carla", "board")
    ana.slash("/client add Initech", in_="board")
    assert ana.submit().closed
    ana.slash("/request poster for Initech", in_="board")
    ana.slash("/request leaflet", in_="acme")
    slack.fault("reset_before", SHARE, times=1)
    answer = carla.slash("/request export client:Initech", in_="board")
    assert "come as a spreadsheet" in answer.words
    ana.kick("carla", "board")
    for _ in range(3):
        later()
    assert sent(carla) == []
    assert "What you looked for cannot be understood any more" in carla.dm().messages[-1].words

"""Hours that two people set in the same moment, and hours that a delivery brings twice."""

from bot.domain.hours import Quiet
from bot.domain.hours_settings import Source
from bot.domain.hours_words import Scope, SetHolidays, SetQuiet, Wanted
from bot.domain.ids import UserId
from tests.services.interleaved import in_the_midst
from tests.services.office import Office
from tests.services.test_many_at_once import Does
from tests.storage.make import ANA, BEN

NIGHT = SetQuiet(Quiet(22 * 60, 7 * 60))


def set_by(office: Office, user: UserId, wanted: Wanted) -> Does:
    gesture = office.by(user)
    return lambda: office.hours.change(gesture, Scope.WORKSPACE, wanted)


def test_of_two_who_set_the_first_ones_of_a_workspace_at_once_neither_loses_theirs(server: Office) -> None:
    both = set_by(server, ANA, NIGHT), set_by(server, BEN, SetHolidays("DE"))
    assert in_the_midst(server.engine, *both, of="hours") == ["done", "done"]
    counts = server.hours.standing(server.by(), Scope.WORKSPACE).counts
    assert (counts.hours.quiet, counts.hours.holidays) == (NIGHT.quiet, "DE")


def test_of_two_who_change_them_at_once_neither_loses_theirs(server: Office) -> None:
    set_by(server, ANA, SetHolidays("FR"))()
    both = set_by(server, ANA, NIGHT), set_by(server, BEN, SetHolidays("DE"))
    assert in_the_midst(server.engine, *both, of="hours") == ["done", "done"]
    counts = server.hours.standing(server.by(), Scope.WORKSPACE).counts
    assert (counts.hours.quiet, counts.hours.holidays) == (NIGHT.quiet, "DE")


def test_what_is_delivered_again_undoes_nothing_that_was_set_since(office: Office) -> None:
    quiet = set_by(office, ANA, NIGHT)
    quiet()
    set_by(office, BEN, SetQuiet(None))()
    assert quiet().counts.quiet is Source.NOBODY

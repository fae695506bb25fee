"""Lines in which the last words alone would be a date, though another one is meant, several are or none is; and what
stands before a colon without being the client. They are read as those of the golden table, on its Tuesday at ten.
"""

import pytest

from bot.domain.client_names import ClientName
from bot.domain.dates import NotUnderstood
from bot.domain.ids import ClientNumber
from bot.domain.quick_nudge import parse_nudge
from bot.domain.quick_request import parse_request
from bot.domain.quick_task import parse_task
from tests.domain.test_quick_lines_golden import LONDON, TUESDAY, parsed, said

HURRIED: tuple[tuple[str, str, str], ...] = (
    ("Acme: reprint a week on friday", "reprint", "Acme, due Fri 13 Mar 17:00"),
    ("Acme: reprint two weeks on friday", "reprint", "Acme, due Fri 20 Mar 17:00"),
    ("Acme: reprint friday fortnight", "reprint", "Acme, due Fri 20 Mar 17:00"),
    ("Acme: reprint 2 weeks today", "reprint", "Acme, due Tue 17 Mar 17:00"),
    ("Acme: reprint a week friday", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: report twice a week friday", "report twice a week", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint next fri week", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: reprint by wed next", "reprint", "Acme, due Wed 11 Mar 17:00"),
    ("Acme: reprint by fri of next week", "reprint", "Acme, due Fri 13 Mar 17:00"),
    ("Acme: reprint by fri 6", "reprint", "Acme, asks Ambiguous"),
    ("Acme: reprint by fri 9", "reprint", "Acme, due Fri 6 Mar 09:00"),
    ("Acme: reprint by 12 noon on friday", "reprint", "Acme, due Fri 6 Mar 12:00"),
    ("Acme: reprint by end of friday", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint by end of january 2027", "reprint", "Acme, due Sun 31 Jan 17:00"),
    ("Acme: reprint 1st thing mon", "reprint", "Acme, due Mon 9 Mar 09:00"),
    ("Acme: reprint first thing tomorrow morning", "reprint", "Acme, due Wed 4 Mar 09:00"),
    ("Acme: reprint in 2 weeks time", "reprint", "Acme, due Tue 17 Mar 17:00"),
    ("Acme: reprint friday (3pm)", "reprint", "Acme, due Fri 6 Mar 15:00"),
    ("Acme: reprint (fri 4pm)", "reprint", "Acme, due Fri 6 Mar 16:00"),
    ("Acme: reprint (4pm fri)", "reprint", "Acme, due Fri 6 Mar 16:00"),
    ("Acme: reprint *by fri*", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint by fri (3 copies)", "reprint (3 copies)", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint, deadline is friday", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Deadline: 5pm. Acme: reprint", "reprint", "Acme, due Tue 3 Mar 17:00"),
    ("Acme: extend deadline by 2 weeks", "extend deadline by 2 weeks", "Acme"),
    ("Acme: meeting 2-4pm friday", "meeting", "Acme, asks NotUnderstood"),
    ("Acme: meeting 10:00-10:30 friday", "meeting", "Acme, asks NotUnderstood"),
    ("Acme: post at 9am, 12pm and 3pm", "post", "Acme, asks NotUnderstood"),
    ("Acme: call them by 9am or 10am", "call them", "Acme, asks NotUnderstood"),
    ("Acme: rota for mon tue wed", "rota for mon tue wed", "Acme"),
    ("Acme: rota for mon, tue, wed", "rota for mon, tue, wed", "Acme"),
    ("Acme: water them mon wed fri", "water them", "Acme, asks NotUnderstood"),
    ("Acme: rota mon-fri by fri", "rota mon-fri", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint by fri, mon is too late", "reprint, mon is too late", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: call back 3ish tomorrow", "call back", "Acme, asks NotUnderstood"),
    ("Acme: call back 3-ish tomorrow", "call back", "Acme, asks NotUnderstood"),
    ("Acme: call back around 3 tomorrow", "call back", "Acme, asks NotUnderstood"),
    ("Acme: reprint not before friday", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: reprint not by friday but monday", "reprint but monday", "Acme, asks NotUnderstood"),
    ("Acme: reprint not later than friday", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint by 4;30pm", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: reprint in 10 working days", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: reprint in 2-3 days", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: reprint in a few days", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: reprint in couple of days", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: reprint within a day or two", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: reprint in 1 1/2 hours", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: interest in 2 day passes", "interest in 2 day passes", "Acme"),
    ("Acme: check in next week", "check in next week", "Acme"),
    ("Acme: stand in for 2 days", "stand in for 2 days", "Acme"),
    ("Acme: booth 3 by 2 on monday", "booth 3", "Acme, asks NotUnderstood"),
    ("Acme: rota for the week of 4 may", "rota for the week of 4 may", "Acme"),
    ("Acme: reprint week of 4/5", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: send out this past monday", "send out this past monday", "Acme"),
    ("Acme: reprint by 10am Pacific", "reprint", "Acme, asks UnknownZone"),
    ("Acme: call 10am central office by fri", "call 10am central office", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: call 212-555-0130", "call 212-555-0130", "Acme"),
    ("Acme: call 212.555.0130 by fri", "call 212.555.0130", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: dinner 7.30 fri", "dinner", "Acme, asks NotUnderstood"),
    ("Acme: install version 7.30 fri", "install version 7.30", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: refund £7.30 fri", "refund £7.30", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: stand-by list mon", "stand-by list", "Acme, due Mon 9 Mar 17:00"),
    ("Acme: call back at 3ish tomorrow", "call back", "Acme, asks NotUnderstood"),
    ("Acme: call on mon, tue", "call", "Acme, asks NotUnderstood"),
    ("Acme: closed ’til mon", "closed", "Acme, due Mon 9 Mar 17:00"),
    ("Acme: call Ash mon", "call Ash", "Acme, due Mon 9 Mar 17:00"),
    ("Acme: away mon + tue", "away mon + tue", "Acme"),
    ("Acme: call back 3ish", "call back", "Acme, asks NotUnderstood"),
    ("Acme: call back fri 3pm-ish", "call back", "Acme, asks NotUnderstood"),
    ("Acme: proof the day before 12 mar", "proof", "Acme, asks NotUnderstood"),
    ("Acme: proof 2 days before 12 mar", "proof", "Acme, asks NotUnderstood"),
    ("Acme: open day by 12 mar", "open day", "Acme, due Thu 12 Mar 17:00"),
    ("Acme: raise the invoice by 3", "raise the invoice", "Acme, due Tue 3 Mar 15:00"),
    ("Acme: reduce the logo by 10%", "reduce the logo by 10%", "Acme"),
    ("Acme: widen the margin by 5mm", "widen the margin by 5mm", "Acme"),
    ("Acme: reprint by fri 4:30", "reprint", "Acme, due Fri 6 Mar 16:30"),
    ("Acme: reprint by 4:30", "reprint", "Acme, due Tue 3 Mar 16:30"),
    ("Acme rang at 7: reprint", "reprint", "Acme, by phone, received Tue 3 Mar 07:00"),
    ("Acme rang at 6:50: reprint", "reprint", "Acme, by phone, received Tue 3 Mar 06:50"),
    ("Acme rang at 4:50 yesterday: reprint", "reprint", "Acme, by phone, received Mon 2 Mar 16:50"),
    ("Acme: raise the price by 12.50 by fri", "raise the price", "Acme, asks NotUnderstood"),
    ("Acme: up the budget by 500", "up the budget", "Acme, asks NotUnderstood"),
    ("Acme: follow up by 3", "follow up", "Acme, due Tue 3 Mar 15:00"),
    ("Acme: step by step guide tomorrow", "step by step guide", "Acme, due Wed 4 Mar 17:00"),
    ("Acme: one by one tomorrow", "one by one", "Acme, due Wed 4 Mar 17:00"),
    ("Acme: banners for black friday", "banners for black friday", "Acme"),
    ("Acme: plans for cyber monday by thu", "plans for cyber monday", "Acme, due Thu 5 Mar 17:00"),
    ("Acme: hours on good friday by thu", "hours on good friday", "Acme, due Thu 5 Mar 17:00"),
    ("Acme: file the notes dated 10 mar", "file the notes dated 10 mar", "Acme"),
    ("Acme: ‘open until 9pm’ signage", "'open until 9pm' signage", "Acme"),
    ("Acme: ‘Open by Friday’ banner by mon", "'Open by Friday' banner", "Acme, due Mon 9 Mar 17:00"),
    ("Acme: rock 'n' roll night's flyers by fri", "rock 'n' roll night's flyers", "Acme, due Fri 6 Mar 17:00"),
    (
        "Acme: the boys' kit by fri and the girls' by mon",
        "the boys' kit by fri and the girls'",
        "Acme, due Mon 9 Mar 17:00, asks TwoDates",
    ),
    ("by email from Acme: quote by fri", "quote", "Acme, due Fri 6 Mar 17:00, by mail"),
    ("from Nobody Ltd: quote", "quote", "Nobody Ltd?"),
    ("for sale: two desks", "for sale: two desks", ""),
    ("Re: [EXTERNAL] Acme: quote", "Re: [EXTERNAL] quote", "Acme"),
    ("Fwd: Acme - quote by fri", "Fwd: quote", "Acme, due Fri 6 Mar 17:00"),
    ("Phase 2: Acme: quote by fri", "Phase 2: quote", "Acme, due Fri 6 Mar 17:00"),
    ("Nobody Ltd: Acme - quote", "Acme - quote", "Nobody Ltd?"),
    ("Jane (Acme): quote", "quote", "Jane (Acme)~, asks NearlyKnown"),
    ("FYI Acme: quote", "quote", "FYI Acme~, asks NearlyKnown"),
    ("pls: quote for Acme", "pls: quote", "Acme"),
    ("*URGENT* Acme: quote", "quote", "Acme, urgent"),
    ("URGENT URGENT Acme: quote", "quote", "Acme, urgent"),
    ("[P2] quote for Acme", "quote", "Acme, high"),
    ("Acme: quote (p2) by fri", "quote", "Acme, due Fri 6 Mar 17:00, high"),
    ("Acme: p1 of 4 by fri", "p1 of 4", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: quote by 2027", "quote", "Acme, asks TooVague"),
    ("Acme: quote by 2030", "quote", "Acme, due Tue 3 Mar 20:30"),
    ("Acme: quote by 12-Mar-26", "quote", "Acme, due Thu 12 Mar 17:00"),
    ("Acme: quote by 12 Mar ’26", "quote", "Acme, due Thu 12 Mar 17:00"),
    ("Acme: hotel Mar 12-26", "hotel Mar 12-26", "Acme"),
    ("Acme: quote by fri wk", "quote", "Acme, due Fri 13 Mar 17:00"),
    ("Acme: quote by end of next wk", "quote", "Acme, due Fri 13 Mar 17:00"),
    ("Acme: quote by next wk", "quote", "Acme, asks TooVague"),
    ("Acme: quote 6 weeks from now", "quote", "Acme, due Tue 14 Apr 17:00"),
    ("Acme: quote fri a.m.", "quote", "Acme, due Fri 6 Mar 09:00"),
    ("Acme - quote - fri 4pm", "quote", "Acme, due Fri 6 Mar 16:00"),
    ("Acme: quote - <@U0ANA> - fri", "quote", "Acme, due Fri 6 Mar 17:00, owner U0ANA"),
    ("Acme: open mon-tue sign - thu", "open mon-tue sign", "Acme, due Thu 5 Mar 17:00"),
    ("Acme: closed 5 mar - fri", "closed 5 mar - fri", "Acme"),
    ("Acme: open 9am - noon fri", "open 9am - noon fri", "Acme"),
    ("Acme: raise the flag at 9", "raise the flag", "Acme, due Wed 4 Mar 09:00"),
    ("Acme: set-up by 11", "set-up", "Acme, due Tue 3 Mar 11:00"),
    ("Acme: confirm numbers by fri, 12 so far", "confirm numbers, 12 so far", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: deliver by fri to the monday team", "deliver to the monday team", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: deliver from fri to mon", "deliver from fri to mon", "Acme"),
    ("Acme: rota thu 5", "rota", "Acme, due Thu 5 Mar 17:00"),
    ("Acme: quote tomorrow by 5", "quote", "Acme, due Wed 4 Mar 17:00"),
    ("Acme: quote tomorrow before 5pm", "quote", "Acme, due Wed 4 Mar 17:00"),
    ("Acme: quote fri, by noon", "quote", "Acme, due Fri 6 Mar 12:00"),
    ("Acme: quote on fri b4 10am", "quote", "Acme, due Fri 6 Mar 10:00"),
    ("Acme: quote 12 mar by 3 please", "quote please", "Acme, due Thu 12 Mar 15:00"),
    ("Acme: minutes of monday by 5", "minutes of monday", "Acme, due Tue 3 Mar 17:00"),
    ("Acme: quote today by 5pm", "quote", "Acme, due Tue 3 Mar 17:00"),
    ("Acme: quote by noon or 1pm", "quote", "Acme, asks NotUnderstood"),
    ("Acme: email them about friday", "email them about friday", "Acme"),
    ("Acme: email them about friday by 3", "email them about friday", "Acme, due Tue 3 Mar 15:00"),
    ("Acme: call them re monday, by thu", "call them re monday", "Acme, due Thu 5 Mar 17:00"),
    ("Acme: log in on monday", "log in", "Acme, due Mon 9 Mar 17:00"),
    ("Acme: quote due in 3 working days", "quote", "Acme, asks NotUnderstood"),
    ("Acme: drop by on friday", "drop by", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: pop by at 3", "pop by", "Acme, due Tue 3 Mar 15:00"),
    ("Invitation: launch of the new site", "Invitation: launch of the new site", ""),
    ("Important: quote for Acme", "Important: quote", "Acme"),
)


@pytest.mark.parametrize(("line", "title", "wanted"), [pytest.param(*row, id=row[0]) for row in HURRIED])
def test_a_line_typed_in_a_hurry(line: str, title: str, wanted: str) -> None:
    quick = parsed(line)
    assert (quick.title, said(quick)) == (title, wanted)


@pytest.mark.parametrize(
    ("line", "text", "moment"),
    [
        ("me b4 5pm chase", "chase", "2026-03-03 17:00"),
        ("me 1st thing mon chase", "chase", "2026-03-09 09:00"),
        ("me tomorrow - friday report", "friday report", "2026-03-04 09:00"),
        ("me thurs 10 gym", "gym", "2026-03-05 10:00"),
        ("me tues 10.30 gym", "gym", "2026-03-03 10:30"),
        ("me tonight 7 bins", "bins", "2026-03-03 19:00"),
        ("me 2moro bins", "bins", "2026-03-04 09:00"),
        ("me fri 9 James calls", "James calls", "2026-03-06 09:00"),
        ("me fri 9 process invoices", "process invoices", "2026-03-06 09:00"),
        ("me mon and wed 9am gym", "gym", ""),
        ("me mon-fri at 9 standup", "at 9 standup", ""),
        ("me 10 mins before 3pm chase", "3pm chase", ""),
        ("me day before 12 dec chase", "chase", ""),
        ("me mon, wed 9am gym", "gym", ""),
        ("me tomorrow or friday chase", "chase", ""),
        ("me fri 5 proofs to check", "proofs to check", ""),
        ("me 1600 leaflets due", "leaflets due", ""),
    ],
)
def test_a_reminder_typed_in_a_hurry(line: str, text: str, moment: str) -> None:
    nudge = parse_nudge(line, now=TUESDAY, zone_of=lambda _: LONDON)
    assert nudge.text == text
    assert (nudge.moment.local.isoformat(" ", "minutes") if nudge.moment else "") == moment
    assert isinstance(nudge.refused, NotUnderstood) is not bool(moment)


def test_a_task_for_several_hours_is_asked_about() -> None:
    task = parse_task("post tweets at 9am, 12pm and 3pm", now=TUESDAY, zone=LONDON)
    assert (task.title, task.due, task.due_refused) == ("post tweets", None, task.ambiguities[0])


@pytest.mark.parametrize(
    ("line", "client", "title"),
    [
        ("Q2: Events: badge list", "Q2: Events", "badge list"),
        ("eglise: candles", "eglise", "candles"),
        ("Sodra: timber", "Sodra", "timber"),
    ],
)
def test_a_name_with_a_colon_or_an_accent_is_no_other_client(line: str, client: str, title: str) -> None:
    names = [ClientName(ClientNumber(at), name) for at, name in enumerate(("Q2: Events", "Église", "Södra", "Q2"), 1)]
    quick = parse_request(line, now=TUESDAY, zone=LONDON, clients=names)
    assert quick.client is not None
    assert (quick.client.name, quick.title) == (client, title)
    assert hasattr(quick.client, "number") or quick.client in quick.ambiguities

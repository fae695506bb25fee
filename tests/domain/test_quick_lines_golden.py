"""Client requests as people type them, Britons, Americans and those in a hurry, on a Tuesday at ten in London.

Beside each line stands its title and what else was understood, in this order: client (with ? when it is not known, with
~ when it is nearly known), due, priority, owner, asker, how it came in, when, and what is asked before it is saved.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.client_names import ClientName, NearlyKnown, UnknownClient
from bot.domain.ids import ClientNumber, UserId
from bot.domain.moments import Moment
from bot.domain.priority import Priority
from bot.domain.quick_request import parse_request
from bot.domain.quick_results import PersonName, QuickRequest

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=LONDON)
NAMES = ("Acme", "Zenith Media", "Blue Sky Ltd", "Brown & Sons", "Harbour Café", "North Star Events", "O'Neill", "3M")
CLIENTS = tuple(ClientName(ClientNumber(number), name) for number, name in enumerate((*NAMES, "Marlow"), 1))
#: What may stand behind a #.
TYPES = frozenset({"print", "web", "bug"})
BOB = PersonName(UserId("U0BOB"), "Bob Stone")


def parsed(line: str, now: datetime = TUESDAY) -> QuickRequest:
    return parse_request(line, now=now, zone=LONDON, clients=CLIENTS, people=[BOB], me=UserId("U0ME"), types=TYPES)


def said(quick: QuickRequest) -> str:
    parts = [
        _client(quick),
        f"due {_moment(quick.due)}" if quick.due else "",
        quick.priority.value if quick.priority is not Priority.NORMAL else "",
        f"owner {quick.owner.user}" if quick.owner else "",
        f"for {quick.asker.user}" if quick.asker else "",
        f"by {quick.source.value}" if quick.source else "",
        f"received {_moment(quick.received)}" if quick.received else "",
        f"type {quick.type_words}" if quick.type_words else "",
        f"below: {quick.details}" if quick.details else "",
        *(f"asks {type(doubt).__name__}" for doubt in quick.ambiguities),
    ]
    return ", ".join(part for part in parts if part)


def _client(quick: QuickRequest) -> str:
    if quick.client is None:
        return ""
    sign = {UnknownClient: "?", NearlyKnown: "~"}.get(type(quick.client), "")
    return f"{quick.client.name}{sign}"


def _moment(moment: Moment) -> str:
    zone = "" if moment.zone == LONDON else f" {moment.zone.key}"
    return f"{moment.local:%a %-d %b %H:%M}{zone}"


#: The line, its title, and what else was understood.
GOLDEN: tuple[tuple[str, str, str], ...] = (
    (
        "Acme: reprint of the autumn catalogue by fri 4pm",
        "reprint of the autumn catalogue",
        "Acme, due Fri 6 Mar 16:00",
    ),
    ("acme; 200 more leaflets pls by thurs noon", "200 more leaflets pls", "Acme, due Thu 5 Mar 12:00"),
    ("Acme – can you chase the printers? by eod", "can you chase the printers?", "Acme, due Tue 3 Mar 17:00"),
    ("ACME. New door sign, by cob tomorrow", "New door sign", "Acme, due Wed 4 Mar 17:00"),
    ("Acme | fix the footer | by mon", "fix the footer", "Acme, due Mon 9 Mar 17:00"),
    ("[Acme] footer typo", "footer typo", "Acme"),
    ("*Acme*: footer typo on the about page", "footer typo on the about page", "Acme"),
    ("Acme > move the kick-off by end of week", "move the kick-off", "Acme, due Fri 6 Mar 17:00"),
    ("Acme—proof of the menu", "proof of the menu", "Acme"),
    (
        "Harbour Café – menus for Mother’s Day by Fri 13th",
        "menus for Mother's Day",
        "Harbour Café, due Fri 13 Mar 17:00",
    ),
    ("O’Neill: “Grand Opening” banner by Sat 9am", '"Grand Opening" banner', "O'Neill, due Sat 7 Mar 09:00"),
    ("oneill: two roller banners", "two roller banners", "O'Neill"),
    ("3M: labels, 4 x 6, by wed", "labels, 4 x 6", "3M, due Wed 4 Mar 17:00"),
    ("3M labels by wed", "labels", "3M, due Wed 4 Mar 17:00"),
    ("Brown &amp; Sons: van livery quote by 12 March", "van livery quote", "Brown & Sons, due Thu 12 Mar 17:00"),
    ("brown &amp; sons - van livery quote", "van livery quote", "Brown & Sons"),
    ("north star events - stage backdrop by friday week", "stage backdrop", "North Star Events, due Fri 13 Mar 17:00"),
    ("Zenith Media fix the logo by a week on Friday", "fix the logo", "Zenith Media, due Fri 13 Mar 17:00"),
    ("footer typo - Acme", "footer typo", "Acme"),
    ("footer typo (Acme) by fri", "footer typo", "Acme, due Fri 6 Mar 17:00"),
    ("footer typo, Acme, by fri", "footer typo", "Acme, due Fri 6 Mar 17:00"),
    ("footer typo for Acme by fri", "footer typo", "Acme, due Fri 6 Mar 17:00"),
    ("by fri: Acme: footer typo", "footer typo", "Acme, due Fri 6 Mar 17:00"),
    ("customer: Acme footer typo", "footer typo", "Acme"),
    ("client=Zenith Media footer typo by fri", "footer typo", "Zenith Media, due Fri 6 Mar 17:00"),
    ("Nobody Ltd: footer typo", "footer typo", "Nobody Ltd?"),
    (
        "Marlow, 12 chairs for the 14 March do, by the 10th, p2 <@U0ANA>",
        "12 chairs for the 14 March do",
        "Marlow, due Tue 10 Mar 17:00, high, owner U0ANA",
    ),
    ("<@U0ANA> Acme: footer typo by fri 4pm !high", "footer typo", "Acme, due Fri 6 Mar 16:00, high, owner U0ANA"),
    ("!high by fri 4pm <@U0ANA> Acme: footer typo", "footer typo", "Acme, due Fri 6 Mar 16:00, high, owner U0ANA"),
    ("Acme: <@U0ANA> footer typo !high by fri 4pm", "footer typo", "Acme, due Fri 6 Mar 16:00, high, owner U0ANA"),
    (
        "Acme: footer typo by fri !high <@U0ANA> via email",
        "footer typo",
        "Acme, due Fri 6 Mar 17:00, high, owner U0ANA, by mail",
    ),
    ("by email Acme: footer typo !low", "footer typo", "Acme, low, by mail"),
    ("Acme !low by fri <@U0ANA>: footer typo", "footer typo", "Acme, due Fri 6 Mar 17:00, low, owner U0ANA"),
    ("p1 Acme footer: typo", "typo", "Acme footer~, urgent, asks NearlyKnown"),
    ("P1: Acme: site is down <@U0BEN> asap", "site is down", "Acme, urgent, owner U0BEN, asks TooVague"),
    ("URGENT: Acme: site is down", "site is down", "Acme, urgent"),
    (
        "URGENT!! Acme - site is down, needs fixing by 11am",
        "site is down, needs fixing",
        "Acme, due Tue 3 Mar 11:00, urgent",
    ),
    ("Urgent - Acme: site down by noon", "site down", "Acme, due Tue 3 Mar 12:00, urgent"),
    ("Acme: site down, urgent please", "site down", "Acme, urgent"),
    ("Acme: site down (urgent)", "site down", "Acme, urgent"),
    ("Acme: site down it's urgent!", "site down", "Acme, urgent"),
    ("Acme: site down - very urgent", "site down", "Acme, urgent"),
    ("Acme: site down URGENT <@U0BEN>", "site down", "Acme, urgent, owner U0BEN"),
    ("Acme: urgent reprint of the menus", "urgent reprint of the menus", "Acme, urgent, asks PriorityAssumed"),
    (
        "Acme: urgent care leaflets by fri",
        "urgent care leaflets",
        "Acme, due Fri 6 Mar 17:00, urgent, asks PriorityAssumed",
    ),
    ("Acme: footer typo, not urgent", "footer typo, not urgent", "Acme"),
    ("Acme: non-urgent footer typo", "non-urgent footer typo", "Acme"),
    ("Acme: footer typo, no rush", "footer typo, no rush", "Acme"),
    ("Acme: footer typo high priority", "footer typo", "Acme, high"),
    ("Acme: footer typo (high prio) by fri", "footer typo", "Acme, due Fri 6 Mar 17:00, high"),
    ("Acme: footer typo prio 1", "footer typo", "Acme, urgent"),
    ("Acme: footer typo priority: low", "footer typo", "Acme, low"),
    ("Acme: footer typo !low !high", "footer typo", "Acme, low, asks TwoPriorities"),
    ("Acme: footer typo !hgih", "footer typo", "Acme, high, asks NearPriority"),
    ("Acme: footer typo !!!", "footer typo !!!", "Acme"),
    ("Acme: list of high priority items for the board", "list of high priority items for the board", "Acme"),
    ("Acme: footer typo asap", "footer typo", "Acme, asks TooVague"),
    ("ASAP Acme: footer typo", "footer typo", "Acme, asks TooVague"),
    ("ASAP: Acme - footer typo", "footer typo", "Acme, asks TooVague"),
    ("Acme: footer typo, needed ASAP please!", "footer typo", "Acme, asks TooVague"),
    ("Acme: footer typo as soon as possible", "footer typo", "Acme, asks TooVague"),
    ("Acme: footer typo asap, by fri noon", "footer typo asap", "Acme, due Fri 6 Mar 12:00"),
    ("ASAP Acme: footer typo by fri", "footer typo", "Acme, due Fri 6 Mar 17:00, high, asks PriorityAssumed"),
    ("Acme: footer typo by asap", "footer typo", "Acme, asks NotUnderstood"),
    ("Acme: reprint due Thursday", "reprint", "Acme, due Thu 5 Mar 17:00"),
    ("Acme: reprint Due: Thursday 4 PM", "reprint", "Acme, due Thu 5 Mar 16:00"),
    ("Acme: reprint by Thursday 4 p.m.", "reprint", "Acme, due Thu 5 Mar 16:00"),
    ("Acme: reprint by Thu 16:00.", "reprint.", "Acme, due Thu 5 Mar 16:00"),
    ("Acme: reprint by 16h30 on Thursday", "reprint", "Acme, due Thu 5 Mar 16:30"),
    ("Acme: reprint by half four on Thursday", "reprint", "Acme, due Thu 5 Mar 16:30"),
    ("Acme: reprint by half past 4", "reprint", "Acme, due Tue 3 Mar 16:30"),
    ("Acme: reprint by 4.30", "reprint", "Acme, due Tue 3 Mar 16:30"),
    ("Acme: reprint by 1630 today", "reprint", "Acme, due Tue 3 Mar 16:30"),
    ("Acme: reprint by 4ish", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: reprint by noon tomorrow", "reprint", "Acme, due Wed 4 Mar 12:00"),
    ("Acme: reprint by tomorrow lunchtime", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: reprint by lunch", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: reprint tomorrow am", "reprint", "Acme, due Wed 4 Mar 09:00"),
    ("Acme: reprint by Monday pm", "reprint", "Acme, due Mon 9 Mar 15:00"),
    ("Acme: reprint first thing tomorrow", "reprint", "Acme, due Wed 4 Mar 09:00"),
    ("Acme: reprint by first thing Monday", "reprint", "Acme, due Mon 9 Mar 09:00"),
    ("Acme: reprint last thing Friday", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint by close of play Friday", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint by EOD Thu", "reprint", "Acme, due Thu 5 Mar 17:00"),
    ("Acme: reprint by eow", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint by end of week", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint by the end of the week", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint by end of next week", "reprint", "Acme, due Fri 13 Mar 17:00"),
    ("Acme: reprint by end of March", "reprint", "Acme, due Tue 31 Mar 17:00"),
    ("Acme: reprint by end of day tomorrow", "reprint", "Acme, due Wed 4 Mar 17:00"),
    ("Acme: reprint in a fortnight", "reprint", "Acme, due Tue 17 Mar 17:00"),
    ("Acme: reprint tomorrow week", "reprint", "Acme, due Wed 11 Mar 17:00"),
    ("Acme: reprint a week today", "reprint", "Acme, due Tue 10 Mar 17:00"),
    ("Acme: reprint by a week on Friday", "reprint", "Acme, due Fri 13 Mar 17:00"),
    ("Acme: reprint by next Friday", "reprint", "Acme, due Fri 13 Mar 17:00"),
    ("Acme: reprint by Friday next week", "reprint", "Acme, due Fri 13 Mar 17:00"),
    ("Acme: reprint by this Friday", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint by the 12th", "reprint", "Acme, due Thu 12 Mar 17:00"),
    ("Acme: reprint by Thursday 12th", "reprint", "Acme, due Thu 12 Mar 17:00"),
    ("Acme: reprint by Friday 12th", "reprint", "Acme, asks Ambiguous"),
    ("Acme: reprint by Thurs 12 March at 4pm", "reprint", "Acme, due Thu 12 Mar 16:00"),
    ("Acme: reprint by March 12th, 2026", "reprint", "Acme, due Thu 12 Mar 17:00"),
    ("Acme: reprint by Mar 12", "reprint", "Acme, due Thu 12 Mar 17:00"),
    ("Acme: reprint by 12-Mar", "reprint", "Acme, due Thu 12 Mar 17:00"),
    ("Acme: reprint by 3/13", "reprint", "Acme, due Fri 13 Mar 17:00"),
    ("Acme: reprint by 13/3", "reprint", "Acme, due Fri 13 Mar 17:00"),
    ("Acme: reprint by 6/3", "reprint", "Acme, asks Ambiguous"),
    ("Acme: reprint by Fri 6/3", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint by 03/13/2026", "reprint", "Acme, due Fri 13 Mar 17:00"),
    ("Acme: reprint by 2026-03-06 16:00", "reprint", "Acme, due Fri 6 Mar 16:00"),
    ("Acme: reprint by 06.03.2026", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint by 31 feb", "reprint", "Acme, asks NoSuchDate"),
    ("Acme: reprint by Feb 29", "reprint", "Acme, asks NoSuchDate"),
    ("Acme: reprint by Wensday", "reprint", "Acme, asks Misspelt"),
    ("Acme: reprint by tomorow", "reprint", "Acme, due Wed 4 Mar 17:00"),
    ("Acme: reprint by tmrw 9am", "reprint", "Acme, due Wed 4 Mar 09:00"),
    ("Acme: reprint by 2moro", "reprint", "Acme, due Wed 4 Mar 17:00"),
    ("Acme: reprint tomoz", "reprint", "Acme, due Wed 4 Mar 17:00"),
    ("Acme: reprint b4 fri", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint no later than Friday noon", "reprint", "Acme, due Fri 6 Mar 12:00"),
    ("Acme: reprint needed by fri", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint, needed Friday", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint (needed by fri 4pm)", "reprint", "Acme, due Fri 6 Mar 16:00"),
    ("Acme: reprint - deadline Friday 4pm", "reprint", "Acme, due Fri 6 Mar 16:00"),
    ("Acme: reprint. Deadline: fri", "reprint.", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint latest fri", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint by fri at the latest", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint w/c 9 March", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: reprint w/e 13 March", "reprint", "Acme, due Fri 13 Mar 17:00"),
    ("Acme: reprint by Fri or Mon", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: reprint by fri/sat", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: reprint by fri, proof by thu", "reprint by fri, proof", "Acme, due Thu 5 Mar 17:00, asks TwoDates"),
    ("Acme: reprint by May", "reprint", "Acme, asks TooVague"),
    ("Acme: reprint by next week", "reprint", "Acme, asks TooVague"),
    ("Acme: reprint by yesterday", "reprint", "Acme, asks InThePast"),
    ("Acme: reprint by 2 Mar 2026", "reprint", "Acme, asks InThePast"),
    ("Acme: reprint by fri 4pm ET", "reprint", "Acme, due Fri 6 Mar 16:00 America/New_York"),
    ("Acme: reprint by fri 4pm EST", "reprint", "Acme, asks AmbiguousZone"),
    ("Acme: reprint by fri 4pm New York", "reprint", "Acme, due Fri 6 Mar 16:00 America/New_York"),
    ("Acme: reprint by fri 9am PT", "reprint", "Acme, due Fri 6 Mar 09:00 America/Los_Angeles"),
    ("Acme: reprint by fri 4pm CET", "reprint", "Acme, due Fri 6 Mar 16:00 CET"),
    ("Acme: reprint by fri 4pm UTC", "reprint", "Acme, due Fri 6 Mar 16:00 UTC"),
    ("Acme: reprint by fri 4pm their time", "reprint", "Acme, asks UnknownZone"),
    ("Acme: reprint within 48 hours", "reprint", "Acme, due Thu 5 Mar 10:00"),
    ("Acme: reprint in 2 hrs", "reprint", "Acme, due Tue 3 Mar 12:00"),
    ("Acme: reprint within the hour", "reprint", "Acme, asks NotUnderstood"),
    ("Acme: agenda for Monday", "agenda for Monday", "Acme"),
    ("Acme: minutes of Friday's call", "minutes of Friday's call", "Acme"),
    ("Acme: book the room for Friday 4pm", "book the room", "Acme, due Fri 6 Mar 16:00"),
    ("Acme: photo 12/3 and 12/4", "photo 12/3 and 12/4", "Acme"),
    ("Acme: 500 copies by fri 9 boxes", "500 copies 9 boxes", "Acme, due Fri 6 Mar 17:00"),
    (
        "Acme called at 4.50pm yesterday: reprint by fri",
        "reprint",
        "Acme, due Fri 6 Mar 17:00, by phone, received Mon 2 Mar 16:50",
    ),
    (
        "Acme called at 4.50pm yesterday - reprint by fri",
        "reprint",
        "Acme, due Fri 6 Mar 17:00, by phone, received Mon 2 Mar 16:50",
    ),
    (
        "Acme rang this morning, need 200 more leaflets by Thursday",
        "need 200 more leaflets",
        "Acme, due Thu 5 Mar 17:00, by phone, received Tue 3 Mar 09:00",
    ),
    (
        "Acme rang yesterday and want a quote by fri",
        "want a quote",
        "Acme, due Fri 6 Mar 17:00, by phone, received Mon 2 Mar 09:00",
    ),
    ("Acme: quote, they rang at 8:40", "quote", "Acme, by phone, received Tue 3 Mar 08:40"),
    ("Acme: quote. Rang 20 mins ago", "quote.", "Acme, by phone, received Tue 3 Mar 09:40"),
    ("Acme phoned just now: quote by noon", "quote", "Acme, due Tue 3 Mar 12:00, by phone, received Tue 3 Mar 10:00"),
    (
        "Acme: call them back tomorrow 9am, they rang at 8:40",
        "call them back",
        "Acme, due Wed 4 Mar 09:00, by phone, received Tue 3 Mar 08:40",
    ),
    ("Acme emailed on Friday: quote", "quote", "Acme, by mail, received Fri 27 Feb 09:00"),
    ("Acme e-mailed last night re invoice 4711", "re invoice 4711", "Acme, by mail, received Mon 2 Mar 20:00"),
    ("Acme: quote emailed 28 Feb", "quote", "Acme, by mail, received Sat 28 Feb 09:00"),
    ("Acme: quote rec’d 2 Mar", "quote", "Acme, received Mon 2 Mar 09:00"),
    ("Acme: quote rec'd 28/2 by email", "quote", "Acme, by mail, received Sat 28 Feb 09:00"),
    ("Acme: quote recd 1/3", "quote", "Acme, asks Ambiguous"),
    ("Acme: quote received yesterday 16:50", "quote", "Acme, received Mon 2 Mar 16:50"),
    ("Acme: quote received: yesterday 16:50 source: visit", "quote", "Acme, by visit, received Mon 2 Mar 16:50"),
    ("Acme: quote received yesterday at 9am New York time", "quote", "Acme, received Mon 2 Mar 09:00 America/New_York"),
    ("Acme: quote received tomorrow", "quote", "Acme, asks NotYet"),
    ("Acme: quote received last week", "quote", "Acme, asks TooVague"),
    ("Acme: quote received last Friday", "quote", "Acme, received Fri 27 Feb 09:00"),
    ("Acme: quote received 1 Jan 2020", "quote", "Acme, asks TooLongAgo"),
    ("Acme: quote received this morning by phone", "quote", "Acme, by phone, received Tue 3 Mar 09:00"),
    ("Acme: quote came in at 9.10am", "quote", "Acme, received Tue 3 Mar 09:10"),
    ("Acme: quote came in on Friday via email", "quote", "Acme, by mail, received Fri 27 Feb 09:00"),
    ("Acme: quote, called at 4.50pm", "quote", "Acme, by phone, received Mon 2 Mar 16:50"),
    ("Acme: quote by phone yesterday 16:50", "quote", "Acme, by phone, received Mon 2 Mar 16:50"),
    ("Acme: quote (phone, yesterday 16:50)", "quote", "Acme, by phone, received Mon 2 Mar 16:50"),
    ("Acme: quote (phone)", "quote", "Acme, by phone"),
    ("Acme: quote (by phone)", "quote", "Acme, by phone"),
    ("Acme: quote yesterday 16:50 by phone", "quote", "Acme, by phone, received Mon 2 Mar 16:50"),
    ("yesterday 4.50pm Acme rang: quote", "quote", "Acme, by phone, received Mon 2 Mar 16:50"),
    ("Acme: quote by phone 16:30", "quote", "Acme, due Tue 3 Mar 16:30, by phone, asks DueOrReceived"),
    ("Acme: quote by phone fri", "quote", "Acme, due Fri 6 Mar 17:00, by phone, asks DueOrReceived"),
    ("Acme: quote by phone by fri", "quote", "Acme, due Fri 6 Mar 17:00, by phone"),
    ("Acme: quote via phone !high <@U0ANA>", "quote", "Acme, high, owner U0ANA, by phone"),
    ("Acme: quote via WhatsApp", "quote", "Acme, by chat"),
    ("Acme: quote over the phone", "quote", "Acme, by phone"),
    ("Acme: quote in person", "quote", "Acme, by visit"),
    ("Acme: quote via the website by fri", "quote", "Acme, due Fri 6 Mar 17:00, by website"),
    ("Acme via phone: quote", "quote", "Acme, by phone"),
    ("via phone Acme: quote", "quote", "Acme, by phone"),
    ("Phone: Acme: quote", "quote", "Acme, by phone"),
    ("Phone call - Acme - quote", "quote", "Acme, by phone"),
    ("phone call from Acme: quote by fri", "quote", "Acme, due Fri 6 Mar 17:00, by phone"),
    ("Mail from Acme: logo bigger", "logo bigger", "Acme, by mail"),
    ("email from Harbour Café, they want the logo bigger", "they want the logo bigger", "Harbour Café, by mail"),
    ("call from Acme reprint of the brochure", "reprint of the brochure", "Acme, by phone"),
    ("mail from Nobody Inc: logo bigger", "logo bigger", "Nobody Inc?, by mail"),
    ("mail from <@U0BEN>: logo bigger for Acme", "logo bigger", "Acme, for U0BEN, by mail"),
    (
        "mail from yesterday: Acme wants a new logo",
        "Acme wants a new logo",
        "Acme, by mail, received Mon 2 Mar 09:00, asks ClientAssumed",
    ),
    (
        "Voicemail from Zenith Media this morning: ring them back by noon",
        "ring them back",
        "Zenith Media, due Tue 3 Mar 12:00, by phone, received Tue 3 Mar 09:00",
    ),
    ("Acme dropped in last night: new keys", "new keys", "Acme, by visit, received Mon 2 Mar 20:00"),
    (
        "Acme left a voicemail yesterday 5pm: call back by 11",
        "call back",
        "Acme, due Tue 3 Mar 11:00, by phone, received Mon 2 Mar 17:00",
    ),
    ("Acme called: quote", "quote", "Acme, by phone"),
    ("they called: quote for Acme", "quote", "Acme, by phone"),
    ("Acme called, want a quote", "want a quote", "Acme, by phone"),
    ("Acme: send the proofs by email", "send the proofs by email", "Acme"),
    ("Acme: confirm by phone by fri", "confirm by phone", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reply to the mail from Jane", "reply to the mail from Jane", "Acme"),
    ("Acme: letter by post to all members", "letter by post to all members", "Acme"),
    ("Email: fix the signature", "Email: fix the signature", ""),
    ("Acme: quote (email) by phone", "quote", "Acme, by mail, asks TwoSources"),
    ("Acme: quote for <@U0BEN>", "quote", "Acme, for U0BEN"),
    ("Acme: quote for <@U0BEN> by fri <@U0ANA>", "quote", "Acme, due Fri 6 Mar 17:00, owner U0ANA, for U0BEN"),
    ("Acme: quote requested by <@U0BEN>", "quote", "Acme, for U0BEN"),
    ("Acme: quote on behalf of <@U0BEN|ben>", "quote", "Acme, for U0BEN"),
    ("Acme: quote from <@U0BEN>, owner <@U0ANA>", "quote", "Acme, owner U0ANA, for U0BEN"),
    ("Acme: quote for <@U0BEN> for <@U0CARLA>", "quote", "Acme, for U0BEN, asks TwoAskers"),
    ("Acme: quote for @bob", "quote", "Acme, asks UnresolvedPerson"),
    ("Acme: quote @bob", "quote", "Acme, asks UnresolvedPerson"),
    ("Acme: quote <@U0ANA> <@U0BEN>", "quote", "Acme, owner U0ANA, asks TwoOwners"),
    ("Acme: quote assign to <@U0ANA>", "quote", "Acme, owner U0ANA"),
    ("Acme: quote -&gt; <@U0ANA>", "quote", "Acme, owner U0ANA"),
    ("Acme: quote (<@U0ANA>)", "quote", "Acme, owner U0ANA"),
    ("Acme: quote @me by fri", "quote", "Acme, due Fri 6 Mar 17:00, owner U0ME"),
    ("Acme: quote assign to me", "quote", "Acme, owner U0ME"),
    ("Acme: send me the quote", "send me the quote", "Acme"),
    ("Acme: use <@U0ANA|ana>’s photo", "use @ana's photo", "Acme"),
    ("Acme: ask <#C0GENERAL|general> about it", "ask #general about it", "Acme"),
    ("Acme: tell <!here> about it", "tell @here about it", "Acme"),
    ("Acme", "", "Acme, asks NoTitle"),
    (
        "Acme reprint of the brochure by fri",
        "Acme reprint of the brochure",
        "Acme, due Fri 6 Mar 17:00, asks ClientAssumed",
    ),
    ("Acmee: reprint", "reprint", "Acmee~, asks NearlyKnown"),
    ("Amce: reprint", "reprint", "Amce~, asks NearlyKnown"),
    ("harbour cafe: menus", "menus", "harbour cafe~, asks NearlyKnown"),
    ("Brown and Sons: labels", "labels", "Brown and Sons~, asks NearlyKnown"),
    ("Jane at Acme: reprint", "reprint", "Jane at Acme~, asks NearlyKnown"),
    ("Acme/Jane: reprint", "reprint", "Acme/Jane~, asks NearlyKnown"),
    ("complaint from Acme about the invoice", "complaint from Acme about the invoice", "Acme, asks ClientAssumed"),
    ("Acme’s logo is wrong on the site", "Acme's logo is wrong on the site", "Acme, asks ClientAssumed"),
    ("reprint of the brochure", "reprint of the brochure", ""),
    ("reprint by fri 4pm", "reprint", "due Fri 6 Mar 16:00"),
    ("Re: your order", "Re: your order", ""),
    ("Fwd: Acme: your order", "Fwd: your order", "Acme"),
    (":fire: Acme: site down :fire:", ":fire: site down :fire:", "Acme"),
    ("Acme: 🎉 launch cake by fri 🎂", "🎉 launch cake 🎂", "Acme, due Fri 6 Mar 17:00"),
    (
        "Acme: see <https://example.com/a_b?c=1|example.com> by fri",
        "see https://example.com/a_b?c=1",
        "Acme, due Fri 6 Mar 17:00",
    ),
    ("Acme: mail <mailto:jo@acme.com|jo@acme.com> back by fri", "mail jo@acme.com back", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: R&amp;D brochure &lt;draft&gt;", "R&D brochure <draft>", "Acme"),
    ("Acme: cost is £300, reprint by fri", "cost is £300, reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint\nblue paper\nby fri !high", "reprint", "Acme, due Fri 6 Mar 17:00, high, below: blue paper"),
    ("Acme:\nreprint by fri", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("Acme: reprint  by   fri", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("  acme :reprint", "reprint", "Acme"),
    ("Acme：reprint by fri", "reprint", "Acme, due Fri 6 Mar 17:00"),
    ("“Acme”: “reprint by fri” by mon", "reprint by fri", "Acme, due Mon 9 Mar 17:00"),
    ("#print Acme: 200 flyers by fri", "200 flyers", "Acme, due Fri 6 Mar 17:00, type print"),
    ("Acme: 200 flyers #print by fri <@U0ANA>", "200 flyers", "Acme, due Fri 6 Mar 17:00, owner U0ANA, type print"),
    ("Acme: #Web footer typo !high", "footer typo", "Acme, high, type Web"),
    (
        "Acme rang at 9, #bug login broken, urgent",
        "login broken",
        "Acme, urgent, by phone, received Tue 3 Mar 09:00, type bug",
    ),
    ("Acme: reprint #12 of the series", "reprint #12 of the series", "Acme"),
)


@pytest.mark.parametrize(("line", "title", "wanted"), [pytest.param(*row, id=row[0]) for row in GOLDEN])
def test_a_line_as_people_type_it(line: str, title: str, wanted: str) -> None:
    quick = parsed(line)
    assert (quick.title, said(quick)) == (title, wanted)


def test_the_table_is_long_enough_and_says_nothing_twice() -> None:
    assert len(GOLDEN) >= 180
    assert len({line for line, _, _ in GOLDEN}) == len(GOLDEN)

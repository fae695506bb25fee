"""Lines that change many at once: what they say, the preview behind them, and what is left. It is Tuesday 3 March."""

from sandbox import Sandbox
from sandbox.driver import Person
from tests.conftest import Pair
from tests.handlers.crafted import submitted
from tests.handlers.reminders import HOUR

PAIRS = (Pair.HTTP_POSTGRESQL,)


def test_a_line_shows_first_and_is_applied_once(ana: Person, ben: Person) -> None:
    for title in ("one", "two"):
        ana.slash(f"/request poster {title} by thu 3pm", in_="acme")
    ana.slash("/task proof @ben", in_="acme")
    shown = ana.slash("/request bulk R-1, R-2 and T-1 due fri 4pm because the *client* is away", in_="acme")
    assert "3 of 3 would change: due Fri 6 Mar, 16:00 London time: the *\u200bclient*\u200b is away." in shown.words
    done = ana.click("Apply", in_="acme")
    assert "B-1: 3 are changed, due Fri 6 Mar, 16:00 London time" in done.words
    assert "You can undo it until Tue 3 Mar, 14:10 London time." in done.words
    assert "due Fri 6 Mar" in ana.slash("/task T-1", in_="acme").words
    (told,) = [one for one in ben.dm().messages if "at once" in one.words]
    assert "*T-1* proof" in told.words
    assert "R-1" not in told.words
    assert "B-1 is undone: 3 are as before." in ana.slash("/request bulk undo", in_="acme").words
    assert "due Thu 5 Mar" in ana.slash("/request R-1", in_="acme").words
    assert "was undone already" in ana.slash("/request bulk undo", in_="acme").words


def test_what_a_line_leaves_out_is_asked_or_said(ana: Person, carla: Person) -> None:
    ana.slash("/request poster one by thu 3pm", in_="board")
    ana.slash("/request poster two", in_="acme")
    assert "Name several and say what becomes of them" in ana.slash("/request bulk", in_="acme").words
    assert "I don't understand what *dance*" in ana.slash("/request bulk R-1 R-2 dance", in_="acme").words
    assert "I don't know whom *nobody*" in ana.slash("/request bulk R-1 R-2 assign nobody", in_="acme").words
    assert "there is nothing to undo" in ana.slash("/request bulk undo", in_="acme").words
    no_reason = ana.slash("/request bulk R-1 R-2 due fri 4pm", in_="acme")
    assert "R-1: has a due date, and that is moved with a reason only" in no_reason.words
    hidden = carla.slash("/request bulk R-1 R-2 R-9 cancel because too late", in_="acme")
    assert "1 of 3 would change: cancelled: too late." in hidden.words
    assert "R-1, R-9: are not there, or not yours to see" in hidden.words
    modal = ana.slash("/task bulk R-1 R-2", in_="acme").modal
    assert modal is not None
    shown = ana.submit({"What to do": "Cancel them"})
    assert shown.modal is not None
    assert "R-3" in ana.slash("/request bulk 500 leaflets", in_="acme").words


def cards(person: Person, channel: str, label: str) -> list[str]:
    shown = [one.words.replace("*", "") for one in person.sees(channel).messages if not one.ephemeral]
    return [words for words in shown if words.startswith(label)]


def test_several_go_to_another_client_with_their_cards_and_come_back(ana: Person, ben: Person, carla: Person) -> None:
    for name in ("acme", "board"):
        ana.slash(f"/client add {name.title()}", in_=name)
        assert ana.submit({"Name": name.title()}).closed
    ana.slash("/request proof @ben", in_="acme")
    ana.slash("/request poster", in_="acme")
    ana.slash("/task print it @carla for R-1", in_="acme")
    ana.slash("/request plan for Board", in_="board")
    assert (
        "I don't know a client *Boart*. Did you mean *Board*?"
        in ana.slash("/request bulk R-1 client Boart", in_="acme").words
    )
    assert (
        "I don't know a client *Board*. `/client add Board`"
        in carla.slash("/request bulk R-1 client Board", in_="acme").words
    )

    shown = ana.slash("/request bulk R-1 R-2 R-3 T-1 client board", in_="acme")
    assert "2 of 4 would change: put under Board." in shown.words
    assert "*R-1* proof · now under Acme" in shown.words
    assert "R-3: is like that already" in shown.words
    assert "T-1: is a task, and only requests have that" in shown.words
    assert "B-1: 2 are changed, put under Board." in ana.click("Apply", in_="acme").words
    assert cards(ana, "acme", "R-") == ["R-1 has moved to another channel.", "R-2 has moved to another channel."]
    assert [len(cards(ana, "board", label)) for label in ("R-1 · proof", "R-2 · poster", "T-1 · print it")] == [1, 1, 1]
    assert "No request R-2" in carla.slash("/request R-2", in_="acme").words
    (told,) = [one for one in ben.dm().messages if "at once" in one.words]
    assert "1 is yours or watched by you: put under Board." in told.words
    assert not [one for one in carla.dm().messages if "at once" in one.words]

    assert "B-1 is undone: 2 are as before." in ana.click("Undo", in_="acme").words
    assert [len(cards(ana, "acme", label)) for label in ("R-1 · proof", "R-2 · poster")] == [1, 1]
    assert cards(ana, "board", "R-1") == ["R-1 has moved to another channel."]
    assert "Acme" in carla.slash("/request R-2", in_="acme").words
    assert len([words for words in cards(ana, "acme", "T-1") if "print it" in words]) == 1


def test_a_card_says_how_many_of_its_tasks_several_have_closed(ana: Person) -> None:
    ana.slash("/request poster", in_="acme")
    for title in ("draw", "print"):
        ana.slash(f"/task {title} R-1", in_="acme")
    ana.slash("/task bulk T-1 T-2 done", in_="acme")
    ana.click("Apply", in_="acme")
    assert "2 of 2 tasks done" in cards(ana, "acme", "R-1")[0]
    ana.slash("/task bulk undo", in_="acme")
    assert "0 of 2 tasks done" in cards(ana, "acme", "R-1")[0]


def test_what_several_make_urgent_is_in_sight_until_that_is_undone(ana: Person) -> None:
    for title in ("one", "two"):
        ana.slash(f"/request poster {title}", in_="acme")
    ana.slash("/request snooze R-1 until fri 9am", in_="acme")
    ana.slash("/request bulk R-1 R-2 priority urgent", in_="acme")
    ana.click("Apply", in_="acme")
    assert "Snoozed until" not in cards(ana, "acme", "R-1")[0]
    ana.slash("/request bulk undo", in_="acme")
    assert "Snoozed until Fri 6 Mar" in cards(ana, "acme", "R-1")[0]


def test_reminders_that_stand_name_whoever_changed_several(slack: Sandbox, ana: Person, ben: Person) -> None:
    for title in ("one", "two"):
        ben.slash(f"/request poster {title} @ben", in_="acme")
    ben.slash("/nudge me in 1h R-1", in_="acme")
    slack.clock.advance(HOUR)
    slack.settle()
    ana.slash("/request bulk R-1 R-2 done", in_="acme")
    ana.click("Apply", in_="acme")
    assert "R-1 is done: @ana, Tue 3 Mar, 16:00 Berlin time." in ben.dm().newest("remind you").words


def test_whoever_had_several_is_told_that_somebody_else_has_them(ana: Person, ben: Person, carla: Person) -> None:
    for title in ("one", "two"):
        ana.slash(f"/request poster {title} @ben", in_="acme")
    ana.slash("/request bulk R-1 R-2 assign @carla", in_="acme")
    ana.click("Apply", in_="acme")
    for person in (ben, carla):
        (told,) = [one.words for one in person.dm().messages if "at once" in one.words]
        assert "*R-1* poster one" in told
        assert "*R-2* poster two" in told


def test_type_and_priority_of_several(ana: Person) -> None:
    ana.slash("/request proof", in_="acme")
    ana.slash("/request poster", in_="acme")
    assert "There is no type *#prin*. Did you mean *#print*?" in ana.slash("/request bulk R-1 R-2 #prin", "acme").words
    assert "There is no priority *soon*" in ana.slash("/request bulk R-1 R-2 priority soon", "acme").words
    shown = ana.slash("/request bulk R-1 R-2 type print", in_="acme").words
    assert "Nothing would change: given the type Print job or reprint." in shown
    assert "R-1, R-2: lack what that type asks for; change the type of each by itself" in shown
    ana.slash("/request bulk R-1 R-2 type internal", in_="acme")
    assert "B-2: 2 are changed, given the type Note for ourselves." in ana.click("Apply", in_="acme").words
    ana.slash("/request bulk R-1 R-2 urgent", in_="acme")
    assert "B-3: 2 are changed, urgent priority." in ana.click("Apply", in_="acme").words
    card = cards(ana, "acme", "R-2")[0]
    assert "Urgent" in card
    ana.slash("/request bulk undo", in_="acme")
    assert "Urgent" not in cards(ana, "acme", "R-2")[0]


HOSTILE = (
    "<!channel> <#C0ACME> & R&D *bold* ~gone~ `code` <https://evil.example|https://bank.example>",
    "\u202eevil \u2066x\u2069 \u200b\ufeff'; drop table client_request; -- {0.__class__} %s ${x} ../../",
    "z" + "\u0301" * 500 + " \u202e👩‍👩‍👧🇬🇧 مرحبا 日本語 =cmd|' /C calc'!A0",
    "🎉" * 290,
)


def test_whatever_is_in_titles_and_reasons_is_shown_as_it_is_typed(ana: Person, ben: Person) -> None:
    """In the preview, the answer, the news, the history and a merge. What Slack would not take is a violation."""
    for title in HOSTILE:
        ana.slash(f"/request {title} @ben", in_="acme")
    before = len(ben.sees("acme").messages)
    for number, reason in enumerate(HOSTILE, start=1):
        shown = ana.slash(f"/request bulk R-1 R-2 R-3 R-4 cancel because {reason}", in_="acme").words
        assert "4 of 4 would change: cancelled" in shown
        assert "&amp;" not in shown
        assert number > 1 or "<!channel> #acme & R&D" in shown
        ana.click("Apply", in_="acme")
        ana.slash("/request history R-2", in_="acme")
        ana.close(everything=True)
        assert f"B-{number} is undone: 4 are as before." in ana.slash("/request bulk undo", in_="acme").words
    assert [one.words.count("has undone it") for one in ben.dm().messages if "at once" in one.words] == [1] * 4
    ana.slash("/request merge R-2 into R-1", in_="acme")
    ana.slash("/request merge R-4 into R-3", in_="acme")
    for label in ("R-1", "R-2", "R-3"):
        ana.slash(f"/request {label}", in_="acme")
    said = "".join(one.text for one in ben.sees("acme").messages[before:] + ben.dm().messages)
    assert not [one for one in ("<!channel>", "<@U0CARLA>", "<#C0ACME>", "<https://evil") if one in said]
    assert "is a request of its own again" in ana.slash("/request split R-2", in_="acme").words

    for length in (301, 2_900):
        long = ana.slash(f"/request bulk R-1 R-3 cancel because {'x' * length}", in_="acme").words
        assert f"{length:,} of 300" in long
        assert "would change" not in long
    ana.slash("/request bulk R-1 R-3", in_="acme")
    ana.submit({"What to do": "Cancel them"})
    other = {"text": {"type": "plain_text", "text": "Other"}, "value": "other"}
    refused = submitted(ana, {"cause": other, "reason": "x" * 3_001})["errors"]
    assert "3,001" in refused["reason"]

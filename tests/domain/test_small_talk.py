"""What is said without asking for anything, and what looks like it and is not."""

import pytest

from bot.domain.small_talk import is_small_talk

COURTESY = """
thanks | Thanks! | thank you | Thank you so much!! | thx | ty | tysm | Cheers | cheers mate | great, cheers 👍
ta | Ta very much | many thanks | Thanks a lot | thanks a million | much appreciated | Really appreciate it
appreciate it! | perfect | Perfect, thanks | perfect, thank you! | brilliant | Brilliant, thanks
lovely, thank you | Awesome | awesome, thanks so much! | amazing 🎉 | great | Great stuff | great, thanks
nice one | Nice one, cheers | good job | well done everyone | ok | OK 👍 | okay thanks | k | kk | Okay, cool
sounds good | Sounds good, thanks! | looks great to me | LGTM | works for me | got it | Got it, thank you
gotcha | will do | no worries | No problem! | np | you're welcome | you’re welcome | My pleasure | any time
understood | noted | Noted with thanks | 👍 | 🙏🙏 | :+1: | :pray::skin-tone-3: | :tada: :tada: | 🎉🎉🎉 | ❤️ | 👍🏽
:white_check_mark: | ✅ | 😊 thanks | 👌 | !!! | ... | Thanks <@U0ANA>! | <@U0ANA> thank you | thaaaanks | Thanksss
soooo good | yay! | woohoo 🎉 | haha | lol | hi | Hi all | Hello! | good morning | Morning all
Good afternoon everyone | hey there | hiya | Hi team, how are you? | have a great weekend | Have a good one!
see you tomorrow | bye | Kind regards | thanks again for your help | thank you for the update
thanks for letting us know | Thanks for the quick reply! | spot on | spot on, ta | yes | Yep | yes thanks
No thanks | that's great, thank you | That's perfect | all good | All good, cheers | love it | We love it!
absolutely | Fantastic news | fab | Super, thanks | you rock | you're a star | you are the best! | great to hear
Cheers, all the best | thanks &amp; regards | thanks\nkind regards | thx!! :) | ok :-) | Thanks for sorting this
thanks everyone | congrats | 🙂🙏 | sweet | Ace! | good stuff, cheers | thanks so so much
""".replace("\\n", "\n")
MORE = """
thanks, but the logo is wrong | Thanks! Could you also send the invoice | great, can we have it by friday
ok, please print it | hi, the site is down | Hello, can you help | good morning, where is the proof
perfect, one more thing | cheers, any news on the poster | thanks, any update? | ok? | ? | is it done
this is wrong | no | nope | not good | not yet | it is | this and that | the team
thanks https://acme.example/brief.pdf | thanks <https://acme.example | brief> | see <#C0ACME> | 500 copies
thanks, 20 more | 3pm works | great but too big | good, but blue | not great | still broken | please call me
call me | urgent | help | wait | stop | stop it | I think the colour is wrong | yes but later | yes, in blue
ok, in blue please | approved | we approve | go ahead | no thanks, cancel it
how are you getting on with the poster? | lovely, please change the headline | Danke, aber bitte in blau
super urgent | the good one is missing
""".replace("\\n", "\n")


def phrases(table: str) -> list[str]:
    return [phrase.strip() for line in table.strip().split("\n") for phrase in line.split("|") if phrase.strip()]


@pytest.mark.parametrize("text", [*phrases(COURTESY), "<@U0ANA|ana> cheers", "", "  "])
def test_courtesy_asks_for_nothing(text: str) -> None:
    assert is_small_talk(text)


@pytest.mark.parametrize("text", phrases(MORE))
def test_whatever_says_more_is_heard(text: str) -> None:
    assert not is_small_talk(text)


def test_what_is_long_is_never_mere_courtesy() -> None:
    assert not is_small_talk("great " * 15)


def test_there_are_enough_of_them() -> None:
    assert len(phrases(COURTESY)) >= 60

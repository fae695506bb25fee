"""Thanks, greetings and the like: what people say without asking for anything. By word list, never by guessing."""

import re
import unicodedata

from bot.domain.text import clean, folded, unescape_once

#: A longer message is never mere courtesy.
MOST_WORDS = 14
_EMOJI_NAME = re.compile(r":[a-z0-9_+'-]{1,60}:(?::skin-tone-[2-6]:)?", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:@[^<>]*|![^<>]*)>")
#: A mention's name, such as `Ana` behind `thanks`, is no request; a link, a channel or a number is more than courtesy.
_MEANS_MORE = re.compile(r"<(?:https?:|#)|[0-9?]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_REPEATED = re.compile(r"(.)\1{2,}")

#: Said as one, with nothing else in them that counts.
_PHRASES = (
    "for your help",
    "for the help",
    "for all your help",
    "for the update",
    "for letting me know",
    "for letting us know",
    "thank you so very much", "thank you so much", "thank you very much", "thank you ever so much", "thank you kindly",
    "thank you again", "thank you all", "thank you both", "thank you", "thank u", "thanking you", "many thanks",
    "thanks a lot", "thanks a bunch", "thanks a million", "thanks a ton", "thanks so much", "thanks very much",
    "thanks again", "thanks all", "thanks both", "thanks everyone", "thanks team", "thanks guys", "thanks heaps",
    "thanks for that", "thanks for this", "thanks for your help", "thanks for the help", "thanks for all your help",
    "thanks for the update", "thanks for the quick reply", "thanks for the quick response",
    "thanks for letting me know",
    "thanks for letting us know", "thanks for confirming", "thanks for your patience", "thanks in advance",
    "thank you for your help", "thank you for the help", "thank you for the update", "thank you for letting me know",
    "thank you for letting us know", "thank you for confirming", "thank you for the quick reply", "thank you for that",
    "thank you for the quick response", "thank you for your patience", "thank you in advance", "with thanks",
    "much appreciated", "very much appreciated", "really appreciate it", "i really appreciate it", "appreciate it",
    "appreciate that", "appreciate your help", "i appreciate it", "we appreciate it", "greatly appreciated",
    "nice one", "good one", "good job", "great job", "nice job", "well done", "good work", "great work", "nice work",
    "lovely job", "job done", "top job", "spot on", "sounds good", "sounds great", "sounds perfect", "sounds fine",
    "looks good", "looks great", "looks perfect", "looks good to me", "looks great to me", "works for me", "fine by me",
    "works great", "all good", "all good here", "all good thanks", "all is well", "that's great", "that's perfect",
    "that is great", "that is perfect", "that's fine", "that is fine", "that works", "that's brilliant",
    "that's lovely",
    "that's awesome", "that's amazing", "that's good", "that's wonderful", "this is great", "this is perfect",
    "this is brilliant", "love it", "we love it", "i love it", "got it", "got you", "gotcha", "will do", "no worries",
    "no problem", "no problem at all", "not a problem", "my pleasure", "you're welcome", "you are welcome", "no rush",
    "your welcome", "any time", "ok thanks", "of course", "fair enough", "good to know", "great to hear",
    "good to hear", "great news", "good news", "understood", "makes sense", "i see", "oh great", "good stuff",
    "you're the best", "you are the best", "you're a star", "you are a star", "you're a legend", "you rock",
    "you guys rock", "you're amazing", "you are amazing", "you're a lifesaver", "life saver", "have a great day",
    "have a good day", "have a nice day", "have a great weekend", "have a good weekend", "have a nice weekend",
    "have a lovely weekend", "have a good one", "have a great one", "have a lovely day", "have a good evening",
    "enjoy your weekend", "enjoy the weekend", "happy friday", "happy monday", "good morning", "good afternoon",
    "good evening", "good night", "good day", "morning all", "morning everyone", "morning team", "hi all", "hi team",
    "hi everyone", "hi there", "hello all", "hello there", "hello everyone", "hello team", "hey all", "hey there",
    "hey team", "hey everyone", "hi folks", "hey folks", "hello folks", "good to meet you", "nice to meet you",
    "how are you", "how are you doing", "hope you are well", "hope you're well", "hope all is well", "see you",
    "see you later", "see you soon", "see you tomorrow", "talk soon", "speak soon", "take care", "bye bye",
    "all the best",
    "best wishes", "kind regards", "best regards", "warm regards", "with kind regards", "happy to help", "glad to help",
    "glad to hear it", "ok great", "ok cool", "ok perfect", "yes thanks", "yes thank you", "no thanks", "no thank you",
    "i'm good", "copy that", "roger that", "noted with thanks", "duly noted", "legend", "ta very much", "ta muchly",
    "for everything", "for all of this", "for sorting this", "for sorting that", "for sorting", "for doing this",
    "for doing that", "for your work", "for the info", "for the quick turnaround", "for the heads up", "as always",
    "as ever", "so far so good", "to you too", "you too", "same to you", "and you", "right away", "just saw this",
    "just seen this", "so kind of you", "so quick", "that was quick", "that was fast", "so fast", "thumbs up",
)  # fmt: skip
_COURTESIES = (
    "thanks thx thnx thankyou tnx tks tysm ty thnks thanx tq cheers ta merci danke gracias kudos props bravo"
    " great good nice perfect brilliant lovely excellent awesome amazing fantastic wonderful superb fab fabulous super"
    " cool sweet ace grand magic champion marvellous marvelous terrific stellar splendid smashing sorted beautiful neat"
    " ok okay okey k kk okie okeydokey okily yes yep yup yeah yea ya aye sure absolutely definitely indeed agreed right"
    " exactly correct done noted understood received ack acknowledged roger copy gotcha fine alright righto wow woohoo"
    " yay hooray woo haha hahaha lol lmao rofl hehe ha hi hello hey hiya howdy morning afternoon evening greetings yo"
    " bye goodbye cya cheerio ciao farewell welcome pleasure appreciated np nw yw lgtm fyi legend star hero lifesaver"
    " regards best xx xxx x xoxo oh ah aha ooh hmm mm mhm phew congrats congratulations"
    # What stands between them without saying more.
    " so very much really truly just all both everyone everybody team guys folks mate buddy pal dear again and for the"
    " this that it is i'm we're a lot bunch too also always here there now then to you your u guys' again indeed well"
    " quick stuff news super-quick sir madam ma'am"
)
_WORDS = frozenset(_COURTESIES.split())
#: Alone, or with nothing but their like, these are not said for courtesy: `it is`, `this and that`.
_BETWEEN = (
    "so very much really truly just all both everyone everybody team guys folks mate buddy pal dear and for the "
    "this that it is i'm we're a lot bunch too also always here there now then to you your u again stuff news"
)
_FILLERS = frozenset(_BETWEEN.split())

#: What begins so asks something, question mark or not.
_ASK = frozenset({"is", "are", "was"})


def is_small_talk(text: str) -> bool:
    """Whether nothing is asked or told: thanks, a greeting, a yes, or emoji alone. Nothing at all counts too."""
    text = clean(text)
    if _MEANS_MORE.search(_EMOJI_NAME.sub(" ", _MARKUP.sub(" ", text))):
        return _is_only_question(text)
    words = _words(text)
    if not words:
        return True
    if len(words) > MOST_WORDS or words[0] in _ASK:
        return False
    rest = _without_phrases(words)
    if any(word not in _WORDS for word in rest):
        return False
    return len(rest) < len(words) or any(word not in _FILLERS for word in rest)


def _words(text: str) -> list[str]:
    """As compared: without mentions, emoji, signs and what is drawn out (`sooo`)."""
    text = unescape_once(_EMOJI_NAME.sub(" ", _MARKUP.sub(" ", text)))
    text = "".join(sign if unicodedata.category(sign)[0] in "LNZPM" or sign in "\n '" else " " for sign in text)
    return [_shortened(word) for word in _WORD.findall(folded(text).replace("’", "'"))]


def _shortened(word: str) -> str:
    """`thaaanks` is `thanks`, `sooo` is `so`; `xxx` stays what it is."""
    return word if word in _WORDS else _REPEATED.sub(r"\1", word)


def _without_phrases(words: list[str]) -> list[str]:
    rest: list[str] = []
    at = 0
    while at < len(words):
        length = next((n for n in range(_LONGEST, 0, -1) if tuple(words[at : at + n]) in _KNOWN), 0)
        if not length:
            rest.append(words[at])
        at += length or 1
    return rest


def _is_only_question(text: str) -> bool:
    """`How are you?` asks for nothing; any other question, number or link does."""
    return (
        text.count("?") == 1
        and tuple(_words(text.replace("?", " "))[-3:]) == ("how", "are", "you")
        and is_small_talk(text.replace("?", " "))
    )


_KNOWN = frozenset(tuple(phrase.split()) for phrase in _PHRASES)
_LONGEST = max(map(len, _KNOWN))

"""What Liaison can do, in words: the help of each command, and a person's day."""

from bot.domain.duties import NO_DUTIES, Duties
from bot.domain.text import clipped, one_line
from handlers.blocks import Message, context, only, section
from handlers.language import once_a_language
from handlers.text import Mrkdwn, joined, said
from handlers.views import duties as duty_views

#: Of use where there are queues.
QUEUE = "/liaison queue"
#: Of each command: what it is for, then its examples with what they do.
HELP: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "request": (
        "*/request* logs what a client asks for, and finds it again.",
        (
            (
                "/request Acme: reprint of the brochure by fri 4pm !high @ana",
                "saves it at once and says what I understood",
            ),
            ("/request", "opens the form"),
            ("/request #print Acme: flyers by fri", "a print job: the form asks for what that type needs"),
            ("/request new list of open points", "always logs, even when it begins like a command"),
            ("/request list", "everything open that you can see"),
            ("/request mine", "what is yours"),
            (
                "/request find brochure acme open since october @ana",
                "finds requests by words, status, client, owner and date",
            ),
            ("/request export brochure open", "sends what that finds as a file; add `json` for programs"),
            ("/request R-12", "shows one"),
            (
                '/request repeat "Monthly report" first working day of the month 9:00 @ana due in 3 working days',
                "logs it again and again; `repeat list`, `repeat pause S-3`, `resume`, `skip`, `edit` and `stop` too",
            ),
            ("/request plan R-12 print-job", "gives the tasks of a template, counted back from its due date"),
            ("/request plan", "the templates, and a new one"),
            ("/request checklist R-12", "what is to be ticked off, to write and to tick"),
            (
                "/request due R-12 fri 4pm because the printer is late",
                "sets or moves its due date; a move needs its reason, which whoever has it reads",
            ),
            (
                "/request watch R-12",
                "tells you when its date, its owner or its state changes; `watch R-12 @ben`, `unwatch`",
            ),
            ("/request merge R-15 into R-12", "makes one of two that are the same; `split R-15` makes two of it again"),
            ("/request history R-12", "who did what, and when"),
            (
                "/request bulk R-12 R-13 due fri 4pm because they are away",
                "changes several after a preview; also `assign @ana`, `done`, `client Acme`; `bulk undo` takes it back",
            ),
            ("/request ask R-12 which format?", "asks whoever gave it to you; the answer comes to you"),
            ("/request snooze R-12 until fri 9am", "out of sight until then, or `until reply`; `wake R-12` ends it"),
        ),
    ),
    "task": (
        "*/task* gives somebody a piece of work.",
        (
            ("/task @ana prepare the proof by thu 3pm for R-12", "gives it to Ana, as part of a request"),
            ("/task", "opens the form"),
            ("/task list", "every open task that you can see"),
            ("/task mine", "what is yours"),
            ("/task @ben make the plates for T-4 dept:print", "gives a part of a task, to a department"),
            (
                "/task hand T-4 @ben the proof is approved",
                "hands one over with a note; `dept:print` also names where to",
            ),
            ("/task repeat clean the plates every friday 15:00 @ben", "gives it again and again, as `/request repeat`"),
            ("/task checklist T-4", "what is to be ticked off, to write and to tick"),
            ("/task find proof @ana overdue", "finds tasks by words, status, owner and date"),
            ("/task T-4", "shows one"),
            ("/task due T-4 fri 4pm because the proof is late", "sets or moves its due date, with the reason"),
            ("/task bulk T-4 T-5 assign @ana", "changes several after a preview; `bulk undo` takes it back"),
            ("/task watch T-4", "tells you when its date, its owner or its state changes; `unwatch T-4` ends it"),
            ("/task ask T-4 which format?", "asks whoever gave it to you; the answer comes to you"),
            ("/task snooze T-4 until fri 9am", "out of sight until then; `wake T-4` ends it"),
        ),
    ),
    "nudge": (
        "*/nudge* reminds a person or a channel, at their own time.",
        (
            ("/nudge me in 2h to call Acme", "reminds you"),
            ("/nudge @ana fri 9:00 call Acme", "reminds Ana, at 9:00 where she is"),
            ("/nudge #acme tomorrow 9:00 about R-12", "reminds a channel that I am in"),
            (
                "/nudge me every monday 9:00 check the invoices",
                "comes again: also weekdays, monthly on the 1st, yearly",
            ),
            ("/nudge @ana 21:00 !urgent call Acme", "is not held for the hours that somebody has set"),
            ("/nudge list", "the reminders that you set or will get"),
            ("/nudge N-3", "shows one, to mark it as done or snooze it once it has come"),
            ("/nudge skip N-3", "leaves out the next one of those that come again"),
            ("/nudge cancel N-3", "stops one, with all that would come again"),
        ),
    ),
    "client": (
        "*/client* keeps the clients you work for: name, owner and channel.",
        (
            ("/client add Acme", "opens the form"),
            ("/client list", "all clients that you can see"),
            ("/client Acme", "shows one, to read or edit"),
        ),
    ),
    "digest": (
        "*/digest* posts what is open in this channel, once a day.",
        (
            ("/digest daily 9:00", "every day"),
            ("/digest weekdays 9:00", "Monday to Friday"),
            ("/digest last friday of every month 9:00", "or `every 2 weeks on monday 9:00`, `monthly on the 1st 9:00`"),
            ("/digest preview", "shows you the digest as it would be now"),
            ("/digest off", "stops it"),
        ),
    ),
    "liaison": (
        "*/liaison* says what I can do, and what is on your plate.",
        (
            ("/liaison day", "what is overdue, due today, waiting, yours or nobody's"),
            ("/liaison find brochure acme", "finds requests and tasks; alone it lists your saved searches"),
            (
                "/liaison reminders off",
                "no reminders of your requests and tasks, except of what is urgent; `on` brings them back",
            ),
            ("/liaison hours", "when I may write to you, and the form to change that"),
            (
                "/liaison hours mon-fri 9:00-17:30",
                "your working hours; `quiet 22:00-7:00` and `leave 24 dec - 2 jan` work too",
            ),
            (QUEUE, "what nobody has yet in the queues that you work in; `/liaison queue Print` names one"),
            ("/liaison channel", "what I do by myself with what is said in this channel, and the form to change that"),
            ("/liaison help", "all commands"),
        ),
    ),
}
WHAT = "I log what clients ask for, hand it to the right person, and remind you."
ELSEWHERE = "Threads take no commands: mention me there instead, for example `@Liaison status` under a card."
#: How a word near a sub-command is taken for what it says.
LITERALLY = {
    "request": 'If that is what the client asks for, `/request "{typed}"` logs it.',
    "task": 'If that is what is to be done, `/task "{typed}"` gives it.',
}


def help_asked(command: str, text: str, duties: Duties = NO_DUTIES) -> Message | None:
    """The help that a line asks for, also when nothing else can be answered; `text` is as Slack sends it."""
    words, name = one_line(text).casefold(), command.removeprefix("/")
    if name != "liaison":
        return command_help(name) if words == "help" and name in HELP else None
    if words in {"", "help"}:
        return help(duties)
    about = words.removeprefix("help ")
    return command_help(about, duties) if about in HELP else None


def command_help(name: str, duties: Duties = NO_DUTIES) -> Message:
    """`name` is the command without its slash."""
    what = said(HELP[name][0])
    return Message(what, [section(_examples(name, with_queues=bool(duties.queues))), context(said(ELSEWHERE))])


@once_a_language
def _examples(name: str, *, with_queues: bool) -> Mrkdwn:
    what, examples = HELP[name]
    wanted = [each for each in examples if with_queues or each[0] != QUEUE]
    lines = [said("• `{example}` – {does}", example=Mrkdwn(example), does=said(does)) for example, does in wanted]
    return joined([said(what), *lines])


def help(duties: Duties = NO_DUTIES) -> Message:  # noqa: A001  # what people type
    """All commands with one example each, and what its reader looks after."""
    what = said(WHAT)
    lines = [
        said("• {what} `{example}`", what=said(what), example=Mrkdwn(HELP[name][1][0][0]))
        for name, (what, _) in HELP.items()
    ]
    more = joined([said("Each command answers `help`, for example `/request help`."), said(ELSEWHERE)], " ")
    own = duty_views.lines(duties)
    theirs = [section(joined([said("*What you look after*"), *own]))] if own else []
    return Message(what, [section(what), section(joined(lines)), *theirs, context(more)])


def for_nobody(refused: Mrkdwn) -> Message:
    """For those who may not act: what I am for, and why not for them."""
    return only(joined([said(WHAT), refused], " "))


def did_you_mean(typed: str, nearest: str, command: str) -> Message:
    """For words near a sub-command; nothing was saved."""
    others = Mrkdwn() if nearest == "help" else said(", or `/{command} help` for all that I can do", command=command)
    words = "I don't know *{typed}*. Did you mean *{nearest}*? Type `/{command} {nearest}`{others}."
    text = said(words, typed=typed, nearest=nearest, command=command, others=others)
    literally = [said(LITERALLY[command], typed=typed)] if command in LITERALLY else []
    return only(joined([text, *literally], " "))


def not_understood(typed: str, nearest: str | None) -> Message:
    if nearest is not None:
        return did_you_mean(typed, nearest, "liaison")
    return only(said("I don't know *{typed}*. `/liaison help` shows what I can do.", typed=clipped(typed, 300)))


def with_help(message: Message, duties: Duties) -> Message:
    """All commands below what was asked for."""
    return Message(message.text, [*message.blocks, *help(duties).blocks])
